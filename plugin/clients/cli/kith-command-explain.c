/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-card.h"
#include "kith-console.h"
#include "kith-json.h"

#include <glib/gi18n-lib.h>

static GPtrArray *
explain (KithEngine       *engine,
         KithAddress      *address,
         KithMessage      *message,
         GError          **error)
{
  KithWait wait = { 0 };
  g_autoptr(GAsyncResult) result = NULL;

  kith_engine_explain_async (engine, address, message, KITH_LOOKUP_NONE, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  return kith_engine_explain_finish (engine, result, error);
}

static void
print_verdicts (KithParticipant *participant,
                GPtrArray       *verdicts)
{
  const char *label = kith_part_get_label (kith_participant_get_part (participant));
  const char *mailbox = kith_address_get_mailbox (kith_participant_get_address (participant));
  g_autofree char *who = label != NULL ? g_strdup_printf ("%s · %s", mailbox, label) : g_strdup (mailbox);
  guint width = 0;

  kith_console_line (KITH_STYLE_STRONG, 0, who);
  for (guint i = 0; i < verdicts->len; i++)
    width = MAX (width, kith_console_measure (kith_verdict_get_provider_name (g_ptr_array_index (verdicts, i))));
  for (guint i = 0; i < verdicts->len; i++)
    {
      KithVerdict *verdict = g_ptr_array_index (verdicts, i);
      const char *reason = kith_verdict_get_reason (verdict);
      const char *sends = kith_verdict_get_sends_text (verdict);
      g_autofree char *text = NULL;

      if (!kith_verdict_is_ask (verdict))
        text = reason != NULL ? g_strdup_printf (_("not asked: %s"), reason) : g_strdup (_("not asked"));
      else
        text = g_strdup_printf (_("asked: %s"), sends != NULL ? sends : _("nothing leaves this computer"));
      kith_console_row (2, MIN (width, 24), kith_verdict_get_provider_name (verdict), text, NULL);
    }
}

KithExit
kith_command_explain (const KithCommand  *self,
                      const char *const  *argv)
{
  gboolean as_json = FALSE;
  g_autofree char *file = NULL;
  g_auto(GStrv) addresses = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(KithSubjects) subjects = NULL;
  g_autoptr(GError) error = NULL;
  json_t *people;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { "message", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("The people of this message; “-” reads standard input"), N_("FILE") },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &addresses, &status))
    return status;
  engine = kith_command_new_engine ();
  subjects = kith_subjects_new (engine, file, (const char *const *) addresses, &error);
  if (subjects == NULL)
    return kith_command_fail (error);

  people = json_array ();
  for (guint i = 0; i < subjects->participants->len; i++)
    {
      KithParticipant *participant = g_ptr_array_index (subjects->participants, i);
      g_autoptr(GPtrArray) verdicts = explain (engine, kith_participant_get_address (participant), subjects->message, &error);

      if (verdicts == NULL)
        {
          json_decref (people);
          return kith_command_fail (error);
        }
      if (as_json)
        json_array_append_new (people, kith_json_new_verdicts (participant, verdicts));
      else
        print_verdicts (participant, verdicts);
    }
  if (as_json)
    kith_json_print ("people", json_incref (people));
  json_decref (people);
  if (subjects->participants->len > 0)
    return KITH_EXIT_FOUND;
  if (!as_json)
    kith_console_error (_("the message names nobody; there is nobody to ask about"));
  return KITH_EXIT_NOTHING;
}
