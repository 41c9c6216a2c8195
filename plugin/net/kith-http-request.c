/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-request-private.h"
#include "kith-http-url.h"
#include "kith-secret-text.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#define MAX_METHOD_BYTES 16
#define MAX_HEADER_BYTES 8192

typedef struct
{
  char *name;
  char *value;
} Header;

struct _KithHttpRequest
{
  GObject parent_instance;

  char *method;
  KithHttpUrl *url;
  KithHttpTrust trust;
  GPtrArray *headers; /* (element-type Header) */
  gboolean secret;
  char *user;
  char *password;
  gboolean digest;
  GBytes *body;
  gsize max_bytes;
  char *ca_file;
  KithHttpRedirects redirects;
  gboolean urgent;
  gboolean malformed;

  char *provider_id;
  char *address_key;
  char *sender;
  char *identifier_kind;
  char *identifier;
};

G_DEFINE_FINAL_TYPE (KithHttpRequest, kith_http_request, G_TYPE_OBJECT)

static void
header_free (Header *header)
{
  g_free (header->name);
  kith_secret_text_free (header->value);
  g_free (header);
}

static void
kith_http_request_finalize (GObject *object)
{
  KithHttpRequest *self = KITH_HTTP_REQUEST (object);

  g_free (self->method);
  g_clear_pointer (&self->url, kith_http_url_free);
  g_ptr_array_unref (self->headers);
  kith_secret_text_free (self->user);
  kith_secret_text_free (self->password);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->ca_file);
  g_free (self->provider_id);
  g_free (self->address_key);
  g_free (self->sender);
  g_free (self->identifier_kind);
  g_free (self->identifier);

  G_OBJECT_CLASS (kith_http_request_parent_class)->finalize (object);
}

static void
kith_http_request_class_init (KithHttpRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_http_request_finalize;
}

static void
kith_http_request_init (KithHttpRequest *self)
{
  self->headers = g_ptr_array_new_with_free_func ((GDestroyNotify) header_free);
  self->max_bytes = KITH_HTTP_MAX_BODY_BYTES;
}

/* token of RFC 9110 section 5.6.2 */
static gboolean
is_token (const char *text,
          gsize       max_bytes)
{
  gsize length = strlen (text);

  if (length == 0 || length > max_bytes)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~", *p) == NULL)
      return FALSE;
  return TRUE;
}

/* field-value of RFC 9110 section 5.5 */
static gboolean
is_field_value (const char *text)
{
  if (strlen (text) > MAX_HEADER_BYTES)
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    if (((guchar) *p < 0x20 && *p != '\t') || *p == 0x7f)
      return FALSE;
  return TRUE;
}

/* What frames the message or names the server is not for callers. */
static gboolean
is_reserved_name (const char *name)
{
  static const char *const names[] = {
    "connection", "content-length", "cookie", "expect", "host", "proxy-authorization", "te", "trailer", "transfer-encoding", "upgrade",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_method (const char *method)
{
  if (!is_token (method, MAX_METHOD_BYTES) || strcmp (method, "CONNECT") == 0)
    return FALSE;
  for (const char *p = method; *p != '\0'; p++)
    if (!g_ascii_isupper (*p) && *p != '-')
      return FALSE;
  return TRUE;
}

static KithHttpRequest *
new_take (const char    *method,
          KithHttpUrl   *url,
          KithHttpTrust  trust)
{
  KithHttpRequest *self = g_object_new (KITH_TYPE_HTTP_REQUEST, NULL);

  self->method = g_strdup (method);
  self->url = url;
  self->trust = trust;
  return self;
}

/**
 * kith_http_request_new:
 * @method: an HTTP method in upper case
 * @url: an https URL without user and password
 * @trust: who named the host
 * @error: return location for a %KITH_ERROR_INVALID
 *
 * Returns: (transfer full) (nullable): the request
 */
KithHttpRequest *
kith_http_request_new (const char     *method,
                       const char     *url,
                       KithHttpTrust   trust,
                       GError        **error)
{
  KithHttpUrl *parsed;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  if (!is_method (method))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("This is not a kind of web request that Kith knows"));
      return NULL;
    }
  parsed = kith_http_url_parse (url, error);
  return parsed != NULL ? new_take (method, parsed, trust) : NULL;
}

/**
 * kith_http_request_new_for_record:
 * @method: the verb of another protocol, in upper case
 * @host: who is asked
 * @error: return location for a %KITH_ERROR_INVALID
 *
 * Makes what a #KithHttpRecorder is told about a question over another protocol. It cannot be sent.
 *
 * Returns: (transfer full) (nullable): the request
 */
KithHttpRequest *
kith_http_request_new_for_record (const char  *method,
                                  const char  *host,
                                  GError     **error)
{
  g_autofree char *url = g_strdup_printf (strchr (host, ':') != NULL ? "https://[%s]/" : "https://%s/", host);
  KithHttpRequest *self = kith_http_request_new (method, url, KITH_HTTP_TRUST_USER, error);

  if (self != NULL)
    self->malformed = TRUE;
  return self;
}

static void
remove_header (KithHttpRequest *self,
               const char      *name)
{
  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = g_ptr_array_index (self->headers, i);

      if (g_ascii_strcasecmp (header->name, name) == 0)
        {
          g_ptr_array_remove_index (self->headers, i);
          return;
        }
    }
}

/**
 * kith_http_request_set_header:
 * @self: the request
 * @name: a header name
 * @value: (nullable): its value; %NULL takes it away
 *
 * Replaces a header of the same name. A name or value that HTTP does not allow makes the whole request fail with
 * %KITH_ERROR_INVALID when it is sent, so that data from outside may come here.
 */
void
kith_http_request_set_header (KithHttpRequest *self,
                              const char      *name,
                              const char      *value)
{
  Header *header;

  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));
  g_return_if_fail (name != NULL);

  if (!is_token (name, 128) || is_reserved_name (name) || (value != NULL && !is_field_value (value)))
    {
      self->malformed = TRUE;
      return;
    }
  remove_header (self, name);
  if (value == NULL)
    return;
  header = g_new0 (Header, 1);
  header->name = g_strdup (name);
  header->value = g_strdup (value);
  g_ptr_array_add (self->headers, header);
}

/**
 * kith_http_request_set_secret_header:
 * @self: the request
 * @name: a header name
 * @value: (nullable): its value
 *
 * Like kith_http_request_set_header() for a credential: refused where the host was named by a message or a response, and wiped
 * when the request is freed.
 */
void
kith_http_request_set_secret_header (KithHttpRequest *self,
                                     const char      *name,
                                     const char      *value)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));

  kith_http_request_set_header (self, name, value);
  self->secret = self->secret || value != NULL;
}

/**
 * kith_http_request_set_userpwd:
 * @self: the request
 * @user: a user name
 * @password: their password
 * @digest: %TRUE for Digest (RFC 7616), %FALSE for Basic (RFC 7617)
 *
 * With Digest the server is asked twice within one request: the first time without an answer to its challenge and without a body.
 */
void
kith_http_request_set_userpwd (KithHttpRequest *self,
                               const char      *user,
                               const char      *password,
                               gboolean         digest)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));
  g_return_if_fail (user != NULL);
  g_return_if_fail (password != NULL);

  kith_secret_text_free (self->user);
  kith_secret_text_free (self->password);
  self->user = g_strdup (user);
  self->password = g_strdup (password);
  self->digest = digest;
}

/**
 * kith_http_request_set_body:
 * @self: the request
 * @content_type: a media type
 * @body: (transfer none): at most 64 KiB, or sending fails
 */
void
kith_http_request_set_body (KithHttpRequest *self,
                            const char      *content_type,
                            GBytes          *body)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));
  g_return_if_fail (content_type != NULL);
  g_return_if_fail (body != NULL);

  kith_http_request_set_header (self, "Content-Type", content_type);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = g_bytes_ref (body);
}

/**
 * kith_http_request_set_max_bytes:
 * @self: the request
 * @max_bytes: the largest body to take, after decoding; %KITH_HTTP_MAX_BODY_BYTES without this call
 */
void
kith_http_request_set_max_bytes (KithHttpRequest *self,
                                 gsize            max_bytes)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));
  g_return_if_fail (max_bytes <= KITH_HTTP_MAX_PICTURE_BYTES);

  self->max_bytes = max_bytes;
}

/**
 * kith_http_request_set_ca_file:
 * @self: the request
 * @ca_file: (nullable): a file of PEM certificates
 *
 * Trusts the authorities in the file in addition to the system's, for this request only.
 */
void
kith_http_request_set_ca_file (KithHttpRequest *self,
                               const char      *ca_file)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));

  g_free (self->ca_file);
  self->ca_file = g_strdup (ca_file);
}

/* Without a word: KITH_HTTP_REDIRECTS_SAME_ORIGIN. */
void
kith_http_request_set_redirects (KithHttpRequest   *self,
                                 KithHttpRedirects  redirects)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));

  self->redirects = redirects;
}

KithHttpRedirects
kith_http_request_get_redirects (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), KITH_HTTP_REDIRECTS_NONE);

  return self->redirects;
}

/**
 * kith_http_request_set_urgent:
 * @self: the request
 * @urgent: whether the user asked for it just now
 *
 * An urgent request does not wait for the end of a back-off. What a server asked for with `Retry-After` it obeys all the same.
 */
void
kith_http_request_set_urgent (KithHttpRequest *self,
                              gboolean         urgent)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));

  self->urgent = urgent;
}

/**
 * kith_http_request_set_purpose:
 * @self: the request
 * @provider_id: (nullable): the provider that asks
 * @address_key: (nullable): the person it asks about
 * @sender: (nullable): the sender of the message that led to it
 * @identifier_kind: (nullable): what names the person in the request, as `address-sha256`
 * @identifier: (nullable): that name
 *
 * For the recorder only; nothing of this is sent.
 */
void
kith_http_request_set_purpose (KithHttpRequest *self,
                               const char      *provider_id,
                               const char      *address_key,
                               const char      *sender,
                               const char      *identifier_kind,
                               const char      *identifier)
{
  g_return_if_fail (KITH_IS_HTTP_REQUEST (self));

  g_free (self->provider_id);
  g_free (self->address_key);
  g_free (self->sender);
  g_free (self->identifier_kind);
  g_free (self->identifier);
  self->provider_id = g_strdup (provider_id);
  self->address_key = g_strdup (address_key);
  self->sender = g_strdup (sender);
  self->identifier_kind = g_strdup (identifier_kind);
  self->identifier = g_strdup (identifier);
}

/* Whether the request may be sent at all. */
gboolean
kith_http_request_check (KithHttpRequest  *self,
                         GError          **error)
{
  if (self->malformed || (self->user != NULL && !is_field_value (self->user)) ||
      (self->password != NULL && !is_field_value (self->password)) || (self->user != NULL && strchr (self->user, ':') != NULL))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID,
                           _("A setting holds characters that cannot be sent to a server; check the token"));
      return FALSE;
    }
  if (self->body != NULL && g_bytes_get_size (self->body) > KITH_HTTP_MAX_REQUEST_BODY_BYTES)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The question to the server is too long"));
      return FALSE;
    }
  if (self->trust == KITH_HTTP_TRUST_NONE && (self->secret || self->user != NULL))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED, _("Kith sends no password to a server that a message named"));
      return FALSE;
    }
  return TRUE;
}

/* (transfer full) (element-type utf8): "Name: value" lines in the order they were set; they may hold credentials. */
GPtrArray *
kith_http_request_dup_header_lines (KithHttpRequest *self)
{
  GPtrArray *lines = g_ptr_array_new_with_free_func (kith_secret_text_free);

  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = g_ptr_array_index (self->headers, i);

      /* libcurl reads "Name:" as "do not send"; the semicolon form is its way to send an empty value. */
      g_ptr_array_add (lines, *header->value != '\0' ? g_strdup_printf ("%s: %s", header->name, header->value)
                                                     : g_strdup_printf ("%s;", header->name));
    }
  return lines;
}

/* A redirect keeps the method, except where RFC 9110 section 15.4 turns a POST (or, with 303, anything) into a GET. */
static gboolean
becomes_get (const char *method,
             guint       status)
{
  if (strcmp (method, "GET") == 0 || strcmp (method, "HEAD") == 0)
    return FALSE;
  return status == 303 || ((status == 301 || status == 302) && strcmp (method, "POST") == 0);
}

/* (transfer full) (nullable): the request to where a response leads; an error where that is another origin. */
KithHttpRequest *
kith_http_request_new_redirected (KithHttpRequest  *self,
                                  guint             status,
                                  const char       *location,
                                  GError          **error)
{
  KithHttpUrl *url = kith_http_url_resolve (self->url->url, location, NULL);
  KithHttpRequest *next;
  gboolean get = becomes_get (self->method, status);

  if (url == NULL || strcmp (url->origin, self->url->origin) != 0)
    {
      g_clear_pointer (&url, kith_http_url_free);
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The server sent us elsewhere, which Kith does not follow"));
      return NULL;
    }
  next = new_take (get ? "GET" : self->method, url, self->trust);
  for (guint i = 0; i < self->headers->len; i++)
    {
      Header *header = g_ptr_array_index (self->headers, i);

      if (!get || g_ascii_strcasecmp (header->name, "Content-Type") != 0)
        kith_http_request_set_header (next, header->name, header->value);
    }
  if (!get && self->body != NULL)
    next->body = g_bytes_ref (self->body);
  next->secret = self->secret;
  next->user = g_strdup (self->user);
  next->password = g_strdup (self->password);
  next->digest = self->digest;
  next->max_bytes = self->max_bytes;
  next->ca_file = g_strdup (self->ca_file);
  next->redirects = self->redirects;
  next->urgent = self->urgent;
  kith_http_request_set_purpose (next, self->provider_id, self->address_key, self->sender, self->identifier_kind, self->identifier);
  return next;
}

/* Whether it says who the owner is. */
gboolean
kith_http_request_has_secret (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), FALSE);

  return self->secret || self->password != NULL;
}

const char *
kith_http_request_get_method (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->method;
}

/* The URL as it is sent, without fragment. */
const char *
kith_http_request_get_url (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->url->url;
}

const char *
kith_http_request_get_host (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->url->host;
}

/* "https://host", with the port where it is not 443 (RFC 6454 section 6.2). */
const char *
kith_http_request_get_origin (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->url->origin;
}

KithHttpTrust
kith_http_request_get_trust (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), KITH_HTTP_TRUST_NONE);

  return self->trust;
}

const char *
kith_http_request_get_provider_id (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->provider_id;
}

const char *
kith_http_request_get_address_key (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->address_key;
}

const char *
kith_http_request_get_sender (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->sender;
}

const char *
kith_http_request_get_identifier_kind (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->identifier_kind;
}

const char *
kith_http_request_get_identifier (KithHttpRequest *self)
{
  g_return_val_if_fail (KITH_IS_HTTP_REQUEST (self), NULL);

  return self->identifier;
}

GBytes *
kith_http_request_get_body (KithHttpRequest *self)
{
  return self->body;
}

const char *
kith_http_request_get_user (KithHttpRequest *self)
{
  return self->user;
}

const char *
kith_http_request_get_password (KithHttpRequest *self)
{
  return self->password;
}

gboolean
kith_http_request_get_digest (KithHttpRequest *self)
{
  return self->digest;
}

gsize
kith_http_request_get_max_bytes (KithHttpRequest *self)
{
  return self->max_bytes;
}

const char *
kith_http_request_get_ca_file (KithHttpRequest *self)
{
  return self->ca_file;
}

gboolean
kith_http_request_get_urgent (KithHttpRequest *self)
{
  return self->urgent;
}
