/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-message.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-word-list.h"

struct _KithMessage
{
  GObject parent_instance;

  KithMessageFlags flags;
  char *account;
  KithMessageOpenFunc open;
  gpointer source;
  GDestroyNotify source_free;
};

G_DEFINE_FINAL_TYPE (KithMessage, kith_message, G_TYPE_OBJECT)

static void
kith_message_finalize (GObject *object)
{
  KithMessage *self = KITH_MESSAGE (object);

  g_free (self->account);
  if (self->source_free != NULL)
    self->source_free (self->source);
  G_OBJECT_CLASS (kith_message_parent_class)->finalize (object);
}

static void
kith_message_class_init (KithMessageClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_message_finalize;
}

static void
kith_message_init (KithMessage *self)
{
}

static GInputStream *
open_file (gpointer       source,
           GCancellable  *cancellable,
           GError       **error)
{
  return G_INPUT_STREAM (g_file_read (source, cancellable, error));
}

static GInputStream *
open_bytes (gpointer       source,
            GCancellable  *cancellable,
            GError       **error)
{
  return g_memory_input_stream_new_from_bytes (source);
}

/**
 * kith_message_new:
 * @flags: what the client knows of it
 * @account: (nullable): the client's id of the account it lies in, for rules by account
 * @open: opens the raw message; called in the engine thread, maybe more than once, maybe never
 * @source: (transfer full): what @open gets
 * @source_free: (nullable): frees @source, in any thread
 *
 * Refers to a message of a mail program. Nothing is read before a provider wants it, and never in the caller's thread.
 *
 * Returns: (transfer full): an immutable reference, thread safe
 */
KithMessage *
kith_message_new (KithMessageFlags     flags,
                  const char          *account,
                  KithMessageOpenFunc  open,
                  gpointer             source,
                  GDestroyNotify       source_free)
{
  KithMessage *self;

  g_return_val_if_fail (open != NULL, NULL);
  self = g_object_new (KITH_TYPE_MESSAGE, NULL);
  self->flags = flags;
  self->account = g_strdup (account);
  self->open = open;
  self->source = source;
  self->source_free = source_free;
  return self;
}

/**
 * kith_message_new_for_file:
 * @flags: what the client knows of it
 * @account: (nullable): the client's id of the account
 * @file: (transfer none): an RFC 5322 file
 *
 * Returns: (transfer full): a message that is read from @file
 */
KithMessage *
kith_message_new_for_file (KithMessageFlags  flags,
                           const char       *account,
                           GFile            *file)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);
  return kith_message_new (flags, account, open_file, g_object_ref (file), g_object_unref);
}

/**
 * kith_message_new_for_bytes:
 * @flags: what the client knows of it
 * @account: (nullable): the client's id of the account
 * @bytes: (transfer none): a raw RFC 5322 message
 *
 * Returns: (transfer full): a message that is in memory
 */
KithMessage *
kith_message_new_for_bytes (KithMessageFlags  flags,
                            const char       *account,
                            GBytes           *bytes)
{
  g_return_val_if_fail (bytes != NULL, NULL);
  return kith_message_new (flags, account, open_bytes, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
}

/**
 * kith_message_get_flags:
 *
 * Returns: what the client knows of it
 */
KithMessageFlags
kith_message_get_flags (KithMessage *self)
{
  g_return_val_if_fail (KITH_IS_MESSAGE (self), KITH_MESSAGE_NONE);
  return self->flags;
}

/**
 * kith_message_get_account:
 *
 * Returns: (transfer none) (nullable): the client's id of the account it lies in
 */
const char *
kith_message_get_account (KithMessage *self)
{
  g_return_val_if_fail (KITH_IS_MESSAGE (self), NULL);
  return self->account;
}

/**
 * kith_message_open:
 * @cancellable: (nullable): a #GCancellable
 * @error: return location for an error
 *
 * Opens the raw message. May block: never call it in a user interface's thread.
 *
 * Returns: (transfer full) (nullable): the stream; %NULL with %KITH_ERROR_UNAVAILABLE where it cannot be opened, or %G_IO_ERROR_CANCELLED
 */
GInputStream *
kith_message_open (KithMessage   *self,
                   GCancellable  *cancellable,
                   GError       **error)
{
  g_autoptr (GError) local_error = NULL;
  GInputStream *stream;

  g_return_val_if_fail (KITH_IS_MESSAGE (self), NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  stream = self->open (self->source, cancellable, &local_error);
  if (stream != NULL)
    return stream;
  if (g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&local_error));
  else
    g_set_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The message could not be opened: %s"),
                 local_error != NULL ? local_error->message : _("the mail program does not have it"));
  return NULL;
}

/**
 * kith_message_is_junk_folder:
 * @path: (nullable): the path of a folder as the mail program shows it, with "/" or "." between the names
 *
 * Not every server says which folder is for junk; by the name, in many languages, a person can tell. What lies below such a folder is junk, too.
 *
 * Returns: whether it is a folder for junk: the messages in it are %KITH_MESSAGE_JUNK
 */
gboolean
kith_message_is_junk_folder (const char *path)
{
  g_auto (GStrv) names = path != NULL ? g_strsplit_set (path, "/.", -1) : NULL;

  for (gsize i = 0; names != NULL && names[i] != NULL; i++)
    if (kith_word_list_is_junk_folder (g_strstrip (names[i])))
      return TRUE;
  return FALSE;
}
