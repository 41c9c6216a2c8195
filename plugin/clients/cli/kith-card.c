/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-card.h"

#include "kith-console.h"

#include <glib/gi18n-lib.h>

const char *
kith_part_get_label (KithPart part)
{
  switch (part)
    {
    case KITH_PART_FROM:
      return _("From");
    case KITH_PART_SENDER:
      return _("Sender");
    case KITH_PART_REPLY_TO:
      return _("Reply to");
    case KITH_PART_TO:
      return _("To");
    case KITH_PART_CC:
      return _("Copy to");
    case KITH_PART_BCC:
      return _("Blind copy to");
    case KITH_PART_NONE:
    default:
      return NULL;
    }
}

/* What the head says is said as a fact, so a guess is not said there. */
static const char *
get_confirmed (KithProfile *profile,
               KithField    field)
{
  KithFact *fact = kith_profile_get_best (profile, field);

  return fact != NULL && !kith_fact_is_unconfirmed (fact) ? kith_fact_get_value (fact) : NULL;
}

/* Nobody sees a picture in a terminal. */
static gboolean
is_picture (KithField field)
{
  return field == KITH_FIELD_PHOTO || field == KITH_FIELD_COMPANY_LOGO;
}

/* What the head of the card says already is not said again below. */
static gboolean
is_in_head (KithProfile *profile,
            KithField    field)
{
  return (field == KITH_FIELD_NAME || field == KITH_FIELD_ROLE || field == KITH_FIELD_COMPANY) && get_confirmed (profile, field) != NULL;
}

static const char *
get_provider_name (KithProfile *profile,
                   const char  *provider_id)
{
  GPtrArray *outcomes = profile != NULL ? kith_profile_get_outcomes (profile) : NULL;

  for (guint i = 0; outcomes != NULL && i < outcomes->len; i++)
    {
      KithOutcome *outcome = g_ptr_array_index (outcomes, i);

      if (g_strcmp0 (kith_outcome_get_provider_id (outcome), provider_id) == 0)
        return kith_outcome_get_provider_name (outcome);
    }
  return provider_id;
}

static void
put_fact (KithProfile *profile,
          KithFact    *fact,
          guint        label_width,
          const char  *label)
{
  const char *provider = get_provider_name (profile, kith_fact_get_provider_id (fact));
  const char *service = kith_fact_get_service (fact);
  const char *value = kith_fact_get_value (fact);
  g_autofree char *text = NULL;
  g_autofree char *note = NULL;

  text = service != NULL ? g_strdup_printf ("%s %s", service, value) : g_strdup (value);
  note = kith_fact_is_unconfirmed (fact) ? g_strdup_printf (_("%s, unconfirmed"), provider) : g_strdup (provider);
  kith_console_row (2, label_width, label, text, note);
}

static guint
measure_labels (KithProfile *profile)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);
  guint width = 0;

  for (int field = 0; field < KITH_N_FIELDS; field++)
    {
      GPtrArray *facts = kith_profile_get_facts (profile, (KithField) field);

      if (facts != NULL && facts->len > 0)
        width = MAX (width, kith_console_measure (kith_field_get_label ((KithField) field)));
    }
  for (guint i = 0; i < outcomes->len; i++)
    width = MAX (width, kith_console_measure (kith_outcome_get_provider_name (g_ptr_array_index (outcomes, i))));
  return MIN (width, 24);
}

static void
put_head (KithProfile *profile,
          KithPart     part)
{
  KithAddress *address = kith_profile_get_address (profile);
  const char *name = get_confirmed (profile, KITH_FIELD_NAME);
  const char *role = get_confirmed (profile, KITH_FIELD_ROLE);
  const char *company = get_confirmed (profile, KITH_FIELD_COMPANY);
  const char *label = kith_part_get_label (part);
  g_autofree char *place = NULL;

  if (name == NULL)
    name = kith_address_get_display_name (address);
  if (name != NULL && *name != '\0')
    kith_console_line (KITH_STYLE_STRONG, 0, name);
  if (role != NULL || company != NULL)
    {
      g_autofree char *work = role != NULL && company != NULL ? g_strdup_printf ("%s · %s", role, company) : g_strdup (role != NULL ? role : company);

      kith_console_line (KITH_STYLE_PLAIN, 0, work);
    }
  place = label != NULL ? g_strdup_printf ("%s · %s", kith_address_get_mailbox (address), label) : g_strdup (kith_address_get_mailbox (address));
  kith_console_line (KITH_STYLE_FAINT, 0, place);
}

static void
put_facts (KithProfile *profile,
           guint        width)
{
  gboolean any = FALSE;

  for (int field = 0; field < KITH_N_FIELDS; field++)
    {
      GPtrArray *facts = is_picture ((KithField) field) ? NULL : kith_profile_get_facts (profile, (KithField) field);

      for (guint i = is_in_head (profile, (KithField) field) ? 1 : 0; facts != NULL && i < facts->len; i++)
        {
          if (!any)
            kith_console_put ("\n");
          any = TRUE;
          put_fact (profile, g_ptr_array_index (facts, i), width, i == 0 || is_in_head (profile, (KithField) field) ? kith_field_get_label ((KithField) field) : "");
        }
    }
}

static void
put_connections (KithProfile *profile,
                 guint        width)
{
  GPtrArray *connections = kith_profile_get_connections (profile);

  if (connections->len > 0)
    {
      kith_console_put ("\n");
      kith_console_line (KITH_STYLE_STRONG, 2, _("People you both know"));
    }
  for (guint i = 0; i < connections->len; i++)
    {
      KithConnection *connection = g_ptr_array_index (connections, i);
      const char *who = kith_connection_get_name (connection);

      if (who == NULL)
        who = kith_connection_get_address (connection) != NULL ? kith_connection_get_address (connection) : kith_connection_get_uri (connection);
      kith_console_row (2, width, "", who != NULL ? who : "", kith_connection_get_evidence (connection));
    }
}

/* Who said it and when; and in plain words what was not asked, or failed. */
static char *
describe_outcome (KithOutcome *outcome)
{
  const char *reason = kith_outcome_get_reason (outcome);
  gboolean now = kith_outcome_get_origin (outcome) == KITH_ORIGIN_PROVIDER;
  gint64 fetched = kith_outcome_get_fetched (outcome);
  g_autofree char *time = !now && fetched > 0 ? kith_console_format_time (fetched) : NULL;

  switch (kith_outcome_get_state (outcome))
    {
    case KITH_OUTCOME_FOUND:
      if (time != NULL && reason != NULL)
        /* Translators: the first %s is a date, the second why it cannot be asked now, as “The server could not be reached” */
        return g_strdup_printf (_("said so on %s; now: %s"), time, reason);
      if (time != NULL && kith_outcome_get_origin (outcome) == KITH_ORIGIN_STALE_CACHE)
        return g_strdup_printf (_("said so on %s; not asked since"), time);
      if (time != NULL)
        return g_strdup_printf (_("said so on %s"), time);
      /* Translators: %s is a sentence: what could not be read or asked, as “The attached vCard is too large: it was not read.” */
      return reason != NULL ? g_strdup_printf (_("says so now. %s"), reason) : g_strdup (_("says so now"));
    case KITH_OUTCOME_NOT_FOUND:
      if (time != NULL)
        return g_strdup_printf (_("knows nothing (asked on %s)"), time);
      /* Translators: %s is a sentence, as “The attached vCard cannot be read.” */
      return reason != NULL ? g_strdup_printf (_("knows nothing. %s"), reason) : g_strdup (_("knows nothing"));
    case KITH_OUTCOME_REFUSED:
      return reason != NULL ? g_strdup_printf (_("refused: %s"), reason) : g_strdup (_("refused"));
    case KITH_OUTCOME_NOT_ASKED:
      return reason != NULL ? g_strdup_printf (_("not asked: %s"), reason) : g_strdup (_("not asked"));
    case KITH_OUTCOME_FAILED:
    case KITH_OUTCOME_PENDING:
    default:
      return reason != NULL ? g_strdup_printf (_("failed: %s"), reason) : g_strdup (_("failed"));
    }
}

static gboolean
is_not_asked (KithOutcome *outcome)
{
  return kith_outcome_get_state (outcome) == KITH_OUTCOME_NOT_ASKED && kith_outcome_get_reason (outcome) != NULL;
}

/* Those that are not asked for the same reason share a row: most services are switched off, and need not fill the screen. */
static void
put_not_asked (GPtrArray *outcomes,
               guint      first,
               guint      width)
{
  const char *reason = kith_outcome_get_reason (g_ptr_array_index (outcomes, first));
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autofree char *joined = NULL;
  g_autofree char *text = NULL;

  for (guint i = 0; i < outcomes->len; i++)
    {
      KithOutcome *outcome = g_ptr_array_index (outcomes, i);

      if (!is_not_asked (outcome) || !g_str_equal (kith_outcome_get_reason (outcome), reason))
        continue;
      /* Told with the first of them. */
      if (i < first)
        return;
      g_ptr_array_add (names, (gpointer) kith_outcome_get_provider_name (outcome));
    }
  g_ptr_array_add (names, NULL);
  joined = g_strjoinv (", ", (char **) names->pdata);
  /* Translators: the first %s is a list of providers, the second a sentence such as "It is switched off." */
  text = g_strdup_printf (_("%s: %s"), joined, reason);
  kith_console_row (2, width, _("Not asked"), text, NULL);
}

static void
put_outcomes (KithProfile *profile,
              guint        width)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);

  if (outcomes->len > 0)
    kith_console_put ("\n");
  for (guint i = 0; i < outcomes->len; i++)
    {
      KithOutcome *outcome = g_ptr_array_index (outcomes, i);
      g_autofree char *text = describe_outcome (outcome);

      if (!is_not_asked (outcome))
        kith_console_row (2, width, kith_outcome_get_provider_name (outcome), text, NULL);
    }
  for (guint i = 0; i < outcomes->len; i++)
    if (is_not_asked (g_ptr_array_index (outcomes, i)))
      put_not_asked (outcomes, i, width);
}

void
kith_card_print (KithProfile *profile,
                 KithPart     part)
{
  guint width = measure_labels (profile);

  put_head (profile, part);
  put_facts (profile, width);
  put_connections (profile, width);
  put_outcomes (profile, width);
}

/* The bare facts of one answer. */
void
kith_card_print_facts (GPtrArray *facts)
{
  for (guint i = 0; i < facts->len; i++)
    {
      KithFact *fact = g_ptr_array_index (facts, i);

      if (!is_picture (kith_fact_get_field (fact)))
        put_fact (NULL, fact, 16, kith_field_get_label (kith_fact_get_field (fact)));
    }
}
