/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-step-request.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-http-request-private.h"
#include "kith-http-site.h"
#include "kith-http-url.h"
#include "kith-secret-text.h"

#define MAX_SHOWN_BYTES 4096

/* Where a request goes. */
typedef struct
{
  char *url;
  KithHttpTrust trust;
  gboolean own; /* the provider's own server: credentials go along */
} Target;

static void
target_clear (Target *target)
{
  g_clear_pointer (&target->url, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Target, target_clear)

static gsize
origin_length (const char *url)
{
  return strlen ("https://") + strcspn (url + strlen ("https://"), "/?#");
}

static gboolean
has_origin (const char *url,
            const char *origin)
{
  gsize length = origin_length (url);

  return origin != NULL && length == origin_length (origin) && g_ascii_strncasecmp (url, origin, length) == 0;
}

/* What an account of the desktop gives is for the account's own server. */
static gboolean
check_account_server (KithCredentials  *credentials,
                      const char       *base,
                      GError          **error)
{
  const char *server = credentials != NULL && kith_credentials_go_only_there (credentials) ? kith_credentials_get_server (credentials) : NULL;

  if (server == NULL || base == NULL || has_origin (base, server))
    return TRUE;
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID,
                       _("The account of your desktop is for another server than the one that is set: empty base-url, or choose another account"));
  return FALSE;
}

/* The server that the owner named, that their sign-in or account names, or that an earlier step was sent to or discovered. One that cannot be used
 * is an error: the usual server is not asked in its place. */
static gboolean
get_base_url (KithQuery      *query,
              KithVariables  *variables,
              const char    **base,
              GError        **error)
{
  KithProviderSettings *settings = kith_query_get_settings (query);
  const char *problem = settings != NULL ? kith_provider_settings_get_problem (settings) : NULL;
  KithCredentials *credentials = kith_query_get_credentials (query);

  *base = settings != NULL ? kith_provider_settings_get_base_url (settings) : NULL;
  if (!check_account_server (credentials, *base, error))
    return FALSE;
  if (*base == NULL && credentials != NULL)
    *base = kith_credentials_get_server (credentials);
  if (problem != NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, problem);
  if (kith_variables_lookup ("server", variables) != NULL)
    *base = kith_variables_lookup ("server", variables);
  return problem == NULL;
}

/* The owner may have named the site or its API: the path of the API is added where it is not there. */
static char *
join (const char *base,
      const char *api_path,
      const char *rest)
{
  return g_strconcat (base, g_str_has_suffix (base, api_path) ? "" : api_path, rest, NULL);
}

static gboolean
resolve_own (KithDescription  *description,
             const char       *base,
             const char       *path,
             Target           *target,
             GError          **error)
{
  target->own = TRUE;
  if (base != NULL)
    {
      target->trust = KITH_HTTP_TRUST_USER;
      target->url = join (base, description->server_path, path);
      return TRUE;
    }
  if (description->server == NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s has no server yet; name it with: kith provider set %s base-url URL"),
                   description->name, description->id);
      return FALSE;
    }
  target->trust = KITH_HTTP_TRUST_DECLARED;
  target->url = g_strconcat (description->server, description->server_path, path, NULL);
  return TRUE;
}

static gboolean
is_on_same_site (const char *url,
                 const char *server)
{
  g_autoptr (KithHttpUrl) a = kith_http_url_parse (url, NULL);
  g_autoptr (KithHttpUrl) b = server != NULL ? kith_http_url_parse (server, NULL) : NULL;

  return a != NULL && b != NULL && kith_http_is_same_site (a->host, b->host);
}

/* A URL that is complete: the provider's own server is replaced by the owner's, any other is asked without credentials. */
static gboolean
resolve_absolute (KithDescription  *description,
                  const char       *base,
                  const char       *url,
                  KithHttpTrust     otherwise,
                  Target           *target,
                  GError          **error)
{
  if (base != NULL && has_origin (url, base))
    {
      target->own = TRUE;
      target->trust = KITH_HTTP_TRUST_USER;
      target->url = g_strdup (url);
      return TRUE;
    }
  if (description->same_site && is_on_same_site (url, base != NULL ? base : description->server))
    {
      target->own = TRUE;
      target->trust = base != NULL ? KITH_HTTP_TRUST_USER : KITH_HTTP_TRUST_DECLARED;
      target->url = g_strdup (url);
      return TRUE;
    }
  if (has_origin (url, description->server))
    {
      const char *path = url + origin_length (url);

      if (g_str_has_prefix (path, description->server_path))
        return resolve_own (description, base, path + strlen (description->server_path), target, error);
      target->own = TRUE;
      target->trust = base != NULL ? KITH_HTTP_TRUST_USER : KITH_HTTP_TRUST_DECLARED;
      if (base != NULL)
        {
          g_autofree char *origin = g_strndup (base, origin_length (base));

          target->url = g_strconcat (origin, path, NULL);
          return TRUE;
        }
    }
  else
    {
      target->own = FALSE;
      target->trust = otherwise;
    }
  target->url = g_strdup (url);
  return TRUE;
}

/* The owner put a server of theirs in the place of all the persons' own servers: a proxy, or a test. */
static void
resolve_stand_in (const char *base,
                  const char *url,
                  Target     *target)
{
  target->own = TRUE;
  target->trust = KITH_HTTP_TRUST_USER;
  target->url = g_strconcat (base, url + origin_length (url), NULL);
}

/* What a response names: complete, or relative to the provider's own server (RFC 3986 section 5). */
static gboolean
resolve_reference (KithDescription  *description,
                   const char       *base,
                   const char       *reference,
                   Target           *target,
                   GError          **error)
{
  const char *server = base != NULL ? base : description->server;
  g_autofree char *origin = server != NULL ? g_strndup (server, origin_length (server)) : NULL;
  g_autofree char *start = origin != NULL ? g_strconcat (origin, "/", NULL) : NULL;
  g_autofree char *url = g_uri_resolve_relative (start, reference, G_URI_FLAGS_ENCODED, NULL);

  if (url == NULL || g_ascii_strncasecmp (url, "https://", strlen ("https://")) != 0 || memchr (url, '@', origin_length (url)) != NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("%s named a place that Kith does not ask"), description->name);
      return FALSE;
    }
  if (base != NULL && description->server == NULL && description->reveals_to == KITH_REVEALS_TO_SENDER_SERVER)
    {
      resolve_stand_in (base, url, target);
      return TRUE;
    }
  if (!resolve_absolute (description, base, url, KITH_HTTP_TRUST_NONE, target, error))
    return FALSE;
  /* Who is told of the person stands in the file. Only a person's own servers may name one another. */
  if (target->own || description->reveals_to == KITH_REVEALS_TO_SENDER_SERVER)
    return TRUE;
  g_set_error (error, KITH_ERROR, KITH_ERROR_REFUSED, _("%s named a place that Kith does not ask"), description->name);
  return FALSE;
}

static gboolean
resolve (KithDescription  *description,
         const KithStep   *step,
         KithQuery        *query,
         KithVariables    *variables,
         const char       *next_url,
         Target           *target,
         GError          **error)
{
  const char *base;
  g_autofree char *url = NULL;

  if (!get_base_url (query, variables, &base, error))
    return FALSE;
  if (next_url != NULL)
    return resolve_reference (description, base, next_url, target, error);
  url = kith_template_expand (step->url, kith_variables_lookup, variables, error);
  if (url == NULL)
    return FALSE;
  if (kith_template_is_reference (step->url))
    return resolve_reference (description, base, url, target, error);
  if (url[0] == '/')
    return resolve_own (description, base, url, target, error);
  if (!kith_template_host_has_variables (step->url))
    return resolve_absolute (description, base, url, KITH_HTTP_TRUST_DECLARED, target, error);
  if (base != NULL)
    {
      resolve_stand_in (base, url, target);
      return TRUE;
    }
  target->trust = KITH_HTTP_TRUST_NONE;
  target->url = g_steal_pointer (&url);
  return TRUE;
}

static void
add_query_key (Target     *target,
               const char *name,
               const char *token)
{
  g_autofree char *value = g_uri_escape_string (token, NULL, FALSE);
  char *url = g_strdup_printf ("%s%c%s=%s", target->url, strchr (target->url, '?') != NULL ? '&' : '?', name, value);

  g_free (target->url);
  target->url = url;
}

static gboolean
names_server (KithProviderSettings *settings)
{
  return settings != NULL && kith_provider_settings_get_base_url (settings) != NULL;
}

/* A service said at sign-in that it is to be asked there. */
static gboolean
is_named_by_service (KithQuery            *query,
                     KithProviderSettings *settings)
{
  KithCredentials *credentials = kith_query_get_credentials (query);

  return !names_server (settings) && credentials != NULL && kith_credentials_get_server (credentials) != NULL
         && !kith_credentials_server_is_own (credentials);
}

static gboolean
needs_token (KithDescription *description)
{
  return description->auth != KITH_AUTH_NONE && !description->auth_optional;
}

static gboolean
lacks_user (KithDescription *description,
            KithQuery       *query,
            const char      *token)
{
  KithProviderSettings *settings = kith_query_get_settings (query);

  KithCredentials *credentials = kith_query_get_credentials (query);

  return (description->auth == KITH_AUTH_BASIC || description->auth == KITH_AUTH_DIGEST) && strchr (token, ':') == NULL
         && !kith_credentials_is_bearer (credentials) && kith_credentials_get_user (credentials) == NULL
         && (settings == NULL || kith_provider_settings_get_user (settings) == NULL);
}

static void
set_bearer (KithHttpRequest *request,
            const char      *token)
{
  g_autoptr (KithSecretText) value = g_strconcat ("Bearer ", token, NULL);

  kith_http_request_set_secret_header (request, "Authorization", value);
}

static void
authenticate (KithDescription *description,
              KithHttpRequest *request,
              KithQuery       *query,
              const char      *token)
{
  KithProviderSettings *settings = kith_query_get_settings (query);
  KithCredentials *credentials = kith_query_get_credentials (query);
  const char *user = settings != NULL ? kith_provider_settings_get_user (settings) : NULL;
  g_auto (GStrv) pair = NULL;

  if (kith_credentials_get_user (credentials) != NULL)
    user = kith_credentials_get_user (credentials);
  switch (kith_credentials_is_bearer (credentials) ? KITH_AUTH_BEARER : description->auth)
    {
    case KITH_AUTH_BEARER:
    case KITH_AUTH_OAUTH2:
      if (description->basic_with_user && user != NULL && !kith_credentials_is_bearer (credentials))
        kith_http_request_set_userpwd (request, user, token, FALSE);
      else
        set_bearer (request, token);
      break;
    case KITH_AUTH_HEADER:
      kith_http_request_set_secret_header (request, description->auth_name, token);
      break;
    case KITH_AUTH_BASIC:
    case KITH_AUTH_DIGEST:
      /* Who has no place for a name writes it before the password. */
      if (user == NULL && strchr (token, ':') != NULL)
        {
          pair = g_strsplit (token, ":", 2);
          user = pair[0];
          token = pair[1];
        }
      kith_http_request_set_userpwd (request, user != NULL ? user : "", token, description->auth == KITH_AUTH_DIGEST);
      break;
    default:
      break;
    }
}

static gboolean
has_values (KithTemplate  *template,
            KithVariables *variables)
{
  GPtrArray *names = kith_template_get_variables (template);

  for (guint i = 0; i < names->len; i++)
    if (kith_variables_lookup (names->pdata[i], variables) == NULL)
      return FALSE;
  return TRUE;
}

/* A header whose variable has no value is left out. */
static gboolean
add_headers (KithHttpRequest  *request,
             GPtrArray        *headers,
             KithVariables    *variables,
             GError          **error)
{
  for (guint i = 0; i < headers->len; i++)
    {
      const KithHeaderRule *header = headers->pdata[i];
      g_autofree char *value = NULL;

      if (!has_values (header->value, variables))
        continue;
      value = kith_template_expand (header->value, kith_variables_lookup, variables, error);
      if (value == NULL)
        return FALSE;
      kith_http_request_set_header (request, header->name, value);
    }
  return TRUE;
}

static gboolean
add_body (KithHttpRequest  *request,
          const KithStep   *step,
          KithVariables    *variables,
          GError          **error)
{
  g_autoptr (GBytes) body = NULL;

  if (step->body == NULL)
    return TRUE;
  body = kith_body_expand (step->body, kith_variables_lookup, variables, error);
  if (body == NULL)
    return FALSE;
  kith_http_request_set_body (request, kith_body_get_type (step->body), body);
  return TRUE;
}

/* Asks only for what is new, where that can be said of the whole answer. */
static void
add_validators (KithDescription *description,
                const KithStep  *step,
                KithHttpRequest *request,
                KithQuery       *query)
{
  KithAnswer *previous = kith_query_get_previous (query);

  if (previous == NULL || description->steps->len != 1 || !g_str_equal (step->method, "GET") || step->page != KITH_PAGE_NONE)
    return;
  if (kith_answer_get_etag (previous) != NULL)
    kith_http_request_set_header (request, "If-None-Match", kith_answer_get_etag (previous));
  if (kith_answer_get_last_modified (previous) != NULL)
    kith_http_request_set_header (request, "If-Modified-Since", kith_answer_get_last_modified (previous));
}

static void
set_purpose (KithDescription *description,
             const KithStep  *step,
             KithHttpRequest *request,
             KithQuery       *query,
             KithVariables   *variables)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  const char *kind = NULL;
  const char *value = NULL;

  g_ptr_array_extend (names, kith_template_get_variables (step->url), NULL, NULL);
  if (step->body != NULL)
    g_ptr_array_extend (names, kith_body_get_variables (step->body), NULL, NULL);
  for (guint i = 0; i < description->headers->len; i++)
    g_ptr_array_extend (names, kith_template_get_variables (((KithHeaderRule *) description->headers->pdata[i])->value), NULL, NULL);
  for (guint i = 0; i < step->headers->len; i++)
    g_ptr_array_extend (names, kith_template_get_variables (((KithHeaderRule *) step->headers->pdata[i])->value), NULL, NULL);
  kith_variables_find_most_telling (variables, names, &kind, &value);
  kith_http_request_set_purpose (request, description->id, kith_address_get_key (kith_query_get_address (query)), kith_query_get_sender (query), kind,
                                 value);
}

/**
 * kith_step_request_new:
 * @description: a provider's
 * @step: one of its steps
 * @query: the question
 * @variables: the values
 * @next_url: (nullable): what the page before named as the next one
 * @error: return location for `KITH_ERROR_INVALID` (a value is missing or cannot be sent), `KITH_ERROR_REFUSED` (a place that Kith does not ask)
 *   and `KITH_ERROR_AUTH` (the token is missing)
 *
 * Returns: (transfer full) (nullable): the request, ready to be sent
 */
KithHttpRequest *
kith_step_request_new (KithDescription  *description,
                       const KithStep   *step,
                       KithQuery        *query,
                       KithVariables    *variables,
                       const char       *next_url,
                       GError          **error)
{
  g_auto (Target) target = { NULL, KITH_HTTP_TRUST_NONE, FALSE };
  g_autoptr (KithHttpRequest) request = NULL;
  KithProviderSettings *settings = kith_query_get_settings (query);
  const char *token = kith_query_get_token (query);

  if (!resolve (description, step, query, variables, next_url, &target, error))
    return NULL;
  /* A host that stands in a file, or that such a host sent us to, is no host that the owner named. */
  if (target.trust == KITH_HTTP_TRUST_USER && description->server != NULL && !names_server (settings))
    target.trust = KITH_HTTP_TRUST_DECLARED;
  if (target.trust == KITH_HTTP_TRUST_USER && is_named_by_service (query, settings))
    target.trust = KITH_HTTP_TRUST_DECLARED;
  if (target.own && token == NULL && needs_token (description) && description->auth == KITH_AUTH_OAUTH2)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_AUTH, _("%s needs you to sign in, in the preferences or with: kith provider sign-in %s"),
                   description->name, description->id);
      return NULL;
    }
  if (target.own && token == NULL && needs_token (description))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_AUTH, _("%s needs a token; give it with: kith provider token %s"), description->name,
                   description->id);
      return NULL;
    }
  if (target.own && token != NULL && lacks_user (description, query, token))
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_AUTH, _("%s needs your name there; give it with: kith provider set %s user NAME"), description->name,
                   description->id);
      return NULL;
    }
  if (target.own && token != NULL && description->auth == KITH_AUTH_QUERY)
    add_query_key (&target, description->auth_name, token);

  request = kith_http_request_new (step->method, target.url, target.trust, error);
  if (request == NULL)
    return NULL;
  if (step->document == KITH_DOCUMENT_PICTURE)
    kith_http_request_set_max_bytes (request, KITH_HTTP_MAX_PICTURE_BYTES);
  if (settings != NULL && kith_provider_settings_get_ca_file (settings) != NULL)
    kith_http_request_set_ca_file (request, kith_provider_settings_get_ca_file (settings));
  if (target.own && token != NULL)
    authenticate (description, request, query, token);
  if (!add_headers (request, description->headers, variables, error) || !add_headers (request, step->headers, variables, error)
      || !add_body (request, step, variables, error))
    return NULL;
  if (step->no_redirects)
    kith_http_request_set_redirects (request, KITH_HTTP_REDIRECTS_NONE);
  else if (description->same_site && target.own)
    kith_http_request_set_redirects (request, KITH_HTTP_REDIRECTS_REPORT_OTHER);
  add_validators (description, step, request, query);
  set_purpose (description, step, request, query, variables);
  return g_steal_pointer (&request);
}

/* Returns: (transfer full): method, host and kind of identifier; no path, no query and no secret */
char *
kith_step_request_describe (KithHttpRequest *request)
{
  return g_strdup_printf ("%s %s (%s)", kith_http_request_get_method (request), kith_http_request_get_origin (request),
                          kith_http_request_get_identifier_kind (request));
}

static void
mask (GString    *text,
      const char *secret)
{
  if (secret != NULL && secret[0] != '\0')
    g_string_replace (text, secret, "***", 0);
}

static void
add_line (GPtrArray  *lines,
          const char *text,
          const char *token)
{
  g_autofree char *escaped = token != NULL ? g_uri_escape_string (token, NULL, FALSE) : NULL;
  GString *line = g_string_new (text);

  mask (line, token);
  mask (line, escaped);
  /* Not before: the first half of a token could not be told from the rest. */
  g_string_truncate (line, MIN (line->len, MAX_SHOWN_BYTES));
  g_ptr_array_add (lines, g_utf8_make_valid (line->str, (gssize) line->len));
  g_string_free (line, TRUE);
}

/**
 * kith_step_request_describe_sent:
 * @request: a request
 * @token: (nullable): the token of the provider
 *
 * For the owner who tries a provider out: what leaves the computer, whole, but for the token and the password.
 *
 * Returns: (transfer full) (element-type utf8): lines
 */
GPtrArray *
kith_step_request_describe_sent (KithHttpRequest *request,
                                 const char      *token)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) headers = kith_http_request_dup_header_lines (request);
  GBytes *body = kith_http_request_get_body (request);
  g_autofree char *first = g_strdup_printf ("%s %s", kith_http_request_get_method (request), kith_http_request_get_url (request));

  add_line (lines, first, token);
  for (guint i = 0; i < headers->len; i++)
    {
      if (g_ascii_strncasecmp (headers->pdata[i], "Authorization:", strlen ("Authorization:")) == 0)
        g_ptr_array_add (lines, g_strdup ("Authorization: ***"));
      else
        add_line (lines, headers->pdata[i], token);
    }
  if (kith_http_request_get_user (request) != NULL)
    g_ptr_array_add (lines, g_strdup ("Authorization: ***"));
  if (body != NULL)
    {
      g_autofree char *text = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

      add_line (lines, text, token);
    }
  return lines;
}
