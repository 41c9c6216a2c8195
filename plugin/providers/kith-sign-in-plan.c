/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-sign-in-plan-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-secret-text.h"

void
kith_sign_in_plan_free (KithSignInPlan *self)
{
  g_ptr_array_unref (self->strings);
  g_object_unref (self->settings);
  g_free (self);
}

static const char *
keep (KithSignInPlan *self,
      char           *text)
{
  if (text != NULL)
    g_ptr_array_add (self->strings, text);
  return text;
}

static gsize
origin_length (const char *url)
{
  return strlen ("https://") + strcspn (url + strlen ("https://"), "/?#");
}

/* The servers that settings name: a sign-in holds for these, so that whoever changes them gets nothing of it. %NULL: the usual ones */
static char *
dup_place (KithProviderSettings *settings)
{
  const char *base_url = kith_provider_settings_get_base_url (settings);
  const char *sign_in_url = kith_provider_settings_get_sign_in_url (settings);

  if (sign_in_url == NULL)
    return g_strdup (base_url);
  return g_strconcat (base_url != NULL ? base_url : "", " ", sign_in_url, NULL);
}

gboolean
kith_sign_in_holds (KithOAuthToken       *token,
                    KithProviderSettings *settings)
{
  g_autofree char *place = dup_place (settings);

  return g_strcmp0 (kith_oauth_token_get_origin (token), place) == 0;
}

/* The one that the owner set, else the one that Kith was built with: "id=client id" with a comma between two. */
char *
kith_sign_in_dup_client_id (KithDescription      *description,
                            KithProviderSettings *settings)
{
  g_auto (GStrv) pairs = g_strsplit (KITH_OAUTH_CLIENT_IDS, ",", -1);
  g_autofree char *prefix = g_strconcat (description->id, "=", NULL);

  if (kith_provider_settings_get_client_id (settings) != NULL)
    return g_strdup (kith_provider_settings_get_client_id (settings));
  for (guint i = 0; pairs[i] != NULL; i++)
    if (g_str_has_prefix (pairs[i], prefix))
      return g_strdup (pairs[i] + strlen (prefix));
  return NULL;
}

/* The owner may have named the site or its API. */
static char *
dup_own_site (KithDescription *description,
              const char      *base_url)
{
  gsize length = strlen (base_url);

  if (g_str_has_suffix (base_url, description->server_path))
    length -= strlen (description->server_path);
  return g_strndup (base_url, length);
}

/* Where a place of the rules is: on the server that the owner named for it, else where the description says. */
static const char *
resolve (KithSignInPlan  *self,
         KithDescription *description,
         const char      *root,
         const char      *place)
{
  const char *named = kith_provider_settings_get_sign_in_url (self->settings);

  if (place == NULL)
    return NULL;
  if (place[0] == '/')
    return keep (self, g_strconcat (root, place, NULL));
  if (named != NULL)
    return keep (self, g_strdup_printf ("%.*s%s", (int) origin_length (named), named, place + origin_length (place)));
  return place;
}

static gboolean
find_root (KithSignInPlan   *self,
           KithDescription  *description,
           char            **root,
           GError          **error)
{
  const KithSignInRules *rules = description->sign_in;
  const char *named = kith_provider_settings_get_sign_in_url (self->settings);
  const char *base_url = kith_provider_settings_get_base_url (self->settings);

  self->config.trust = KITH_HTTP_TRUST_DECLARED;
  if (named != NULL)
    {
      self->config.trust = KITH_HTTP_TRUST_USER;
      *root = g_strdup (named);
    }
  else if (rules->server != NULL)
    *root = g_strdup (rules->server);
  else if (base_url != NULL)
    {
      self->config.trust = rules->token[0] == '/' ? KITH_HTTP_TRUST_USER : KITH_HTTP_TRUST_DECLARED;
      *root = dup_own_site (description, base_url);
    }
  else if (description->server != NULL)
    *root = g_strdup (description->server);
  else if (rules->token[0] == '/')
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s has no server yet; name it with: kith provider set %s base-url URL"),
                   description->name, description->id);
      return FALSE;
    }
  return TRUE;
}

/* A scope may name the server that is asked (Dynamics 365). */
static gboolean
fill_scope (KithSignInPlan   *self,
            KithDescription  *description,
            const char       *scope,
            const char      **filled,
            GError          **error)
{
  const char *base_url = kith_provider_settings_get_base_url (self->settings);
  const char *server = base_url != NULL ? base_url : description->server;
  g_autoptr (GString) text = NULL;
  g_autofree char *origin = NULL;

  *filled = scope;
  if (scope == NULL || strstr (scope, "{server}") == NULL)
    return TRUE;
  if (server == NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s has no server yet; name it with: kith provider set %s base-url URL"),
                   description->name, description->id);
      return FALSE;
    }
  origin = g_strndup (server, origin_length (server));
  text = g_string_new (scope);
  g_string_replace (text, "{server}", origin, 0);
  *filled = keep (self, g_string_free (g_steal_pointer (&text), FALSE));
  return TRUE;
}

static gboolean
find_client (KithSignInPlan   *self,
             KithDescription  *description,
             const char       *client_secret,
             GError          **error)
{
  const KithSignInRules *rules = description->sign_in;

  self->config.client_id = keep (self, kith_sign_in_dup_client_id (description, self->settings));
  if (rules->client_secret != KITH_CLIENT_SECRET_NONE)
    self->config.client_secret = keep (self, g_strdup (client_secret));
  if (self->config.client_id == NULL && rules->registration == NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID,
                   _("%s lets only known programs sign in: make a client id at %s, and give it with: kith provider set %s client-id ID"),
                   description->name, rules->client_site != NULL ? rules->client_site : description->site, description->id);
      return FALSE;
    }
  if (self->config.client_secret == NULL && rules->client_secret == KITH_CLIENT_SECRET_NEEDED)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID,
                   _("%s wants the secret that belongs to the client id; give it with: kith provider client-secret %s"), description->name,
                   description->id);
      return FALSE;
    }
  self->as_client = rules->client_credentials && self->config.client_secret != NULL;
  return TRUE;
}

/**
 * kith_sign_in_plan_new:
 * @description: a description whose auth is OAuth 2
 * @settings: the owner's
 * @client_secret: (nullable): the secret that belongs to the client id, where the owner gave one
 * @error: return location for %KITH_ERROR_INVALID, in one line that says what has to be set first
 *
 * Returns: (transfer full) (nullable): where to sign in, and as what; @description must live as long
 */
KithSignInPlan *
kith_sign_in_plan_new (KithDescription       *description,
                       KithProviderSettings  *settings,
                       const char            *client_secret,
                       GError               **error)
{
  g_autoptr (KithSignInPlan) self = g_new0 (KithSignInPlan, 1);
  const KithSignInRules *rules = description->sign_in;
  KithOAuthConfig *config = &self->config;
  g_autofree char *root = NULL;

  self->strings = g_ptr_array_new_with_free_func (kith_secret_text_free);
  self->settings = g_object_ref (settings);
  if (kith_provider_settings_get_problem (settings) != NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, kith_provider_settings_get_problem (settings));
      return NULL;
    }
  if (!find_root (self, description, &root, error) || !find_client (self, description, client_secret, error)
      || !fill_scope (self, description, rules->scope, &config->scope, error)
      || !fill_scope (self, description, rules->client_scope, &config->client_scope, error))
    return NULL;
  config->provider_id = description->id;
  config->provider_name = description->name;
  config->authorization_uri = resolve (self, description, root, rules->authorization);
  config->token_uri = resolve (self, description, root, rules->token);
  config->device_uri = resolve (self, description, root, rules->device);
  config->revocation_uri = resolve (self, description, root, rules->revocation);
  config->metadata_uri = resolve (self, description, root, rules->metadata);
  config->registration_uri = resolve (self, description, root, rules->registration);
  config->body_type = rules->body_type;
  config->redirect_host = rules->redirect_host;
  config->redirect_port = rules->redirect_port;
  config->server_member = rules->server_from;
  config->origin = keep (self, dup_place (settings));
  config->ca_file = kith_provider_settings_get_ca_file (settings);
  return g_steal_pointer (&self);
}
