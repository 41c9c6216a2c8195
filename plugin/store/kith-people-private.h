/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-people.h"

G_BEGIN_DECLS

/* What the files of the owner's own word share. */
KithDatabase *kith_people_get_database (KithPeople *self);
GBytes *kith_people_ref_hash (KithPeople   *self,
                              KithAddress  *address,
                              GError      **error);
gboolean kith_people_end (KithPeople  *self,
                          gboolean     done,
                          GError     **error);
gboolean kith_people_foreach_row (KithPeople      *self,
                                  KithPeopleKind   kind,
                                  const char      *sql,
                                  KithAddress     *address,
                                  KithPeopleFunc   func,
                                  gpointer         user_data,
                                  GError         **error);

G_END_DECLS
