/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-profile.h>

G_BEGIN_DECLS

/* One provider's contribution, in the order that decides who wins. Borrowed. */
typedef struct
{
  KithAnswer *answer;
  guint rank;
} KithMergeInput;

/* Tells the merge that the owner said "not this": (nullable) where nothing is rejected. */
typedef gboolean (*KithMergeRejectFunc) (KithFact *fact,
                                         gpointer  user_data);

KithProfile *kith_merge (KithAddress         *address,
                         GArray              *inputs,
                         GPtrArray           *confirmed,
                         GPtrArray           *outcomes,
                         gboolean             complete,
                         KithMergeRejectFunc  rejected,
                         gpointer             user_data);

G_END_DECLS
