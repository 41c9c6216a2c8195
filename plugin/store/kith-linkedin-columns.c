/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-linkedin-columns.h"

#include <stdlib.h>
#include <string.h>

static int
find_column (const char *const *row,
             const char        *name)
{
  for (int i = 0; row[i] != NULL; i++)
    {
      g_autofree char *cell = g_strstrip (g_strdup (row[i]));

      if (g_ascii_strcasecmp (cell, name) == 0)
        return i;
    }
  return -1;
}

/**
 * kith_linkedin_columns_from_header:
 * @self: (out caller-allocates): the columns
 * @row: a row
 *
 * Returns: %TRUE if @row is the header of an English export, of today's or an earlier form
 */
gboolean
kith_linkedin_columns_from_header (KithLinkedInColumns *self,
                                   const char *const   *row)
{
  self->first_name = find_column (row, "First Name");
  self->last_name = find_column (row, "Last Name");
  self->url = find_column (row, "URL");
  self->address = find_column (row, "Email Address");
  self->company = find_column (row, "Company");
  self->position = find_column (row, "Position");
  self->connected = find_column (row, "Connected On");
  return self->first_name >= 0 && self->last_name >= 0 && (self->company >= 0 || self->url >= 0);
}

static gboolean
is_profile_url (const char *text)
{
  g_autoptr (GUri) uri = g_str_has_prefix (text, "https://") ? g_uri_parse (text, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  return host != NULL && (g_str_has_prefix (host, "linkedin.") || strstr (host, ".linkedin.") != NULL);
}

/**
 * kith_linkedin_columns_from_person:
 * @self: (out caller-allocates): the columns
 * @row: a row
 *
 * Exports in other languages translate the header but keep the order, so a row of a person shows it: first name, last name,
 * the profile's URL, address, company, position, date.
 *
 * Returns: %TRUE if @row is such a row
 */
gboolean
kith_linkedin_columns_from_person (KithLinkedInColumns *self,
                                   const char *const   *row)
{
  guint n_fields = g_strv_length ((GStrv) row);

  for (int i = 2; i < (int) n_fields; i++)
    if (is_profile_url (row[i]) && i + 4 < (int) n_fields)
      {
        *self = (KithLinkedInColumns) { i - 2, i - 1, i, i + 1, i + 2, i + 3, i + 4 };
        return TRUE;
      }
  return FALSE;
}

/**
 * kith_linkedin_parse_date:
 * @text: "14 Feb 2024"
 *
 * Returns: Unix seconds; 0 where the date is in words of another language
 */
gint64
kith_linkedin_parse_date (const char *text)
{
  static const char months[] = "janfebmaraprmayjunjulaugsepoctnovdec";
  g_auto (GStrv) words = g_strsplit (text, " ", 4);
  g_autofree char *month = NULL;
  g_autoptr (GDateTime) date = NULL;
  const char *found;

  if (g_strv_length (words) != 3)
    return 0;
  month = g_ascii_strdown (words[1], 3);
  found = strlen (month) == 3 ? strstr (months, month) : NULL;
  if (found == NULL || (found - months) % 3 != 0)
    return 0;
  date = g_date_time_new_utc (atoi (words[2]), (found - months) / 3 + 1, atoi (words[0]), 0, 0, 0);
  return date != NULL ? g_date_time_to_unix (date) : 0;
}
