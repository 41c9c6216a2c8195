/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-forget-watch.h"

struct _KithForgetWatch
{
  KithCore *core;            /* (owned) */
  KithAddress *address;      /* (owned) */
  char *sender;              /* (nullable) */
  GCancellable *outer;       /* (nullable) (owned): of who asked */
  GCancellable *cancellable; /* (owned) */
  gulong outer_id;
  gulong forgotten_id;
};

/**
 * kith_forget_concerns:
 * @forgotten: (nullable): who is forgotten; %NULL for everybody
 * @address: a person who is asked about
 * @sender: (nullable): key of the sender through whose message; it stands in the ledger as well
 *
 * Returns: whether a question is one that must leave no trace any more
 */
gboolean
kith_forget_concerns (KithAddress *forgotten,
                      KithAddress *address,
                      const char  *sender)
{
  return forgotten == NULL || kith_address_equal (forgotten, address) || g_strcmp0 (kith_address_get_key (forgotten), sender) == 0;
}

static void
on_forgotten (KithForgetWatch *self,
              KithAddress     *forgotten)
{
  if (kith_forget_concerns (forgotten, self->address, self->sender))
    g_cancellable_cancel (self->cancellable);
}

static void
on_cancelled (GCancellable *outer,
              GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

/**
 * kith_forget_watch_new:
 * @core: the core
 * @address: a person who is asked about
 * @sender: (nullable): key of the sender through whose message
 * @cancellable: (nullable): of who asked
 *
 * Returns: (transfer full): a watch, whose cancellable is cancelled when @cancellable is, or when one of the two is forgotten
 */
KithForgetWatch *
kith_forget_watch_new (KithCore     *core,
                       KithAddress  *address,
                       const char   *sender,
                       GCancellable *cancellable)
{
  KithForgetWatch *self = g_new0 (KithForgetWatch, 1);

  self->core = g_object_ref (core);
  self->address = g_object_ref (address);
  self->sender = g_strdup (sender);
  self->cancellable = g_cancellable_new ();
  self->forgotten_id = g_signal_connect_swapped (core, "forgotten", G_CALLBACK (on_forgotten), self);
  if (cancellable == NULL)
    return self;
  self->outer = g_object_ref (cancellable);
  self->outer_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), g_object_ref (self->cancellable), g_object_unref);
  return self;
}

/**
 * kith_forget_watch_free:
 * @self: (nullable): a watch
 *
 * Ends it, not what it watches over.
 */
void
kith_forget_watch_free (KithForgetWatch *self)
{
  if (self == NULL)
    return;
  g_signal_handler_disconnect (self->core, self->forgotten_id);
  if (self->outer != NULL)
    g_cancellable_disconnect (self->outer, self->outer_id);
  g_clear_object (&self->outer);
  g_object_unref (self->cancellable);
  g_object_unref (self->address);
  g_object_unref (self->core);
  g_free (self->sender);
  g_free (self);
}

/**
 * kith_forget_watch_get_cancellable:
 * @self: a watch
 *
 * Returns: (transfer none): what the request is given
 */
GCancellable *
kith_forget_watch_get_cancellable (KithForgetWatch *self)
{
  return self->cancellable;
}
