/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ldap-entry.h"

#include <string.h>

struct _KithLdapEntry
{
  char *dn;
  GHashTable *values; /* (element-type utf8 GPtrArray): attribute in small letters, its values as GBytes */
};

static void
free_values (gpointer data)
{
  g_ptr_array_unref (data);
}

KithLdapEntry *
kith_ldap_entry_new (const char *dn)
{
  KithLdapEntry *self = g_new0 (KithLdapEntry, 1);

  self->dn = g_strdup (dn);
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_values);
  return self;
}

void
kith_ldap_entry_free (KithLdapEntry *self)
{
  g_hash_table_unref (self->values);
  g_free (self->dn);
  g_free (self);
}

/* An attribute description may carry options ("displayName;lang-en", RFC 4512 section 2.5): they say how, not what. */
static char *
make_key (const char *attribute)
{
  return g_ascii_strdown (attribute, (gssize) strcspn (attribute, ";"));
}

void
kith_ldap_entry_take_value (KithLdapEntry *self,
                            const char    *attribute,
                            GBytes        *value)
{
  g_autofree char *key = make_key (attribute);
  GPtrArray *values = g_hash_table_lookup (self->values, key);

  if (values == NULL)
    {
      values = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      g_hash_table_insert (self->values, g_steal_pointer (&key), values);
    }
  g_ptr_array_add (values, value);
}

const char *
kith_ldap_entry_get_dn (KithLdapEntry *self)
{
  return self->dn;
}

static GPtrArray *
get_values (KithLdapEntry *self,
            const char    *attribute)
{
  g_autofree char *key = make_key (attribute);

  return g_hash_table_lookup (self->values, key);
}

/* Returns: (transfer none) (nullable): the first value */
GBytes *
kith_ldap_entry_get_bytes (KithLdapEntry *self,
                           const char    *attribute)
{
  GPtrArray *values = get_values (self, attribute);

  return values != NULL ? values->pdata[0] : NULL;
}

guint
kith_ldap_entry_count (KithLdapEntry *self,
                       const char    *attribute)
{
  GPtrArray *values = get_values (self, attribute);

  return values != NULL ? values->len : 0;
}

/* Returns: (transfer full) (nullable): a value as text; %NULL where there is none, or it is not text */
char *
kith_ldap_entry_dup_text (KithLdapEntry *self,
                          const char    *attribute,
                          guint          index)
{
  GPtrArray *values = get_values (self, attribute);
  const char *bytes;
  gsize length;

  if (values == NULL || index >= values->len)
    return NULL;
  bytes = g_bytes_get_data (values->pdata[index], &length);
  if (length == 0 || !g_utf8_validate_len (bytes, length, NULL))
    return NULL;
  return g_strstrip (g_strndup (bytes, length));
}

/* Returns: (transfer full) (nullable): the first value of the first attribute that has one */
char *
kith_ldap_entry_dup_first (KithLdapEntry     *self,
                           const char *const *attributes)
{
  for (gsize i = 0; attributes[i] != NULL; i++)
    {
      g_autofree char *text = kith_ldap_entry_dup_text (self, attributes[i], 0);

      if (text != NULL && *text != '\0')
        return g_steal_pointer (&text);
    }
  return NULL;
}

/* Active Directory keeps every address of a mailbox in proxyAddresses, each with its kind before it: "SMTP:ada@example.org". */
static gboolean
is_address (const char *value,
            const char *address)
{
  if (g_ascii_strncasecmp (value, "smtp:", 5) == 0)
    value += 5;
  return g_ascii_strcasecmp (value, address) == 0;
}

/* Whether it is the entry of exactly this mailbox: a server's own idea of "equal" is not asked. */
gboolean
kith_ldap_entry_has_address (KithLdapEntry *self,
                             const char    *address)
{
  static const char *const attributes[] = { "mail", "proxyAddresses" };

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    for (guint k = 0; k < kith_ldap_entry_count (self, attributes[i]); k++)
      {
        g_autofree char *value = kith_ldap_entry_dup_text (self, attributes[i], k);

        if (value != NULL && is_address (value, address))
          return TRUE;
      }
  return FALSE;
}
