/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-picture.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

/* Small, so that a picture that is refused by its size has cost no more than its first kilobytes. */
#define CHUNK_BYTES 4096

typedef struct
{
  GBytes *bytes;
  int side;
} KithPictureJob;

static void
kith_picture_job_free (KithPictureJob *job)
{
  g_bytes_unref (job->bytes);
  g_free (job);
}

/* Only the formats that portraits come in: the loaders for drawings, cursors and the like never see bytes from outside. */
static const char *
kith_picture_guess_type (const guint8 *data,
                         gsize         length)
{
  if (length >= 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "png";
  if (length >= 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "jpeg";
  if (length >= 6 && (memcmp (data, "GIF87a", 6) == 0 || memcmp (data, "GIF89a", 6) == 0))
    return "gif";
  if (length >= 12 && memcmp (data, "RIFF", 4) == 0 && memcmp (data + 8, "WEBP", 4) == 0)
    return "webp";

  return NULL;
}

static void
kith_picture_size_prepared (GdkPixbufLoader *loader,
                            int              width,
                            int              height,
                            gpointer         user_data)
{
  const KithPictureJob *job = user_data;
  double scale;

  /* A size of nothing makes the loader give up before it has the memory for the pixels. */
  if (width < 1 || height < 1 || width > KITH_PICTURE_MAX_SIDE || height > KITH_PICTURE_MAX_SIDE)
    {
      gdk_pixbuf_loader_set_size (loader, 0, 0);
      return;
    }

  scale = MAX ((double) job->side / width, (double) job->side / height);
  if (scale < 1.0)
    gdk_pixbuf_loader_set_size (loader, MAX (1, (int) (width * scale + 0.5)), MAX (1, (int) (height * scale + 0.5)));
}

static gboolean
kith_picture_feed (GdkPixbufLoader  *loader,
                   GBytes           *bytes,
                   GCancellable     *cancellable,
                   GError          **error)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  for (gsize done = 0; done < length; done += CHUNK_BYTES)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (!gdk_pixbuf_loader_write (loader, data + done, MIN (CHUNK_BYTES, length - done), error))
        return FALSE;
    }

  return TRUE;
}

static GdkPixbuf *
kith_picture_decode (KithPictureJob  *job,
                     GCancellable    *cancellable,
                     GError         **error)
{
  g_autoptr (GdkPixbufLoader) loader = NULL;
  gsize length;
  const guint8 *data = g_bytes_get_data (job->bytes, &length);
  const char *type = kith_picture_guess_type (data, length);
  GdkPixbuf *pixbuf;

  if (type == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The picture is in no format that can be shown."));
      return NULL;
    }

  loader = gdk_pixbuf_loader_new_with_type (type, error);
  if (loader == NULL)
    return NULL;

  g_signal_connect (loader, "size-prepared", G_CALLBACK (kith_picture_size_prepared), job);

  /* A loader wants to be closed whatever became of it. */
  if (!kith_picture_feed (loader, job->bytes, cancellable, error))
    {
      gdk_pixbuf_loader_close (loader, NULL);
      return NULL;
    }
  if (!gdk_pixbuf_loader_close (loader, error))
    return NULL;

  pixbuf = gdk_pixbuf_loader_get_pixbuf (loader);
  if (pixbuf == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The picture is broken."));
      return NULL;
    }

  return gdk_pixbuf_apply_embedded_orientation (pixbuf);
}

static void
kith_picture_decode_thread (GTask        *task,
                            gpointer      source,
                            gpointer      task_data,
                            GCancellable *cancellable)
{
  GError *error = NULL;
  GdkPixbuf *pixbuf = kith_picture_decode (task_data, cancellable, &error);

  if (pixbuf != NULL)
    g_task_return_pointer (task, pixbuf, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * kith_picture_decode_async:
 * @bytes: a picture file, from anywhere
 * @side: in device pixels: the shorter side is scaled down to this while it is decoded
 * @cancellable: (nullable): ends the decoding
 * @callback: called in the caller's main context
 * @user_data: for @callback
 *
 * Decodes a PNG, JPEG, GIF or WebP picture in a thread of its own.
 */
void
kith_picture_decode_async (GBytes              *bytes,
                           int                  side,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  KithPictureJob *job = g_new0 (KithPictureJob, 1);

  job->bytes = g_bytes_ref (bytes);
  job->side = side;

  g_task_set_source_tag (task, kith_picture_decode_async);
  g_task_set_name (task, "[kith] decode picture");
  g_task_set_priority (task, G_PRIORITY_LOW);
  g_task_set_task_data (task, job, (GDestroyNotify) kith_picture_job_free);
  g_task_run_in_thread (task, kith_picture_decode_thread);
}

/**
 * kith_picture_decode_finish:
 * @result: from the callback
 * @error: set where the bytes are no picture, too large a one, or a broken one
 *
 * Returns: (transfer full) (nullable): the picture, no larger than is needed
 */
GdkPixbuf *
kith_picture_decode_finish (GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
