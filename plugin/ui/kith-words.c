/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-words.h"

#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-contact.h>

#include "kith-relative-time.h"

#define FIRST_STRONG_ISOLATE "\xe2\x81\xa8"
#define LEFT_TO_RIGHT_MARK "\xe2\x80\x8e"
#define RIGHT_TO_LEFT_MARK "\xe2\x80\x8f"
#define POP_ISOLATE "\xe2\x81\xa9"

/* The way services write themselves. One that is not here is called by its host. */
static const struct
{
  const char *id;
  const char *name;
} services[] = {
  { "bluesky", "Bluesky" },
  { "calendly", "Calendly" },
  { "codeberg", "Codeberg" },
  { "facebook", "Facebook" },
  { "flickr", "Flickr" },
  { "github", "GitHub" },
  { "gitlab", "GitLab" },
  { "goodreads", "Goodreads" },
  { "gravatar", "Gravatar" },
  { "instagram", "Instagram" },
  { "keybase", "Keybase" },
  { "linkedin", "LinkedIn" },
  { "mastodon", "Mastodon" },
  { "matrix", "Matrix" },
  { "medium", "Medium" },
  { "openpgp", "OpenPGP" },
  { "orcid", "ORCID" },
  { "pinterest", "Pinterest" },
  { "reddit", "Reddit" },
  { "signal", "Signal" },
  { "stackoverflow", "Stack Overflow" },
  { "telegram", "Telegram" },
  { "threads", "Threads" },
  { "tiktok", "TikTok" },
  { "tumblr", "Tumblr" },
  { "twitch", "Twitch" },
  { "twitter", "X" },
  { "vimeo", "Vimeo" },
  { "wordpress", "WordPress" },
  { "x", "X" },
  { "xing", "XING" },
  { "youtube", "YouTube" },
};

/* Letters that run from right to left, and the controls that make others do so. */
static gboolean
kith_words_turns (gunichar c)
{
  return (c >= 0x0590 && c <= 0x08ff) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || (c >= 0xfb1d && c <= 0xfdff)
         || (c >= 0xfe70 && c <= 0xfeff) || (c >= 0x10800 && c <= 0x10fff) || (c >= 0x1e800 && c <= 0x1efff);
}

/**
 * kith_words_isolate:
 * @text: text from outside
 * @rtl: whether the words around it run from right to left
 *
 * Keeps the direction of @text from changing the order of the words around it (Unicode Standard Annex 9, isolates). Text in which nothing runs
 * from right to left is left alone.
 *
 * Returns: (transfer full): the text to begin a sentence with
 */
char *
kith_words_isolate (const char *text,
                    gboolean    rtl)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    if (kith_words_turns (g_utf8_get_char (p)))
      /* Pango gives a paragraph the direction of its first strong character, in an isolate or not: the mark is that character. */
      return g_strconcat (rtl ? RIGHT_TO_LEFT_MARK : LEFT_TO_RIGHT_MARK, FIRST_STRONG_ISOLATE, text, POP_ISOLATE, NULL);

  return g_strdup (text);
}

static KithOutcome *
kith_words_find_outcome (KithProfile *profile,
                         const char  *provider_id)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);

  for (guint i = 0; i < outcomes->len; i++)
    if (g_strcmp0 (kith_outcome_get_provider_id (outcomes->pdata[i]), provider_id) == 0)
      return outcomes->pdata[i];

  return NULL;
}

/**
 * kith_words_provider_name:
 * @profile: a profile
 * @provider_id: a provider that said something in it
 *
 * Returns: its name; its id where the profile does not name it
 */
const char *
kith_words_provider_name (KithProfile *profile,
                          const char  *provider_id)
{
  KithOutcome *outcome = kith_words_find_outcome (profile, provider_id);
  const char *name = outcome != NULL ? kith_outcome_get_provider_name (outcome) : NULL;

  return name != NULL ? name : provider_id;
}

static char *
kith_words_dup_source_name (KithProfile *profile,
                            KithFact    *fact)
{
  const char *provider = kith_words_provider_name (profile, kith_fact_get_provider_id (fact));
  const char *book = kith_fact_get_book_name (fact);

  /* Translators: where a fact is from: a provider's name, such as "Evolution's address books", and the name of one of its books */
  return book != NULL ? g_strdup_printf (_("%s: %s"), provider, book) : g_strdup (provider);
}

/**
 * kith_words_fact_source:
 * @profile: the profile that @fact is of
 * @fact: a fact
 * @now: the present
 *
 * Returns: (transfer full): who said it, when, and whether it is sure
 */
char *
kith_words_fact_source (KithProfile *profile,
                        KithFact    *fact,
                        gint64       now)
{
  g_autofree char *provider = kith_words_dup_source_name (profile, fact);
  g_autofree char *ago = kith_relative_time_format (kith_fact_get_fetched (fact), now);
  g_autofree char *when = NULL;
  g_autoptr (GDateTime) fetched = g_date_time_new_from_unix_local (kith_fact_get_fetched (fact));

  if (fetched != NULL)
    when = g_date_time_format (fetched, "%x %H:%M");

  if (kith_fact_is_unconfirmed (fact))
    /* Translators: the source of a fact: a provider's name, "2 days ago", date and time */
    return g_strdup_printf (_("Unconfirmed. From %s, %s (%s)"), provider, ago, when != NULL ? when : "");

  /* Translators: the source of a fact: a provider's name, "2 days ago", date and time */
  return g_strdup_printf (_("From %s, %s (%s)"), provider, ago, when != NULL ? when : "");
}

/**
 * kith_words_doubt:
 * @profile: the profile that @fact is of
 * @fact: a fact that is not sure
 *
 * Returns: (transfer full): that nobody confirms it, and who says it
 */
char *
kith_words_doubt (KithProfile *profile,
                  KithFact    *fact)
{
  static const struct
  {
    const char *id;
    const char *text;
  } known[] = {
    { "company", N_("unconfirmed · from others at the same company") },
    { "history", N_("unconfirmed · from your mail") },
    { "linkedin", N_("unconfirmed · from your LinkedIn export") },
    { "message", N_("unconfirmed · from this message") },
    { "signature", N_("unconfirmed · from the signature") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (known); i++)
    if (g_strcmp0 (kith_fact_get_provider_id (fact), known[i].id) == 0)
      return g_strdup (_(known[i].text));

  /* Translators: after a fact: nobody confirms it; then the provider that says it */
  return g_strdup_printf (_("unconfirmed · from %s"), kith_words_provider_name (profile, kith_fact_get_provider_id (fact)));
}

/* A guess is named where it stands; that somebody is new is no knowledge of the person. */
static gboolean
kith_words_tells (KithFact *fact)
{
  KithField field = kith_fact_get_field (fact);

  return !kith_fact_is_unconfirmed (fact) && field != KITH_FIELD_WARNING && field != KITH_FIELD_HINT;
}

static gboolean
kith_words_gave_facts (KithProfile *profile,
                       const char  *provider_id)
{
  for (int field = 0; field < KITH_N_FIELDS; field++)
    {
      GPtrArray *facts = kith_profile_get_facts (profile, field);

      for (guint i = 0; facts != NULL && i < facts->len; i++)
        if (g_strcmp0 (kith_fact_get_provider_id (facts->pdata[i]), provider_id) == 0 && kith_words_tells (facts->pdata[i]))
          return TRUE;
    }

  return FALSE;
}

/**
 * kith_words_sources:
 * @profile: a profile
 * @now: the present
 *
 * Returns: (transfer full) (nullable): the providers that said something, with the age of what is older than an hour; %NULL where none did
 */
char *
kith_words_sources (KithProfile *profile,
                    gint64       now)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < outcomes->len; i++)
    {
      KithOutcome *outcome = outcomes->pdata[i];
      gint64 fetched = kith_outcome_get_fetched (outcome);
      const char *name = kith_outcome_get_provider_name (outcome);

      if (!kith_words_gave_facts (profile, kith_outcome_get_provider_id (outcome)))
        continue;

      if (text->len > 0)
        /* Translators: between the names of providers, as in "Address book · Gravatar" */
        g_string_append (text, _(" · "));

      if (fetched > 0 && now - fetched >= 60 * 60)
        {
          g_autofree char *ago = kith_relative_time_format (fetched, now);

          /* Translators: a provider's name and "2 days ago" */
          g_string_append_printf (text, _("%s, %s"), name, ago);
        }
      else
        g_string_append (text, name);
    }

  return text->len > 0 ? g_string_free (g_steal_pointer (&text), FALSE) : NULL;
}

static char *
kith_words_failure (KithOutcome *outcome)
{
  const char *name = kith_outcome_get_provider_name (outcome);
  const char *reason = kith_outcome_get_reason (outcome);

  if (kith_outcome_get_state (outcome) == KITH_OUTCOME_REFUSED)
    return reason != NULL ? g_strdup_printf (_("%s does not answer. %s"), name, reason) : g_strdup_printf (_("%s does not answer."), name);

  return reason != NULL ? g_strdup_printf (_("%s could not be asked. %s"), name, reason) : g_strdup_printf (_("%s could not be asked."), name);
}

/**
 * kith_words_failures:
 * @profile: a profile
 *
 * Returns: (transfer full) (nullable): what went wrong, in one sentence; %NULL where nothing did
 */
char *
kith_words_failures (KithProfile *profile)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (profile);
  g_autofree char *first = NULL;
  guint more = 0;

  for (guint i = 0; i < outcomes->len; i++)
    {
      KithOutcomeState state = kith_outcome_get_state (outcomes->pdata[i]);

      if (state != KITH_OUTCOME_FAILED && state != KITH_OUTCOME_REFUSED)
        continue;

      if (first == NULL)
        first = kith_words_failure (outcomes->pdata[i]);
      else
        more++;
    }

  if (more == 0)
    return g_steal_pointer (&first);

  /* Translators: a sentence about one provider, then how many others */
  return g_strdup_printf (ngettext ("%s (and %u more)", "%s (and %u more)", more), first, more);
}

static char *
kith_words_found (KithOutcome *outcome,
                  gint64       now)
{
  g_autofree char *ago = kith_relative_time_format (kith_outcome_get_fetched (outcome), now);

  switch (kith_outcome_get_origin (outcome))
    {
    case KITH_ORIGIN_CACHE:
      return g_strdup_printf (_("Not asked again: the answer is kept from %s"), ago);

    case KITH_ORIGIN_STALE_CACHE:
      return g_strdup_printf (_("An older answer, from %s"), ago);

    default:
      /* Translators: %s is a sentence: what could not be asked meanwhile, such as another address book */
      return kith_outcome_get_reason (outcome) != NULL ? g_strdup_printf (_("Knows this person. %s"), kith_outcome_get_reason (outcome))
                                                       : g_strdup (_("Knows this person"));
    }
}

/**
 * kith_words_outcome:
 * @outcome: what became of one provider
 * @now: the present
 *
 * Returns: (transfer full): whether it was asked, what it said, and why not
 */
char *
kith_words_outcome (KithOutcome *outcome,
                    gint64       now)
{
  const char *reason = kith_outcome_get_reason (outcome);

  switch (kith_outcome_get_state (outcome))
    {
    case KITH_OUTCOME_FOUND:
      return kith_words_found (outcome, now);

    case KITH_OUTCOME_NOT_FOUND:
      /* Translators: %s is a sentence, such as "The attached vCard cannot be read." */
      return reason != NULL ? g_strdup_printf (_("Knows nothing of this person. %s"), reason) : g_strdup (_("Knows nothing of this person"));

    case KITH_OUTCOME_REFUSED:
      return reason != NULL ? g_strdup_printf (_("Asked, and does not answer. %s"), reason) : g_strdup (_("Asked, and does not answer"));

    case KITH_OUTCOME_FAILED:
      return reason != NULL ? g_strdup_printf (_("Could not be asked. %s"), reason) : g_strdup (_("Could not be asked"));

    case KITH_OUTCOME_NOT_ASKED:
      return reason != NULL ? g_strdup_printf (_("Not asked. %s"), reason) : g_strdup (_("Not asked"));

    case KITH_OUTCOME_PENDING:
    default:
      return g_strdup (_("Being asked…"));
    }
}

/**
 * kith_words_dup_web_uri:
 * @uri: a link from outside
 *
 * Returns: (transfer full) (nullable): @uri where it may be opened in a browser: https, with a host, and without a user name that would
 *   make it look like another one; otherwise %NULL
 */
char *
kith_words_dup_web_uri (const char *uri)
{
  g_autoptr (GUri) parsed = NULL;

  if (uri == NULL)
    return NULL;

  parsed = g_uri_parse (uri, G_URI_FLAGS_ENCODED, NULL);
  if (parsed == NULL || g_strcmp0 (g_uri_get_scheme (parsed), "https") != 0)
    return NULL;
  if (g_uri_get_host (parsed) == NULL || *g_uri_get_host (parsed) == '\0' || g_uri_get_userinfo (parsed) != NULL)
    return NULL;

  return g_uri_to_string (parsed);
}

/**
 * kith_words_service:
 * @link: a fact of %KITH_FIELD_LINK
 *
 * Returns: (transfer full): what its button says: the service's name, else the host
 */
char *
kith_words_service (KithFact *link)
{
  const char *id = kith_fact_get_service (link);
  g_autoptr (GUri) uri = g_uri_parse (kith_fact_get_value (link), G_URI_FLAGS_ENCODED, NULL);
  g_autofree char *host = uri != NULL && g_uri_get_host (uri) != NULL ? g_hostname_to_ascii (g_uri_get_host (uri)) : NULL;

  for (guint i = 0; id != NULL && i < G_N_ELEMENTS (services); i++)
    if (g_ascii_strcasecmp (id, services[i].id) == 0)
      return g_strdup (services[i].name);

  if (host == NULL || *host == '\0')
    return g_strdup (id != NULL ? id : _("Link"));

  return g_strdup (g_str_has_prefix (host, "www.") ? host + strlen ("www.") : host);
}

/**
 * kith_words_day:
 * @value: a day as #KITH_FIELD_BIRTHDAY and #KITH_FIELD_CONNECTED_SINCE have it: with its year, or "--04-12" without (RFC 6350, section 4.3.1)
 *
 * Returns: (transfer full): the day in words
 */
char *
kith_words_day (const char *value)
{
  int year, month, day;
  gboolean with_year = sscanf (value, "%4d-%2d-%2d", &year, &month, &day) == 3;
  g_autoptr (GDateTime) date = NULL;
  char *text = NULL;

  if (with_year)
    date = g_date_time_new_utc (year, month, day, 0, 0, 0);
  else if (sscanf (value, "--%2d-%2d", &month, &day) == 2)
    /* A year that has a 29th of February. */
    date = g_date_time_new_utc (2000, month, day, 0, 0, 0);
  if (date != NULL)
    /* Translators: a day, such as a birthday, with and without its year, as g_date_time_format() writes it: "12 April 1985", "12 April" */
    text = g_date_time_format (date, with_year ? C_("day", "%-d %B %Y") : C_("day", "%-d %B"));
  return text != NULL ? text : g_strdup (value);
}
