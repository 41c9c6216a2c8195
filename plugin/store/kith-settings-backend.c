/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#define G_SETTINGS_ENABLE_BACKEND

#include "config.h"

#include "kith-settings-backend.h"

#include <gio/gsettingsbackend.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <string.h>

#define KEYFILE_TYPE_NAME "GKeyfileSettingsBackend"
#define DCONF_TYPE_NAME "DConfSettingsBackend"
#define ADMINISTRATOR_DIR "/etc/glib-2.0/settings"

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

/**
 * kith_settings_backend_new_for_file:
 * @file: (type filename): a key file
 *
 * The file has the form of a dconf dump, so that the administrator's key files (/etc/glib-2.0/settings/defaults and locks) mean the same here.
 *
 * Where its folder cannot be made, there is nothing to read and nothing can be kept: a backend in memory.
 *
 * Returns: (transfer full): a backend on this file
 */
GSettingsBackend *
kith_settings_backend_new_for_file (const char *file)
{
  g_autofree char *folder = g_path_get_dirname (file);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    return g_memory_settings_backend_new ();

  return g_keyfile_settings_backend_new (file, "/", NULL);
}

/**
 * kith_settings_backend_choose:
 * @file: (out) (transfer full) (nullable): path of the key file where it is ours
 * @guard: (out) (transfer full) (nullable): a backend whose locks hold as well: those of dconf, where it can be read but not written
 *
 * The session's backend, unless it would forget what is written: in a bare terminal or a cron job settings live in a file of ours.
 * Where GSETTINGS_BACKEND is set, it decides.
 *
 * Returns: (transfer full): the backend
 */
GSettingsBackend *
kith_settings_backend_choose (char             **file,
                              GSettingsBackend **guard)
{
  g_autoptr (GSettingsBackend) standard = g_settings_backend_get_default ();

  *file = NULL;
  *guard = NULL;
  if (g_getenv ("GSETTINGS_BACKEND") != NULL || keeps_what_is_written (standard))
    return g_steal_pointer (&standard);

  if (is_type (standard, DCONF_TYPE_NAME))
    *guard = g_steal_pointer (&standard);
  *file = g_build_filename (g_get_user_config_dir (), "kith", "settings.ini", NULL);

  return kith_settings_backend_new_for_file (*file);
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
 * kith_settings_backend_ref_preset:
 * @backend: a backend
 * @path: path of a schema
 * @key: a key that the administrator has locked
 * @type: its type
 *
 * GLib's key file backend lets the home folder decide a key that is locked but not preset. A lock without a preset means the default.
 *
 * Returns: (transfer full) (nullable): the administrator's value; %NULL where there is none, or @backend is no key file
 */
GVariant *
kith_settings_backend_ref_preset (GSettingsBackend   *backend,
                                  const char         *path,
                                  const char         *key,
                                  const GVariantType *type)
{
  g_autoptr (GKeyFile) presets = g_key_file_new ();
  g_autofree char *folder = NULL;
  g_autofree char *file = NULL;
  g_autofree char *group = NULL;
  g_autofree char *text = NULL;
  GVariant *value;

  if (is_type (backend, KEYFILE_TYPE_NAME))
    g_object_get (backend, "defaults-dir", &folder, NULL);
  file = g_build_filename (folder != NULL ? folder : ADMINISTRATOR_DIR, "defaults", NULL);
  if (!g_key_file_load_from_file (presets, file, G_KEY_FILE_NONE, NULL))
    return NULL;

  group = g_strndup (path + 1, strlen (path) - 2);
  text = g_key_file_get_value (presets, group, key, NULL);
  if (text == NULL)
    return NULL;

  value = g_variant_parse (type, text, NULL, NULL, NULL);
  if (value == NULL && g_variant_type_equal (type, G_VARIANT_TYPE_STRING))
    value = g_variant_new_string (text);

  return value != NULL ? g_variant_take_ref (value) : NULL;
}

/**
 * kith_settings_backend_is_key_file:
 * @backend: a backend
 *
 * Returns: whether it is GLib's key file backend, whatever the file
 */
gboolean
kith_settings_backend_is_key_file (GSettingsBackend *backend)
{
  return is_type (backend, KEYFILE_TYPE_NAME);
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
