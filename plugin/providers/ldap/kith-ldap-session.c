/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ldap-session.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <ldap.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

#define TIMEOUT_SECONDS 10
/* How long a cancelled search goes on at most. */
#define SLICE_USEC (200 * 1000)
#define MAX_BYTES (2 * 1024 * 1024)
#define MAX_VALUES 64
#define LDAPS_PORT 636
/* Above the socket, below TLS. */
#define CLOCK_LEVEL ((LBER_SBIOD_LEVEL_PROVIDER + LBER_SBIOD_LEVEL_TRANSPORT) / 2)
#define SYSTEM_CA_FILE "/etc/ssl/certs/ca-certificates.crt"
#define SYSTEM_CA_FOLDER "/etc/ssl/certs"

struct _KithLdapSession
{
  LDAP *ldap;
  KithLdapTraffic *traffic;
  struct ldap_conncb callbacks; /* libldap keeps a pointer to it */
  char *base;
  gint64 deadline; /* monotonic */
};

/* -- counting: a layer above TLS, so that what is counted and limited is LDAP -- */

static int
counter_setup (Sockbuf_IO_Desc *layer,
               void            *traffic)
{
  layer->sbiod_pvt = traffic;
  return 0;
}

static int
counter_remove (Sockbuf_IO_Desc *layer)
{
  layer->sbiod_pvt = NULL;
  return 0;
}

static int
counter_ctrl (Sockbuf_IO_Desc *layer,
              int              option,
              void            *argument)
{
  return LBER_SBIOD_CTRL_NEXT (layer, option, argument);
}

static ber_slen_t
counter_read (Sockbuf_IO_Desc *layer,
              void            *buffer,
              ber_len_t        length)
{
  KithLdapTraffic *traffic = layer->sbiod_pvt;
  ber_slen_t n = LBER_SBIOD_READ_NEXT (layer, buffer, length);

  if (n > 0 && (guint) g_atomic_int_add (&traffic->received, (int) n) + (guint) n > MAX_BYTES)
    {
      errno = EMSGSIZE;
      return -1;
    }
  return n;
}

static ber_slen_t
counter_write (Sockbuf_IO_Desc *layer,
               void            *buffer,
               ber_len_t        length)
{
  KithLdapTraffic *traffic = layer->sbiod_pvt;
  ber_slen_t n = LBER_SBIOD_WRITE_NEXT (layer, buffer, length);

  if (n > 0)
    g_atomic_int_add (&traffic->sent, (int) n);
  return n;
}

static int
counter_close (Sockbuf_IO_Desc *layer)
{
  return 0;
}

static Sockbuf_IO counter = { counter_setup, counter_remove, counter_ctrl, counter_read, counter_write, counter_close };

/* -- the clock: a layer below TLS, which ends a handshake of which a byte comes now and then -- */

static int
clock_setup (Sockbuf_IO_Desc *layer,
             void            *session)
{
  layer->sbiod_pvt = session;
  return 0;
}

static gboolean
is_late (KithLdapSession *self)
{
  return g_get_monotonic_time () >= self->deadline;
}

static ber_slen_t
clock_read (Sockbuf_IO_Desc *layer,
            void            *buffer,
            ber_len_t        length)
{
  if (is_late (layer->sbiod_pvt))
    {
      errno = ETIMEDOUT;
      return -1;
    }
  return LBER_SBIOD_READ_NEXT (layer, buffer, length);
}

static ber_slen_t
clock_write (Sockbuf_IO_Desc *layer,
             void            *buffer,
             ber_len_t        length)
{
  return LBER_SBIOD_WRITE_NEXT (layer, buffer, length);
}

static Sockbuf_IO clock_layer = { clock_setup, counter_remove, counter_ctrl, clock_read, clock_write, counter_close };

/* -- addresses and filters -- */

/**
 * kith_ldap_url_parse:
 * @url: what the owner named as the server
 * @host: (out): its host
 * @port: (out): its port
 * @base: (out): the distinguished name below which people are; may be empty
 * @error: return location for a `KITH_ERROR_INVALID`
 *
 * Reads `ldaps://host[:port][/base]` (RFC 4516 without attributes, scope and filter).
 *
 * Returns: whether it is one
 */
gboolean
kith_ldap_url_parse (const char  *url,
                     char       **host,
                     int         *port,
                     char       **base,
                     GError     **error)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);

  if (uri == NULL || strcmp (g_uri_get_scheme (uri), "ldaps") != 0 || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0'
      || g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL)
    {
      g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("The server of a directory is an address such as %s"),
                   "ldaps://directory.example/ou=people,dc=example");
      return FALSE;
    }
  *host = g_strdup (g_uri_get_host (uri));
  *port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : LDAPS_PORT;
  *base = g_strdup (*g_uri_get_path (uri) == '/' ? g_uri_get_path (uri) + 1 : "");
  return TRUE;
}

/**
 * kith_ldap_escape:
 * @text: any text
 *
 * Writes text as a value in a filter (RFC 4515 section 3): nothing in it is an operator any more.
 *
 * Returns: (transfer full): the value
 */
char *
kith_ldap_escape (const char *text)
{
  GString *escaped = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (strchr ("*()\\", *p) != NULL)
      g_string_append_printf (escaped, "\\%02x", (guchar) *p);
    else
      g_string_append_c (escaped, *p);
  return g_string_free (escaped, FALSE);
}

/* -- errors -- */

static gboolean
is_tls_error (LDAP *ldap)
{
  char *text = NULL;
  gboolean found;

  /* libldap tells of a refused certificate in words only; of a server that is down it has none. */
  if (ldap_get_option (ldap, LDAP_OPT_DIAGNOSTIC_MESSAGE, &text) != LDAP_OPT_SUCCESS)
    return FALSE;
  found = text != NULL && *text != '\0';
  ldap_memfree (text);
  return found;
}

static gboolean
is_too_big (KithLdapSession *self)
{
  return (guint) g_atomic_int_get (&self->traffic->received) > MAX_BYTES;
}

static void
set_error (KithLdapSession  *self,
           int               code,
           GError          **error)
{
  switch (code)
    {
    case LDAP_INVALID_CREDENTIALS:
    case LDAP_INAPPROPRIATE_AUTH:
    case LDAP_STRONG_AUTH_REQUIRED:
    case LDAP_INSUFFICIENT_ACCESS:
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_AUTH, _("The directory wants a name and a password, or does not take these"));
      break;
    case LDAP_INVALID_DN_SYNTAX:
    case LDAP_NO_SUCH_OBJECT:
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory has no such place to search; check the address of the server"));
      break;
    case LDAP_BUSY:
    case LDAP_ADMINLIMIT_EXCEEDED:
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_LIMITED, _("The directory asks to wait"));
      break;
    case LDAP_TIMEOUT:
    case LDAP_TIMELIMIT_EXCEEDED:
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory did not answer in time"));
      break;
    case LDAP_SERVER_DOWN:
    case LDAP_CONNECT_ERROR:
      if (is_late (self))
        g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory did not answer in time"));
      else if (is_too_big (self))
        g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory’s answer is too big"));
      else if (is_tls_error (self->ldap))
        g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory’s certificate could not be verified"));
      else
        g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory could not be reached"));
      break;
    default:
      g_set_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory could not be asked (LDAP result %d)"), code);
    }
}

/* -- the connection -- */

static gboolean
set_option (LDAP       *ldap,
            int         option,
            const void *value)
{
  return ldap_set_option (ldap, option, value) == LDAP_OPT_SUCCESS;
}

/*
 * Each option is set here, whatever the environment and the files of libldap say (ldap.conf(5): LDAPTLS_REQCERT and others): a certificate is always
 * verified, and a referral never takes the password to another server.
 */
static gboolean
set_options (LDAP       *ldap,
             const char *ca_file)
{
  const struct timeval timeout = { TIMEOUT_SECONDS, 0 };
  const int version = LDAP_VERSION3;
  const int demand = LDAP_OPT_X_TLS_DEMAND;
  const int never = LDAP_DEREF_NEVER;
  const int oldest = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
  const int client = 0;

  return set_option (ldap, LDAP_OPT_PROTOCOL_VERSION, &version) && set_option (ldap, LDAP_OPT_REFERRALS, LDAP_OPT_OFF)
         && set_option (ldap, LDAP_OPT_DEREF, &never) && set_option (ldap, LDAP_OPT_RESTART, LDAP_OPT_ON)
         && set_option (ldap, LDAP_OPT_NETWORK_TIMEOUT, &timeout) && set_option (ldap, LDAP_OPT_TIMEOUT, &timeout)
         && set_option (ldap, LDAP_OPT_X_TLS_CACERTFILE, ca_file != NULL ? ca_file : SYSTEM_CA_FILE)
         && set_option (ldap, LDAP_OPT_X_TLS_CACERTDIR, ca_file != NULL ? SYSTEM_CA_FOLDER : NULL)
         && set_option (ldap, LDAP_OPT_X_TLS_PROTOCOL_MIN, &oldest) && set_option (ldap, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand)
         && set_option (ldap, LDAP_OPT_X_TLS_NEWCTX, &client);
}

static gboolean
add_counter (LDAP            *ldap,
             KithLdapTraffic *traffic)
{
  Sockbuf *socket = NULL;
  ber_len_t max_bytes = MAX_BYTES;

  return ldap_get_option (ldap, LDAP_OPT_SOCKBUF, &socket) == LDAP_OPT_SUCCESS && socket != NULL
         && ber_sockbuf_ctrl (socket, LBER_SB_OPT_SET_MAX_INCOMING, &max_bytes) > 0
         && ber_sockbuf_add_io (socket, &counter, LBER_SBIOD_LEVEL_APPLICATION, traffic) == 0;
}

/* Called with the connected socket before TLS begins: libldap's own limit does not hold for the TLS handshake, the socket's does. */
static int
on_connected (LDAP             *ldap,
              Sockbuf          *socket,
              LDAPURLDesc      *url,
              struct sockaddr  *address,
              struct ldap_conncb *callbacks)
{
  const struct timeval timeout = { TIMEOUT_SECONDS, 0 };
  ber_socket_t fd = -1;

  if (ber_sockbuf_ctrl (socket, LBER_SB_OPT_GET_FD, &fd) <= 0 || setsockopt (fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof timeout) != 0
      || setsockopt (fd, SOL_SOCKET, SO_SNDTIMEO, &timeout, sizeof timeout) != 0
      || ber_sockbuf_add_io (socket, &clock_layer, CLOCK_LEVEL, callbacks->lc_arg) != 0)
    return -1;
  return 0;
}

static void
on_disconnected (LDAP               *ldap,
                 Sockbuf            *socket,
                 struct ldap_conncb *callbacks)
{
}

/* Waits for one message of the answer. Returns: its type; -1 with @error set */
static int
wait_for (KithLdapSession  *self,
          int               id,
          LDAPMessage     **message,
          GCancellable     *cancellable,
          GError          **error)
{
  while (!g_cancellable_set_error_if_cancelled (cancellable, error))
    {
      struct timeval slice = { 0, SLICE_USEC };
      int type = ldap_result (self->ldap, id, LDAP_MSG_ONE, &slice, message);
      int code = LDAP_TIMEOUT;

      if (type > 0)
        return type;
      if (type == 0 && g_get_monotonic_time () < self->deadline)
        continue;
      if (type < 0)
        ldap_get_option (self->ldap, LDAP_OPT_RESULT_CODE, &code);
      set_error (self, code, error);
      break;
    }
  ldap_abandon_ext (self->ldap, id, NULL, NULL);
  return -1;
}

/* Returns: the code of a message that ends an operation */
static int
take_result (KithLdapSession *self,
             LDAPMessage     *message)
{
  int code = LDAP_OTHER;
  int parsed = ldap_parse_result (self->ldap, message, &code, NULL, NULL, NULL, NULL, 0);

  return parsed == LDAP_SUCCESS ? code : parsed;
}

static gboolean
sign_in (KithLdapSession       *self,
         const KithLdapServer  *server,
         GCancellable          *cancellable,
         GError               **error)
{
  struct berval password = { 0 };
  LDAPMessage *message = NULL;
  int code;
  int id;

  /* A name without a password would be an anonymous bind that looks like a good one (RFC 4513 section 5.1.2). */
  if (server->user != NULL && (server->password == NULL || *server->password == '\0'))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_AUTH, _("The directory wants the password that goes with the user name"));
      return FALSE;
    }
  password.bv_val = (char *) (server->user != NULL ? server->password : "");
  password.bv_len = strlen (password.bv_val);
  code = ldap_sasl_bind (self->ldap, server->user != NULL ? server->user : "", LDAP_SASL_SIMPLE, &password, NULL, NULL, &id);
  if (code == LDAP_SUCCESS)
    {
      if (wait_for (self, id, &message, cancellable, error) < 0)
        return FALSE;
      code = take_result (self, message);
      ldap_msgfree (message);
    }
  if (code != LDAP_SUCCESS)
    set_error (self, code, error);
  return code == LDAP_SUCCESS;
}

/**
 * kith_ldap_session_open:
 * @server: the directory
 * @traffic: counts what goes and comes; outlives the session
 * @cancellable: (nullable): to give up
 * @error: return location: `KITH_ERROR_AUTH`, `KITH_ERROR_INVALID`, `KITH_ERROR_UNAVAILABLE`, `G_IO_ERROR_CANCELLED`
 *
 * Connects over TLS, verifies the certificate and signs in. Everything that follows must end within the ten seconds that begin here.
 *
 * Returns: (transfer full) (nullable): the session
 */
KithLdapSession *
kith_ldap_session_open (const KithLdapServer  *server,
                        KithLdapTraffic       *traffic,
                        GCancellable          *cancellable,
                        GError               **error)
{
  g_autoptr (KithLdapSession) self = g_new0 (KithLdapSession, 1);
  g_autofree char *host = NULL;
  g_autofree char *url = NULL;
  int port;

  self->traffic = traffic;
  self->deadline = g_get_monotonic_time () + TIMEOUT_SECONDS * G_USEC_PER_SEC;
  if (!kith_ldap_url_parse (server->url, &host, &port, &self->base, error))
    return NULL;
  url = g_strdup_printf (strchr (host, ':') != NULL ? "ldaps://[%s]:%d" : "ldaps://%s:%d", host, port);
  self->callbacks.lc_add = on_connected;
  self->callbacks.lc_del = on_disconnected;
  self->callbacks.lc_arg = self;
  if (ldap_initialize (&self->ldap, url) != LDAP_SUCCESS || !set_options (self->ldap, server->ca_file) || !add_counter (self->ldap, traffic)
      || !set_option (self->ldap, LDAP_OPT_CONNECT_CB, &self->callbacks))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The LDAP library of this computer cannot verify certificates, or does not know this server’s"));
      return NULL;
    }
  if (!sign_in (self, server, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

void
kith_ldap_session_close (KithLdapSession *self)
{
  if (self->ldap != NULL)
    ldap_unbind_ext (self->ldap, NULL, NULL);
  g_free (self->base);
  g_free (self);
}

/* -- searching -- */

static void
read_attribute (KithLdapSession *self,
                LDAPMessage     *message,
                KithLdapEntry   *entry,
                const char      *attribute)
{
  struct berval **values = ldap_get_values_len (self->ldap, message, attribute);

  for (gsize i = 0; values != NULL && values[i] != NULL && i < MAX_VALUES; i++)
    kith_ldap_entry_take_value (entry, attribute, g_bytes_new (values[i]->bv_val, values[i]->bv_len));
  ldap_value_free_len (values);
}

static KithLdapEntry *
read_entry (KithLdapSession *self,
            LDAPMessage     *message)
{
  char *dn = ldap_get_dn (self->ldap, message);
  KithLdapEntry *entry = kith_ldap_entry_new (dn != NULL ? dn : "");
  BerElement *position = NULL;

  for (char *name = ldap_first_attribute (self->ldap, message, &position); name != NULL;
       name = ldap_next_attribute (self->ldap, message, position))
    {
      read_attribute (self, message, entry, name);
      ldap_memfree (name);
    }
  ber_free (position, 0);
  ldap_memfree (dn);
  return entry;
}

/* Reads messages until the one that ends the search. A server that cuts its answer short says so; what it gave is as good as before. */
static gboolean
read_answer (KithLdapSession  *self,
             int               id,
             GPtrArray        *entries,
             guint             max_entries,
             GCancellable     *cancellable,
             GError          **error)
{
  int type;

  do
    {
      LDAPMessage *message = NULL;
      int code = LDAP_SUCCESS;

      type = wait_for (self, id, &message, cancellable, error);
      if (type < 0)
        return FALSE;
      if (type == LDAP_RES_SEARCH_ENTRY && entries->len < max_entries)
        g_ptr_array_add (entries, read_entry (self, message));
      else if (type == LDAP_RES_SEARCH_RESULT)
        code = take_result (self, message);
      ldap_msgfree (message);
      if (code != LDAP_SUCCESS && code != LDAP_SIZELIMIT_EXCEEDED)
        {
          set_error (self, code, error);
          return FALSE;
        }
    }
  while (type != LDAP_RES_SEARCH_RESULT);
  return TRUE;
}

/**
 * kith_ldap_session_search:
 * @self: a session
 * @base: where to begin
 * @whole_tree: everything below as well, or just that entry
 * @filter: what to look for (RFC 4515)
 * @attributes: what is wanted of each
 * @max_entries: how many are read at most
 * @cancellable: (nullable): to give up
 * @error: return location: as kith_ldap_session_open()
 *
 * Returns: (transfer full) (element-type KithLdapEntry) (nullable): the entries; may be empty
 */
GPtrArray *
kith_ldap_session_search (KithLdapSession    *self,
                          const char         *base,
                          gboolean            whole_tree,
                          const char         *filter,
                          const char *const  *attributes,
                          guint               max_entries,
                          GCancellable       *cancellable,
                          GError            **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_ldap_entry_free);
  struct timeval limit = { TIMEOUT_SECONDS, 0 };
  int id;
  int code = ldap_search_ext (self->ldap, base, whole_tree ? LDAP_SCOPE_SUBTREE : LDAP_SCOPE_BASE, filter, (char **) attributes, 0, NULL, NULL, &limit,
                              (int) max_entries, &id);

  if (code != LDAP_SUCCESS)
    {
      set_error (self, code, error);
      return NULL;
    }
  return read_answer (self, id, entries, max_entries, cancellable, error) ? g_steal_pointer (&entries) : NULL;
}

/**
 * kith_ldap_session_find_base:
 * @self: a session
 * @cancellable: (nullable): to give up
 * @error: return location: as kith_ldap_session_open()
 *
 * Returns: (transfer none) (nullable): where to search: what the owner named, else what the directory says of itself (RFC 4512 section 5.1)
 */
const char *
kith_ldap_session_find_base (KithLdapSession  *self,
                             GCancellable     *cancellable,
                             GError          **error)
{
  static const char *const attributes[] = { "defaultNamingContext", "namingContexts", NULL };
  g_autoptr (GPtrArray) entries = NULL;
  char *base;

  if (*self->base != '\0')
    return self->base;
  entries = kith_ldap_session_search (self, "", FALSE, "(objectClass=*)", attributes, 1, cancellable, error);
  if (entries == NULL)
    return NULL;
  base = entries->len > 0 ? kith_ldap_entry_dup_first (entries->pdata[0], attributes) : NULL;
  if (base != NULL)
    {
      g_free (self->base);
      self->base = base;
    }
  return self->base;
}
