/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include <gio/gio.h>
#include <kith/kith.h>

/*
 * A provider outside of the library, as anybody may write one: a GIO module that uses the public headers only. It knows one thing of everybody: the
 * part of the address before the "@".
 */
#define EXAMPLE_TYPE_PROVIDER (example_provider_get_type ())
G_DECLARE_FINAL_TYPE (ExampleProvider, example_provider, EXAMPLE, PROVIDER, KithProvider)

struct _ExampleProvider
{
  KithProvider parent_instance;
};

G_DEFINE_DYNAMIC_TYPE (ExampleProvider, example_provider, KITH_TYPE_PROVIDER)

static void
example_provider_lookup_async (KithProvider        *provider,
                               KithQuery           *query,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (kith_provider_get_id (provider), g_get_real_time () / G_USEC_PER_SEC, 0);

  kith_answer_builder_set_confidence (builder, 0.6);
  kith_answer_builder_add_fact (builder, KITH_FIELD_NOTE, kith_address_get_local_part (kith_query_get_address (query)));
  g_task_return_pointer (task, kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL), g_object_unref);
}

static KithAnswer *
example_provider_lookup_finish (KithProvider  *provider,
                                GAsyncResult  *result,
                                GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
example_provider_class_init (ExampleProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  provider_class->lookup_async = example_provider_lookup_async;
  provider_class->lookup_finish = example_provider_lookup_finish;
}

static void
example_provider_class_finalize (ExampleProviderClass *klass)
{
}

static void
example_provider_init (ExampleProvider *self)
{
  g_object_set (self, "id", "example", "name", "Example", "site", "https://example.org/", "fields",
                G_GUINT64_CONSTANT (1) << KITH_FIELD_NOTE, NULL);
}

G_MODULE_EXPORT void
g_io_module_load (GIOModule *module)
{
  example_provider_register_type (G_TYPE_MODULE (module));
  g_io_extension_point_implement (KITH_PROVIDER_EXTENSION_POINT_NAME, EXAMPLE_TYPE_PROVIDER, "example", 0);
}

G_MODULE_EXPORT void
g_io_module_unload (GIOModule *module)
{
}

G_MODULE_EXPORT char **
g_io_module_query (void)
{
  return g_strsplit (KITH_PROVIDER_EXTENSION_POINT_NAME, ":", -1);
}
