/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_HTTP_MAX_ACTIVE 4

/* What is remembered of one server: whether it asked to wait, how often it failed, how much is under way. Times come from the
 * caller, so that tests need no clock. */
typedef struct
{
  char *name;
  gint64 held_until; /* Unix seconds */
  guint failures;
  gint64 retry_at; /* monotonic microseconds */
  guint active;
  gboolean connected; /* since it is active */
  GQueue waiting; /* of the caller */
  gboolean draining;
} KithHttpOrigin;

KithHttpOrigin *kith_http_origin_new (const char *name);
void kith_http_origin_free (KithHttpOrigin *self);

gboolean kith_http_origin_check (KithHttpOrigin  *self,
                                 gboolean         urgent,
                                 gint64           now,
                                 gint64           monotonic,
                                 GError         **error);
gboolean kith_http_origin_hold (KithHttpOrigin *self,
                                gint64          until,
                                gint64          now);
gboolean kith_http_origin_has_room (KithHttpOrigin *self);
void kith_http_origin_succeeded (KithHttpOrigin *self);
void kith_http_origin_failed (KithHttpOrigin *self,
                              gint64          monotonic,
                              double          chance);
gboolean kith_http_origin_is_idle (KithHttpOrigin *self,
                                   gint64          now,
                                   gint64          monotonic);

G_END_DECLS
