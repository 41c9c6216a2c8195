/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-mail-words.h"

#include <stdio.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#define DAY G_TIME_SPAN_DAY
#define NO_BREAK_SPACE "\xc2\xa0"

static const char *
kith_mail_words_get (KithProfile *profile,
                     KithField    field)
{
  KithFact *fact = kith_profile_get_best (profile, field);

  return fact != NULL && !kith_fact_is_unconfirmed (fact) ? kith_fact_get_value (fact) : NULL;
}

/* A day that the history told, as midnight here. */
static GDateTime *
kith_mail_words_parse_day (const char *text)
{
  int year, month, day;

  if (text == NULL || sscanf (text, "%4d-%2d-%2d", &year, &month, &day) != 3)
    return NULL;

  return g_date_time_new_local (year, month, day, 0, 0, 0);
}

static char *
kith_mail_words_month (GDateTime *day)
{
  /* Translators: a month, as in "March 2026"; see g_date_time_format() */
  return g_date_time_format (day, C_("month", "%B %Y"));
}

/* Days between two midnights; a day of the change to summer time has 23 hours. */
static int
kith_mail_words_days_ago (GDateTime *day,
                          gint64     now)
{
  g_autoptr (GDateTime) present = g_date_time_new_from_unix_local (now);
  g_autoptr (GDateTime) today = g_date_time_new_local (g_date_time_get_year (present), g_date_time_get_month (present),
                                                       g_date_time_get_day_of_month (present), 0, 0, 0);

  return (g_date_time_difference (today, day) + DAY / 2) / DAY;
}

static char *
kith_mail_words_when (GDateTime *day,
                      gint64     now)
{
  int days = kith_mail_words_days_ago (day, now);
  g_autofree char *month = NULL;

  if (days <= 0)
    return g_strdup (_("today"));
  if (days == 1)
    return g_strdup (_("yesterday"));
  if (days < 31)
    return g_strdup_printf (ngettext ("%d day ago", "%d days ago", days), days);

  month = kith_mail_words_month (day);
  /* Translators: %s is a month, as in "in March 2026" */
  return g_strdup_printf (_("in %s"), month);
}

/**
 * kith_mail_words_contact:
 * @profile: a profile
 * @now: the present
 *
 * Returns: (transfer full) (nullable): since when and how much they write, as in "First wrote in May 2019 · 214 messages · last yesterday"; %NULL where
 *   they never did
 */
char *
kith_mail_words_contact (KithProfile *profile,
                         gint64       now)
{
  const char *count_text = kith_mail_words_get (profile, KITH_FIELD_MESSAGE_COUNT);
  g_autoptr (GDateTime) first = kith_mail_words_parse_day (kith_mail_words_get (profile, KITH_FIELD_FIRST_CONTACT));
  g_autoptr (GDateTime) last = kith_mail_words_parse_day (kith_mail_words_get (profile, KITH_FIELD_LAST_CONTACT));
  gulong count = count_text != NULL ? strtoul (count_text, NULL, 10) : 0;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *amount = NULL;
  g_auto (GStrv) parts = NULL;
  g_autofree char *joined = NULL;

  if (count == 0)
    return NULL;

  if (first != NULL && count > 1)
    {
      g_autofree char *month = kith_mail_words_month (first);

      /* Translators: %s is a month, as in "March 2026" */
      g_string_append_printf (text, _("First wrote in %s"), month);
      g_string_append (text, _(" · "));
    }
  amount = g_strdup_printf (ngettext ("%lu message", "%lu messages", count), count);
  /* A number does not end a line. */
  parts = g_strsplit (amount, " ", -1);
  joined = g_strjoinv (NO_BREAK_SPACE, parts);
  g_string_append (text, joined);
  if (last != NULL)
    {
      g_autofree char *when = kith_mail_words_when (last, now);

      g_string_append (text, _(" · "));
      if (count > 1)
        /* Translators: when the last message was: "last yesterday", "last in March 2026" */
        g_string_append_printf (text, _("last %s"), when);
      else
        g_string_append (text, when);
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

/**
 * kith_mail_words_waiting:
 * @profile: a profile
 *
 * Returns: (transfer full) (nullable): how many conversations wait for the owner's answer; %NULL where none does
 */
char *
kith_mail_words_waiting (KithProfile *profile)
{
  const char *text = kith_mail_words_get (profile, KITH_FIELD_WAITING);
  gulong count = text != NULL ? strtoul (text, NULL, 10) : 0;

  if (count == 0)
    return NULL;

  return g_strdup_printf (ngettext ("%lu conversation waits for your answer", "%lu conversations wait for your answer", count), count);
}

/**
 * kith_mail_words_was_read:
 * @profile: a profile
 *
 * Returns: whether the owner's mail was looked through for this person, so that what was not found is not there
 */
gboolean
kith_mail_words_was_read (KithProfile *profile)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);

  for (guint i = 0; i < outcomes->len; i++)
    {
      KithOutcome *outcome = outcomes->pdata[i];
      KithOutcomeState state = kith_outcome_get_state (outcome);

      /* Where no mail was read yet, the reason says so. */
      if (g_strcmp0 (kith_outcome_get_provider_id (outcome), "history") == 0)
        return state == KITH_OUTCOME_FOUND || (state == KITH_OUTCOME_NOT_FOUND && kith_outcome_get_reason (outcome) == NULL);
    }

  return FALSE;
}
