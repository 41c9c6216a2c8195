/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

static const KithCommand commands[] = {
  { "show", N_("[ADDRESS…]"), N_("Show who somebody is: cards of addresses, or of a message's sender and recipients"), kith_command_show },
  { "explain", N_("[ADDRESS…]"), N_("Say what each provider would be sent, or why it is not asked; sends nothing"), kith_command_explain },
  { "providers", "", N_("List the providers: on or off, what each sends and to whom"), kith_command_providers },
  { "provider", N_("COMMAND ID…"), N_("Set a provider up: enable, disable, set, token, sign-in, test, new, check …"), kith_command_provider },
  { "ledger", N_("[ADDRESS]"), N_("List what was sent, to whom and when"), kith_command_ledger },
  { "note", N_("ADDRESS [TEXT]"), N_("Show your note on somebody, or write it; an empty text deletes it"), kith_command_note },
  { "correct", N_("ADDRESS FIELD [VALUE]"), N_("Say what is right: your word comes before any provider’s; without VALUE it is taken back"), kith_command_correct },
  { "confirm", N_("ADDRESS FIELD PROVIDER [VALUE]"), N_("Say yes to what a provider is not sure of"), kith_command_confirm },
  { "reject", N_("ADDRESS FIELD PROVIDER [VALUE]"), N_("Say that what a provider says is not about this person"), kith_command_reject },
  { "connections", N_("ADDRESS"), N_("List the people whom you both know, and why"), kith_command_connections },
  { "index", N_("PATH…"), N_("Read Maildir, MH and mbox trees into the history; only what has changed"), kith_command_index },
  { "import", N_("linkedin FILE"), N_("Import your own LinkedIn export: the zip, or the Connections.csv in it"), kith_command_import },
  { "export", N_("[ADDRESS]"), N_("Print everything that is stored, about one person or all, as one JSON document"), kith_command_export },
  { "query", N_("TEXT"), N_("Find people by name or address, as mutt, neomutt and aerc ask; sends nothing"), kith_command_query },
  { "forget", N_("ADDRESS…"), N_("Delete what is kept about people"), kith_command_forget },
};

static void
put_help (void)
{
  guint width = 0;

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    width = MAX (width, (guint) strlen (commands[i].name));
  kith_console_line (KITH_STYLE_PLAIN, 0, _("Usage: kith COMMAND [OPTION…]"));
  kith_console_put ("\n");
  kith_console_line (KITH_STYLE_PLAIN, 0, _("Shows who the sender of a message is: role, company, and the people you both know."));
  kith_console_put ("\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    kith_console_row (2, width, commands[i].name, _(commands[i].summary), NULL);
  kith_console_put ("\n");
  kith_console_line (KITH_STYLE_PLAIN, 0, _("“kith COMMAND --help” tells more. Exit status: 0 found, 1 nothing found, 2 usage, 3 failed."));
}

static const KithCommand *
find_command (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return &commands[i];
  return NULL;
}

/* What was to be read may not have arrived: a full disk is said, a reader that has seen enough is not. */
static int
finish (KithExit status)
{
  gboolean failed = ferror (stdout) != 0;

  errno = 0;
  failed = fflush (stdout) != 0 || failed;
  if (!failed || errno == EPIPE)
    return (int) status;
  g_set_prgname ("kith");
  kith_console_error (_("the output could not be written (%s)"), g_strerror (errno));
  return KITH_EXIT_FAILED;
}

int
main (int    argc,
      char **argv)
{
  const KithCommand *command;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, KITH_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("kith");

  if (argc < 2)
    return (int) kith_command_usage (_("say what to do; “kith --help” lists the commands"));
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h") || g_str_equal (argv[1], "help"))
    {
      put_help ();
      return KITH_EXIT_FOUND;
    }
  if (g_str_equal (argv[1], "--version"))
    {
      kith_console_put ("kith " KITH_VERSION "\n");
      return KITH_EXIT_FOUND;
    }
  command = find_command (argv[1]);
  if (command == NULL)
    return (int) kith_command_usage (_("there is no such command; “kith --help” lists them"));
  return finish (command->run (command, (const char *const *) argv + 1));
}
