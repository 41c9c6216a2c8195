/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

#include <glib/gi18n-lib.h>

/* Of the addresses of a company so many are looked at; what is shown is a handful. */
#define MAX_COMPANY 2000
#define MAX_COLLEAGUES 100
/* What one message with a colleague counts for, and how many count: less than any conversation of all three. */
#define COLLEAGUE_WEIGHT 0.05
#define COLLEAGUE_MESSAGES 3

typedef struct
{
  KithHistoryView *view;
  guint32 person;
  gint64 now;
  GPtrArray *rows;           /* of KithAcquaintance */
  GHashTable *by_person;     /* person + 1 -> KithAcquaintance of rows */
  const char *company;       /* key of the registrable domain */
  gsize company_length;
  guint n_seen;
  guint n_colleagues;
} Gather;

void
kith_acquaintance_free (KithAcquaintance *self)
{
  g_free (self->name);
  g_free (self->mailbox);
  g_free (self->colleague_at);
  g_free (self);
}

/* Translators: name of a month and year, after "last in". See g_date_time_format(). */
static char *
format_month (gint64 when)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (when);

  return time != NULL ? g_date_time_format (time, _("%B %Y")) : NULL;
}

/*
 * kith_acquaintance_dup_evidence:
 *
 * Returns: (transfer full): why this person is shown, in words: "4 conversations, last in March 2026; colleague at acme.example"
 */
char *
kith_acquaintance_dup_evidence (KithAcquaintance *self)
{
  g_autofree char *month = self->last > 0 ? format_month (self->last) : NULL;
  g_autofree char *conversations = NULL;
  g_autofree char *colleague = NULL;

  if (self->in_conversation && month != NULL)
    /* Translators: %1$u is the number of conversations, %2$s a month and year */
    conversations = g_strdup_printf (ngettext ("%1$u conversation, last in %2$s", "%1$u conversations, last in %2$s", self->n_conversations),
                                     self->n_conversations, month);
  else if (self->in_conversation)
    conversations = g_strdup_printf (ngettext ("%u conversation", "%u conversations", self->n_conversations), self->n_conversations);
  if (self->colleague_at != NULL)
    /* Translators: %s is the domain of a company */
    colleague = g_strdup_printf (_("colleague at %s"), self->colleague_at);
  if (conversations != NULL && colleague != NULL)
    /* Translators: two reasons why a person is shown */
    return g_strdup_printf (_("%s; %s"), conversations, colleague);
  return conversations != NULL ? g_steal_pointer (&conversations) : g_steal_pointer (&colleague);
}

/* The better of its reasons. */
KithTie
kith_acquaintance_get_tie (KithAcquaintance *self)
{
  return self->in_conversation ? KITH_TIE_CORRESPONDENCE : KITH_TIE_COLLEAGUE;
}

/* The address that somebody was met with last, and the best name among all. */
static gboolean
describe (KithHistoryView  *view,
          guint32           person,
          KithAcquaintance *row)
{
  g_autoptr (GArray) members = kith_history_view_get_members (view, person);
  gint64 best_last = -1;
  g_autofree char *best_key = NULL;

  for (guint i = 0; i < members->len; i++)
    {
      guint32 address = g_array_index (members, guint32, i);
      KithHistoryInfo info = { 0, };
      g_autofree char *key = NULL;
      g_autofree char *name = NULL;

      kith_history_view_get_address (view, address, &key, &name);
      if (address < view->state->delta->base_addresses && members->len > 1)
        kith_history_base_get_info (view->base, address, &info);
      if (key == NULL || (gint64) info.last <= best_last)
        continue;
      best_last = info.last;
      g_free (best_key);
      best_key = g_steal_pointer (&key);
      if (name != NULL)
        {
          g_free (row->name);
          row->name = g_steal_pointer (&name);
        }
    }
  row->mailbox = best_key != NULL ? kith_history_key_to_mailbox (best_key) : NULL;
  return row->mailbox != NULL;
}

static KithAcquaintance *
add_row (Gather  *gather,
         guint32  person)
{
  KithAcquaintance *row = g_new0 (KithAcquaintance, 1);

  if (!describe (gather->view, person, row))
    {
      kith_acquaintance_free (row);
      return NULL;
    }
  g_ptr_array_add (gather->rows, row);
  g_hash_table_insert (gather->by_person, GUINT_TO_POINTER (person + 1), row);
  return row;
}

static void
add_conversations (Gather *gather,
                   guint   limit,
                   guint  *n_total)
{
  KithHistoryView *view = gather->view;
  g_autoptr (GArray) edges = kith_history_view_list_edges (view, gather->person, limit, n_total);
  gint64 reference = view->base != NULL ? kith_history_base_get_reference (view->base) : 0;

  for (guint i = 0; i < edges->len; i++)
    {
      const KithHistoryEdge *edge = &g_array_index (edges, KithHistoryEdge, i);
      KithAcquaintance *row = add_row (gather, edge->person);

      if (row == NULL)
        continue;
      row->in_conversation = TRUE;
      row->n_conversations = edge->n_threads;
      row->last = edge->last;
      row->strength = kith_ties_get_strength (edge->score, reference, gather->now);
    }
}

static gboolean
is_at_company (const Gather *gather,
               const char   *key)
{
  return strncmp (key, gather->company, gather->company_length) == 0
         && (key[gather->company_length] == '.' || key[gather->company_length] == '@');
}

static gboolean
add_colleague (guint32     address,
               const char *key,
               const char *name,
               gpointer    user_data)
{
  const guint bystanders = KITH_HISTORY_ADDRESS_OWNER | KITH_HISTORY_ADDRESS_LIST | KITH_HISTORY_ADDRESS_ROBOT | KITH_HISTORY_ADDRESS_FREEMAIL;
  Gather *gather = user_data;
  guint32 person = kith_history_rules_person (&gather->view->rules, address);
  KithAcquaintance *row = g_hash_table_lookup (gather->by_person, GUINT_TO_POINTER (person + 1));
  g_autofree char *company = NULL;
  guint n_in, n_out;
  gint64 last;

  if (!is_at_company (gather, key) || gather->n_seen++ >= MAX_COMPANY || gather->n_colleagues >= MAX_COLLEAGUES)
    return FALSE;
  if (person == gather->person || (kith_history_rules_flags (&gather->view->rules, address) & bystanders) != 0 || (row != NULL && row->colleague_at != NULL))
    return TRUE;
  kith_history_view_count_contacts (gather->view, person, &n_in, &n_out, &last);
  if (row == NULL && n_in + n_out > 0)
    {
      row = add_row (gather, person);
      if (row != NULL)
        {
          gather->n_colleagues++;
          row->last = last;
          row->strength = kith_ties_get_strength (COLLEAGUE_WEIGHT * MIN (n_in + n_out, COLLEAGUE_MESSAGES), last, MAX (gather->now, last));
        }
    }
  if (row != NULL)
    {
      g_autofree char *domain_key = g_strdup_printf ("%.*s@", (int) gather->company_length, gather->company);

      company = kith_history_key_to_mailbox (domain_key);
      row->colleague_at = g_strdup (company[0] == '@' ? company + 1 : company);
    }
  return TRUE;
}

static void
add_recent_colleagues (Gather *gather)
{
  KithHistoryTable *delta = gather->view->state->delta;

  for (guint32 i = 0; i < delta->addresses->len; i++)
    {
      const KithHistoryAddress *address = &g_array_index (delta->addresses, KithHistoryAddress, i);

      if (is_at_company (gather, address->key))
        add_colleague (delta->base_addresses + i, address->key, address->name, gather);
    }
}

/* Whom the owner knows at the companies that the person writes from. */
static void
add_colleagues (Gather *gather)
{
  KithHistoryView *view = gather->view;
  g_autoptr (GArray) members = kith_history_view_get_members (view, gather->person);

  for (guint i = 0; i < members->len; i++)
    {
      guint32 address = g_array_index (members, guint32, i);
      g_autofree char *key = NULL;
      g_autofree char *beneath = NULL;
      g_autofree char *at = NULL;

      kith_history_view_get_address (view, address, &key, NULL);
      gather->company_length = key != NULL ? kith_history_key_get_registrable_length (key) : 0;
      if (gather->company_length == 0 || (kith_history_rules_flags (&view->rules, address) & KITH_HISTORY_ADDRESS_FREEMAIL) != 0)
        continue;
      gather->company = key;
      gather->n_seen = 0;
      beneath = g_strdup_printf ("%.*s.", (int) gather->company_length, key);
      at = g_strdup_printf ("%.*s@", (int) gather->company_length, key);
      if (view->base != NULL)
        {
          kith_history_base_foreach_key (view->base, beneath, add_colleague, gather);
          kith_history_base_foreach_key (view->base, at, add_colleague, gather);
        }
      add_recent_colleagues (gather);
    }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const KithAcquaintance *one = *(KithAcquaintance *const *) a;
  const KithAcquaintance *other = *(KithAcquaintance *const *) b;
  int order;

  if (one->strength != other->strength)
    return one->strength > other->strength ? -1 : 1;
  order = g_utf8_collate (one->name != NULL ? one->name : one->mailbox, other->name != NULL ? other->name : other->mailbox);
  return order != 0 ? order : strcmp (one->mailbox, other->mailbox);
}

/*
 * kith_history_list_acquaintances:
 * @address: somebody, usually the sender of a message
 * @now: Unix seconds, for the strength
 * @limit: how many are wanted
 * @n_total: (out) (optional): how many there are
 *
 * The people known to both the owner and @address: those who stand on a message with both of them, and the colleagues of @address with whom the owner has
 * written. Engine thread.
 *
 * Returns: (transfer full) (element-type KithAcquaintance): strongest first, then by name
 */
GPtrArray *
kith_history_list_acquaintances (KithHistory *self,
                                 KithAddress *address,
                                 gint64       now,
                                 guint        limit,
                                 guint       *n_total)
{
  KithHistoryView *view = kith_history_lock_view (self);
  Gather gather = { .view = view, .now = now };
  guint n = 0;

  gather.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_acquaintance_free);
  gather.person = kith_history_view_find_person (view, address);
  if (kith_history_view_is_somebody (view, address))
    {
      gather.by_person = g_hash_table_new (NULL, NULL);
      add_conversations (&gather, limit, &n);
      add_colleagues (&gather);
      n += gather.n_colleagues;
      g_hash_table_unref (gather.by_person);
    }
  kith_history_unlock_view (self);
  g_ptr_array_sort (gather.rows, compare_rows);
  if (gather.rows->len > limit)
    g_ptr_array_set_size (gather.rows, limit);
  if (n_total != NULL)
    *n_total = n;
  return gather.rows;
}

typedef struct
{
  KithHistoryView *view;
  guint32 person;
  guint32 other;             /* KITH_HISTORY_NONE_ID: the owner */
  GPtrArray *found;
} Listing;

void
kith_history_evidence_free (KithHistoryEvidence *self)
{
  g_free (self->account);
  g_free (self->path);
  g_free (self);
}

static void
list_message (const KithHistoryMessage *message,
              gpointer                  user_data)
{
  Listing *listing = user_data;
  const KithHistoryState *state = listing->view->state;

  if (listing->other == KITH_HISTORY_NONE_ID)
    {
      if (kith_history_rules_get_way (&listing->view->rules, message, listing->person) == KITH_HISTORY_ELSEWHERE)
        return;
    }
  else if (!kith_history_rules_is_acquaintance (&listing->view->rules, message) || !kith_history_view_message_has (listing->view, message, listing->other))
    return;
  for (guint32 i = 0; i < message->n_locations; i++)
    {
      const KithHistoryFolder *folder = message->folders[i] < state->folders->len ? g_ptr_array_index (state->folders, message->folders[i]) : NULL;
      KithHistoryEvidence *evidence;

      if (folder == NULL || folder->path == NULL)
        continue;
      evidence = g_new0 (KithHistoryEvidence, 1);
      evidence->account = g_strdup (folder->account);
      evidence->path = g_strdup (folder->path);
      evidence->uid = message->uids[i];
      evidence->date = message->date;
      g_ptr_array_add (listing->found, evidence);
    }
}

static int
compare_evidence (gconstpointer a,
                  gconstpointer b)
{
  const KithHistoryEvidence *one = *(KithHistoryEvidence *const *) a;
  const KithHistoryEvidence *other = *(KithHistoryEvidence *const *) b;

  return one->date > other->date ? -1 : one->date < other->date;
}

/*
 * kith_history_list_messages:
 *
 * @other: (nullable): %NULL stands for the owner
 *
 * The messages that make two people acquaintances: what is shown when the evidence is clicked. With the owner, all that went between them.
 *
 * Returns: (transfer full) (element-type KithHistoryEvidence): newest first
 */
GPtrArray *
kith_history_list_messages (KithHistory *self,
                            KithAddress *address,
                            KithAddress *other,
                            guint        limit)
{
  KithHistoryView *view = kith_history_lock_view (self);
  guint32 person = kith_history_view_find_person (view, address);
  Listing listing = { view, person, other != NULL ? kith_history_view_find_person (view, other) : KITH_HISTORY_NONE_ID, NULL };

  listing.found = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_history_evidence_free);
  if (person != KITH_HISTORY_NONE_ID && (other == NULL || listing.other != KITH_HISTORY_NONE_ID))
    kith_history_view_foreach_message (view, person, TRUE, list_message, &listing);
  kith_history_unlock_view (self);
  g_ptr_array_sort (listing.found, compare_evidence);
  if (listing.found->len > limit)
    g_ptr_array_set_size (listing.found, limit);
  return listing.found;
}
