/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-outcome-table.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-http-response-private.h"

/* A service that limits without saying for how long is left alone for a while, and none can shut itself up for ever. */
#define DEFAULT_WAIT_SECONDS (15 * 60)
#define MAX_WAIT_SECONDS (24 * 60 * 60)

static gboolean
status_fits (GStrv statuses,
             guint status)
{
  g_autofree char *text = g_strdup_printf ("%03u", status);

  for (guint i = 0; statuses[i] != NULL; i++)
    {
      gboolean fits = strlen (text) == 3 && strlen (statuses[i]) == 3;

      for (guint k = 0; fits && k < 3; k++)
        fits = statuses[i][k] == 'x' || statuses[i][k] == text[k];
      if (fits)
        return TRUE;
    }
  return FALSE;
}

static gboolean
header_fits (const KithOutcomeRule *rule,
             KithHttpResponse      *response)
{
  const char *value = kith_http_response_get_header (response, rule->header);

  return value != NULL && (rule->value == NULL || g_ascii_strcasecmp (value, rule->value) == 0);
}

static const KithOutcomeRule *
find_rule (KithMapping      *mapping,
           GPtrArray        *rules,
           KithHttpResponse *response,
           xmlDoc           *doc)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const KithOutcomeRule *rule = rules->pdata[i];

      if ((rule->statuses == NULL || status_fits (rule->statuses, kith_http_response_get_status (response)))
          && (rule->header == NULL || header_fits (rule, response))
          && (rule->test == NULL || (doc != NULL && kith_mapping_test (mapping, doc, rule->test))))
        return rule;
    }
  return NULL;
}

/* What HTTP itself says (RFC 9110 section 15, RFC 6585, RFC 7725), where the description says nothing. */
static KithOutcomeVerdict
judge_status (KithHttpResponse *response)
{
  guint status = kith_http_response_get_status (response);

  if (status >= 200 && status < 300)
    return KITH_VERDICT_FOUND;
  switch (status)
    {
    case 401:
    case 407:
      return KITH_VERDICT_AUTH;
    case 403:
      return KITH_VERDICT_REFUSED;
    case 404:
    case 410:
      return KITH_VERDICT_FAILED;
    case 429:
      return KITH_VERDICT_LIMITED;
    case 451:
      return KITH_VERDICT_OBJECTED;
    case 503:
      return kith_http_response_get_retry_after (response) > 0 ? KITH_VERDICT_LIMITED : KITH_VERDICT_FAILED;
    default:
      return status >= 400 && status < 500 ? KITH_VERDICT_INVALID : KITH_VERDICT_FAILED;
    }
}

/**
 * kith_outcome_table_judge:
 * @mapping: the look-up, for tests of the body
 * @step: the step that was asked
 * @response: what came
 * @doc: (nullable): the body, where it could be read
 * @rule: (out) (nullable): the rule that decided
 *
 * Returns: what the response means; decided before anything is read from it
 */
KithOutcomeVerdict
kith_outcome_table_judge (KithMapping            *mapping,
                          const KithStep         *step,
                          KithHttpResponse       *response,
                          xmlDoc                 *doc,
                          const KithOutcomeRule **rule)
{
  *rule = find_rule (mapping, step->outcomes, response, doc);
  if (*rule == NULL)
    *rule = find_rule (mapping, mapping->description->outcomes, response, doc);
  return *rule != NULL ? (*rule)->verdict : judge_status (response);
}

static gint64
parse_until (const char *text,
             KithUnit    unit,
             gint64      now)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GDateTime) time = NULL;

  switch (unit)
    {
    case KITH_UNIT_UNIX_SECONDS:
      return g_ascii_strtoll (text, NULL, 10);
    case KITH_UNIT_ISO_8601:
      time = g_date_time_new_from_iso8601 (text, utc);
      return time != NULL ? g_date_time_to_unix (time) : 0;
    case KITH_UNIT_DELTA_SECONDS:
      return now + CLAMP (g_ascii_strtoll (text, NULL, 10), 0, MAX_WAIT_SECONDS);
    case KITH_UNIT_DELTA_MILLISECONDS:
      /* The next full second: too late is polite. */
      return now + CLAMP (g_ascii_strtoll (text, NULL, 10), 0, MAX_WAIT_SECONDS * G_GINT64_CONSTANT (1000)) / 1000 + 1;
    case KITH_UNIT_HTTP_DATE:
      return now + MAX (kith_http_parse_retry_after (text, now), 0);
    default:
      return 0;
    }
}

/**
 * kith_outcome_table_get_until:
 * @rule: (nullable): the rule that found that the service limits
 * @response: what came
 * @now: Unix seconds
 *
 * Returns: Unix seconds before which the service is not to be asked again; always after @now and within a day
 */
gint64
kith_outcome_table_get_until (const KithOutcomeRule *rule,
                              KithHttpResponse      *response,
                              gint64                 now)
{
  const char *text = rule != NULL && rule->until != NULL ? kith_http_response_get_header (response, rule->until) : NULL;
  gint64 until = text != NULL ? parse_until (text, rule->unit, now) : 0;

  if (until <= now && kith_http_response_get_retry_after (response) > 0)
    until = now + kith_http_response_get_retry_after (response);
  if (until <= now)
    until = now + (rule != NULL && rule->wait > 0 ? rule->wait : DEFAULT_WAIT_SECONDS);
  return MIN (until, now + MAX_WAIT_SECONDS);
}

const char *
kith_outcome_verdict_get_id (KithOutcomeVerdict verdict)
{
  static const char *const ids[]
      = { "found", "partial", "not-found", "refused", "objected", "hidden", "auth", "limited", "failed", "invalid", "skip" };

  return ids[verdict];
}

/* Returns: (transfer full): the error that a verdict stands for, in words that say what to do */
GError *
kith_outcome_verdict_make_error (KithOutcomeVerdict  verdict,
                                 guint               status,
                                 const char         *provider_name)
{
  switch (verdict)
    {
    case KITH_VERDICT_AUTH:
      return g_error_new (KITH_ERROR, KITH_ERROR_AUTH, _("%s does not accept the token; give it a new one"), provider_name);
    case KITH_VERDICT_PARTIAL:
      return g_error_new (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s gave only a part of what it has"), provider_name);
    case KITH_VERDICT_LIMITED:
      return g_error_new (KITH_ERROR, KITH_ERROR_LIMITED, _("%s asks to wait before it is asked again"), provider_name);
    case KITH_VERDICT_REFUSED:
      return g_error_new (KITH_ERROR, KITH_ERROR_REFUSED, _("%s does not allow this question (status %u)"), provider_name, status);
    case KITH_VERDICT_INVALID:
      return g_error_new (KITH_ERROR, KITH_ERROR_INVALID, _("%s does not understand the question (status %u)"), provider_name, status);
    default:
      return g_error_new (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s could not answer (status %u); Kith will ask again later"), provider_name,
                          status);
    }
}
