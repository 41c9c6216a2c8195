/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND

#include "config.h"

#include "kith-settings-backend.h"

#include <fcntl.h>
#include <gio/gsettingsbackend.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define KEYFILE_TYPE_NAME "GKeyfileSettingsBackend"
#define DCONF_TYPE_NAME "DConfSettingsBackend"
/* What an administrator says is read elsewhere, for all backends alike; here the owner speaks alone. */
#define NO_DEFAULTS_DIR "/nonexistent"
#define LOCK_TRIES 200
#define LOCK_WAIT_USEC 10000

/* An address that outlived its session (su, screen, a copied environment) names a socket that is gone. */
static gboolean
is_alive (const char *address)
{
  static const char prefix[] = "unix:path=";
  g_autofree char *escaped = NULL;
  g_autofree char *path = NULL;

  if (!g_str_has_prefix (address, prefix) || strchr (address, ';') != NULL)
    return TRUE;

  address += strlen (prefix);
  escaped = g_strndup (address, strcspn (address, ","));
  path = g_uri_unescape_string (escaped, NULL);
  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS);
}

/**
 * kith_settings_backend_has_session_bus:
 *
 * Looks where GLib looks (D-Bus Specification, "Message Bus Types"), without starting a bus as a connection attempt could.
 *
 * Returns: whether a session bus is announced
 */
gboolean
kith_settings_backend_has_session_bus (void)
{
  const char *address = g_getenv ("DBUS_SESSION_BUS_ADDRESS");
  g_autofree char *socket = NULL;

  /* "disabled:" is no transport: it is how programs are told that there is no bus. */
  if (address != NULL && *address != '\0')
    return !g_str_has_prefix (address, "disabled:") && is_alive (address);

  socket = g_build_filename (g_get_user_runtime_dir (), "bus", NULL);
  return g_file_test (socket, G_FILE_TEST_EXISTS);
}

static gboolean
is_type (GSettingsBackend *backend,
         const char       *name)
{
  return strcmp (G_OBJECT_TYPE_NAME (backend), name) == 0;
}

/* dconf writes through its service on the session bus; the memory backend forgets when the program ends. */
static gboolean
keeps_what_is_written (GSettingsBackend *backend)
{
  if (is_type (backend, DCONF_TYPE_NAME))
    return kith_settings_backend_has_session_bus ();

  return !is_type (backend, "GMemorySettingsBackend") && !is_type (backend, "GNullSettingsBackend");
}

/* GLib's type for it is private, and its constructor does not take the folder of the defaults. */
static GType
get_key_file_type (const char *file)
{
  GType type = g_type_from_name (KEYFILE_TYPE_NAME);
  g_autoptr (GSettingsBackend) plain = NULL;

  if (type != G_TYPE_INVALID)
    return type;
  plain = g_keyfile_settings_backend_new (file, "/", NULL);
  return G_OBJECT_TYPE (plain);
}

/**
 * kith_settings_backend_new_for_file:
 * @file: (type filename): a key file
 *
 * The file has the form of a dconf dump. Where its folder cannot be made, there is nothing to read and nothing can be kept: a backend in memory.
 *
 * Returns: (transfer full): a backend on this file
 */
GSettingsBackend *
kith_settings_backend_new_for_file (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return g_memory_settings_backend_new ();

  return g_object_new (get_key_file_type (file), "filename", file, "root-path", "/", "defaults-dir", NO_DEFAULTS_DIR, NULL);
}

/* dconf where it is installed and not what GLib would take: its locks hold whatever the environment says. */
static GSettingsBackend *
find_dconf (void)
{
  GIOExtensionPoint *point = g_io_extension_point_lookup (G_SETTINGS_BACKEND_EXTENSION_POINT_NAME);
  GIOExtension *extension = point != NULL ? g_io_extension_point_get_extension_by_name (point, "dconf") : NULL;
  g_autoptr (GTypeClass) loaded = extension != NULL ? g_io_extension_ref_class (extension) : NULL;

  return loaded != NULL ? g_object_new (G_TYPE_FROM_CLASS (loaded), NULL) : NULL;
}

/**
 * kith_settings_backend_choose:
 * @file: (out) (transfer full) (nullable): path of the key file where it is ours
 * @guard: (out) (transfer full) (nullable): a backend whose locks and presets hold as well: dconf, where it does not keep the owner's settings
 *
 * The session's backend, unless it would forget what is written: in a bare terminal or a cron job settings live in a file of ours.
 * Where GSETTINGS_BACKEND is set, it decides where the owner's settings are, not what the administrator has locked.
 *
 * Returns: (transfer full): the backend
 */
GSettingsBackend *
kith_settings_backend_choose (char             **file,
                              GSettingsBackend **guard)
{
  g_autoptr (GSettingsBackend) standard = g_settings_backend_get_default ();
  gboolean is_dconf = is_type (standard, DCONF_TYPE_NAME);
  gboolean is_told = g_getenv ("GSETTINGS_BACKEND") != NULL;

  *file = NULL;
  *guard = NULL;
  if (is_dconf && (is_told || keeps_what_is_written (standard)))
    return g_steal_pointer (&standard);

  *guard = is_dconf ? g_object_ref (standard) : find_dconf ();
  if (is_type (standard, KEYFILE_TYPE_NAME))
    g_object_get (standard, "filename", file, NULL);
  else if (is_told || keeps_what_is_written (standard))
    return g_steal_pointer (&standard);
  if (*file == NULL)
    *file = g_build_filename (g_get_user_config_dir (), "kith", "settings.ini", NULL);

  return kith_settings_backend_new_for_file (*file);
}

/**
 * kith_settings_backend_lock_file:
 * @file: (type filename): the key file
 *
 * A key file is written as a whole: two programs that change a key each at the same moment would lose one. The lock is on the folder, and not
 * waited for without end: then it is written all the same.
 *
 * Returns: for kith_settings_backend_unlock_file()
 */
int
kith_settings_backend_lock_file (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  for (guint i = 0; fd >= 0 && i < LOCK_TRIES && flock (fd, LOCK_EX | LOCK_NB) != 0; i++)
    g_usleep (LOCK_WAIT_USEC);
  return fd;
}

void
kith_settings_backend_unlock_file (int lock)
{
  if (lock >= 0)
    close (lock);
}

/**
 * kith_settings_backend_find_schema:
 * @id: a schema id of ours
 * @error: return location; KITH_ERROR_STORAGE
 *
 * A schema that is not installed would end the program in g_settings_new(); here it is an error.
 *
 * Returns: (transfer full) (nullable): the schema
 */
GSettingsSchema *
kith_settings_backend_find_schema (const char  *id,
                                   GError     **error)
{
  GSettingsSchemaSource *standard = g_settings_schema_source_get_default ();
  g_autoptr (GSettingsSchemaSource) installed = NULL;
  GSettingsSchema *schema = NULL;

  if (standard != NULL)
    schema = g_settings_schema_source_lookup (standard, id, TRUE);
  if (schema != NULL)
    return schema;

  installed = g_settings_schema_source_new_from_directory (KITH_SCHEMADIR, NULL, TRUE, NULL);
  if (installed != NULL)
    schema = g_settings_schema_source_lookup (installed, id, FALSE);
  if (schema == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE,
                         _("The list of Kith's settings is not installed: install Kith again"));

  return schema;
}

/**
 * kith_settings_backend_has_wrong_value:
 * @backend: a backend
 * @path: path of a schema
 * @key: one of its keys
 *
 * GSettings gives the default where the value that is kept is of the wrong type or out of range, and does not say so.
 *
 * Returns: whether something is kept for @key that cannot be used
 */
gboolean
kith_settings_backend_has_wrong_value (GSettingsBackend   *backend,
                                       const char         *path,
                                       GSettingsSchemaKey *key)
{
  GSettingsBackendClass *backend_class = G_SETTINGS_BACKEND_GET_CLASS (backend);
  const GVariantType *type = g_settings_schema_key_get_value_type (key);
  g_autofree char *name = g_strconcat (path, g_settings_schema_key_get_name (key), NULL);
  g_autoptr (GVariant) value = backend_class->read (backend, name, type, FALSE);
  g_autoptr (GVariant) text = NULL;

  if (value != NULL)
    return !g_variant_is_of_type (value, type) || !g_settings_schema_key_range_check (key, value);

  /* A key file's text that is no value of this type is still a text. */
  text = backend_class->read (backend, name, G_VARIANT_TYPE_STRING, FALSE);
  return text != NULL;
}
