/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"

#include <glib/gi18n-lib.h>

KithExit
kith_command_import (const KithCommand  *self,
                     const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  KithWait wait = { 0 };
  gssize n_people;
  gboolean online = FALSE;
  const GOptionEntry entries[] = {
    { "online", 0, 0, G_OPTION_ARG_NONE, &online, N_("Your connections as LinkedIn has them now: needs the provider linkedin-dma with a token"), NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &rest, &status))
    return status;
  if (g_strv_length (rest) != (online ? 1 : 2) || !g_str_equal (rest[0], "linkedin"))
    return kith_command_usage (_("say what to import: “kith import linkedin FILE” or “kith import linkedin --online”"));
  engine = kith_command_new_engine ();
  if (online)
    kith_engine_import_linkedin_online_async (engine, NULL, kith_wait_ready, &wait);
  else
    {
      file = g_file_new_for_commandline_arg (rest[1]);
      kith_engine_import_linkedin_async (engine, file, NULL, kith_wait_ready, &wait);
    }
  result = kith_wait_end (&wait);
  n_people = online ? kith_engine_import_linkedin_online_finish (engine, result, &error)
                    : kith_engine_import_linkedin_finish (engine, result, &error);
  if (n_people < 0)
    {
      kith_command_fail (error);
      return KITH_EXIT_FAILED;
    }
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%d connection imported.", "%d connections imported.", n_people), (int) n_people);
  kith_console_line (KITH_STYLE_PLAIN, 0, text);
  return n_people > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
