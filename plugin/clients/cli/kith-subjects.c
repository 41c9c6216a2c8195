/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/* More of a message than the engine looks at need not be read. */
#define MAX_MESSAGE_BYTES (8 * 1024 * 1024)

/* Into memory, once: a pipe cannot be read a second time, and the engine opens the message for each person. */
static GBytes *
read_message (const char  *file,
              GError     **error)
{
  g_autoptr(GByteArray) bytes = g_byte_array_new ();
  int fd = g_str_equal (file, "-") ? dup (STDIN_FILENO) : open (file, O_RDONLY | O_CLOEXEC);
  gboolean ok = fd >= 0;

  while (ok && bytes->len < MAX_MESSAGE_BYTES)
    {
      guint8 buffer[65536];
      ssize_t n = read (fd, buffer, MIN (sizeof buffer, MAX_MESSAGE_BYTES - bytes->len));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        {
          ok = n == 0;
          break;
        }
      g_byte_array_append (bytes, buffer, (guint) n);
    }
  if (!ok)
    g_set_error (error, KITH_ERROR, KITH_ERROR_STORAGE, _("the message file could not be read (%s); give --message a file or “-”"), g_strerror (errno));
  if (fd >= 0)
    close (fd);
  return ok ? g_byte_array_free_to_bytes (g_steal_pointer (&bytes)) : NULL;
}

static GPtrArray *
list_participants (KithEngine   *engine,
                   KithMessage  *message,
                   GError      **error)
{
  KithWait wait = { 0 };
  g_autoptr(GAsyncResult) result = NULL;

  kith_engine_list_participants_async (engine, message, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_list_participants_finish (engine, result, error);
}

static KithParticipant *
find_participant (GPtrArray   *participants,
                  KithAddress *address)
{
  for (guint i = 0; i < participants->len; i++)
    {
      KithParticipant *participant = g_ptr_array_index (participants, i);

      if (kith_address_equal (kith_participant_get_address (participant), address))
        return participant;
    }
  return NULL;
}

static gboolean
collect_addresses (KithSubjects       *self,
                   GPtrArray          *of_message,
                   const char *const  *addresses,
                   GError            **error)
{
  for (guint i = 0; addresses[i] != NULL; i++)
    {
      g_autoptr(KithAddress) address = kith_command_parse_address (addresses[i], error);
      KithParticipant *known;

      if (address == NULL)
        return FALSE;
      known = of_message != NULL ? find_participant (of_message, address) : NULL;
      g_ptr_array_add (self->participants, known != NULL ? g_object_ref (known) : kith_participant_new (address, KITH_PART_NONE));
    }
  return TRUE;
}

/* A message of a Maildir lies in "cur" or "new" of its folder, others in the folder itself. */
static gboolean
lies_in_junk (const char *file)
{
  g_autofree char *path = g_canonicalize_filename (file, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *name = g_path_get_basename (folder);

  if (strcmp (name, "cur") == 0 || strcmp (name, "new") == 0)
    {
      g_autofree char *above = g_path_get_dirname (folder);

      g_free (name);
      name = g_path_get_basename (above);
    }
  return kith_message_is_junk_folder (name);
}

/*
 * kith_subjects_new:
 * @file: (nullable): a message file, or "-"; a lone "-" among the addresses is one, too
 * @addresses: those that the owner typed; may be empty where there is a file, and otherwise narrows the message down to them
 *
 * Returns: (transfer full): whom the command is about; %NULL with @error set: INVALID is the caller's mistake, anything else a failure
 */
KithSubjects *
kith_subjects_new (KithEngine         *engine,
                   const char         *file,
                   const char *const  *addresses,
                   GError            **error)
{
  g_autoptr(KithSubjects) self = g_new0 (KithSubjects, 1);
  g_autoptr(GPtrArray) of_message = NULL;

  if (file == NULL && g_strcmp0 (addresses[0], "-") == 0 && addresses[1] == NULL)
    {
      file = "-";
      addresses++;
    }
  if (file == NULL && addresses[0] == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("say about whom: one or more addresses, or --message=FILE"));
      return NULL;
    }
  if (file != NULL)
    {
      g_autoptr(GBytes) bytes = read_message (file, error);

      if (bytes == NULL)
        return NULL;
      self->message = kith_message_new_for_bytes (strcmp (file, "-") != 0 && lies_in_junk (file) ? KITH_MESSAGE_JUNK : KITH_MESSAGE_NONE, NULL, bytes);
      of_message = list_participants (engine, self->message, error);
      if (of_message == NULL)
        return NULL;
    }
  if (addresses[0] == NULL)
    {
      self->participants = g_steal_pointer (&of_message);
      return g_steal_pointer (&self);
    }
  self->participants = g_ptr_array_new_with_free_func (g_object_unref);
  if (!collect_addresses (self, of_message, addresses, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kith_subjects_free (KithSubjects *self)
{
  g_clear_object (&self->message);
  g_clear_pointer (&self->participants, g_ptr_array_unref);
  g_free (self);
}
