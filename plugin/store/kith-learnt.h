/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-field.h>

#include "kith-database.h"

G_BEGIN_DECLS

/* What was said of a person in a field. Borrowed where a function is given it. */
typedef struct
{
  char *address;     /* key */
  KithField field;
  char *value;
  char *provider_id; /* (nullable): who said it; a signature has none */
  guint64 message;   /* of a signature: which */
  gint64 time;       /* Unix seconds */
  double confidence;
} KithLearntRow;

typedef void (*KithLearntFunc) (const KithLearntRow *row,
                                gpointer             user_data);

#define KITH_TYPE_LEARNT (kith_learnt_get_type ())
G_DECLARE_FINAL_TYPE (KithLearnt, kith_learnt, KITH, LEARNT, GObject)

/*
 * What was learnt from cards and messages as they were shown: where the people of a domain work, and what people wrote beneath their mails. A cache:
 * where it breaks it is begun anew. Engine thread only. Each failure is a KITH_ERROR_STORAGE; the caller goes on without.
 */
KithLearnt *kith_learnt_open (const char  *path,
                              GError     **error);
gboolean kith_learnt_set_employer (KithLearnt   *self,
                                   KithAddress  *address,
                                   const char   *domain,
                                   KithField     field,
                                   const char   *value,
                                   const char   *provider_id,
                                   GError      **error);
GPtrArray *kith_learnt_find_employers (KithLearnt  *self,
                                       const char  *domain,
                                       GError     **error);
gboolean kith_learnt_add_signature (KithLearnt   *self,
                                    KithAddress  *address,
                                    guint64       message,
                                    gint64        time,
                                    GPtrArray    *rows,
                                    GError      **error);
GPtrArray *kith_learnt_find_signatures (KithLearnt   *self,
                                        KithAddress  *address,
                                        GError      **error);
gboolean kith_learnt_foreach (KithLearnt      *self,
                              KithAddress     *address,
                              KithLearntFunc   func,
                              gpointer         user_data,
                              GError         **error);
gboolean kith_learnt_prune (KithLearnt  *self,
                            GError     **error);
gboolean kith_learnt_forget (KithLearnt   *self,
                             KithAddress  *address,
                             GError      **error);
gboolean kith_learnt_clear (KithLearnt  *self,
                            GError     **error);

G_END_DECLS
