/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ask.h"

#include <kith/kith-error.h>

#include "kith-answer-private.h"
#include "kith-case.h"
#include "kith-forget-watch.h"

#include <glib/gi18n-lib.h>

struct _KithAsk
{
  GObject parent_instance;

  KithCore *core;         /* (nullable) (owned): %NULL once done */
  KithProvider *provider; /* (owned) */
  KithAddress *address;   /* (owned) */
  KithQuery *query;       /* (owned) */
  GCancellable *cancellable;
  char *key;              /* (nullable): in the table of shared questions */
  guint n_interested;
  gint64 n_forgets;       /* when it began */
};

G_DEFINE_FINAL_TYPE (KithAsk, kith_ask, G_TYPE_OBJECT)

enum
{
  DONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
kith_ask_finalize (GObject *object)
{
  KithAsk *self = KITH_ASK (object);

  g_clear_object (&self->core);
  g_clear_object (&self->provider);
  g_clear_object (&self->address);
  g_clear_object (&self->query);
  g_clear_object (&self->cancellable);
  g_free (self->key);
  G_OBJECT_CLASS (kith_ask_parent_class)->finalize (object);
}

static void
kith_ask_class_init (KithAskClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_ask_finalize;
  signals[DONE] = g_signal_new ("done", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 2, KITH_TYPE_ANSWER, G_TYPE_ERROR | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
kith_ask_init (KithAsk *self)
{
  self->cancellable = g_cancellable_new ();
}

static char *
make_key (KithProvider *provider,
          KithAddress  *address)
{
  return g_strdup_printf ("%s %s", kith_provider_get_id (provider), kith_address_get_key (address));
}

static void
forget_ask (KithAsk *self)
{
  GHashTable *asks = kith_core_get_asks (self->core);

  if (self->key != NULL && g_hash_table_lookup (asks, self->key) == self)
    g_hash_table_remove (asks, self->key);
}

/*
 * Keeps what a remote provider said. An answer that only says "still right" renews the former one and becomes it.
 * Local providers are always at hand, and depend on the message: they are not cached.
 */
static KithAnswer *
keep_answer (KithAsk    *self,
             KithAnswer *answer)
{
  KithCache *cache = kith_core_get_cache (self->core);
  KithAnswer *previous = kith_query_get_previous (self->query);
  g_autoptr (GError) error = NULL;

  if (kith_provider_is_local (self->provider))
    return g_object_ref (answer);
  if (kith_answer_is_not_modified (answer))
    {
      if (cache != NULL
          && !kith_cache_touch (cache, self->address, kith_answer_get_provider_id (answer),
                                kith_answer_get_fetched (answer), kith_answer_get_stale (answer), &error))
        kith_core_warn (self->core, &error);
      return previous != NULL ? g_object_ref (previous) : NULL;
    }
  /* The person may have been forgotten while the answer was on its way. */
  if (cache != NULL && kith_cache_count_forgets (cache) != self->n_forgets)
    return g_object_ref (answer);
  if (kith_answer_is_objection (answer))
    kith_case_note_objection (self->core, self->address, kith_provider_get_id (self->provider));
  if (cache != NULL && !kith_cache_store (cache, self->address, answer, &error))
    kith_core_warn (self->core, &error);
  return g_object_ref (answer);
}

static void
on_answered (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KithAsk) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAnswer) answer = kith_provider_lookup_finish (self->provider, result, &error);
  g_autoptr (KithAnswer) kept = NULL;

  forget_ask (self);
  if (answer != NULL)
    {
      kept = keep_answer (self, answer);
      if (kept == NULL)
        error = g_error_new (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s answered something that Kith does not understand."),
                             kith_provider_get_name (self->provider));
    }
  else if (error == NULL)
    error = g_error_new (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s gave no answer."), kith_provider_get_name (self->provider));
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kith_core_set_last_error (self->core, kith_provider_get_id (self->provider), error != NULL ? error->message : NULL);
  g_clear_object (&self->core);
  g_signal_emit (self, signals[DONE], 0, kept, error);
}

/* Nobody wants the answer any more, and the provider has not heard of the question. */
static void
end_unasked (KithAsk *self)
{
  g_autoptr (GError) error = NULL;

  g_cancellable_set_error_if_cancelled (self->cancellable, &error);
  forget_ask (self);
  g_clear_object (&self->core);
  g_signal_emit (self, signals[DONE], 0, NULL, error);
}

static gboolean
start (gpointer user_data)
{
  KithAsk *self = user_data;

  if (g_cancellable_is_cancelled (self->cancellable))
    {
      end_unasked (self);
      return G_SOURCE_REMOVE;
    }
  kith_provider_lookup_async (self->provider, self->query, self->cancellable, on_answered, g_object_ref (self));
  return G_SOURCE_REMOVE;
}

/**
 * kith_ask_start:
 * @core: the core
 * @provider: whom to ask
 * @address: about whom
 * @query: the question
 *
 * Asks, from the next turn of the main loop on, so that the caller can connect to "done" first. Pair with kith_ask_leave().
 *
 * Returns: (transfer full): the question
 */
KithAsk *
kith_ask_start (KithCore     *core,
                KithProvider *provider,
                KithAddress  *address,
                KithQuery    *query)
{
  KithAsk *self = g_object_new (KITH_TYPE_ASK, NULL);
  g_autoptr (GSource) source = g_idle_source_new ();

  self->core = g_object_ref (core);
  self->provider = g_object_ref (provider);
  self->address = g_object_ref (address);
  self->query = g_object_ref (query);
  self->n_interested = 1;
  if (!kith_provider_is_local (provider))
    {
      self->key = make_key (provider, address);
      g_hash_table_insert (kith_core_get_asks (core), g_strdup (self->key), self);
      if (kith_core_get_cache (core) != NULL)
        self->n_forgets = kith_cache_count_forgets (kith_core_get_cache (core));
    }
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, start, g_object_ref (self), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  return self;
}

/**
 * kith_ask_join:
 * @core: the core
 * @provider: whom to ask
 * @address: about whom
 *
 * Returns: (transfer full) (nullable): the same question if it is under way already; pair with kith_ask_leave()
 */
KithAsk *
kith_ask_join (KithCore     *core,
               KithProvider *provider,
               KithAddress  *address)
{
  g_autofree char *key = make_key (provider, address);
  KithAsk *self = g_hash_table_lookup (kith_core_get_asks (core), key);

  if (self == NULL)
    return NULL;
  self->n_interested++;
  return g_object_ref (self);
}

/**
 * kith_ask_leave:
 * @self: a question
 *
 * Says that one of those who asked does not want the answer any more; the last one ends the request. Harmless when done.
 */
void
kith_ask_leave (KithAsk *self)
{
  if (self->core == NULL || --self->n_interested > 0)
    return;
  forget_ask (self);
  g_cancellable_cancel (self->cancellable);
}

/**
 * kith_ask_stop_about:
 * @core: the core
 * @address: (nullable): a person; %NULL for everybody
 * @with_sender: whether also those about others in a message of the person's, whose name goes into the ledger with them
 *
 * Ends all questions about the person to others, those as well that wait for their turn: who is forgotten, or never to be looked up, is not asked about a
 * moment later.
 */
void
kith_ask_stop_about (KithCore    *core,
                     KithAddress *address,
                     gboolean     with_sender)
{
  g_autoptr (GPtrArray) asks = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer ask;

  /* They leave the table as they end. */
  g_hash_table_iter_init (&iter, kith_core_get_asks (core));
  while (g_hash_table_iter_next (&iter, NULL, &ask))
    if (kith_forget_concerns (address, ((KithAsk *) ask)->address, with_sender ? kith_query_get_sender (((KithAsk *) ask)->query) : NULL))
      g_ptr_array_add (asks, g_object_ref (ask));
  for (guint i = 0; i < asks->len; i++)
    {
      KithAsk *self = g_ptr_array_index (asks, i);

      forget_ask (self);
      g_cancellable_cancel (self->cancellable);
    }
}
