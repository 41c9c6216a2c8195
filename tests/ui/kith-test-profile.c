/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-profile.h"

#include <string.h>

#include "kith-connection-private.h"
#include "kith-fact-private.h"
#include "kith-profile-private.h"

#define DAY (24 * 60 * 60)

/* One line of a profile; the first field that is not there ends the list. */
typedef struct
{
  KithField field;
  const char *value;
  const char *provider_id;
  const char *service;
  double confidence;
} FactLine;

typedef struct
{
  const char *id;
  const char *name;
  KithOutcomeState state;
  KithOutcomeOrigin origin;
  const char *reason;
  int days_old;
} OutcomeLine;

typedef struct
{
  const char *mailbox;
  const char *display_name;
  const FactLine *facts;
  const OutcomeLine *outcomes;
  guint connected; /* to how many */
  gboolean complete;
} ProfileLines;

static const FactLine full_facts[] = {
  { KITH_FIELD_NAME, "Jane Doe", "address-book", NULL, 1.0 },
  { KITH_FIELD_ROLE, "Vice President, Sales", "gravatar", NULL, 0.8 },
  { KITH_FIELD_COMPANY, "Example Widgets BV", "gravatar", NULL, 0.8 },
  { KITH_FIELD_LOCATION, "Rotterdam", "gravatar", NULL, 0.8 },
  { KITH_FIELD_TIME_ZONE, "Europe/Amsterdam", "gravatar", NULL, 0.8 },
  { KITH_FIELD_PHONE, "+31 10 555 0123", "address-book", NULL, 1.0 },
  { KITH_FIELD_PRONOUNS, "she/her", "gravatar", NULL, 0.8 },
  { KITH_FIELD_BIRTHDAY, "--04-12", "address-book", NULL, 1.0 },
  { KITH_FIELD_LINK, "https://social.example/in/jane", "gravatar", "linkedin", 0.8 },
  { KITH_FIELD_LINK, "https://code.example/jane", "gravatar", "github", 0.8 },
  { KITH_FIELD_LINK, "https://fediverse.example/@jane", "gravatar", "mastodon", 0.8 },
  { KITH_FIELD_LINK, "https://www.janedoe.example/", "gravatar", NULL, 0.8 },
  { KITH_FIELD_LINK, "http://plain.example/jane", "gravatar", "x", 0.8 },
  { 0 },
};

static const OutcomeLine full_outcomes[] = {
  { "address-book", "Address book", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "gravatar", "Gravatar", KITH_OUTCOME_FOUND, KITH_ORIGIN_CACHE, NULL, 2 },
  { "directory", "Company directory", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "It is only asked about muster.example.", 0 },
  { 0 },
};

static const FactLine unconfirmed_facts[] = {
  { KITH_FIELD_COMPANY, "Example Widgets", "signature", NULL, 0.3 },
  { 0 },
};

static const OutcomeLine unconfirmed_outcomes[] = {
  { "signature", "the signature", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "gravatar", "Gravatar", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "It is switched off.", 0 },
  { 0 },
};

static const OutcomeLine nothing_outcomes[] = {
  { "message", "This message", KITH_OUTCOME_NOT_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "gravatar", "Gravatar", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "This is a mailing list.", 0 },
  { 0 },
};

static const FactLine failed_facts[] = {
  { KITH_FIELD_NAME, "Rosa Haupt", "message", NULL, 0.9 },
  { KITH_FIELD_COMPANY, "Muster GmbH", "message", NULL, 0.9 },
  { 0 },
};

static const OutcomeLine failed_outcomes[] = {
  { "message", "This message", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "gravatar", "Gravatar", KITH_OUTCOME_FAILED, KITH_ORIGIN_NONE, "The server did not answer in time", 0 },
  { 0 },
};

static const OutcomeLine loading_outcomes[] = {
  { "gravatar", "Gravatar", KITH_OUTCOME_PENDING, KITH_ORIGIN_NONE, NULL, 0 },
  { 0 },
};

static const FactLine long_facts[] = {
  { KITH_FIELD_NAME, "Wolfeschlegelsteinhausenbergerdorff-Featherstonehaugh-Cholmondeley the Younger of the Long Names", "message", NULL, 0.9 },
  { KITH_FIELD_ROLE, "Senior Principal Deputy Assistant Vice President for the Coordination of the Departments that Coordinate Departments", "message", NULL, 0.9 },
  { KITH_FIELD_COMPANY, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft", "message", NULL, 0.9 },
  { KITH_FIELD_LOCATION, "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch, Anglesey", "message", NULL, 0.9 },
  { KITH_FIELD_HEADLINE, "Writes sentences that go on and on, one clause after the other, so that whoever lays out a card finds out what happens", "message", NULL, 0.9 },
  { KITH_FIELD_LINK, "https://a-host-name-that-is-much-longer-than-any-button-has-room-for.example/", "message", NULL, 0.9 },
  { 0 },
};

static const OutcomeLine message_outcomes[] = {
  { "message", "This message", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { 0 },
};

static const FactLine markup_facts[] = {
  { KITH_FIELD_NAME, "<b>x</b> &amp; <i>", "message", NULL, 0.9 },
  { KITH_FIELD_ROLE, "<span size='99999'>&", "message", NULL, 0.9 },
  { KITH_FIELD_COMPANY, "R&D %s _underlined <a href=\"https://evil.example\">", "message", NULL, 0.9 },
  { KITH_FIELD_LOCATION, "%n%s", "message", NULL, 0.9 },
  { KITH_FIELD_LINK, "https://markup.example/<b>", "message", "<u>", 0.9 },
  { KITH_FIELD_LINK, "javascript:alert(1)", "message", "github", 0.9 },
  { KITH_FIELD_LINK, "https://bank.example@evil.example/", "message", "github", 0.9 },
  { KITH_FIELD_LINK, "https:///no-host", "message", "github", 0.9 },
  { 0 },
};

static const FactLine bidi_facts[] = {
  { KITH_FIELD_NAME, "שרה כהן", "gravatar", NULL, 0.9 },
  { KITH_FIELD_ROLE, "مهندسة", "gravatar", NULL, 0.9 },
  { KITH_FIELD_COMPANY, "דוגמה Ltd.", "gravatar", NULL, 0.9 },
  { KITH_FIELD_LOCATION, "תל אביב", "gravatar", NULL, 0.9 },
  { KITH_FIELD_TIME_ZONE, "+02:00", "gravatar", NULL, 0.9 },
  { 0 },
};

static const OutcomeLine bidi_outcomes[] = {
  { "gravatar", "Gravatar", KITH_OUTCOME_FOUND, KITH_ORIGIN_STALE_CACHE, NULL, 40 },
  { 0 },
};

static const OutcomeLine many_outcomes[] = {
  { "one", "Service One", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "It is switched off.", 0 },
  { "two", "Service Two", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "You are working offline.", 0 },
  { "three", "Service Three", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "It is switched off.", 0 },
  { "message", "This message", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { 0 },
};

static const FactLine known_facts[] = {
  { KITH_FIELD_NAME, "Jane Doe", "address-book", NULL, 1.0 },
  { KITH_FIELD_ROLE, "Vice President, Sales", "gravatar", NULL, 0.8 },
  { KITH_FIELD_COMPANY, "Example Widgets BV", "gravatar", NULL, 0.8 },
  { KITH_FIELD_LOCATION, "Rotterdam", "gravatar", NULL, 0.8 },
  { KITH_FIELD_TIME_ZONE, "Europe/Amsterdam", "gravatar", NULL, 0.8 },
  { KITH_FIELD_LINK, "https://social.example/in/jane", "gravatar", "linkedin", 0.8 },
  { KITH_FIELD_LINK, "https://code.example/jane", "gravatar", "github", 0.8 },
  { KITH_FIELD_LINK, "https://www.janedoe.example/", "gravatar", NULL, 0.8 },
  { KITH_FIELD_NOTE, "Met at FOSDEM; prefers calls after 15:00.", "you", NULL, 1.0 },
  { KITH_FIELD_FIRST_CONTACT, "2019-05-14", "history", NULL, 1.0 },
  { KITH_FIELD_LAST_CONTACT, "2026-03-04", "history", NULL, 1.0 },
  { KITH_FIELD_MESSAGE_COUNT, "214", "history", NULL, 1.0 },
  { KITH_FIELD_ANSWER_TIME, "Usually answers you after 5 hours, and you within the hour", "history", NULL, 1.0 },
  { KITH_FIELD_WAITING, "2", "history", NULL, 1.0 },
  { 0 },
};

static const OutcomeLine known_outcomes[] = {
  { "you", "You", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "address-book", "Address book", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "gravatar", "Gravatar", KITH_OUTCOME_FOUND, KITH_ORIGIN_CACHE, NULL, 2 },
  { "history", "Your mail", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { 0 },
};

static const FactLine warned_facts[] = {
  { KITH_FIELD_COMPANY, "Example Widgets", "signature", NULL, 0.3 },
  { KITH_FIELD_WARNING, "This may not be Jane Doe.\nYou know Jane Doe at example.org; this address is new, and you share no one.", "history", NULL, 1.0 },
  { KITH_FIELD_HINT, "First message from this address", "history", NULL, 1.0 },
  { 0 },
};

static const OutcomeLine warned_outcomes[] = {
  { "signature", "the signature", KITH_OUTCOME_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "history", "Your mail", KITH_OUTCOME_NOT_FOUND, KITH_ORIGIN_PROVIDER, NULL, 0 },
  { "gravatar", "Gravatar", KITH_OUTCOME_NOT_ASKED, KITH_ORIGIN_NONE, "It is switched off.", 0 },
  { 0 },
};

static const FactLine first_run_facts[] = {
  { KITH_FIELD_NAME, "Rosa Haupt", "message", NULL, 0.9 },
  { KITH_FIELD_ROLE, "Head of Procurement", "message", NULL, 0.9 },
  { KITH_FIELD_COMPANY, "Muster GmbH", "message", NULL, 0.9 },
  { 0 },
};

static const ProfileLines profiles[KITH_TEST_N_PROFILES] = {
  [KITH_TEST_PROFILE_FULL] = { "jane.doe@widgets.example", "Jane Doe", full_facts, full_outcomes, 3, TRUE },
  [KITH_TEST_PROFILE_UNCONFIRMED] = { "jane.doe@examp1e.test", "Jane Doe", unconfirmed_facts, unconfirmed_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_NOTHING] = { "nobody@example.org", NULL, NULL, nothing_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_FAILED] = { "rosa@muster.example", "Rosa Haupt", failed_facts, failed_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_LOADING] = { "sam@example.org", "Sam Example", NULL, loading_outcomes, 0, FALSE },
  [KITH_TEST_PROFILE_LONG] = { "a-very-long-local-part-indeed-it-goes-on@a-very-long-domain.example", "Long", long_facts, message_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_MARKUP] = { "markup@example.org", "<b>x</b>", markup_facts, message_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_BIDI] = { "sara@example.org", "שרה כהן", bidi_facts, bidi_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_MANY] = { "rosa@muster.example", "Rosa Haupt", failed_facts, many_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_KNOWN] = { "jane.doe@widgets.example", "Jane Doe", known_facts, known_outcomes, 9, TRUE },
  [KITH_TEST_PROFILE_WARNED] = { "jane.doe@examp1e.test", "Jane Doe", warned_facts, warned_outcomes, 0, TRUE },
  [KITH_TEST_PROFILE_FIRST_RUN] = { "rosa@muster.example", "Rosa Haupt", first_run_facts, message_outcomes, 0, TRUE },
};

static GPtrArray *
make_facts (const FactLine *lines,
            gint64          now)
{
  GPtrArray *facts = g_ptr_array_new_with_free_func (g_object_unref);

  for (; lines != NULL && lines->value != NULL; lines++)
    {
      gint64 fetched = strcmp (lines->provider_id, "gravatar") == 0 ? now - 2 * DAY : now;

      g_ptr_array_add (facts, kith_fact_new (lines->field, lines->value, lines->service, lines->provider_id, fetched, now + DAY,
                                             lines->confidence, NULL));
    }

  return facts;
}

static GPtrArray *
make_outcomes (const OutcomeLine *lines,
               gint64             now)
{
  GPtrArray *outcomes = g_ptr_array_new_with_free_func (g_object_unref);

  for (; lines->id != NULL; lines++)
    g_ptr_array_add (outcomes, kith_outcome_new (lines->id, lines->name, lines->state, lines->origin, lines->reason, now - lines->days_old * DAY));

  return outcomes;
}

typedef struct
{
  const char *provider_id;
  KithTie tie;
  const char *name;
  const char *address;
  const char *uri;
  const char *evidence;
} ConnectionLine;

static const ConnectionLine connection_lines[] = {
  { "history", KITH_TIE_CORRESPONDENCE, "Bob Klein", "bob@widgets.example", NULL, "12 conversations, last in March 2026" },
  { "linkedin", KITH_TIE_COLLEAGUE, "Lena Silva", "lena@widgets.example", NULL, "Works at Example Widgets · your LinkedIn export" },
  { "github", KITH_TIE_FOLLOWS, "Mo Okafor", NULL, "https://code.example/mo", "Follows both of you · GitHub" },
  { "history", KITH_TIE_CORRESPONDENCE, "Ida Novak", "ida@harbour.example", NULL, "2 conversations, last in June 2025" },
  { "history", KITH_TIE_CORRESPONDENCE, NULL, "projects-and-coordination@harbour.example", NULL, "1 conversation, last in May 2025" },
  { "history", KITH_TIE_CORRESPONDENCE, "Émile Roux", "emile@harbour.example", NULL, "1 conversation, last in April 2025" },
  { "history", KITH_TIE_COLLEAGUE, "Yuki Mori", "yuki@widgets.example", NULL, "colleague at widgets.example" },
  { "history", KITH_TIE_COLLEAGUE, "Ann Other", "ann@widgets.example", NULL, "colleague at widgets.example" },
  { "history", KITH_TIE_COLLEAGUE, "<b>Zed</b>", "zed@widgets.example", NULL, "colleague at widgets.example" },
};

static GPtrArray *
make_connections (guint count)
{
  GPtrArray *connections = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < MIN (count, G_N_ELEMENTS (connection_lines)); i++)
    {
      const ConnectionLine *line = &connection_lines[i];

      g_ptr_array_add (connections, kith_connection_new (line->provider_id, line->tie, line->name, line->address, line->uri, 0.9 - i * 0.05, line->evidence));
    }

  return connections;
}

/**
 * kith_test_profile_new:
 * @kind: which one
 *
 * Returns: (transfer full): a profile as the engine would make it
 */
KithProfile *
kith_test_profile_new (KithTestProfile kind)
{
  const ProfileLines *lines = &profiles[kind];
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) address = kith_address_new (lines->mailbox, lines->display_name, &error);

  g_assert_no_error (error);

  return kith_profile_new (address, make_facts (lines->facts, now), make_connections (lines->connected), make_outcomes (lines->outcomes, now),
                           lines->complete);
}
