/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-provider.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-query-private.h"

/* As many as a person looks through; the index keeps so many ready. */
#define MAX_CONNECTIONS 200

struct _KithHistoryProvider
{
  KithProvider parent_instance;

  KithHistory *history;
  GStrv owners;              /* (nullable): those that the index may not know of yet */
  GCancellable *closing;
};

G_DEFINE_FINAL_TYPE (KithHistoryProvider, kith_history_provider, KITH_TYPE_PROVIDER)

static void
add_date (KithAnswerBuilder *builder,
          KithField          field,
          gint64             when)
{
  g_autoptr (GDateTime) time = when > 0 ? g_date_time_new_from_unix_local (when) : NULL;
  g_autofree char *text = time != NULL ? g_date_time_format (time, "%Y-%m-%d") : NULL;

  if (text != NULL)
    kith_answer_builder_add_fact (builder, field, text);
}

static char *
describe_duration (gint64 duration)
{
  gint64 hours = (duration + 1800) / 3600;

  if (hours < 1)
    return g_strdup (_("within the hour"));
  if (hours < 36)
    return g_strdup_printf (ngettext ("after %u hour", "after %u hours", hours), (guint) hours);
  return g_strdup_printf (ngettext ("after %u day", "after %u days", (hours + 12) / 24), (guint) ((hours + 12) / 24));
}

static void
add_habits (KithAnswerBuilder *builder,
            const KithBetween *between)
{
  g_autofree char *theirs = between->their_answer >= 0 ? describe_duration (between->their_answer) : NULL;
  g_autofree char *yours = between->your_answer >= 0 ? describe_duration (between->your_answer) : NULL;
  g_autofree char *text = NULL;

  if (theirs != NULL && yours != NULL)
    /* Translators: each %s is "within the hour", "after 5 hours" or "after 2 days" */
    text = g_strdup_printf (_("Usually answers you %s, and you %s"), theirs, yours);
  else if (theirs != NULL)
    /* Translators: %s is "within the hour", "after 5 hours" or "after 2 days" */
    text = g_strdup_printf (_("Usually answers you %s"), theirs);
  else if (yours != NULL)
    /* Translators: %s is "within the hour", "after 5 hours" or "after 2 days" */
    text = g_strdup_printf (_("You usually answer %s"), yours);
  if (text != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_ANSWER_TIME, text);
  if (between->n_waiting > 0)
    {
      g_autofree char *waiting = g_strdup_printf ("%u", between->n_waiting);

      kith_answer_builder_add_fact (builder, KITH_FIELD_WAITING, waiting);
    }
}

static char *
describe_namesake (KithAddress *address,
                   const char  *known)
{
  const char *name = kith_address_get_display_name (address);
  const char *domain = strrchr (known, '@');

  /* At the same domain, or where many are, the domain would say nothing. */
  if (domain != NULL && strcmp (domain + 1, kith_address_get_domain (address)) != 0)
    {
      g_autoptr (KithAddress) other = kith_address_new (known, NULL, NULL);

      if (other != NULL && !kith_address_is_freemail (other))
        known = domain + 1;
    }
  /* Translators: a name twice, then the domain or the address that the owner knows. Two lines: the first is the heading. */
  return g_strdup_printf (_("This may not be %s.\nYou know %s at %s; this address is new, and you share no one."), name, name, known);
}

/* What is odd about a sender: somebody else of the same name, or a domain that looks like another one. */
static void
add_warning (KithAnswerBuilder *builder,
             KithHistory       *history,
             KithAddress       *address)
{
  g_autofree char *known = NULL;
  g_autofree char *text = NULL;
  KithLookalike lookalike = kith_history_check_lookalike (history, address, kith_address_get_display_name (address), &known);

  if (lookalike == KITH_LOOKALIKE_NAME)
    text = describe_namesake (address, known);
  else if (lookalike == KITH_LOOKALIKE_DOMAIN)
    /* Translators: a domain twice, then that of the sender. Two lines: the first is the heading. */
    text = g_strdup_printf (_("This may not come from %s.\nYou write to people at %s; %s only looks like it, and you share no one."), known, known,
                            kith_address_get_domain (address));
  if (text != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_WARNING, text);
}

/* Whether the person wrote the message at hand, as one does to another: what comes through a list or from a machine is not counted as contact. */
static gboolean
is_letter (KithQuery *query)
{
  KithMessageContent *content = kith_query_get_content (query);
  KithMessageTraits impersonal = KITH_TRAIT_LIST | KITH_TRAIT_BULK | KITH_TRAIT_AUTOMATIC | KITH_TRAIT_BOUNCE;

  return content != NULL && (kith_message_content_get_traits (content) & impersonal) == 0
         && g_strcmp0 (kith_query_get_sender (query), kith_address_get_key (kith_query_get_address (query))) == 0;
}

static KithAnswer *
make_answer (KithHistory *history,
             KithAddress *address,
             gboolean     is_letter)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("history", now, 0);
  g_autoptr (GPtrArray) rows = NULL;
  KithHistoryStats stats;
  KithBetween between;
  gboolean found;

  kith_history_get_stats (history, &stats);
  if (stats.n_messages == 0)
    return kith_answer_builder_end (builder, KITH_ANSWER_NOT_FOUND, _("No mail was read yet."));
  found = kith_history_get_between (history, address, now, &between);
  kith_answer_builder_set_confidence (builder, 1.0);
  if (found)
    {
      g_autofree char *count = g_strdup_printf ("%u", between.n_in + between.n_out);

      add_date (builder, KITH_FIELD_FIRST_CONTACT, between.first);
      add_date (builder, KITH_FIELD_LAST_CONTACT, between.last);
      kith_answer_builder_add_fact (builder, KITH_FIELD_MESSAGE_COUNT, count);
      add_habits (builder, &between);
    }
  add_warning (builder, history, address);
  /* The message at hand may be in the index already, or not yet. */
  if (is_letter && between.n_out == 0 && between.n_in <= 1)
    kith_answer_builder_add_fact (builder, KITH_FIELD_HINT, _("First message from this address"));
  rows = kith_history_list_acquaintances (history, address, now, MAX_CONNECTIONS, NULL);
  for (guint i = 0; i < rows->len; i++)
    {
      KithAcquaintance *row = g_ptr_array_index (rows, i);
      g_autofree char *evidence = kith_acquaintance_dup_evidence (row);

      kith_answer_builder_add_connection (builder, kith_acquaintance_get_tie (row), row->name, row->mailbox, NULL, row->strength, evidence);
    }
  return kith_answer_builder_end (builder, found || rows->len > 0 ? KITH_ANSWER_FOUND : KITH_ANSWER_NOT_FOUND, NULL);
}

typedef struct
{
  KithHistory *history;
  KithAddress *address;
  gboolean is_letter;
  GStrv owners;
} Work;

static void
work_free (gpointer data)
{
  Work *work = data;

  g_object_unref (work->history);
  g_object_unref (work->address);
  g_strfreev (work->owners);
  g_free (work);
}

static void
answer_in_thread (GTask        *task,
                  gpointer      source,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Work *work = task_data;
  g_autoptr (GError) error = NULL;

  if (!kith_history_add_owners (work->history, (const char *const *) work->owners, &error))
    g_debug ("The history could not be told whose mail it is: %s", error->message);
  g_task_return_pointer (task, make_answer (work->history, work->address, work->is_letter), g_object_unref);
}

/*
 * An answer takes less than a millisecond, and is given in the engine thread. Only where the index does not know an address of the owner it must be written anew first, which is
 * left to another thread.
 */
static void
kith_history_provider_lookup_async (KithProvider        *provider,
                                    KithQuery           *query,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  KithHistoryProvider *self = KITH_HISTORY_PROVIDER (provider);
  /* What the index is told is of use whoever asked; only an engine that closes does not wait for it. */
  g_autoptr (GTask) task = g_task_new (provider, self->owners == NULL ? cancellable : self->closing, callback, user_data);
  Work *work;

  g_task_set_source_tag (task, kith_history_provider_lookup_async);
  if (self->owners == NULL)
    {
      g_task_return_pointer (task, make_answer (self->history, kith_query_get_address (query), is_letter (query)), g_object_unref);
      return;
    }
  work = g_new0 (Work, 1);
  work->history = g_object_ref (self->history);
  work->address = g_object_ref (kith_query_get_address (query));
  work->is_letter = is_letter (query);
  work->owners = g_steal_pointer (&self->owners);
  g_task_set_task_data (task, work, work_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, answer_in_thread);
}

static KithAnswer *
kith_history_provider_lookup_finish (KithProvider  *provider,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_history_provider_dispose (GObject *object)
{
  g_cancellable_cancel (KITH_HISTORY_PROVIDER (object)->closing);
  G_OBJECT_CLASS (kith_history_provider_parent_class)->dispose (object);
}

static void
kith_history_provider_finalize (GObject *object)
{
  KithHistoryProvider *self = KITH_HISTORY_PROVIDER (object);

  g_clear_object (&self->closing);
  g_clear_object (&self->history);
  g_strfreev (self->owners);
  G_OBJECT_CLASS (kith_history_provider_parent_class)->finalize (object);
}

static void
kith_history_provider_class_init (KithHistoryProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kith_history_provider_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_history_provider_finalize;
  KITH_PROVIDER_CLASS (klass)->lookup_async = kith_history_provider_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = kith_history_provider_lookup_finish;
}

static void
kith_history_provider_init (KithHistoryProvider *self)
{
  guint64 fields = (guint64) 1 << KITH_FIELD_FIRST_CONTACT | (guint64) 1 << KITH_FIELD_LAST_CONTACT | (guint64) 1 << KITH_FIELD_MESSAGE_COUNT
                   | (guint64) 1 << KITH_FIELD_ANSWER_TIME | (guint64) 1 << KITH_FIELD_WAITING | (guint64) 1 << KITH_FIELD_WARNING
                   | (guint64) 1 << KITH_FIELD_HINT;

  self->closing = g_cancellable_new ();
  g_object_set (self, "id", "history", "name", C_("provider", "Your mail"), "fields", fields, NULL);
}

/**
 * kith_history_provider_new:
 * @history: the index of who wrote with whom and when
 *
 * Returns: (transfer full): the provider that answers from it
 */
KithProvider *
kith_history_provider_new (KithHistory *history)
{
  KithHistoryProvider *self = g_object_new (KITH_TYPE_HISTORY_PROVIDER, NULL);

  self->history = g_object_ref (history);
  return KITH_PROVIDER (self);
}

/**
 * kith_history_provider_set_owners:
 * @self: the provider
 * @addresses: (array zero-terminated=1) (nullable): the owner's own addresses
 *
 * The index is told of them before the next answer.
 */
void
kith_history_provider_set_owners (KithHistoryProvider *self,
                                  const char *const   *addresses)
{
  g_strfreev (self->owners);
  self->owners = addresses != NULL && addresses[0] != NULL ? g_strdupv ((GStrv) addresses) : NULL;
}
