/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-rules-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-provider-settings.h"
#include "kith-setting-list.h"

#define MAX_WORD_BYTES 1024

/**
 * KithRules:
 *
 * The settings that hold for all providers, and how much is kept. Immutable; any thread.
 */
struct _KithRules
{
  GObject parent_instance;

  KithRulesFields fields; /* the settings are owned */
};

G_DEFINE_FINAL_TYPE (KithRules, kith_rules, G_TYPE_OBJECT)

static void
kith_rules_finalize (GObject *object)
{
  g_clear_pointer (&KITH_RULES (object)->fields.settings, g_variant_unref);
  G_OBJECT_CLASS (kith_rules_parent_class)->finalize (object);
}

static void
kith_rules_class_init (KithRulesClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_rules_finalize;
}

static void
kith_rules_init (KithRules *self)
{
}

KithRules *
kith_rules_new (const KithRulesFields *fields)
{
  KithRules *self = g_object_new (KITH_TYPE_RULES, NULL);

  self->fields = *fields;
  self->fields.settings = g_variant_ref (fields->settings);
  return self;
}

static GVariant *
ref_value (KithRules          *self,
           const char         *key,
           const GVariantType *type)
{
  g_autoptr (GVariant) value = kith_setting_list_ref_value (self->fields.settings, key);

  return value != NULL && g_variant_is_of_type (value, type) ? g_steal_pointer (&value) : NULL;
}

/**
 * kith_rules_has_key:
 * @self: rules
 * @key: what may be a key of org.kith.Kith
 *
 * Returns: whether there is such a setting
 */
gboolean
kith_rules_has_key (KithRules  *self,
                    const char *key)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (KITH_IS_RULES (self), FALSE);

  value = kith_setting_list_ref_value (self->fields.settings, key);
  return value != NULL;
}

/**
 * kith_rules_get_boolean:
 * @self: rules
 * @key: a key that is on or off
 *
 * Returns: whether it is on; %FALSE where there is no such key
 */
gboolean
kith_rules_get_boolean (KithRules  *self,
                        const char *key)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (KITH_IS_RULES (self), FALSE);

  value = ref_value (self, key, G_VARIANT_TYPE_BOOLEAN);
  return value != NULL && g_variant_get_boolean (value);
}

/**
 * kith_rules_get_integer:
 * @self: rules
 * @key: a key that is a number
 *
 * Returns: the number; 0 where there is no such key
 */
gint64
kith_rules_get_integer (KithRules  *self,
                        const char *key)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (KITH_IS_RULES (self), 0);

  value = ref_value (self, key, G_VARIANT_TYPE_INT32);
  return value != NULL ? g_variant_get_int32 (value) : 0;
}

/**
 * kith_rules_get_range:
 * @self: rules
 * @key: a key that is a number
 * @least: (out): the least that it may be
 * @greatest: (out): the greatest
 */
void
kith_rules_get_range (KithRules  *self,
                      const char *key,
                      int        *least,
                      int        *greatest)
{
  g_return_if_fail (KITH_IS_RULES (self));
  kith_setting_list_get_range (self->fields.settings, key, least, greatest);
}

/**
 * kith_rules_dup_strings:
 * @self: rules
 * @key: a key that is a list
 *
 * Returns: (transfer full): the list; empty where there is no such key
 */
GStrv
kith_rules_dup_strings (KithRules  *self,
                        const char *key)
{
  g_autoptr (GVariant) value = NULL;

  g_return_val_if_fail (KITH_IS_RULES (self), NULL);

  value = ref_value (self, key, G_VARIANT_TYPE_STRING_ARRAY);
  return value != NULL ? g_variant_dup_strv (value, NULL) : g_new0 (char *, 1);
}

/**
 * kith_rules_is_locked:
 * @self: rules
 * @key: a key of org.kith.Kith
 *
 * Returns: whether an administrator has locked it
 */
gboolean
kith_rules_is_locked (KithRules  *self,
                      const char *key)
{
  g_return_val_if_fail (KITH_IS_RULES (self), TRUE);
  return kith_setting_list_is_locked (self->fields.settings, key);
}

/**
 * kith_rules_is_wrong:
 * @self: rules
 * @key: a key of org.kith.Kith
 *
 * Returns: whether what is kept for it cannot be used, so that the default is in force
 */
gboolean
kith_rules_is_wrong (KithRules  *self,
                     const char *key)
{
  g_return_val_if_fail (KITH_IS_RULES (self), FALSE);
  return kith_setting_list_is_wrong (self->fields.settings, key);
}

/**
 * kith_rules_get_cache_bytes:
 * @self: rules
 *
 * Returns: the bytes that remembered answers and pictures take
 */
gint64
kith_rules_get_cache_bytes (KithRules *self)
{
  g_return_val_if_fail (KITH_IS_RULES (self), 0);
  return self->fields.cache_bytes;
}

/**
 * kith_rules_get_cache_answers:
 * @self: rules
 *
 * Returns: how many answers are remembered
 */
gint64
kith_rules_get_cache_answers (KithRules *self)
{
  g_return_val_if_fail (KITH_IS_RULES (self), 0);
  return self->fields.cache_answers;
}

/**
 * kith_rules_get_cache_oldest:
 * @self: rules
 *
 * Returns: when the oldest answer or picture that is remembered was fetched, in Unix seconds; 0 where nothing is
 */
gint64
kith_rules_get_cache_oldest (KithRules *self)
{
  g_return_val_if_fail (KITH_IS_RULES (self), 0);
  return self->fields.cache_oldest;
}

/**
 * kith_rules_get_n_never:
 * @self: rules
 *
 * Returns: how many people are never to be looked up; who they are is not known
 */
gint64
kith_rules_get_n_never (KithRules *self)
{
  g_return_val_if_fail (KITH_IS_RULES (self), 0);
  return self->fields.n_never;
}

/* An address in its comparable form, so that it is in the list once. */
static char *
parse_address (const char  *word,
               GError     **error)
{
  g_autoptr (KithAddress) address = kith_address_new (word, NULL, NULL);

  if (address != NULL)
    return g_strdup (kith_address_get_mailbox (address));

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("An address looks like %s"), "jane.doe@example.org");
  return NULL;
}

static char *
parse_domain (const char  *word,
              GError     **error)
{
  g_autoptr (GVariant) list = kith_provider_settings_parse ("domains", word, NULL);
  g_autofree const char **words = NULL;

  if (list != NULL)
    g_variant_ref_sink (list);
  words = list != NULL ? g_variant_get_strv (list, NULL) : NULL;
  if (words != NULL && words[0] != NULL && words[1] == NULL)
    return g_strdup (words[0]);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("A domain looks like %s; “*” stands for any part of it"), "example.org");
  return NULL;
}

/* RFC 8601 section 2.2: the authserv-id is a value of RFC 2045; a word without what ends it there. */
static char *
parse_server (const char  *word,
              GError     **error)
{
  if (strlen (word) <= MAX_WORD_BYTES && g_str_is_ascii (word) && strpbrk (word, " \t\r\n\"();<>@,:\\/[]?=") == NULL)
    return g_ascii_strdown (word, -1);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("The name of a mail server looks like %s"), "mx.example.org");
  return NULL;
}

static char *
parse_provider (const char  *word,
                GError     **error)
{
  if (kith_provider_id_is_valid (word))
    return g_strdup (word);

  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The id of a provider has small letters, digits and hyphens only"));
  return NULL;
}

static const struct
{
  const char *key;
  char *(*parse) (const char *word, GError **error);
} lists[] = {
  { "own-addresses", parse_address },
  { "never-domains", parse_domain },
  { "trusted-authserv-ids", parse_server },
  { "provider-order", parse_provider },
};

static GVariant *
parse_list (const char  *key,
            const char  *text,
            GError     **error)
{
  g_auto (GStrv) words = g_strsplit (text, ",", -1);
  GVariantBuilder builder;
  gsize kind = 0;

  while (kind < G_N_ELEMENTS (lists) && strcmp (lists[kind].key, key) != 0)
    kind++;
  if (kind == G_N_ELEMENTS (lists))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("The setting “%s” cannot be changed here"), key);
      return NULL;
    }

  g_variant_builder_init (&builder, G_VARIANT_TYPE_STRING_ARRAY);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *word = NULL;

      if (*g_strstrip (words[i]) == '\0')
        continue;
      word = lists[kind].parse (words[i], error);
      if (word == NULL)
        {
          g_variant_builder_clear (&builder);
          return NULL;
        }
      g_variant_builder_add (&builder, "s", word);
    }

  return g_variant_builder_end (&builder);
}

/* Returns: (transfer floating) (nullable) */
GVariant *
kith_rules_parse (const char          *key,
                  const GVariantType  *type,
                  const char          *text,
                  GError             **error)
{
  gint64 number;

  if (g_variant_type_equal (type, G_VARIANT_TYPE_STRING_ARRAY))
    return parse_list (key, text, error);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_BOOLEAN) && (strcmp (text, "true") == 0 || strcmp (text, "false") == 0))
    return g_variant_new_boolean (strcmp (text, "true") == 0);
  if (g_variant_type_equal (type, G_VARIANT_TYPE_INT32) && g_ascii_string_to_signed (text, 10, G_MININT32, G_MAXINT32, &number, NULL))
    return g_variant_new_int32 (number);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("The setting “%s” cannot have this value"), key);
  return NULL;
}
