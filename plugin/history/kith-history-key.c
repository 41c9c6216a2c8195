/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-table.h"
#include "kith-site.h"
#include "kith-word-list.h"

static void
append_reversed (GString    *out,
                 const char *domain,
                 gsize       length)
{
  const char *end = domain + length;

  while (end > domain)
    {
      const char *dot = end;

      while (dot > domain && dot[-1] != '.')
        dot--;
      g_string_append_len (out, dot, end - dot);
      if (dot > domain)
        g_string_append_c (out, '.');
      end = dot > domain ? dot - 1 : dot;
    }
}

/*
 * kith_history_key_from_mailbox:
 * @mailbox: a normalised mailbox, "anna@mail.firm.example"
 *
 * Returns: (transfer full): "example.firm.mail@anna"
 */
char *
kith_history_key_from_mailbox (const char *mailbox)
{
  const char *at = strrchr (mailbox, '@');
  GString *key = g_string_sized_new (strlen (mailbox) + 2);

  if (at == NULL)
    at = mailbox + strlen (mailbox);
  else
    append_reversed (key, at + 1, strlen (at + 1));
  g_string_append_c (key, '@');
  g_string_append_len (key, mailbox, at - mailbox);
  return g_string_free (key, FALSE);
}

char *
kith_history_key_from_domain (const char *domain)
{
  GString *key = g_string_new (NULL);

  append_reversed (key, domain, strlen (domain));
  return g_string_free (key, FALSE);
}

/* The first "@": a domain has none, a local part may. */
const char *
kith_history_key_get_local_part (const char *key)
{
  const char *at = strchr (key, '@');

  return at != NULL ? at + 1 : key;
}

char *
kith_history_key_to_mailbox (const char *key)
{
  const char *local = kith_history_key_get_local_part (key);
  GString *mailbox = g_string_new (local);

  if (local > key + 1)
    {
      g_string_append_c (mailbox, '@');
      append_reversed (mailbox, key, local - 1 - key);
    }
  return g_string_free (mailbox, FALSE);
}

/*
 * kith_history_key_get_registrable_length:
 *
 * How much of a key names the organisation: "uk.co.firm" of "uk.co.firm.mail@anna".
 *
 * Returns: bytes from the beginning; 0 where there is no such part
 */
gsize
kith_history_key_get_registrable_length (const char *key)
{
  g_autoptr (GString) domain = g_string_new (NULL);
  const char *registrable;

  append_reversed (domain, key, strcspn (key, "@"));
  registrable = domain->len > 0 ? kith_site_get_registrable (domain->str) : NULL;
  return registrable != NULL ? strlen (registrable) : 0;
}

guint8
kith_history_key_get_flags (const char *key)
{
  const char *local = kith_history_key_get_local_part (key);
  g_autofree char *mailbox = kith_history_key_to_mailbox (key);
  const char *at = strrchr (mailbox, '@');
  guint8 flags = 0;

  if (kith_word_list_is_no_reply (local))
    flags |= KITH_HISTORY_ADDRESS_ROBOT;
  if (at != NULL && kith_word_list_is_freemail (at + 1))
    flags |= KITH_HISTORY_ADDRESS_FREEMAIL;
  return flags;
}

/* The form in which two display names are the same: case, width and spaces do not count, nor quotes around it. */
char *
kith_history_name_fold (const char *name)
{
  g_autofree char *normal = g_utf8_normalize (name, -1, G_NORMALIZE_ALL_COMPOSE);
  g_autofree char *folded = normal != NULL ? g_utf8_casefold (normal, -1) : NULL;
  GString *out = g_string_new (NULL);

  if (folded == NULL)
    return g_string_free (out, FALSE);
  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c) || c == '"' || c == '\'' || c == 0x2018 || c == 0x2019)
        {
          if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c (out, ' ');
        }
      else
        g_string_append_unichar (out, c);
    }
  if (out->len > 0 && out->str[out->len - 1] == ' ')
    g_string_truncate (out, out->len - 1);
  return g_string_free (out, FALSE);
}

/*
 * kith_history_hash_message_id:
 * @md5: a checksum to use again
 * @id: a Message-ID, with or without its angle brackets
 *
 * The first eight bytes of the MD5 sum of the bare identifier: the same that Camel's summaries keep (CamelSummaryMessageID), so that a
 * message met in Evolution's summary, in Claws Mail's and in a Maildir is one message. Nothing depends on MD5 being hard to collide: two messages
 * count as one only where date and writer agree as well.
 *
 * Returns: the hash, never 0; 0 where there is no identifier
 */
guint64
kith_history_hash_message_id (GChecksum  *md5,
                              const char *id,
                              gsize       length)
{
  guint8 digest[16];
  gsize digest_length = sizeof digest;
  guint64 hash;

  while (length > 0 && (g_ascii_isspace (*id) || *id == '<'))
    {
      id++;
      length--;
    }
  while (length > 0 && (g_ascii_isspace (id[length - 1]) || id[length - 1] == '>'))
    length--;
  if (length == 0)
    return 0;
  g_checksum_reset (md5);
  g_checksum_update (md5, (const guchar *) id, length);
  g_checksum_get_digest (md5, digest, &digest_length);
  memcpy (&hash, digest, sizeof hash);
  return hash != 0 ? hash : 1;
}

/*
 * kith_history_hash_uid:
 * @uid: what a client calls a message in its folder
 *
 * Short decimal numbers (IMAP, MH) keep their value; of anything else 63 bits of a hash are kept, which name a message in its folder well enough.
 *
 * Returns: the number that the index keeps
 */
guint64
kith_history_hash_uid (const char *uid,
                       gssize      length)
{
  gsize n = length < 0 ? strlen (uid) : (gsize) length;
  guint64 value = 0;
  gsize i;

  if (n > 0 && n <= 18 && (uid[0] != '0' || n == 1))
    {
      for (i = 0; i < n && g_ascii_isdigit (uid[i]); i++)
        value = value * 10 + (uid[i] - '0');
      if (i == n)
        return value;
    }
  return kith_hash_bytes (uid, n, 0) | (G_GUINT64_CONSTANT (1) << 63);
}
