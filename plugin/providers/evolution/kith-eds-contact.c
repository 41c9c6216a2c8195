/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-eds-contact.h"

#include <string.h>

#define MAX_PHOTO_BYTES (1024 * 1024)

/*
 * kith_eds_contact_make_query:
 *
 * Returns: (transfer full): the query for the contacts with exactly this address, as an S-expression. A name of a domain in other than ASCII letters
 *   may be in the book either way.
 */
char *
kith_eds_contact_make_query (KithAddress *address)
{
  g_autofree char *domain = g_hostname_to_unicode (kith_address_get_domain (address));
  g_autofree char *readable = g_strdup_printf ("%s@%s", kith_address_get_local_part (address), domain != NULL ? domain : "");
  EBookQuery *queries[2];
  EBookQuery *any;
  char *text;

  queries[0] = e_book_query_field_test (E_CONTACT_EMAIL, E_BOOK_QUERY_IS, kith_address_get_key (address));
  if (domain == NULL || g_ascii_strcasecmp (readable, kith_address_get_key (address)) == 0)
    any = queries[0];
  else
    {
      queries[1] = e_book_query_field_test (E_CONTACT_EMAIL, E_BOOK_QUERY_IS, readable);
      any = e_book_query_or (2, queries, TRUE);
    }
  text = e_book_query_to_string (any);
  e_book_query_unref (any);
  return text;
}

static GList *
get_emails (EContact *contact)
{
  return e_contact_get (contact, E_CONTACT_EMAIL);
}

static void
free_strings (GList *strings)
{
  g_list_free_full (strings, g_free);
}

static gboolean
is_address (const char  *text,
            KithAddress *address)
{
  g_autoptr (KithAddress) other = kith_address_new (text, NULL, NULL);

  return other != NULL && g_ascii_strcasecmp (kith_address_get_key (other), kith_address_get_key (address)) == 0;
}

/*
 * kith_eds_contact_matches:
 *
 * A server's idea of "is" may be a wide one, and lists hold the addresses of others.
 *
 * Returns: whether the contact is a person with this address
 */
gboolean
kith_eds_contact_matches (EContact    *contact,
                          KithAddress *address)
{
  GList *emails;
  gboolean found = FALSE;

  if (GPOINTER_TO_INT (e_contact_get (contact, E_CONTACT_IS_LIST)))
    return FALSE;
  emails = get_emails (contact);
  for (GList *l = emails; l != NULL && !found; l = l->next)
    found = is_address (l->data, address);
  free_strings (emails);
  return found;
}

static void
add_const (KithAnswerBuilder *builder,
           KithField          field,
           EContact          *contact,
           EContactField      contact_field)
{
  const char *text = e_contact_get_const (contact, contact_field);

  if (text != NULL && *text != '\0')
    kith_answer_builder_add_fact (builder, field, text);
}

static void
add_role (KithAnswerBuilder *builder,
          EContact          *contact)
{
  const char *title = e_contact_get_const (contact, E_CONTACT_TITLE);

  /* TITLE is the job title; ROLE stands in where there is none (RFC 6350, section 6.6). */
  if (title == NULL || *title == '\0' || !kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, title))
    add_const (builder, KITH_FIELD_ROLE, contact, E_CONTACT_ROLE);
}

static void
add_location (KithAnswerBuilder *builder,
              EContact          *contact)
{
  static const EContactField fields[] = { E_CONTACT_ADDRESS_WORK, E_CONTACT_ADDRESS_OTHER, E_CONTACT_ADDRESS_HOME };

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      EContactAddress *place = e_contact_get (contact, fields[i]);
      g_autoptr (GPtrArray) parts = g_ptr_array_new ();
      g_autofree char *text = NULL;
      gboolean added = FALSE;

      if (place == NULL)
        continue;
      if (place->locality != NULL && *place->locality != '\0')
        g_ptr_array_add (parts, place->locality);
      if (place->country != NULL && *place->country != '\0')
        g_ptr_array_add (parts, place->country);
      g_ptr_array_add (parts, NULL);
      text = g_strjoinv (", ", (char **) parts->pdata);
      added = *text != '\0' && kith_answer_builder_add_fact (builder, KITH_FIELD_LOCATION, text);
      e_contact_address_free (place);
      if (added)
        return;
    }
}

static void
add_list (KithAnswerBuilder *builder,
          KithField          field,
          EContact          *contact,
          EContactField      contact_field)
{
  GList *texts = e_contact_get (contact, contact_field);

  for (GList *l = texts; l != NULL; l = l->next)
    if (l->data != NULL && *(char *) l->data != '\0')
      kith_answer_builder_add_fact (builder, field, l->data);
  free_strings (texts);
}

/* What libebook has no field for. */
static void
add_attributes (KithAnswerBuilder *builder,
                EContact          *contact)
{
  for (GList *l = e_vcard_get_attributes (E_VCARD (contact)); l != NULL; l = l->next)
    {
      EVCardAttribute *attribute = l->data;
      const char *name = e_vcard_attribute_get_name (attribute);
      GList *values = e_vcard_attribute_get_values (attribute);
      const char *value = values != NULL ? values->data : NULL;

      if (name == NULL || value == NULL || *value == '\0')
        continue;
      if (g_ascii_strcasecmp (name, "TZ") == 0)
        kith_answer_builder_add_fact (builder, KITH_FIELD_TIME_ZONE, value);
      else if (g_ascii_strcasecmp (name, "LANG") == 0)
        kith_answer_builder_add_fact (builder, KITH_FIELD_LANGUAGE, value);
      else if (g_ascii_strcasecmp (name, "PRONOUNS") == 0)
        kith_answer_builder_add_fact (builder, KITH_FIELD_PRONOUNS, value);
      else if (g_ascii_strcasecmp (name, "URL") == 0 || g_ascii_strcasecmp (name, "X-SOCIALPROFILE") == 0)
        kith_answer_builder_add_link (builder, value, NULL);
    }
}

static void
add_birthday (KithAnswerBuilder *builder,
              EContact          *contact)
{
  EContactDate *date = e_contact_get (contact, E_CONTACT_BIRTH_DATE);
  g_autofree char *text = NULL;

  if (date == NULL)
    return;
  text = date->year > 0 ? g_strdup_printf ("%04u-%02u-%02u", date->year, date->month, date->day)
                        : g_strdup_printf ("--%02u-%02u", date->month, date->day);
  kith_answer_builder_add_fact (builder, KITH_FIELD_BIRTHDAY, text);
  e_contact_date_free (date);
}

/* Pictures of a local book are files of Evolution's; one that is elsewhere is left there. */
static GBytes *
read_photo (const char *uri)
{
  g_autofree char *path = uri != NULL && g_str_has_prefix (uri, "file://") ? g_filename_from_uri (uri, NULL, NULL) : NULL;
  g_autoptr (GFile) file = path != NULL ? g_file_new_for_path (path) : NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (file == NULL || !g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return NULL;
  stream = g_file_read (file, NULL, NULL);
  bytes = stream != NULL ? g_input_stream_read_bytes (G_INPUT_STREAM (stream), MAX_PHOTO_BYTES + 1, NULL, NULL) : NULL;
  /* A part of a picture is none. */
  return bytes != NULL && g_bytes_get_size (bytes) <= MAX_PHOTO_BYTES ? g_steal_pointer (&bytes) : NULL;
}

/* What a book says of the kind is often wrong: the first bytes tell. */
static const char *
find_media_type (GBytes *bytes)
{
  static const struct
  {
    const char *media_type;
    gsize offset;
    const char *magic;
  } kinds[] = {
    { "image/png", 0, "\x89PNG\r\n" },
    { "image/jpeg", 0, "\xff\xd8\xff" },
    { "image/gif", 0, "GIF8" },
    { "image/webp", 8, "WEBP" },
  };
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      gsize length = strlen (kinds[i].magic);

      if (size >= kinds[i].offset + length && memcmp (data + kinds[i].offset, kinds[i].magic, length) == 0)
        return kinds[i].media_type;
    }
  return NULL;
}

static void
add_photo (KithAnswerBuilder *builder,
           EContact          *contact)
{
  EContactPhoto *photo = e_contact_get (contact, E_CONTACT_PHOTO);
  g_autoptr (GBytes) bytes = NULL;

  if (photo == NULL)
    return;
  if (photo->type == E_CONTACT_PHOTO_TYPE_INLINED && photo->data.inlined.length > 0 && photo->data.inlined.length <= MAX_PHOTO_BYTES)
    bytes = g_bytes_new (photo->data.inlined.data, photo->data.inlined.length);
  else if (photo->type == E_CONTACT_PHOTO_TYPE_URI)
    bytes = read_photo (photo->data.uri);
  if (bytes != NULL)
    kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, find_media_type (bytes), bytes);
  e_contact_photo_free (photo);
}

/* The one that was asked about is known. */
static void
add_other_addresses (KithAnswerBuilder *builder,
                     EContact          *contact,
                     KithAddress       *address)
{
  GList *emails = get_emails (contact);

  for (GList *l = emails; l != NULL; l = l->next)
    if (!is_address (l->data, address))
      kith_answer_builder_add_fact (builder, KITH_FIELD_EMAIL, l->data);
  free_strings (emails);
}

/*
 * kith_eds_contact_add_facts:
 * @contact: a contact
 * @address: the address by which it was found
 * @builder: takes what it says
 *
 * Says everything that the contact says. Reads the picture's file where the book keeps it in one.
 */
void
kith_eds_contact_add_facts (EContact          *contact,
                            KithAddress       *address,
                            KithAnswerBuilder *builder)
{
  add_const (builder, KITH_FIELD_NAME, contact, E_CONTACT_FULL_NAME);
  add_role (builder, contact);
  add_const (builder, KITH_FIELD_COMPANY, contact, E_CONTACT_ORG);
  add_const (builder, KITH_FIELD_DEPARTMENT, contact, E_CONTACT_ORG_UNIT);
  add_location (builder, contact);
  add_photo (builder, contact);
  add_list (builder, KITH_FIELD_PHONE, contact, E_CONTACT_TEL);
  add_other_addresses (builder, contact, address);
  add_const (builder, KITH_FIELD_LINK, contact, E_CONTACT_HOMEPAGE_URL);
  add_const (builder, KITH_FIELD_LINK, contact, E_CONTACT_BLOG_URL);
  add_attributes (builder, contact);
  add_const (builder, KITH_FIELD_MANAGER, contact, E_CONTACT_MANAGER);
  add_const (builder, KITH_FIELD_ASSISTANT, contact, E_CONTACT_ASSISTANT);
  add_birthday (builder, contact);
  add_const (builder, KITH_FIELD_NOTE, contact, E_CONTACT_NOTE);
}
