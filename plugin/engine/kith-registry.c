/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-registry.h"

#include <glib/gi18n-lib.h>

#include "kith-declared-provider.h"

/**
 * KithRegistry:
 *
 * Finds providers. A provider whose id is taken already is refused with a reason, the others go on.
 */
struct _KithRegistry
{
  GObject parent_instance;

  GStrv folders;
  char *module_folder;  /* (nullable): several, as in a search path */
  GPtrArray *built_in;  /* (owned) (element-type KithProvider) */
  GPtrArray *modules;   /* (owned) (element-type KithProvider): one of each type that a module has */
  GPtrArray *providers; /* (owned) (element-type KithProvider): best rank first */
  GPtrArray *errors;    /* (owned) (element-type utf8) */
  GPtrArray *monitors;  /* (owned) (element-type GFileMonitor) */
  GStrv order;          /* (nullable): the owner's order */
  GSource *reload;      /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (KithRegistry, kith_registry, G_TYPE_OBJECT)

enum
{
  CHANGED,
  PROVIDER_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* A file that is being copied into the folder is read once it has come to rest. */
#define RELOAD_DELAY_MSEC 200

/*
 * Who is believed first unless the owner says otherwise: your own word, what you keep yourself, your organisation's servers,
 * what the person publishes, what others sell, and what the message claims.
 */
static const char *const default_order[] = {
  "you", "address-book", "evolution", "claws", "carddav", "ldap", "jmap", "msgraph", "google-people",
  "hubspot", "salesforce", "dynamics", "odoo", "espocrm", "suitecrm", "twenty",
  "linkedin", "gravatar", "github", "mastodon", "fediverse", "hcard", "libravatar",
  "signature", "message", "history", "peopledatalabs", "hunter", "apollo",
  "company", "schemaorg", "wikidata", "openpgp", "keys-openpgp-org",
};

static void
kith_registry_finalize (GObject *object)
{
  KithRegistry *self = KITH_REGISTRY (object);

  if (self->reload != NULL)
    g_source_destroy (self->reload);
  g_clear_pointer (&self->reload, g_source_unref);
  g_strfreev (self->folders);
  g_free (self->module_folder);
  g_strfreev (self->order);
  g_ptr_array_unref (self->monitors);
  g_ptr_array_unref (self->built_in);
  g_ptr_array_unref (self->modules);
  g_ptr_array_unref (self->providers);
  g_ptr_array_unref (self->errors);
  G_OBJECT_CLASS (kith_registry_parent_class)->finalize (object);
}

static void
kith_registry_class_init (KithRegistryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_registry_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROVIDER_CHANGED] = g_signal_new ("provider-changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                            G_TYPE_NONE, 1, KITH_TYPE_PROVIDER);
}

static void
monitor_free (gpointer data)
{
  g_autoptr (GFileMonitor) monitor = data;

  g_file_monitor_cancel (monitor);
}

static void
kith_registry_init (KithRegistry *self)
{
  self->built_in = g_ptr_array_new_with_free_func (g_object_unref);
  self->modules = g_ptr_array_new_with_free_func (g_object_unref);
  self->providers = g_ptr_array_new_with_free_func (g_object_unref);
  self->errors = g_ptr_array_new_with_free_func (g_free);
  self->monitors = g_ptr_array_new_with_free_func (monitor_free);
}

KithRegistry *
kith_registry_new (const char *const *folders,
                   const char        *module_folder)
{
  KithRegistry *self = g_object_new (KITH_TYPE_REGISTRY, NULL);

  self->folders = g_strdupv ((GStrv) folders);
  self->module_folder = g_strdup (module_folder);
  return self;
}

/**
 * kith_registry_dup_default_folders:
 * @data_dir: (nullable): the owner's data folder, `$XDG_DATA_HOME/kith` if %NULL
 *
 * Returns: (transfer full): where *.provider files are looked for: those installed with Kith before all others and the system's before the
 *   owner's, so that neither the environment nor a file in the home folder can put another in the place of an installed provider
 */
GStrv
kith_registry_dup_default_folders (const char *data_dir)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  const char *const *dirs = g_get_system_data_dirs ();
  g_autofree char *installed = g_build_filename (KITH_PKGDATADIR, "providers", NULL);
  g_autofree char *own = data_dir != NULL ? g_build_filename (data_dir, "providers", NULL)
                                          : g_build_filename (g_get_user_data_dir (), "kith", "providers", NULL);

  g_hash_table_add (seen, g_strdup (installed));
  g_strv_builder_add (builder, installed);
  for (gsize i = 0; dirs[i] != NULL; i++)
    {
      g_autofree char *folder = g_build_filename (dirs[i], "kith", "providers", NULL);

      if (g_hash_table_add (seen, g_strdup (folder)))
        g_strv_builder_add (builder, folder);
    }
  if (g_hash_table_add (seen, g_strdup (own)))
    g_strv_builder_add (builder, own);
  return g_strv_builder_end (builder);
}

/**
 * kith_registry_get_rank:
 * @self: the registry
 * @provider_id: a provider
 *
 * Returns: the place of the provider in the order that decides whose fact wins; the lower wins
 */
guint
kith_registry_get_rank (KithRegistry *self,
                        const char   *provider_id)
{
  guint n_order = self->order != NULL ? g_strv_length (self->order) : 0;

  for (guint i = 0; i < n_order; i++)
    if (g_str_equal (self->order[i], provider_id))
      return i + 1;
  for (guint i = 0; i < G_N_ELEMENTS (default_order); i++)
    if (g_str_equal (default_order[i], provider_id))
      return i == 0 ? 0 : n_order + 1 + i;
  return n_order + 1 + G_N_ELEMENTS (default_order);
}

static int
compare_rank (gconstpointer a,
              gconstpointer b,
              gpointer      user_data)
{
  KithProvider *one = *(KithProvider *const *) a, *two = *(KithProvider *const *) b;
  guint rank_one = kith_registry_get_rank (user_data, kith_provider_get_id (one));
  guint rank_two = kith_registry_get_rank (user_data, kith_provider_get_id (two));

  if (rank_one != rank_two)
    return rank_one < rank_two ? -1 : 1;
  return strcmp (kith_provider_get_id (one), kith_provider_get_id (two));
}

void
kith_registry_set_order (KithRegistry      *self,
                         const char *const *order)
{
  g_strfreev (self->order);
  self->order = g_strdupv ((GStrv) order);
  g_ptr_array_sort_with_data (self->providers, compare_rank, self);
}

static void
on_provider_changed (KithRegistry *self,
                     KithProvider *provider)
{
  g_signal_emit (self, signals[PROVIDER_CHANGED], 0, provider);
}

/* Takes @provider unless its id is taken; @origin names it in the error. */
static void
take (KithRegistry *self,
      KithProvider *provider,
      const char   *origin)
{
  const char *id = kith_provider_get_id (provider);

  if (kith_registry_find (self, id) != NULL)
    {
      /* Translators: the first %s is the name of a file, the second the id of a provider */
      g_ptr_array_add (self->errors, g_strdup_printf (_("%s: the id “%s” is taken by another provider"), origin, id));
      g_object_unref (provider);
      return;
    }
  g_signal_connect_object (provider, "changed", G_CALLBACK (on_provider_changed), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->providers, provider);
}

/**
 * kith_registry_add:
 * @self: the registry
 * @provider: a built-in provider
 *
 * Adds a provider that is part of the library. Call before kith_registry_load().
 */
void
kith_registry_add (KithRegistry *self,
                   KithProvider *provider)
{
  g_ptr_array_add (self->built_in, g_object_ref (provider));
}

static void
load_file (KithRegistry *self,
           const char   *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  KithProvider *provider = kith_declared_provider_new_from_file (file, &error);
  g_autofree char *origin = NULL;

  if (provider == NULL)
    {
      g_ptr_array_add (self->errors, g_strdup (error->message));
      return;
    }
  origin = g_strdup_printf ("%s:%u", path, kith_declared_provider_get_line (KITH_DECLARED_PROVIDER (provider)));
  take (self, provider, origin);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

static void
load_folder (KithRegistry *self,
             const char   *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (dir == NULL)
    return;
  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_str_has_suffix (name, ".provider"))
      g_ptr_array_add (names, g_build_filename (folder, name, NULL));
  /* A folder is read in the order of the names, so that a clash of ids always has the same winner. */
  g_ptr_array_sort (names, compare_names);
  for (guint i = 0; i < names->len; i++)
    load_file (self, g_ptr_array_index (names, i));
}

/* Made once: a folder that is read again does not close what a module has open. Returns: (transfer full) */
static KithProvider *
ref_module (KithRegistry *self,
            GType         type)
{
  KithProvider *provider;

  for (guint i = 0; i < self->modules->len; i++)
    if (G_OBJECT_TYPE (g_ptr_array_index (self->modules, i)) == type)
      return g_object_ref (g_ptr_array_index (self->modules, i));
  provider = g_object_new (type, NULL);
  g_ptr_array_add (self->modules, g_object_ref (provider));
  return provider;
}

/* Once for each folder in a process: a module that is loaded a second time brings types that are there already. The type system remembers it. */
static void
scan_modules (const char *folder)
{
  g_autofree char *name = folder != NULL ? g_strconcat ("kith-modules:", folder, NULL) : NULL;
  GQuark quark = name != NULL ? g_quark_from_string (name) : 0;

  if (quark == 0 || g_type_get_qdata (KITH_TYPE_PROVIDER, quark) != NULL)
    return;
  g_type_set_qdata (KITH_TYPE_PROVIDER, quark, GINT_TO_POINTER (TRUE));
  g_io_modules_scan_all_in_directory (folder);
}

static void
load_modules (KithRegistry *self)
{
  GIOExtensionPoint *point = g_io_extension_point_lookup (KITH_PROVIDER_EXTENSION_POINT_NAME);
  g_auto (GStrv) folders = NULL;

  if (point == NULL)
    {
      point = g_io_extension_point_register (KITH_PROVIDER_EXTENSION_POINT_NAME);
      g_io_extension_point_set_required_type (point, KITH_TYPE_PROVIDER);
    }
  folders = g_strsplit (self->module_folder != NULL ? self->module_folder : "", G_SEARCHPATH_SEPARATOR_S, -1);
  for (gsize i = 0; folders[i] != NULL; i++)
    if (*folders[i] != '\0')
      scan_modules (folders[i]);
  for (GList *l = g_io_extension_point_get_extensions (point); l != NULL; l = l->next)
    {
      GType type = g_io_extension_get_type (l->data);

      if (g_type_is_a (type, KITH_TYPE_PROVIDER) && !G_TYPE_IS_ABSTRACT (type))
        take (self, ref_module (self, type), g_type_name (type));
    }
}

static void
load_all (KithRegistry *self)
{
  for (guint i = 0; i < self->providers->len; i++)
    g_signal_handlers_disconnect_by_func (g_ptr_array_index (self->providers, i), on_provider_changed, self);
  g_ptr_array_set_size (self->providers, 0);
  g_ptr_array_set_size (self->errors, 0);
  for (guint i = 0; i < self->built_in->len; i++)
    take (self, g_object_ref (g_ptr_array_index (self->built_in, i)), "libkith");
  for (gsize i = 0; self->folders[i] != NULL; i++)
    load_folder (self, self->folders[i]);
  load_modules (self);
  g_ptr_array_sort_with_data (self->providers, compare_rank, self);
}

static gboolean
on_reload (gpointer user_data)
{
  KithRegistry *self = user_data;

  g_clear_pointer (&self->reload, g_source_unref);
  load_all (self);
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
on_folder_changed (KithRegistry      *self,
                   GFile             *file,
                   GFile             *other,
                   GFileMonitorEvent  event)
{
  if (self->reload != NULL)
    g_source_destroy (self->reload);
  g_clear_pointer (&self->reload, g_source_unref);
  self->reload = g_timeout_source_new (RELOAD_DELAY_MSEC);
  g_source_set_callback (self->reload, on_reload, self, NULL);
  g_source_attach (self->reload, g_main_context_get_thread_default ());
}

static void
watch_folder (KithRegistry *self,
              const char   *folder)
{
  g_autoptr (GFile) file = g_file_new_for_path (folder);
  g_autoptr (GFileMonitor) monitor = g_file_monitor_directory (file, G_FILE_MONITOR_WATCH_MOVES, NULL, NULL);

  if (monitor == NULL)
    return;
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_folder_changed), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->monitors, g_steal_pointer (&monitor));
}

/**
 * kith_registry_load:
 * @self: the registry
 *
 * Finds the providers and begins to follow the folders. Reads the disk.
 */
void
kith_registry_load (KithRegistry *self)
{
  load_all (self);
  g_ptr_array_set_size (self->monitors, 0);
  for (gsize i = 0; self->folders[i] != NULL; i++)
    watch_folder (self, self->folders[i]);
}

/**
 * kith_registry_get_providers:
 * @self: the registry
 *
 * Returns: (transfer none) (element-type KithProvider): the providers, first in rank first
 */
GPtrArray *
kith_registry_get_providers (KithRegistry *self)
{
  return self->providers;
}

/**
 * kith_registry_get_errors:
 * @self: the registry
 *
 * Returns: (transfer none) (element-type utf8): one line for each file or module that was refused
 */
GPtrArray *
kith_registry_get_errors (KithRegistry *self)
{
  return self->errors;
}

/**
 * kith_registry_find:
 * @self: the registry
 * @provider_id: an id
 *
 * Returns: (transfer none) (nullable): the provider
 */
KithProvider *
kith_registry_find (KithRegistry *self,
                    const char   *provider_id)
{
  for (guint i = 0; i < self->providers->len; i++)
    {
      KithProvider *provider = g_ptr_array_index (self->providers, i);

      if (g_str_equal (kith_provider_get_id (provider), provider_id))
        return provider;
    }
  return NULL;
}
