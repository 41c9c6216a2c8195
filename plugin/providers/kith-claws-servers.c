/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-claws-servers.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <kith/kith-known-server.h>
#include <string.h>

#include "kith-claws-book.h"
#include "kith-text.h"

/* More than anybody chooses from. */
#define MAX_SERVERS 20
#define MAX_SHOWN_CHARS 100
#define MAX_HOST_BYTES 253
#define MAX_BASE_BYTES 1024
#define LDAPS_PORT 636

static char *
dup_attribute (const KithClawsSource *source,
               const char            *name)
{
  const char *value = g_hash_table_lookup (source->attributes, name);

  /* Claws Mail takes what surrounds it away as well. */
  return g_strstrip (g_strdup (value != NULL ? value : ""));
}

static gboolean
has_attribute (const KithClawsSource *source,
               const char            *name,
               const char            *value)
{
  return g_strcmp0 (g_hash_table_lookup (source->attributes, name), value) == 0;
}

/* The host alone: nothing that a URI would take for a user, a port or a path. */
static gboolean
is_host (const char *host)
{
  if (g_hostname_is_ip_address (host))
    return strchr (host, '%') == NULL;
  if (!g_ascii_isalnum (*host) || strlen (host) > MAX_HOST_BYTES)
    return FALSE;
  for (const char *p = host; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && *p != '.' && *p != '-' && *p != '_')
      return FALSE;
  return TRUE;
}

/* @port: (out): -1 for the usual one */
static gboolean
read_port (const KithClawsSource *source,
           int                   *port)
{
  g_autofree char *text = dup_attribute (source, "port");
  guint64 number = 0;

  *port = -1;
  if (*text == '\0' || strcmp (text, "0") == 0)
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXUINT16, &number, NULL))
    return FALSE;
  if (number != LDAPS_PORT)
    *port = (int) number;
  return TRUE;
}

static gboolean
is_base (const char *base)
{
  if (strlen (base) > MAX_BASE_BYTES)
    return FALSE;
  for (const char *p = base; *p != '\0'; p = g_utf8_next_char (p))
    if (g_unichar_iscntrl (g_utf8_get_char (p)))
      return FALSE;
  return TRUE;
}

/* Returns: (transfer full) (nullable): `ldaps://host[:port][/base]` (RFC 4516), as the owner would type it */
static char *
dup_base_url (const KithClawsSource *source,
              const char            *host)
{
  g_autofree char *base = dup_attribute (source, "base-dn");
  g_autofree char *escaped = g_uri_escape_string (base, "=,+", FALSE);
  g_autofree char *path = g_strconcat (*escaped != '\0' ? "/" : "", escaped, NULL);
  int port;

  if (!is_host (host) || !is_base (base) || !read_port (source, &port))
    return NULL;
  return g_uri_join (G_URI_FLAGS_ENCODED, "ldaps", NULL, host, port, path, NULL, NULL);
}

/* @base_url: (nullable): of one that is asked over TLS */
static char *
dup_note (const KithClawsSource *source,
          gboolean               tls,
          const char            *base_url)
{
  g_autofree char *user = NULL;
  g_autofree char *bind_dn = NULL;

  if (!tls && has_attribute (source, "enable-tls", "yes"))
    return g_strdup (_("Claws Mail asks it with StartTLS. Kith asks only a server that speaks TLS from the first byte (ldaps): if this one does, type in its address."));
  if (!tls)
    return g_strdup (_("Claws Mail asks it without TLS. Kith asks only a server that speaks TLS from the first byte (ldaps): if this one does, type in its address."));
  if (base_url == NULL)
    return g_strdup (_("The address that Claws Mail has of it cannot be used."));
  bind_dn = dup_attribute (source, "bind-dn");
  user = kith_text_clean (bind_dn, -1, MAX_SHOWN_CHARS);
  if (user == NULL)
    return NULL;
  /* Translators: %s is a user name, as in "uid=nora,ou=people,dc=example,dc=org" */
  return g_strdup_printf (_("Claws Mail signs in there as %s: give Kith a user name and a password as well."), user);
}

/* Returns: (transfer full) (nullable): what can be told of @source; %NULL where it names no host */
static KithKnownServer *
make_server (const KithClawsSource *source)
{
  g_autofree char *host = dup_attribute (source, "host");
  g_autofree char *ascii = g_hostname_to_ascii (host);
  g_autofree char *shown = kith_text_clean (ascii != NULL ? ascii : host, -1, MAX_SHOWN_CHARS);
  gboolean tls = has_attribute (source, "enable-ssl", "yes");
  KithKnownServer *server;

  if (shown == NULL)
    return NULL;
  server = g_new0 (KithKnownServer, 1);
  server->name = kith_text_clean (source->name, -1, MAX_SHOWN_CHARS);
  if (server->name == NULL)
    server->name = g_strdup (shown);
  server->host = g_steal_pointer (&shown);
  server->base_url = tls && ascii != NULL ? dup_base_url (source, ascii) : NULL;
  server->note = dup_note (source, tls, server->base_url);
  return server;
}

/*
 * kith_claws_servers_new:
 * @sources: (element-type KithClawsSource): what Claws Mail keeps addresses in
 *
 * Of an LDAP server, Claws Mail's src/addrindex.c and src/ldapserver.c: TLS from the first byte is `enable-ssl`, StartTLS `enable-tls`.
 *
 * Returns: (transfer full) (element-type KithKnownServer): its LDAP servers
 */
GPtrArray *
kith_claws_servers_new (GPtrArray *sources)
{
  GPtrArray *servers = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_known_server_free);

  for (guint i = 0; i < sources->len && servers->len < MAX_SERVERS; i++)
    {
      const KithClawsSource *source = g_ptr_array_index (sources, i);
      KithKnownServer *server = source->kind == KITH_CLAWS_LDAP ? make_server (source) : NULL;

      if (server != NULL)
        g_ptr_array_add (servers, server);
    }
  return servers;
}
