/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-flowed.h"

#include <string.h>

typedef struct
{
  const char *text;
  gsize length;
  guint depth;
  gboolean soft;
} Line;

/* RFC 3676, section 4.2: quote marks, one space of stuffing, and a trailing space where the paragraph goes on; "-- " is never soft. */
static Line
read_line (const char   *p,
           const char  **next)
{
  gsize length = strcspn (p, "\n");
  Line line = { .text = p, .length = length };

  *next = p[length] == '\n' ? p + length + 1 : p + length;
  if (line.length > 0 && line.text[line.length - 1] == '\r')
    line.length--;
  while (line.length > 0 && *line.text == '>')
    {
      line.depth++;
      line.text++;
      line.length--;
    }
  if (line.length > 0 && *line.text == ' ')
    {
      line.text++;
      line.length--;
    }
  line.soft = line.length > 0 && line.text[line.length - 1] == ' ' && !(line.length == 3 && memcmp (line.text, "-- ", 3) == 0);
  return line;
}

/*
 * kith_flowed_unwrap:
 * @text: text of a part with `format=flowed` (RFC 3676)
 * @delete_space: whether the part says `delsp=yes`
 *
 * Returns: (transfer full): the text with each paragraph on one line; quoted lines begin with ">"
 */
char *
kith_flowed_unwrap (const char *text,
                    gboolean    delete_space)
{
  g_autoptr (GString) out = g_string_sized_new (strlen (text));
  gboolean open = FALSE;
  guint depth = 0;

  while (*text != '\0')
    {
      Line line = read_line (text, &text);

      if (open && (line.depth != depth || (line.length == 3 && memcmp (line.text, "-- ", 3) == 0)))
        {
          g_string_append_c (out, '\n');
          open = FALSE;
        }
      if (!open)
        for (guint i = 0; i < line.depth; i++)
          g_string_append (out, i + 1 < line.depth ? ">" : "> ");
      depth = line.depth;
      g_string_append_len (out, line.text, line.soft && delete_space ? line.length - 1 : line.length);
      if (!line.soft)
        g_string_append_c (out, '\n');
      open = line.soft;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}
