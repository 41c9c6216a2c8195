/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-relative-time.h"

#include <glib/gi18n-lib.h>

#define MINUTE G_GINT64_CONSTANT (60)
#define HOUR (60 * MINUTE)
#define DAY (24 * HOUR)
#define MONTH (30 * DAY)
#define YEAR (365 * DAY)

/**
 * kith_relative_time_format:
 * @then: seconds since 1970
 * @now: seconds since 1970
 *
 * Says how long ago something was, in the words of the user's language. A time to come (a clock that went wrong) is "just now".
 *
 * Returns: (transfer full): for instance "2 days ago"
 */
char *
kith_relative_time_format (gint64 then,
                           gint64 now)
{
  gint64 age = now - then;
  guint count;

  if (age < MINUTE)
    return g_strdup (_("just now"));
  if (age < HOUR)
    {
      count = age / MINUTE;
      return g_strdup_printf (ngettext ("%u minute ago", "%u minutes ago", count), count);
    }
  if (age < DAY)
    {
      count = age / HOUR;
      return g_strdup_printf (ngettext ("%u hour ago", "%u hours ago", count), count);
    }
  if (age < MONTH)
    {
      count = age / DAY;
      return g_strdup_printf (ngettext ("%u day ago", "%u days ago", count), count);
    }
  if (age < YEAR)
    {
      count = age / MONTH;
      return g_strdup_printf (ngettext ("%u month ago", "%u months ago", count), count);
    }

  count = age / YEAR;
  return g_strdup_printf (ngettext ("%u year ago", "%u years ago", count), count);
}
