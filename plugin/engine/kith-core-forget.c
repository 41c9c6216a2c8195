/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-core.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-ask.h"
#include "kith-declared-provider.h"

/* One store that cannot let go, because another program reads it say, does not keep the others from it; the first trouble is told. */
static void
note (gboolean   done,
      GError   **one,
      GError   **first)
{
  if (done)
    return;
  if (*first == NULL)
    *first = g_steal_pointer (one);
  g_clear_error (one);
}

/* A file that could not be opened may hold traces all the same. */
static gboolean
has_all_stores (KithCore *self)
{
  return kith_core_get_people (self) != NULL && kith_core_get_cache (self) != NULL && kith_core_get_linkedin (self) != NULL
         && kith_core_get_learnt (self) != NULL && kith_core_get_history (self) != NULL && kith_core_get_ledger (self) != NULL;
}

static gboolean
end (KithCore  *self,
     GError    *first,
     GError   **error)
{
  if (first == NULL && !has_all_stores (self))
    first = g_error_new_literal (KITH_ERROR, KITH_ERROR_STORAGE, _("A file of Kith cannot be opened, so traces may be left in it."));
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, first);
  return FALSE;
}

/* What is under way ends before anything is deleted; nothing of it can come in between, since this thread is busy here. */
static void
end_questions (KithCore    *self,
               KithAddress *address)
{
  g_signal_emit_by_name (self, "forgotten", address);
  kith_ask_stop_about (self, address, TRUE);
  kith_core_drop_message (self);
}

static void
drop_memory (KithCore *self)
{
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (self));

  for (guint i = 0; i < providers->len; i++)
    if (KITH_IS_DECLARED_PROVIDER (providers->pdata[i]))
      kith_declared_provider_forget (providers->pdata[i]);
}

/**
 * kith_core_forget:
 * @self: the core
 * @address: the person
 * @flags: whether also never to ask again
 * @error: return location for an error
 *
 * Deletes everything that is kept of a person in every store. With %KITH_FORGET_NEVER a salted hash of the address is kept.
 *
 * Returns: %TRUE if no trace is left
 */
gboolean
kith_core_forget (KithCore         *self,
                  KithAddress      *address,
                  KithForgetFlags   flags,
                  GError          **error)
{
  static const char *const none[] = { NULL };
  KithPeople *people = kith_core_get_people (self);
  g_auto (GStrv) profiles = NULL;
  GError *one = NULL;
  GError *first = NULL;

  if (people == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The file with your own notes on people cannot be opened."));
      return FALSE;
    }
  if ((flags & KITH_FORGET_NEVER) != 0 && !kith_people_add_never (people, address, error))
    return FALSE;
  end_questions (self, address);
  drop_memory (self);
  /* Before the owner's word on them is forgotten. */
  profiles = kith_people_dup_confirmed (people, address, KITH_FIELD_LINK, "linkedin", &one);
  note (profiles != NULL, &one, &first);
  note (kith_people_forget (people, address, &one), &one, &first);
  if (kith_core_get_cache (self) != NULL)
    note (kith_cache_forget (kith_core_get_cache (self), address, &one), &one, &first);
  if (kith_core_get_linkedin (self) != NULL)
    note (kith_linkedin_forget (kith_core_get_linkedin (self), address, profiles != NULL ? (const char *const *) profiles : none, &one), &one, &first);
  if (kith_core_get_learnt (self) != NULL)
    note (kith_learnt_forget (kith_core_get_learnt (self), address, &one), &one, &first);
  if (kith_core_get_history (self) != NULL)
    note (kith_history_forget (kith_core_get_history (self), address, &one), &one, &first);
  if (kith_core_get_ledger (self) != NULL)
    note (kith_ledger_forget (kith_core_get_ledger (self), address, &one), &one, &first);
  return end (self, first, error);
}

/**
 * kith_core_forget_everything:
 * @self: the core
 * @error: return location for an error
 *
 * Empties the cache, the ledger, your own word on people and the imported connections.
 *
 * Returns: %TRUE if no trace is left
 */
gboolean
kith_core_forget_everything (KithCore  *self,
                             GError   **error)
{
  GError *one = NULL;
  GError *first = NULL;

  end_questions (self, NULL);
  drop_memory (self);
  if (kith_core_get_people (self) != NULL)
    note (kith_people_clear (kith_core_get_people (self), &one), &one, &first);
  if (kith_core_get_cache (self) != NULL)
    note (kith_cache_clear (kith_core_get_cache (self), &one), &one, &first);
  if (kith_core_get_linkedin (self) != NULL)
    note (kith_linkedin_clear (kith_core_get_linkedin (self), &one), &one, &first);
  if (kith_core_get_learnt (self) != NULL)
    note (kith_learnt_clear (kith_core_get_learnt (self), &one), &one, &first);
  if (kith_core_get_history (self) != NULL)
    note (kith_history_clear (kith_core_get_history (self), &one), &one, &first);
  if (kith_core_get_ledger (self) != NULL)
    note (kith_ledger_clear (kith_core_get_ledger (self), &one), &one, &first);
  return end (self, first, error);
}
