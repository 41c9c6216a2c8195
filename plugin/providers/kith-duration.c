/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-duration.h"

#include <string.h>

#define DAY_SECONDS (24 * 60 * 60)
#define MAX_NUMBER 100000

gint64
kith_duration_parse (const char *text)
{
  static const char letters[] = "YMWDHMS";
  static const gint64 seconds[] = { 365 * DAY_SECONDS, 30 * DAY_SECONDS, 7 * DAY_SECONDS, DAY_SECONDS, 60 * 60, 60, 1 };
  const char *p = text;
  gint64 sum = 0;
  guint next = 0;
  gboolean time = FALSE;
  gboolean any = FALSE;

  if (*p++ != 'P')
    return -1;
  while (*p != '\0')
    {
      gint64 number = 0;
      const char *letter;

      if (*p == 'T' && !time)
        {
          time = TRUE;
          next = 4;
          p++;
        }
      if (!g_ascii_isdigit (*p))
        return -1;
      for (; g_ascii_isdigit (*p); p++)
        {
          number = number * 10 + (*p - '0');
          if (number > MAX_NUMBER)
            return -1;
        }
      if (*p == '\0')
        return -1;
      letter = strchr (letters + next, *p);
      if (letter == NULL || (!time && letter - letters >= 4))
        return -1;
      next = letter - letters + 1;
      sum += number * seconds[letter - letters];
      any = TRUE;
      p++;
    }
  return any ? sum : -1;
}
