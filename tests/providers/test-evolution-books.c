/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <kith/kith.h>
#include <libebook/libebook.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>

/* The real Evolution Data Server on a bus of the test's own, with a home of its own, and a Kith that has nothing but the shared library. */
#define LIMIT_SEC 20

typedef struct
{
  GSubprocess *bus;
  char *home;
  ESourceRegistry *registry;
  EBookClient *book;
  KithEngine *engine;
} Fixture;

static Fixture fixture;

static guint signal_running (int number);

static gboolean
on_late (gpointer user_data)
{
  signal_running (SIGCONT);
  g_error ("It took too long: %s", (const char *) user_data);
  return G_SOURCE_REMOVE;
}

static gboolean
on_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* Turns the main loop until @done says yes; what happens in other programs wakes no loop here, a tick does. */
static void
wait_until (gboolean  (*done) (gpointer),
            gpointer    user_data,
            const char *what)
{
  guint late = g_timeout_add_seconds (LIMIT_SEC, on_late, (gpointer) what);
  guint tick = g_timeout_add (20, on_tick, NULL);

  while (!done (user_data))
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (late);
  g_source_remove (tick);
}

static gboolean
is_complete (gpointer lookup)
{
  return kith_lookup_is_complete (lookup);
}

static KithLookup *
look_up (const char *mailbox)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);
  KithLookup *lookup = kith_engine_lookup (fixture.engine, address, NULL, KITH_LOOKUP_NONE);

  wait_until (is_complete, lookup, "a look-up");
  return lookup;
}

static const char *
get_value (KithLookup *lookup,
           KithField   field)
{
  KithFact *fact = kith_profile_get_best (kith_lookup_get_profile (lookup), field);

  return fact != NULL ? kith_fact_get_value (fact) : NULL;
}

static KithOutcome *
get_outcome (KithLookup *lookup)
{
  GPtrArray *outcomes = kith_profile_get_outcomes (kith_lookup_get_profile (lookup));

  for (guint i = 0; i < outcomes->len; i++)
    if (g_str_equal (kith_outcome_get_provider_id (outcomes->pdata[i]), "evolution"))
      return outcomes->pdata[i];
  g_error ("There is no provider of Evolution's address books.");
}

static char *
add_to (EBookClient *book,
        const char  *properties)
{
  g_autofree char *vcard = g_strconcat ("BEGIN:VCARD\r\nVERSION:3.0\r\n", properties, "END:VCARD\r\n", NULL);
  EContact *contact = e_contact_new_from_vcard (vcard);
  GError *error = NULL;
  char *uid = NULL;

  e_book_client_add_contact_sync (book, contact, E_BOOK_OPERATION_FLAG_NONE, &uid, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (contact);
  return uid;
}

static void
edit (const char    *uid,
      EContactField  field,
      const char    *value)
{
  EContact *contact = NULL;
  GError *error = NULL;

  e_book_client_get_contact_sync (fixture.book, uid, &contact, NULL, &error);
  g_assert_no_error (error);
  e_contact_set (contact, field, value);
  e_book_client_modify_contact_sync (fixture.book, contact, E_BOOK_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  g_object_unref (contact);
}

static void
test_facts (void)
{
  g_autofree char *uid =
      add_to (fixture.book,
              "FN:Ada Marsh\r\nN:Marsh;Ada;;;\r\nEMAIL;TYPE=WORK:Ada.Marsh@Rail.example\r\nEMAIL;TYPE=HOME:ada@marsh.example\r\n"
              "TITLE:Head of Signalling\r\nROLE:Programmer\r\nORG:Rail Works;Signals\r\nTEL;TYPE=WORK:+44 20 7946 0000\r\n"
              "URL:https://marsh.example/\r\nTZ:Europe/London\r\nBDAY:1985-04-12\r\nNOTE:Met in York\r\nX-EVOLUTION-MANAGER:Carl Bo\r\n"
              "X-EVOLUTION-ASSISTANT:Dana\r\nADR;TYPE=WORK:;;1 Yard;York;;;United Kingdom\r\n"
              "PHOTO;ENCODING=b;TYPE=PNG:iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==\r\n");
  g_autoptr (KithLookup) lookup = look_up ("ada.marsh@rail.example");
  g_autoptr (KithLookup) other = NULL;
  g_autoptr (KithLookup) part = NULL;
  KithFact *role = kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_ROLE);
  g_autofree char *kind = NULL, *book = NULL, *contact = NULL;

  g_assert_cmpint (kith_outcome_get_state (get_outcome (lookup)), ==, KITH_OUTCOME_FOUND);
  g_assert_cmpstr (kith_fact_get_value (role), ==, "Head of Signalling");
  g_assert_cmpstr (kith_fact_get_provider_id (role), ==, "evolution");
  g_assert_cmpstr (kith_fact_get_book_name (role), ==, "Personal");
  g_assert_cmpint (kith_fact_get_fetched (role), >, 0);
  g_assert_true (kith_contact_uri_parse (kith_profile_get_contact_uri (kith_lookup_get_profile (lookup), "evolution"), &kind, &book, &contact));
  g_assert_cmpstr (book, ==, "system-address-book");
  g_assert_cmpstr (contact, ==, uid);
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_NAME), ==, "Ada Marsh");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_COMPANY), ==, "Rail Works");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_DEPARTMENT), ==, "Signals");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_LOCATION), ==, "York, United Kingdom");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_TIME_ZONE), ==, "Europe/London");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_PHONE), ==, "+44 20 7946 0000");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_LINK), ==, "https://marsh.example/");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_MANAGER), ==, "Carl Bo");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_ASSISTANT), ==, "Dana");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_BIRTHDAY), ==, "1985-04-12");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_NOTE), ==, "Met in York");
  g_assert_true (g_str_has_prefix (get_value (lookup, KITH_FIELD_PHOTO), "data:image/png;base64,"));
  g_assert_cmpuint (kith_profile_get_facts (kith_lookup_get_profile (lookup), KITH_FIELD_EMAIL)->len, ==, 1);

  other = look_up ("ADA@marsh.example");
  g_assert_cmpstr (get_value (other, KITH_FIELD_ROLE), ==, "Head of Signalling");
  part = look_up ("a.marsh@rail.example");
  g_assert_null (get_value (part, KITH_FIELD_ROLE));
  g_assert_cmpstr (kith_outcome_get_reason (get_outcome (part)), ==, NULL);
  g_assert_cmpint (kith_outcome_get_state (get_outcome (part)), ==, KITH_OUTCOME_NOT_FOUND);
}

/* Both say what they say; which one comes first is always the same. */
static void
test_two_contacts (void)
{
  g_autofree char *one = add_to (fixture.book, "FN:Ben One\r\nEMAIL:ben@two.example\r\nTITLE:Smith\r\n");
  g_autofree char *two = add_to (fixture.book, "FN:Ben Two\r\nEMAIL:ben@two.example\r\nTITLE:Mason\r\n");
  const char *first = strcmp (one, two) < 0 ? "Smith" : "Mason";

  for (int i = 0; i < 3; i++)
    {
      g_autoptr (KithLookup) lookup = look_up ("ben@two.example");
      GPtrArray *roles = kith_profile_get_facts (kith_lookup_get_profile (lookup), KITH_FIELD_ROLE);

      g_assert_cmpuint (roles->len, ==, 2);
      g_assert_cmpstr (kith_fact_get_value (roles->pdata[0]), ==, first);
    }
}

typedef struct
{
  KithLookup *lookup;
  const char *role; /* (nullable) */
} Wanted;

static gboolean
has_role (gpointer user_data)
{
  Wanted *wanted = user_data;

  return g_strcmp0 (get_value (wanted->lookup, KITH_FIELD_ROLE), wanted->role) == 0;
}

static void
test_changes (void)
{
  g_autoptr (KithLookup) lookup = look_up ("cleo@new.example");
  Wanted wanted = { lookup, "Pilot" };
  g_autofree char *uid = NULL;
  GError *error = NULL;

  g_assert_null (get_value (lookup, KITH_FIELD_ROLE));
  uid = add_to (fixture.book, "FN:Cleo\r\nEMAIL:cleo@new.example\r\nTITLE:Pilot\r\n");
  wait_until (has_role, &wanted, "a contact that is added");
  edit (uid, E_CONTACT_TITLE, "Captain");
  wanted.role = "Captain";
  wait_until (has_role, &wanted, "a contact that is edited");
  e_book_client_remove_contact_by_uid_sync (fixture.book, uid, E_BOOK_OPERATION_FLAG_NONE, NULL, &error);
  g_assert_no_error (error);
  wanted.role = NULL;
  wait_until (has_role, &wanted, "a contact that is removed");
}

static gboolean
is_listed (gpointer source)
{
  g_autoptr (ESource) listed = e_source_registry_ref_source (fixture.registry, e_source_get_uid (source));

  return listed != NULL;
}

typedef struct
{
  ESource *source;
  EClient *client; /* (nullable) (owned) */
} Served;

/* The registry tells the server of the books of a new one when it tells us, in no order: until it has heard, it says that there is none. */
static gboolean
is_served (gpointer user_data)
{
  Served *served = user_data;
  g_autoptr (GError) error = NULL;

  served->client = e_book_client_connect_sync (served->source, (guint32) -1, NULL, &error);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_assert_no_error (error);
  return served->client != NULL;
}

/* Another book comes, is switched off, and goes. */
static void
test_books (void)
{
  g_autoptr (KithLookup) lookup = look_up ("dov@second.example");
  g_autoptr (ESource) draft = e_source_new_with_uid ("kith-second", NULL, NULL);
  g_autoptr (ESource) source = NULL;
  g_autoptr (EClient) second = NULL;
  g_autofree char *uid = NULL;
  Wanted wanted = { lookup, "Baker" };
  Served served = { NULL, NULL };
  GError *error = NULL;

  e_source_set_display_name (draft, "Second");
  e_source_set_parent (draft, "local-stub");
  e_source_backend_set_backend_name (e_source_get_extension (draft, E_SOURCE_EXTENSION_ADDRESS_BOOK), "local");
  e_source_registry_commit_source_sync (fixture.registry, draft, NULL, &error);
  g_assert_no_error (error);
  wait_until (is_listed, draft, "the registry to list a new book");
  source = e_source_registry_ref_source (fixture.registry, e_source_get_uid (draft));
  served.source = source;
  wait_until (is_served, &served, "the server to have heard of a new book");
  second = served.client;
  uid = add_to (E_BOOK_CLIENT (second), "FN:Dov\r\nEMAIL:dov@second.example\r\nTITLE:Baker\r\n");
  wait_until (has_role, &wanted, "a contact of a new book");
  g_assert_cmpstr (kith_fact_get_book_name (kith_profile_get_best (kith_lookup_get_profile (lookup), KITH_FIELD_ROLE)), ==, "Second");

  e_source_set_enabled (source, FALSE);
  e_source_write_sync (source, NULL, &error);
  g_assert_no_error (error);
  wanted.role = NULL;
  wait_until (has_role, &wanted, "a book that is switched off");
  e_source_remove_sync (source, NULL, &error);
  g_assert_no_error (error);
}

/* All processes on the bus that serve address books. Returns: how many there are */
static guint
signal_running (int number)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus", "ListNames", NULL,
                                                            G_VARIANT_TYPE ("(as)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
  g_autofree const char **names = NULL;
  guint n = 0;

  g_variant_get (reply, "(^a&s)", &names);
  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autoptr (GVariant) pid_reply = g_dbus_connection_call_sync (bus, "org.freedesktop.DBus", "/", "org.freedesktop.DBus",
                                                                    "GetConnectionUnixProcessID", g_variant_new ("(s)", names[i]),
                                                                    G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, NULL);
      g_autofree char *path = NULL, *command = NULL;
      guint32 pid;

      if (pid_reply == NULL || names[i][0] != ':')
        continue;
      g_variant_get (pid_reply, "(u)", &pid);
      path = g_strdup_printf ("/proc/%u/cmdline", pid);
      if (!g_file_get_contents (path, &command, NULL, NULL) || strstr (command, "evolution-addressbook-factory") == NULL)
        continue;
      g_assert_cmpint (kill ((pid_t) pid, number), ==, 0);
      n++;
    }
  return n;
}

static void
signal_factories (int number)
{
  g_assert_cmpuint (signal_running (number), >, 0);
}

/* Those that build on what all others of this computer say wait for them. */
static gboolean
others_answered (gpointer user_data)
{
  static const char *const waiting[] = { "evolution", "company", "linkedin", "linkedin-snapshot", NULL };
  KithProfile *profile = kith_lookup_get_profile (user_data);
  GPtrArray *outcomes = profile != NULL ? kith_profile_get_outcomes (profile) : NULL;

  for (guint i = 0; outcomes != NULL && i < outcomes->len; i++)
    if (kith_outcome_get_state (outcomes->pdata[i]) == KITH_OUTCOME_PENDING
        && !g_strv_contains (waiting, kith_outcome_get_provider_id (outcomes->pdata[i])))
      return FALSE;
  return outcomes != NULL;
}

/* The others' facts are there at once, the look-up ends in time, and says in one line what is missing. */
static void
test_hang (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("ada.marsh@rail.example", NULL, NULL);
  g_autoptr (KithLookup) lookup = NULL;
  g_autoptr (KithLookup) next = NULL;
  gint64 begin = g_get_monotonic_time (), end;

  signal_factories (SIGSTOP);
  lookup = kith_engine_lookup (fixture.engine, address, NULL, KITH_LOOKUP_NONE);
  wait_until (others_answered, lookup, "the other providers");
  g_assert_cmpint (g_get_monotonic_time () - begin, <, G_USEC_PER_SEC);
  g_assert_false (kith_lookup_is_complete (lookup));
  wait_until (is_complete, lookup, "the look-up");
  end = g_get_monotonic_time ();
  g_assert_cmpint (end - begin, <, 5 * G_USEC_PER_SEC);
  g_assert_cmpint (kith_outcome_get_state (get_outcome (lookup)), ==, KITH_OUTCOME_FAILED);
  g_assert_cmpstr (kith_outcome_get_reason (get_outcome (lookup)), ==, "No answer from: Personal.");
  g_assert_null (strchr (kith_outcome_get_reason (get_outcome (lookup)), '\n'));

  /* It is not waited for a second time. */
  next = look_up ("ben@two.example");
  g_assert_cmpint (g_get_monotonic_time () - end, <, G_USEC_PER_SEC);
  g_assert_cmpint (kith_outcome_get_state (get_outcome (next)), ==, KITH_OUTCOME_FAILED);
  signal_factories (SIGCONT);
}

static gboolean
finds_again (gpointer user_data)
{
  g_autoptr (KithLookup) lookup = look_up ("ada.marsh@rail.example");

  return g_strcmp0 (get_value (lookup, KITH_FIELD_ROLE), "Head of Signalling") == 0;
}

static void
start_engine (void)
{
  fixture.engine = kith_engine_new ();
}

static void
stop_engine (void)
{
  kith_engine_close (fixture.engine);
  g_clear_object (&fixture.engine);
}

/* A program that ends does not wait for a book that hangs, whatever it was about to do with it. */
static void
test_close (void)
{
  g_autoptr (KithAddress) address = kith_address_new ("ada.marsh@rail.example", NULL, NULL);
  gint64 begin;

  for (int turn = 0; turn < 2; turn++)
    {
      g_autoptr (KithLookup) lookup = NULL;

      stop_engine ();
      start_engine ();
      if (turn == 1)
        wait_until (finds_again, NULL, "the books of a new engine");
      signal_factories (SIGSTOP);
      lookup = kith_engine_lookup (fixture.engine, address, NULL, KITH_LOOKUP_NONE);
      wait_until (others_answered, lookup, "the other providers");
      begin = g_get_monotonic_time ();
      stop_engine ();
      g_assert_cmpint (g_get_monotonic_time () - begin, <, 2 * G_USEC_PER_SEC);
      signal_factories (SIGCONT);
      start_engine ();
    }
}

static gboolean
is_unanswered (gpointer lookup)
{
  return kith_lookup_get_profile (lookup) != NULL && kith_outcome_get_state (get_outcome (lookup)) == KITH_OUTCOME_FAILED;
}

/* Somebody ends the program that serves the books: it is started again when it is needed, but not on and on where it always ends. */
static void
test_vanish (void)
{
  g_autoptr (KithLookup) lookup = NULL;

  stop_engine ();
  start_engine ();
  wait_until (finds_again, NULL, "the books of a new engine");
  signal_factories (SIGKILL);
  wait_until (finds_again, NULL, "a book that was gone");
  lookup = look_up ("ada.marsh@rail.example");
  g_assert_cmpstr (get_value (lookup, KITH_FIELD_ROLE), ==, "Head of Signalling");
  signal_factories (SIGKILL);
  wait_until (is_unanswered, lookup, "a book that is gone for the second time");
  g_assert_cmpstr (kith_outcome_get_reason (get_outcome (lookup)), ==, "No answer from: Personal.");
}

static void
on_ledger (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  *(GPtrArray **) user_data = kith_engine_list_ledger_finish (KITH_ENGINE (source), result, NULL);
}

static gboolean
is_set (gpointer user_data)
{
  return *(gpointer *) user_data != NULL;
}

static void
test_ledger (void)
{
  g_autoptr (GPtrArray) ledger = NULL;

  kith_engine_list_ledger_async (fixture.engine, NULL, NULL, on_ledger, &ledger);
  wait_until (is_set, &ledger, "the ledger");
  g_assert_cmpuint (ledger->len, ==, 0);
}

static void
set_folder (const char *variable,
            const char *name)
{
  g_autofree char *path = g_build_filename (fixture.home, name, NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_setenv (variable, path, TRUE);
}

/* A test that fails leaves no bus behind, and nothing that lives on it. */
static void
die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

/* GTestDBus would wait for connections that Evolution's library keeps for good. */
static void
start_bus (void)
{
  g_autofree char *path = g_build_filename (fixture.home, "run", "bus", NULL);
  g_autofree char *address = g_strconcat ("unix:path=", path, NULL);
  g_autofree char *option = g_strconcat ("--address=", address, NULL);
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GDataInputStream) output = NULL;
  g_autofree char *line = NULL;
  GError *error = NULL;

  g_subprocess_launcher_set_child_setup (launcher, die_with_parent, NULL, NULL);
  fixture.bus = g_subprocess_launcher_spawn (launcher, &error, "dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address", option, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (fixture.bus));
  line = g_data_input_stream_read_line (output, NULL, NULL, NULL);
  g_assert_nonnull (line);
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", line, TRUE);
}

static void
stop_bus (void)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);

  g_dbus_connection_set_exit_on_close (bus, FALSE);
  g_subprocess_send_signal (fixture.bus, SIGTERM);
  g_subprocess_wait (fixture.bus, NULL, NULL);
  g_clear_object (&fixture.bus);
}

static void
set_up (void)
{
  g_autoptr (ESource) source = NULL;
  GError *error = NULL;

  fixture.home = g_dir_make_tmp ("kith-books-XXXXXX", &error);
  g_assert_no_error (error);
  set_folder ("HOME", "home");
  set_folder ("XDG_CONFIG_HOME", "config");
  set_folder ("XDG_DATA_HOME", "data");
  set_folder ("XDG_CACHE_HOME", "cache");
  set_folder ("XDG_STATE_HOME", "state");
  set_folder ("XDG_RUNTIME_DIR", "run");
  g_setenv ("KITH_MODULE_DIR", KITH_TEST_MODULE_DIR, TRUE);
  /* Evolution's own programs are not held to it. */
  g_unsetenv ("G_DEBUG");
  start_bus ();
  fixture.registry = e_source_registry_new_sync (NULL, &error);
  g_assert_no_error (error);
  source = e_source_registry_ref_builtin_address_book (fixture.registry);
  fixture.book = E_BOOK_CLIENT (e_book_client_connect_sync (source, (guint32) -1, NULL, &error));
  g_assert_no_error (error);
  start_engine ();
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_file_test (path, G_FILE_TEST_IS_SYMLINK) ? NULL : g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_tree (child);
    }
  g_remove (path);
}

static void
tear_down (void)
{
  stop_engine ();
  g_clear_object (&fixture.book);
  g_clear_object (&fixture.registry);
  stop_bus ();
  remove_tree (fixture.home);
  g_free (fixture.home);
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  set_up ();
  g_test_add_func ("/providers/evolution-books/facts", test_facts);
  g_test_add_func ("/providers/evolution-books/two-contacts", test_two_contacts);
  g_test_add_func ("/providers/evolution-books/changes", test_changes);
  g_test_add_func ("/providers/evolution-books/books", test_books);
  g_test_add_func ("/providers/evolution-books/hang", test_hang);
  g_test_add_func ("/providers/evolution-books/close", test_close);
  g_test_add_func ("/providers/evolution-books/vanish", test_vanish);
  g_test_add_func ("/providers/evolution-books/ledger", test_ledger);
  status = g_test_run ();
  tear_down ();
  return status;
}
