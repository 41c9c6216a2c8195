/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"

#include <glib/gi18n-lib.h>

#define MAX_MATCHES 200

/* A field of a line: a tab or an end of line in it would be read as the end of the field. */
static char *
make_field (const char *text)
{
  return text != NULL ? kith_console_clean (text) : g_strdup ("");
}

/* Address, name and further text with tabs between: mutt's manual, "External Address Queries"; aerc-config(5), address-book-cmd. */
static void
print_match (const KithMatch *match)
{
  g_autofree char *address = make_field (match->address);
  g_autofree char *name = make_field (match->name);
  g_autofree char *about = make_field (match->about);
  g_autofree char *line = g_strdup_printf ("%s\t%s\t%s\n", address, name, about);

  kith_console_put (line);
}

/* A program in the middle of completing passes on what was typed, which may be several words. */
KithExit
kith_command_query (const KithCommand  *self,
                    const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autofree char *joined = NULL;
  g_autofree char *text = NULL;
  g_autofree char *summary = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) matches = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  joined = g_strjoinv (" ", rest);
  text = g_utf8_make_valid (g_strstrip (joined), -1);
  if (*text == '\0')
    return kith_command_usage (_("say whom to look for: the beginning of a name or of an address"));
  engine = kith_command_new_engine ();
  kith_engine_search_async (engine, text, MAX_MATCHES, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  matches = kith_engine_search_finish (engine, result, &error);
  if (matches == NULL)
    return kith_command_fail (error);
  /* mutt shows the first line and takes people from the second on. */
  summary = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u person found", "%u people found", matches->len), matches->len);
  kith_console_line (KITH_STYLE_PLAIN, 0, summary);
  for (guint i = 0; i < matches->len; i++)
    print_match (g_ptr_array_index (matches, i));
  return matches->len > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
