/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-csv-reader.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#define BUFFER_BYTES 65536

struct _KithCsvReader
{
  GObject parent_instance;

  GInputStream *stream;
  guchar *buffer;
  gsize length;
  gsize position;
  char delimiter;  /* 0 until the first row that shows it */
  gboolean started;
  gboolean is_utf8; /* it has shown */
};

G_DEFINE_FINAL_TYPE (KithCsvReader, kith_csv_reader, G_TYPE_OBJECT)

static void
kith_csv_reader_finalize (GObject *object)
{
  KithCsvReader *self = KITH_CSV_READER (object);

  g_clear_object (&self->stream);
  g_free (self->buffer);
  G_OBJECT_CLASS (kith_csv_reader_parent_class)->finalize (object);
}

static void
kith_csv_reader_class_init (KithCsvReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_csv_reader_finalize;
}

static void
kith_csv_reader_init (KithCsvReader *self)
{
  self->buffer = g_malloc (BUFFER_BYTES);
}

/**
 * kith_csv_reader_new:
 * @stream: the bytes: UTF-8, or as spreadsheets write: UTF-16 with its mark, or Windows-1252
 *
 * Returns: (transfer full): a reader
 */
KithCsvReader *
kith_csv_reader_new (GInputStream *stream)
{
  KithCsvReader *self = g_object_new (KITH_TYPE_CSV_READER, NULL);

  self->stream = g_object_ref (stream);
  return self;
}

/* What spreadsheets call Unicode text is UTF-16, which shows by its mark. */
static gboolean
choose_charset (KithCsvReader  *self,
                GCancellable   *cancellable,
                GError        **error)
{
  g_autoptr (GInputStream) buffered = g_buffered_input_stream_new (self->stream);
  const guchar *start;
  gsize length;
  gssize n;

  do
    {
      n = g_buffered_input_stream_fill (G_BUFFERED_INPUT_STREAM (buffered), -1, cancellable, error);
      start = g_buffered_input_stream_peek_buffer (G_BUFFERED_INPUT_STREAM (buffered), &length);
    }
  while (n > 0 && length < 2);
  if (n < 0)
    return FALSE;
  if (length >= 2 && (memcmp (start, "\xFF\xFE", 2) == 0 || memcmp (start, "\xFE\xFF", 2) == 0))
    {
      g_autoptr (GCharsetConverter) converter = g_charset_converter_new ("UTF-8", "UTF-16", error);
      g_autoptr (GInputStream) converted = converter != NULL ? g_converter_input_stream_new (buffered, G_CONVERTER (converter)) : NULL;

      return converted != NULL && g_set_object (&self->stream, converted);
    }
  return g_set_object (&self->stream, buffered);
}

/* Gives the next byte, or -1 at the end, or -2 with @error. */
static int
peek (KithCsvReader  *self,
      GCancellable   *cancellable,
      GError        **error)
{
  gssize n_read;

  if (self->position < self->length)
    return self->buffer[self->position];
  if (!self->started && !choose_charset (self, cancellable, error))
    return -2;
  n_read = g_input_stream_read (self->stream, self->buffer, BUFFER_BYTES, cancellable, error);
  if (n_read < 0)
    return -2;
  self->length = n_read;
  self->position = 0;
  /* The byte order mark that spreadsheets write */
  if (!self->started && n_read >= 3 && memcmp (self->buffer, "\xEF\xBB\xBF", 3) == 0)
    self->position = 3;
  self->started = TRUE;
  return self->position < self->length ? self->buffer[self->position] : -1;
}

/* The delimiter is the one of comma, semicolon and tab that stands first outside quotes; spreadsheets of many countries write semicolons. */
static gboolean
is_delimiter (KithCsvReader *self,
              int            byte)
{
  if (self->delimiter == 0 && (byte == ',' || byte == ';' || byte == '\t'))
    self->delimiter = byte;
  return self->delimiter != 0 && byte == self->delimiter;
}

/* In countries whose spreadsheets write semicolons they write Windows-1252 as well. */
static char *
dup_text (KithCsvReader *self,
          const GString *field)
{
  char *text = NULL;

  if (g_utf8_validate_len (field->str, field->len, NULL))
    self->is_utf8 = self->is_utf8 || !g_str_is_ascii (field->str);
  /* One that was cut short may end in half a character. */
  else if (!self->is_utf8 && field->len < KITH_CSV_MAX_FIELD_BYTES)
    text = g_convert (field->str, field->len, "UTF-8", "WINDOWS-1252", NULL, NULL, NULL);
  return text != NULL ? text : g_utf8_make_valid (field->str, field->len);
}

static void
end_field (KithCsvReader *self,
           GPtrArray     *fields,
           GString       *field)
{
  if (fields->len < KITH_CSV_MAX_FIELDS)
    g_ptr_array_add (fields, dup_text (self, field));
  g_string_truncate (field, 0);
}

static void
append_byte (GString *field,
             int      byte)
{
  /* A NUL ends a C string; no name holds one. */
  if (field->len < KITH_CSV_MAX_FIELD_BYTES && byte != 0)
    g_string_append_c (field, byte);
}

/* One row's state: whether the next byte stands inside quotes. */
typedef struct
{
  gboolean quoted;
  gboolean was_quote; /* a quote inside quotes: it ends them, unless another follows */
} Quotes;

/* Returns %TRUE where @byte ends the row. */
static gboolean
take_byte (KithCsvReader *self,
           int            byte,
           Quotes        *quotes,
           GPtrArray     *fields,
           GString       *field)
{
  if (quotes->was_quote)
    {
      quotes->was_quote = FALSE;
      if (byte == '"')
        {
          append_byte (field, byte);
          return FALSE;
        }
      quotes->quoted = FALSE;
    }
  if (quotes->quoted)
    {
      if (byte == '"')
        quotes->was_quote = TRUE;
      else
        append_byte (field, byte);
    }
  else if (byte == '"' && field->len == 0)
    quotes->quoted = TRUE;
  else if (is_delimiter (self, byte))
    end_field (self, fields, field);
  else if (byte == '\n')
    return TRUE;
  else if (byte != '\r')
    append_byte (field, byte);
  return FALSE;
}

/**
 * kith_csv_reader_next:
 * @self: a reader
 * @row: (out) (transfer full) (nullable): the fields, valid UTF-8; %NULL at the end of the file
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Reads one row: fields may be quoted and then hold delimiters and line ends (RFC 4180 section 2). An empty line is a row of one empty field.
 *
 * Returns: %FALSE where the file cannot be read, or is no such file
 */
gboolean
kith_csv_reader_next (KithCsvReader  *self,
                      GStrv          *row,
                      GCancellable   *cancellable,
                      GError        **error)
{
  g_autoptr (GPtrArray) fields = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GString) field = g_string_new (NULL);
  Quotes quotes = { FALSE };
  gsize n_bytes = 0;
  int byte;

  *row = NULL;
  while ((byte = peek (self, cancellable, error)) >= 0)
    {
      self->position++;
      if (++n_bytes > KITH_CSV_MAX_ROW_BYTES)
        {
          g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("A row of the table does not end."));
          return FALSE;
        }
      if (take_byte (self, byte, &quotes, fields, field))
        break;
    }
  if (byte == -2)
    return FALSE;
  if (byte == -1 && n_bytes == 0)
    return TRUE;
  end_field (self, fields, field);
  g_ptr_array_add (fields, NULL);
  *row = (GStrv) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
  return TRUE;
}

/**
 * kith_csv_reader_forget_delimiter:
 * @self: a reader
 *
 * What was read last was no row of the table, but a note before it, with commas of its own: the next row shows the delimiter anew.
 */
void
kith_csv_reader_forget_delimiter (KithCsvReader *self)
{
  self->delimiter = 0;
}
