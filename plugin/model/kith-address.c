/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-address.h>

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-text.h"
#include "kith-word-list.h"

/* Comments and white space come on top of the mailbox; more than this is no address. */
#define MAX_RAW_BYTES (4 * KITH_ADDRESS_MAX_BYTES)
#define MAX_DOMAIN_BYTES 253
#define MAX_LABEL_BYTES 63
#define MAX_NAME_CHARS 200

struct _KithAddress
{
  GObject parent_instance;

  char *mailbox;
  char *key;
  char *display_name;
  char *local_part;
  char *domain;
};

G_DEFINE_FINAL_TYPE (KithAddress, kith_address, G_TYPE_OBJECT)

static void
kith_address_finalize (GObject *object)
{
  KithAddress *self = KITH_ADDRESS (object);

  g_free (self->mailbox);
  g_free (self->key);
  g_free (self->display_name);
  g_free (self->local_part);
  g_free (self->domain);
  G_OBJECT_CLASS (kith_address_parent_class)->finalize (object);
}

static void
kith_address_class_init (KithAddressClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_address_finalize;
}

static void
kith_address_init (KithAddress *self)
{
}

static const char *
skip_quoted (const char *p)
{
  for (p++; *p != '\0' && *p != '"'; p++)
    if (*p == '\\' && p[1] != '\0')
      p++;
  return *p == '"' ? p + 1 : NULL;
}

static const char *
skip_comment (const char *p)
{
  guint depth = 0;

  for (; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == '(')
        depth++;
      else if (*p == ')' && --depth == 0)
        return p + 1;
    }
  return NULL;
}

static gboolean
is_glue (char c)
{
  return c == '@' || c == '.';
}

/* Comments and folding white space may stand around the dots and the "@" (RFC 5322, section 3.4.1 with the obsolete forms of 4.4). */
static char *
strip_comments (const char *text)
{
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean gap = FALSE;

  while (*text != '\0')
    {
      const char *end = text + 1;

      if (*text == '(' || g_ascii_isspace (*text))
        {
          end = *text == '(' ? skip_comment (text) : end;
          gap = out->len > 0;
        }
      else
        {
          if (gap && !is_glue (*text) && !is_glue (out->str[out->len - 1]))
            return NULL;
          gap = FALSE;
          end = *text == '"' ? skip_quoted (text) : end;
          if (end != NULL)
            g_string_append_len (out, text, end - text);
        }
      if (end == NULL)
        return NULL;
      text = end;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static char *
strip_brackets (const char *text)
{
  char *inner = g_strstrip (g_strdup (text));
  gsize length = strlen (inner);

  if (length >= 2 && inner[0] == '<' && inner[length - 1] == '>')
    {
      memmove (inner, inner + 1, length - 2);
      inner[length - 2] = '\0';
    }
  return inner;
}

static gboolean
has_hidden_character (const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar character = g_utf8_get_char (p);

      if (kith_text_is_hidden (character) || (character >= 0x80 && g_unichar_isspace (character)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_atom_text (char c)
{
  return (guchar) c > ' ' && strchr ("\"(),:;<>@[\\]", c) == NULL;
}

static gboolean
is_plain_local_part (const char *text)
{
  if (*text == '\0')
    return FALSE;
  for (; *text != '\0'; text++)
    if (!is_atom_text (*text))
      return FALSE;
  return TRUE;
}

/* "jane"@... and jane@... are one mailbox (RFC 5321, section 4.1.2): quotes stay only where they are needed. */
static char *
normalise_local_part (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);
  g_autoptr (GString) quoted = g_string_new ("\"");
  gsize length = strlen (text);

  if (*text != '"')
    return is_plain_local_part (text) ? g_utf8_normalize (text, -1, G_NORMALIZE_NFC) : NULL;
  if (skip_quoted (text) != text + length || length < 3)
    return NULL;
  for (gsize i = 1; i < length - 1; i++)
    {
      if (text[i] == '\\')
        i++;
      g_string_append_c (plain, text[i]);
      if (text[i] == '"' || text[i] == '\\')
        g_string_append_c (quoted, '\\');
      g_string_append_c (quoted, text[i]);
    }
  g_string_append_c (quoted, '"');
  return g_utf8_normalize (is_plain_local_part (plain->str) ? plain->str : quoted->str, -1, G_NORMALIZE_NFC);
}

static gboolean
is_good_label (const char *label)
{
  gsize length = strlen (label);

  if (length == 0 || length > MAX_LABEL_BYTES || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (; *label != '\0'; label++)
    if (!g_ascii_isalnum (*label) && *label != '-' && *label != '_')
      return FALSE;
  return TRUE;
}

static char *
normalise_domain (const char *text)
{
  g_autofree char *trimmed = g_strdup (text);
  g_autofree char *ascii = NULL;
  g_auto (GStrv) labels = NULL;
  const char *last = NULL;

  if (g_str_has_suffix (trimmed, "."))
    trimmed[strlen (trimmed) - 1] = '\0';
  ascii = g_hostname_to_ascii (trimmed);
  if (ascii == NULL || strlen (ascii) > MAX_DOMAIN_BYTES)
    return NULL;
  labels = g_strsplit (ascii, ".", -1);
  for (guint i = 0; labels[i] != NULL; i++)
    {
      if (!is_good_label (labels[i]))
        return NULL;
      last = labels[i];
    }
  /* No top-level domain is a number: this is an IP address. */
  if (last == NULL || strspn (last, "0123456789") == strlen (last))
    return NULL;
  return g_ascii_strdown (ascii, -1);
}

static gboolean
split (const char  *mailbox,
       char       **local_part,
       char       **domain)
{
  const char *start = *mailbox == '"' ? skip_quoted (mailbox) : mailbox;
  const char *at = start != NULL ? strchr (start, '@') : NULL;
  g_autofree char *local = NULL;

  if (at == NULL || at == mailbox)
    return FALSE;
  local = g_strndup (mailbox, at - mailbox);
  *local_part = normalise_local_part (local);
  *domain = normalise_domain (at + 1);
  return *local_part != NULL && *domain != NULL;
}

static char *
make_key (const char *local_part,
          const char *domain)
{
  g_autofree char *folded = NULL;
  g_autofree char *normal = NULL;

  if (g_str_is_ascii (local_part))
    folded = g_ascii_strdown (local_part, -1);
  else
    folded = g_utf8_casefold (local_part, -1);
  normal = g_utf8_normalize (folded, -1, G_NORMALIZE_NFC);
  return g_strconcat (normal, "@", domain, NULL);
}

static char *
clean_display_name (const char *display_name)
{
  g_autofree char *clean = kith_text_clean (display_name, -1, MAX_NAME_CHARS);
  g_autofree char *bare = NULL;
  gsize length;

  if (clean == NULL)
    return NULL;
  length = strlen (clean);
  if (length >= 2 && (clean[0] == '"' || clean[0] == '\'') && clean[length - 1] == clean[0])
    {
      bare = kith_text_clean (clean + 1, length - 2, MAX_NAME_CHARS);
      if (bare == NULL)
        return NULL;
    }
  else
    bare = g_steal_pointer (&clean);
  /* What is still an encoded word (RFC 2047) was meant to be seen by nobody. */
  if (kith_text_holds_address (bare) || (strstr (bare, "=?") != NULL && strstr (bare, "?=") != NULL))
    return NULL;
  return g_steal_pointer (&bare);
}

static KithAddress *
refuse (GError **error)
{
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("This is not a mail address."));
  return NULL;
}

/**
 * kith_address_new:
 * @mailbox: (nullable): what stands in a header or was typed: the address alone (RFC 5322 addr-spec), angle brackets and comments allowed
 * @display_name: (nullable): the name beside it, decoded; in any or no encoding
 * @error: return location for a [error@Error]
 *
 * Makes an address in normal form. The local part keeps its case, an international domain becomes A-labels (RFC 5891). A display name that
 * shows an address is not taken over: it says nothing of the person, and may lie. Thread safe, as all methods are: an address never changes.
 *
 * Returns: (transfer full) (nullable): the address, or %NULL with %KITH_ERROR_INVALID where @mailbox is none
 */
KithAddress *
kith_address_new (const char  *mailbox,
                  const char  *display_name,
                  GError     **error)
{
  g_autofree char *inner = NULL;
  g_autofree char *stripped = NULL;
  g_autoptr (KithAddress) self = NULL;

  if (mailbox == NULL || strnlen (mailbox, MAX_RAW_BYTES) == MAX_RAW_BYTES || !g_utf8_validate (mailbox, -1, NULL))
    return refuse (error);
  inner = strip_brackets (mailbox);
  stripped = strip_comments (inner);
  if (stripped == NULL || strlen (stripped) > KITH_ADDRESS_MAX_BYTES || has_hidden_character (stripped))
    return refuse (error);
  self = g_object_new (KITH_TYPE_ADDRESS, NULL);
  if (!split (stripped, &self->local_part, &self->domain))
    return refuse (error);
  self->mailbox = g_strconcat (self->local_part, "@", self->domain, NULL);
  self->key = make_key (self->local_part, self->domain);
  if (strlen (self->mailbox) > KITH_ADDRESS_MAX_BYTES)
    return refuse (error);
  self->display_name = clean_display_name (display_name);
  return g_steal_pointer (&self);
}

/**
 * kith_address_get_mailbox:
 *
 * Returns: (transfer none): the address as mail is sent to it, `local-part@domain`
 */
const char *
kith_address_get_mailbox (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), NULL);
  return self->mailbox;
}

/**
 * kith_address_get_key:
 *
 * Returns: (transfer none): the mailbox in lower case; what addresses are compared, stored and hashed by
 */
const char *
kith_address_get_key (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), NULL);
  return self->key;
}

/**
 * kith_address_get_display_name:
 *
 * Returns: (transfer none) (nullable): the name that came with the address, one clean line
 */
const char *
kith_address_get_display_name (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), NULL);
  return self->display_name;
}

/**
 * kith_address_get_local_part:
 *
 * Returns: (transfer none): what stands before the "@", its case kept, quoted only where it has to be
 */
const char *
kith_address_get_local_part (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), NULL);
  return self->local_part;
}

/**
 * kith_address_get_domain:
 *
 * Returns: (transfer none): the domain in lower case, as A-labels
 */
const char *
kith_address_get_domain (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), NULL);
  return self->domain;
}

/**
 * kith_address_is_freemail:
 *
 * Returns: whether anybody can get an address at this domain, so that it says nothing of where the person works
 */
gboolean
kith_address_is_freemail (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), FALSE);
  return kith_word_list_is_freemail (self->domain);
}

/**
 * kith_address_is_role:
 *
 * Returns: whether the mailbox is a function or a machine (info@, noreply@), not a person
 */
gboolean
kith_address_is_role (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), FALSE);
  return kith_word_list_is_no_reply (self->local_part) || kith_word_list_is_role (self->local_part);
}

/**
 * kith_address_equal:
 * @other: (nullable): another address
 *
 * Returns: whether both are the same mailbox, whatever the display names
 */
gboolean
kith_address_equal (KithAddress *self,
                    KithAddress *other)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), FALSE);
  return self == other || (other != NULL && strcmp (self->key, other->key) == 0);
}

/**
 * kith_address_hash:
 *
 * Returns: a hash that goes with kith_address_equal(); both fit a #GHashTable
 */
guint
kith_address_hash (KithAddress *self)
{
  g_return_val_if_fail (KITH_IS_ADDRESS (self), 0);
  return g_str_hash (self->key);
}
