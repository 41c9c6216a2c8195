/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-card.h"
#include "kith-console.h"
#include "kith-json.h"

#include <glib/gi18n-lib.h>

/* So many people of a message are looked up at a time; the others wait. */
#define MAX_RUNNING 16

typedef struct
{
  KithEngine *engine;
  KithSubjects *subjects;
  KithLookupFlags flags;
  gboolean as_json;
  GPtrArray *lookups; /* (element-type KithLookup): one for each person so far; %NULL once its card is printed */
  guint done;
  guint n_gone;       /* so many of them are printed */
  guint n_cards;
  gboolean found;
  char *failure;      /* (nullable): the first provider that could not be asked, and why */
} ShowRun;

static void
unref_lookup (gpointer data)
{
  g_clear_object (&data);
}

static void
on_completed (KithLookup *lookup,
              gpointer    user_data)
{
  ShowRun *run = user_data;

  run->done++;
}

static void
start_next (ShowRun *run)
{
  KithParticipant *participant = g_ptr_array_index (run->subjects->participants, run->lookups->len);
  KithLookup *lookup = kith_engine_lookup (run->engine, kith_participant_get_address (participant), run->subjects->message, run->flags);

  g_ptr_array_add (run->lookups, lookup);
  if (kith_lookup_is_complete (lookup))
    run->done++;
  else
    g_signal_connect (lookup, "completed", G_CALLBACK (on_completed), run);
}

static void
note_failure (ShowRun     *run,
              KithProfile *profile)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);

  for (guint i = 0; i < outcomes->len && run->failure == NULL; i++)
    {
      KithOutcome *outcome = g_ptr_array_index (outcomes, i);
      const char *reason = kith_outcome_get_reason (outcome);

      if (kith_outcome_get_state (outcome) == KITH_OUTCOME_FAILED)
        run->failure = g_strdup_printf (_("%s could not be asked: %s"), kith_outcome_get_provider_name (outcome),
                                        reason != NULL ? reason : _("no reason is known"));
    }
}

static gboolean
has_facts (KithProfile *profile)
{
  for (int field = 0; field < KITH_N_FIELDS; field++)
    {
      GPtrArray *facts = kith_profile_get_facts (profile, field);

      if (facts != NULL && facts->len > 0)
        return TRUE;
    }
  return kith_profile_get_connections (profile)->len > 0;
}

static void
print_card (ShowRun     *run,
            KithProfile *profile,
            KithPart     part)
{
  run->found = run->found || has_facts (profile);
  note_failure (run, profile);
  if (run->as_json)
    {
      /* Not before there is something to put in: what GLib tells whoever debugs goes to the same place. */
      if (run->n_cards == 0)
        kith_json_begin ("cards");
      kith_json_put (kith_json_new_card (profile, part), run->n_cards == 0);
    }
  else
    {
      if (run->n_cards > 0)
        kith_console_put ("\n");
      kith_card_print (profile, part);
    }
  run->n_cards++;
}

/* In the order of the message. What is printed is let go: a message may name thousands. */
static void
print_ready (ShowRun *run)
{
  while (run->n_gone < run->lookups->len)
    {
      KithLookup *lookup = g_ptr_array_index (run->lookups, run->n_gone);
      KithParticipant *participant = g_ptr_array_index (run->subjects->participants, run->n_gone);

      if (!kith_lookup_is_complete (lookup))
        return;
      if (kith_lookup_get_profile (lookup) != NULL)
        print_card (run, kith_lookup_get_profile (lookup), kith_participant_get_part (participant));
      g_clear_object (&g_ptr_array_index (run->lookups, run->n_gone));
      run->n_gone++;
    }
}

static void
look_all_up (ShowRun *run)
{
  guint n = run->subjects->participants->len;

  while (run->n_gone < n)
    {
      while (run->lookups->len < n && run->lookups->len - run->done < MAX_RUNNING)
        start_next (run);
      print_ready (run);
      if (run->done < n)
        g_main_context_iteration (NULL, TRUE);
    }
}

static KithExit
show (KithEngine      *engine,
      KithSubjects    *subjects,
      KithLookupFlags  flags,
      gboolean         as_json)
{
  g_autoptr(GPtrArray) lookups = g_ptr_array_new_with_free_func (unref_lookup);
  ShowRun run = { .engine = engine, .subjects = subjects, .flags = flags, .as_json = as_json, .lookups = lookups };
  g_autofree char *failure = NULL;

  look_all_up (&run);
  failure = run.failure;
  if (as_json && run.n_cards == 0)
    kith_json_begin ("cards");
  if (as_json)
    kith_json_end (run.n_cards == 0);
  if (run.found)
    return KITH_EXIT_FOUND;
  /* Nothing found because a provider could not be asked is a failure, and says so. */
  if (failure != NULL)
    {
      kith_console_error ("%s", failure);
      return KITH_EXIT_FAILED;
    }
  if (subjects->participants->len == 0 && !as_json)
    kith_console_error (_("the message names nobody; there is no card to show"));
  return KITH_EXIT_NOTHING;
}

KithExit
kith_command_show (const KithCommand  *self,
                   const char *const  *argv)
{
  gboolean as_json = FALSE;
  gboolean offline = FALSE;
  gboolean refresh = FALSE;
  g_autofree char *file = NULL;
  g_auto(GStrv) addresses = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(KithSubjects) subjects = NULL;
  g_autoptr(GError) error = NULL;
  KithLookupFlags flags = KITH_LOOKUP_NONE;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { "offline", 0, 0, G_OPTION_ARG_NONE, &offline, N_("Send nothing: only what is known already"), NULL },
    { "refresh", 0, 0, G_OPTION_ARG_NONE, &refresh, N_("Ask again, although an answer is kept"), NULL },
    { "message", 0, 0, G_OPTION_ARG_FILENAME, &file, N_("The people of this message; “-” reads standard input"), N_("FILE") },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &addresses, &status))
    return status;
  if (offline && refresh)
    return kith_command_usage (_("--offline and --refresh contradict each other; give one of them"));
  flags = (offline ? KITH_LOOKUP_OFFLINE : KITH_LOOKUP_NONE) | (refresh ? KITH_LOOKUP_REFRESH | KITH_LOOKUP_CLICKED : KITH_LOOKUP_NONE);

  engine = kith_command_new_engine ();
  subjects = kith_subjects_new (engine, file, (const char *const *) addresses, &error);
  if (subjects == NULL)
    return kith_command_fail (error);
  return show (engine, subjects, flags, as_json);
}
