/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-administrator.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

/* These hold whatever the environment says; $XDG_CONFIG_DIRS can only add to them. */
static const char *const fixed_folders[] = { "/etc/xdg/kith", "/etc/glib-2.0/settings" };

/* No list of settings is longer. */
#define MAX_FILE_BYTES (1024 * 1024)

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

/* One folder with "defaults" and "locks". */
typedef struct
{
  char *path;
  GKeyFile *presets;       /* (nullable) (owned) */
  GPtrArray *locks;        /* (owned) (element-type utf8): paths of keys; one that ends in a slash stands for all beneath it */
  GPtrArray *monitors;     /* (owned) (element-type GFileMonitor) */
} Folder;

struct _KithAdministrator
{
  GObject parent_instance;

  GPtrArray *folders;      /* (owned) (element-type Folder): first the one that decides */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithAdministrator, kith_administrator, G_TYPE_OBJECT)

static void
monitor_free (gpointer data)
{
  g_autoptr (GFileMonitor) monitor = data;

  g_file_monitor_cancel (monitor);
}

static void
folder_free (gpointer data)
{
  Folder *folder = data;

  g_free (folder->path);
  g_clear_pointer (&folder->presets, g_key_file_unref);
  g_ptr_array_unref (folder->locks);
  g_ptr_array_unref (folder->monitors);
  g_free (folder);
}

/* Returns: (transfer full) (nullable): the file; %NULL with @there set where there is one that cannot be used */
static char *
read_file (Folder     *folder,
           const char *name,
           gboolean   *there)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autofree char *text = NULL;
  gsize length = 0;
  GStatBuf status;

  /* A link that leads nowhere and a folder that is closed to the owner hide a file. */
  *there = g_lstat (path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR);
  if (!*there || g_stat (path, &status) != 0 || !S_ISREG (status.st_mode) || status.st_size > MAX_FILE_BYTES
      || !g_file_get_contents (path, &text, &length, NULL) || strlen (text) != length)
    return NULL;
  if (g_str_has_prefix (text, BYTE_ORDER_MARK))
    memmove (text, text + strlen (BYTE_ORDER_MARK), length - strlen (BYTE_ORDER_MARK) + 1);
  return g_steal_pointer (&text);
}

static void
read_presets (Folder *folder)
{
  gboolean there;
  g_autofree char *text = read_file (folder, "defaults", &there);
  g_autoptr (GKeyFile) presets = g_key_file_new ();

  g_clear_pointer (&folder->presets, g_key_file_unref);
  if (text != NULL && g_key_file_load_from_data (presets, text, strlen (text), G_KEY_FILE_NONE, NULL))
    folder->presets = g_steal_pointer (&presets);
}

static void
read_locks (Folder *folder)
{
  gboolean there;
  g_autofree char *text = read_file (folder, "locks", &there);
  g_auto (GStrv) lines = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  g_ptr_array_set_size (folder->locks, 0);
  /* It may lock anything, so it locks everything: on the safe side. */
  if (text == NULL && there)
    g_ptr_array_add (folder->locks, g_strdup ("/"));
  for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
    {
      g_strstrip (lines[i]);
      if (*lines[i] == '/')
        g_ptr_array_add (folder->locks, g_strdup (lines[i]));
    }
}

static void
read_folder (Folder *folder)
{
  read_presets (folder);
  read_locks (folder);
}

static void
on_file_changed (KithAdministrator *self,
                 GFile             *file,
                 GFile             *other,
                 GFileMonitorEvent  event)
{
  for (guint i = 0; i < self->folders->len; i++)
    read_folder (g_ptr_array_index (self->folders, i));
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
watch_file (KithAdministrator *self,
            Folder            *folder,
            const char        *name)
{
  g_autofree char *path = g_build_filename (folder->path, name, NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileMonitor) monitor = g_file_monitor_file (file, G_FILE_MONITOR_NONE, NULL, NULL);

  if (monitor == NULL)
    return;
  g_signal_connect_object (monitor, "changed", G_CALLBACK (on_file_changed), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (folder->monitors, g_steal_pointer (&monitor));
}

static void
add_folder (KithAdministrator *self,
            const char        *path)
{
  Folder *folder;

  for (guint i = 0; i < self->folders->len; i++)
    {
      folder = g_ptr_array_index (self->folders, i);
      if (strcmp (folder->path, path) == 0)
        return;
    }
  folder = g_new0 (Folder, 1);
  folder->path = g_strdup (path);
  folder->locks = g_ptr_array_new_with_free_func (g_free);
  folder->monitors = g_ptr_array_new_with_free_func (monitor_free);
  g_ptr_array_add (self->folders, folder);
  /* Followed before it is read: what changes in between is not missed. */
  watch_file (self, folder, "defaults");
  watch_file (self, folder, "locks");
  read_folder (folder);
}

static void
kith_administrator_finalize (GObject *object)
{
  KithAdministrator *self = KITH_ADMINISTRATOR (object);

  g_ptr_array_unref (self->folders);

  G_OBJECT_CLASS (kith_administrator_parent_class)->finalize (object);
}

static void
kith_administrator_class_init (KithAdministratorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_administrator_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_administrator_init (KithAdministrator *self)
{
  self->folders = g_ptr_array_new_with_free_func (folder_free);
}

/**
 * kith_administrator_new:
 *
 * Reads /etc/xdg/kith, /etc/glib-2.0/settings and the folder "kith" in each of $XDG_CONFIG_DIRS, and follows the files. Changes are told in the
 * thread-default main context of the caller.
 *
 * Returns: (transfer full): what the administrator says
 */
KithAdministrator *
kith_administrator_new (void)
{
  KithAdministrator *self = g_object_new (KITH_TYPE_ADMINISTRATOR, NULL);
  const char *const *dirs = g_get_system_config_dirs ();

  for (gsize i = 0; i < G_N_ELEMENTS (fixed_folders); i++)
    add_folder (self, fixed_folders[i]);
  for (gsize i = 0; dirs[i] != NULL; i++)
    {
      g_autofree char *path = g_path_is_absolute (dirs[i]) ? g_build_filename (dirs[i], "kith", NULL) : NULL;

      if (path != NULL)
        add_folder (self, path);
    }
  return self;
}

/* No two keys differ in their case alone, so a lock that is written in another one means the same key. */
static gboolean
lock_covers (const char *lock,
             const char *key)
{
  gsize length = strlen (lock);

  if (g_ascii_strncasecmp (key, lock, length) != 0)
    return FALSE;
  return key[length] == '\0' || lock[length - 1] == '/';
}

static gboolean
folder_locks (Folder     *folder,
              const char *path,
              const char *key)
{
  g_autofree char *full = g_strconcat (path, key, NULL);

  for (guint i = 0; i < folder->locks->len; i++)
    {
      if (lock_covers (g_ptr_array_index (folder->locks, i), full))
        return TRUE;
    }
  return FALSE;
}

/* As GLib's key file backend reads it: GVariant text; a string may lack its quotes. */
static GVariant *
read_value (Folder             *folder,
            const char         *path,
            const char         *key,
            const GVariantType *type)
{
  g_autofree char *group = g_strndup (path + 1, strlen (path) - 2);
  g_autofree char *text = folder->presets != NULL ? g_key_file_get_value (folder->presets, group, key, NULL) : NULL;
  GVariant *value;

  if (text == NULL)
    return NULL;
  value = g_variant_parse (type, text, NULL, NULL, NULL);
  if (value == NULL && g_variant_type_equal (type, G_VARIANT_TYPE_STRING) && strpbrk (text, "'\"[]") == NULL
      && g_utf8_validate (text, -1, NULL))
    value = g_variant_new_string (text);

  return value != NULL ? g_variant_take_ref (value) : NULL;
}

/**
 * kith_administrator_is_locked:
 * @self: what the administrator says
 * @path: path of a schema, as "/org/kith/kith/"
 * @key: a key
 *
 * Returns: whether the owner may not change it
 */
gboolean
kith_administrator_is_locked (KithAdministrator *self,
                              const char        *path,
                              const char        *key)
{
  g_return_val_if_fail (KITH_IS_ADMINISTRATOR (self), TRUE);

  for (guint i = 0; i < self->folders->len; i++)
    {
      if (folder_locks (g_ptr_array_index (self->folders, i), path, key))
        return TRUE;
    }
  return FALSE;
}

/**
 * kith_administrator_ref_value:
 * @self: what the administrator says
 * @path: path of a schema, as "/org/kith/kith/"
 * @key: a key
 * @type: its type
 *
 * The folder that locks a key decides it, also by saying nothing: then the schema's default holds. Otherwise the first that presets it.
 *
 * Returns: (transfer full) (nullable): the value; %NULL where there is none, or one of another type
 */
GVariant *
kith_administrator_ref_value (KithAdministrator  *self,
                              const char         *path,
                              const char         *key,
                              const GVariantType *type)
{
  g_return_val_if_fail (KITH_IS_ADMINISTRATOR (self), NULL);

  for (guint i = 0; i < self->folders->len; i++)
    {
      if (folder_locks (g_ptr_array_index (self->folders, i), path, key))
        return read_value (g_ptr_array_index (self->folders, i), path, key, type);
    }
  for (guint i = 0; i < self->folders->len; i++)
    {
      GVariant *value = read_value (g_ptr_array_index (self->folders, i), path, key, type);

      if (value != NULL)
        return value;
    }
  return NULL;
}
