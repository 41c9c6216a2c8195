/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-header-scan.h"

static gboolean
slice_begins (KithSlice   slice,
              const char *word)
{
  gsize length = strlen (word);
  gsize skip = 0;

  while (skip < slice.length && g_ascii_isspace (slice.text[skip]))
    skip++;
  if (slice.length - skip < length || g_ascii_strncasecmp (slice.text + skip, word, length) != 0)
    return FALSE;
  return skip + length == slice.length || !g_ascii_isalnum (slice.text[skip + length]);
}

static void
keep_address (KithHeaders       *self,
              KithAddressHeader  header,
              KithSlice          value)
{
  for (guint i = 0; i < KITH_HEADER_MAX_REPEATS; i++)
    if (self->addresses[header][i].text == NULL)
      {
        self->addresses[header][i] = value;
        return;
      }
}

static void
keep_first (KithSlice *place,
            KithSlice  value)
{
  if (place->text == NULL)
    *place = value;
}

static gboolean
name_is (const char *name,
         gsize       length,
         const char *wanted)
{
  return strlen (wanted) == length && g_ascii_strncasecmp (name, wanted, length) == 0;
}

/* RFC 3834 section 5 for Auto-Submitted; Precedence is older than any standard, and still the commonest. */
static void
look_at_robot (KithHeaders *self,
               const char  *name,
               gsize        length,
               KithSlice    value)
{
  if (name_is (name, length, "Auto-Submitted"))
    self->robot |= !slice_begins (value, "no");
  else if (name_is (name, length, "Precedence"))
    {
      self->list |= slice_begins (value, "list");
      self->robot |= slice_begins (value, "bulk") || slice_begins (value, "junk") || slice_begins (value, "auto_reply");
    }
  else if (name_is (name, length, "X-Autoreply") || name_is (name, length, "X-Autorespond"))
    self->robot = TRUE;
  else if (name_is (name, length, "X-Mailing-List"))
    self->list = TRUE;
}

/* RFC 2369 and RFC 2919; a newsletter is known by its List-Unsubscribe alone. */
static void
look_at_list (KithHeaders *self,
              const char  *name,
              gsize        length,
              KithSlice    value)
{
  if (name_is (name, length, "List-Id"))
    keep_first (&self->list_id, value);
  else if (name_is (name, length, "List-Post"))
    keep_first (&self->list_post, value);
  else if (!name_is (name, length, "List-Unsubscribe") && !name_is (name, length, "List-Help"))
    return;
  self->list = TRUE;
}

static void
look_at_field (KithHeaders *self,
               const char  *name,
               gsize        length,
               KithSlice    value)
{
  switch (g_ascii_tolower (*name))
    {
    case 'f':
      if (name_is (name, length, "From"))
        keep_address (self, KITH_HEADER_FROM, value);
      break;
    case 't':
      if (name_is (name, length, "To"))
        keep_address (self, KITH_HEADER_TO, value);
      break;
    case 'c':
      if (name_is (name, length, "Cc"))
        keep_address (self, KITH_HEADER_CC, value);
      break;
    case 'b':
      if (name_is (name, length, "Bcc"))
        keep_address (self, KITH_HEADER_BCC, value);
      break;
    case 's':
      if (name_is (name, length, "Sender"))
        keep_address (self, KITH_HEADER_SENDER, value);
      break;
    case 'r':
      if (name_is (name, length, "Reply-To"))
        keep_address (self, KITH_HEADER_REPLY_TO, value);
      else if (name_is (name, length, "References"))
        keep_first (&self->references, value);
      break;
    case 'd':
      if (name_is (name, length, "Date"))
        keep_first (&self->date, value);
      break;
    case 'm':
      if (name_is (name, length, "Message-ID"))
        keep_first (&self->message_id, value);
      else if (name_is (name, length, "Mailing-List"))
        self->list = TRUE;
      break;
    case 'i':
      if (name_is (name, length, "In-Reply-To"))
        keep_first (&self->in_reply_to, value);
      break;
    case 'l':
      look_at_list (self, name, length, value);
      break;
    case 'a':
    case 'p':
    case 'x':
      look_at_robot (self, name, length, value);
      break;
    default:
      break;
    }
}

/*
 * kith_headers_scan:
 * @block: the beginning of a message, at least up to its first empty line, or as much as there is
 *
 * Splits a header block. Nothing is copied, decoded or unfolded here; that is done for the few fields that are wanted.
 */
void
kith_headers_scan (KithHeaders *self,
                   const char  *block,
                   gsize        length)
{
  const char *end = block + length;
  const char *line = block;

  memset (self, 0, sizeof *self);
  while (line < end)
    {
      const char *stop = line;
      const char *next, *colon, *name_end;
      KithSlice value;

      if (*line == '\n' || (*line == '\r' && line + 1 < end && line[1] == '\n'))
        {
          self->complete = TRUE;
          return;
        }
      do
        {
          stop = memchr (stop, '\n', end - stop);
          next = stop != NULL ? stop + 1 : end;
          stop = next;
        }
      while (next < end && (*next == ' ' || *next == '\t'));
      colon = memchr (line, ':', next - line);
      if (colon != NULL && colon > line)
        {
          name_end = colon;
          while (name_end > line && (name_end[-1] == ' ' || name_end[-1] == '\t'))
            name_end--;
          value.text = colon + 1;
          value.length = next - value.text;
          self->fields++;
          if (name_end > line)
            look_at_field (self, line, name_end - line, value);
        }
      line = next;
    }
}

/*
 * kith_message_id_next:
 * @rest: (inout): what is left of a Message-ID, In-Reply-To or References field
 * @id: (out): the next identifier, without its brackets
 *
 * RFC 5322 section 3.6.4. Old programs write words into In-Reply-To: only what stands in brackets counts there, unless nothing does.
 */
gboolean
kith_message_id_next (KithSlice *rest,
                      KithSlice *id)
{
  const char *end = rest->text + rest->length;
  const char *open, *close;

  if (rest->text == NULL || rest->length == 0)
    return FALSE;
  open = memchr (rest->text, '<', rest->length);
  if (open == NULL)
    return FALSE;
  close = memchr (open, '>', end - open);
  if (close == NULL)
    return FALSE;
  id->text = open + 1;
  id->length = close - open - 1;
  rest->text = close + 1;
  rest->length = end - rest->text;
  return TRUE;
}
