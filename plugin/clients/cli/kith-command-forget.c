/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include <glib/gi18n-lib.h>

static KithExit
forget_everything (KithEngine *engine)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  kith_engine_forget_everything_async (engine, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  if (!kith_engine_forget_everything_finish (engine, result, &error))
    return kith_command_fail (error);
  return KITH_EXIT_FOUND;
}

static gboolean
forget (KithEngine       *engine,
        KithAddress      *address,
        KithForgetFlags   flags,
        GError          **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  KithWait wait = { 0 };

  kith_engine_forget_async (engine, address, flags, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_forget_finish (engine, result, error);
}

/* All addresses are read before the first is forgotten: a slip in the last one must not leave half done what cannot be undone. */
static GPtrArray *
parse_addresses (const char *const  *texts,
                 GError            **error)
{
  g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; texts[i] != NULL; i++)
    {
      KithAddress *address = kith_command_parse_address (texts[i], error);

      if (address == NULL)
        return NULL;
      g_ptr_array_add (addresses, address);
    }
  return g_steal_pointer (&addresses);
}

KithExit
kith_command_forget (const KithCommand  *self,
                     const char *const  *argv)
{
  gboolean everything = FALSE;
  gboolean never = FALSE;
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GPtrArray) addresses = NULL;
  g_autoptr(GError) error = NULL;
  const GOptionEntry entries[] = {
    { "never", 0, 0, G_OPTION_ARG_NONE, &never, N_("Never ask about these addresses again"), NULL },
    { "everything", 0, 0, G_OPTION_ARG_NONE, &everything, N_("Forget everybody"), NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &rest, &status))
    return status;
  if (everything == (rest[0] != NULL) || (everything && never))
    return kith_command_usage (_("say whom to forget: one or more addresses, or --everything"));
  addresses = parse_addresses ((const char *const *) rest, &error);
  if (addresses == NULL)
    return kith_command_fail (error);
  engine = kith_command_new_engine ();
  if (everything)
    return forget_everything (engine);
  for (guint i = 0; i < addresses->len; i++)
    if (!forget (engine, g_ptr_array_index (addresses, i), never ? KITH_FORGET_NEVER : KITH_FORGET_NONE, &error))
      return kith_command_fail (error);
  return KITH_EXIT_FOUND;
}
