/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND
#include "config.h"

#include <gio/gsettingsbackend.h>

#include <glib/gstdio.h>
#include <kith/kith.h>

#include "kith-case.h"

/*
 * Headers as programs in the field write them, with invented people; and the rule that must decide about a remote provider that is
 * switched on. The person is the first From address unless the row names another.
 */
typedef struct
{
  const char *name;
  const char *rule;
  const char *headers;
  const char *address; /* (nullable) */
} Row;

static const Row rows[] = {
  { "plain", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMessage-ID: <1@widgets.example>\n" },
  { "reply", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nIn-Reply-To: <0@example.org>\nReferences: <0@example.org>\nAuto-Submitted: no\n" },
  { "mailman2", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\nPrecedence: list\nX-Mailman-Version: 2.1.39\n"
    "List-Id: Development <dev.lists.example.net>\nList-Unsubscribe: <https://lists.example.net/options/dev>\n"
    "List-Post: <mailto:dev@lists.example.net>\nErrors-To: dev-bounces@lists.example.net\nSender: \"dev\" <dev-bounces@lists.example.net>\n" },
  { "mailman3-munged", "list",
    "From: Jane Doe via Dev <dev@lists.example.net>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\n"
    "List-Id: <dev.lists.example.net>\nList-Post: <mailto:dev@lists.example.net>\nX-MailFrom: jane.doe@widgets.example\n" },
  { "mailman3-munged-author", "list",
    "From: Jane Doe via Dev <dev@lists.example.net>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: dev@lists.example.net\n"
    "List-Id: <dev.lists.example.net>\nList-Post: <mailto:dev@lists.example.net>\n", "jane.doe@widgets.example" },
  { "google-groups", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: gardeners@groups.example.com\nPrecedence: list\n"
    "Mailing-list: list gardeners@groups.example.com; contact gardeners+owners@groups.example.com\n"
    "List-ID: <gardeners.groups.example.com>\nX-Google-Group-Id: 1234\nList-Unsubscribe: <mailto:gardeners+unsubscribe@groups.example.com>\n" },
  { "sourceforge", "list",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: tool-users@lists.example.net\nX-BeenThere: tool-users@lists.example.net\n"
    "List-Id: <tool-users.lists.example.net>\nPrecedence: list\n" },
  { "github-notification", "no-reply",
    "From: Jane Doe <notifications@forge.example>\nReply-To: team/tool <reply+abc@reply.forge.example>\nTo: team/tool <tool@noreply.forge.example>\n"
    "Cc: Subscribed <subscribed@noreply.forge.example>\nPrecedence: list\nList-ID: team/tool <tool.team.forge.example>\n"
    "List-Unsubscribe: <https://forge.example/notifications/unsubscribe/x>\nX-GitHub-Sender: janedoe\nX-Auto-Response-Suppress: All\n" },
  { "gitlab-notification", "automatic",
    "From: \"Jane Doe (@jdoe)\" <gitlab@forge.example>\nReply-To: \"team / tool\" <incoming+x@forge.example>\nTo: me@example.org\n"
    "X-GitLab-Project: tool\nList-Id: team/tool <1.tool.team.forge.example>\nAuto-Submitted: auto-generated\nX-Auto-Response-Suppress: All\n" },
  { "jira", "automatic",
    "From: \"Jane Doe (Jira)\" <tracker@widgets.example>\nTo: me@example.org\nX-JIRA-FingerPrint: abc\nAuto-Submitted: auto-generated\nPrecedence: bulk\n" },
  { "bugzilla", "role",
    "From: bugzilla@tracker.example\nTo: me@example.org\nX-Bugzilla-Type: changed\nAuto-Submitted: auto-generated\n", "admin@tracker.example" },
  { "newsletter-list-unsubscribe", "list",
    "From: Jane at Widgets <jane@news.widgets.example>\nTo: me@example.org\nList-Unsubscribe: <https://news.widgets.example/u/1>\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\nFeedback-ID: 1:2:3:mailer\n" },
  { "newsletter-precedence", "list",
    "From: Jane <jane@widgets.example>\nTo: me@example.org\nPrecedence: bulk\n" },
  { "bounce-exim", "no-reply",
    "From: Mail Delivery System <Mailer-Daemon@mx.example.net>\nTo: me@example.org\nAuto-Submitted: auto-replied\nReturn-Path: <>\n" },
  { "bounce-dsn", "no-reply",
    "From: MAILER-DAEMON@mx.example.net (Mail Delivery System)\nTo: me@example.org\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
    "Content-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n" },
  { "out-of-office", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nAuto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\n" },
  { "vacation-rfc3834", "automatic",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nAuto-Submitted: auto-replied (vacation)\n" },
  { "calendar-robot", "no-reply",
    "From: Google Calendar <calendar-notification@calendar.example>\nSender: no-reply@calendar.example\nTo: me@example.org\nAuto-Submitted: auto-generated\n",
    "no-reply@calendar.example" },
  { "via-docs", "no-reply",
    "From: \"Jane Doe (via Docs)\" <drive-shares-noreply@docs.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "no-reply-german", "no-reply", "From: Shop <nicht-antworten@laden.example>\nTo: me@example.org\n" },
  { "no-reply-french", "no-reply", "From: Boutique <ne-pas-repondre@boutique.example>\nTo: me@example.org\n" },
  { "no-reply-plus", "no-reply", "From: Shop <noreply+12345@shop.example>\nTo: me@example.org\n" },
  { "role-info", "role", "From: Widgets <info@widgets.example>\nTo: me@example.org\n" },
  { "role-support", "role", "From: Jane from Support <support@widgets.example>\nTo: me@example.org\n" },
  { "role-german", "role", "From: Muster GmbH <buchhaltung@muster.example>\nTo: me@example.org\n" },
  { "own-address", "own-address", "From: Me <me@example.org>\nTo: jane.doe@widgets.example\n" },
  { "pgp-mime", "encrypted",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=\"b\"\n" },
  { "smime-enveloped", "encrypted",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n" },
  { "smime-signed", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n" },
  { "pgp-signed", "ask",
    "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\nMIME-Version: 1.0\n"
    "Content-Type: multipart/signed; micalg=pgp-sha256; protocol=\"application/pgp-signature\"; boundary=\"b\"\n" },
  { "dmarc-fail", "authentication",
    "Authentication-Results: mx.example.org; dmarc=fail (p=reject) header.from=widgets.example\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "dmarc-fail-of-a-stranger", "ask",
    "Authentication-Results: elsewhere.test; dmarc=fail header.from=widgets.example\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "dmarc-pass", "ask",
    "Authentication-Results: mx.example.org; dmarc=pass header.from=widgets.example\nFrom: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n" },
  { "freemail-person", "ask", "From: Jane Doe <jane.doe@gmail.com>\nTo: me@example.org\n" },
};

/* A provider file is not needed here: the policy looks at the kind of provider only. */
#define TEST_TYPE_REMOTE (test_remote_get_type ())
G_DECLARE_FINAL_TYPE (TestRemote, test_remote, TEST, REMOTE, KithProvider)

struct _TestRemote
{
  KithProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TestRemote, test_remote, KITH_TYPE_PROVIDER)

static void
test_remote_class_init (TestRemoteClass *klass)
{
}

static void
test_remote_init (TestRemote *self)
{
  g_object_set (self, "id", "remote", "name", "Remote", "sends", KITH_SENDS_ADDRESS, "reveals-to", KITH_REVEALS_TO_SERVICE, NULL);
}

static KithCore *
make_core (const char *dir)
{
  const char *const own[] = { "me@example.org", NULL };
  const char *const trusted[] = { "mx.example.org", NULL };
  g_autoptr (GSettingsBackend) backend = g_memory_settings_backend_new ();
  g_autoptr (GError) error = NULL;
  char *none[] = { NULL };
  KithCoreConfig config = {
    .cache_dir = (char *) dir,
    .data_dir = (char *) dir,
    .state_dir = (char *) dir,
    .provider_folders = none,
    .module_folder = (char *) "/nonexistent",
    .backend = backend,
  };
  KithCore *core = kith_core_new (&config);

  kith_core_open (core);
  kith_core_set_own_addresses (core, own);
  g_assert_true (kith_settings_set_strings (kith_core_get_settings (core), "trusted-authserv-ids", trusted, &error));
  g_assert_true (kith_settings_set_provider (kith_core_get_settings (core), "remote", "enabled", "true", &error));
  g_assert_no_error (error);
  return core;
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autofree char *dir = g_dir_make_tmp ("kith-policy-XXXXXX", NULL);
  g_autoptr (KithCore) core = make_core (dir);
  g_autofree char *text = g_strconcat (row->headers, "Date: Mon, 02 Nov 2026 10:00:00 +0000\nSubject: x\n\nhello\n", NULL);
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (KithMessage) message = kith_message_new_for_bytes (KITH_MESSAGE_NONE, NULL, bytes);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithMessageContent) content = kith_core_read_message (core, message, NULL, &error);
  g_autoptr (KithProvider) remote = g_object_new (TEST_TYPE_REMOTE, NULL);
  g_autoptr (KithAddress) other = row->address != NULL ? kith_address_new (row->address, NULL, &error) : NULL;
  g_autoptr (KithCase) judged = NULL;
  g_autoptr (KithVerdict) verdict = NULL;
  KithAddress *person = other;

  g_assert_no_error (error);
  if (person == NULL)
    person = kith_participant_get_address (g_ptr_array_index (kith_message_content_get_participants (content), 0));
  judged = kith_case_new (core, person, message, content, KITH_LOOKUP_NONE);
  verdict = kith_case_judge (judged, remote, TRUE);
  g_assert_cmpstr (kith_rule_get_id (kith_verdict_get_rule (verdict)), ==, row->rule);
  kith_core_close (core);
  remove_tree (dir);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strdup_printf ("/engine/policy-messages/%s", rows[i].name);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  return g_test_run ();
}
