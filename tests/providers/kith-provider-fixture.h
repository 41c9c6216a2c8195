/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-declared-provider.h"
#include "kith-http.h"
#include "kith-query-private.h"
#include "kith-test-server.h"

G_BEGIN_DECLS

/* Writes down what is sent, for assertions. */
#define KITH_TYPE_TEST_LEDGER (kith_test_ledger_get_type ())
G_DECLARE_FINAL_TYPE (KithTestLedger, kith_test_ledger, KITH, TEST_LEDGER, GObject)

/* One shipped provider, or one of a test, and everything to ask it with. */
typedef struct
{
  KithTestServer *server;
  KithHttp *http;
  KithTestLedger *ledger;
  KithProvider *provider;
  GPtrArray *trace;       /* (element-type utf8) of the last look-up */
  GPtrArray *known_facts; /* (nullable) (element-type KithFact) */
  char *base_url;
  char *token;
  char *user;
  gboolean clicked;
  int keep_days;
  KithAnswer *previous;
} KithProviderFixture;

char *kith_test_fixture_path (const char *first,
                              ...) G_GNUC_NULL_TERMINATED;
KithProvider *kith_test_load_provider (const char *path);
KithProvider *kith_test_load_shipped (const char *id);

KithProviderFixture *kith_provider_fixture_new (KithProvider *provider,
                                                const char   *vectors);
void kith_provider_fixture_free (KithProviderFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithProviderFixture, kith_provider_fixture_free)

void kith_provider_fixture_renew_http (KithProviderFixture *self,
                                       guint                timeout_msec);
KithAnswer *kith_provider_fixture_look_up (KithProviderFixture  *self,
                                           const char           *address,
                                           GError              **error);
const char *kith_provider_fixture_get_kind (KithProviderFixture *self,
                                            guint                index);
const char *kith_provider_fixture_get_identifier (KithProviderFixture *self,
                                                  guint                index);
gint64 kith_provider_fixture_get_held (KithProviderFixture *self);

KithAnswer *kith_test_ask (KithProvider  *provider,
                           KithQuery     *query,
                           GError       **error);
const char *kith_test_get_fact (KithAnswer *answer,
                                KithField   field);
gboolean kith_test_has_fact (KithAnswer *answer,
                             KithField   field,
                             const char *value);

G_END_DECLS
