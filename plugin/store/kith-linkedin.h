/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>

#include "kith-csv-reader.h"
#include "kith-database.h"

G_BEGIN_DECLS

/* One of the owner's own connections, as the export has it. */
typedef struct
{
  char *address;    /* (nullable): most connections do not share it */
  char *name;
  char *company;    /* (nullable) */
  char *position;   /* (nullable) */
  char *url;        /* (nullable) */
  gint64 connected; /* Unix seconds; 0: not known */
} KithLinkedInPerson;

/* One connection as LinkedIn has it, each a text from outside, nullable. */
typedef struct
{
  char *first_name;
  char *last_name;
  char *url;
  char *address;
  char *company;
  char *position;
  char *connected;
} KithLinkedInEntry;

void kith_linkedin_entry_free (KithLinkedInEntry *self);

#define KITH_TYPE_LINKEDIN (kith_linkedin_get_type ())
G_DECLARE_FINAL_TYPE (KithLinkedIn, kith_linkedin, KITH, LINKEDIN, GObject)

/* The owner's own LinkedIn export. Engine thread only. */
KithLinkedIn *kith_linkedin_open (const char  *path,
                                  GError     **error);
gboolean kith_linkedin_import (KithLinkedIn   *self,
                               KithCsvReader  *reader,
                               guint          *n_people,
                               GCancellable   *cancellable,
                               GError        **error);
gboolean kith_linkedin_take (KithLinkedIn  *self,
                             GPtrArray     *entries,
                             guint         *n_people,
                             GError       **error);
gint64 kith_linkedin_get_imported (KithLinkedIn *self);
GPtrArray *kith_linkedin_find_by_address (KithLinkedIn  *self,
                                          KithAddress   *address,
                                          GError       **error);
GPtrArray *kith_linkedin_find_by_name (KithLinkedIn  *self,
                                       const char    *name,
                                       GError       **error);
GPtrArray *kith_linkedin_find_by_company (KithLinkedIn  *self,
                                          const char    *company,
                                          guint          limit,
                                          GError       **error);
GPtrArray *kith_linkedin_list (KithLinkedIn  *self,
                               GError       **error);
GPtrArray *kith_linkedin_find_by_domain (KithLinkedIn  *self,
                                         const char    *domain,
                                         guint          limit,
                                         GError       **error);
GPtrArray *kith_linkedin_find_by_profile (KithLinkedIn  *self,
                                          const char    *url,
                                          GError       **error);
gboolean kith_linkedin_forget (KithLinkedIn       *self,
                               KithAddress        *address,
                               const char *const  *profiles,
                               GError            **error);
gboolean kith_linkedin_clear (KithLinkedIn  *self,
                              GError       **error);

G_END_DECLS
