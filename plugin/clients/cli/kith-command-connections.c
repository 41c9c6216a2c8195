/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"
#include "kith-json.h"

#include <glib/gi18n-lib.h>

static KithProfile *
look_up (KithEngine      *engine,
         KithAddress     *address,
         KithLookupFlags  flags)
{
  g_autoptr(KithLookup) lookup = kith_engine_lookup (engine, address, NULL, flags);
  KithProfile *profile;

  while (!kith_lookup_is_complete (lookup))
    g_main_context_iteration (NULL, TRUE);
  profile = kith_lookup_get_profile (lookup);
  return profile != NULL ? g_object_ref (profile) : NULL;
}

static void
print_connection (KithConnection *connection)
{
  const char *name = kith_connection_get_name (connection);
  const char *address = kith_connection_get_address (connection);
  const char *uri = kith_connection_get_uri (connection);
  const char *evidence = kith_connection_get_evidence (connection);
  g_autofree char *head = NULL;

  if (address == NULL)
    address = uri;
  if (name != NULL && address != NULL)
    head = g_strdup_printf ("%s <%s>", name, address);
  kith_console_line (KITH_STYLE_STRONG, 0, head != NULL ? head : name != NULL ? name : address);
  if (evidence != NULL)
    kith_console_line (KITH_STYLE_PLAIN, 2, evidence);
}

KithExit
kith_command_connections (const KithCommand  *self,
                          const char *const  *argv)
{
  gboolean as_json = FALSE;
  gboolean offline = FALSE;
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(KithAddress) address = NULL;
  g_autoptr(KithProfile) profile = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *connections;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &offline, N_("Send nothing: only what is known already"), NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("give one address: “kith connections ADDRESS”"));
  address = kith_command_parse_address (rest[0], &error);
  if (address == NULL)
    return kith_command_fail (error);
  engine = kith_command_new_engine ();
  profile = look_up (engine, address, offline ? KITH_LOOKUP_OFFLINE : KITH_LOOKUP_NONE);
  if (profile == NULL)
    return KITH_EXIT_NOTHING;
  connections = kith_profile_get_connections (profile);
  if (as_json)
    kith_json_print ("connections", kith_json_new_connections (profile));
  for (guint i = 0; !as_json && i < connections->len; i++)
    print_connection (g_ptr_array_index (connections, i));
  if (!as_json && connections->len == 0)
    kith_console_line (KITH_STYLE_PLAIN, 0, _("Nobody is known whom you both know."));
  return connections->len > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
