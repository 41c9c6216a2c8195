/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-lookup-private.h"

#include "kith-lookup-task.h"

typedef struct _Link Link;

/**
 * KithLookup:
 *
 * A request that answers more than once. An async/finish pair can answer only once, but what is cached should show at once,
 * and what is asked again should take its place: so this object emits "profile" for each improvement, then "completed".
 *
 * It lives in the thread whose main context was the default when it was made. When the last reference goes, it is cancelled.
 */
struct _KithLookup
{
  GObject parent_instance;

  KithAddress *address;
  KithMessage *message; /* (nullable) (owned) */
  KithProfile *profile; /* (nullable) (owned) */
  KithWorker *worker;
  Link *link;
  gboolean completed;
};

G_DEFINE_FINAL_TYPE (KithLookup, kith_lookup, G_TYPE_OBJECT)

enum
{
  PROFILE,
  COMPLETED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What the two threads share of a lookup. */
struct _Link
{
  GWeakRef lookup;       /* read in the lookup's thread only */
  GMainContext *context; /* the lookup's */
  KithLookupTask *task;  /* (nullable) (owned): engine thread only */
  KithAddress *address;
  KithMessage *message;  /* (nullable) (owned) */
  KithLookupFlags flags;
  int cancelled;         /* atomic */
};

static void
link_clear (gpointer data)
{
  Link *link = data;

  g_weak_ref_clear (&link->lookup);
  g_main_context_unref (link->context);
  g_clear_object (&link->task);
  g_clear_object (&link->address);
  g_clear_object (&link->message);
}

static void
link_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, link_clear);
}

/* A profile on its way to the lookup's thread. */
typedef struct
{
  Link *link;
  KithProfile *profile;
} Delivery;

static void
delivery_free (gpointer data)
{
  Delivery *delivery = data;

  link_unref (delivery->link);
  g_object_unref (delivery->profile);
  g_free (delivery);
}

static gboolean
deliver (gpointer user_data)
{
  Delivery *delivery = user_data;
  g_autoptr (KithLookup) self = g_weak_ref_get (&delivery->link->lookup);

  if (self == NULL || g_atomic_int_get (&delivery->link->cancelled))
    return G_SOURCE_REMOVE;
  g_set_object (&self->profile, delivery->profile);
  self->completed = kith_profile_is_complete (self->profile);
  g_signal_emit (self, signals[PROFILE], 0, self->profile);
  if (self->completed)
    g_signal_emit (self, signals[COMPLETED], 0);
  return G_SOURCE_REMOVE;
}

/* Engine thread. */
static void
on_profile (KithProfile *profile,
            gpointer     user_data)
{
  Link *link = user_data;
  g_autoptr (GSource) source = g_idle_source_new ();
  Delivery *delivery = g_new0 (Delivery, 1);

  delivery->link = g_atomic_rc_box_acquire (link);
  delivery->profile = g_object_ref (profile);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, delivery, delivery_free);
  g_source_attach (source, link->context);
}

/* Engine thread. The task does not hold the link: the link holds the task, and cancelling ends its emissions. */
static void
start_task (KithCore *core,
            gpointer  user_data)
{
  Link *link = user_data;

  if (g_atomic_int_get (&link->cancelled))
    return;
  link->task = kith_lookup_task_new (core, link->address, link->message, link->flags, on_profile, link, NULL);
  kith_lookup_task_start (link->task);
}

/* Engine thread. */
static void
end_task (KithCore *core,
          gpointer  user_data)
{
  Link *link = user_data;

  if (link->task != NULL)
    kith_lookup_task_cancel (link->task);
  g_clear_object (&link->task);
}

static void
kith_lookup_finalize (GObject *object)
{
  KithLookup *self = KITH_LOOKUP (object);

  g_atomic_int_set (&self->link->cancelled, TRUE);
  kith_worker_call (self->worker, end_task, g_steal_pointer (&self->link), link_unref);
  g_clear_object (&self->worker);
  g_clear_object (&self->address);
  g_clear_object (&self->message);
  g_clear_object (&self->profile);
  G_OBJECT_CLASS (kith_lookup_parent_class)->finalize (object);
}

static void
kith_lookup_class_init (KithLookupClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_lookup_finalize;

  /**
   * KithLookup::profile:
   * @self: the lookup
   * @profile: what is known now
   */
  signals[PROFILE] = g_signal_new ("profile", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 1, KITH_TYPE_PROFILE);
  /**
   * KithLookup::completed:
   * @self: the lookup
   *
   * No provider is being asked any more.
   */
  signals[COMPLETED] = g_signal_new ("completed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_lookup_init (KithLookup *self)
{
  self->link = g_atomic_rc_box_new0 (Link);
  g_weak_ref_init (&self->link->lookup, self);
  self->link->context = g_main_context_ref_thread_default ();
}

KithLookup *
kith_lookup_new (KithWorker      *worker,
                 KithAddress     *address,
                 KithMessage     *message,
                 KithLookupFlags  flags)
{
  KithLookup *self = g_object_new (KITH_TYPE_LOOKUP, NULL);

  self->worker = g_object_ref (worker);
  self->address = g_object_ref (address);
  g_set_object (&self->message, message);
  self->link->address = g_object_ref (address);
  g_set_object (&self->link->message, message);
  self->link->flags = flags;
  kith_worker_call (worker, start_task, g_atomic_rc_box_acquire (self->link), link_unref);
  return self;
}

/**
 * kith_lookup_get_address:
 * @self: a lookup
 *
 * Returns: (transfer none): the person
 */
KithAddress *
kith_lookup_get_address (KithLookup *self)
{
  g_return_val_if_fail (KITH_IS_LOOKUP (self), NULL);
  return self->address;
}

/**
 * kith_lookup_get_message:
 * @self: a lookup
 *
 * Returns: (transfer none) (nullable): the message through which the person is met
 */
KithMessage *
kith_lookup_get_message (KithLookup *self)
{
  g_return_val_if_fail (KITH_IS_LOOKUP (self), NULL);
  return self->message;
}

/**
 * kith_lookup_get_profile:
 * @self: a lookup
 *
 * Returns: (transfer none) (nullable): what is known so far; %NULL before the first "profile"
 */
KithProfile *
kith_lookup_get_profile (KithLookup *self)
{
  g_return_val_if_fail (KITH_IS_LOOKUP (self), NULL);
  return self->profile;
}

/**
 * kith_lookup_is_complete:
 * @self: a lookup
 *
 * Returns: %TRUE once no provider is being asked any more
 */
gboolean
kith_lookup_is_complete (KithLookup *self)
{
  g_return_val_if_fail (KITH_IS_LOOKUP (self), FALSE);
  return self->completed;
}

/**
 * kith_lookup_cancel:
 * @self: a lookup
 *
 * Emits nothing any more. Requests that nobody else waits for are ended.
 */
void
kith_lookup_cancel (KithLookup *self)
{
  g_return_if_fail (KITH_IS_LOOKUP (self));
  if (!g_atomic_int_compare_and_exchange (&self->link->cancelled, FALSE, TRUE))
    return;
  kith_worker_call (self->worker, end_task, g_atomic_rc_box_acquire (self->link), link_unref);
}
