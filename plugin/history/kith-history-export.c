/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

/*
 * kith_history_foreach_address:
 * @func: (scope call): called for each address of the index, with the messages between it and the owner; under a lock, so it must not call the history
 * @user_data: for @func
 *
 * Any thread but the user interface's.
 */
void
kith_history_foreach_address (KithHistory            *self,
                              KithHistoryAddressFunc  func,
                              gpointer                user_data)
{
  KithHistoryView *view = kith_history_lock_view (self);

  for (guint32 i = 0; i < view->persons->len; i++)
    {
      const KithHistoryContact *contact = g_hash_table_lookup (view->contacts, GUINT_TO_POINTER (i + 1));
      KithHistoryInfo info = { 0, };
      g_autofree char *key = NULL;
      g_autofree char *name = NULL;
      g_autofree char *mailbox = NULL;
      gint64 last;

      kith_history_view_get_address (view, i, &key, &name);
      /* An address that was forgotten keeps its number. */
      if (key == NULL || *key == '\0')
        continue;
      if (view->base != NULL && i < view->state->delta->base_addresses)
        kith_history_base_get_info (view->base, i, &info);
      last = contact != NULL ? MAX (contact->last, info.last) : info.last;
      mailbox = kith_history_key_to_mailbox (key);
      func (mailbox, name, MAX ((gint64) info.n_in + (contact != NULL ? contact->n_in : 0), 0),
            MAX ((gint64) info.n_out + (contact != NULL ? contact->n_out : 0), 0), last, user_data);
    }
  kith_history_unlock_view (self);
}
