/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-settings.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-settings-backend.h"
#include "kith-settings-place.h"

#define MAIN_SCHEMA_ID "org.kith.Kith"
#define MAIN_PATH "/org/kith/kith/"
#define PROVIDER_SCHEMA_ID "org.kith.Kith.Provider"
#define PROVIDER_PATH_FORMAT "/org/kith/kith/providers/%s/"

struct _KithSettings
{
  GObject parent_instance;

  GSettingsBackend *backend;
  GSettingsBackend *guard;          /* nullable */
  KithAdministrator *administrator; /* owned */
  char *file;              /* nullable: the key file where it is ours */
  GSettingsSchema *main_schema;
  GSettingsSchema *provider_schema;
  GHashTable *places; /* char * path → KithSettingsPlace *, both owned */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithSettings, kith_settings, G_TYPE_OBJECT)

static void
on_changed (KithSettings *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static KithSettingsPlace *
get_place (KithSettings *self,
           const char   *path)
{
  KithSettingsSource source = {
    .schema = strcmp (path, MAIN_PATH) == 0 ? self->main_schema : self->provider_schema,
    .backend = self->backend,
    .guard = self->guard,
    .administrator = self->administrator,
    .path = path,
  };
  KithSettingsPlace *place = g_hash_table_lookup (self->places, path);

  if (place != NULL)
    return place;

  place = kith_settings_place_new (&source);
  g_signal_connect_object (place, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_hash_table_insert (self->places, g_strdup (path), place);

  return place;
}

static KithSettingsPlace *
get_provider_place (KithSettings *self,
                    const char   *provider_id)
{
  g_autofree char *path = g_strdup_printf (PROVIDER_PATH_FORMAT, provider_id);

  return get_place (self, path);
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
  g_autofree char *wanted = value != NULL ? g_variant_print (value, FALSE) : NULL;
  g_autofree char *found = NULL;

  if (g_key_file_load_from_file (file, self->file, G_KEY_FILE_NONE, NULL))
    found = g_key_file_get_value (file, group, key, NULL);
  if (g_strcmp0 (wanted, found) == 0)
    return TRUE;

  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The setting could not be written to Kith's settings file"));
  return FALSE;
}

static gboolean
write_at (KithSettingsPlace  *place,
          const char         *key,
          GVariant           *value,
          GError            **error)
{
  GSettings *settings = kith_settings_place_get_settings (place);

  if (kith_settings_place_is_locked (place, key))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("The setting “%s” is locked by the administrator"), key);
      return FALSE;
    }
  if (value == NULL)
    g_settings_reset (settings, key);
  else if (!g_settings_set_value (settings, key, value))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("The setting “%s” cannot be changed"), key);
      return FALSE;
    }
  g_settings_sync ();
  return TRUE;
}

/* @floating: (nullable): NULL takes back what was set */
static gboolean
write_value (KithSettings  *self,
             const char    *path,
             const char    *key,
             GVariant      *floating,
             GError       **error)
{
  g_autoptr (GVariant) value = floating != NULL ? g_variant_ref_sink (floating) : NULL;
  gboolean written;
  int lock;

  if (self->file == NULL)
    return write_at (get_place (self, path), key, value, error);

  lock = kith_settings_backend_lock_file (self->file);
  reload (self);
  written = write_at (get_place (self, path), key, value, error) && check_written (self, path, key, value, error);
  kith_settings_backend_unlock_file (lock);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
  return written;
}

static gboolean
find_schemas (KithSettings  *self,
              GError       **error)
{
  self->main_schema = kith_settings_backend_find_schema (MAIN_SCHEMA_ID, error);
  if (self->main_schema == NULL)
    return FALSE;
  self->provider_schema = kith_settings_backend_find_schema (PROVIDER_SCHEMA_ID, error);

  return self->provider_schema != NULL;
}

static void
follow (KithSettings *self)
{
  self->administrator = kith_administrator_new ();
  g_signal_connect_object (self->administrator, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  get_place (self, MAIN_PATH);
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

  if (!find_schemas (self, error))
    return NULL;
  if (backend != NULL)
    self->backend = g_object_ref (backend);
  else
    self->backend = kith_settings_backend_choose (&self->file, &self->guard);
  follow (self);

  return g_steal_pointer (&self);
}

/**
 * kith_settings_new_for_file:
 * @file: (type filename): a key file, as it is kept where there is no settings service
 * @error: return location; KITH_ERROR_STORAGE where the schema is not installed
 *
 * For tests. GLib's key file backend has no lock, and reads the file anew in the context that was the thread's default when the backend was made:
 * it is made here, in the thread that uses it.
 *
 * Returns: (transfer full) (nullable): the settings
 */
KithSettings *
kith_settings_new_for_file (const char  *file,
                            GError     **error)
{
  g_autoptr (KithSettings) self = g_object_new (KITH_TYPE_SETTINGS, NULL);

  if (!find_schemas (self, error))
    return NULL;
  self->file = g_strdup (file);
  self->backend = kith_settings_backend_new_for_file (file);
  follow (self);

  return g_steal_pointer (&self);
}

static gboolean
is_allowed (KithSettings *self,
            const char   *provider_id)
{
  g_auto (GStrv) allowed = kith_settings_place_dup_strings (get_place (self, MAIN_PATH), "allowed-providers");

  return allowed[0] == NULL || g_strv_contains ((const char *const *) allowed, provider_id);
}

/*
 * What the administrator names: the server that is asked, that where one signs in, and the account, whose name may tell the server (a CardDAV
 * server is found by the domain of it). And who vouches for the server: with an authority of one's own, what is sent to it can be read on its way.
 */
static GStrv
list_servers (KithSettingsPlace *place)
{
  static const char *const keys[] = { "base-url", "sign-in-url", "user", "account", "ca-file" };
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *server = kith_settings_place_dup_string (place, keys[i]);

      if (*server != '\0' && !kith_settings_place_is_owners (place, keys[i]))
        g_strv_builder_add (builder, server);
    }
  return g_strv_builder_end (builder);
}

static gboolean
has_agreed (KithSettingsPlace *place)
{
  g_auto (GStrv) servers = list_servers (place);
  g_auto (GStrv) agreed = NULL;

  if (servers[0] == NULL)
    return TRUE;
  if (!kith_settings_place_is_owners (place, "agreed-servers"))
    return FALSE;
  agreed = kith_settings_place_dup_strings (place, "agreed-servers");
  return g_strv_equal ((const char *const *) servers, (const char *const *) agreed);
}

/*
 * What sends something is switched on by its owner alone, and for the server that was to be seen then: a preset can prepare all but that one
 * step, and moves nobody's addresses to another server.
 */
static void
restrict_remote (KithSettings               *self,
                 KithSettingsPlace          *place,
                 KithProviderSettingsFields *fields)
{
  if (!is_allowed (self, fields->id))
    {
      fields->locked = TRUE;
      fields->enabled = FALSE;
    }
  else if (!kith_settings_place_is_owners (place, "enabled"))
    fields->enabled = FALSE;
  else if (fields->enabled && !has_agreed (place))
    {
      fields->enabled = FALSE;
      fields->problem = _("Your administrator has named another server, account or certificate authority for it: switch it on again if you agree");
    }
}

/* What the owner has ruled out stays so, whatever a lock says: an administrator may ask about fewer people, not about more. */
static void
restrict_questions (KithSettingsPlace          *place,
                    KithProviderSettingsFields *fields,
                    GStrv                      *domains,
                    GStrv                      *accounts)
{
  g_autoptr (GVariant) own_mode = kith_settings_place_ref_own (place, "mode");
  gboolean no_domain, no_account;

  if (own_mode != NULL && strcmp (g_variant_get_string (own_mode, NULL), "click") == 0)
    fields->mode = KITH_PROVIDER_MODE_CLICK;
  *domains = kith_settings_place_dup_common (place, "domains", &no_domain);
  *accounts = kith_settings_place_dup_common (place, "accounts", &no_account);
  fields->domains = (const char *const *) *domains;
  fields->accounts = (const char *const *) *accounts;
  if (fields->enabled && (no_domain || no_account))
    {
      fields->enabled = FALSE;
      fields->problem = _("Your administrator allows other domains or accounts for it than you do, so that it is asked about nobody");
    }
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
  KithSettingsPlace *place;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), NULL);
  g_return_val_if_fail (provider_id != NULL, NULL);

  if (!kith_provider_id_is_valid (provider_id))
    return kith_provider_settings_new (&fields);

  place = get_provider_place (self, provider_id);
  enabled = kith_settings_place_dup_string (place, "enabled");
  fields.enabled = strcmp (enabled, "default") == 0 ? enabled_by_default : strcmp (enabled, "on") == 0;
  fields.locked = kith_settings_place_is_locked (place, "enabled");
  if (!enabled_by_default)
    restrict_remote (self, place, &fields);
  mode = kith_settings_place_dup_string (place, "mode");
  fields.mode = strcmp (mode, "click") == 0 ? KITH_PROVIDER_MODE_CLICK : KITH_PROVIDER_MODE_ALWAYS;
  restrict_questions (place, &fields, &domains, &accounts);
  fields.base_url = base_url = kith_settings_place_dup_string (place, "base-url");
  fields.ca_file = ca_file = kith_settings_place_dup_string (place, "ca-file");
  fields.user = user = kith_settings_place_dup_string (place, "user");
  fields.client_id = client_id = kith_settings_place_dup_string (place, "client-id");
  fields.sign_in_url = sign_in_url = kith_settings_place_dup_string (place, "sign-in-url");
  fields.account = account = kith_settings_place_dup_string (place, "account");
  fields.keep_days = kith_settings_place_get_int (place, "keep-days");

  return kith_provider_settings_new (&fields);
}

static gboolean
is_on (GVariant *enabled)
{
  return strcmp (g_variant_get_string (enabled, NULL), "on") == 0;
}

/* Whoever switches a provider on agrees to the servers that are named for it now. */
static gboolean
write_agreement (KithSettings  *self,
                 const char    *provider_id,
                 gboolean       on,
                 GError       **error)
{
  KithSettingsPlace *place = get_provider_place (self, provider_id);
  g_autofree char *path = g_strdup_printf (PROVIDER_PATH_FORMAT, provider_id);
  g_auto (GStrv) servers = NULL;

  if (kith_settings_place_is_locked (place, "enabled") || !is_allowed (self, provider_id))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED, _("Your administrator has switched this provider off."));
      return FALSE;
    }
  servers = list_servers (place);
  if (on && servers[0] != NULL)
    return write_value (self, path, "agreed-servers", g_variant_new_strv ((const char *const *) servers, -1), error);
  return TRUE;
}

/* An empty text takes back what was set: a preset, or else the default holds again. */
static GVariant *
clear_floating (GVariant *value)
{
  g_variant_unref (g_variant_ref_sink (value));
  return NULL;
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
  if (strcmp (key, "enabled") == 0 && !write_agreement (self, provider_id, is_on (parsed), error))
    {
      g_variant_unref (g_variant_ref_sink (parsed));
      return FALSE;
    }
  return write_value (self, path, key, *value != '\0' ? parsed : clear_floating (parsed), error);
}

/* An unknown key, or one of another type, is a mistake of ours that must not end the mail program as GSettings would. */
static gboolean
has_key (KithSettings       *self,
         const char         *key,
         const GVariantType *type)
{
  KithSettingsPlace *place = get_place (self, MAIN_PATH);

  g_return_val_if_fail (kith_settings_place_has_key (place, key, NULL), FALSE);

  return kith_settings_place_has_key (place, key, type);
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

  return !has_key (self, key, NULL) || kith_settings_place_is_locked (get_place (self, MAIN_PATH), key);
}

/* Lists of whom nobody is asked about. */
static gboolean
rules_out (const char *key)
{
  return strcmp (key, "never-domains") == 0 || strcmp (key, "own-addresses") == 0 || strcmp (key, "trusted-authserv-ids") == 0;
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

  if (rules_out (key))
    return kith_settings_place_dup_both (get_place (self, MAIN_PATH), key);
  return kith_settings_place_dup_strings (get_place (self, MAIN_PATH), key);
}

/* True, these send more than the defaults do. */
static gboolean
widens (const char *key)
{
  return strcmp (key, "ask-about-list-senders") == 0 || strcmp (key, "ask-about-encrypted") == 0;
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
  g_autoptr (GVariant) own = NULL;
  KithSettingsPlace *place;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), FALSE);

  if (!has_key (self, key, G_VARIANT_TYPE_BOOLEAN))
    return FALSE;

  place = get_place (self, MAIN_PATH);
  /* An administrator may restrict; to ask about more people than Kith does by itself is the owner's word alone. */
  if (widens (key) && !kith_settings_place_is_owners (place, key))
    return FALSE;
  /* Nor is it the administrator's to have people asked about whom the owner wants to click on first. */
  if (strcmp (key, "ask-only-on-click") == 0)
    own = kith_settings_place_ref_own (place, key);
  return (own != NULL && g_variant_get_boolean (own)) || kith_settings_place_get_boolean (place, key);
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

  return kith_settings_place_get_int (get_place (self, MAIN_PATH), key);
}

/* The value is checked against the schema, so that a wrong one is an error and not a critical of GSettings. */
static gboolean
write_main (KithSettings  *self,
            const char    *key,
            GVariant      *floating,
            GError       **error)
{
  g_autoptr (GVariant) value = g_variant_ref_sink (floating);

  if (!has_key (self, key, NULL) || !kith_settings_place_is_in_range (get_place (self, MAIN_PATH), key, value))
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
  KithSettingsPlace *place;
  GVariant *described;

  g_return_val_if_fail (KITH_IS_SETTINGS (self), NULL);

  if (provider_id != NULL && !kith_provider_id_is_valid (provider_id))
    return NULL;

  path = provider_id != NULL ? g_strdup_printf (PROVIDER_PATH_FORMAT, provider_id) : g_strdup (MAIN_PATH);
  place = get_place (self, path);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{s(vbbii)}"));
  for (gsize i = 0; keys[i] != NULL; i++)
    {
      g_autoptr (GSettingsSchemaKey) key = g_settings_schema_get_key (schema, keys[i]);
      g_autoptr (GVariant) value = kith_settings_place_ref_value (place, keys[i]);
      int least, greatest;

      read_range (key, &least, &greatest);
      g_variant_builder_add (&builder, "{s(vbbii)}", keys[i], value, kith_settings_place_is_locked (place, keys[i]),
                             kith_settings_backend_has_wrong_value (self->backend, path, key), least, greatest);
    }

  described = g_variant_ref_sink (g_variant_builder_end (&builder));
  /* All in one piece: else whoever lets it go frees some two hundred values, each under a lock of GLib that this thread takes as well, and that is the mail program's main loop. */
  g_variant_get_data (described);
  return described;
}

static void
kith_settings_finalize (GObject *object)
{
  KithSettings *self = KITH_SETTINGS (object);

  g_hash_table_unref (self->places);
  g_clear_object (&self->backend);
  g_clear_object (&self->guard);
  g_clear_object (&self->administrator);
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
  self->places = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}
