/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libebook/libebook.h>

G_BEGIN_DECLS

/*
 * @KITH_EDS_BOOK_CLOSED: nobody has needed it yet, or it is time to try again
 * @KITH_EDS_BOOK_TROUBLE: it cannot be asked for the time being
 */
typedef enum
{
  KITH_EDS_BOOK_CLOSED,
  KITH_EDS_BOOK_OPENING,
  KITH_EDS_BOOK_OPEN,
  KITH_EDS_BOOK_TROUBLE,
} KithEdsBookState;

#define KITH_TYPE_EDS_BOOK (kith_eds_book_get_type ())
G_DECLARE_FINAL_TYPE (KithEdsBook, kith_eds_book, KITH, EDS_BOOK, GObject)

/*
 * One address book of Evolution's. Engine thread only; nothing here waits. "opened" says that opening came to an end, well or not, "changed" that
 * it is to be asked anew.
 */
KithEdsBook *kith_eds_book_new (ESource                    *source,
                                ESourceCredentialsProvider *credentials);
ESource *kith_eds_book_get_source (KithEdsBook *self);
KithEdsBookState kith_eds_book_get_state (KithEdsBook *self);
gboolean kith_eds_book_is_at_hand (KithEdsBook *self);
void kith_eds_book_open (KithEdsBook *self);
void kith_eds_book_find_async (KithEdsBook         *self,
                               const char          *query,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
GSList *kith_eds_book_find_finish (KithEdsBook   *self,
                                   GAsyncResult  *result,
                                   GError       **error);
void kith_eds_book_give_up (KithEdsBook *self,
                            gboolean     silent);

G_END_DECLS
