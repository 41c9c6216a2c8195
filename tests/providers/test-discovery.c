/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <kith/kith.h>

#include "kith-http-site.h"
#include "kith-provider-fixture.h"
#include "kith-text-record.h"

#define ADA "ada.marsh@example.org"
#define USER "nora.quist@dav.books.localhost"

/* A name server that knows one service, and counts what it is asked. */
struct _TestResolver
{
  GResolver parent_instance;

  char *target; /* (nullable): no record */
  guint16 port;
  char *text; /* (nullable) */
  GPtrArray *asked; /* (element-type utf8) */
};

#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, GResolver)
G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, G_TYPE_RESOLVER)

static void
free_targets (gpointer targets)
{
  g_resolver_free_targets (targets);
}

static void
lookup_service_async (GResolver           *resolver,
                      const char          *name,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_ptr_array_add (self->asked, g_strdup (name));
  if (self->target == NULL)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such record");
  else
    g_task_return_pointer (task, g_list_append (NULL, g_srv_target_new (self->target, self->port, 0, 1)), free_targets);
}

static GList *
lookup_service_finish (GResolver     *resolver,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
lookup_records_async (GResolver           *resolver,
                      const char          *name,
                      GResolverRecordType  type,
                      GCancellable        *cancellable,
                      GAsyncReadyCallback  callback,
                      gpointer             user_data)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *const texts[] = { "other=1", self->text, NULL };

  g_assert_cmpint (type, ==, G_RESOLVER_RECORD_TXT);
  if (self->text == NULL)
    g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND, "no such record");
  else
    g_task_return_pointer (task, g_list_append (NULL, g_variant_ref_sink (g_variant_new ("(^as)", texts))), NULL);
}

static GList *
lookup_records_finish (GResolver     *resolver,
                       GAsyncResult  *result,
                       GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
test_resolver_finalize (GObject *object)
{
  TestResolver *self = TEST_RESOLVER (object);

  g_free (self->target);
  g_free (self->text);
  g_ptr_array_unref (self->asked);
  G_OBJECT_CLASS (test_resolver_parent_class)->finalize (object);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_resolver_finalize;
  resolver_class->lookup_service_async = lookup_service_async;
  resolver_class->lookup_service_finish = lookup_service_finish;
  resolver_class->lookup_records_async = lookup_records_async;
  resolver_class->lookup_records_finish = lookup_records_finish;
}

static void
test_resolver_init (TestResolver *self)
{
  self->asked = g_ptr_array_new_with_free_func (g_free);
}

/* CardDAV with the name server of the test, and an account in place of a server. */
typedef struct
{
  KithProviderFixture *fixture;
  TestResolver *resolver;
} Scene;

#define MULTISTATUS "<d:multistatus xmlns:d='DAV:' xmlns:c='urn:ietf:params:xml:ns:carddav'>"
#define CARD                                                                                                                   \
  MULTISTATUS "<d:response><d:href>/b/1.vcf</d:href><d:propstat><d:prop><c:address-data>BEGIN:VCARD\nVERSION:3.0\nFN:Ada Marsh\n" \
              "EMAIL:ada.marsh@example.org\nTITLE:Head of Signalling\nEND:VCARD\n</c:address-data></d:prop></d:propstat></d:response></d:multistatus>"

static void
route (Scene      *scene,
       const char *method,
       const char *path,
       const char *body)
{
  kith_test_server_set_body (scene->fixture->server, method, path, 207, "application/xml", body);
}

static void
scene_begin (Scene      *self,
             const char *target,
             const char *text)
{
  g_autoptr (GResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);

  g_resolver_set_default (resolver);
  self->resolver = TEST_RESOLVER (resolver);
  self->fixture = kith_provider_fixture_new (kith_test_load_shipped ("carddav"), NULL);
  self->resolver->target = g_strdup (target);
  self->resolver->port = kith_test_server_get_port (self->fixture->server);
  self->resolver->text = g_strdup (text);
  g_clear_pointer (&self->fixture->base_url, g_free);
  self->fixture->user = g_strdup (USER);
  self->fixture->token = g_strdup ("s3cret");
  route (self, "PROPFIND", "/dav/", MULTISTATUS "<d:response><d:propstat><d:prop><d:current-user-principal><d:href>/p/</d:href>"
                                                "</d:current-user-principal></d:prop></d:propstat></d:response></d:multistatus>");
  route (self, "PROPFIND", "/p/", MULTISTATUS "<d:response><d:propstat><d:prop><c:addressbook-home-set><d:href>/h/</d:href>"
                                              "</c:addressbook-home-set></d:prop></d:propstat></d:response></d:multistatus>");
  route (self, "PROPFIND", "/h/", MULTISTATUS "<d:response><d:href>b/</d:href><d:propstat><d:prop><d:resourcetype><c:addressbook/>"
                                              "</d:resourcetype></d:prop></d:propstat></d:response></d:multistatus>");
  route (self, "REPORT", "/h/b/", CARD);
}

static void
scene_end (Scene *self)
{
  g_autoptr (GResolver) none = g_object_new (TEST_TYPE_RESOLVER, NULL);

  kith_provider_fixture_free (self->fixture);
  g_resolver_set_default (none);
}

static void
test_found (void)
{
  Scene scene = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (KithAnswer) again = NULL;

  scene_begin (&scene, "dav.books.localhost.", "path=/dav/");
  answer = kith_provider_fixture_look_up (scene.fixture, ADA, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kith_test_get_fact (answer, KITH_FIELD_ROLE), ==, "Head of Signalling");
  g_assert_cmpuint (scene.resolver->asked->len, ==, 1);
  g_assert_cmpstr (scene.resolver->asked->pdata[0], ==, "_carddavs._tcp.dav.books.localhost");
  /* What was learnt once holds for the next person. */
  again = kith_provider_fixture_look_up (scene.fixture, ADA, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scene.resolver->asked->len, ==, 1);
  scene_end (&scene);
}

/* A name server that sends the password elsewhere is not obeyed. */
static void
test_elsewhere (void)
{
  static const char *const targets[] = { "dav.elsewhere.localhost", "localhost", "127.0.0.1", "books.localhost.evil.test", "dav.books.localhost@evil.test" };

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      Scene scene = { 0 };
      g_autoptr (GError) error = NULL;

      scene_begin (&scene, targets[i], NULL);
      g_assert_null (kith_provider_fixture_look_up (scene.fixture, ADA, &error));
      g_assert_error (error, KITH_ERROR, KITH_ERROR_REFUSED);
      g_assert_cmpuint (kith_test_server_count_requests (scene.fixture->server), ==, 0);
      scene_end (&scene);
    }
}

static void
test_bad_path (void)
{
  static const char *const texts[] = { "path=dav", "path=/dav/../x", "path=//evil.test/", "path=/dav?x", "path=/d%61v" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Scene scene = { 0 };
      g_autoptr (KithAnswer) answer = NULL;
      g_autoptr (GPtrArray) log = NULL;

      scene_begin (&scene, "dav.books.localhost", texts[i]);
      answer = kith_provider_fixture_look_up (scene.fixture, ADA, NULL);
      log = kith_test_server_dup_log (scene.fixture->server);
      g_assert_cmpuint (log->len, >, 0);
      for (guint k = 0; k < log->len; k++)
        g_assert_null (strstr (((KithTestRequest *) log->pdata[k])->target, "x"));
      scene_end (&scene);
    }
}

/* Without an address for a name there is nothing to ask the name server about. */
static void
test_no_domain (void)
{
  Scene scene = { 0 };
  g_autoptr (GError) error = NULL;

  scene_begin (&scene, "dav.books.localhost", NULL);
  g_free (scene.fixture->user);
  scene.fixture->user = g_strdup ("nora");
  g_assert_null (kith_provider_fixture_look_up (scene.fixture, ADA, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_INVALID);
  g_assert_cmpuint (scene.resolver->asked->len, ==, 0);
  scene_end (&scene);
}

/* Redirects and links out of the site take no password along: they are an end. */
static void
test_other_site (void)
{
  Scene scene = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) log = NULL;

  scene_begin (&scene, "dav.books.localhost", "path=/dav/");
  kith_test_server_set_route (scene.fixture->server, "PROPFIND", "/dav/", "'status': 301, 'headers': {'Location': 'https://evil.test/'}");
  g_assert_null (kith_provider_fixture_look_up (scene.fixture, ADA, &error));
  g_assert_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE);
  log = kith_test_server_dup_log (scene.fixture->server);
  g_assert_cmpuint (log->len, ==, 1);
  scene_end (&scene);
}

/* An answer of a name server, with one record for each text; a record may have several. */
static GByteArray *
make_answer (const char *const *texts)
{
  static const guint8 question[] = { 7, '_', 's', 'e', 'r', 'v', 'i', 'c', 4, 't', 'e', 's', 't', 0, 0, 16, 0, 1 };
  GByteArray *answer = g_byte_array_new ();
  guint8 head[12] = { 0, 1, 0x81, 0x80, 0, 1, 0, (guint8) g_strv_length ((GStrv) texts), 0, 0, 0, 0 };

  g_byte_array_append (answer, head, sizeof head);
  g_byte_array_append (answer, question, sizeof question);
  for (guint i = 0; texts[i] != NULL; i++)
    {
      gsize length = strlen (texts[i]);
      /* The name is that of the question; TXT, IN, an hour */
      guint8 record[] = { 0xc0, 12, 0, 16, 0, 1, 0, 0, 14, 16, 0, (guint8) (length + 1), (guint8) length };

      g_byte_array_append (answer, record, sizeof record);
      g_byte_array_append (answer, (const guint8 *) texts[i], length);
    }
  return answer;
}

static char *
find_path (const char *const *texts)
{
  g_autoptr (GByteArray) answer = make_answer (texts);

  return kith_text_record_find_in (answer->data, answer->len, "path=");
}

/* Whoever answers for the name server does not end the mail program. */
static void
test_texts (void)
{
  static const char *const good[] = { "v=1", "\xff\xfe", "path=/d\xff", "pathological", "path=/dav/", "path=/other", NULL };
  static const char *const none[] = { "v=1", "PATH=/x", "", "\xff", NULL };
  static const char *const nothing[] = { NULL };
  g_autofree char *path = find_path (good);
  g_autofree char *of_none = find_path (none);
  g_autofree char *of_nothing = find_path (nothing);
  g_autoptr (GByteArray) answer = make_answer (good);

  g_assert_cmpstr (path, ==, "/dav/");
  g_assert_null (of_none);
  g_assert_null (of_nothing);
  for (gsize length = 0; length < answer->len; length++)
    {
      g_autofree guint8 *cut = g_memdup2 (answer->data, length);
      g_autofree char *found = kith_text_record_find_in (cut, length, "path=");

      g_assert_true (found == NULL || g_utf8_validate (found, -1, NULL));
    }
  for (gsize at = 0; at < answer->len; at++)
    for (guint value = 0; value < 256; value++)
      {
        guint8 right = answer->data[at];
        g_autofree char *found = NULL;

        answer->data[at] = (guint8) value;
        found = kith_text_record_find_in (answer->data, answer->len, "path=");
        g_assert_true (found == NULL || g_utf8_validate (found, -1, NULL));
        answer->data[at] = right;
      }
}

static void
test_sites (void)
{
  static const struct
  {
    const char *host;
    const char *other;
    gboolean same;
  } pairs[] = {
    { "contacts.example.com", "p01-contacts.example.com", TRUE },
    { "example.com", "dav.example.com", TRUE },
    { "Dav.Example.COM", "example.com", TRUE },
    { "dav.example.co.uk", "example.co.uk", TRUE },
    { "example.co.uk", "evil.co.uk", FALSE },
    { "nora.github.io", "evil.github.io", FALSE },
    { "example.com", "example.com.evil.test", FALSE },
    { "com", "com", FALSE },
    { "localhost", "localhost", FALSE },
    { "10.0.0.1", "10.0.0.1", FALSE },
    { "example.com", "badexample.com", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    g_assert_cmpint (kith_http_is_same_site (pairs[i].host, pairs[i].other), ==, pairs[i].same);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/providers/discovery/found", test_found);
  g_test_add_func ("/providers/discovery/elsewhere", test_elsewhere);
  g_test_add_func ("/providers/discovery/bad-path", test_bad_path);
  g_test_add_func ("/providers/discovery/no-domain", test_no_domain);
  g_test_add_func ("/providers/discovery/other-site", test_other_site);
  g_test_add_func ("/providers/discovery/texts", test_texts);
  g_test_add_func ("/providers/discovery/sites", test_sites);
  return g_test_run ();
}
