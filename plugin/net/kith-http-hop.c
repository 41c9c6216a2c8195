/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-address-guard.h"
#include "kith-http-hop.h"
#include "kith-http-request-private.h"
#include "kith-http-response-private.h"
#include "kith-http-trust-store.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>
#include <sys/socket.h>

#define MAX_HEADER_BYTES (64 * 1024)
/* The file of authorities is read and parsed once a day; a change of it (ca-certificates upgraded) is seen then. */
#define AUTHORITIES_SECONDS (24 * 60 * 60)

/* CURLE_TOO_LARGE, libcurl 8.6 */
#define CODE_TOO_LARGE 100

typedef enum
{
  BREAK_NONE,
  BREAK_TOO_BIG,
  BREAK_NOT_PUBLIC,
} Break;

struct _KithHttpHop
{
  KithHttpRequest *request;
  struct curl_slist *lines;
  gboolean guarded;
  void (*connected) (gpointer data);
  gpointer connected_data;

  GByteArray *body;
  GHashTable *headers;
  gsize header_bytes;
  Break broken;

  guint status;
  guint64 bytes_sent;
  guint64 bytes_received;
  const char *outcome; /* static */
  gboolean server_failure;
};

KithHttpHop *
kith_http_hop_new (KithHttpRequest *request)
{
  KithHttpHop *self = g_new0 (KithHttpHop, 1);

  self->request = g_object_ref (request);
  self->body = g_byte_array_new ();
  self->headers = kith_http_headers_new ();
  self->outcome = "failed";
  return self;
}

static void
free_lines (struct curl_slist *lines)
{
  for (struct curl_slist *line = lines; line != NULL; line = line->next)
    explicit_bzero (line->data, strlen (line->data));
  curl_slist_free_all (lines);
}

/* The easy handle has been reset or cleaned up before. */
void
kith_http_hop_free (KithHttpHop *self)
{
  free_lines (self->lines);
  g_clear_pointer (&self->body, g_byte_array_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_object_unref (self->request);
  g_free (self);
}

/* Refuses before the next piece would go over the limit; libcurl hands over decoded bytes in pieces of 16 KiB. */
static size_t
on_body (char   *data,
         size_t  size,
         size_t  count,
         void   *user_data)
{
  KithHttpHop *self = user_data;
  gsize length = size * count;

  if (length > kith_http_request_get_max_bytes (self->request) - self->body->len)
    {
      self->broken = BREAK_TOO_BIG;
      return 0;
    }
  g_byte_array_append (self->body, (const guint8 *) data, (guint) length);
  return length;
}

static size_t
on_header (char   *data,
           size_t  size,
           size_t  count,
           void   *user_data)
{
  KithHttpHop *self = user_data;
  gsize length = size * count;

  self->header_bytes += length;
  if (self->header_bytes > MAX_HEADER_BYTES)
    {
      self->broken = BREAK_TOO_BIG;
      return 0;
    }
  /* A status line begins a new block: after 1xx, and after the challenge of Digest. */
  if (length >= 5 && memcmp (data, "HTTP/", 5) == 0)
    g_hash_table_remove_all (self->headers);
  else
    kith_http_headers_add_line (self->headers, data, length);
  return length;
}

static GInetAddress *
dup_inet_address (const struct sockaddr *address,
                  gsize                  length)
{
  g_autoptr (GSocketAddress) socket_address = g_socket_address_new_from_native ((gpointer) address, length);

  if (!G_IS_INET_SOCKET_ADDRESS (socket_address))
    return NULL;
  return g_object_ref (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (socket_address)));
}

/* The last moment before a packet leaves: the name is resolved, the address is the one that will be used. */
static curl_socket_t
on_open_socket (void                 *user_data,
                curlsocktype          purpose,
                struct curl_sockaddr *address)
{
  KithHttpHop *self = user_data;

  if (self->guarded)
    {
      g_autoptr (GInetAddress) inet = dup_inet_address (&address->addr, address->addrlen);

      if (inet == NULL || !kith_address_guard_is_public (inet))
        {
          self->broken = BREAK_NOT_PUBLIC;
          return CURL_SOCKET_BAD;
        }
    }
  return socket (address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/* A kept connection may have been made for a request that was allowed more than this one. */
static int
on_before_request (void *user_data,
                   char *primary_ip,
                   char *local_ip,
                   int   primary_port,
                   int   local_port)
{
  KithHttpHop *self = user_data;

  if (self->guarded)
    {
      g_autoptr (GInetAddress) address = g_inet_address_new_from_string (primary_ip);

      self->broken = address != NULL && kith_address_guard_is_public (address) ? BREAK_NONE : BREAK_NOT_PUBLIC;
      if (self->broken != BREAK_NONE)
        return CURL_PREREQFUNC_ABORT;
    }
  self->connected (self->connected_data);
  return CURL_PREREQFUNC_OK;
}

static const char *
get_accepted_encodings (void)
{
  const curl_version_info_data *info = curl_version_info (CURLVERSION_NOW);

  return (info->features & CURL_VERSION_BROTLI) != 0 ? "gzip, deflate, br" : "gzip, deflate";
}

static void
prepare_trust (CURL                     *easy,
               const KithHttpHopOptions *options)
{
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYPEER, 1L);
  curl_easy_setopt (easy, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt (easy, CURLOPT_SSLVERSION, (long) CURL_SSLVERSION_TLSv1_2);
  /* With a folder of certificates libcurl does not keep what it parsed, and each connection costs a reading of all of them. */
  curl_easy_setopt (easy, CURLOPT_CAPATH, NULL);
  curl_easy_setopt (easy, CURLOPT_CAINFO, kith_http_trust_store_get_system_file ());
  curl_easy_setopt (easy, CURLOPT_CA_CACHE_TIMEOUT, (long) AUTHORITIES_SECONDS);
  if (options->authorities != NULL)
    {
      struct curl_blob blob = { 0 };

      blob.data = (gpointer) g_bytes_get_data (options->authorities, &blob.len);
      blob.flags = CURL_BLOB_COPY;
      curl_easy_setopt (easy, CURLOPT_CAINFO_BLOB, &blob);
    }
}

/* Whatever is not named here is libcurl's default after curl_easy_reset(): no cookies, no netrc, no redirects, no HTTP/0.9. */
static void
prepare_transport (KithHttpHop              *self,
                   CURL                     *easy,
                   const KithHttpHopOptions *options)
{
  curl_easy_setopt (easy, CURLOPT_PROTOCOLS_STR, "https");
  curl_easy_setopt (easy, CURLOPT_REDIR_PROTOCOLS_STR, "https");
  curl_easy_setopt (easy, CURLOPT_FOLLOWLOCATION, 0L);
  curl_easy_setopt (easy, CURLOPT_NETRC, (long) CURL_NETRC_IGNORED);
  curl_easy_setopt (easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
  curl_easy_setopt (easy, CURLOPT_HTTP_VERSION, (long) CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt (easy, CURLOPT_NOSIGNAL, 1L);
  /* Else the end of a request waits for a name server that does not answer. */
  curl_easy_setopt (easy, CURLOPT_QUICK_EXIT, 1L);
  curl_easy_setopt (easy, CURLOPT_CONNECTTIMEOUT_MS, (long) MIN (options->connect_timeout_msec, options->timeout_msec));
  curl_easy_setopt (easy, CURLOPT_TIMEOUT_MS, (long) options->timeout_msec);
  curl_easy_setopt (easy, CURLOPT_PROXY, options->proxy != NULL ? options->proxy : "");
  curl_easy_setopt (easy, CURLOPT_NOPROXY, "");
  curl_easy_setopt (easy, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETFUNCTION, on_open_socket);
  curl_easy_setopt (easy, CURLOPT_OPENSOCKETDATA, self);
  curl_easy_setopt (easy, CURLOPT_PREREQFUNCTION, on_before_request);
  curl_easy_setopt (easy, CURLOPT_PREREQDATA, self);
}

static void
prepare_message (KithHttpHop *self,
                 CURL        *easy)
{
  const char *method = kith_http_request_get_method (self->request);
  g_autoptr (GPtrArray) lines = kith_http_request_dup_header_lines (self->request);
  GBytes *body = kith_http_request_get_body (self->request);

  curl_easy_setopt (easy, CURLOPT_URL, kith_http_request_get_url (self->request));
  if (strcmp (method, "HEAD") == 0)
    curl_easy_setopt (easy, CURLOPT_NOBODY, 1L);
  else if (body != NULL || strcmp (method, "POST") == 0)
    {
      curl_easy_setopt (easy, CURLOPT_POST, 1L);
      curl_easy_setopt (easy, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t) (body != NULL ? g_bytes_get_size (body) : 0));
      curl_easy_setopt (easy, CURLOPT_POSTFIELDS, body != NULL ? g_bytes_get_data (body, NULL) : "");
      /* No question before the body, and no media type that nobody gave. */
      self->lines = curl_slist_append (self->lines, "Expect:");
      if (body == NULL)
        self->lines = curl_slist_append (self->lines, "Content-Type:");
    }
  curl_easy_setopt (easy, CURLOPT_CUSTOMREQUEST, method);

  for (guint i = 0; i < lines->len; i++)
    self->lines = curl_slist_append (self->lines, g_ptr_array_index (lines, i));
  curl_easy_setopt (easy, CURLOPT_HTTPHEADER, self->lines);
  curl_easy_setopt (easy, CURLOPT_USERAGENT, "Kith/" KITH_VERSION);
  curl_easy_setopt (easy, CURLOPT_ACCEPT_ENCODING, get_accepted_encodings ());
  if (kith_http_request_get_user (self->request) != NULL)
    {
      curl_easy_setopt (easy, CURLOPT_HTTPAUTH,
                        (long) (kith_http_request_get_digest (self->request) ? CURLAUTH_DIGEST : CURLAUTH_BASIC));
      curl_easy_setopt (easy, CURLOPT_USERNAME, kith_http_request_get_user (self->request));
      curl_easy_setopt (easy, CURLOPT_PASSWORD, kith_http_request_get_password (self->request));
    }
}

/* @easy: fresh or reset; points into @self until it is reset. */
void
kith_http_hop_prepare (KithHttpHop              *self,
                       CURL                     *easy,
                       const KithHttpHopOptions *options)
{
  /* A proxy is a server that the user named; its own address may well be private. */
  self->guarded = kith_http_request_get_trust (self->request) != KITH_HTTP_TRUST_USER && options->proxy == NULL;
  self->connected = options->connected;
  self->connected_data = options->connected_data;

  prepare_transport (self, easy, options);
  prepare_trust (easy, options);
  prepare_message (self, easy);
  curl_easy_setopt (easy, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt (easy, CURLOPT_WRITEDATA, self);
  curl_easy_setopt (easy, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt (easy, CURLOPT_HEADERDATA, self);
}

static guint64
get_size (CURL     *easy,
          CURLINFO  info)
{
  curl_off_t value = 0;

  curl_easy_getinfo (easy, info, &value);
  return value > 0 ? (guint64) value : 0;
}

static guint64
get_long (CURL     *easy,
          CURLINFO  info)
{
  long value = 0;

  curl_easy_getinfo (easy, info, &value);
  return value > 0 ? (guint64) value : 0;
}

/* Takes the figures from the handle before it is reset. */
void
kith_http_hop_measure (KithHttpHop *self,
                       CURL        *easy)
{
  self->status = (guint) get_long (easy, CURLINFO_RESPONSE_CODE);
  self->bytes_sent = get_long (easy, CURLINFO_REQUEST_SIZE) + get_size (easy, CURLINFO_SIZE_UPLOAD_T);
  self->bytes_received = get_long (easy, CURLINFO_HEADER_SIZE) + get_size (easy, CURLINFO_SIZE_DOWNLOAD_T);
}

static const char *
get_status_outcome (guint status)
{
  switch (status)
    {
    case 304:
      return "not-modified";
    case 401:
    case 403:
    case 451:
      return "refused";
    case 404:
    case 410:
      return "not-found";
    case 429:
      return "limited";
    default:
      return status < 300 ? "ok" : status < 400 ? "redirect" : "failed";
    }
}

typedef struct
{
  CURLcode code;
  const char *outcome;
  const char *message;
} Failure;

static const Failure failures[] = {
  { CURLE_OPERATION_TIMEDOUT, "timed-out", N_("The server did not answer in time") },
  { CURLE_COULDNT_RESOLVE_HOST, "failed", N_("The name of the server could not be found; check the connection to the internet") },
  { CURLE_COULDNT_RESOLVE_PROXY, "failed", N_("The name of the proxy server could not be found; check its setting") },
  { CURLE_PROXY, "failed", N_("The proxy server refused the connection; check its setting") },
  { CURLE_COULDNT_CONNECT, "failed", N_("The server could not be reached") },
  { CURLE_PEER_FAILED_VERIFICATION, "bad-tls", N_("The server's certificate could not be verified") },
  { CURLE_SSL_CACERT_BADFILE, "bad-tls", N_("The list of certificate authorities cannot be read, so that no server can be verified") },
  { CURLE_SSL_CONNECT_ERROR, "bad-tls", N_("No secure connection to the server could be made") },
  { CURLE_SSL_CIPHER, "bad-tls", N_("No secure connection to the server could be made") },
  { CURLE_SSL_ISSUER_ERROR, "bad-tls", N_("The server's certificate could not be verified") },
};

static gboolean
fail (KithHttpHop  *self,
      KithError     code,
      const char   *outcome,
      const char   *message,
      GError      **error)
{
  self->outcome = outcome;
  g_set_error_literal (error, KITH_ERROR, (int) code, message);
  return FALSE;
}

/* Says what became of the exchange. Any HTTP status is a response; errors are what kept one from coming whole. */
gboolean
kith_http_hop_judge (KithHttpHop  *self,
                     CURLcode      code,
                     GError      **error)
{
  if (code == CURLE_OK && self->status >= 200)
    {
      self->outcome = get_status_outcome (self->status);
      if (self->status == 503 && g_hash_table_contains (self->headers, "retry-after"))
        self->outcome = "limited";
      self->server_failure = self->status >= 500 || self->status == 429;
      return TRUE;
    }
  /* libcurl has a limit for one header line as well, and says so in a different way in each version. */
  if (self->broken == BREAK_TOO_BIG || code == CURLE_OUT_OF_MEMORY || (int) code == CODE_TOO_LARGE)
    return fail (self, KITH_ERROR_UNAVAILABLE, "too-big", _("The server sent more than Kith accepts"), error);
  if (self->broken == BREAK_NOT_PUBLIC)
    return fail (self, KITH_ERROR_REFUSED, "refused", _("The server has an address in a private network, where Kith asks only servers "
                                                        "that you set yourself"), error);
  self->server_failure = TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (failures); i++)
    if (failures[i].code == code)
      return fail (self, KITH_ERROR_UNAVAILABLE, failures[i].outcome, _(failures[i].message), error);
  return fail (self, KITH_ERROR_UNAVAILABLE, "failed", _("The answer of the server broke off or could not be understood"), error);
}

guint
kith_http_hop_get_status (KithHttpHop *self)
{
  return self->status;
}

const char *
kith_http_hop_get_header (KithHttpHop *self,
                          const char  *name)
{
  return g_hash_table_lookup (self->headers, name);
}

/* For the recorder; a static string. */
const char *
kith_http_hop_get_outcome (KithHttpHop *self)
{
  return self->outcome;
}

/* Whether the server is to be given a rest before it is asked again. */
gboolean
kith_http_hop_is_server_failure (KithHttpHop *self)
{
  return self->server_failure;
}

guint64
kith_http_hop_get_bytes_sent (KithHttpHop *self)
{
  return self->bytes_sent;
}

guint64
kith_http_hop_get_bytes_received (KithHttpHop *self)
{
  return self->bytes_received;
}

KithHttpResponse *
kith_http_hop_take_response (KithHttpHop *self,
                             guint64      sent_before,
                             guint64      received_before)
{
  g_autoptr (GBytes) body = g_byte_array_free_to_bytes (g_steal_pointer (&self->body));

  return kith_http_response_new (kith_http_request_get_url (self->request), self->status, g_steal_pointer (&self->headers), body,
                                 self->bytes_sent + sent_before, self->bytes_received + received_before);
}
