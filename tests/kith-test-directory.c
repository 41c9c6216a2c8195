/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-test-directory.h"

#include <kith/kith.h>

#define TEST_TYPE_DIRECTORY (test_directory_get_type ())
G_DECLARE_FINAL_TYPE (TestDirectory, test_directory, TEST, DIRECTORY, KithProvider)

struct _TestDirectory
{
  KithProvider parent_instance;
};

G_DEFINE_FINAL_TYPE (TestDirectory, test_directory, KITH_TYPE_PROVIDER)

static int n_questions; /* atomic */

static void
test_directory_lookup_async (KithProvider        *provider,
                             KithQuery           *query,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);

  g_atomic_int_inc (&n_questions);
  g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, "There is no directory in this test.");
}

static KithAnswer *
test_directory_lookup_finish (KithProvider  *provider,
                              GAsyncResult  *result,
                              GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_directory_class_init (TestDirectoryClass *klass)
{
  KITH_PROVIDER_CLASS (klass)->lookup_async = test_directory_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = test_directory_lookup_finish;
}

static void
test_directory_init (TestDirectory *self)
{
  g_object_set (self, "id", "ldap", "name", "Directory of the test", "sends", (guint) KITH_SENDS_ADDRESS, "reveals-to",
                (guint) KITH_REVEALS_TO_OWN_SERVER, "sign-in", (guint) KITH_SIGN_IN_PASSWORD, "needs-server", TRUE, "scheme", "ldaps", NULL);
}

void
kith_test_directory_register (void)
{
  GIOExtensionPoint *point = g_io_extension_point_register (KITH_PROVIDER_EXTENSION_POINT_NAME);

  g_io_extension_point_set_required_type (point, KITH_TYPE_PROVIDER);
  g_io_extension_point_implement (KITH_PROVIDER_EXTENSION_POINT_NAME, TEST_TYPE_DIRECTORY, "ldap", 0);
}

guint
kith_test_directory_count_questions (void)
{
  return (guint) g_atomic_int_get (&n_questions);
}

char *
kith_test_directory_write_claws (const char *dir,
                                 const char *servers)
{
  char *folder = g_build_filename (dir, "claws", NULL);
  g_autofree char *books = g_build_filename (folder, "addrbook", NULL);
  g_autofree char *index = g_build_filename (books, "addrbook--index.xml", NULL);
  g_autofree char *text = g_strdup_printf ("<addressbook><ldap_list>%s</ldap_list></addressbook>", servers);

  g_assert_cmpint (g_mkdir_with_parents (books, 0700), ==, 0);
  g_assert_true (g_file_set_contents (index, text, -1, NULL));
  return folder;
}
