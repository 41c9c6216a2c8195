/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth-token.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <jansson.h>

#include <kith/kith-error.h>

#include "kith-http-url.h"
#include "kith-secret-text.h"

/* A token is renewed a little before it expires, so that it does not on its way. Seconds. */
#define EARLY 60
/* Where a server does not say how long a token lives. Seconds. */
#define DEFAULT_LIFETIME 3600
#define MAX_TOKEN_BYTES 16384

struct _KithOAuthToken
{
  GObject parent_instance;

  char *access_token;
  char *refresh_token; /* (nullable) */
  gint64 expires;      /* Unix seconds; 0: never */
  char *server;        /* (nullable): an origin: what the server of the sign-in says is to be asked */
  char *origin;        /* (nullable): the servers for which the owner signed in */
  char *client_id;     /* (nullable): where it is this sign-in's own */
  char *client_secret; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithOAuthToken, kith_oauth_token, G_TYPE_OBJECT)

typedef json_t JsonValue;
G_DEFINE_AUTOPTR_CLEANUP_FUNC (JsonValue, json_decref)

static void
kith_oauth_token_finalize (GObject *object)
{
  KithOAuthToken *self = KITH_OAUTH_TOKEN (object);

  kith_secret_text_free (self->access_token);
  kith_secret_text_free (self->refresh_token);
  kith_secret_text_free (self->client_secret);
  g_free (self->client_id);
  g_free (self->server);
  g_free (self->origin);
  G_OBJECT_CLASS (kith_oauth_token_parent_class)->finalize (object);
}

static void
kith_oauth_token_class_init (KithOAuthTokenClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_oauth_token_finalize;
}

static void
kith_oauth_token_init (KithOAuthToken *self)
{
}

static void
set_invalid (GError **error)
{
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The sign-in server answered something that Kith does not understand."));
}

/* A token goes into a header: printable ASCII only (RFC 6749 appendix A.12). */
static const char *
get_token (JsonValue  *object,
           const char *name)
{
  const char *token = json_string_value (json_object_get (object, name));

  if (token == NULL || *token == '\0' || strlen (token) > MAX_TOKEN_BYTES)
    return NULL;
  for (const char *p = token; *p != '\0'; p++)
    if (*p < 0x20 || *p > 0x7e)
      return NULL;
  return token;
}

/* "expires_in" is a number of seconds, but some servers send it as text. */
static gint64
get_lifetime (JsonValue *object)
{
  json_t *value = json_object_get (object, "expires_in");
  gint64 lifetime = DEFAULT_LIFETIME;

  if (json_is_integer (value))
    lifetime = json_integer_value (value);
  else if (json_is_string (value))
    lifetime = g_ascii_strtoll (json_string_value (value), NULL, 10);
  return CLAMP (lifetime, 0, 10 * 365 * 24 * 3600LL);
}

/* An https origin and nothing more: it is put before the paths that are asked with the token. */
static char *
dup_server (JsonValue  *object,
            const char *member)
{
  const char *text = member != NULL ? json_string_value (json_object_get (object, member)) : NULL;
  g_autoptr (KithHttpUrl) url = text != NULL ? kith_http_url_parse (text, NULL) : NULL;
  gsize length;

  if (url == NULL)
    return NULL;
  length = strlen (url->origin);
  return strncmp (url->url, url->origin, length) == 0 && (url->url[length] == '\0' || g_str_equal (url->url + length, "/"))
             ? g_strdup (url->origin)
             : NULL;
}

static const char *
or_former (const char *value,
           const char *former)
{
  return value != NULL ? value : former;
}

/**
 * kith_oauth_token_new_from_response:
 * @body: (nullable): the body of an answer of a token endpoint, JSON
 * @server_member: (nullable): the member that names the server to be asked with it
 * @former: (nullable): the token that this one renews: what the answer does not bring again is kept (RFC 6749 section 6)
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token
 */
KithOAuthToken *
kith_oauth_token_new_from_response (GBytes          *body,
                                    const char      *server_member,
                                    KithOAuthToken  *former,
                                    GError         **error)
{
  gsize length = 0;
  const char *data = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  g_autoptr (JsonValue) object = data != NULL ? json_loadb (data, length, JSON_REJECT_DUPLICATES, NULL) : NULL;
  const char *access_token = get_token (object, "access_token");
  const char *type = json_string_value (json_object_get (object, "token_type"));
  g_autofree char *server = dup_server (object, server_member);
  KithOAuthToken *self;

  if (access_token == NULL || (type != NULL && g_ascii_strcasecmp (type, "bearer") != 0)
      || (server_member != NULL && server == NULL && (former == NULL || former->server == NULL)))
    {
      set_invalid (error);
      return NULL;
    }
  self = g_object_new (KITH_TYPE_OAUTH_TOKEN, NULL);
  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (or_former (get_token (object, "refresh_token"), former != NULL ? former->refresh_token : NULL));
  self->server = g_strdup (or_former (server, former != NULL ? former->server : NULL));
  if (former != NULL)
    kith_oauth_token_bind (self, former->origin, former->client_id, former->client_secret);
  /* A service that does not say when a token ends (Salesforce) says with status 401 that it has. */
  if (json_object_get (object, "expires_in") != NULL)
    self->expires = g_get_real_time () / G_USEC_PER_SEC + get_lifetime (object);
  return self;
}

/* Before anybody else sees it: for which server it holds, and as what the program signed in where that is this sign-in's own. */
void
kith_oauth_token_bind (KithOAuthToken *self,
                       const char     *origin,
                       const char     *client_id,
                       const char     *client_secret)
{
  g_free (self->origin);
  g_free (self->client_id);
  kith_secret_text_free (self->client_secret);
  self->origin = g_strdup (origin);
  self->client_id = g_strdup (client_id);
  self->client_secret = g_strdup (client_secret);
}

/* What is kept in the secret service for OAuth begins with a brace; any other secret is a plain token. */
gboolean
kith_oauth_token_is_secret (const char *secret)
{
  return secret != NULL && *secret == '{';
}

/**
 * kith_oauth_token_new_from_secret:
 * @secret: what kith_oauth_token_dup_secret() gave
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the token
 */
KithOAuthToken *
kith_oauth_token_new_from_secret (const char  *secret,
                                  GError     **error)
{
  g_autoptr (JsonValue) object = json_loads (secret, 0, NULL);
  const char *access_token = get_token (object, "access_token");
  KithOAuthToken *self;

  if (access_token == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_AUTH, _("The sign-in that was kept cannot be read: sign in again."));
      return NULL;
    }
  self = g_object_new (KITH_TYPE_OAUTH_TOKEN, NULL);
  self->access_token = g_strdup (access_token);
  self->refresh_token = g_strdup (get_token (object, "refresh_token"));
  self->expires = json_integer_value (json_object_get (object, "expires"));
  self->server = dup_server (object, "server");
  self->origin = g_strdup (json_string_value (json_object_get (object, "origin")));
  self->client_id = g_strdup (json_string_value (json_object_get (object, "client_id")));
  self->client_secret = g_strdup (json_string_value (json_object_get (object, "client_secret")));
  return self;
}

/**
 * kith_oauth_token_dup_secret:
 * @self: a token
 *
 * Returns: (transfer full): all of it as text for the secret service; to be wiped after use
 */
char *
kith_oauth_token_dup_secret (KithOAuthToken *self)
{
  g_autoptr (JsonValue) object = json_pack ("{s:s, s:s*, s:I, s:s*, s:s*, s:s*, s:s*}", "access_token", self->access_token,
                                            "refresh_token", self->refresh_token, "expires", (json_int_t) self->expires, "server",
                                            self->server, "origin", self->origin, "client_id", self->client_id, "client_secret",
                                            self->client_secret);
  char *text = json_dumps (object, JSON_COMPACT);
  char *copy = g_strdup (text);

  explicit_bzero (text, strlen (text));
  free (text);
  return copy;
}

const char *
kith_oauth_token_get_access_token (KithOAuthToken *self)
{
  return self->access_token;
}

const char *
kith_oauth_token_get_refresh_token (KithOAuthToken *self)
{
  return self->refresh_token;
}

const char *
kith_oauth_token_get_server (KithOAuthToken *self)
{
  return self->server;
}

const char *
kith_oauth_token_get_origin (KithOAuthToken *self)
{
  return self->origin;
}

const char *
kith_oauth_token_get_client_id (KithOAuthToken *self)
{
  return self->client_id;
}

const char *
kith_oauth_token_get_client_secret (KithOAuthToken *self)
{
  return self->client_secret;
}

/* Unix seconds; 0 for never */
gint64
kith_oauth_token_get_expires (KithOAuthToken *self)
{
  return self->expires;
}

gboolean
kith_oauth_token_is_expired (KithOAuthToken *self)
{
  return self->expires != 0 && self->expires - EARLY <= g_get_real_time () / G_USEC_PER_SEC;
}
