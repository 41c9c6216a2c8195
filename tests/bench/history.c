/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * How fast mail is read into the history, how large that gets, and how fast shared connections are found. Prints a table; passes and fails nothing, since a
 * clock on the wall says as much about the machine. The corpus is made up, the same each time. Sizes can be set:
 * KITH_BENCH_MESSAGES (files to read), KITH_BENCH_GRAPH (messages of the graph), KITH_BENCH_PEOPLE.
 */

#include "config.h"

#include <dirent.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <gmime/gmime.h>
#include <math.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>
#include <utime.h>

#include "kith-history-scanner.h"

#define OWNER "owner@example.org"
#define MESSAGE_BYTES 2048

static guint
get_size (const char *name,
          guint       fallback)
{
  const char *value = g_getenv (name);

  return value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : fallback;
}

static double
seconds (void)
{
  return g_get_monotonic_time () / (double) G_USEC_PER_SEC;
}

/* Of this thread alone, on one core: what other programs take meanwhile is not measured. Nothing here waits for a disk. */
static double
thread_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

/* A person, the lower numbers far more often than the higher: as 1 / rank. */
static guint
pick_person (GRand *rand,
             guint  n_people)
{
  return MIN ((guint) exp (g_rand_double (rand) * log (n_people + 1.0)), n_people) - 1;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
append_person (GString *text,
               guint    person)
{
  g_string_append_printf (text, "%sPerson %c. Number%u%s <person%u@company%u.example>", person % 3 ? "" : "\"", 'A' + person % 26, person,
                          person % 3 ? "" : "\"", person, person / 20);
}

static void
make_message (GString *text,
              GRand   *rand,
              guint    number,
              guint    n_people)
{
  gboolean mine = g_rand_int_range (rand, 0, 4) == 0;
  guint when = 1600000000 + number * 1500;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (when);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S +0000");
  guint n_cc = g_rand_int_range (rand, 0, 3);

  g_string_assign (text, "Return-Path: <bounce@relay.example>\nReceived: from relay.example (relay.example [192.0.2.1])\n\tby mail.example.org with ESMTPS id ");
  g_string_append_printf (text, "%08x\n\tfor <" OWNER ">; %s\nFrom: ", number, date);
  if (mine)
    g_string_append (text, "The Owner <" OWNER ">\nTo: ");
  else
    append_person (text, pick_person (rand, n_people));
  if (!mine)
    g_string_append (text, "\nTo: The Owner <" OWNER ">,\n ");
  append_person (text, pick_person (rand, n_people));
  for (guint i = 0; i < n_cc; i++)
    {
      g_string_append (text, i == 0 ? "\nCc: " : ", ");
      append_person (text, pick_person (rand, n_people));
    }
  g_string_append_printf (text, "\nSubject: Number %u\nDate: %s\nMessage-ID: <%u@example.org>\n", number, date, number);
  if (number > 10 && number % 2)
    g_string_append_printf (text, "In-Reply-To: <%u@example.org>\nReferences: <%u@example.org>\n", number - 9, number - 9);
  g_string_append (text, "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n");
  while (text->len < MESSAGE_BYTES)
    g_string_append (text, text->len % 64 == 0 ? "\n" : "x");
}

static char *
make_maildir (const char *directory,
              guint       n_messages,
              guint       n_people)
{
  static const char *const parts[] = { "cur", "new", "tmp" };
  g_autoptr (GRand) rand = g_rand_new_with_seed (1);
  g_autoptr (GString) text = g_string_new (NULL);
  char *mail = g_build_filename (directory, "mail", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      g_autofree char *path = g_build_filename (mail, parts[i], NULL);

      g_mkdir_with_parents (path, 0700);
    }
  for (guint i = 0; i < n_messages; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s/cur/%u.M%uP1.host:2,S", mail, 1600000000 + i * 1500, i);
      int fd;

      make_message (text, rand, i, n_people);
      fd = open (path, O_WRONLY | O_CREAT | O_EXCL, 0600);
      if (fd < 0 || write (fd, text->str, text->len) < 0)
        g_error ("%s cannot be written", path);
      close (fd);
    }
  return mail;
}

/* The yardstick: every file opened, its header block split, and the address fields given to GMime's parser. Nothing is kept. */
static guint
scan_with_gmime (const char *mail)
{
  g_autofree char *path = g_build_filename (mail, "cur", NULL);
  DIR *dir = opendir (path);
  const struct dirent *entry;
  g_autofree char *buffer = g_malloc (64 * 1024 + 1);
  guint n_addresses = 0;

  while ((entry = readdir (dir)) != NULL)
    {
      int fd = openat (dirfd (dir), entry->d_name, O_RDONLY);
      gssize n = fd >= 0 ? read (fd, buffer, 8192) : -1;
      char *line = buffer;

      if (fd >= 0)
        close (fd);
      if (n <= 0)
        continue;
      buffer[n] = '\0';
      while (*line != '\0' && *line != '\n')
        {
          char *end = strchr (line, '\n');
          InternetAddressList *list = NULL;

          while (end != NULL && (end[1] == ' ' || end[1] == '\t'))
            end = strchr (end + 1, '\n');
          if (end == NULL)
            break;
          *end = '\0';
          if (g_ascii_strncasecmp (line, "From:", 5) == 0 || g_ascii_strncasecmp (line, "To:", 3) == 0 || g_ascii_strncasecmp (line, "Cc:", 3) == 0)
            list = internet_address_list_parse (NULL, strchr (line, ':') + 1);
          if (list != NULL)
            {
              n_addresses += internet_address_list_length (list);
              g_object_unref (list);
            }
          line = end + 1;
        }
    }
  closedir (dir);
  return n_addresses;
}

static double
time_gmime (const char *mail)
{
  double best = G_MAXDOUBLE;

  for (guint i = 0; i < 3; i++)
    {
      double start = thread_seconds (), taken;

      if (scan_with_gmime (mail) == 0)
        g_error ("the yardstick read nothing");
      taken = thread_seconds () - start;
      best = MIN (best, taken);
    }
  return best;
}

static double
time_scan (KithHistory    *history,
           const char     *mail,
           KithScanResult *result)
{
  g_autoptr (KithHistoryScanner) scanner = kith_history_scanner_new (history);
  const char *paths[] = { mail, NULL };
  g_autoptr (GError) error = NULL;
  double start = thread_seconds ();

  if (!kith_history_scanner_run (scanner, paths, result, NULL, &error))
    g_error ("%s", error->message);
  return thread_seconds () - start;
}

static void
age_folder (const char *mail,
            const char *name)
{
  g_autofree char *path = g_build_filename (mail, name, NULL);
  struct utimbuf times = { 1600000000, 1600000000 };

  utime (path, &times);
}

static void
bench_index (const char *directory)
{
  guint n = get_size ("KITH_BENCH_MESSAGES", 100000);
  g_autofree char *mail = make_maildir (directory, n, n / 10);
  g_autofree char *cache = g_build_filename (directory, "scan", NULL);
  double yardstick = time_gmime (mail), best = G_MAXDOUBLE, again, listed;
  g_autoptr (KithHistory) history = kith_history_new (cache);
  KithScanResult result;
  KithHistoryStats stats;

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      double taken;

      if (!kith_history_clear (history, &error))
        g_error ("%s", error->message);
      taken = time_scan (history, mail, &result);
      best = MIN (best, taken);
      if (result.n_messages != n)
        g_error ("%u messages became %" G_GUINT64_FORMAT, n, result.n_messages);
    }
  listed = time_scan (history, mail, &result);
  age_folder (mail, "cur");
  age_folder (mail, "new");
  time_scan (history, mail, &result);
  again = time_scan (history, mail, &result);
  kith_history_get_stats (history, &stats);
  g_print ("\nMaildir of %u messages of %u bytes, warm\n", n, MESSAGE_BYTES);
  g_print ("  GMime, headers only, nothing kept       %10.0f messages/s   the yardstick\n", n / yardstick);
  g_print ("  kith index, from nothing                %10.0f messages/s   %.2f of the yardstick (wanted: 60000, 0.33)\n", n / best, yardstick / best);
  g_print ("  nothing changed, folder listed          %10.3f s\n", listed);
  g_print ("  nothing changed, folder's time the same %10.3f s            (wanted: 1)\n", again);
  g_print ("  size of the index                       %10.1f bytes/message (wanted: 80)\n", (double) stats.bytes / n);
  g_print ("  (mu index and notmuch new did 720 and 408 messages/s on such a corpus elsewhere; they index bodies too)\n");
}

static KithSlice
make_slice (const GString *text)
{
  KithSlice slice = { text->str, text->len };

  return slice;
}

static void
add_graph_message (KithHistoryBatch *batch,
                   GRand            *rand,
                   guint             number,
                   guint             n_messages,
                   guint             n_people,
                   gint64            now)
{
  g_autoptr (GString) to = g_string_new ("The Owner <" OWNER ">");
  g_autoptr (GString) from = g_string_new (NULL);
  guint n_others = g_rand_int_range (rand, 1, 4);
  guint64 thread = number % 3 == 0 ? 0 : kith_mix64 (number - number % 3 + 1) | 1;

  append_person (from, pick_person (rand, n_people));
  for (guint i = 0; i < n_others; i++)
    {
      g_string_append (to, ", ");
      append_person (to, pick_person (rand, n_people));
    }
  kith_history_batch_begin (batch, 0, number + 1, kith_mix64 (number + 1) | 1, thread, now - (gint64) (n_messages - number) * 300,
                            thread != 0 ? KITH_HISTORY_REPLY : KITH_HISTORY_NONE);
  kith_history_batch_add_people (batch, KITH_PART_FROM, make_slice (from));
  kith_history_batch_add_people (batch, KITH_PART_TO, make_slice (to));
}

static void
commit (KithHistory      *history,
        KithHistoryBatch *batch)
{
  g_autoptr (GError) error = NULL;

  if (!kith_history_commit (history, batch, &error))
    g_error ("%s", error->message);
  kith_history_batch_free (batch);
}

static int
compare_doubles (const void *a,
                 const void *b)
{
  double one = *(const double *) a;
  double other = *(const double *) b;

  return one < other ? -1 : one > other;
}

static void
bench_queries (KithHistory *history,
               guint        n_people,
               gboolean     by_mail,
               gint64       now,
               const char  *what)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  guint n = get_size ("KITH_BENCH_QUESTIONS", 10000);
  g_autofree double *times = g_new (double, n);
  guint64 n_found = 0;

  for (guint i = 0; i < n; i++)
    {
      guint person = by_mail ? pick_person (rand, n_people) : (guint) g_rand_int_range (rand, 0, n_people);
      g_autofree char *mailbox = g_strdup_printf ("person%u@company%u.example", person, person / 20);
      g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
      g_autoptr (GPtrArray) rows = NULL;
      double start = thread_seconds ();

      rows = kith_history_list_acquaintances (history, address, now, 50, NULL);
      times[i] = thread_seconds () - start;
      n_found += rows->len;
    }
  qsort (times, n, sizeof (double), compare_doubles);
  g_print ("  %-39s p50 %7.3f ms  p99 %7.3f ms  max %7.3f ms  (wanted: p99 1, max 16), %.1f found each\n", what, times[n / 2] * 1000,
           times[n / 100 * 99] * 1000, times[n - 1] * 1000, (double) n_found / n);
}

static double
read_rss (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL) || (line = strstr (status, "VmRSS:")) == NULL)
    return 0;
  return g_ascii_strtoull (line + 6, NULL, 10) / 1024.0;
}

/* In a process of its own, that has made no index before. */
static int
measure_memory (const char *cache,
                guint       n_people,
                gint64      now)
{
  g_autoptr (KithAddress) nobody = kith_address_new ("nobody@example.org", NULL, NULL);
  g_autoptr (KithHistory) history = kith_history_new (cache);
  double before = read_rss (), opened;

  g_ptr_array_unref (kith_history_list_acquaintances (history, nobody, now, 50, NULL));
  opened = read_rss ();
  bench_queries (history, n_people, TRUE, now, "after opening in a fresh process");
  g_print ("  memory: %.1f MiB when open, %.1f MiB after all these people (wanted: 32)\n", opened - before, read_rss () - before);
  return 0;
}

static void
bench_graph (const char *directory,
             const char *self)
{
  guint n = get_size ("KITH_BENCH_GRAPH", 1000000);
  guint n_people = get_size ("KITH_BENCH_PEOPLE", 100000);
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *cache = g_build_filename (directory, "graph", NULL);
  g_autoptr (KithHistory) history = kith_history_new (cache);
  g_autoptr (GRand) rand = g_rand_new_with_seed (2);
  static const char *const owners[] = { OWNER, NULL };
  KithHistoryBatch *batch = kith_history_batch_new (now);
  KithHistoryStats stats;
  double start = seconds (), filled;
  g_autofree char *people_text = g_strdup_printf ("%u", n_people);
  const char *argv[] = { self, "--memory", cache, people_text, NULL };

  kith_history_batch_add_folder (batch, "account", "INBOX");
  for (guint i = 0; i < n; i++)
    add_graph_message (batch, rand, i, n + 5000, n_people, now);
  filled = seconds ();
  commit (history, batch);
  kith_history_get_stats (history, &stats);
  g_print ("\nGraph of %u messages and %" G_GUINT64_FORMAT " people, heavy-tailed\n", n, stats.n_addresses);
  g_print ("  gathered in %.2f s, written in %.2f s, %.1f bytes/message\n", filled - start, seconds () - filled, (double) stats.bytes / n);
  start = seconds ();
  kith_history_add_owners (history, owners, NULL);
  g_print ("  written anew, now that the owner is known, in %.2f s\n", seconds () - start);
  bench_queries (history, n_people, FALSE, now, "shared connections, any person");
  bench_queries (history, n_people, TRUE, now, "shared connections, who writes most");
  batch = kith_history_batch_new (now);
  kith_history_batch_add_folder (batch, "account", "INBOX");
  for (guint i = 0; i < 700; i++)
    add_graph_message (batch, rand, n + i, n + 5000, n_people, now);
  for (guint i = 0; i < 150; i++)
    kith_history_batch_remove (batch, 0, i * 1777 % n + 1);
  start = seconds ();
  commit (history, batch);
  g_print ("  700 new and 150 deleted messages written in %.3f s\n", seconds () - start);
  bench_queries (history, n_people, TRUE, now, "the same, with these");
  fflush (stdout);
  g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_CHILD_INHERITS_STDIN, NULL, NULL, NULL, NULL, NULL, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_autofree char *directory = NULL;

  g_mime_init ();
  if (argc == 4 && strcmp (argv[1], "--memory") == 0)
    return measure_memory (argv[2], (guint) g_ascii_strtoull (argv[3], NULL, 10), g_get_real_time () / G_USEC_PER_SEC);
  directory = g_dir_make_tmp ("kith-bench-XXXXXX", NULL);
  bench_index (directory);
  bench_graph (directory, argv[0]);
  remove_tree (directory);
  return 0;
}
