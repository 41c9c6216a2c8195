/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-provider-info-private.h"

#include "kith-setting-list.h"

/**
 * KithProviderInfo:
 *
 * What a person can know of a provider: what it sends and to whom, and whether it is switched on. Immutable; any thread.
 */
struct _KithProviderInfo
{
  GObject parent_instance;

  KithProviderInfoFields fields; /* the strings are owned */
};

G_DEFINE_FINAL_TYPE (KithProviderInfo, kith_provider_info, G_TYPE_OBJECT)

static void
kith_provider_info_finalize (GObject *object)
{
  KithProviderInfo *self = KITH_PROVIDER_INFO (object);

  g_free ((char *) self->fields.id);
  g_free ((char *) self->fields.name);
  g_free ((char *) self->fields.site);
  g_free ((char *) self->fields.about);
  g_free ((char *) self->fields.terms);
  g_free ((char *) self->fields.sends_text);
  g_free ((char *) self->fields.account);
  g_free ((char *) self->fields.base_url);
  g_free ((char *) self->fields.last_error);
  g_free ((char *) self->fields.problem);
  g_clear_pointer (&self->fields.settings, g_variant_unref);
  G_OBJECT_CLASS (kith_provider_info_parent_class)->finalize (object);
}

static void
kith_provider_info_class_init (KithProviderInfoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_provider_info_finalize;
}

static void
kith_provider_info_init (KithProviderInfo *self)
{
}

KithProviderInfo *
kith_provider_info_new (const KithProviderInfoFields *fields)
{
  KithProviderInfo *self = g_object_new (KITH_TYPE_PROVIDER_INFO, NULL);

  self->fields = *fields;
  self->fields.id = g_strdup (fields->id);
  self->fields.name = g_strdup (fields->name);
  self->fields.site = g_strdup (fields->site);
  self->fields.about = g_strdup (fields->about);
  self->fields.terms = g_strdup (fields->terms);
  self->fields.sends_text = g_strdup (fields->sends_text);
  self->fields.account = g_strdup (fields->account);
  self->fields.base_url = g_strdup (fields->base_url);
  self->fields.last_error = g_strdup (fields->last_error);
  self->fields.problem = g_strdup (fields->problem);
  self->fields.settings = fields->settings != NULL ? g_variant_ref (fields->settings) : NULL;
  return self;
}

/**
 * kith_provider_info_get_id:
 * @self: the picture of a provider
 *
 * Returns: (transfer none): the id
 */
const char *
kith_provider_info_get_id (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.id;
}

/**
 * kith_provider_info_get_name:
 * @self: the picture of a provider
 *
 * Returns: (transfer none): the name, for people
 */
const char *
kith_provider_info_get_name (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.name;
}

/**
 * kith_provider_info_get_site:
 * @self: the picture of a provider
 *
 * Returns: (transfer none) (nullable): the site of the service, or %NULL
 */
const char *
kith_provider_info_get_site (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.site;
}

/**
 * kith_provider_info_get_about:
 * @self: the picture of a provider
 *
 * Returns: (transfer none) (nullable): one line that says what it is, for people, or %NULL
 */
const char *
kith_provider_info_get_about (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.about;
}

/**
 * kith_provider_info_get_terms:
 * @self: the picture of a provider
 *
 * Returns: (transfer none) (nullable): an https: link to the terms of the service, or %NULL where it has none of its own
 */
const char *
kith_provider_info_get_terms (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.terms;
}

/**
 * kith_provider_info_get_sends_text:
 * @self: the picture of a provider
 *
 * Returns: (transfer none): what leaves this computer, in words
 */
const char *
kith_provider_info_get_sends_text (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.sends_text;
}

/**
 * kith_provider_info_get_sends:
 * @self: the picture of a provider
 *
 * Returns: what leaves this computer
 */
KithSends
kith_provider_info_get_sends (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), KITH_SENDS_NOTHING);
  return self->fields.sends;
}

/**
 * kith_provider_info_get_reveals_to:
 * @self: the picture of a provider
 *
 * Returns: who learns of the question
 */
KithRevealsTo
kith_provider_info_get_reveals_to (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), KITH_REVEALS_TO_NOBODY);
  return self->fields.reveals_to;
}

/**
 * kith_provider_info_get_fields:
 * @self: the picture of a provider
 *
 * Returns: a bit (1 << KithField) for each field it can answer
 */
guint64
kith_provider_info_get_fields (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), 0);
  return self->fields.fields;
}

/**
 * kith_provider_info_is_local:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if nothing leaves this computer
 */
gboolean
kith_provider_info_is_local (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.is_local;
}

/**
 * kith_provider_info_is_enabled:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if it is switched on
 */
gboolean
kith_provider_info_is_enabled (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.is_enabled;
}

/**
 * kith_provider_info_is_locked:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if an administrator fixed whether it is switched on
 */
gboolean
kith_provider_info_is_locked (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.is_locked;
}

/**
 * kith_provider_info_has_token:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if a token is at hand
 */
gboolean
kith_provider_info_has_token (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.has_token;
}

/**
 * kith_provider_info_get_token_expires:
 * @self: the picture of a provider
 *
 * Returns: when the sign-in that is at hand ends and is not renewed by itself, in Unix seconds; 0 where there is no such time, or nobody knows it
 */
gint64
kith_provider_info_get_token_expires (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), 0);
  return self->fields.token_expires;
}

/**
 * kith_provider_info_needs_token:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if it answers nothing without a token
 */
gboolean
kith_provider_info_needs_token (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.needs_token;
}

/**
 * kith_provider_info_get_sign_in:
 * @self: the picture of a provider
 *
 * Returns: how the owner tells the service who they are
 */
KithSignIn
kith_provider_info_get_sign_in (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), KITH_SIGN_IN_NONE);
  return self->fields.sign_in;
}

/**
 * kith_provider_info_needs_client_id:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if nobody can sign in there before the key `client-id` is set
 */
gboolean
kith_provider_info_needs_client_id (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.needs_client_id;
}

/**
 * kith_provider_info_takes_client_secret:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if to the client id belongs a secret: kith_engine_set_client_secret_async()
 */
gboolean
kith_provider_info_takes_client_secret (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.takes_client_secret;
}

/**
 * kith_provider_info_get_account:
 * @self: the picture of a provider
 *
 * Returns: (transfer none) (nullable): the id of the account of the desktop that is used, or %NULL
 */
const char *
kith_provider_info_get_account (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.account;
}

/**
 * kith_provider_info_get_base_url:
 * @self: the picture of a provider
 *
 * Returns: (transfer none) (nullable): the server that the owner named, or %NULL
 */
const char *
kith_provider_info_get_base_url (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.base_url;
}

/**
 * kith_provider_info_get_last_error:
 * @self: the picture of a provider
 *
 * Returns: (transfer none) (nullable): why it could not be asked the last time, or %NULL
 */
const char *
kith_provider_info_get_last_error (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.last_error;
}

/**
 * kith_provider_info_needs_server:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if it has no server of its own: the owner names one
 */
gboolean
kith_provider_info_needs_server (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.needs_server;
}

/**
 * kith_provider_info_lacks_server:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if it needs a server and the owner has named none, nor an account or a name that leads to one
 */
gboolean
kith_provider_info_lacks_server (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.lacks_server;
}

/**
 * kith_provider_info_is_click_only:
 * @self: the picture of a provider
 *
 * Returns: %TRUE if it is asked only when the owner clicks, whatever the settings say: the person could see that the owner looked
 */
gboolean
kith_provider_info_is_click_only (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return self->fields.is_click_only;
}

/**
 * kith_provider_info_dup_setting:
 * @self: the picture of a provider
 * @key: a key of org.kith.Kith.Provider
 *
 * Returns: (transfer full): its value as the text that kith_engine_set_provider_async() takes; empty where there is no such key
 */
char *
kith_provider_info_dup_setting (KithProviderInfo *self,
                                const char       *key)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return kith_setting_list_dup_text (self->fields.settings, key);
}

/**
 * kith_provider_info_is_setting_locked:
 * @self: the picture of a provider
 * @key: a key of org.kith.Kith.Provider
 *
 * Returns: whether an administrator has locked it
 */
gboolean
kith_provider_info_is_setting_locked (KithProviderInfo *self,
                                      const char       *key)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), TRUE);
  return kith_setting_list_is_locked (self->fields.settings, key);
}

/**
 * kith_provider_info_is_setting_wrong:
 * @self: the picture of a provider
 * @key: a key of org.kith.Kith.Provider
 *
 * Returns: whether what is kept for it cannot be used, so that the default is in force
 */
gboolean
kith_provider_info_is_setting_wrong (KithProviderInfo *self,
                                     const char       *key)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), FALSE);
  return kith_setting_list_is_wrong (self->fields.settings, key);
}

/**
 * kith_provider_info_get_problem:
 * @self: the picture of a provider
 *
 * Returns: (transfer none) (nullable): why the settings switch it off although it should be on, for people
 */
const char *
kith_provider_info_get_problem (KithProviderInfo *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_INFO (self), NULL);
  return self->fields.problem;
}
