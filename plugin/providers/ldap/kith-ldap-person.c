/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ldap-person.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_SAME_ADDRESS 5
#define MAX_PEERS 30
/* Peers are shown after those with whom there were conversations. */
#define PEER_STRENGTH 0.3

/* inetOrgPerson (RFC 2798) and, after it, what Active Directory calls the same. */
static const char *const name_attributes[] = { "displayName", "cn", NULL };
static const char *const company_attributes[] = { "o", "company", NULL };
static const char *const department_attributes[] = { "department", "ou", NULL };
static const char *const person_attributes[] = {
  "cn", "displayName", "mail", "proxyAddresses", "title", "o", "company", "ou", "department", "l", "telephoneNumber", "mobile", "manager", "secretary",
  "preferredLanguage", "labeledURI", "jpegPhoto", "thumbnailPhoto", NULL,
};
static const char *const peer_attributes[] = { "cn", "displayName", "mail", "proxyAddresses", NULL };

typedef struct
{
  const char *attribute;
  KithField field;
} Mapping;

static const Mapping mappings[] = {
  { "title", KITH_FIELD_ROLE },
  { "l", KITH_FIELD_LOCATION },
  { "telephoneNumber", KITH_FIELD_PHONE },
  { "mobile", KITH_FIELD_PHONE },
  { "mail", KITH_FIELD_EMAIL },
  { "preferredLanguage", KITH_FIELD_LANGUAGE },
};

void
kith_ldap_person_free (KithLdapPerson *self)
{
  g_clear_pointer (&self->entry, kith_ldap_entry_free);
  g_clear_pointer (&self->peers, g_ptr_array_unref);
  g_free (self->manager);
  g_free (self->assistant);
  g_free (self);
}

/* The one entry that has the address; of several nobody can tell whose it is. */
static void
choose (KithLdapPerson *self,
        GPtrArray      *entries,
        const char     *address)
{
  for (guint i = entries->len; i-- > 0;)
    {
      if (!kith_ldap_entry_has_address (entries->pdata[i], address))
        continue;
      self->n_found++;
      g_clear_pointer (&self->entry, kith_ldap_entry_free);
      self->entry = g_ptr_array_steal_index (entries, i);
    }
  if (self->n_found > 1)
    g_clear_pointer (&self->entry, kith_ldap_entry_free);
}

/*
 * The name of the entry that another one points to; %NULL without an error where there is none. An error that is about this entry alone, such as one
 * that is gone, costs the name and nothing else.
 */
static char *
find_name (KithLdapSession *session,
           const char      *dn,
           GCancellable    *cancellable)
{
  g_autoptr (GPtrArray) entries = NULL;

  if (dn == NULL || *dn == '\0')
    return NULL;
  entries = kith_ldap_session_search (session, dn, FALSE, "(objectClass=*)", name_attributes, 1, cancellable, NULL);
  return entries != NULL && entries->len > 0 ? kith_ldap_entry_dup_first (entries->pdata[0], name_attributes) : NULL;
}

static void
find_peers (KithLdapPerson  *self,
            KithLdapSession *session,
            const char      *base,
            const char      *manager,
            const char      *address,
            GCancellable    *cancellable)
{
  g_autofree char *escaped = kith_ldap_escape (manager);
  g_autofree char *filter = g_strdup_printf ("(manager=%s)", escaped);
  g_autoptr (GPtrArray) entries = kith_ldap_session_search (session, base, TRUE, filter, peer_attributes, MAX_PEERS, cancellable, NULL);

  for (guint i = entries != NULL ? entries->len : 0; i-- > 0;)
    if (kith_ldap_entry_has_address (entries->pdata[i], address)
        || strcmp (kith_ldap_entry_get_dn (entries->pdata[i]), kith_ldap_entry_get_dn (self->entry)) == 0)
      g_ptr_array_remove_index (entries, i);
  if (entries != NULL)
    g_ptr_array_extend_and_steal (self->peers, g_steal_pointer (&entries));
}

/**
 * kith_ldap_person_find:
 * @session: a session
 * @address: a mailbox
 * @cancellable: (nullable): to give up
 * @error: return location: as kith_ldap_session_open()
 *
 * Looks for the person with exactly this address, for the names of the manager and the assistant, and for those with the same manager.
 *
 * Returns: (transfer full) (nullable): what was found; of nobody, where nobody has the address
 */
KithLdapPerson *
kith_ldap_person_find (KithLdapSession  *session,
                       const char       *address,
                       GCancellable     *cancellable,
                       GError          **error)
{
  g_autoptr (KithLdapPerson) self = g_new0 (KithLdapPerson, 1);
  g_autoptr (GPtrArray) entries = NULL;
  g_autofree char *escaped = kith_ldap_escape (address);
  g_autofree char *filter = g_strdup_printf ("(|(mail=%s)(proxyAddresses=smtp:%s))", escaped, escaped);
  g_autofree char *manager = NULL;
  g_autofree char *secretary = NULL;
  const char *base = kith_ldap_session_find_base (session, cancellable, error);

  self->peers = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_ldap_entry_free);
  entries = base != NULL ? kith_ldap_session_search (session, base, TRUE, filter, person_attributes, MAX_SAME_ADDRESS, cancellable, error) : NULL;
  if (entries == NULL)
    return NULL;
  choose (self, entries, address);
  if (self->entry == NULL)
    return g_steal_pointer (&self);

  manager = kith_ldap_entry_dup_text (self->entry, "manager", 0);
  secretary = kith_ldap_entry_dup_text (self->entry, "secretary", 0);
  self->manager = find_name (session, manager, cancellable);
  self->assistant = find_name (session, secretary, cancellable);
  if (manager != NULL)
    find_peers (self, session, base, manager, address, cancellable);
  return g_steal_pointer (&self);
}

static void
add_first (KithLdapEntry     *entry,
           KithAnswerBuilder *builder,
           KithField          field,
           const char *const *attributes)
{
  g_autofree char *text = kith_ldap_entry_dup_first (entry, attributes);

  if (text != NULL)
    kith_answer_builder_add_fact (builder, field, text);
}

static void
add_values (KithLdapEntry     *entry,
            KithAnswerBuilder *builder,
            const Mapping     *mapping)
{
  guint n = kith_field_is_multi_valued (mapping->field) ? kith_ldap_entry_count (entry, mapping->attribute) : 1;

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = kith_ldap_entry_dup_text (entry, mapping->attribute, i);

      if (text != NULL && *text != '\0')
        kith_answer_builder_add_fact (builder, mapping->field, text);
    }
}

/* A labeledURI is an address and, after a space, what it is (RFC 2079). */
static void
add_links (KithLdapEntry     *entry,
           KithAnswerBuilder *builder)
{
  for (guint i = 0; i < kith_ldap_entry_count (entry, "labeledURI"); i++)
    {
      g_autofree char *text = kith_ldap_entry_dup_text (entry, "labeledURI", i);

      if (text == NULL)
        continue;
      text[strcspn (text, " ")] = '\0';
      kith_answer_builder_add_link (builder, text, NULL);
    }
}

static const char *
get_media_type (GBytes *bytes)
{
  gsize length;
  const guint8 *data = g_bytes_get_data (bytes, &length);

  if (length > 8 && memcmp (data, "\x89PNG\r\n\x1a\n", 8) == 0)
    return "image/png";
  if (length > 3 && memcmp (data, "\xff\xd8\xff", 3) == 0)
    return "image/jpeg";
  return NULL;
}

static void
add_picture (KithLdapEntry     *entry,
             KithAnswerBuilder *builder)
{
  GBytes *bytes = kith_ldap_entry_get_bytes (entry, "jpegPhoto");

  if (bytes == NULL)
    bytes = kith_ldap_entry_get_bytes (entry, "thumbnailPhoto");
  if (bytes != NULL)
    kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, get_media_type (bytes), bytes);
}

static void
add_peers (KithLdapPerson    *self,
           KithAnswerBuilder *builder)
{
  for (guint i = 0; i < self->peers->len; i++)
    {
      g_autofree char *name = kith_ldap_entry_dup_first (self->peers->pdata[i], name_attributes);
      g_autofree char *address = kith_ldap_entry_dup_text (self->peers->pdata[i], "mail", 0);

      if (name != NULL)
        kith_answer_builder_add_connection (builder, KITH_TIE_DIRECTORY, name, address, NULL, PEER_STRENGTH, _("Has the same manager · directory"));
    }
}

/**
 * kith_ldap_person_describe:
 * @self: a person that was found
 * @builder: what to add the facts and connections to
 */
void
kith_ldap_person_describe (KithLdapPerson    *self,
                           KithAnswerBuilder *builder)
{
  add_first (self->entry, builder, KITH_FIELD_NAME, name_attributes);
  add_first (self->entry, builder, KITH_FIELD_COMPANY, company_attributes);
  add_first (self->entry, builder, KITH_FIELD_DEPARTMENT, department_attributes);
  for (gsize i = 0; i < G_N_ELEMENTS (mappings); i++)
    add_values (self->entry, builder, &mappings[i]);
  if (self->manager != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_MANAGER, self->manager);
  if (self->assistant != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_ASSISTANT, self->assistant);
  add_links (self->entry, builder);
  add_picture (self->entry, builder);
  add_peers (self, builder);
}

guint64
kith_ldap_person_get_fields (void)
{
  guint64 fields = G_GUINT64_CONSTANT (1) << KITH_FIELD_NAME | G_GUINT64_CONSTANT (1) << KITH_FIELD_COMPANY
                   | G_GUINT64_CONSTANT (1) << KITH_FIELD_DEPARTMENT | G_GUINT64_CONSTANT (1) << KITH_FIELD_MANAGER
                   | G_GUINT64_CONSTANT (1) << KITH_FIELD_ASSISTANT | G_GUINT64_CONSTANT (1) << KITH_FIELD_LINK
                   | G_GUINT64_CONSTANT (1) << KITH_FIELD_PHOTO;

  for (gsize i = 0; i < G_N_ELEMENTS (mappings); i++)
    fields |= G_GUINT64_CONSTANT (1) << mappings[i].field;
  return fields;
}
