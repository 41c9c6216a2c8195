/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* The LDAP servers that Claws Mail has in its list of address books: what Kith may offer of them. */

#include "config.h"

#include <glib/gstdio.h>
#include <kith/kith-error.h>
#include <kith/kith-known-server.h>
#include <string.h>
#include <sys/stat.h>

#include "../kith-test-files.h"
#include "kith-claws-book.h"
#include "kith-claws-servers.h"
#include "kith-claws-shelf.h"

#define STARTTLS "Claws Mail asks it with StartTLS. Kith asks only a server that speaks TLS from the first byte (ldaps): if this one does, type in its address."
#define CLEAR "Claws Mail asks it without TLS. Kith asks only a server that speaks TLS from the first byte (ldaps): if this one does, type in its address."
#define UNUSABLE "The address that Claws Mail has of it cannot be used."

static GPtrArray *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  GPtrArray *sources = kith_claws_index_parse (bytes, &error);

  g_assert_no_error (error);
  return sources;
}

/* @servers: `<server …/>` elements */
static GPtrArray *
read_servers (const char *servers)
{
  g_autofree char *text = g_strdup_printf ("<?xml version=\"1.0\" encoding=\"UTF-8\" ?>\n<addressbook>\n  <book_list>\n"
                                           "    <book name=\"Personal\" file=\"addrbook-000001.xml\" />\n  </book_list>\n"
                                           "  <vcard_list>\n  </vcard_list>\n  <ldap_list>\n%s  </ldap_list>\n</addressbook>\n", servers);
  g_autoptr (GPtrArray) sources = parse (text);

  return kith_claws_servers_new (sources);
}

static void
assert_server (GPtrArray  *servers,
               guint       place,
               const char *name,
               const char *host,
               const char *base_url,
               const char *note)
{
  const KithKnownServer *server;

  g_assert_cmpuint (place, <, servers->len);
  server = servers->pdata[place];
  g_assert_cmpstr (server->name, ==, name);
  g_assert_cmpstr (server->host, ==, host);
  g_assert_cmpstr (server->base_url, ==, base_url);
  g_assert_cmpstr (server->note, ==, note);
}

/* As Claws Mail 4 writes them (src/addrindex.c). */
static void
test_as_written (void)
{
  g_autoptr (GPtrArray) servers = read_servers (
    "    <server name=\"Staff\" host=\"ldap.example.org\" port=\"636\" base-dn=\"ou=people,dc=example,dc=org\" bind-dn=\"\" max-entry=\"30\""
    " timeout=\"30\" max-age=\"600\" dyn-search=\"yes\" match-opt=\"begin-with\" enable-tls=\"no\" enable-ssl=\"yes\" >\n"
    "      <attribute name=\"mail\" />\n      <attribute name=\"cn\" />\n    </server>\n"
    "    <server name=\"Other port\" host=\"ldap.example.org\" port=\"3636\" base-dn=\"\" bind-dn=\"uid=nora,dc=example,dc=org\" max-entry=\"30\""
    " timeout=\"30\" max-age=\"600\" dyn-search=\"no\" match-opt=\"contains\" enable-tls=\"no\" enable-ssl=\"yes\" >\n    </server>\n"
    "    <server name=\"Upgraded\" host=\"start.example.org\" port=\"389\" base-dn=\"dc=example,dc=org\" bind-dn=\"\" max-entry=\"30\" timeout=\"30\""
    " max-age=\"600\" dyn-search=\"yes\" match-opt=\"begin-with\" enable-tls=\"yes\" enable-ssl=\"no\" >\n    </server>\n"
    "    <server name=\"Clear &amp; open\" host=\"clear.example.org\" port=\"389\" base-dn=\"dc=example,dc=org\" bind-dn=\"cn=x\" max-entry=\"30\""
    " timeout=\"30\" max-age=\"600\" dyn-search=\"yes\" match-opt=\"begin-with\" enable-tls=\"no\" enable-ssl=\"no\" >\n    </server>\n");

  g_assert_cmpuint (servers->len, ==, 4);
  assert_server (servers, 0, "Staff", "ldap.example.org", "ldaps://ldap.example.org/ou=people,dc=example,dc=org", NULL);
  assert_server (servers, 1, "Other port", "ldap.example.org", "ldaps://ldap.example.org:3636",
                 "Claws Mail signs in there as uid=nora,dc=example,dc=org: give Kith a user name and a password as well.");
  assert_server (servers, 2, "Upgraded", "start.example.org", NULL, STARTTLS);
  assert_server (servers, 3, "Clear & open", "clear.example.org", NULL, CLEAR);
}

/* Older versions have neither switch, and the password in the file: it is not taken over. */
static void
test_old (void)
{
  static const char text[] = "<addressbook><ldap_list><server name=\"Old\" host=\"ldap.example.org\" port=\"389\" base-dn=\"o=Example\" bind-dn=\"cn=reader\""
                             " bind-pass=\"secret-of-nora\" criteria=\"(&amp;(mail=*)(cn=%s*))\" max-entry=\"20\" timeout=\"20\" default=\"1\"/>"
                             "</ldap_list></addressbook>";
  g_autoptr (GPtrArray) sources = parse (text);
  g_autoptr (GPtrArray) servers = kith_claws_servers_new (sources);
  const KithClawsSource *source = sources->pdata[0];
  GHashTableIter iter;
  gpointer value;

  assert_server (servers, 0, "Old", "ldap.example.org", NULL, CLEAR);
  g_hash_table_iter_init (&iter, source->attributes);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    g_assert_null (strstr (value, "secret-of-nora"));
  g_assert_nonnull (g_hash_table_lookup (source->attributes, "criteria"));
}

/* Whatever a name is made of, the directory is asked for that name. */
static void
test_bases (void)
{
  static const struct
  {
    const char *written;
    const char *base;
  } cases[] = {
    { "ou=people,dc=example,dc=org", "ou=people,dc=example,dc=org" },
    { "  o=Example Rail  ", "o=Example Rail" },
    { "ou=\xc3\x84rzte,o=Klinik", "ou=\xc3\x84rzte,o=Klinik" },
    { "ou=a/b\\,c?d#e%41+uid=1,o=x@y:1", "ou=a/b\\,c?d#e%41+uid=1,o=x@y:1" },
    { "ou=R&amp;D &lt;lab&gt; &quot;1&quot;", "ou=R&D <lab> \"1\"" },
    { "//", "//" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("<server name=\"S\" host=\"ldap.example.org\" port=\"636\" base-dn=\"%s\" enable-ssl=\"yes\"/>",
                                               cases[i].written);
      g_autoptr (GPtrArray) servers = read_servers (text);
      const KithKnownServer *server = servers->pdata[0];
      g_autoptr (GError) error = NULL;
      g_autoptr (GUri) uri = g_uri_parse (server->base_url, G_URI_FLAGS_NONE, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (g_uri_get_scheme (uri), ==, "ldaps");
      g_assert_cmpstr (g_uri_get_host (uri), ==, "ldap.example.org");
      g_assert_cmpstr (g_uri_get_path (uri) + 1, ==, cases[i].base);
      g_assert_null (g_uri_get_query (uri));
      g_assert_null (g_uri_get_fragment (uri));
      g_assert_null (strpbrk (server->base_url, " \\?#"));
    }
}

static void
test_hosts (void)
{
  static const struct
  {
    const char *host;
    const char *port;
    const char *base_url; /* (nullable) */
  } cases[] = {
    { " ldap.example.org ", "636", "ldaps://ldap.example.org" },
    { "directory", "", "ldaps://directory" },
    { "192.0.2.7", "0", "ldaps://192.0.2.7" },
    { "2001:db8::7", "1636", "ldaps://[2001:db8::7]:1636" },
    { "ldap.b\xc3\xbc" "cher.example", "636", "ldaps://ldap.xn--bcher-kva.example" },
    { "fe80::1%25eth0", "636", NULL },
    { "ldap.example.org", "70000", NULL },
    { "ldap.example.org", "-1", NULL },
    { "ldap.example.org", "636/x", NULL },
    { "ldap.example.org:636", "636", NULL },
    { "ldap.example.org other.example.org", "636", NULL },
    { "nora:pass@ldap.example.org", "636", NULL },
    { "evil.example/?", "636", NULL },
    { "evil.example#", "636", NULL },
    { "ldaps://ldap.example.org", "636", NULL },
    { "-x", "636", NULL },
    { "..", "636", NULL },
    { "[::1]", "636", NULL },
    { "ldap.example.org\\x", "636", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = g_strdup_printf ("<server name=\"S\" host=\"%s\" port=\"%s\" base-dn=\"\" enable-ssl=\"yes\"/>", cases[i].host,
                                               cases[i].port);
      g_autoptr (GPtrArray) servers = read_servers (text);
      const KithKnownServer *server = servers->pdata[0];

      g_test_message ("%s port %s", cases[i].host, cases[i].port);
      g_assert_cmpstr (server->base_url, ==, cases[i].base_url);
      g_assert_cmpstr (server->note, ==, cases[i].base_url != NULL ? NULL : UNUSABLE);
    }
}

/* What a person sees is one line of visible text, however it is written; a switch is on only where it says so as Claws Mail does. */
static void
test_lies (void)
{
  g_autofree char *base = g_strnfill (1025, 'x');
  g_autofree char *host = g_strnfill (254, 'h');
  g_autofree char *text = g_strdup_printf (
    "<server name=\"&#10;Sta\xe2\x80\xae" "ff &lt;b&gt;\xe2\x80\x8b\" host=\"ldap.example.org\" port=\"636\" base-dn=\"\""
    " bind-dn=\"cn=\xe2\x80\xaex&#10;&#9;y\" enable-ssl=\"yes\"/>"
    "<server name=\"\xe2\x80\x8b\" host=\"nameless.example.org\" base-dn=\"dc=a&#10;dc=b\" enable-ssl=\"yes\"/>"
    "<server name=\"Long\" host=\"long.example.org\" base-dn=\"%s\" enable-ssl=\"yes\"/>"
    "<server name=\"Far\" host=\"%s\" enable-ssl=\"yes\"/>"
    "<server name=\"Loud\" host=\"loud.example.org\" enable-ssl=\"YES\" enable-tls=\"1\"/>"
    "<server name=\"Nowhere\" host=\" \" enable-ssl=\"yes\"/><server/>"
    "<server><server name=\"Deeper\" host=\"deeper.example.org\" enable-ssl=\"yes\"/></server>", base, host);
  g_autoptr (GPtrArray) servers = read_servers (text);

  g_assert_cmpuint (servers->len, ==, 5);
  assert_server (servers, 0, "Staff <b>", "ldap.example.org", "ldaps://ldap.example.org",
                 "Claws Mail signs in there as cn=x y: give Kith a user name and a password as well.");
  assert_server (servers, 1, "nameless.example.org", "nameless.example.org", NULL, UNUSABLE);
  assert_server (servers, 2, "Long", "long.example.org", NULL, UNUSABLE);
  g_assert_null (((KithKnownServer *) servers->pdata[3])->base_url);
  g_assert_cmpuint (g_utf8_strlen (((KithKnownServer *) servers->pdata[3])->host, -1), <=, 100);
  assert_server (servers, 4, "Loud", "loud.example.org", NULL, CLEAR);
}

static void
test_many (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GPtrArray) servers = NULL;

  for (guint i = 0; i < 5000; i++)
    g_string_append_printf (text, "<server name=\"%u\" host=\"h%u.example.org\" enable-ssl=\"yes\"/>", i, i);
  servers = read_servers (text->str);
  g_assert_cmpuint (servers->len, ==, 20);
  assert_server (servers, 19, "19", "h19.example.org", "ldaps://h19.example.org", NULL);
}

static void
assert_unreadable (KithClawsShelf *shelf,
                   int             code,
                   const char     *message)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kith_claws_shelf_list_servers (shelf, &error));
  g_assert_error (error, KITH_ERROR, code);
  g_assert_cmpstr (error->message, ==, message);
}

/* The file as it is on the disk: not there, there, changed, broken, a pipe, too large. */
static void
test_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("kith-claws-servers-XXXXXX", NULL);
  g_autofree char *index = g_build_filename (folder, "addrbook--index.xml", NULL);
  g_autofree char *large = g_strnfill (1024 * 1024 + 1, ' ');
  g_autoptr (KithClawsShelf) shelf = kith_claws_shelf_new (folder);
  g_autoptr (GPtrArray) none = kith_claws_shelf_list_servers (shelf, NULL);
  g_autoptr (GPtrArray) one = NULL;

  g_assert_cmpuint (none->len, ==, 0);
  g_assert_true (g_file_set_contents (index, "<addressbook><ldap_list><server host=\"h.example.org\" enable-ssl=\"yes\"/></ldap_list></addressbook>", -1, NULL));
  one = kith_claws_shelf_list_servers (shelf, NULL);
  g_assert_cmpuint (one->len, ==, 1);

  g_assert_true (g_file_set_contents (index, "<addressbook><ldap_list><server host=\"h.exa", -1, NULL));
  assert_unreadable (shelf, KITH_ERROR_INVALID, "Claws Mail's list of address books: The document is malformed.");
  g_assert_true (g_file_set_contents (index, "<!DOCTYPE addressbook SYSTEM \"file:///etc/passwd\"><addressbook/>", -1, NULL));
  assert_unreadable (shelf, KITH_ERROR_INVALID, "Claws Mail's list of address books: The document declares a document type, which is not allowed.");
  g_assert_true (g_file_set_contents (index, large, -1, NULL));
  assert_unreadable (shelf, KITH_ERROR_INVALID, "Claws Mail's list of address books: The address book is too large.");
  g_assert_cmpint (g_remove (index), ==, 0);
  g_assert_cmpint (mkfifo (index, 0600), ==, 0);
  assert_unreadable (shelf, KITH_ERROR_STORAGE, "Claws Mail's list of address books: The file cannot be read.");
  kith_test_remove_tree (folder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/claws-servers/as-written", test_as_written);
  g_test_add_func ("/providers/claws-servers/old", test_old);
  g_test_add_func ("/providers/claws-servers/bases", test_bases);
  g_test_add_func ("/providers/claws-servers/hosts", test_hosts);
  g_test_add_func ("/providers/claws-servers/lies", test_lies);
  g_test_add_func ("/providers/claws-servers/many", test_many);
  g_test_add_func ("/providers/claws-servers/file", test_file);
  return g_test_run ();
}
