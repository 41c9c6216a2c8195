/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-ledger-text.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* The ids of the ledger, in words. */
static const struct
{
  const char *id;
  const char *words;
} kinds[] = {
  { "address", N_("the address") },
  { "local-part", N_("the name before the “@”") },
  { "display-name", N_("the name") },
  { "address-sha256", N_("a hash of the address") },
  { "address-sha1", N_("a hash of the address") },
  { "address-md5", N_("a hash of the address") },
  { "local-part-zbase32-sha1", N_("a hash of the address") },
  { "domain", N_("the domain") },
}, outcomes[] = {
  { "ok", N_("Answered") },
  { "not-found", N_("Knew nothing") },
  { "not-modified", N_("Unchanged") },
  { "redirect", N_("Sent elsewhere") },
  { "refused", N_("Refused") },
  { "limited", N_("Asked to wait") },
  { "timed-out", N_("No answer in time") },
  { "bad-tls", N_("Certificate not verified") },
  { "too-big", N_("Answer too big") },
  { "cancelled", N_("Given up") },
  { "failed", N_("Failed") },
};

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

/**
 * kith_ledger_text_time:
 * @entry: a request
 *
 * Returns: (transfer full): when, in local time
 */
char *
kith_ledger_text_time (KithLedgerEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (kith_ledger_entry_get_time (entry));

  return time != NULL ? g_date_time_format (time, "%x %H:%M") : g_strdup ("");
}

/**
 * kith_ledger_text_what:
 * @entry: a request
 *
 * Returns: (transfer full): what identified the person, with its value where that is kept
 */
char *
kith_ledger_text_what (KithLedgerEntry *entry)
{
  const char *kind = kith_ledger_entry_get_identifier_kind (entry);
  const char *value = kith_ledger_entry_get_identifier (entry);
  const char *words = kind;

  if (kind == NULL)
    return g_strdup (_("nothing about a person"));
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (strcmp (kinds[i].id, kind) == 0)
      words = _(kinds[i].words);

  /* Translators: what was sent and its value: "the domain: example.org" */
  return value != NULL ? g_strdup_printf (_("%s: %s"), words, value) : g_strdup (words);
}

/**
 * kith_ledger_text_outcome:
 * @entry: a request
 *
 * Returns: how it ended
 */
const char *
kith_ledger_text_outcome (KithLedgerEntry *entry)
{
  const char *outcome = kith_ledger_entry_get_outcome (entry);

  if (outcome == NULL)
    return _("No answer yet");
  for (gsize i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (strcmp (outcomes[i].id, outcome) == 0)
      return _(outcomes[i].words);

  return outcome;
}

/**
 * kith_ledger_text_describe:
 * @entry: a request
 *
 * Returns: (transfer full): all that is known of it, in a few lines
 */
char *
kith_ledger_text_describe (KithLedgerEntry *entry)
{
  g_autofree char *time = kith_ledger_text_time (entry);
  g_autofree char *what = kith_ledger_text_what (entry);
  g_autofree char *out = g_format_size (kith_ledger_entry_get_bytes_sent (entry));
  g_autofree char *in = g_format_size (kith_ledger_entry_get_bytes_received (entry));
  g_autoptr (GString) text = g_string_new (NULL);

  /* Translators: a time, a method such as GET, and a host */
  g_string_append_printf (text, _("%s: %s to %s"), time, kith_ledger_entry_get_method (entry), kith_ledger_entry_get_host (entry));
  g_string_append_c (text, '\n');
  /* Translators: what was sent, such as "a hash of the address" */
  g_string_append_printf (text, _("Sent: %s"), what);
  if (kith_ledger_entry_get_address (entry) != NULL)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("About: %s"), kith_ledger_entry_get_address (entry));
    }
  if (kith_ledger_entry_get_sender (entry) != NULL)
    {
      g_string_append_c (text, '\n');
      g_string_append_printf (text, _("Because of a message from: %s"), kith_ledger_entry_get_sender (entry));
    }
  g_string_append_c (text, '\n');
  /* Translators: an outcome such as "Answered", and two sizes */
  g_string_append_printf (text, _("%s; %s sent, %s received"), kith_ledger_text_outcome (entry), out, in);

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
contains (const char *text,
          const char *folded)
{
  g_autofree char *own = text != NULL ? g_utf8_casefold (text, -1) : NULL;

  return own != NULL && strstr (own, folded) != NULL;
}

/**
 * kith_ledger_text_matches:
 * @entry: a request
 * @provider_name: (nullable): what its provider is called
 * @words: what the user typed; each word is to be found somewhere
 *
 * Returns: whether it is what the user looks for
 */
gboolean
kith_ledger_text_matches (KithLedgerEntry *entry,
                          const char      *provider_name,
                          const char      *words)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_auto (GStrv) list = g_strsplit_set (folded, " \t", -1);
  g_autofree char *what = kith_ledger_text_what (entry);
  g_autofree char *time = kith_ledger_text_time (entry);

  for (gsize i = 0; list[i] != NULL; i++)
    if (*list[i] != '\0'
        && !contains (kith_ledger_entry_get_provider_id (entry), list[i]) && !contains (provider_name, list[i])
        && !contains (kith_ledger_entry_get_host (entry), list[i]) && !contains (kith_ledger_entry_get_address (entry), list[i])
        && !contains (kith_ledger_entry_get_sender (entry), list[i]) && !contains (kith_ledger_text_outcome (entry), list[i])
        && !contains (what, list[i]) && !contains (time, list[i]))
      return FALSE;

  return TRUE;
}

/* -- files -- */

/* RFC 4180 section 2; and a cell that a spreadsheet would take for a formula is made a text: senders choose what their address is. */
static void
write_cell (GString    *csv,
            const char *text)
{
  g_string_append_c (csv, '"');
  if (strchr ("=+-@\t\r", *text) != NULL && *text != '\0')
    g_string_append_c (csv, '\'');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"')
        g_string_append_c (csv, '"');
      g_string_append_c (csv, *at);
    }
  g_string_append_c (csv, '"');
}

/* RFC 8259 section 7. */
static void
write_json_string (GString    *json,
                   const char *text)
{
  g_string_append_c (json, '"');
  for (const char *at = text; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_printf (json, "\\%c", *at);
      else if ((guchar) *at < 0x20)
        g_string_append_printf (json, "\\u%04x", (guchar) *at);
      else
        g_string_append_c (json, *at);
    }
  g_string_append_c (json, '"');
}

/* The columns, with the names that "kith ledger --json" gives them. */
static const char *const columns[] = {
  "time", "provider", "method", "host", "identifier_kind", "identifier", "address", "sender", "bytes_sent", "bytes_received", "status", "outcome",
};

static GStrv
list_cells (KithLedgerEntry *entry)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (kith_ledger_entry_get_time (entry));
  GStrv cells = g_new0 (char *, G_N_ELEMENTS (columns) + 1);

  cells[0] = time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%SZ") : g_strdup ("");
  cells[1] = g_strdup (or_empty (kith_ledger_entry_get_provider_id (entry)));
  cells[2] = g_strdup (or_empty (kith_ledger_entry_get_method (entry)));
  cells[3] = g_strdup (or_empty (kith_ledger_entry_get_host (entry)));
  cells[4] = g_strdup (or_empty (kith_ledger_entry_get_identifier_kind (entry)));
  cells[5] = g_strdup (or_empty (kith_ledger_entry_get_identifier (entry)));
  cells[6] = g_strdup (or_empty (kith_ledger_entry_get_address (entry)));
  cells[7] = g_strdup (or_empty (kith_ledger_entry_get_sender (entry)));
  cells[8] = g_strdup_printf ("%" G_GUINT64_FORMAT, kith_ledger_entry_get_bytes_sent (entry));
  cells[9] = g_strdup_printf ("%" G_GUINT64_FORMAT, kith_ledger_entry_get_bytes_received (entry));
  cells[10] = g_strdup_printf ("%u", kith_ledger_entry_get_status (entry));
  cells[11] = g_strdup (or_empty (kith_ledger_entry_get_outcome (entry)));

  return cells;
}

static void
write_csv (GString   *csv,
           GPtrArray *entries)
{
  for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
    g_string_append_printf (csv, "%s%s", i > 0 ? "," : "", columns[i]);
  g_string_append (csv, "\r\n");

  for (guint row = 0; row < entries->len; row++)
    {
      g_auto (GStrv) cells = list_cells (entries->pdata[row]);

      for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
        {
          if (i > 0)
            g_string_append_c (csv, ',');
          write_cell (csv, cells[i]);
        }
      g_string_append (csv, "\r\n");
    }
}

static void
write_json (GString   *json,
            GPtrArray *entries)
{
  g_string_append (json, "{\"requests\": [");
  for (guint row = 0; row < entries->len; row++)
    {
      g_auto (GStrv) cells = list_cells (entries->pdata[row]);
      gboolean first = TRUE;

      g_string_append (json, row > 0 ? ",\n  {" : "\n  {");
      for (gsize i = 0; i < G_N_ELEMENTS (columns); i++)
        {
          gboolean is_number = i >= 8 && i <= 10;

          if (*cells[i] == '\0')
            continue;
          g_string_append (json, first ? "" : ", ");
          write_json_string (json, columns[i]);
          g_string_append (json, ": ");
          if (is_number)
            g_string_append (json, cells[i]);
          else
            write_json_string (json, cells[i]);
          first = FALSE;
        }
      g_string_append_c (json, '}');
    }
  g_string_append (json, "\n]}\n");
}

/**
 * kith_ledger_text_write:
 * @entries: (element-type KithLedgerEntry): requests
 * @format: of the file
 *
 * Returns: (transfer full): the file
 */
GBytes *
kith_ledger_text_write (GPtrArray        *entries,
                        KithLedgerFormat  format)
{
  GString *text = g_string_new (NULL);

  if (format == KITH_LEDGER_FORMAT_CSV)
    write_csv (text, entries);
  else
    write_json (text, entries);

  return g_string_free_to_bytes (text);
}
