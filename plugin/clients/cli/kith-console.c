/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-console.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define MIN_COLUMNS 40
#define MAX_COLUMNS 100
#define MAX_SECRET_BYTES 8192

/* Always UTF-8: g_print() would turn the text into question marks in the C locale. */
void
kith_console_put (const char *utf8)
{
  fwrite (utf8, 1, strlen (utf8), stdout);
}

/*
 * kith_console_clean:
 * @text: from anywhere
 *
 * Makes text safe for a terminal: what drives it (control characters) or turns it round (bidirectional controls) is left out, and it stays on its line.
 *
 * Returns: (transfer full): valid UTF-8
 */
char *
kith_console_clean (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *out = g_string_sized_new (strlen (valid));

  for (const char *p = valid; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      GUnicodeType type = g_unichar_type (c);

      if (c == '\n' || c == '\t' || type == G_UNICODE_LINE_SEPARATOR || type == G_UNICODE_PARAGRAPH_SEPARATOR)
        g_string_append_c (out, ' ');
      else if (type == G_UNICODE_CONTROL)
        continue;
      else if (type == G_UNICODE_FORMAT && c != 0x200C && c != 0x200D)
        continue;
      else
        g_string_append_unichar (out, c);
    }
  return g_string_free (out, FALSE);
}

void
kith_console_error (const char *format,
                    ...)
{
  g_autofree char *raw = NULL;
  g_autofree char *text = NULL;
  va_list arguments;

  va_start (arguments, format);
  raw = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  text = kith_console_clean (raw);
  fflush (stdout);
  fprintf (stderr, "kith: %s\n", text);
}

/* How many cells of a terminal a text takes. */
guint
kith_console_measure (const char *text)
{
  guint cells = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (!g_unichar_iszerowidth (c))
        cells += g_unichar_iswide (c) ? 2 : 1;
    }
  return cells;
}

static gboolean
has_colours (void)
{
  const char *no_color = g_getenv ("NO_COLOR");

  return isatty (STDOUT_FILENO) && (no_color == NULL || *no_color == '\0') && g_strcmp0 (g_getenv ("TERM"), "dumb") != 0;
}

/* Text that goes to a file or another program is not wrapped. */
static guint
get_columns (void)
{
  struct winsize size = { 0 };

  if (!isatty (STDOUT_FILENO))
    return G_MAXUINT;
  if (ioctl (STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;
  return CLAMP (size.ws_col, MIN_COLUMNS, MAX_COLUMNS);
}

static const char *
get_escape (KithStyle style)
{
  if (!has_colours ())
    return "";
  switch (style)
    {
    case KITH_STYLE_STRONG:
      return "\033[1m";
    case KITH_STYLE_FAINT:
      return "\033[2m";
    case KITH_STYLE_PLAIN:
    default:
      return "";
    }
}

static void
put_spaces (guint n)
{
  for (guint i = 0; i < n; i++)
    putchar (' ');
}

/* Writes words, and breaks the line before the first that would pass the right edge; returns the column reached. */
static guint
put_words (KithStyle   style,
           guint       indent,
           guint       column,
           const char *text)
{
  g_auto(GStrv) words = g_strsplit (text, " ", -1);
  const char *escape = get_escape (style);
  guint columns = get_columns ();
  gboolean begun = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      guint cells = kith_console_measure (words[i]);

      if (cells == 0)
        continue;
      if (column > indent && cells + 1 > columns - MIN (column, columns))
        {
          putchar ('\n');
          put_spaces (indent);
          column = indent;
        }
      else if (column > indent)
        {
          putchar (' ');
          column++;
        }
      if (!begun)
        kith_console_put (escape);
      begun = TRUE;
      kith_console_put (words[i]);
      column += cells;
    }
  if (begun && *escape != '\0')
    kith_console_put ("\033[0m");
  return column;
}

/* One paragraph of foreign or own text. */
void
kith_console_line (KithStyle   style,
                   guint       indent,
                   const char *text)
{
  g_autofree char *clean = kith_console_clean (text);

  put_spaces (indent);
  put_words (style, indent, indent, clean);
  putchar ('\n');
}

/* A label, a text wrapped beside it, and a faint note behind it. */
void
kith_console_row (guint       indent,
                  guint       label_width,
                  const char *label,
                  const char *text,
                  const char *note)
{
  g_autofree char *clean_label = kith_console_clean (label);
  g_autofree char *clean = kith_console_clean (text);
  guint used = kith_console_measure (clean_label);
  guint edge = indent + label_width + 2;
  guint column;

  put_spaces (indent);
  put_words (KITH_STYLE_FAINT, indent, indent, clean_label);
  put_spaces (used < label_width + 2 ? label_width + 2 - used : 2);
  column = put_words (KITH_STYLE_PLAIN, edge, edge, clean);
  if (note != NULL && *note != '\0')
    {
      g_autofree char *clean_note = kith_console_clean (note);
      g_autofree char *wrapped = g_strdup_printf ("(%s)", clean_note);

      put_words (KITH_STYLE_FAINT, edge, column, wrapped);
    }
  putchar ('\n');
}

/* The date in the owner's time zone and language. */
char *
kith_console_format_time (gint64 unix_seconds)
{
  g_autoptr(GDateTime) utc = g_date_time_new_from_unix_utc (unix_seconds);
  g_autoptr(GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  return local != NULL ? g_date_time_format (local, "%Y-%m-%d %H:%M") : g_strdup ("");
}

/*
 * kith_console_read_secret:
 * @error: set where there is none to read
 *
 * Reads one line of standard input; a terminal asks for it and does not show it.
 *
 * Returns: (transfer full): without the line's end; never empty
 */
char *
kith_console_read_secret (GError **error)
{
  char line[MAX_SECRET_BYTES] = "";
  char *secret = NULL;
  gboolean terminal = isatty (STDIN_FILENO);
  struct termios before;
  gboolean hidden = FALSE;
  char *end;

  /* No copy of it stays in a buffer. */
  setvbuf (stdin, NULL, _IONBF, 0);
  if (terminal)
    {
      fprintf (stderr, "%s ", _("Token:"));
      hidden = tcgetattr (STDIN_FILENO, &before) == 0;
      if (hidden)
        {
          struct termios quiet = before;

          quiet.c_lflag &= ~(tcflag_t) ECHO;
          tcsetattr (STDIN_FILENO, TCSAFLUSH, &quiet);
        }
    }
  end = fgets (line, sizeof line, stdin);
  if (hidden)
    {
      tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
      fputc ('\n', stderr);
    }
  if (end != NULL)
    g_strstrip (line);
  if (end == NULL || *line == '\0')
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("no token came on standard input; write it there as one line"));
  else if (strlen (line) >= MAX_SECRET_BYTES - 2)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("the token is too long; give the one line that the service shows"));
  else
    secret = g_strdup (line);
  explicit_bzero (line, sizeof line);
  return secret;
}
