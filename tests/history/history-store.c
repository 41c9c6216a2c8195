/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "history-fixture.h"
#include "kith-history-file.h"

#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <math.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "kith-history-message.h"

#define N_PEOPLE 12

/* -- what a tie counts -- */

typedef struct
{
  gint64 date;
  guint64 thread;
  KithPart one, other;
  gboolean reply;
} Event;

static double
score_events (const Event *events,
              guint        n)
{
  static const guint32 persons[] = { 0 << 4, 1 << 4, 2 << 4 | KITH_HISTORY_ADDRESS_OWNER };
  KithHistoryRules rules = { persons, 3, 10, TRUE };
  g_autoptr (KithTies) ties = kith_ties_new (&rules, 0, 1795000000);
  g_autoptr (GArray) edges = NULL;

  for (guint i = 0; i < n; i++)
    {
      KithHistoryMessage message = { 0, };

      message.thread = events[i].thread;
      message.date = events[i].date;
      message.flags = events[i].reply ? KITH_HISTORY_REPLY : 0;
      message.n_recipients = 2;
      message.n_parts = 3;
      message.parts[0] = 0 << 3 | events[i].one;
      message.parts[1] = 1 << 3 | events[i].other;
      message.parts[2] = 2 << 3 | KITH_PART_CC;
      kith_ties_add (ties, &message);
    }
  edges = kith_ties_end (ties);
  g_assert_cmpuint (edges->len, <=, 1);
  return edges->len == 1 ? g_array_index (edges, KithHistoryEdge, 0).score : 0;
}

static int
compare_events (const void *a,
                const void *b)
{
  const Event *one = a;
  const Event *other = b;

  return one->thread < other->thread ? -1 : one->thread > other->thread;
}

/* One more message never lowers the score, nor a later one, nor an answer in the place of a copy. */
static void
test_ties_grow (void)
{
  static const KithPart parts[] = { KITH_PART_FROM, KITH_PART_TO, KITH_PART_CC, KITH_PART_BCC };
  g_autoptr (GRand) rand = g_rand_new_with_seed (4);

  for (guint round = 0; round < 3000; round++)
    {
      Event events[12], changed[12];
      guint n = g_rand_int_range (rand, 2, G_N_ELEMENTS (events) + 1);
      guint k;
      double score;

      for (guint i = 0; i < n; i++)
        {
          events[i].date = 1795000000 - g_rand_int_range (rand, 0, 5 * 365 * 86400);
          events[i].thread = g_rand_int_range (rand, 0, 4);
          events[i].one = parts[g_rand_int_range (rand, 0, 4)];
          events[i].other = parts[g_rand_int_range (rand, 0, 4)];
          events[i].reply = g_rand_boolean (rand);
        }
      qsort (events, n, sizeof (Event), compare_events);
      score = score_events (events, n);
      g_assert_cmpfloat (score, >, 0);
      k = g_rand_int_range (rand, 0, n);
      memcpy (changed, events, sizeof events);
      memmove (changed + k, changed + k + 1, (n - k - 1) * sizeof (Event));
      g_assert_cmpfloat (score_events (changed, n - 1), <=, score * 1.000001);
      memcpy (changed, events, sizeof events);
      changed[k].date += g_rand_int_range (rand, 0, (gint) (1795000000 - changed[k].date) + 1);
      g_assert_cmpfloat (score_events (changed, n), >=, score * 0.999999);
      memcpy (changed, events, sizeof events);
      changed[k].one = KITH_PART_FROM;
      changed[k].other = KITH_PART_TO;
      changed[k].reply = TRUE;
      g_assert_cmpfloat (score_events (changed, n), >=, score * 0.999999);
      g_assert_cmpfloat (kith_ties_get_strength (score, 0, 0), <, 1);
      g_assert_cmpfloat (kith_ties_get_strength (score, 0, 86400), <, kith_ties_get_strength (score, 0, 0));
    }
  g_assert_cmpfloat (kith_ties_get_weight (KITH_PART_FROM, KITH_PART_TO, TRUE), >, kith_ties_get_weight (KITH_PART_FROM, KITH_PART_TO, FALSE));
  g_assert_cmpfloat (kith_ties_get_weight (KITH_PART_FROM, KITH_PART_TO, FALSE), >, kith_ties_get_weight (KITH_PART_FROM, KITH_PART_CC, TRUE));
  g_assert_cmpfloat (kith_ties_get_weight (KITH_PART_FROM, KITH_PART_CC, FALSE), >=, kith_ties_get_weight (KITH_PART_TO, KITH_PART_TO, TRUE));
  g_assert_cmpfloat (kith_ties_get_weight (KITH_PART_TO, KITH_PART_CC, FALSE), >, kith_ties_get_weight (KITH_PART_CC, KITH_PART_CC, FALSE));
  g_assert_cmpfloat (kith_ties_get_weight (KITH_PART_FROM, KITH_PART_REPLY_TO, TRUE), ==, 0);
}

/* Many conversations count for more than one long one. */
static void
test_ties_threads (void)
{
  Event many[10], one[10];

  for (guint i = 0; i < 10; i++)
    {
      many[i] = (Event) { 1790000000, i, KITH_PART_FROM, KITH_PART_TO, TRUE };
      one[i] = (Event) { 1790000000, 1, KITH_PART_FROM, KITH_PART_TO, TRUE };
    }
  g_assert_cmpfloat (score_events (many, 10), >, 2 * score_events (one, 10));
  g_assert_cmpfloat (score_events (one, 10), >, score_events (many, 2));
}

/* -- the small file and the big one -- */

typedef struct
{
  GRand *rand;
  guint n;                   /* messages so far */
  GArray *alive;             /* of guint */
  gint64 now;
} World;

static void
write_person (GString *text,
              guint    person)
{
  if (text->len > 0)
    g_string_append (text, ", ");
  if (person == 0)
    g_string_append (text, OWNER);
  else
    g_string_append_printf (text, "Person %u <p%u@domain%u.example>", person, person, person % 5);
}

static void
add_random (World            *world,
            KithHistoryBatch *batch,
            guint             number)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (1000 + number);
  g_autoptr (GString) from = g_string_new (NULL);
  g_autoptr (GString) to = g_string_new (NULL);
  guint author = g_rand_int_range (rand, 0, N_PEOPLE);
  guint n = g_rand_int_range (rand, 1, 4);
  guint root = number % 7 == 0 ? number : number - number % 7;
  KithHistoryFlags flags = g_rand_int_range (rand, 0, 15) == 0 ? KITH_HISTORY_LIST : KITH_HISTORY_NONE;

  write_person (from, author);
  if (author != 0)
    write_person (to, 0);
  while (n-- > 0)
    write_person (to, g_rand_int_range (rand, 1, N_PEOPLE) * g_rand_int_range (rand, 1, N_PEOPLE) / N_PEOPLE + 1);
  kith_history_batch_begin (batch, 0, number, kith_mix64 (number + 1) | 1, root != number ? kith_mix64 (root + 1) | 1 : 0,
                            world->now - 86400 * (gint64) g_rand_int_range (rand, 1, 800), flags | (root != number ? KITH_HISTORY_REPLY : 0));
  kith_history_batch_add_people (batch, KITH_PART_FROM, (KithSlice) { from->str, from->len });
  kith_history_batch_add_people (batch, KITH_PART_TO, (KithSlice) { to->str, to->len });
}

static GPtrArray *
list_rows (KithHistory *history,
           guint        person,
           guint        limit,
           gint64       now,
           guint       *n_total)
{
  g_autofree char *mailbox = g_strdup_printf ("p%u@domain%u.example", person, person % 5);
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);

  return kith_history_list_acquaintances (history, address, now, limit, n_total);
}

static KithAcquaintance *
find_row (GPtrArray  *rows,
          const char *mailbox)
{
  for (guint i = 0; i < rows->len; i++)
    if (strcmp (((KithAcquaintance *) g_ptr_array_index (rows, i))->mailbox, mailbox) == 0)
      return g_ptr_array_index (rows, i);
  return NULL;
}

static void
assert_same_histories (KithHistory *small,
                       KithHistory *big,
                       gint64       now)
{
  for (guint person = 1; person <= N_PEOPLE; person++)
    {
      guint n_one = 0, n_other = 0;
      g_autoptr (GPtrArray) one = list_rows (small, person, 100, now, &n_one);
      g_autoptr (GPtrArray) other = list_rows (big, person, 100, now, &n_other);
      g_autofree char *mailbox = g_strdup_printf ("p%u@domain%u.example", person, person % 5);
      g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
      KithBetween between_one, between_other;

      g_assert_cmpuint (one->len, ==, other->len);
      g_assert_cmpuint (n_one, ==, n_other);
      for (guint i = 0; i < one->len; i++)
        {
          const KithAcquaintance *row = g_ptr_array_index (one, i);
          const KithAcquaintance *same = find_row (other, row->mailbox);

          g_assert_nonnull (same);
          g_assert_cmpuint (row->n_conversations, ==, same->n_conversations);
          g_assert_cmpint (row->last, ==, same->last);
          g_assert_cmpint (row->in_conversation, ==, same->in_conversation);
          g_assert_cmpstr (row->colleague_at, ==, same->colleague_at);
          g_assert_cmpstr (row->name, ==, same->name);
          g_assert_cmpfloat (fabs (row->strength - same->strength), <, 1e-4);
        }
      g_assert_cmpint (kith_history_get_between (small, address, now, &between_one), ==, kith_history_get_between (big, address, now, &between_other));
      g_assert_cmpmem (&between_one, sizeof between_one, &between_other, sizeof between_other);
    }
}

static void
change_world (World       *world,
              KithHistory *history,
              guint        n_new,
              GArray      *removed)
{
  g_autoptr (KithHistoryBatch) batch = kith_history_batch_new (world->now);
  g_autoptr (GError) error = NULL;

  kith_history_batch_add_folder (batch, "account", "INBOX");
  for (guint i = 0; i < n_new; i++)
    add_random (world, batch, world->n + i);
  for (guint i = 0; i < removed->len; i++)
    kith_history_batch_remove (batch, 0, g_array_index (removed, guint, i));
  kith_history_commit (history, batch, &error);
  g_assert_no_error (error);
}

/* Whether the index is written anew for each change, or only its small file, must not show. */
static void
test_small_and_big (Fixture       *self,
                    gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autofree char *other = g_build_filename (self->directory, "other", NULL);
  g_autoptr (KithHistory) big = kith_history_new (other);
  g_autoptr (GRand) rand = g_rand_new_with_seed (9);
  g_autoptr (GArray) alive = g_array_new (FALSE, FALSE, sizeof (guint));
  World world = { rand, 0, alive, self->now };
  KithHistoryStats stats;

  kith_history_set_thresholds (big, G_MAXUINT, 0);
  kith_history_add_owners (self->history, owners, NULL);
  kith_history_add_owners (big, owners, NULL);
  for (guint round = 0; round < 40; round++)
    {
      guint n_new = round == 0 ? 700 : g_rand_int_range (rand, 0, 12);
      g_autoptr (GArray) removed = g_array_new (FALSE, FALSE, sizeof (guint));

      for (guint i = round == 0 ? 0 : g_rand_int_range (rand, 0, 9); i > 0 && alive->len > 0; i--)
        {
          guint index = g_rand_int_range (rand, 0, alive->len);

          g_array_append_val (removed, g_array_index (alive, guint, index));
          g_array_remove_index_fast (alive, index);
        }
      kith_history_set_thresholds (self->history, round == 0 ? G_MAXUINT : 0, G_MAXINT);
      change_world (&world, self->history, n_new, removed);
      change_world (&world, big, n_new, removed);
      for (guint i = 0; i < n_new; i++)
        {
          guint number = world.n + i;

          g_array_append_val (alive, number);
        }
      world.n += n_new;
      assert_same_histories (self->history, big, self->now);
    }
  kith_history_get_stats (self->history, &stats);
  g_assert_cmpuint (stats.n_recent, >, 50);
  g_assert_cmpuint (stats.n_messages, ==, alive->len);
  /* And when the small file is taken into the big one. */
  kith_history_set_thresholds (self->history, G_MAXUINT, 0);
  kith_history_set_max_recipients (self->history, 9, NULL);
  kith_history_set_max_recipients (big, 9, NULL);
  kith_history_get_stats (self->history, &stats);
  g_assert_cmpuint (stats.n_recent, ==, 0);
  g_assert_cmpuint (stats.n_messages, ==, alive->len);
  assert_same_histories (self->history, big, self->now);
  g_clear_object (&big);
}

/* A message that moves from one folder to another stays; it goes with its last place. */
static void
test_moved (Fixture       *self,
            gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  World world = { NULL, 0, NULL, self->now };
  g_autoptr (GArray) none = g_array_new (FALSE, FALSE, sizeof (guint));
  KithHistoryStats stats;

  kith_history_add_owners (self->history, owners, NULL);
  change_world (&world, self->history, 20, none);
  kith_history_set_thresholds (self->history, 0, G_MAXINT);
  for (guint round = 0; round < 3; round++)
    {
      g_autoptr (KithHistoryBatch) batch = kith_history_batch_new (self->now);
      g_autoptr (GError) error = NULL;

      kith_history_batch_add_folder (batch, "account", "INBOX");
      kith_history_batch_add_folder (batch, "account", "Archive");
      if (round == 0)
        {
          add_random (&world, batch, 5);
          g_array_index (batch->table->locations, KithHistoryLocation, 0).folder = 1;
        }
      if (round == 0)
        kith_history_batch_remove (batch, 0, 5);
      if (round == 1)
        kith_history_batch_remove (batch, 1, 5);
      if (round == 2)
        add_random (&world, batch, 5);
      kith_history_commit (self->history, batch, &error);
      g_assert_no_error (error);
      kith_history_get_stats (self->history, &stats);
      g_assert_cmpuint (stats.n_messages, ==, round == 1 ? 19 : 20);
    }
}

static void
add_numbered (KithHistoryBatch *batch,
              guint64           uid,
              guint64           id)
{
  static const char from[] = "anna@acme.example", to[] = OWNER ", bo@firm.example";

  kith_history_batch_begin (batch, 0, uid, id, 0, 1772539200, KITH_HISTORY_NONE);
  kith_history_batch_add_people (batch, KITH_PART_FROM, (KithSlice) { from, strlen (from) });
  kith_history_batch_add_people (batch, KITH_PART_TO, (KithSlice) { to, strlen (to) });
}

/* Mail programs give the number of a deleted message again. */
static void
test_number_again (Fixture       *self,
                   gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (KithAddress) bo = kith_address_new ("bo@firm.example", NULL, NULL);

  kith_history_add_owners (self->history, owners, NULL);
  kith_history_set_thresholds (self->history, 0, G_MAXINT);
  for (guint64 id = 11; id < 15; id++)
    {
      g_autoptr (KithHistoryBatch) batch = kith_history_batch_new (self->now);
      g_autoptr (KithHistoryKnown) known = NULL;
      g_autoptr (GPtrArray) found = NULL;

      kith_history_batch_add_folder (batch, "account", "INBOX");
      if (id > 11)
        kith_history_batch_remove (batch, 0, 1);
      add_numbered (batch, 1, id);
      g_assert_true (kith_history_commit (self->history, batch, NULL));
      if (id == 11)
        kith_history_set_max_recipients (self->history, 9, NULL);
      found = kith_history_list_messages (self->history, anna, bo, 10);
      g_assert_cmpuint (found->len, ==, 1);
      known = kith_history_load_known_folder (self->history, "account", "INBOX");
      g_assert_true (kith_history_known_take (known, "account", "INBOX", 1));
      g_assert_false (kith_history_known_take (known, "account", "INBOX", 1));
    }
}

static void
commit_numbered (Fixture *self,
                 guint64  removed,
                 guint64  first,
                 guint64  last)
{
  g_autoptr (KithHistoryBatch) batch = kith_history_batch_new (self->now);

  kith_history_batch_add_folder (batch, "account", "INBOX");
  if (removed != 0)
    kith_history_batch_remove (batch, 0, removed);
  for (guint64 uid = first; uid <= last; uid++)
    add_numbered (batch, uid, uid);
  g_assert_true (kith_history_commit (self->history, batch, NULL));
}

static void
count_left (guint64  uid,
            gpointer user_data)
{
  (*(guint *) user_data)++;
}

/* However many came since: a message that was deleted is not known, and is read when it is brought back. */
static void
test_known_deleted (Fixture       *self,
                    gconstpointer  data)
{
  for (guint64 n_later = 1; n_later < 200; n_later += 7)
    {
      g_autoptr (KithHistoryKnown) known = NULL;
      guint n_left = 0;

      kith_history_clear (self->history, NULL);
      kith_history_set_thresholds (self->history, 0, G_MAXINT);
      commit_numbered (self, 0, 1, 30);
      commit_numbered (self, 5, 101, 100 + n_later);
      known = kith_history_load_known_folder (self->history, "account", "INBOX");
      kith_history_known_foreach_left (known, "account", "INBOX", count_left, &n_left);
      g_assert_cmpuint (n_left, ==, 29 + n_later);
      g_assert_false (kith_history_known_take (known, "account", "INBOX", 5));
      g_assert_true (kith_history_known_take (known, "account", "INBOX", 6));
      g_assert_true (kith_history_known_take (known, "account", "INBOX", 100 + n_later));
    }
}

/* -- broken files -- */

static char *
find_base (Fixture *self)
{
  g_autoptr (GDir) dir = g_dir_open (self->cache, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_prefix (name, "base-"))
      return g_build_filename (self->cache, name, NULL);
  g_assert_not_reached ();
}

static void
fill (Fixture *self)
{
  static const char *const owners[] = { OWNER, NULL };

  g_free (fixture_add (self, "a1", NULL, "3 Mar 2026", "Anna Berg <anna@acme.example>", OWNER, "Bo Dahl <bo@firm.example>", NULL));
  g_free (fixture_add (self, "a2", NULL, "3 Mar 2026", "Dan Fors <dan@third.example>", OWNER, NULL, NULL));
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
}

/* Whatever was done to the files: no crash, no warning, and the next scan has everything again. */
static void
assert_rebuilt (Fixture *self)
{
  static const char *const owners[] = { OWNER, NULL };
  g_autofree char *anna = NULL;
  g_autofree char *ignored = NULL;

  fixture_reopen (self);
  ignored = fixture_describe (self, "anna@acme.example");
  kith_history_add_owners (self->history, owners, NULL);
  fixture_scan (self, NULL, NULL);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Bo Dahl <bo@firm.example> correspondence: 1 conversation, last in March 2026\n");
}

static void
test_truncated (Fixture       *self,
                gconstpointer  data)
{
  fill (self);
  for (guint which = 0; which < 2; which++)
    for (guint step = 0; step < 12; step++)
      {
        g_autofree char *path = which == 0 ? find_base (self) : g_build_filename (self->cache, "index", NULL);
        g_autofree char *content = NULL;
        gsize length;

        g_assert_true (g_file_get_contents (path, &content, &length, NULL));
        g_assert_true (g_file_set_contents (path, content, length * step / 12, NULL));
        assert_rebuilt (self);
      }
}

/* As a later Kith may write them: whole, and not for this one. */
static void
test_newer (Fixture       *self,
            gconstpointer  data)
{
  g_autofree char *index = g_build_filename (self->cache, "index", NULL);

  fill (self);
  for (guint which = 0; which < 2; which++)
    {
      g_autofree char *path = which == 0 ? g_strdup (index) : find_base (self);
      g_autofree char *content = NULL;
      g_autofree char *before = NULL;
      KithHistoryHeader header;
      gsize length;
      guint64 sum;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      if (which == 0)
        {
          /* The version stands behind the sum. */
          content[16] = KITH_HISTORY_VERSION + 1;
          sum = kith_hash_bytes (content + 16, length - 16, 5);
          memcpy (content + 8, &sum, sizeof sum);
        }
      else
        {
          memcpy (&header, content, sizeof header);
          sum = header.checksum;
          header.checksum = 0;
          g_assert_cmpuint (kith_hash_bytes (&header, sizeof header, 2), ==, sum);
          header.version = KITH_HISTORY_VERSION + 1;
          header.checksum = kith_hash_bytes (&header, sizeof header, 2);
          memcpy (content, &header, sizeof header);
        }
      g_assert_true (g_file_set_contents (path, content, length, NULL));
      fixture_reopen (self);
      before = fixture_describe (self, "anna@acme.example");
      g_assert_cmpstr (before, ==, "");
      assert_rebuilt (self);
    }
}

static void
test_flipped (Fixture       *self,
              gconstpointer  data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (6);

  fill (self);
  for (guint round = 0; round < 150; round++)
    {
      g_autofree char *path = round % 3 == 0 ? g_build_filename (self->cache, "index", NULL) : find_base (self);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      content[g_rand_int_range (rand, 0, length)] ^= 1 << g_rand_int_range (rand, 0, 8);
      g_assert_true (g_file_set_contents (path, content, length, NULL));
      assert_rebuilt (self);
    }
}

static void
test_cut_while_open (Fixture       *self,
                     gconstpointer  data)
{
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;

  fill (self);
  before = fixture_describe (self, "dan@third.example");
  path = find_base (self);
  g_assert_cmpint (truncate (path, 4100), ==, 0);
  after = fixture_describe (self, "anna@acme.example");
  assert_rebuilt (self);
}

static void
test_not_files (Fixture       *self,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (self->cache, "index", NULL);
  g_autofree char *anna = NULL;

  /* The index is a folder. */
  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "");
  g_assert_cmpint (g_rmdir (path), ==, 0);
  fill (self);
  assert_rebuilt (self);
  /* The base file is gone. */
  g_free (path);
  path = find_base (self);
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_rebuilt (self);
}

/* A disk that is full, as far as a process can be told so: the old index stays. */
static void
test_full_disk (Fixture       *self,
                gconstpointer  data)
{
  g_autoptr (KithHistoryScanner) scanner = NULL;
  const char *paths[] = { self->mail, NULL };
  g_autoptr (GError) error = NULL;
  g_autofree char *anna = NULL;
  KithScanResult result;
  struct rlimit before, small;

  fill (self);
  g_free (fixture_add (self, "a3", NULL, "4 Mar 2026", "Anna Berg <anna@acme.example>", OWNER, "Bo Dahl <bo@firm.example>", NULL));
  scanner = kith_history_scanner_new (self->history);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 1000;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  kith_history_scanner_run (scanner, paths, &result, NULL, &error);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, KITH_ERROR, KITH_ERROR_STORAGE);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Bo Dahl <bo@firm.example> correspondence: 1 conversation, last in March 2026\n");
  fixture_scan (self, NULL, NULL);
  g_free (anna);
  anna = fixture_describe (self, "anna@acme.example");
  g_assert_cmpstr (anna, ==, "Bo Dahl <bo@firm.example> correspondence: 2 conversations, last in March 2026\n");
}

/* -- two programs -- */

static void
write_in_child (Fixture *self,
                guint    child)
{
  g_autoptr (KithHistory) history = kith_history_new (self->cache);

  kith_history_set_thresholds (history, 50, 40);
  for (guint i = 0; i < 25; i++)
    {
      g_autoptr (KithHistoryBatch) batch = kith_history_batch_new (self->now);
      g_autofree char *people = g_strdup_printf ("Anna <anna@acme.example>, c%um%u@child.example, " OWNER, child, i);
      guint number = child * 1000 + i;

      kith_history_batch_add_folder (batch, "account", child == 0 ? "one" : "two");
      kith_history_batch_begin (batch, 0, number, number + 1, 0, self->now - 1000, KITH_HISTORY_NONE);
      kith_history_batch_add_people (batch, KITH_PART_TO, (KithSlice) { people, strlen (people) });
      if (!kith_history_commit (history, batch, NULL))
        _exit (1);
    }
  _exit (0);
}

static void
test_two_writers (Fixture       *self,
                  gconstpointer  data)
{
  static const char *const owners[] = { OWNER, NULL };
  pid_t children[2];
  KithHistoryStats stats;
  g_autoptr (KithAddress) anna = kith_address_new ("anna@acme.example", NULL, NULL);
  g_autoptr (GPtrArray) rows = NULL;

  kith_history_add_owners (self->history, owners, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      children[i] = fork ();
      if (children[i] == 0)
        write_in_child (self, i);
      g_assert_cmpint (children[i], >, 0);
    }
  /* Read meanwhile: never less than before, never broken. */
  for (guint i = 0, n_before = 0; i < 200; i++)
    {
      kith_history_get_stats (self->history, &stats);
      g_assert_cmpuint (stats.n_messages, >=, n_before);
      n_before = stats.n_messages;
    }
  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int status = -1;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  kith_history_get_stats (self->history, &stats);
  g_assert_cmpuint (stats.n_messages, ==, 50);
  rows = kith_history_list_acquaintances (self->history, anna, self->now, 100, NULL);
  g_assert_cmpuint (rows->len, ==, 50);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/history/store/" name, Fixture, NULL, fixture_set_up, func, fixture_tear_down)
  g_test_add_func ("/history/ties/grow", test_ties_grow);
  g_test_add_func ("/history/ties/threads", test_ties_threads);
  ADD ("small-and-big", test_small_and_big);
  ADD ("moved", test_moved);
  ADD ("number-again", test_number_again);
  ADD ("known-deleted", test_known_deleted);
  ADD ("truncated", test_truncated);
  ADD ("newer", test_newer);
  ADD ("flipped", test_flipped);
  ADD ("cut-while-open", test_cut_while_open);
  ADD ("not-files", test_not_files);
  ADD ("full-disk", test_full_disk);
  ADD ("two-writers", test_two_writers);
  return g_test_run ();
}
