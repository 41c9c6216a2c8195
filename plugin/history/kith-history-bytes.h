/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* A growing buffer: GByteArray without a call per byte, and with 64-bit sizes. */
typedef struct
{
  guint8 *data;
  gsize length;
  gsize allocated;
} KithBytes;

/* A cursor over bytes that nobody vouches for: a read past the end gives zero and sets @bad. */
typedef struct
{
  const guint8 *next;
  const guint8 *end;
  gboolean bad;
} KithCursor;

static inline void
kith_bytes_reserve (KithBytes *self,
                    gsize      more)
{
  if (self->length + more > self->allocated)
    {
      self->allocated = MAX (self->allocated * 2, self->length + more + 256);
      self->data = g_realloc (self->data, self->allocated);
    }
}

static inline void
kith_bytes_append (KithBytes  *self,
                   const void *data,
                   gsize       length)
{
  kith_bytes_reserve (self, length);
  if (length > 0)
    memcpy (self->data + self->length, data, length);
  self->length += length;
}

static inline void
kith_bytes_append_byte (KithBytes *self,
                        guint8     byte)
{
  kith_bytes_reserve (self, 1);
  self->data[self->length++] = byte;
}

static inline void
kith_bytes_append_varint (KithBytes *self,
                          guint64    value)
{
  kith_bytes_reserve (self, 10);
  while (value >= 0x80)
    {
      self->data[self->length++] = (guint8) (value | 0x80);
      value >>= 7;
    }
  self->data[self->length++] = (guint8) value;
}

static inline void
kith_bytes_append_uint64 (KithBytes *self,
                          guint64    value)
{
  kith_bytes_append (self, &value, sizeof value);
}

static inline void
kith_bytes_append_string (KithBytes  *self,
                          const char *string)
{
  gsize length = string != NULL ? strlen (string) : 0;

  kith_bytes_append_varint (self, length);
  kith_bytes_append (self, string, length);
}

static inline void
kith_bytes_clear (KithBytes *self)
{
  g_clear_pointer (&self->data, g_free);
  self->length = 0;
  self->allocated = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KithBytes, kith_bytes_clear)

static inline guint64
kith_cursor_varint (KithCursor *self)
{
  guint64 value = 0;
  guint shift = 0;

  while (self->next < self->end && shift < 64)
    {
      guint8 byte = *self->next++;

      value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return value;
      shift += 7;
    }
  self->bad = TRUE;
  return 0;
}

static inline guint64
kith_cursor_uint64 (KithCursor *self)
{
  guint64 value = 0;

  if (self->end - self->next < (gssize) sizeof value)
    {
      self->bad = TRUE;
      return 0;
    }
  memcpy (&value, self->next, sizeof value);
  self->next += sizeof value;
  return value;
}

static inline guint8
kith_cursor_byte (KithCursor *self)
{
  if (self->next >= self->end)
    {
      self->bad = TRUE;
      return 0;
    }
  return *self->next++;
}

/* Borrowed from the buffer, not terminated. */
static inline const char *
kith_cursor_string (KithCursor *self,
                    gsize      *length)
{
  const char *string;

  *length = kith_cursor_varint (self);
  if (self->bad || *length > (gsize) (self->end - self->next))
    {
      self->bad = TRUE;
      *length = 0;
      return "";
    }
  string = (const char *) self->next;
  self->next += *length;
  return string;
}

/* Not for cryptography: two multiplications per eight bytes, good enough for tables and for noticing a flipped bit. */
static inline guint64
kith_mix64 (guint64 value)
{
  value ^= value >> 32;
  value *= G_GUINT64_CONSTANT (0xd6e8feb86659fd93);
  value ^= value >> 29;
  value *= G_GUINT64_CONSTANT (0xa5b85c5e198ed849);
  return value ^ (value >> 32);
}

guint64 kith_hash_bytes (const void *data,
                         gsize       length,
                         guint64     seed);

G_END_DECLS
