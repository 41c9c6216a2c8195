/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-card.h"
#include "kith-command-provider-new.h"
#include "kith-command-sign-in.h"
#include "kith-console.h"

#include <glib/gi18n-lib.h>

static KithExit
set_key (const char *id,
         const char *key,
         const char *value)
{
  g_autoptr(KithSession) engine = kith_command_new_engine ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  kith_engine_set_provider_async (engine, id, key, value, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  if (!kith_engine_set_provider_finish (engine, result, &error))
    return kith_command_fail (error);
  return KITH_EXIT_FOUND;
}

static KithExit
enable (const KithCommand  *self,
        const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("name one provider; “kith providers” lists them"));
  return set_key (rest[0], "enabled", g_str_has_suffix (self->name, "enable") ? "true" : "false");
}

/* A file is kept as an absolute path: mail programs run in folders of their own. */
static KithExit
set (const KithCommand  *self,
     const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autofree char *path = NULL;

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 3)
    return kith_command_usage (_("give a provider, a key and its value; an empty value resets the key"));
  if (g_str_equal (rest[1], "ca-file") && rest[2][0] != '\0')
    path = g_canonicalize_filename (rest[2], NULL);
  return set_key (rest[0], rest[1], path != NULL ? path : rest[2]);
}

static void
print_server (const KithKnownServer *server)
{
  const char *labels[] = { _("server"), "base-url", _("note") };
  const char *values[] = { server->host, server->base_url, server->note };
  guint width = 0;

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    width = MAX (width, kith_console_measure (labels[i]));
  kith_console_line (KITH_STYLE_STRONG, 0, server->name);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (values[i] != NULL)
      kith_console_row (2, width, labels[i], values[i], NULL);
}

static KithExit
servers (const KithCommand  *self,
         const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) list = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("name one provider; the servers of Claws Mail that it could ask are listed"));
  engine = kith_command_new_engine ();
  kith_engine_list_servers_async (engine, rest[0], NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  list = kith_engine_list_servers_finish (engine, result, &error);
  if (list == NULL)
    return kith_command_fail (error);
  for (guint i = 0; i < list->len; i++)
    print_server (g_ptr_array_index (list, i));
  return list->len > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}

static void
print_connections (GPtrArray *connections)
{
  for (guint i = 0; i < connections->len; i++)
    {
      KithConnection *connection = g_ptr_array_index (connections, i);
      const char *who = kith_connection_get_name (connection) != NULL      ? kith_connection_get_name (connection)
                        : kith_connection_get_address (connection) != NULL ? kith_connection_get_address (connection)
                                                                           : kith_connection_get_uri (connection);
      g_autofree char *line = g_strdup_printf ("%s: %s", who, kith_connection_get_evidence (connection));

      kith_console_row (2, 16, _("Shared"), line, NULL);
    }
}

static KithExit
report_answer (KithAnswer *answer)
{
  const char *reason = kith_answer_get_reason (answer);

  switch (kith_answer_get_status (answer))
    {
    case KITH_ANSWER_FOUND:
      kith_card_print_facts (kith_answer_get_facts (answer));
      print_connections (kith_answer_get_connections (answer));
      return KITH_EXIT_FOUND;
    case KITH_ANSWER_NOT_FOUND:
      kith_console_line (KITH_STYLE_PLAIN, 0, reason != NULL ? reason : _("It works, and knows nothing of this address."));
      return KITH_EXIT_NOTHING;
    case KITH_ANSWER_REFUSED:
    case KITH_ANSWER_FAILED:
    default:
      kith_console_error ("%s", reason != NULL ? reason : _("the provider could not be asked"));
      return KITH_EXIT_FAILED;
    }
}

/* What belongs to a step stands below it. */
static void
print_step (const char *text)
{
  const char *rest = text + strspn (text, " ");

  kith_console_line (KITH_STYLE_FAINT, (guint) (rest - text), rest);
}

static KithExit
test (const KithCommand  *self,
      const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(KithAddress) address = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(KithAnswer) answer = NULL;
  g_autoptr(GPtrArray) steps = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 2)
    return kith_command_usage (_("give a provider and an address to ask it about"));
  address = kith_command_parse_address (rest[1], &error);
  if (address == NULL)
    return kith_command_fail (error);
  engine = kith_command_new_engine ();
  kith_engine_test_provider_async (engine, rest[0], address, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  answer = kith_engine_test_provider_finish (engine, result, &steps, &error);
  for (guint i = 0; steps != NULL && i < steps->len; i++)
    print_step (g_ptr_array_index (steps, i));
  return answer != NULL ? report_answer (answer) : kith_command_fail (error);
}

/* A wrong file is a finding, not a wrong use of the command. */
static KithExit
check (const KithCommand  *self,
       const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GFile) file = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *summary = NULL;
  g_auto(GStrv) lines = NULL;
  KithWait wait = { 0 };

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("name one provider file to check"));
  file = g_file_new_for_path (rest[0]);
  engine = kith_command_new_engine ();
  kith_engine_check_provider_file_async (engine, file, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  summary = kith_engine_check_provider_file_finish (engine, result, &error);
  if (summary == NULL)
    {
      kith_command_fail (error);
      return KITH_EXIT_FAILED;
    }
  lines = g_strsplit (summary, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      kith_console_line (KITH_STYLE_PLAIN, 0, lines[i]);
  return KITH_EXIT_FOUND;
}

static const KithCommand commands[] = {
  { "provider enable", N_("ID"), N_("Switch a provider on: it may be asked from now on"), enable },
  { "provider disable", N_("ID"), N_("Switch a provider off"), enable },
  { "provider set", N_("ID KEY VALUE"), N_("Set base-url, ca-file, domains, accounts, mode, user, client-id or account of a provider"), set },
  { "provider token", N_("ID"), N_("Read the token of a provider from standard input and keep it in the keyring"), kith_command_token },
  { "provider sign-in", N_("ID"), N_("Sign in at the service of a provider, in the browser or by a code"), kith_command_sign_in },
  { "provider sign-out", N_("ID"), N_("Have the service take the sign-in back, and forget it"), kith_command_sign_out },
  { "provider client-secret", N_("ID"), N_("Read the secret of your client id from standard input and keep it in the keyring"), kith_command_client_secret },
  { "provider accounts", N_("ID"), N_("List the accounts of GNOME Online Accounts that serve a provider, for the key account"), kith_command_accounts },
  { "provider servers", N_("ID"), N_("List the servers that Claws Mail knows and a provider could ask, for the key base-url"), servers },
  { "provider test", N_("ID ADDRESS"), N_("Ask one provider about one address, and say each step"), test },
  { "provider new", N_("URL"), N_("Print a commented provider file for a service, to be filled in"), kith_command_provider_new },
  { "provider check", N_("FILE.provider"), N_("Check a provider file: line and reason of what is wrong, or what it would send"), check },
};

static void
put_help (const KithCommand *self)
{
  g_autofree char *usage = g_strdup_printf (_("Usage: kith %s %s"), self->name, _(self->arguments));

  kith_console_line (KITH_STYLE_PLAIN, 0, usage);
  kith_console_put ("\n");
  kith_console_line (KITH_STYLE_PLAIN, 0, _(self->summary));
  kith_console_put ("\n");
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *synopsis = g_strdup_printf ("%s %s", commands[i].name, _(commands[i].arguments));

      kith_console_row (2, 28, synopsis, _(commands[i].summary), NULL);
    }
}

KithExit
kith_command_provider (const KithCommand  *self,
                       const char *const  *argv)
{
  g_autofree char *name = NULL;

  if (argv[1] == NULL)
    return kith_command_usage (_("say what to do with which provider; “kith provider --help” lists it"));
  if (g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      put_help (self);
      return KITH_EXIT_FOUND;
    }
  name = g_strdup_printf ("provider %s", argv[1]);
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    if (g_str_equal (commands[i].name, name))
      return commands[i].run (&commands[i], argv + 1);
  return kith_command_usage (_("there is no such command; “kith provider --help” lists them"));
}
