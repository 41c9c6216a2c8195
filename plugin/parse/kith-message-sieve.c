/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-message-sieve.h"

#include <string.h>

#include "kith-address-bound.h"
#include "kith-message-content.h"

/*
 * GMime makes an object of each header and each part, and goes down one stack frame for each group in an address header. A message of a few
 * megabytes can have millions of each, so they are counted before it reads them. No honest message comes near these figures.
 */
#define MAX_HEADERS 2000
#define MAX_COLON_LINES 20000
#define MAX_DASH_LINES 2000
#define MAX_ADDRESS_COLONS 200

static const char *const address_headers[] = { "from", "sender", "reply-to", "to", "cc", "bcc" };

typedef struct
{
  GByteArray *out;
  KithAddressCost costs[G_N_ELEMENTS (address_headers)]; /* of the header, and then of the body */
  gboolean in_header;
  guint n_headers;
  guint n_colon_lines;
  guint n_dash_lines;
} Sieve;

static const guint8 *
find_line_end (const guint8 *p,
               const guint8 *end)
{
  const guint8 *newline = memchr (p, '\n', end - p);

  return newline != NULL ? newline + 1 : end;
}

/* Behind the line and those that continue it (RFC 5322, section 2.2.3). */
static const guint8 *
find_header_end (const guint8 *p,
                 const guint8 *end)
{
  do
    p = find_line_end (p, end);
  while (p < end && (*p == ' ' || *p == '\t'));
  return p;
}

static gboolean
is_blank (const guint8 *p,
          const guint8 *end)
{
  return p == end || *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] == '\n'));
}

static gsize
count_colons (const guint8 *p,
              const guint8 *end)
{
  gsize n = 0;

  while ((p = memchr (p, ':', end - p)) != NULL)
    {
      n++;
      p++;
    }
  return n;
}

/* Returns: (nullable): the value of the header */
static const guint8 *
find_addresses (const guint8 *p,
                const guint8 *end,
                guint        *header)
{
  for (guint i = 0; i < G_N_ELEMENTS (address_headers); i++)
    {
      gsize length = strlen (address_headers[i]);
      const guint8 *q = p + length;

      if ((gsize) (end - p) <= length || g_ascii_strncasecmp ((const char *) p, address_headers[i], length) != 0)
        continue;
      while (q < end && (*q == ' ' || *q == '\t'))
        q++;
      if (q < end && *q == ':')
        {
          *header = i;
          return q + 1;
        }
    }
  return NULL;
}

/* Returns: whether the message goes on after the line */
static gboolean
count_line (Sieve        *self,
            const guint8 *p,
            const guint8 *end)
{
  if (self->in_header)
    return ++self->n_headers <= MAX_HEADERS;
  if (end - p >= 2 && p[0] == '-' && p[1] == '-' && ++self->n_dash_lines > MAX_DASH_LINES)
    return FALSE;
  return memchr (p, ':', end - p) == NULL || ++self->n_colon_lines <= MAX_COLON_LINES;
}

/* A NUL ends a string before its end: GMime would lose the rest of the header. RFC 5322 section 4 has it obsolete; it stands for nothing. */
static void
append_line (Sieve        *self,
             const guint8 *line,
             const guint8 *end)
{
  guint from = self->out->len;

  g_byte_array_append (self->out, line, end - line);
  for (guint i = from; self->in_header && i < self->out->len; i++)
    if (self->out->data[i] == '\0')
      self->out->data[i] = ' ';
}

static void
append_addresses (Sieve        *self,
                  guint         header,
                  const guint8 *line,
                  const guint8 *value,
                  const guint8 *end)
{
  gsize length;
  gboolean cut;

  if (count_colons (line, end) > MAX_ADDRESS_COLONS)
    return;
  length = kith_address_bound ((const char *) value, end - value, KITH_MESSAGE_MAX_PARTICIPANTS, &self->costs[header]);
  cut = value + length < end;
  while (cut && length > 0 && (value[length - 1] == '\n' || value[length - 1] == '\r'))
    length--;
  if (cut && length == 0)
    return;
  append_line (self, line, value + length);
  if (cut)
    g_byte_array_append (self->out, (const guint8 *) "\n", 1);
}

/*
 * kith_message_sieve:
 * @bytes: (array length=length): a raw message, maybe cut off
 * @length: how many bytes
 *
 * Copies a message as far as it can be parsed in bounded time, memory and stack: up to the 2000th header, boundary line or the 20,000th line of the
 * body that could be a header, without address headers that are mostly groups and what does not fit of the others, and without the "From " line that mbox
 * puts before it.
 *
 * Returns: (transfer full): the copy
 */
GByteArray *
kith_message_sieve (const guint8 *bytes,
                    gsize         length)
{
  Sieve self = { .out = g_byte_array_sized_new (length), .in_header = TRUE };
  const guint8 *p = bytes;
  const guint8 *end = bytes + length;

  if (length >= 5 && memcmp (p, "From ", 5) == 0)
    p = find_line_end (p, end);
  while (p < end)
    {
      guint header = 0;
      const guint8 *value = find_addresses (p, end, &header);
      const guint8 *line_end = self.in_header || value != NULL ? find_header_end (p, end) : find_line_end (p, end);

      if (self.in_header && is_blank (p, end))
        {
          self.in_header = FALSE;
          memset (self.costs, 0, sizeof self.costs);
          line_end = find_line_end (p, end);
        }
      if (!count_line (&self, p, line_end))
        break;
      if (value != NULL)
        append_addresses (&self, header, p, value, line_end);
      else
        append_line (&self, p, line_end);
      p = line_end;
    }
  return self.out;
}
