/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <kith/kith.h>

/* A program that has nothing but the shared library, and a provider that the library does not know. */
typedef struct
{
  GMainLoop *loop;
  GAsyncResult *result;
} Wait;

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Wait *wait = user_data;

  wait->result = g_object_ref (result);
  g_main_loop_quit (wait->loop);
}

static void
load_module (void)
{
  g_autofree char *folder = g_test_build_filename (G_TEST_BUILT, "providers", "module", NULL);
  GIOExtensionPoint *point = g_io_extension_point_register (KITH_PROVIDER_EXTENSION_POINT_NAME);

  g_io_extension_point_set_required_type (point, KITH_TYPE_PROVIDER);
  g_io_modules_scan_all_in_directory (folder);
  g_assert_nonnull (g_io_extension_point_get_extension_by_name (point, "example"));
}

static KithProviderInfo *
find_info (GPtrArray *infos)
{
  for (guint i = 0; i < infos->len; i++)
    if (g_str_equal (kith_provider_info_get_id (infos->pdata[i]), "example"))
      return infos->pdata[i];
  return NULL;
}

static void
test_module (void)
{
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (KithAddress) address = kith_address_new ("ada.marsh@example.org", NULL, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) infos = NULL;
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GPtrArray) trace = NULL;
  KithEngine *engine;
  Wait wait = { loop, NULL };

  load_module ();
  engine = kith_engine_new ();
  kith_engine_list_providers_async (engine, NULL, on_done, &wait);
  g_main_loop_run (loop);
  infos = kith_engine_list_providers_finish (engine, wait.result, &error);
  g_assert_no_error (error);
  g_clear_object (&wait.result);
  g_assert_nonnull (find_info (infos));
  g_assert_cmpstr (kith_provider_info_get_name (find_info (infos)), ==, "Example");
  g_assert_true (kith_provider_info_is_local (find_info (infos)));

  kith_engine_test_provider_async (engine, "example", address, NULL, on_done, &wait);
  g_main_loop_run (loop);
  answer = kith_engine_test_provider_finish (engine, wait.result, &trace, &error);
  g_assert_no_error (error);
  g_clear_object (&wait.result);
  g_assert_cmpint (kith_answer_get_status (answer), ==, KITH_ANSWER_FOUND);
  g_assert_cmpuint (kith_answer_get_facts (answer)->len, ==, 1);
  g_assert_cmpstr (kith_fact_get_value (kith_answer_get_facts (answer)->pdata[0]), ==, "ada.marsh");
  kith_engine_close (engine);
  g_object_unref (engine);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/module", test_module);
  return g_test_run ();
}
