/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>
#include <sqlite3.h>
#include <string.h>
#include <time.h>

#include <kith/kith.h>

#include "kith-provider-fixture.h"
#include "kith-signature-memory.h"
#include "kith-signature-provider.h"

#define MIN_PRECISION 0.97
#define MIN_RECALL 0.75
#define MIN_MESSAGES 300

/* One message of the corpus: "=== language | From | role | company", the body, "-" for none. Lines "@Name: value" are further headers. */
typedef struct
{
  char *language;
  char *from;
  char *role;    /* (nullable) */
  char *company; /* (nullable) */
  char *headers;
  char *body;
} Sample;

typedef struct
{
  guint n;
  guint expected[2];
  guint shown[2];
  guint right[2];
} Score;

static const KithField fields[2] = { KITH_FIELD_ROLE, KITH_FIELD_COMPANY };

static void
sample_free (gpointer data)
{
  Sample *self = data;

  g_free (self->language);
  g_free (self->from);
  g_free (self->role);
  g_free (self->company);
  g_free (self->headers);
  g_free (self->body);
  g_free (self);
}

static char *
dup_or_none (const char *text)
{
  return strcmp (text, "-") == 0 ? NULL : g_strdup (text);
}

static Sample *
parse_sample (const char *text)
{
  Sample *self = g_new0 (Sample, 1);
  g_autofree char *head = g_strndup (text, strcspn (text, "\n"));
  g_auto (GStrv) parts = g_strsplit (head, " | ", -1);
  const char *p = text + strcspn (text, "\n");
  g_autoptr (GString) headers = g_string_new (NULL);

  g_assert_cmpuint (g_strv_length (parts), ==, 4);
  self->language = g_strdup (g_strstrip (parts[0]));
  self->from = g_strdup (parts[1]);
  self->role = dup_or_none (parts[2]);
  self->company = dup_or_none (g_strstrip (parts[3]));
  for (p += *p == '\n'; *p == '@'; p += strcspn (p, "\n") + 1)
    g_string_append_printf (headers, "%.*s\n", (int) strcspn (p + 1, "\n"), p + 1);
  self->headers = g_string_free (g_steal_pointer (&headers), FALSE);
  self->body = g_strdup (p);
  return self;
}

static GPtrArray *
load_corpus (const char *name)
{
  g_autofree char *path = kith_test_fixture_path ("signatures", name, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) parts = NULL;
  GPtrArray *samples = g_ptr_array_new_with_free_func (sample_free);

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  parts = g_strsplit (text, "\n=== ", -1);
  for (guint i = 1; parts[i] != NULL; i++)
    g_ptr_array_add (samples, parse_sample (parts[i]));
  return samples;
}

/* @learnt: (nullable): what is kept of earlier messages */
static KithAnswer *
ask_with (KithLearnt *learnt,
          GBytes     *bytes,
          const char *mailbox)
{
  g_autoptr (KithProvider) provider = kith_signature_provider_new (learnt);
  g_autoptr (KithMessage) message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithMessageContent) content = kith_message_content_read (message, KITH_MESSAGE_MAX_BYTES, NULL, &error);
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  KithProviderSettingsFields settings_fields = { .id = "signature", .enabled = TRUE };
  g_autoptr (KithProviderSettings) settings = kith_provider_settings_new (&settings_fields);
  KithQueryFields query_fields = { .address = address, .content = content, .settings = settings };
  g_autoptr (KithQuery) query = kith_query_new (&query_fields);
  KithAnswer *answer;

  g_assert_nonnull (address);
  answer = kith_test_ask (provider, query, &error);
  g_assert_no_error (error);
  return answer;
}

static KithAnswer *
ask_about (GBytes     *bytes,
           const char *mailbox)
{
  return ask_with (NULL, bytes, mailbox);
}

static char *
dup_mailbox (const char *from)
{
  const char *open = strchr (from, '<');

  return open != NULL ? g_strndup (open + 1, strcspn (open + 1, ">")) : g_strdup (from);
}

static KithAnswer *
ask_sample (Sample *sample)
{
  g_autofree char *mailbox = dup_mailbox (sample->from);
  g_autofree char *mail = g_strdup_printf ("From: %s\nTo: you@example.org\nSubject: x\nDate: Mon, 1 Jun 2026 10:00:00 +0000\n%sMIME-Version: 1.0\n"
                                           "Content-Type: text/%s; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n%s",
                                           sample->from, sample->headers, *sample->body == '<' ? "html" : "plain", sample->body);
  g_autoptr (GBytes) bytes = g_bytes_new (mail, strlen (mail));

  return ask_about (bytes, mailbox);
}

/* What would be shown as a fact. */
static const char *
get_shown (KithAnswer *answer,
           KithField   field)
{
  GPtrArray *facts = kith_answer_get_facts (answer);

  for (guint i = 0; i < facts->len; i++)
    if (kith_fact_get_field (facts->pdata[i]) == field && !kith_fact_is_unconfirmed (facts->pdata[i]))
      return kith_fact_get_value (facts->pdata[i]);
  return NULL;
}

static gboolean
is_same (const char *one,
         const char *other)
{
  g_autofree char *a = g_utf8_casefold (one, -1);
  g_autofree char *b = g_utf8_casefold (other, -1);

  return strcmp (a, b) == 0;
}

static void
score_sample (Score  *score,
              Score  *total,
              Sample *sample)
{
  g_autoptr (KithAnswer) answer = ask_sample (sample);
  const char *expected[2] = { sample->role, sample->company };

  score->n++;
  total->n++;
  for (guint i = 0; i < 2; i++)
    {
      const char *shown = get_shown (answer, fields[i]);
      gboolean right = shown != NULL && expected[i] != NULL && is_same (shown, expected[i]);

      score->expected[i] += expected[i] != NULL;
      score->shown[i] += shown != NULL;
      score->right[i] += right;
      total->expected[i] += expected[i] != NULL;
      total->shown[i] += shown != NULL;
      total->right[i] += right;
      if (!right && (shown != NULL || expected[i] != NULL))
        g_test_message ("%s %s %s, %s: shown “%s”, expected “%s”", shown != NULL ? "WRONG" : "missed", kith_field_get_id (fields[i]), sample->language, sample->from,
                        shown != NULL ? shown : "", expected[i] != NULL ? expected[i] : "");
    }
}

static double
get_share (guint part,
           guint whole)
{
  return whole > 0 ? (double) part / whole : 1.0;
}

static void
print_score (const char  *name,
             const Score *score)
{
  g_test_message ("%-8s %4u   %6.3f %6.3f   %6.3f %6.3f", name, score->n, get_share (score->right[0], score->shown[0]), get_share (score->right[0], score->expected[0]),
                  get_share (score->right[1], score->shown[1]), get_share (score->right[1], score->expected[1]));
}

static Score
score_corpus (const char *name)
{
  g_autoptr (GPtrArray) samples = load_corpus (name);
  g_autoptr (GHashTable) scores = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  g_autoptr (GList) languages = NULL;
  Score total = { 0 };

  for (guint i = 0; i < samples->len; i++)
    {
      Sample *sample = samples->pdata[i];
      Score *score = g_hash_table_lookup (scores, sample->language);

      if (score == NULL)
        {
          score = g_new0 (Score, 1);
          g_hash_table_insert (scores, sample->language, score);
        }
      score_sample (score, &total, sample);
    }
  languages = g_list_sort (g_hash_table_get_keys (scores), (GCompareFunc) strcmp);
  g_test_message ("%-8s %4s   %6s %6s   %6s %6s", "language", "n", "role p", "r", "comp p", "r");
  for (GList *l = languages; l != NULL; l = l->next)
    print_score (l->data, g_hash_table_lookup (scores, l->data));
  print_score ("all", &total);
  return total;
}

static void
assert_good (const Score *score)
{
  for (guint i = 0; i < 2; i++)
    {
      g_assert_cmpfloat (get_share (score->right[i], score->shown[i]), >=, MIN_PRECISION);
      g_assert_cmpfloat (get_share (score->right[i], score->expected[i]), >=, MIN_RECALL);
    }
}

static void
test_corpus (void)
{
  Score learned = score_corpus ("corpus.txt");
  Score held_out = score_corpus ("held-out.txt");
  Score styles = score_corpus ("styles.txt");
  Score other_hand = score_corpus ("other-hand.txt");

  g_assert_cmpuint (learned.n + held_out.n + styles.n + other_hand.n, >=, MIN_MESSAGES);
  assert_good (&learned);
  assert_good (&held_out);
  assert_good (&styles);
  assert_good (&other_hand);
}

static char *
repeat (const char *text,
        guint       n)
{
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    g_string_append (out, text);
  return g_string_free (out, FALSE);
}

static void
assert_role (const char *body,
             const char *role)
{
  Sample sample = { .from = (char *) "Ada Marsh <ada@examplerail.example>", .headers = (char *) "", .body = (char *) body };
  g_autoptr (KithAnswer) answer = ask_sample (&sample);

  g_assert_cmpstr (get_shown (answer, KITH_FIELD_ROLE), ==, role);
}

static void
test_hostile (void)
{
  g_autofree char *open = repeat ("<table><tr><td>", 50);
  g_autofree char *nested = g_strconcat ("<p>Hi</p><p>Regards,</p>", open, "<p>Ada Marsh</p><p>Head of Signalling</p><p>Example Rail Ltd</p>", NULL);
  g_autofree char *deep = repeat ("<table><tr><td>", 500);
  g_autofree char *line = repeat ("Director of everything and ", 50000);
  g_autofree char *lines = repeat ("Head of Sales\n", 20000);
  g_autofree char *words = repeat ("a b ", 400);

  assert_role (nested, "Head of Signalling");
  assert_role (deep, NULL);
  assert_role (line, NULL);
  assert_role (lines, NULL);
  assert_role (words, NULL);
  assert_role ("Hi\n\nRegards,\nA\u200bda M\u202earsh\nHead\u200b of Sig\u2066nalling\n", "Head of Signalling");
  assert_role ("<p>Regards,<br>Ada Marsh<br><span style=\"display: none\">Queen</span><span>Head of Signalling</span><script>var CEO</script></p>", "Head of Signalling");
  assert_role ("<p>Regards,</p><blockquote>Ada Marsh<br>Director</blockquote>", NULL);
  assert_role ("", NULL);
  assert_role ("\n\n\n", NULL);
  assert_role ("-- \n", NULL);
}

/* A company is known by its site where its people write from a mail provider; that of a service says nothing, however another's name ends. */
static void
test_site (void)
{
  static const struct
  {
    const char *body;
    const char *company; /* (nullable) */
  } cases[] = {
    { "Hi\n\nRegards,\nAda Marsh\nHead of Signalling\nNotx\nwww.notx.com\n", "Notx" },
    { "Hi\n\nRegards,\nAda Marsh\nHead of Signalling\nXing\nwww.xing.com/profile/Ada\n", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Sample sample = { .from = (char *) "Ada Marsh <ada.marsh@gmail.com>", .headers = (char *) "", .body = (char *) cases[i].body };
      g_autoptr (KithAnswer) answer = ask_sample (&sample);

      g_assert_cmpstr (get_shown (answer, KITH_FIELD_COMPANY), ==, cases[i].company);
    }
}

static void
test_others (void)
{
  const char *mail = "From: Ada Marsh <ada@example.org>, Bram Okoro <bram@example.org>\nTo: you@example.org\n\nHi\n\nRegards,\nAda Marsh\nHead of Signalling\n";
  const char *single = "From: Ada Marsh <ada@example.org>\nTo: you@example.org\n\nHi\n\nRegards,\nAda Marsh\nHead of Signalling\nT +44 20 7946 0011\n";
  g_autoptr (GBytes) two = g_bytes_new_static (mail, strlen (mail));
  g_autoptr (GBytes) one = g_bytes_new_static (single, strlen (single));
  g_autoptr (KithAnswer) of_two = ask_about (two, "ada@example.org");
  g_autoptr (KithAnswer) of_you = ask_about (one, "you@example.org");
  g_autoptr (KithAnswer) of_ada = ask_about (one, "ada@example.org");

  g_assert_cmpint (kith_answer_get_status (of_two), ==, KITH_ANSWER_NOT_FOUND);
  g_assert_cmpint (kith_answer_get_status (of_you), ==, KITH_ANSWER_NOT_FOUND);
  g_assert_cmpstr (get_shown (of_ada, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpstr (get_shown (of_ada, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (get_shown (of_ada, KITH_FIELD_PHONE), ==, "+44 20 7946 0011");
}

static void
test_legal_forms (void)
{
  static const struct
  {
    const char *line;
    gboolean company;
  } cases[] = {
    /* As Czech, Slovak, Croatian and German rules of type have it: with spaces */
    { "Marsh Pumps s. r. o.", TRUE },
    { "Marsh Pumps, s. r. o.", TRUE },
    { "Marsh Pumps a. s.", TRUE },
    { "Marsh Pumps d. o. o.", TRUE },
    { "Brass Band Sudhafen e. V.", TRUE },
    { "Brass Band Sudhafen e.V.", TRUE },
    { "Marsh Pumps e.K.", TRUE },
    { "Marsh Pumps e. K.", TRUE },
    { "Marsh Pumps e.U.", TRUE },
    { "Marsh Pumps Sagl", TRUE },
    { "Karin Ek", FALSE },
    { "Envoy to the EU", FALSE },
    { "Pumps as ever", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *mail = g_strdup_printf ("From: Ada Marsh <ada@example.org>\nTo: you@example.net\n\nHi\n\nRegards,\nAda Marsh\nHead of Signalling\n%s\n"
                                               "T +44 20 7946 0011\n", cases[i].line);
      g_autoptr (GBytes) bytes = g_bytes_new (mail, strlen (mail));
      g_autoptr (KithAnswer) answer = ask_about (bytes, "ada@example.org");

      g_test_message ("%s", cases[i].line);
      g_assert_cmpstr (get_shown (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
      g_assert_cmpstr (get_shown (answer, KITH_FIELD_COMPANY), ==, cases[i].company ? cases[i].line : NULL);
    }
}

/* What a mail service puts below a message of somebody with a free address is not where they work. */
static void
test_service_footer (void)
{
  static const char mail[] = "From: Ada Marsh <ada@gmail.com>\nTo: you@example.net\n\nHi\n\nAda\n\n-- \nRead your mail anywhere\nPigeon Post Ltd\nhttps://pigeon.example/\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (mail, strlen (mail));
  g_autoptr (KithAnswer) answer = ask_about (bytes, "ada@gmail.com");

  g_assert_null (get_shown (answer, KITH_FIELD_COMPANY));
}

/* What the message says is shown, whatever becomes of the file in which it is to be kept. */
static void
test_broken_memory (void)
{
  static const char mail[] = "From: Ada Marsh <ada@example.org>\nTo: you@example.org\n\nHi\n\nRegards,\nAda Marsh\nHead of Signalling\nT +44 20 7946 0011\n";
  g_autoptr (GBytes) bytes = g_bytes_new_static (mail, strlen (mail));
  g_autofree char *folder = g_dir_make_tmp ("kith-signature-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "learnt.db", NULL);
  g_autoptr (KithLearnt) learnt = kith_learnt_open (path, NULL);
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (KithAnswer) again = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  sqlite3 *other = NULL;

  g_assert_cmpint (sqlite3_open (path, &other), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (other, "DROP TABLE signatures", NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (other), ==, SQLITE_OK);
  answer = ask_with (learnt, bytes, "ada@example.org");
  g_assert_cmpstr (get_shown (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
  /* By then it has been begun anew. */
  again = ask_with (learnt, bytes, "ada@example.org");
  g_assert_cmpstr (get_shown (again, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_clear_object (&learnt);
  dir = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (folder, name, NULL);

      g_unlink (file);
    }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static KithLearntRow *
new_row (guint64     message,
         gint64      time,
         KithField   field,
         const char *value,
         double      confidence)
{
  KithLearntRow *row = g_new0 (KithLearntRow, 1);

  row->message = message;
  row->time = time;
  row->field = field;
  row->value = (char *) value;
  row->confidence = confidence;
  return row;
}

/* The newest that is sure counts, agreement makes it surer, and a guess stays one. */
static void
test_memory (void)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("signature", 1000, 0);
  g_autoptr (KithAnswer) answer = NULL;

  g_ptr_array_add (rows, new_row (9, 900, KITH_FIELD_ROLE, "Perhaps a Director", 0.4));
  g_ptr_array_add (rows, new_row (8, 800, KITH_FIELD_ROLE, "Head of Signalling", 0.85));
  g_ptr_array_add (rows, new_row (8, 800, KITH_FIELD_COMPANY, "Example Rail Ltd", 0.92));
  g_ptr_array_add (rows, new_row (8, 800, KITH_FIELD_PHONE, "+44 20 7946 0011", 0.8));
  g_ptr_array_add (rows, new_row (7, 700, KITH_FIELD_ROLE, "head of signalling", 0.85));
  g_ptr_array_add (rows, new_row (7, 700, KITH_FIELD_PHONE, "+44 20 7946 0012", 0.8));
  g_ptr_array_add (rows, new_row (6, 600, KITH_FIELD_ROLE, "Apprentice", 0.85));
  g_ptr_array_add (rows, new_row (5, 500, KITH_FIELD_COMPANY, "Former Line", 0.92));
  g_ptr_array_add (rows, new_row (5, 500, KITH_FIELD_PHONE, "+44 20 7946 0099", 0.8));
  g_ptr_array_add (rows, new_row (5, 500, KITH_FIELD_DEPARTMENT, "Points", 0.6));
  for (guint i = 0; i < 8; i++)
    g_ptr_array_add (rows, new_row (i, 400, KITH_FIELD_DEPARTMENT, "Guessed", 0.4));

  g_assert_cmpuint (kith_signature_memory_merge (builder, rows), ==, 5);
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  g_assert_cmpstr (get_shown (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpstr (get_shown (answer, KITH_FIELD_COMPANY), ==, "Example Rail Ltd");
  g_assert_null (get_shown (answer, KITH_FIELD_DEPARTMENT));
  for (guint i = 0; i < kith_answer_get_facts (answer)->len; i++)
    {
      KithFact *fact = kith_answer_get_facts (answer)->pdata[i];

      g_assert_cmpstr (kith_fact_get_value (fact), !=, "+44 20 7946 0099");
      if (kith_fact_get_field (fact) == KITH_FIELD_ROLE)
        g_assert_cmpfloat (kith_fact_get_confidence (fact), >, 0.85);
    }
}

/* How long it takes of the processor is printed, not asserted: machines differ. */
static void
test_time (void)
{
  g_autofree char *prose = repeat ("We walked along the river and talked about the bridge that will be built there next year.\n", 400);
  g_autofree char *body = g_strconcat (prose, "\nBest regards,\nAda Marsh\nHead of Signalling\nExample Rail Ltd\n", NULL);
  g_autofree char *unspaced = repeat ("川沿いを歩きながら、来年そこに架かる橋について話しました。部長も喜んでいました。\n", 400);
  clock_t start = clock ();
  guint rounds = 20;

  for (guint i = 0; i < rounds; i++)
    assert_role (body, "Head of Signalling");
  g_test_message ("%.3f ms per KiB, the reading of the message included", (double) (clock () - start) * 1000.0 / CLOCKS_PER_SEC / rounds / (strlen (body) / 1024.0));
  start = clock ();
  for (guint i = 0; i < rounds; i++)
    assert_role (unspaced, NULL);
  g_test_message ("%.3f ms per KiB in Japanese", (double) (clock () - start) * 1000.0 / CLOCKS_PER_SEC / rounds / (strlen (unspaced) / 1024.0));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/signature/others", test_others);
  g_test_add_func ("/signature/legal-forms", test_legal_forms);
  g_test_add_func ("/signature/service-footer", test_service_footer);
  g_test_add_func ("/signature/site", test_site);
  g_test_add_func ("/signature/hostile", test_hostile);
  g_test_add_func ("/signature/memory", test_memory);
  g_test_add_func ("/signature/broken-memory", test_broken_memory);
  g_test_add_func ("/signature/time", test_time);
  g_test_add_func ("/signature/corpus", test_corpus);
  return g_test_run ();
}
