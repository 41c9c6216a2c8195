/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command-provider-new.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "kith-console.h"

#define MAX_ID_BYTES 64

/* Plain XML that passes the check as it is; the comments say what to fill in. %1$s: id, %2$s: name, %3$s: origin, %4$s: the path attribute, %5$s: file */
static const char skeleton[] =
  "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
  "<!-- A provider for Kith. Fill it in, then:\n"
  "\n"
  "       kith provider check %5$s\n"
  "       cp %5$s ~/.local/share/kith/providers/\n"
  "       kith provider token %1$s\n"
  "       kith provider enable %1$s\n"
  "       kith provider test %1$s somebody@example.org\n"
  "\n"
  "     Running mail programs find it at once; it is off until you enable it. The manual: write-a-provider.md; the grammar: provider.rng. -->\n"
  "<provider id=\"%1$s\" name=\"%2$s\" site=\"%3$s/\" version=\"1\">\n"
  "  <!-- One line for people: whose data it is. -->\n"
  "  <about>What %2$s knows of people</about>\n"
  "\n"
  "  <!-- What leaves the computer: address, address-hash, domain, name, handle. Nothing else can be sent: the check refuses it.\n"
  "       Who learns of it: service, sender-server, own-server (a server of yours or of your organisation).\n"
  "       How long an answer is kept (P1D is a day, PT12H half of one), and how long the answer that nothing is known. -->\n"
  "  <privacy sends=\"address\" reveals-to=\"own-server\" keep=\"P1D\" keep-nothing=\"PT1H\"/>\n"
  "\n"
  "  <server url=\"%3$s\"%4$s/>\n"
  "\n"
  "  <!-- none; bearer: Authorization: Bearer TOKEN; header or query with name=\"…\"; basic or digest. -->\n"
  "  <auth kind=\"bearer\"/>\n"
  "\n"
  "  <!-- No more than the service allows. -->\n"
  "  <limit requests=\"60\" per=\"PT1M\"/>\n"
  "\n"
  "  <!-- Each step is one request; json, xml, html, vcard. Variables: {address}, {local-part}, {domain}, {display-name}, {address-sha256},\n"
  "       {address-sha1}, {address-md5}, and what an earlier step captured. They are escaped as their place wants it. -->\n"
  "  <step id=\"person\" kind=\"json\">\n"
  "    <get url=\"/people?email={address}\"/>\n"
  "    <!-- For a POST instead:\n"
  "    <request method=\"POST\" url=\"/people/search\">\n"
  "      <body kind=\"json\">{\"email\": \"{address}\"}</body>\n"
  "    </request> -->\n"
  "\n"
  "    <!-- What a status means where HTTP does not say it: not-found, refused, auth, limited, objected (never ask again), failed, skip. -->\n"
  "    <outcome status=\"404\" is=\"not-found\"/>\n"
  "\n"
  "    <!-- XPath, in JSON too: a member is an element, an entry of a list an “item”. “match” takes the one who has the address: a search\n"
  "         finds others as well. The first alternative that has a value is taken: select=\"title | position\". -->\n"
  "    <match select=\"/people/item\" address=\"email\">\n"
  "      <capture name=\"company-id\" select=\"company/id\"/>\n"
  "      <fact field=\"name\" select=\"name\"/>\n"
  "      <fact field=\"role\" select=\"title\"/>\n"
  "      <fact field=\"company\" select=\"company/name\"/>\n"
  "      <fact field=\"phone\" select=\"phone\"/>\n"
  "      <fact field=\"link\" select=\"website\" as=\"url\"/>\n"
  "    </match>\n"
  "  </step>\n"
  "\n"
  "  <!-- People whom you both know. A step whose variables have no value is left out; one that fails loses nothing that was found before. -->\n"
  "  <step id=\"colleagues\" kind=\"json\" on-failure=\"go-on\">\n"
  "    <get url=\"/companies/{company-id}/people\"/>\n"
  "    <connection select=\"/people/item\" tie=\"colleague\" name=\"name\" address=\"email\" evidence=\"'the same company'\"/>\n"
  "  </step>\n"
  "</provider>\n";

/* "api.crm.example.org" is called "crm". */
static char *
make_id (const char *host)
{
  static const char *const usual[] = { "www.", "api.", "rest.", "app." };
  g_autoptr (GString) id = g_string_new (NULL);
  gsize length;

  for (guint i = 0; i < G_N_ELEMENTS (usual); i++)
    if (g_str_has_prefix (host, usual[i]) && strchr (host + strlen (usual[i]), '.') != NULL)
      host += strlen (usual[i]);
  length = strcspn (host, ".");
  for (gsize i = 0; i < length && id->len < MAX_ID_BYTES; i++)
    /* Two hyphens would end the comment that names it. */
    if (g_ascii_isalnum (host[i]) || (host[i] == '-' && id->len > 0 && id->str[id->len - 1] != '-'))
      g_string_append_c (id, g_ascii_tolower (host[i]));
  if (id->len == 0 || !g_ascii_isalpha (id->str[0]))
    g_string_prepend (id, "my-");
  return g_string_free (g_steal_pointer (&id), FALSE);
}

static char *
make_name (const char *id)
{
  char *name = g_strdelimit (g_strdup (id), "-", ' ');

  name[0] = g_ascii_toupper (name[0]);
  return name;
}

/* What is no plain path is left for the requests. */
static char *
make_path (const char *path)
{
  g_autofree char *trimmed = g_strdup (path);

  while (g_str_has_suffix (trimmed, "/"))
    trimmed[strlen (trimmed) - 1] = '\0';
  if (trimmed[0] == '\0' || strstr (trimmed, "//") != NULL
      || strspn (trimmed, "/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-") != strlen (trimmed))
    return g_strdup ("");
  return g_strdup_printf (" path=\"%s\"", trimmed);
}

KithExit
kith_command_provider_new (const KithCommand  *self,
                           const char *const  *argv)
{
  g_auto (GStrv) rest = NULL;
  KithExit status;
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autofree char *origin = NULL;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *path = NULL;
  g_autofree char *file = NULL;
  g_autofree char *text = NULL;

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("give the address of the service: https://…"));
  uri = g_uri_parse (rest[0], G_URI_FLAGS_ENCODED, NULL);
  host = uri != NULL && g_uri_get_host (uri) != NULL ? g_hostname_to_ascii (g_uri_get_host (uri)) : NULL;
  if (host == NULL || !g_str_equal (g_uri_get_scheme (uri), "https") || g_uri_get_userinfo (uri) != NULL)
    return kith_command_usage (_("the address of a service begins with https:// and has no user name in it"));
  if (strchr (host, '.') == NULL || g_hostname_is_ip_address (host))
    return kith_command_usage (_("a provider file names a public server; one of your own network is named with: kith provider set ID base-url URL"));
  origin = g_uri_get_port (uri) > 0 && g_uri_get_port (uri) != 443 ? g_strdup_printf ("https://%s:%d", host, g_uri_get_port (uri))
                                                                   : g_strdup_printf ("https://%s", host);
  id = make_id (host);
  name = make_name (id);
  path = make_path (g_uri_get_path (uri));
  file = g_strconcat (id, ".provider", NULL);
  text = g_strdup_printf (skeleton, id, name, origin, path, file);
  kith_console_put (text);
  return KITH_EXIT_FOUND;
}
