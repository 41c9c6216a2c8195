/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-case.h"
#include "kith-forget-watch.h"
#include "kith-http-url.h"

/* A picture that could not be had is not asked for again before this time; one that could, not before the second. Seconds. */
#define PICTURE_RETRY (24 * 60 * 60)
#define PICTURE_KEEP (7 * 24 * 60 * 60)

/* A picture on its way. */
typedef struct
{
  KithAddress *address;
  KithMessage *message; /* (nullable) */
  KithFact *fact;
  KithLookupFlags flags;
} Picture;

static void
picture_free (gpointer data)
{
  Picture *picture = data;

  g_clear_object (&picture->address);
  g_clear_object (&picture->message);
  g_clear_object (&picture->fact);
  g_free (picture);
}

static void
unref_bytes (gpointer data)
{
  g_bytes_unref (data);
}

static void
return_none (GTask *task)
{
  g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("There is no picture."));
}

/* data:image/png;base64,… as the answer builder makes them (RFC 2397) */
static void
return_embedded (GTask      *task,
                 const char *uri)
{
  const char *comma = strchr (uri, ',');
  gsize length = 0;
  guchar *bytes;

  if (comma == NULL)
    {
      return_none (task);
      return;
    }
  bytes = g_base64_decode (comma + 1, &length);
  g_task_return_pointer (task, g_bytes_new_take (bytes, length), unref_bytes);
}

/* The core goes along with the request: the task's own source is the engine, which this thread does not touch. */
typedef struct
{
  GTask *task;
  KithCore *core;
  KithForgetWatch *watch;
  gint64 n_forgets; /* when it began */
} Fetch;

static void
fetch_free (Fetch *fetch)
{
  g_autoptr (KithCallTask) task = fetch->task;

  kith_forget_watch_free (fetch->watch);
  g_object_unref (fetch->core);
  g_free (fetch);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Fetch, fetch_free)

static void
keep_picture (const Fetch *fetch,
              GBytes      *bytes,
              gint64       lifetime)
{
  KithCore *core = fetch->core;
  Picture *picture = g_task_get_task_data (fetch->task);
  KithCache *cache = kith_core_get_cache (core);
  g_autoptr (GError) error = NULL;

  /* Another program may have forgotten the person while the picture was on its way. */
  if (cache != NULL && kith_cache_count_forgets (cache) == fetch->n_forgets
      && !kith_cache_store_picture (cache, picture->address, kith_fact_get_value (picture->fact), bytes,
                                    g_get_real_time () / G_USEC_PER_SEC + lifetime, &error))
    kith_core_warn (core, &error);
}

static gboolean
is_picture (KithHttpResponse *response)
{
  const char *type = kith_http_response_get_header (response, "Content-Type");

  return kith_http_response_get_status (response) == 200 && type != NULL && g_ascii_strncasecmp (type, "image/", 6) == 0;
}

static void
on_fetched (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (Fetch) fetch = user_data;
  GTask *task = fetch->task;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);
  g_autoptr (GBytes) none = g_bytes_new (NULL, 0);

  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (!is_picture (response))
    {
      if (kith_http_response_get_status (response) < 500)
        keep_picture (fetch, none, PICTURE_RETRY);
      return_none (task);
      return;
    }
  keep_picture (fetch, kith_http_response_get_body (response),
                CLAMP (kith_http_response_get_max_age (response), PICTURE_RETRY, PICTURE_KEEP));
  g_task_return_pointer (task, g_bytes_ref (kith_http_response_get_body (response)), unref_bytes);
}

/* As the parser that sends the request reads them. */
static gboolean
has_origin (const char *uri,
            const char *base_url)
{
  g_autoptr (KithHttpUrl) one = kith_http_url_parse (uri, NULL);
  g_autoptr (KithHttpUrl) two = base_url != NULL ? kith_http_url_parse (base_url, NULL) : NULL;

  return one != NULL && two != NULL && g_str_equal (one->origin, two->origin);
}

/* Because of whose message it is asked for; for the ledger. */
static char *
dup_sender (KithCore *core,
            Picture  *picture)
{
  g_autoptr (KithMessageContent) content = picture->message != NULL ? kith_core_read_message (core, picture->message, NULL, NULL) : NULL;
  GPtrArray *participants = content != NULL ? kith_message_content_get_participants (content) : NULL;

  if (participants == NULL || participants->len == 0)
    return NULL;
  return g_strdup (kith_address_get_key (kith_participant_get_address (g_ptr_array_index (participants, 0))));
}

/*
 * The response of a service named the picture's address, so it may lead to public hosts only; but a server that the owner named
 * is trusted with its own pictures as with its answers.
 */
static KithHttpRequest *
make_request (Picture              *picture,
              const char           *sender,
              KithProviderSettings *settings,
              GError              **error)
{
  const char *uri = kith_fact_get_value (picture->fact);
  gboolean own = has_origin (uri, kith_provider_settings_get_base_url (settings));
  KithHttpRequest *request = kith_http_request_new ("GET", uri, own ? KITH_HTTP_TRUST_USER : KITH_HTTP_TRUST_NONE, error);

  if (request == NULL)
    return NULL;
  kith_http_request_set_max_bytes (request, KITH_HTTP_MAX_PICTURE_BYTES);
  kith_http_request_set_header (request, "Accept", "image/*");
  if (own)
    kith_http_request_set_ca_file (request, kith_provider_settings_get_ca_file (settings));
  kith_http_request_set_purpose (request, kith_fact_get_provider_id (picture->fact), kith_address_get_key (picture->address),
                                 sender, "picture", uri);
  return request;
}

/* A picture is a further question to the provider's service: the same rules hold. */
static gboolean
may_fetch (KithCore     *core,
           Picture      *picture,
           KithProvider *provider)
{
  g_autoptr (KithMessageContent) content = NULL;
  g_autoptr (KithCase) judged = NULL;
  g_autoptr (KithVerdict) verdict = NULL;

  if (picture->message != NULL)
    content = kith_core_read_message (core, picture->message, NULL, NULL);
  judged = kith_case_new (core, picture->address, picture->message, content, picture->flags);
  if (judged == NULL)
    return FALSE;
  verdict = kith_case_judge (judged, provider, TRUE);
  return kith_verdict_is_ask (verdict) && kith_core_get_http (core) != NULL;
}

static void
fetch_picture (KithCore *core,
               GTask    *task)
{
  Picture *picture = g_task_get_task_data (task);
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), kith_fact_get_provider_id (picture->fact));
  g_autoptr (KithProviderSettings) settings = NULL;
  g_autoptr (KithHttpRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *sender = NULL;
  Fetch *fetch;

  /* What is on this computer names pictures elsewhere, but did not ask whether they may be fetched. */
  if (provider == NULL || kith_provider_is_local (provider) || !may_fetch (core, picture, provider))
    {
      return_none (task);
      return;
    }
  settings = kith_core_ref_provider_settings (core, provider);
  sender = dup_sender (core, picture);
  request = make_request (picture, sender, settings, &error);
  if (request == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  fetch = g_new0 (Fetch, 1);
  fetch->task = g_object_ref (task);
  fetch->core = g_object_ref (core);
  fetch->n_forgets = kith_core_get_cache (core) != NULL ? kith_cache_count_forgets (kith_core_get_cache (core)) : 0;
  fetch->watch = kith_forget_watch_new (core, picture->address, sender, g_task_get_cancellable (task));
  kith_http_send_async (kith_core_get_http (core), request, kith_forget_watch_get_cancellable (fetch->watch), on_fetched, fetch);
}

static void
load_picture (KithCore *core,
              GTask    *task)
{
  Picture *picture = g_task_get_task_data (task);
  KithCache *cache = kith_core_get_cache (core);
  const char *uri = kith_fact_get_value (picture->fact);
  g_autoptr (GBytes) bytes = NULL;
  gint64 stale = 0;

  if (g_str_has_prefix (uri, "data:"))
    {
      return_embedded (task, uri);
      return;
    }
  if (cache != NULL)
    bytes = kith_cache_lookup_picture (cache, uri, &stale, NULL);
  if (bytes == NULL || stale <= g_get_real_time () / G_USEC_PER_SEC)
    fetch_picture (core, task);
  else if (g_bytes_get_size (bytes) == 0)
    return_none (task);
  else
    g_task_return_pointer (task, g_steal_pointer (&bytes), unref_bytes);
}

/**
 * kith_engine_load_picture_async:
 * @self: an engine
 * @address: whom the picture shows
 * @message: (nullable): the message through which the person is met
 * @fact: a fact of the field photo or company-logo
 * @flags: how the question came about
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Loads a picture from the fact itself, from the cache, or from where the fact says, if the provider may be asked.
 */
void
kith_engine_load_picture_async (KithEngine          *self,
                                KithAddress         *address,
                                KithMessage         *message,
                                KithFact            *fact,
                                KithLookupFlags      flags,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  Picture *picture;

  g_return_if_fail (KITH_IS_ENGINE (self) && KITH_IS_ADDRESS (address) && KITH_IS_FACT (fact));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_engine_load_picture_async);
  picture = g_new0 (Picture, 1);
  picture->address = g_object_ref (address);
  g_set_object (&picture->message, message);
  picture->fact = g_object_ref (fact);
  picture->flags = flags;
  g_task_set_task_data (task, picture, picture_free);
  kith_worker_call_task (kith_engine_get_worker (self), task, load_picture);
}

/**
 * kith_engine_load_picture_finish:
 * @self: an engine
 * @result: the result
 * @error: return location for an error
 *
 * Returns: (transfer full) (nullable): the bytes of the picture as they came, at most 4 MiB, not decoded and not to be trusted
 */
GBytes *
kith_engine_load_picture_finish (KithEngine    *self,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
