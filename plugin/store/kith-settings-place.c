/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-settings-place.h"

struct _KithSettingsPlace
{
  GObject parent_instance;

  GSettings *settings;
  GSettings *guard;                 /* (nullable) */
  KithAdministrator *administrator;
  GSettingsSchema *schema;
  char *path;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithSettingsPlace, kith_settings_place, G_TYPE_OBJECT)

static void
on_changed (KithSettingsPlace *self)
{
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static GSettings *
open_settings (KithSettingsPlace *self,
               GSettingsBackend  *backend)
{
  GSettings *settings = g_settings_new_full (self->schema, backend, self->path);
  g_auto (GStrv) keys = g_settings_schema_list_keys (self->schema);

  g_signal_connect_object (settings, "changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "writable-changed", G_CALLBACK (on_changed), self, G_CONNECT_SWAPPED);

  /* "changed" is promised only for keys that were read while somebody listened. */
  for (gsize i = 0; keys[i] != NULL; i++)
    g_variant_unref (g_settings_get_value (settings, keys[i]));

  return settings;
}

static void
kith_settings_place_finalize (GObject *object)
{
  KithSettingsPlace *self = KITH_SETTINGS_PLACE (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->guard);
  g_clear_object (&self->administrator);
  g_clear_pointer (&self->schema, g_settings_schema_unref);
  g_free (self->path);

  G_OBJECT_CLASS (kith_settings_place_parent_class)->finalize (object);
}

static void
kith_settings_place_class_init (KithSettingsPlaceClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_settings_place_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_settings_place_init (KithSettingsPlace *self)
{
}

/*
 * kith_settings_place_new:
 * @source: where the values come from
 *
 * Returns: (transfer full): the settings at its path
 */
KithSettingsPlace *
kith_settings_place_new (const KithSettingsSource *source)
{
  KithSettingsPlace *self = g_object_new (KITH_TYPE_SETTINGS_PLACE, NULL);

  self->schema = g_settings_schema_ref (source->schema);
  self->administrator = g_object_ref (source->administrator);
  self->path = g_strdup (source->path);
  self->settings = open_settings (self, source->backend);
  if (source->guard != NULL)
    self->guard = open_settings (self, source->guard);

  return self;
}

/* Returns: (transfer none): where the owner's own word is written */
GSettings *
kith_settings_place_get_settings (KithSettingsPlace *self)
{
  return self->settings;
}

gboolean
kith_settings_place_has_key (KithSettingsPlace  *self,
                             const char         *key,
                             const GVariantType *type)
{
  g_autoptr (GSettingsSchemaKey) schema_key = NULL;

  if (!g_settings_schema_has_key (self->schema, key))
    return FALSE;
  schema_key = g_settings_schema_get_key (self->schema, key);
  return type == NULL || g_variant_type_equal (g_settings_schema_key_get_value_type (schema_key), type);
}

gboolean
kith_settings_place_is_in_range (KithSettingsPlace *self,
                                 const char        *key,
                                 GVariant          *value)
{
  g_autoptr (GSettingsSchemaKey) schema_key = g_settings_schema_get_key (self->schema, key);

  return g_variant_is_of_type (value, g_settings_schema_key_get_value_type (schema_key)) &&
         g_settings_schema_key_range_check (schema_key, value);
}

/* Returns: whether the administrator has locked the key */
gboolean
kith_settings_place_is_locked (KithSettingsPlace *self,
                               const char        *key)
{
  return !g_settings_is_writable (self->settings, key) ||
         kith_administrator_is_locked (self->administrator, self->path, key) ||
         (self->guard != NULL && !g_settings_is_writable (self->guard, key));
}

/* Returns: (transfer full) (nullable): the owner's own word, also where a lock takes its place */
GVariant *
kith_settings_place_ref_own (KithSettingsPlace *self,
                             const char        *key)
{
  g_autoptr (GVariant) own = g_settings_get_user_value (self->settings, key);

  return own != NULL && kith_settings_place_is_in_range (self, key, own) ? g_steal_pointer (&own) : NULL;
}

/* Returns: whether the value in force is the owner's own word */
gboolean
kith_settings_place_is_owners (KithSettingsPlace *self,
                               const char        *key)
{
  g_autoptr (GVariant) own = !kith_settings_place_is_locked (self, key) ? kith_settings_place_ref_own (self, key) : NULL;

  return own != NULL;
}

/* The administrator's word from the files; %NULL where it says nothing, or nothing that can be meant. */
static GVariant *
ref_preset (KithSettingsPlace *self,
            const char        *key)
{
  g_autoptr (GSettingsSchemaKey) schema_key = g_settings_schema_get_key (self->schema, key);
  g_autoptr (GVariant) value = kith_administrator_ref_value (self->administrator, self->path, key,
                                                             g_settings_schema_key_get_value_type (schema_key));

  if (value == NULL || !g_settings_schema_key_range_check (schema_key, value))
    return NULL;
  return g_steal_pointer (&value);
}

/* Without what dconf or a file of the owner says: as the schema has it. */
static GVariant *
ref_standard (KithSettingsPlace *self,
              const char        *key)
{
  g_autoptr (GSettingsSchemaKey) schema_key = g_settings_schema_get_key (self->schema, key);

  return g_settings_schema_key_get_default_value (schema_key);
}

/*
 * kith_settings_place_ref_value:
 *
 * First what is locked, by dconf before files; then the owner's own word; then presets, of files before those of dconf; then the schema.
 * A value of the wrong type or out of range is none.
 *
 * Returns: (transfer full): the value in force
 */
GVariant *
kith_settings_place_ref_value (KithSettingsPlace *self,
                               const char        *key)
{
  GVariant *value;

  if (self->guard != NULL && !g_settings_is_writable (self->guard, key))
    return g_settings_get_value (self->guard, key);
  if (!g_settings_is_writable (self->settings, key))
    return g_settings_get_value (self->settings, key);
  if (kith_administrator_is_locked (self->administrator, self->path, key))
    {
      value = ref_preset (self, key);
      return value != NULL ? value : ref_standard (self, key);
    }
  if (kith_settings_place_is_owners (self, key))
    return g_settings_get_value (self->settings, key);

  value = ref_preset (self, key);
  if (value != NULL)
    return value;
  return g_settings_get_default_value (self->guard != NULL ? self->guard : self->settings, key);
}

char *
kith_settings_place_dup_string (KithSettingsPlace *self,
                                const char        *key)
{
  g_autoptr (GVariant) value = kith_settings_place_ref_value (self, key);

  return g_variant_dup_string (value, NULL);
}

GStrv
kith_settings_place_dup_strings (KithSettingsPlace *self,
                                 const char        *key)
{
  g_autoptr (GVariant) value = kith_settings_place_ref_value (self, key);

  return g_variant_dup_strv (value, NULL);
}

static GStrv
dup_own_strings (KithSettingsPlace *self,
                 const char        *key)
{
  g_autoptr (GVariant) own = kith_settings_place_ref_own (self, key);

  return own != NULL ? g_variant_dup_strv (own, NULL) : g_new0 (char *, 1);
}

/*
 * kith_settings_place_dup_both:
 * @key: a list of what is not asked about
 *
 * Returns: (transfer full): the value in force, and what the owner has said beside it: a lock adds to that and takes nothing of it back
 */
GStrv
kith_settings_place_dup_both (KithSettingsPlace *self,
                              const char        *key)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = kith_settings_place_dup_strings (self, key);
  g_auto (GStrv) own = dup_own_strings (self, key);

  g_strv_builder_addv (builder, (const char **) values);
  for (gsize i = 0; own[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) values, own[i]))
        g_strv_builder_add (builder, own[i]);
    }
  return g_strv_builder_end (builder);
}

/* "example.org" covers what is beneath it, "*" stands for any text. An account is covered by its own name. */
static gboolean
is_covered (const char *value,
            GStrv       by)
{
  g_autofree char *lower = g_ascii_strdown (value, -1);

  for (gsize i = 0; by[i] != NULL; i++)
    {
      g_autofree char *pattern = g_ascii_strdown (by[i], -1);
      g_autofree char *beneath = g_strconcat ("*.", pattern, NULL);

      if (g_pattern_match_simple (pattern, lower) || g_pattern_match_simple (beneath, lower))
        return TRUE;
    }
  return FALSE;
}

/*
 * kith_settings_place_dup_common:
 * @key: a list of what alone is asked about; empty for all
 * @nothing: (out): whether there is nothing that both the administrator and the owner allow
 *
 * Returns: (transfer full): the value in force, less what the owner has not allowed
 */
GStrv
kith_settings_place_dup_common (KithSettingsPlace *self,
                                const char        *key,
                                gboolean          *nothing)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = kith_settings_place_dup_strings (self, key);
  g_auto (GStrv) own = dup_own_strings (self, key);
  GStrv common;

  *nothing = FALSE;
  if (own[0] == NULL || g_strv_equal ((const char *const *) own, (const char *const *) values))
    return g_steal_pointer (&values);
  if (values[0] == NULL)
    return g_steal_pointer (&own);
  for (gsize i = 0; values[i] != NULL; i++)
    {
      if (is_covered (values[i], own))
        g_strv_builder_add (builder, values[i]);
    }
  for (gsize i = 0; own[i] != NULL; i++)
    {
      if (!g_strv_contains ((const char *const *) values, own[i]) && is_covered (own[i], values))
        g_strv_builder_add (builder, own[i]);
    }
  common = g_strv_builder_end (builder);
  *nothing = common[0] == NULL;
  return common;
}

int
kith_settings_place_get_int (KithSettingsPlace *self,
                             const char        *key)
{
  g_autoptr (GVariant) value = kith_settings_place_ref_value (self, key);

  return g_variant_get_int32 (value);
}

gboolean
kith_settings_place_get_boolean (KithSettingsPlace *self,
                                 const char        *key)
{
  g_autoptr (GVariant) value = kith_settings_place_ref_value (self, key);

  return g_variant_get_boolean (value);
}
