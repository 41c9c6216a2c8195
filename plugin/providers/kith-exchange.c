/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-exchange.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-http-recorder.h"
#include "kith-query-private.h"

/**
 * KithExchange:
 *
 * One question that leaves this computer over another protocol than HTTP. No ledger, no question: a provider of a module that has a network of its own
 * begins an exchange, sends only where that went well, and ends it. One that is dropped without an end stays in the ledger as sent.
 */
struct _KithExchange
{
  GObject parent_instance;

  KithHttpRecorder *recorder;
  gint64 id;
};

G_DEFINE_FINAL_TYPE (KithExchange, kith_exchange, G_TYPE_OBJECT)

static void
kith_exchange_finalize (GObject *object)
{
  KithExchange *self = KITH_EXCHANGE (object);

  g_clear_object (&self->recorder);
  G_OBJECT_CLASS (kith_exchange_parent_class)->finalize (object);
}

static void
kith_exchange_class_init (KithExchangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_exchange_finalize;
}

static void
kith_exchange_init (KithExchange *self)
{
}

/**
 * kith_exchange_begin:
 * @query: the question that leads to it
 * @provider_id: who asks
 * @method: the verb of the protocol, as `SEARCH`
 * @host: who is asked
 * @identifier_kind: what names the person: `address`, `name` and so on
 * @identifier: (nullable): that name; kept only where the owner wants
 * @error: return location: `KITH_ERROR_STORAGE` where it could not be written down, `KITH_ERROR_REFUSED` where @query is one of a local provider
 *
 * Writes down what is about to be sent. Where this fails, nothing may be sent.
 *
 * Returns: (transfer full) (nullable): the exchange
 */
KithExchange *
kith_exchange_begin (KithQuery   *query,
                     const char  *provider_id,
                     const char  *method,
                     const char  *host,
                     const char  *identifier_kind,
                     const char  *identifier,
                     GError     **error)
{
  g_autoptr (KithHttpRecorder) recorder = NULL;
  g_autoptr (KithHttpRequest) request = NULL;
  KithExchange *self;
  gint64 id;

  g_return_val_if_fail (KITH_IS_QUERY (query), NULL);
  g_return_val_if_fail (provider_id != NULL && method != NULL && host != NULL, NULL);

  if (kith_query_get_http (query) == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED, _("A provider that says it sends nothing may not ask anybody"));
      return NULL;
    }
  g_object_get (kith_query_get_http (query), "recorder", &recorder, NULL);
  request = kith_http_request_new_for_record (method, host, error);
  if (request == NULL)
    return NULL;
  kith_http_request_set_purpose (request, provider_id, kith_address_get_key (kith_query_get_address (query)), kith_query_get_sender (query), identifier_kind,
                                 identifier);
  id = kith_http_recorder_begin (recorder, request, error);
  if (id < 0)
    return NULL;

  self = g_object_new (KITH_TYPE_EXCHANGE, NULL);
  self->recorder = g_steal_pointer (&recorder);
  self->id = id;
  return self;
}

/**
 * kith_exchange_end:
 * @self: an exchange
 * @outcome: `ok`, `not-found`, `refused`, `failed`, `cancelled`, `timed-out`, `bad-tls` or `too-big`
 * @bytes_sent: bytes of the protocol that left, without TLS framing
 * @bytes_received: bytes that came
 *
 * Writes down how it ended; once.
 */
void
kith_exchange_end (KithExchange *self,
                   const char   *outcome,
                   guint64       bytes_sent,
                   guint64       bytes_received)
{
  g_return_if_fail (KITH_IS_EXCHANGE (self));
  g_return_if_fail (outcome != NULL);

  if (self->recorder == NULL)
    return;
  kith_http_recorder_end (self->recorder, self->id, 0, bytes_sent, bytes_received, outcome);
  g_clear_object (&self->recorder);
}
