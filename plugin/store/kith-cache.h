/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-answer.h>

#include "kith-database.h"

G_BEGIN_DECLS

#define KITH_TYPE_CACHE (kith_cache_get_type ())
G_DECLARE_FINAL_TYPE (KithCache, kith_cache, KITH, CACHE, GObject)

/* Answers, pictures and held origins. Engine thread only. Each failure is a KITH_ERROR_STORAGE; the caller goes on without. */
KithCache *kith_cache_open (const char  *path,
                            GError     **error);
KithAnswer *kith_cache_lookup (KithCache    *self,
                               KithAddress  *address,
                               const char   *provider_id,
                               GError      **error);
gboolean kith_cache_store (KithCache    *self,
                           KithAddress  *address,
                           KithAnswer   *answer,
                           GError      **error);
gboolean kith_cache_touch (KithCache    *self,
                           KithAddress  *address,
                           const char   *provider_id,
                           gint64        fetched,
                           gint64        stale,
                           GError      **error);
gboolean kith_cache_remove_provider (KithCache    *self,
                                     const char   *provider_id,
                                     GError      **error);
GBytes *kith_cache_lookup_picture (KithCache    *self,
                                   const char   *uri,
                                   gint64       *stale,
                                   GError      **error);
gboolean kith_cache_store_picture (KithCache    *self,
                                   KithAddress  *address,
                                   const char   *uri,
                                   GBytes       *bytes,
                                   gint64        stale,
                                   GError      **error);
/* A row of the cache, for an export. Borrowed: valid while the function it is given to runs. */
typedef struct
{
  const char *address;     /* key */
  const char *provider_id; /* nullable: a picture */
  const char *status;      /* nullable: a picture */
  const char *reason;      /* nullable */
  const char *body;        /* nullable: facts and connections, as JSON */
  const char *uri;         /* nullable: of a picture */
  GBytes *picture;         /* nullable */
  gint64 fetched;          /* Unix seconds */
  gint64 stale;            /* Unix seconds */
} KithCacheRow;

typedef void (*KithCacheFunc) (const KithCacheRow *row,
                               gpointer            user_data);
gboolean kith_cache_foreach (KithCache      *self,
                             KithCacheFunc   func,
                             gpointer        user_data,
                             GError        **error);
gboolean kith_cache_store_hold (KithCache    *self,
                                const char   *origin,
                                gint64        until,
                                GError      **error);
void kith_cache_foreach_hold (KithCache *self,
                              void     (*func) (const char *origin, gint64 until, gpointer user_data),
                              gpointer   user_data);
gint64 kith_cache_count_forgets (KithCache *self);
gboolean kith_cache_forget (KithCache    *self,
                            KithAddress  *address,
                            GError      **error);
gboolean kith_cache_clear (KithCache  *self,
                           GError    **error);
gboolean kith_cache_measure (KithCache  *self,
                             gint64     *n_bytes,
                             gint64     *n_answers,
                             gint64     *oldest,
                             GError    **error);
gboolean kith_cache_prune (KithCache  *self,
                           gint64      older_than,
                           gint64      max_bytes,
                           GError    **error);

G_END_DECLS
