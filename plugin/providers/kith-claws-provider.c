/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-claws-provider.h"

#include <glib/gi18n-lib.h>

#include "kith-claws-shelf.h"

/* Claws Mail writes a book, then the index: both are one change. */
#define CHANGE_DELAY_MSEC 250
/* What the owner keeps is believed; above it is only the owner's word on the card itself. */
#define CONFIDENCE 0.95

struct _KithClawsProvider
{
  KithProvider parent_instance;

  char *folder;        /* (nullable): Claws Mail's own, where it is not the usual one */
  KithClawsShelf *shelf; /* (nullable) (owned): once somebody was looked up */
  GPtrArray *monitors; /* (owned) (element-type GFileMonitor) */
  GStrv files;         /* (nullable): what is followed beside the folder */
  GSource *change;     /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (KithClawsProvider, kith_claws_provider, KITH_TYPE_PROVIDER)

static void
clear_change (KithClawsProvider *self)
{
  if (self->change != NULL)
    g_source_destroy (self->change);
  g_clear_pointer (&self->change, g_source_unref);
}

static void
kith_claws_provider_finalize (GObject *object)
{
  KithClawsProvider *self = KITH_CLAWS_PROVIDER (object);

  clear_change (self);
  g_free (self->folder);
  g_clear_object (&self->shelf);
  g_ptr_array_unref (self->monitors);
  g_strfreev (self->files);
  G_OBJECT_CLASS (kith_claws_provider_parent_class)->finalize (object);
}

static gboolean
on_change (gpointer user_data)
{
  KithClawsProvider *self = user_data;

  g_clear_pointer (&self->change, g_source_unref);
  kith_provider_changed (KITH_PROVIDER (self));
  return G_SOURCE_REMOVE;
}

static void
on_file (KithClawsProvider *self)
{
  clear_change (self);
  self->change = g_timeout_source_new (CHANGE_DELAY_MSEC);
  g_source_set_callback (self->change, on_change, self, NULL);
  g_source_attach (self->change, g_main_context_get_thread_default ());
}

static void
monitor_free (gpointer data)
{
  g_autoptr (GFileMonitor) monitor = data;

  g_file_monitor_cancel (monitor);
}

static void
watch (KithClawsProvider *self,
       const char        *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileMonitor) monitor = g_file_monitor (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  if (monitor == NULL)
    return;
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_file), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->monitors, g_steal_pointer (&monitor));
}

/* Also a folder that is not there yet. */
static void
watch_all (KithClawsProvider *self,
           const char        *folder)
{
  g_auto (GStrv) files = kith_claws_shelf_dup_files (self->shelf);

  if (self->files != NULL && g_strv_equal ((const char *const *) files, (const char *const *) self->files))
    return;
  g_strfreev (self->files);
  self->files = g_steal_pointer (&files);
  g_ptr_array_set_size (self->monitors, 0);
  watch (self, folder);
  for (gsize i = 0; self->files[i] != NULL; i++)
    watch (self, self->files[i]);
}

static char *
dup_books_folder (KithClawsProvider *self)
{
  if (self->folder != NULL)
    return g_build_filename (self->folder, "addrbook", NULL);
  return g_build_filename (g_get_home_dir (), ".claws-mail", "addrbook", NULL);
}

static void
update (KithClawsProvider *self)
{
  g_autofree char *folder = dup_books_folder (self);

  if (self->shelf == NULL)
    self->shelf = kith_claws_shelf_new (folder);
  kith_claws_shelf_update (self->shelf);
  watch_all (self, folder);
}

static void
kith_claws_provider_lookup_async (KithProvider        *provider,
                                  KithQuery           *query,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  KithClawsProvider *self = KITH_CLAWS_PROVIDER (provider);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (kith_provider_get_id (provider), g_get_real_time () / G_USEC_PER_SEC, 0);
  g_autofree char *trouble = NULL;
  guint n;

  g_task_set_source_tag (task, kith_claws_provider_lookup_async);
  g_task_set_name (task, "[kith] address books of Claws Mail");
  update (self);
  kith_answer_builder_set_confidence (builder, CONFIDENCE);
  n = kith_claws_shelf_add_facts (self->shelf, kith_query_get_address (query), builder);
  trouble = kith_claws_shelf_dup_trouble (self->shelf);
  g_task_return_pointer (task,
                         kith_answer_builder_end (builder, n > 0 ? KITH_ANSWER_FOUND : trouble != NULL ? KITH_ANSWER_FAILED : KITH_ANSWER_NOT_FOUND,
                                                  trouble),
                         g_object_unref);
}

static KithAnswer *
kith_claws_provider_lookup_finish (KithProvider  *provider,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_claws_provider_class_init (KithClawsProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_claws_provider_finalize;
  provider_class->lookup_async = kith_claws_provider_lookup_async;
  provider_class->lookup_finish = kith_claws_provider_lookup_finish;
}

static void
kith_claws_provider_init (KithClawsProvider *self)
{
  self->monitors = g_ptr_array_new_with_free_func (monitor_free);
}

KithProvider *
kith_claws_provider_new (void)
{
  static const KithField fields[] = {
    KITH_FIELD_NAME, KITH_FIELD_ROLE, KITH_FIELD_COMPANY, KITH_FIELD_DEPARTMENT, KITH_FIELD_LOCATION, KITH_FIELD_TIME_ZONE, KITH_FIELD_PRONOUNS,
    KITH_FIELD_PHOTO, KITH_FIELD_PHONE, KITH_FIELD_EMAIL, KITH_FIELD_LINK, KITH_FIELD_MANAGER, KITH_FIELD_ASSISTANT, KITH_FIELD_LANGUAGE,
    KITH_FIELD_BIRTHDAY, KITH_FIELD_NOTE,
  };
  guint64 set = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    set |= G_GUINT64_CONSTANT (1) << fields[i];
  return g_object_new (KITH_TYPE_CLAWS_PROVIDER, "id", "claws", "name", _("Claws Mail address books"), "fields", set, NULL);
}

/*
 * kith_claws_provider_set_folder:
 * @self: the provider
 * @folder: (nullable): Claws Mail's own folder, where it is not `~/.claws-mail`
 */
void
kith_claws_provider_set_folder (KithClawsProvider *self,
                                const char        *folder)
{
  if (g_strcmp0 (folder, self->folder) == 0)
    return;
  g_free (self->folder);
  self->folder = g_strdup (folder);
  g_clear_object (&self->shelf);
  g_clear_pointer (&self->files, g_strfreev);
  g_ptr_array_set_size (self->monitors, 0);
  kith_provider_changed (KITH_PROVIDER (self));
}

/*
 * kith_claws_provider_list_servers:
 * @self: the provider
 * @error: return location; %KITH_ERROR_INVALID or %KITH_ERROR_STORAGE where the list cannot be read
 *
 * The LDAP servers that are set up in Claws Mail. They are read from its file, and not asked.
 *
 * Returns: (transfer full) (nullable) (element-type KithKnownServer): the servers; empty where there are none, or no Claws Mail
 */
GPtrArray *
kith_claws_provider_list_servers (KithClawsProvider  *self,
                                  GError            **error)
{
  g_autofree char *folder = dup_books_folder (self);
  g_autoptr (KithClawsShelf) shelf = kith_claws_shelf_new (folder);

  return kith_claws_shelf_list_servers (shelf, error);
}
