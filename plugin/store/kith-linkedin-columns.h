/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Which column of Connections.csv holds what; -1: none does. */
typedef struct
{
  int first_name;
  int last_name;
  int url;
  int address;
  int company;
  int position;
  int connected;
} KithLinkedInColumns;

gboolean kith_linkedin_columns_from_header (KithLinkedInColumns *self,
                                            const char *const   *row);
gboolean kith_linkedin_columns_from_person (KithLinkedInColumns *self,
                                            const char *const   *row);
gint64 kith_linkedin_parse_date (const char *text);

G_END_DECLS
