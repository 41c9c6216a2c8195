/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-field.h>

#include "kith-database.h"

G_BEGIN_DECLS

/**
 * KithPeopleKind:
 *
 * What the owner said of a person.
 */
typedef enum
{
  KITH_PEOPLE_NOTE,
  KITH_PEOPLE_CORRECTION,
  KITH_PEOPLE_REJECTION,
  KITH_PEOPLE_CONFIRMATION,
} KithPeopleKind;

/* One thing the owner said. Borrowed: valid while the function it is given to runs. */
typedef struct
{
  KithPeopleKind kind;
  const char *address;     /* key */
  KithField field;         /* KITH_FIELD_NOTE for a note */
  const char *provider_id; /* nullable; of a rejection or a confirmation */
  const char *value;       /* nullable: a rejection of whatever the provider says */
  gint64 written;          /* Unix seconds */
} KithPeopleRow;

typedef void (*KithPeopleFunc) (const KithPeopleRow *row,
                                gpointer             user_data);

#define KITH_TYPE_PEOPLE (kith_people_get_type ())
G_DECLARE_FINAL_TYPE (KithPeople, kith_people, KITH, PEOPLE, GObject)

/* The owner's own word: corrections, notes, rejections, do-not-look-up. Never discarded. Engine thread only. */
KithPeople *kith_people_open (const char  *path,
                              GError     **error);
const GError *kith_people_get_problem (KithPeople *self);
gboolean kith_people_is_never (KithPeople   *self,
                               KithAddress  *address,
                               gboolean     *never,
                               GError      **error);
gboolean kith_people_add_never (KithPeople   *self,
                                KithAddress  *address,
                                GError      **error);
gboolean kith_people_remove_never (KithPeople   *self,
                                   KithAddress  *address,
                                   GError      **error);
gboolean kith_people_count_never (KithPeople  *self,
                                  gint64      *count,
                                  GError     **error);
gboolean kith_people_set_note (KithPeople   *self,
                               KithAddress  *address,
                               const char   *text,
                               GError      **error);
char *kith_people_dup_note (KithPeople   *self,
                            KithAddress  *address,
                            gint64       *written,
                            GError      **error);
gboolean kith_people_set_correction (KithPeople   *self,
                                     KithAddress  *address,
                                     KithField     field,
                                     const char   *value,
                                     GError      **error);
gboolean kith_people_add_rejection (KithPeople   *self,
                                    KithAddress  *address,
                                    KithField     field,
                                    const char   *provider_id,
                                    const char   *value,
                                    GError      **error);
gboolean kith_people_is_rejected (KithPeople  *self,
                                  KithAddress *address,
                                  KithField    field,
                                  const char  *provider_id,
                                  const char  *value);
gboolean kith_people_remove_rejection (KithPeople   *self,
                                       KithAddress  *address,
                                       KithField     field,
                                       const char   *provider_id,
                                       const char   *value,
                                       GError      **error);
gboolean kith_people_add_confirmation (KithPeople   *self,
                                       KithAddress  *address,
                                       KithField     field,
                                       const char   *provider_id,
                                       const char   *value,
                                       GError      **error);
gboolean kith_people_remove_confirmation (KithPeople   *self,
                                          KithAddress  *address,
                                          KithField     field,
                                          const char   *provider_id,
                                          const char   *value,
                                          GError      **error);
GStrv kith_people_dup_confirmed (KithPeople   *self,
                                 KithAddress  *address,
                                 KithField     field,
                                 const char   *provider_id,
                                 GError      **error);
gboolean kith_people_foreach_confirmation (KithPeople      *self,
                                           KithAddress     *address,
                                           KithPeopleFunc   func,
                                           gpointer         user_data,
                                           GError         **error);
gboolean kith_people_foreach_employer (KithPeople      *self,
                                       KithPeopleFunc   func,
                                       gpointer         user_data,
                                       GError         **error);
/* func is called for each correction of the person: field, value, time written */
gboolean kith_people_foreach_correction (KithPeople   *self,
                                         KithAddress  *address,
                                         void        (*func) (KithField field, const char *value, gint64 written, gpointer user_data),
                                         gpointer      user_data,
                                         GError      **error);
gboolean kith_people_foreach (KithPeople      *self,
                              KithAddress     *address,
                              KithPeopleFunc   func,
                              gpointer         user_data,
                              GError         **error);
/* func is called for each address that is never to be looked up: its salted hash, small hexadecimal digits */
gboolean kith_people_foreach_never (KithPeople   *self,
                                    KithAddress  *address,
                                    void        (*func) (const char *hash, gint64 written, gpointer user_data),
                                    gpointer      user_data,
                                    GError      **error);
/* Who does not want to be looked up at a service: for good, also when the person is forgotten. */
gboolean kith_people_add_objection (KithPeople   *self,
                                    KithAddress  *address,
                                    const char   *provider_id,
                                    GError      **error);
GStrv kith_people_dup_objections (KithPeople   *self,
                                  KithAddress  *address,
                                  GError      **error);
gboolean kith_people_foreach_objection (KithPeople   *self,
                                        KithAddress  *address,
                                        void        (*func) (const char *hash, const char *provider_id, gint64 written, gpointer user_data),
                                        gpointer      user_data,
                                        GError      **error);
gboolean kith_people_forget (KithPeople   *self,
                             KithAddress  *address,
                             GError      **error);
gboolean kith_people_clear (KithPeople  *self,
                            GError     **error);

G_END_DECLS
