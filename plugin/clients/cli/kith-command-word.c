/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"

#include <glib/gi18n-lib.h>

/* The fields that a person may put right; the rest is counted or computed. */
KithExit
kith_command_parse_field (const char *id,
                          KithField  *field)
{
  if (kith_field_from_id (id, field) && *field != KITH_FIELD_FIRST_CONTACT && *field != KITH_FIELD_LAST_CONTACT
      && *field != KITH_FIELD_MESSAGE_COUNT && *field != KITH_FIELD_CONNECTED_SINCE)
    return KITH_EXIT_FOUND;
  return kith_command_usage (_("there is no such field; name, role, company, department, location, phone, link … are"));
}

static void
on_completed (KithLookup *lookup,
              gboolean   *completed)
{
  *completed = TRUE;
}

static KithExit
show_note (KithEngine  *engine,
           KithAddress *address)
{
  g_autoptr(KithLookup) lookup = kith_engine_lookup (engine, address, NULL, KITH_LOOKUP_OFFLINE);
  gboolean completed = FALSE;
  KithFact *note;

  g_signal_connect (lookup, "completed", G_CALLBACK (on_completed), &completed);
  while (!completed)
    g_main_context_iteration (NULL, TRUE);
  note = kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_NOTE);
  if (note == NULL || !g_str_equal (kith_fact_get_provider_id (note), "you"))
    return KITH_EXIT_NOTHING;
  kith_console_line (KITH_STYLE_PLAIN, 0, kith_fact_get_value (note));
  return KITH_EXIT_FOUND;
}

KithExit
kith_command_note (const KithCommand  *self,
                   const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithAddress) address = NULL;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) < 1 || g_strv_length (rest) > 2)
    return kith_command_usage (_("give an address, and the note in quotes"));
  address = kith_command_parse_address (rest[0], &error);
  if (address == NULL)
    return kith_command_fail (error);
  engine = kith_command_new_engine ();
  if (rest[1] == NULL)
    return show_note (engine, address);
  kith_engine_set_note_async (engine, address, rest[1], NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_set_note_finish (engine, result, &error) ? KITH_EXIT_FOUND : kith_command_fail (error);
}

KithExit
kith_command_correct (const KithCommand  *self,
                      const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  KithField field;
  g_autoptr(KithAddress) address = NULL;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) < 2 || g_strv_length (rest) > 3)
    return kith_command_usage (_("give an address, a field and what is right"));
  status = kith_command_parse_field (rest[1], &field);
  if (status != KITH_EXIT_FOUND)
    return status;
  address = kith_command_parse_address (rest[0], &error);
  if (address == NULL)
    return kith_command_fail (error);
  engine = kith_command_new_engine ();
  kith_engine_correct_async (engine, address, field, rest[2], NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_correct_finish (engine, result, &error) ? KITH_EXIT_FOUND : kith_command_fail (error);
}
