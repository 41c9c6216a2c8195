/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-provider-fixture.h"

#include "kith-http-recorder.h"
#define KITH_TEST_WAIT_SECONDS 150
#include "../kith-test-wait.h"

struct _KithTestLedger
{
  GObject parent_instance;

  GPtrArray *kinds;       /* (element-type utf8) */
  GPtrArray *identifiers; /* (element-type utf8) */
};

static gint64
kith_test_ledger_begin (KithHttpRecorder  *recorder,
                        KithHttpRequest   *request,
                        GError           **error)
{
  KithTestLedger *self = KITH_TEST_LEDGER (recorder);
  const char *identifier = kith_http_request_get_identifier (request);

  g_assert_nonnull (kith_http_request_get_provider_id (request));
  g_ptr_array_add (self->kinds, g_strdup (kith_http_request_get_identifier_kind (request)));
  g_ptr_array_add (self->identifiers, g_strdup (identifier != NULL ? identifier : ""));
  return self->kinds->len;
}

static void
kith_test_ledger_end (KithHttpRecorder *recorder,
                      gint64            id,
                      guint             status,
                      guint64           bytes_sent,
                      guint64           bytes_received,
                      const char       *outcome)
{
}

static void
recorder_init (KithHttpRecorderInterface *iface)
{
  iface->begin = kith_test_ledger_begin;
  iface->end = kith_test_ledger_end;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (KithTestLedger, kith_test_ledger, G_TYPE_OBJECT, G_IMPLEMENT_INTERFACE (KITH_TYPE_HTTP_RECORDER, recorder_init))

static void
kith_test_ledger_finalize (GObject *object)
{
  KithTestLedger *self = KITH_TEST_LEDGER (object);

  g_ptr_array_unref (self->kinds);
  g_ptr_array_unref (self->identifiers);
  G_OBJECT_CLASS (kith_test_ledger_parent_class)->finalize (object);
}

static void
kith_test_ledger_class_init (KithTestLedgerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_test_ledger_finalize;
}

static void
kith_test_ledger_init (KithTestLedger *self)
{
  self->kinds = g_ptr_array_new_with_free_func (g_free);
  self->identifiers = g_ptr_array_new_with_free_func (g_free);
}

/* Of the tests/fixtures folder. */
char *
kith_test_fixture_path (const char *first,
                        ...)
{
  g_autofree char *fixtures = g_test_build_filename (G_TEST_DIST, "fixtures", NULL);
  g_autofree char *rest = NULL;
  va_list args;

  va_start (args, first);
  rest = g_build_filename_valist (first, &args);
  va_end (args);
  return g_build_filename (fixtures, rest, NULL);
}

KithProvider *
kith_test_load_provider (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  KithProvider *provider = kith_declared_provider_new_from_file (file, &error);

  g_assert_no_error (error);
  return provider;
}

KithProvider *
kith_test_load_shipped (const char *id)
{
  g_autofree char *name = g_strconcat (id, ".provider", NULL);
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "..", "data", "providers", name, NULL);

  return kith_test_load_provider (path);
}

/* @provider: (transfer full). @vectors: (nullable): the folder whose cases the server answers with */
KithProviderFixture *
kith_provider_fixture_new (KithProvider *provider,
                           const char   *vectors)
{
  KithProviderFixture *self = g_new0 (KithProviderFixture, 1);
  g_autofree char *folder = vectors != NULL ? kith_test_vectors (vectors) : NULL;
  const char *args[] = { "--vectors", folder, NULL };
  g_autoptr (GError) error = NULL;

  self->server = kith_test_server_new (vectors != NULL ? args : NULL, &error);
  g_assert_no_error (error);
  self->ledger = g_object_new (KITH_TYPE_TEST_LEDGER, NULL);
  kith_provider_fixture_renew_http (self, 0);
  self->provider = provider;
  self->base_url = g_strdup (kith_test_server_get_base_url (self->server));
  return self;
}

void
kith_provider_fixture_free (KithProviderFixture *self)
{
  g_clear_object (&self->previous);
  g_clear_pointer (&self->trace, g_ptr_array_unref);
  g_clear_pointer (&self->known_facts, g_ptr_array_unref);
  g_assert_finalize_object (self->provider);
  g_assert_finalize_object (self->http);
  g_assert_finalize_object (self->ledger);
  kith_test_server_free (self->server);
  g_free (self->base_url);
  g_free (self->token);
  g_free (self->user);
  g_free (self);
}

/* Forgets connections and holds. A test that is not about time has a lot of it: sanitizers are slow. */
void
kith_provider_fixture_renew_http (KithProviderFixture *self,
                                  guint                timeout_msec)
{
  g_clear_object (&self->http);
  self->http = g_object_new (KITH_TYPE_HTTP, "recorder", self->ledger, "connect-timeout-msec", 60000u, "timeout-msec",
                             timeout_msec > 0 ? timeout_msec : 120000u, NULL);
}

KithAnswer *
kith_test_ask (KithProvider  *provider,
               KithQuery     *query,
               GError       **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kith_provider_lookup_async (provider, query, NULL, kith_test_keep_result, &result);
  g_assert_null (result);
  WAIT_UNTIL (result != NULL);
  return kith_provider_lookup_finish (provider, result, error);
}

KithAnswer *
kith_provider_fixture_look_up (KithProviderFixture  *self,
                               const char           *address,
                               GError              **error)
{
  KithProviderSettingsFields settings_fields = { .id = kith_provider_get_id (self->provider), .enabled = TRUE, .base_url = self->base_url,
                                                 .ca_file = kith_test_server_get_ca_file (self->server), .user = self->user,
                                                 .keep_days = self->keep_days };
  g_autoptr (KithProviderSettings) settings = kith_provider_settings_new (&settings_fields);
  g_autoptr (KithAddress) whom = kith_address_new (address, NULL, NULL);
  g_autoptr (KithQuery) query = NULL;
  KithQueryFields fields = { .address = whom, .settings = settings, .http = self->http, .token = self->token, .clicked = self->clicked,
                             .previous = self->previous, .known_facts = self->known_facts };

  g_assert_nonnull (whom);
  g_clear_pointer (&self->trace, g_ptr_array_unref);
  self->trace = g_ptr_array_new_with_free_func (g_free);
  fields.trace = self->trace;
  query = kith_query_new (&fields);
  return kith_test_ask (self->provider, query, error);
}

const char *
kith_provider_fixture_get_kind (KithProviderFixture *self,
                                guint                index)
{
  return index < self->ledger->kinds->len ? self->ledger->kinds->pdata[index] : NULL;
}

const char *
kith_provider_fixture_get_identifier (KithProviderFixture *self,
                                      guint                index)
{
  return index < self->ledger->identifiers->len ? self->ledger->identifiers->pdata[index] : NULL;
}

gint64
kith_provider_fixture_get_held (KithProviderFixture *self)
{
  return kith_http_get_held_until (self->http, self->base_url);
}

const char *
kith_test_get_fact (KithAnswer *answer,
                    KithField   field)
{
  GPtrArray *facts = kith_answer_get_facts (answer);

  for (guint i = 0; i < facts->len; i++)
    if (kith_fact_get_field (facts->pdata[i]) == field)
      return kith_fact_get_value (facts->pdata[i]);
  return NULL;
}

gboolean
kith_test_has_fact (KithAnswer *answer,
                    KithField   field,
                    const char *value)
{
  GPtrArray *facts = kith_answer_get_facts (answer);

  for (guint i = 0; i < facts->len; i++)
    if (kith_fact_get_field (facts->pdata[i]) == field && g_str_equal (kith_fact_get_value (facts->pdata[i]), value))
      return TRUE;
  return FALSE;
}
