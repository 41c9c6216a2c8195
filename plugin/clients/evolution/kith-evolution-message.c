/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-message.h"

#include <string.h>

/* What the engine reads of a message at most; what lies behind it is cut off. */
#define MAX_BYTES (8 * 1024 * 1024)
#define MAX_DEPTH 16

/*
 * The message is written here, not by camel_data_wrapper_write_to_output_stream_sync() of the message itself: that one adds the headers that
 * it misses (From, Date, Subject, Message-ID) to the very object which Evolution shows and formats in other threads. Everything below only reads,
 * as Evolution's own formatter thread does; a leaf's bytes are guarded by a lock of CamelDataWrapper, held for one copy of at most MAX_BYTES.
 */
static gboolean write_content (CamelDataWrapper  *content,
                               GOutputStream     *stream,
                               guint              depth,
                               GCancellable      *cancellable,
                               GError           **error);

static gboolean
write_text (GOutputStream  *stream,
            const char     *text,
            GCancellable   *cancellable,
            GError        **error)
{
  return g_output_stream_write_all (stream, text, strlen (text), NULL, cancellable, error);
}

static gboolean
write_headers (CamelMedium    *medium,
               GOutputStream  *stream,
               GCancellable   *cancellable,
               GError        **error)
{
  CamelNameValueArray *headers = camel_medium_dup_headers (medium);
  const char *name;
  const char *value;
  gboolean success = TRUE;

  for (guint i = 0; success && camel_name_value_array_get (headers, i, &name, &value); i++)
    {
      g_autofree char *line = NULL;

      if (name == NULL || value == NULL)
        continue;

      /* Camel has unfolded the value; a line break that is left must not begin another header. */
      line = g_strconcat (name, ":", *value == ' ' || *value == '\t' ? "" : " ", value, NULL);
      g_strdelimit (line, "\r\n", ' ');
      success = write_text (stream, line, cancellable, error) && write_text (stream, "\n", cancellable, error);
    }
  camel_name_value_array_free (headers);

  return success && write_text (stream, "\n", cancellable, error);
}

static gboolean
write_part (CamelMimePart  *part,
            GOutputStream  *stream,
            guint           depth,
            GCancellable   *cancellable,
            GError        **error)
{
  CamelDataWrapper *content = camel_medium_get_content (CAMEL_MEDIUM (part));

  return write_headers (CAMEL_MEDIUM (part), stream, cancellable, error) &&
         (content == NULL || write_content (content, stream, depth, cancellable, error));
}

static gboolean
write_multipart (CamelMultipart  *multipart,
                 GOutputStream   *stream,
                 guint            depth,
                 GCancellable    *cancellable,
                 GError         **error)
{
  const char *boundary = camel_multipart_get_boundary (multipart);
  g_autofree char *end = NULL;
  guint n_parts;

  if (boundary == NULL)
    return TRUE;

  n_parts = camel_multipart_get_number (multipart);
  for (guint i = 0; i < n_parts; i++)
    {
      CamelMimePart *part = camel_multipart_get_part (multipart, i);
      g_autofree char *begin = g_strdup_printf ("\n--%s\n", boundary);

      if (!write_text (stream, begin, cancellable, error) ||
          (part != NULL && !write_part (part, stream, depth + 1, cancellable, error)))
        return FALSE;
    }

  end = g_strdup_printf ("\n--%s--\n", boundary);
  return write_text (stream, end, cancellable, error);
}

static gboolean
write_content (CamelDataWrapper  *content,
               GOutputStream     *stream,
               guint              depth,
               GCancellable      *cancellable,
               GError           **error)
{
  /* A message inside the message is somebody else's; nothing of an encrypted one is of use. */
  if (depth >= MAX_DEPTH || CAMEL_IS_MIME_MESSAGE (content) || CAMEL_IS_MULTIPART_ENCRYPTED (content))
    return TRUE;

  /* A signed multipart keeps its bytes as they came and parses them when it is asked for a part. */
  if (CAMEL_IS_MULTIPART (content) && !CAMEL_IS_MULTIPART_SIGNED (content))
    return write_multipart (CAMEL_MULTIPART (content), stream, depth, cancellable, error);

  return camel_data_wrapper_write_to_output_stream_sync (content, stream, cancellable, error) != -1;
}

/* Growing past the maximum fails, which the stream reports as G_IO_ERROR_NO_SPACE. */
static gpointer
realloc_capped (gpointer data,
                gsize    size)
{
  return size <= MAX_BYTES ? g_realloc (data, size) : NULL;
}

static GInputStream *
open_message (gpointer       source,
              GCancellable  *cancellable,
              GError       **error)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new (NULL, 0, realloc_capped, g_free);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) local_error = NULL;

  if (!write_part (CAMEL_MIME_PART (source), stream, 0, cancellable, &local_error) &&
      g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }

  /* A message that is too long, or broken somewhere, is still read up to there: the headers come first. */
  if (!g_output_stream_close (stream, NULL, error))
    return NULL;
  bytes = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));

  return g_memory_input_stream_new_from_bytes (bytes);
}

/*
 * kith_evolution_message_new:
 * @message: a message that Evolution has loaded; a reference is kept, nothing is copied now
 * @account: (nullable): uid of the account it belongs to
 *
 * Returns: (transfer full): the message for the engine, which writes it out in its own thread when a provider wants it
 */
KithMessage *
kith_evolution_message_new (CamelMimeMessage *message,
                            KithMessageFlags  flags,
                            const char       *account)
{
  return kith_message_new (flags, account, open_message, g_object_ref (message), g_object_unref);
}
