/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-response-store.h"

#include <string.h>

#include "kith-http-response-private.h"

#define MAX_ENTRIES 64
#define MAX_BODY_BYTES (64 * 1024)
#define KEEP_SECONDS (7 * 24 * 60 * 60)

typedef struct
{
  char *etag;          /* (nullable) */
  char *last_modified; /* (nullable) */
  char *content_type;  /* (nullable) */
  GBytes *body;
  gint64 stored; /* monotonic seconds */
} Entry;

struct _KithResponseStore
{
  GHashTable *entries; /* (element-type utf8 Entry) */
};

static void
entry_free (gpointer data)
{
  Entry *entry = data;

  g_free (entry->etag);
  g_free (entry->last_modified);
  g_free (entry->content_type);
  g_bytes_unref (entry->body);
  g_free (entry);
}

KithResponseStore *
kith_response_store_new (void)
{
  KithResponseStore *self = g_new0 (KithResponseStore, 1);

  self->entries = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, entry_free);
  return self;
}

void
kith_response_store_free (KithResponseStore *self)
{
  g_hash_table_unref (self->entries);
  g_free (self);
}

static gint64
get_now (void)
{
  return g_get_monotonic_time () / G_USEC_PER_SEC;
}

/* What one token may see another one may not. Neither token nor URL is kept as it is. */
static char *
make_key (KithHttpRequest *request,
          const char      *token)
{
  g_autofree char *text = g_strconcat (kith_http_request_get_url (request), "\n", token, NULL);

  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);
}

static Entry *
find (KithResponseStore *self,
      KithHttpRequest   *request,
      const char        *token)
{
  g_autofree char *key = make_key (request, token);
  Entry *entry = g_hash_table_lookup (self->entries, key);

  return entry != NULL && get_now () - entry->stored < KEEP_SECONDS ? entry : NULL;
}

/* Asks only for what is new. */
void
kith_response_store_add_validators (KithResponseStore *self,
                                    KithHttpRequest   *request,
                                    const char        *token)
{
  Entry *entry = find (self, request, token);

  if (entry != NULL && entry->etag != NULL)
    kith_http_request_set_header (request, "If-None-Match", entry->etag);
  if (entry != NULL && entry->last_modified != NULL)
    kith_http_request_set_header (request, "If-Modified-Since", entry->last_modified);
}

static gboolean
may_keep (KithHttpResponse *response)
{
  const char *control = kith_http_response_get_header (response, "cache-control");
  g_autofree char *lower = control != NULL ? g_ascii_strdown (control, -1) : NULL;
  GBytes *body = kith_http_response_get_body (response);

  return kith_http_response_get_status (response) == 200 && body != NULL && g_bytes_get_size (body) <= MAX_BODY_BYTES
         && (lower == NULL || strstr (lower, "no-store") == NULL)
         && (kith_http_response_get_header (response, "etag") != NULL || kith_http_response_get_header (response, "last-modified") != NULL);
}

static void
drop_oldest (KithResponseStore *self)
{
  GHashTableIter iter;
  gpointer key, value, oldest = NULL;
  gint64 stored = G_MAXINT64;

  g_hash_table_iter_init (&iter, self->entries);
  while (g_hash_table_iter_next (&iter, &key, &value))
    if (((Entry *) value)->stored < stored)
      {
        stored = ((Entry *) value)->stored;
        oldest = key;
      }
  if (oldest != NULL)
    g_hash_table_remove (self->entries, oldest);
}

void
kith_response_store_store (KithResponseStore *self,
                           KithHttpRequest   *request,
                           const char        *token,
                           KithHttpResponse  *response)
{
  Entry *entry;

  if (!may_keep (response))
    return;
  if (g_hash_table_size (self->entries) >= MAX_ENTRIES)
    drop_oldest (self);
  entry = g_new0 (Entry, 1);
  entry->etag = g_strdup (kith_http_response_get_header (response, "etag"));
  entry->last_modified = g_strdup (kith_http_response_get_header (response, "last-modified"));
  entry->content_type = g_strdup (kith_http_response_get_header (response, "content-type"));
  entry->body = g_bytes_ref (kith_http_response_get_body (response));
  entry->stored = get_now ();
  g_hash_table_replace (self->entries, make_key (request, token), entry);
}

/* Returns: (transfer full) (nullable): the response that the service says is still right */
KithHttpResponse *
kith_response_store_find (KithResponseStore *self,
                          KithHttpRequest   *request,
                          const char        *token)
{
  Entry *entry = find (self, request, token);
  GHashTable *headers;
  g_autofree char *line = NULL;

  if (entry == NULL)
    return NULL;
  headers = kith_http_headers_new ();
  line = g_strdup_printf ("Content-Type: %s", entry->content_type != NULL ? entry->content_type : "");
  kith_http_headers_add_line (headers, line, strlen (line));
  return kith_http_response_new (kith_http_request_get_url (request), 200, headers, entry->body, 0, 0);
}

/* Somebody is forgotten: whose responses these are is not known. */
void
kith_response_store_clear (KithResponseStore *self)
{
  g_hash_table_remove_all (self->entries);
}
