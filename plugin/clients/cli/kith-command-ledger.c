/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"
#include "kith-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the owner can see of a request, and may look for. */
static gboolean
contains (KithLedgerEntry *entry,
          const char      *text)
{
  g_autofree char *time = kith_console_format_time (kith_ledger_entry_get_time (entry));
  const char *values[] = {
    time,
    kith_ledger_entry_get_provider_id (entry),
    kith_ledger_entry_get_method (entry),
    kith_ledger_entry_get_host (entry),
    kith_ledger_entry_get_identifier_kind (entry),
    kith_ledger_entry_get_identifier (entry),
    kith_ledger_entry_get_address (entry),
    kith_ledger_entry_get_sender (entry),
    kith_ledger_entry_get_outcome (entry),
  };
  g_autofree char *wanted = g_utf8_casefold (text, -1);

  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *folded = values[i] != NULL ? g_utf8_casefold (values[i], -1) : NULL;

      if (folded != NULL && strstr (folded, wanted) != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
print_request (KithLedgerEntry *entry)
{
  g_autofree char *time = kith_console_format_time (kith_ledger_entry_get_time (entry));
  g_autofree char *head = g_strdup_printf ("%s  %s %s (%s)", time, kith_ledger_entry_get_method (entry), kith_ledger_entry_get_host (entry),
                                           kith_ledger_entry_get_provider_id (entry));
  const char *address = kith_ledger_entry_get_address (entry);
  const char *sender = kith_ledger_entry_get_sender (entry);
  const char *kind = kith_ledger_entry_get_identifier_kind (entry);
  const char *identifier = kith_ledger_entry_get_identifier (entry);
  const char *outcome = kith_ledger_entry_get_outcome (entry);
  g_autofree char *what = g_strdup_printf ("%s %s", kind != NULL ? kind : "", identifier != NULL ? identifier : "");
  g_autofree char *out = g_format_size (kith_ledger_entry_get_bytes_sent (entry));
  g_autofree char *in = g_format_size (kith_ledger_entry_get_bytes_received (entry));
  /* Translators: sizes, as in "412 bytes out, 3.1 kB in" */
  g_autofree char *bytes = g_strdup_printf (_("%s out, %s in"), out, in);

  kith_console_line (KITH_STYLE_STRONG, 0, head);
  if (address != NULL)
    kith_console_row (2, 10, _("about"), address, NULL);
  if (sender != NULL)
    kith_console_row (2, 10, _("because of"), sender, _("the sender of the message"));
  kith_console_row (2, 10, _("sent"), what, bytes);
  kith_console_row (2, 10, _("outcome"), outcome != NULL ? outcome : _("not known: it was cut off"), NULL);
}

KithExit
kith_command_ledger (const KithCommand  *self,
                     const char *const  *argv)
{
  gboolean as_json = FALSE;
  g_autofree char *search = NULL;
  g_autofree char *text = NULL;
  guint n = 0;
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(KithAddress) address = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) requests = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };
  json_t *list;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_("Only requests in which this text stands"), N_("TEXT") },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &rest, &status))
    return status;
  if (g_strv_length (rest) > 1)
    return kith_command_usage (_("give one address, or none for everything that was sent"));
  address = rest[0] != NULL ? kith_command_parse_address (rest[0], &error) : NULL;
  if (error != NULL)
    return kith_command_fail (error);
  engine = kith_command_new_engine ();
  kith_engine_list_ledger_async (engine, address, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  requests = kith_engine_list_ledger_finish (engine, result, &error);
  if (requests == NULL)
    return kith_command_fail (error);

  text = search != NULL ? g_utf8_make_valid (search, -1) : NULL;
  list = json_array ();
  for (guint i = 0; i < requests->len; i++)
    {
      KithLedgerEntry *entry = g_ptr_array_index (requests, i);

      if (text != NULL && !contains (entry, text))
        continue;
      n++;
      if (as_json)
        json_array_append_new (list, kith_json_new_request (entry));
      else
        print_request (entry);
    }
  if (as_json)
    kith_json_print ("requests", json_incref (list));
  else if (n == 0)
    kith_console_line (KITH_STYLE_PLAIN, 0, requests->len == 0 ? _("Nothing was sent.") : _("Nothing of the kind was sent."));
  json_decref (list);
  return n > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
