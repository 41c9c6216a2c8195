/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-traces.h"

#include <jansson.h>
#include <string.h>

struct _KithTraces
{
  GPtrArray *needles; /* (element-type utf8) owned, ASCII small letters */
};

static void
add_needle (KithTraces *self,
            const char *text)
{
  g_autofree char *needle = g_ascii_strdown (text, -1);

  if (!g_ptr_array_find_with_equal_func (self->needles, needle, g_str_equal, NULL))
    g_ptr_array_add (self->needles, g_steal_pointer (&needle));
}

static void
add_json (KithTraces *self,
          const char *text)
{
  json_t *string = json_string (text);
  char *escaped = json_dumps (string, JSON_ENCODE_ANY);

  if (escaped != NULL && strlen (escaped) > 2)
    {
      g_autofree char *inner = g_strndup (escaped + 1, strlen (escaped) - 2);

      add_needle (self, inner);
    }
  free (escaped);
  json_decref (string);
}

/* The hashes that services name people by: SHA-256 (Gravatar), MD5 (Libravatar and old links), and the others for good measure. */
static void
add_forms (KithTraces *self,
           const char *text)
{
  static const GChecksumType kinds[] = { G_CHECKSUM_SHA256, G_CHECKSUM_MD5, G_CHECKSUM_SHA1, G_CHECKSUM_SHA512 };
  g_autofree char *escaped = g_uri_escape_string (text, NULL, FALSE);

  add_needle (self, text);
  add_needle (self, escaped);
  add_json (self, text);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *hash = g_compute_checksum_for_string (kinds[i], text, -1);

      add_needle (self, hash);
    }
}

/*
 * kith_traces_new:
 * @address: whom to look for
 *
 * Returns: (transfer full): what tells of the address
 */
KithTraces *
kith_traces_new (KithAddress *address)
{
  KithTraces *self = g_new0 (KithTraces, 1);

  self->needles = g_ptr_array_new_with_free_func (g_free);
  add_forms (self, kith_address_get_key (address));
  add_forms (self, kith_address_get_mailbox (address));

  return self;
}

void
kith_traces_free (KithTraces *self)
{
  g_ptr_array_unref (self->needles);
  g_free (self);
}

/*
 * kith_traces_match:
 * @self: traces
 * @text: (nullable): stored text
 *
 * Another address that ends in this one matches too: in a cache it is better to lose a fact too many.
 *
 * Returns: whether the text tells of the address
 */
gboolean
kith_traces_match (KithTraces *self,
                   const char *text)
{
  g_autofree char *small = NULL;

  if (text == NULL)
    return FALSE;

  small = g_ascii_strdown (text, -1);
  for (guint i = 0; i < self->needles->len; i++)
    {
      if (strstr (small, g_ptr_array_index (self->needles, i)) != NULL)
        return TRUE;
    }

  return FALSE;
}
