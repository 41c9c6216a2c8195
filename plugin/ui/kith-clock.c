/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-clock.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

/* Longer than any name in the time zone database. */
#define IDENTIFIER_MAX_BYTES 64

/* An identifier becomes a file name below the zone database: it must not lead out of it. */
static gboolean
kith_clock_is_identifier (const char *identifier)
{
  if (!g_ascii_isalpha (identifier[0]) && identifier[0] != '+' && identifier[0] != '-')
    return FALSE;
  if (strlen (identifier) > IDENTIFIER_MAX_BYTES)
    return FALSE;

  for (const char *p = identifier; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("+-_/:", *p) == NULL)
      return FALSE;

  return TRUE;
}

static void
kith_clock_load_zone_thread (GTask        *task,
                             gpointer      source,
                             gpointer      task_data,
                             GCancellable *cancellable)
{
  const char *identifier = task_data;
  GTimeZone *zone = NULL;

  if (kith_clock_is_identifier (identifier))
    zone = g_time_zone_new_identifier (identifier);

  if (zone != NULL)
    g_task_return_pointer (task, zone, (GDestroyNotify) g_time_zone_unref);
  else
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, "%s", _("There is no such time zone."));
}

/**
 * kith_clock_load_zone_async:
 * @identifier: a name of the time zone database, or an offset such as "+05:30"; from anywhere
 * @cancellable: (nullable): a cancellable
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Reads a time zone in a thread of its own, since it lies in a file.
 */
void
kith_clock_load_zone_async (const char          *identifier,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_clock_load_zone_async);
  g_task_set_name (task, "[kith] load time zone");
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task, g_strdup (identifier), g_free);
  g_task_run_in_thread (task, kith_clock_load_zone_thread);
}

/**
 * kith_clock_load_zone_finish:
 * @result: from the callback
 * @error: set where there is no such time zone
 *
 * Returns: (transfer full) (nullable): the time zone
 */
GTimeZone *
kith_clock_load_zone_finish (GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * kith_clock_format:
 * @zone: a time zone
 * @now: seconds since 1970
 *
 * Returns: (transfer full): the time of day there
 */
char *
kith_clock_format (GTimeZone *zone,
                   gint64     now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now);
  g_autoptr (GDateTime) there = g_date_time_to_timezone (utc, zone);

  /* Translators: the time of day where a person is, as g_date_time_format() writes it; "%l:%M %p" where that is the custom */
  return g_date_time_format (there, _("%H:%M"));
}
