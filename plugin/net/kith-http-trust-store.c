/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-http-trust-store.h"

#include <curl/curl.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_USER_BYTES (1024 * 1024)
#define MAX_SYSTEM_BYTES (8 * 1024 * 1024)

typedef struct
{
  gint64 seconds;
  gint64 nanoseconds;
  gint64 size;
  guint64 inode;
} Stamp;

struct _KithHttpTrustStore
{
  char *ca_file;
  Stamp stamps[2];
  GBytes *joined;
};

/* libcurl's own default bundle, whatever the environment says. */
const char *
kith_http_trust_store_get_system_file (void)
{
  const curl_version_info_data *info = curl_version_info (CURLVERSION_NOW);

  if (info->age >= CURLVERSION_SEVENTH && info->cainfo != NULL)
    return info->cainfo;
  return "/etc/ssl/certs/ca-certificates.crt";
}

KithHttpTrustStore *
kith_http_trust_store_new (void)
{
  return g_new0 (KithHttpTrustStore, 1);
}

void
kith_http_trust_store_free (KithHttpTrustStore *self)
{
  g_clear_pointer (&self->joined, g_bytes_unref);
  g_free (self->ca_file);
  g_free (self);
}

static Stamp
get_stamp (const char *path)
{
  Stamp stamp = { 0 };
  struct stat info;

  if (stat (path, &info) == 0)
    {
      stamp.seconds = info.st_mtim.tv_sec;
      stamp.nanoseconds = info.st_mtim.tv_nsec;
      stamp.size = info.st_size;
      stamp.inode = info.st_ino;
    }
  return stamp;
}

static gboolean
read_all (int         fd,
          GByteArray *bytes,
          gsize       max_bytes)
{
  guint8 buffer[16384];

  while (TRUE)
    {
      ssize_t n = read (fd, buffer, sizeof buffer);

      if (n == 0)
        return TRUE;
      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0 || bytes->len + (gsize) n > max_bytes)
        return FALSE;
      g_byte_array_append (bytes, buffer, (guint) n);
    }
}

/* An ordinary file only: a FIFO or a device would hold the thread. */
static GByteArray *
read_certificates (const char *path,
                   gsize       max_bytes)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  struct stat info;
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  gboolean good;

  if (fd < 0)
    return NULL;
  good = fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && read_all (fd, bytes, max_bytes);
  close (fd);
  if (!good || memmem (bytes->data, bytes->len, "-----BEGIN ", 11) == NULL)
    return NULL;
  g_byte_array_append (bytes, (const guint8 *) "\n", 1);
  return g_steal_pointer (&bytes);
}

/* (transfer full) (nullable): PEM certificates. Reads the two files again only when one of them changed. */
GBytes *
kith_http_trust_store_join (KithHttpTrustStore  *self,
                            const char          *ca_file,
                            GError             **error)
{
  const char *system_file = kith_http_trust_store_get_system_file ();
  Stamp stamps[2] = { get_stamp (system_file), get_stamp (ca_file) };
  g_autoptr (GByteArray) system_bytes = NULL;
  g_autoptr (GByteArray) bytes = NULL;

  if (self->joined != NULL && strcmp (self->ca_file, ca_file) == 0 && memcmp (stamps, self->stamps, sizeof stamps) == 0)
    return g_bytes_ref (self->joined);

  bytes = read_certificates (ca_file, MAX_USER_BYTES);
  if (bytes == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID,
                           _("The file of the certificate authority set for this service cannot be read"));
      return NULL;
    }
  system_bytes = read_certificates (system_file, MAX_SYSTEM_BYTES);
  if (system_bytes != NULL)
    g_byte_array_append (bytes, system_bytes->data, system_bytes->len);

  g_clear_pointer (&self->joined, g_bytes_unref);
  g_free (self->ca_file);
  self->ca_file = g_strdup (ca_file);
  memcpy (self->stamps, stamps, sizeof stamps);
  self->joined = g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
  return g_bytes_ref (self->joined);
}
