/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-settings.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-settings-backend.h"

#define MAIN_SCHEMA_ID "org.kith.Kith"
#define MAIN_PATH "/org/kith/kith/"
#define PROVIDER_SCHEMA_ID "org.kith.Kith.Provider"
#define PROVIDER_PATH_FORMAT "/org/kith/kith/providers/%s/"

/* The settings at one path, with what may lock them from elsewhere. */
typedef struct
{
  GSettings *settings;
  GSettings *guard; /* nullable */
} Place;

struct _KithSettings
{
  GObject parent_instance;

  GSettingsBackend *backend;
  GSettingsBackend *guard; /* nullable */
  char *file;              /* nullable: the key file where it is ours */
  GSettingsSchema *main_schema;
  GSettingsSchema *provider_schema;
  GHashTable *places; /* char * path → Place *, both owned */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithSettings, kith_settings, G_TYPE_OBJECT)

static void
changed_cb (GSettings    *settings,
            const char   *key,
            KithSettings *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GSettings *
open_at (KithSettings     *self,
         GSettingsSchema  *schema,
         GSettingsBackend *backend,
         const char       *path)
{
  GSettings *settings = g_settings_new_full (schema, backend, path);
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);

  g_signal_connect_object (settings, "changed", G_CALLBACK (changed_cb), self, 0);
  g_signal_connect_object (settings, "writable-changed", G_CALLBACK (changed_cb), self, 0);

  /* "changed" is promised only for keys that were read while somebody listened. */
  for (gsize i = 0; keys[i] != NULL; i++)
    g_variant_unref (g_settings_get_value (settings, keys[i]));

  return settings;
}

static void
place_free (gpointer data)
{
  Place *place = data;

  g_clear_object (&place->settings);
  g_clear_object (&place->guard);
  g_free (place);
}

static Place *
get_place (KithSettings *self,
           const char   *path)
{
  GSettingsSchema *schema = strcmp (path, MAIN_PATH) == 0 ? self->main_schema : self->provider_schema;
  Place *place = g_hash_table_lookup (self->places, path);

  if (place != NULL)
    return place;

  place = g_new0 (Place, 1);
  place->settings = open_at (self, schema, self->backend, path);
  if (self->guard != NULL)
    place->guard = open_at (self, schema, self->guard, path);
  g_hash_table_insert (self->places, g_strdup (path), place);

  return place;
}

static Place *
get_provider_place (KithSettings *self,
                    const char   *provider_id)
{
  g_autofree char *path = g_strdup_printf (PROVIDER_PATH_FORMAT, provider_id);

  return get_place (self, path);
}

static gboolean
is_locked (Place      *place,
           const char *key)
{
  return !g_settings_is_writable (place->settings, key) ||
         (place->guard != NULL && !g_settings_is_writable (place->guard, key));
}

static GVariant *
read_preset (KithSettings *self,
             Place        *place,
             const char   *key)
{
  g_autoptr (GVariant) standard = g_settings_get_default_value (place->settings, key);
  g_autofree char *path = NULL;
  GVariant *value;

  g_object_get (place->settings, "path", &path, NULL);
  value = kith_settings_backend_ref_preset (self->backend, path, key, g_variant_get_type (standard));
  if (value == NULL)
    return g_steal_pointer (&standard);

  return value;
}

static gboolean
is_in_range (Place      *place,
             const char *key,
             GVariant   *value)
{
  g_autoptr (GSettingsSchema) schema = NULL;
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;

  g_object_get (place->settings, "settings-schema", &schema, NULL);
  schema_key = g_settings_schema_get_key (schema, key);

  return g_variant_is_of_type (value, g_settings_schema_key_get_value_type (schema_key)) &&
         g_settings_schema_key_range_check (schema_key, value);
}

/* The value in force. GSettings itself gives the default for a value of the wrong type or out of range. */
static GVariant *
read_value (KithSettings *self,
            Place        *place,
            const char   *key)
{
  if (place->guard != NULL && !g_settings_is_writable (place->guard, key))
    return g_settings_get_value (place->guard, key);

  if (kith_settings_backend_is_key_file (self->backend) && !g_settings_is_writable (place->settings, key))
    {
      g_autoptr (GVariant) value = read_preset (self, place, key);

      return is_in_range (place, key, value) ? g_steal_pointer (&value) : g_settings_get_default_value (place->settings, key);
    }

  return g_settings_get_value (place->settings, key);
}

/* The file is read again first, so that a key that another program has just changed is not written back with its old value. */
static void
reload (KithSettings *self)
{
  g_hash_table_remove_all (self->places);
  g_object_unref (self->backend);
  self->backend = kith_settings_backend_new_for_file (self->file);
}

/* GLib's key file backend says nothing when it cannot write. */
static gboolean
check_written (KithSettings  *self,
               const char    *path,
               const char    *key,
               GVariant      *value,
               GError       **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *group = g_strndup (path + 1, strlen (path) - 2);
  g_autofree char *wanted = g_variant_print (value, FALSE);
  g_autofree char *found = NULL;

  if (g_key_file_load_from_file (file, self->file, G_KEY_FILE_NONE, NULL))
    found = g_key_file_get_value (file, group, key, NULL);
  if (g_strcmp0 (wanted, found) == 0)
    return TRUE;

  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The setting could not be written to Kith's settings file"));
  return FALSE;
}

static gboolean
write_value (KithSettings  *self,
             const char    *path,
             const char    *key,
             GVariant      *floating,
             GError       **error)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (floating);
  Place *place;

  if (self->file != NULL)
    reload (self);

  place = get_place (self, path);
  if (is_locked (place, key))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("The setting “%s” is locked by the administrator"), key);
      return FALSE;
    }
  if (!g_settings_set_value (place->settings, key, value))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("The setting “%s” cannot be changed"), key);
      return FALSE;
    }
  g_settings_sync ();
  if (self->file == NULL)
    return TRUE;

  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return check_written (self, path, key, value, error);
}

/**
 * kith_settings_new:
 * @backend: (nullable): for tests; %NULL takes the session's, or a key file in $XDG_CONFIG_HOME/kith
 * @error: return location; KITH_ERROR_STORAGE where the schema is not installed
 *
 * Changes are told in the thread-default main context of the caller.
 *
 * Returns: (transfer full) (nullable): the settings
 */
KithSettings *
kith_settings_new (GSettingsBackend  *backend,
                   GError           **error)
{
  g_autoptr (KithSettings) self = g_object_new (KITH_TYPE_SETTINGS, NULL);

  self->main_schema = kith_settings_backend_find_schema (MAIN_SCHEMA_ID, error);
  if (self->main_schema == NULL)
    return NULL;
  self->provider_schema = kith_settings_backend_find_schema (PROVIDER_SCHEMA_ID, error);
  if (self->provider_schema == NULL)
    return NULL;

  if (backend != NULL)
    self->backend = g_object_ref (backend);
  else
    self->backend = kith_settings_backend_choose (&self->file, &self->guard);
  get_place (self, MAIN_PATH);

  return g_steal_pointer (&self);
}

static char *
read_string (KithSettings *self,
             Place        *place,
             const char   *key)
{
  g_autoptr (GVariant) value = read_value (self, place, key);

  return g_variant_dup_string (value, NULL);
}

static GStrv
read_strings (KithSettings *self,
              Place        *place,
              const char   *key)
{
  g_autoptr (GVariant) value = read_value (self, place, key);

  return g_variant_dup_strv (value, NULL);
}

static int
read_int (KithSettings *self,
          Place        *place,
          const char   *key)
{
  g_autoptr (GVariant) value = read_value (self, place, key);

  return g_variant_get_int32 (value);
}

/**
 * kith_settings_ref_provider:
 * @self: settings
 * @provider_id: a provider's id
 * @enabled_by_default: whether the provider is on where nobody has decided
 *
 * Returns: (transfer full): a picture of the provider's settings as they are now; of an id that cannot be one, switched off
 */
KithProviderSettings *
kith_settings_ref_provider (KithSettings *self,
                            const char   *provider_id,
                            gboolean      enabled_by_default)
{
  g_autofree char *enabled = NULL;
  g_autofree char *mode = NULL;
  g_autofree char *base_url = NULL;
  g_autofree char *ca_file = NULL;
  g_autofree char *user = NULL;
  g_autofree char *client_id = NULL;
  g_autofree char *sign_in_url = NULL;
  g_autofree char *account = NULL;
  g_auto (GStrv) domains = NULL;
  g_auto (GStrv) accounts = NULL;
  KithProviderSettingsFields fields = { .id = provider_id };
  Place *place;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (provider_id != NULL, NULL);

  if (!kith_provider_id_is_valid (provider_id))
    return kith_provider_settings_new (&fields);

  place = get_provider_place (self, provider_id);
  enabled = read_string (self, place, "enabled");
  fields.enabled = strcmp (enabled, "default") == 0 ? enabled_by_default : strcmp (enabled, "on") == 0;
  fields.locked = is_locked (place, "enabled");
  mode = read_string (self, place, "mode");
  fields.mode = strcmp (mode, "click") == 0 ? KITH_PROVIDER_MODE_CLICK : KITH_PROVIDER_MODE_ALWAYS;
  fields.base_url = base_url = read_string (self, place, "base-url");
  fields.ca_file = ca_file = read_string (self, place, "ca-file");
  fields.user = user = read_string (self, place, "user");
  fields.client_id = client_id = read_string (self, place, "client-id");
  fields.sign_in_url = sign_in_url = read_string (self, place, "sign-in-url");
  fields.account = account = read_string (self, place, "account");
  fields.keep_days = read_int (self, place, "keep-days");
  domains = read_strings (self, place, "domains");
  fields.domains = (const char *const *) domains;
  accounts = read_strings (self, place, "accounts");
  fields.accounts = (const char *const *) accounts;

  return kith_provider_settings_new (&fields);
}

/**
 * kith_settings_set_provider:
 * @self: settings
 * @provider_id: a provider's id
 * @key: a key of org.kith.Kith.Provider
 * @value: what a person wrote: "true" or "false", an address, a list with commas …
 * @error: return location; KITH_ERROR_INVALID (wrong id, key or value), KITH_ERROR_REFUSED (locked), KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_settings_set_provider (KithSettings  *self,
                            const char    *provider_id,
                            const char    *key,
                            const char    *value,
                            GError       **error)
{
  g_autofree char *path = NULL;
  GVariant *parsed;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), FALSE);
  g_return_val_if_fail (provider_id != NULL && key != NULL && value != NULL, FALSE);

  if (!kith_provider_id_is_valid (provider_id))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID,
                           _("The id of a provider has small letters, digits and hyphens only"));
      return FALSE;
    }

  parsed = kith_provider_settings_parse (key, value, error);
  if (parsed == NULL)
    return FALSE;

  path = g_strdup_printf (PROVIDER_PATH_FORMAT, provider_id);
  return write_value (self, path, key, parsed, error);
}

/**
 * kith_settings_foreach:
 * @self: settings
 * @provider_id: (nullable): a provider's id; %NULL for org.kith.Kith
 * @func: (scope call): called for each key with the value in force, and whether the administrator has locked it
 * @user_data: for @func
 *
 * For an export.
 */
void
kith_settings_foreach (KithSettings     *self,
                       const char       *provider_id,
                       KithSettingsFunc  func,
                       gpointer          user_data)
{
  g_auto (GStrv) keys = NULL;
  Place *place;

  g_return_if_fail (KITH_IS_SETTINGS (self));
  g_return_if_fail (provider_id == NULL || kith_provider_id_is_valid (provider_id));

  keys = g_settings_schema_list_keys (provider_id != NULL ? self->provider_schema : self->main_schema);
  place = provider_id != NULL ? get_provider_place (self, provider_id) : get_place (self, MAIN_PATH);
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GVariant) value = read_value (self, place, keys[i]);

      func (keys[i], value, is_locked (place, keys[i]), user_data);
    }
}

/* An unknown key, or one of another type, is a mistake of ours that must not end the mail program as GSettings would. */
static gboolean
has_key (KithSettings       *self,
         const char         *key,
         const GVariantType *type)
{
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;

  g_return_val_if_fail (g_settings_schema_has_key (self->main_schema, key), FALSE);

  schema_key = g_settings_schema_get_key (self->main_schema, key);
  return type == NULL || g_variant_type_equal (g_settings_schema_key_get_value_type (schema_key), type);
}

/**
 * kith_settings_is_locked:
 * @self: settings
 * @key: a key of org.kith.Kith
 *
 * Returns: whether the administrator has locked it
 */
gboolean
kith_settings_is_locked (KithSettings *self,
                         const char   *key)
{
  g_return_val_if_fail (KITH_IS_SETTINGS (self), TRUE);

  return !has_key (self, key, NULL) || is_locked (get_place (self, MAIN_PATH), key);
}

/**
 * kith_settings_dup_strings:
 * @self: settings
 * @key: a key of org.kith.Kith that holds a list
 *
 * Returns: (transfer full): the list
 */
GStrv
kith_settings_dup_strings (KithSettings *self,
                           const char   *key)
{
  g_return_val_if_fail (KITH_IS_SETTINGS (self), NULL);

  if (!has_key (self, key, G_VARIANT_TYPE_STRING_ARRAY))
    return g_new0 (char *, 1);

  return read_strings (self, get_place (self, MAIN_PATH), key);
}

/**
 * kith_settings_get_boolean:
 * @self: settings
 * @key: a key of org.kith.Kith that is on or off
 *
 * Returns: its value
 */
gboolean
kith_settings_get_boolean (KithSettings *self,
                           const char   *key)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), FALSE);

  if (!has_key (self, key, G_VARIANT_TYPE_BOOLEAN))
    return FALSE;

  value = read_value (self, get_place (self, MAIN_PATH), key);
  return g_variant_get_boolean (value);
}

/**
 * kith_settings_get_integer:
 * @self: settings
 * @key: a key of org.kith.Kith that holds a number
 *
 * Returns: its value
 */
gint64
kith_settings_get_integer (KithSettings *self,
                           const char   *key)
{
  g_return_val_if_fail (KITH_IS_SETTINGS (self), 0);

  if (!has_key (self, key, G_VARIANT_TYPE_INT32))
    return 0;

  return read_int (self, get_place (self, MAIN_PATH), key);
}

/* The value is checked against the schema, so that a wrong one is an error and not a critical of GSettings. */
static gboolean
write_main (KithSettings  *self,
            const char    *key,
            GVariant      *floating,
            GError       **error)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (floating);

  if (!has_key (self, key, NULL) || !is_in_range (get_place (self, MAIN_PATH), key, value))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("The setting “%s” cannot have this value"), key);
      return FALSE;
    }

  return write_value (self, MAIN_PATH, key, value, error);
}

/**
 * kith_settings_set_boolean:
 * @self: settings
 * @key: a key of org.kith.Kith that is on or off
 * @value: its value
 * @error: return location; KITH_ERROR_REFUSED (locked), KITH_ERROR_INVALID, KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_settings_set_boolean (KithSettings  *self,
                           const char    *key,
                           gboolean       value,
                           GError       **error)
{
  g_return_val_if_fail (KITH_IS_SETTINGS (self), FALSE);

  return write_main (self, key, g_variant_new_boolean (value), error);
}

/**
 * kith_settings_set_integer:
 * @self: settings
 * @key: a key of org.kith.Kith that holds a number
 * @value: its value
 * @error: return location; KITH_ERROR_REFUSED (locked), KITH_ERROR_INVALID (out of range), KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_settings_set_integer (KithSettings  *self,
                           const char    *key,
                           gint64         value,
                           GError       **error)
{
  g_return_val_if_fail (KITH_IS_SETTINGS (self), FALSE);

  return write_main (self, key, g_variant_new_int32 (CLAMP (value, G_MININT32, G_MAXINT32)), error);
}

/**
 * kith_settings_set_strings:
 * @self: settings
 * @key: a key of org.kith.Kith that holds a list
 * @value: (array zero-terminated=1): the list
 * @error: return location; KITH_ERROR_REFUSED (locked), KITH_ERROR_INVALID, KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_settings_set_strings (KithSettings        *self,
                           const char          *key,
                           const char *const   *value,
                           GError             **error)
{
  g_return_val_if_fail (KITH_IS_SETTINGS (self), FALSE);

  return write_main (self, key, g_variant_new_strv (value, -1), error);
}

/**
 * kith_settings_set_value:
 * @self: settings
 * @key: a key of org.kith.Kith
 * @value: the value; a floating one is taken
 * @error: return location; KITH_ERROR_INVALID, KITH_ERROR_REFUSED (locked), KITH_ERROR_STORAGE
 *
 * Returns: %TRUE where it is written
 */
gboolean
kith_settings_set_value (KithSettings  *self,
                         const char    *key,
                         GVariant      *value,
                         GError       **error)
{
  g_return_val_if_fail (KITH_IS_SETTINGS (self), FALSE);

  return write_main (self, key, value, error);
}

/**
 * kith_settings_dup_key_type:
 * @self: settings
 * @key: what may be a key of org.kith.Kith
 *
 * Returns: (transfer full) (nullable): the type of its values; %NULL where there is no such key
 */
GVariantType *
kith_settings_dup_key_type (KithSettings *self,
                            const char   *key)
{
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), NULL);

  if (!g_settings_schema_has_key (self->main_schema, key))
    return NULL;
  schema_key = g_settings_schema_get_key (self->main_schema, key);
  return g_variant_type_copy (g_settings_schema_key_get_value_type (schema_key));
}

/* The least and the greatest number that a key may have. */
static void
read_range (GSettingsSchemaKey *key,
            int                *least,
            int                *greatest)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (key);
  g_autoptr (GVariant) limits = NULL;
  const char *kind;

  *least = G_MININT;
  *greatest = G_MAXINT;
  g_variant_get (range, "(&sv)", &kind, &limits);
  if (strcmp (kind, "range") == 0 && g_variant_is_of_type (limits, G_VARIANT_TYPE ("(ii)")))
    g_variant_get (limits, "(ii)", least, greatest);
}

/**
 * kith_settings_describe:
 * @self: settings
 * @provider_id: (nullable): a provider's id; %NULL for the settings that hold for all of them
 *
 * Returns: (transfer full) (nullable): for each key (a{s(vbbii)}) the value in force, whether the administrator has locked it, whether what is kept for
 *   it cannot be used, and the least and greatest number; %NULL for an id that cannot be one
 */
GVariant *
kith_settings_describe (KithSettings *self,
                        const char   *provider_id)
{
  GSettingsSchema *schema = provider_id != NULL ? self->provider_schema : self->main_schema;
  g_auto (GStrv) keys = g_settings_schema_list_keys (schema);
  g_autofree char *path = NULL;
  GVariantBuilder builder;
  Place *place;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), NULL);

  if (provider_id != NULL && !kith_provider_id_is_valid (provider_id))
    return NULL;

  path = provider_id != NULL ? g_strdup_printf (PROVIDER_PATH_FORMAT, provider_id) : g_strdup (MAIN_PATH);
  place = get_place (self, path);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{s(vbbii)}"));
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, keys[i]);
      g_autoptr (GVariant) value = read_value (self, place, keys[i]);
      int least, greatest;

      read_range (key, &least, &greatest);
      g_variant_builder_add (&builder, "{s(vbbii)}", keys[i], value, is_locked (place, keys[i]),
                             kith_settings_backend_has_wrong_value (self->backend, path, key), least, greatest);
    }

  return g_variant_ref_sink (g_variant_builder_end (&builder));
}

static void
kith_settings_finalize (GObject *object)
{
  KithSettings *self = KITH_SETTINGS (object);

  g_hash_table_unref (self->places);
  g_clear_object (&self->backend);
  g_clear_object (&self->guard);
  g_clear_pointer (&self->main_schema, g_settings_schema_unref);
  g_clear_pointer (&self->provider_schema, g_settings_schema_unref);
  g_free (self->file);

  G_OBJECT_CLASS (kith_settings_parent_class)->finalize (object);
}

static void
kith_settings_class_init (KithSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_settings_finalize;

  /**
   * KithSettings::changed:
   *
   * A key was changed, by this or another program.
   */
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", KITH_TYPE_SETTINGS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_settings_init (KithSettings *self)
{
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, place_free);
}
