/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-header-scan.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Nearly every header block is shorter, and nearly every message fits. */
#define FIRST_READ 8192

static gboolean
has_header_end (const char *text,
                gsize       length,
                gsize       from)
{
  const char *end = text + length;

  /* From two bytes before, so that an empty line across two reads is seen. */
  for (const char *p = text + (from > 3 ? from - 3 : 0); (p = memchr (p, '\n', end - p)) != NULL; p++)
    if ((p + 1 < end && p[1] == '\n') || (p + 2 < end && p[1] == '\r' && p[2] == '\n'))
      return TRUE;
  return FALSE;
}

/*
 * kith_headers_read:
 * @fd: a file that holds one message
 * @buffer: room for %KITH_HEADER_MAX_BYTES
 * @length: (out): how much of the beginning of the message lies in the buffer: at least its header block, up to the maximum
 *
 * Returns: whether it could be read; errno says why not
 */
gboolean
kith_headers_read (int    fd,
                   char  *buffer,
                   gsize *length)
{
  gsize want = FIRST_READ;

  *length = 0;
  while (*length < KITH_HEADER_MAX_BYTES)
    {
      gsize before = *length;
      gssize n = read (fd, buffer + *length, MIN (want, KITH_HEADER_MAX_BYTES) - *length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      *length += n;
      if (n == 0 || *length < want || has_header_end (buffer, *length, before))
        break;
      want = *length * 4;
    }
  return TRUE;
}
