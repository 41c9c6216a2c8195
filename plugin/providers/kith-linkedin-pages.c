/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-linkedin-pages.h"

#include <glib/gi18n-lib.h>
#include <jansson.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-secret-text.h"

/*
 * Member Snapshot API (https://learn.microsoft.com/linkedin/dma/member-data-portability/): pages of connections; "start" is the number of a page,
 * "total" is not to be trusted, and 404 is the end.
 */
#define VERSION "202312"
#define PATH "/rest/memberSnapshotData?q=criteria&domain=CONNECTIONS&start=%u"
#define MAX_PAGE_BYTES (4 * 1024 * 1024)
/* LinkedIn allows 30,000 connections. */
#define MAX_ENTRIES 100000
/* Of all pages together. */
#define MAX_BYTES (64 * 1024 * 1024)
#define MAX_TEXT_BYTES 1000
#define STATUS_END 404
/* Limits are for a day; an hour is asked for where the service does not say. Seconds. */
#define WAIT (60 * 60)

typedef struct
{
  char *provider_id;
  char *provider_name;
  char *server;
  KithHttpTrust trust;
  char *ca_file; /* (nullable) */
  char *token;
  guint max_pages;
  guint page;
  char *origin;
  gsize n_bytes;
  GPtrArray *entries; /* (element-type KithLinkedInEntry) */
} Reading;

static void
reading_free (gpointer data)
{
  Reading *reading = data;

  g_free (reading->provider_id);
  g_free (reading->provider_name);
  g_free (reading->server);
  g_free (reading->ca_file);
  kith_secret_text_free (reading->token);
  g_free (reading->origin);
  g_ptr_array_unref (reading->entries);
  g_free (reading);
}

static char *
dup_member (json_t     *object,
            const char *name)
{
  const char *text = json_string_value (json_object_get (object, name));

  return text != NULL && strlen (text) <= MAX_TEXT_BYTES ? g_strdup (text) : NULL;
}

static void
add_entry (GPtrArray *entries,
           json_t    *object)
{
  KithLinkedInEntry *entry = g_new0 (KithLinkedInEntry, 1);

  entry->first_name = dup_member (object, "First Name");
  entry->last_name = dup_member (object, "Last Name");
  entry->url = dup_member (object, "URL");
  entry->address = dup_member (object, "Email Address");
  entry->company = dup_member (object, "Company");
  entry->position = dup_member (object, "Position");
  entry->connected = dup_member (object, "Connected On");
  g_ptr_array_add (entries, entry);
}

static void
unref_json (json_t *root)
{
  json_decref (root);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (json_t, unref_json)

/* Returns: how many there were; -1 where it is no page of connections */
static int
read_page (GPtrArray *entries,
           GBytes    *body)
{
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  g_autoptr (json_t) root = json_loadb (data != NULL ? data : "", length, 0, NULL);
  json_t *elements = json_object_get (root, "elements");
  size_t i, j;
  json_t *element, *object;
  int n = 0;

  if (!json_is_array (elements))
    return -1;
  json_array_foreach (elements, i, element)
    {
      const char *domain = json_string_value (json_object_get (element, "snapshotDomain"));

      if (domain != NULL && strcmp (domain, "CONNECTIONS") != 0)
        continue;
      json_array_foreach (json_object_get (element, "snapshotData"), j, object)
        {
          if (!json_is_object (object))
            continue;
          add_entry (entries, object);
          n++;
        }
    }
  return n;
}

static GError *
make_error (const Reading    *reading,
            KithHttpResponse *response)
{
  guint status = kith_http_response_get_status (response);

  switch (status)
    {
    case 401:
      return g_error_new (KITH_ERROR, KITH_ERROR_AUTH, _("%s does not accept the token; give it a new one"), reading->provider_name);
    case 403:
      return g_error_new (KITH_ERROR, KITH_ERROR_REFUSED, _("%s does not allow this: the token needs the scope r_dma_portability_self_serve"),
                          reading->provider_name);
    case 429:
      return g_error_new (KITH_ERROR, KITH_ERROR_LIMITED, _("%s asks to wait before it is asked again"), reading->provider_name);
    case 426:
      return g_error_new (KITH_ERROR, KITH_ERROR_INVALID, _("%s does not speak this version any more; Kith has to be brought up to date"),
                          reading->provider_name);
    default:
      return g_error_new (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s could not answer (status %u); Kith will ask again later"), reading->provider_name,
                          status);
    }
}

static void ask_for_page (GTask *task);

/* Whether there is another page; ends the task where not. */
static gboolean
take_page (GTask            *task,
           KithHttpResponse *response)
{
  Reading *reading = g_task_get_task_data (task);
  guint status = kith_http_response_get_status (response);
  int n;

  if (status == STATUS_END)
    {
      g_task_return_pointer (task, g_ptr_array_ref (reading->entries), (GDestroyNotify) g_ptr_array_unref);
      return FALSE;
    }
  if (status != 200)
    {
      g_task_return_error (task, make_error (reading, response));
      return FALSE;
    }
  reading->n_bytes += g_bytes_get_size (kith_http_response_get_body (response));
  n = read_page (reading->entries, kith_http_response_get_body (response));
  if (n < 0)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s answered something that Kith does not understand."), reading->provider_name);
  else if (reading->entries->len > MAX_ENTRIES || reading->n_bytes > MAX_BYTES)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, _("%s gave more connections than anybody has."), reading->provider_name);
  else if (n == 0 || ++reading->page >= reading->max_pages)
    g_task_return_pointer (task, g_ptr_array_ref (reading->entries), (GDestroyNotify) g_ptr_array_unref);
  else
    return TRUE;
  return FALSE;
}

static void
on_page (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Reading *reading = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);

  if (response == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (kith_http_response_get_status (response) == 429)
    {
      gint64 wait = kith_http_response_get_retry_after (response);

      kith_http_hold (KITH_HTTP (source), reading->origin, g_get_real_time () / G_USEC_PER_SEC + (wait > 0 ? wait : WAIT));
    }
  if (take_page (task, response))
    ask_for_page (task);
}

static void
ask_for_page (GTask *task)
{
  Reading *reading = g_task_get_task_data (task);
  g_autofree char *path = g_strdup_printf (PATH, reading->page);
  g_autofree char *url = g_strconcat (reading->server, path, NULL);
  g_autoptr (KithSecretText) authorization = g_strconcat ("Bearer ", reading->token, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithHttpRequest) request = kith_http_request_new ("GET", url, reading->trust, &error);

  if (request == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  kith_http_request_set_max_bytes (request, MAX_PAGE_BYTES);
  kith_http_request_set_header (request, "Accept", "application/json");
  kith_http_request_set_header (request, "LinkedIn-Version", VERSION);
  kith_http_request_set_secret_header (request, "Authorization", authorization);
  kith_http_request_set_ca_file (request, reading->ca_file);
  /* About nobody: the owner's own data are asked for. */
  kith_http_request_set_purpose (request, reading->provider_id, NULL, NULL, NULL, NULL);
  g_free (reading->origin);
  reading->origin = g_strdup (kith_http_request_get_origin (request));
  kith_http_send_async (g_task_get_source_object (task), request, g_task_get_cancellable (task), on_page, g_object_ref (task));
}

/*
 * kith_linkedin_pages_read_async:
 * @http: the network
 * @fields: where, and with what token
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Reads the member's own connections, page by page.
 */
void
kith_linkedin_pages_read_async (KithHttp                      *http,
                                const KithLinkedInPagesFields *fields,
                                GCancellable                  *cancellable,
                                GAsyncReadyCallback            callback,
                                gpointer                       user_data)
{
  g_autoptr (GTask) task = g_task_new (http, cancellable, callback, user_data);
  Reading *reading = g_new0 (Reading, 1);

  g_task_set_source_tag (task, kith_linkedin_pages_read_async);
  g_task_set_name (task, "[kith] LinkedIn pages");
  reading->provider_id = g_strdup (fields->provider_id);
  reading->provider_name = g_strdup (fields->provider_name);
  reading->server = g_strdup (fields->server);
  reading->trust = fields->trust;
  reading->ca_file = g_strdup (fields->ca_file);
  reading->token = g_strdup (fields->token);
  reading->max_pages = fields->max_pages;
  reading->entries = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_linkedin_entry_free);
  g_task_set_task_data (task, reading, reading_free);
  ask_for_page (task);
}

/*
 * kith_linkedin_pages_read_finish:
 *
 * Returns: (transfer full) (nullable) (element-type KithLinkedInEntry): all connections, or %NULL with @error set: never a part of them, unless no more
 *   pages were wanted
 */
GPtrArray *
kith_linkedin_pages_read_finish (KithHttp      *http,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
