/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-origin.h"
#include "kith-http-response-private.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#define MAX_BACKOFF_SECONDS 300
#define FORGET_SECONDS (2 * MAX_BACKOFF_SECONDS)

KithHttpOrigin *
kith_http_origin_new (const char *name)
{
  KithHttpOrigin *self = g_new0 (KithHttpOrigin, 1);

  self->name = g_strdup (name);
  g_queue_init (&self->waiting);
  return self;
}

void
kith_http_origin_free (KithHttpOrigin *self)
{
  g_queue_clear (&self->waiting);
  g_free (self->name);
  g_free (self);
}

static char *
describe_wait (gint64 seconds)
{
  gint64 minutes = (seconds + 59) / 60;

  if (minutes < 60)
    return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "in %d minute", "in %d minutes", (gulong) minutes), (int) minutes);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "in %d hour", "in %d hours", (gulong) ((minutes + 59) / 60)),
                          (int) ((minutes + 59) / 60));
}

/* Whether a request may go there. @urgent overrides a back-off, which is our own patience, never what the server asked for. */
gboolean
kith_http_origin_check (KithHttpOrigin  *self,
                        gboolean         urgent,
                        gint64           now,
                        gint64           monotonic,
                        GError         **error)
{
  g_autofree char *wait = NULL;

  if (now < self->held_until)
    {
      wait = describe_wait (self->held_until - now);
      /* Translators: %s is "in 5 minutes" or "in 2 hours" */
      g_set_error (error, KITH_ERROR, KITH_ERROR_LIMITED, _("The service wants to be asked again only %s"), wait);
      return FALSE;
    }
  if (!urgent && monotonic < self->retry_at)
    {
      wait = describe_wait ((self->retry_at - monotonic + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC);
      /* Translators: %s is "in 5 minutes" or "in 2 hours" */
      g_set_error (error, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The server does not answer at the moment; it will be asked again %s"),
                   wait);
      return FALSE;
    }
  return TRUE;
}

/* Returns whether that changed something. A wait is never longer than a day, and one that is over is none. */
gboolean
kith_http_origin_hold (KithHttpOrigin *self,
                       gint64          until,
                       gint64          now)
{
  gint64 held = until > now ? MIN (until, now + KITH_HTTP_MAX_RETRY_AFTER) : 0;

  if (held == self->held_until)
    return FALSE;
  self->held_until = held;
  return TRUE;
}

/* The first request goes alone until its connection stands: the next ones share it where it speaks HTTP/2, and make their own where it
 * does not. CURLOPT_PIPEWAIT is meant for this, but with it libcurl 8.14 lets them wait for the first answer over HTTP/1.1. */
gboolean
kith_http_origin_has_room (KithHttpOrigin *self)
{
  return self->active < (self->connected ? KITH_HTTP_MAX_ACTIVE : 1);
}

void
kith_http_origin_succeeded (KithHttpOrigin *self)
{
  self->failures = 0;
  self->retry_at = 0;
}

/* One failure is chance and costs no wait; then 2, 4, 8 … seconds up to five minutes, a quarter more or less (@chance, 0 to 1), so
 * that many programs do not come back in the same second. */
void
kith_http_origin_failed (KithHttpOrigin *self,
                         gint64          monotonic,
                         double          chance)
{
  double seconds;

  self->failures++;
  self->retry_at = monotonic;
  if (self->failures < 2)
    return;
  seconds = (double) MIN (G_GUINT64_CONSTANT (1) << MIN (self->failures - 1, 16), MAX_BACKOFF_SECONDS);
  seconds = MIN (seconds * (0.75 + 0.5 * CLAMP (chance, 0, 1)), MAX_BACKOFF_SECONDS);
  self->retry_at = monotonic + (gint64) (seconds * G_USEC_PER_SEC);
}

/* Nothing worth remembering, or not any more: hosts that messages name must not pile up. */
gboolean
kith_http_origin_is_idle (KithHttpOrigin *self,
                          gint64          now,
                          gint64          monotonic)
{
  if (self->active > 0 || !g_queue_is_empty (&self->waiting) || self->held_until > now)
    return FALSE;
  return self->failures == 0 || monotonic > self->retry_at + FORGET_SECONDS * G_USEC_PER_SEC;
}
