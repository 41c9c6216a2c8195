/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

#include <stdlib.h>

/* More conversations in which something changed than this, and working everything out is no slower. */
#define MAX_TOUCHED 200

static void
add_to_ties (const KithHistoryMessage *message,
             gpointer                  user_data)
{
  kith_ties_add (user_data, message);
}

static GArray *
work_out_edges (KithHistoryView *self,
                guint32          person,
                gint64           reference)
{
  g_autoptr (KithTies) ties = kith_ties_new (&self->rules, person, reference);

  kith_history_view_foreach_message (self, person, FALSE, add_to_ties, ties);
  return kith_ties_end (ties);
}

typedef struct
{
  KithHistoryView *view;
  guint32 other;
  KithTies *ties;
} Pair;

static void
add_pair_message (const KithHistoryMessage *message,
                  gpointer                  user_data)
{
  Pair *pair = user_data;

  if (kith_history_view_message_has (pair->view, message, pair->other))
    kith_ties_add (pair->ties, message);
}

/* What one pair has in common, from whichever of them has fewer messages. */
static gboolean
work_out_pair (KithHistoryView *self,
               guint32          person,
               guint32          other,
               gint64           reference,
               KithHistoryEdge *edge)
{
  g_autoptr (KithTies) ties = kith_ties_new (&self->rules, person, reference);
  Pair pair = { self, person, ties };
  g_autoptr (GArray) edges = NULL;

  kith_history_view_foreach_message (self, other, FALSE, add_pair_message, &pair);
  edges = kith_ties_end (ties);
  for (guint i = 0; i < edges->len; i++)
    if (g_array_index (edges, KithHistoryEdge, i).person == other)
      {
        *edge = g_array_index (edges, KithHistoryEdge, i);
        return TRUE;
      }
  return FALSE;
}

static const KithHistoryEdge *
find_edge (GArray  *edges,
           guint32  person,
           guint   *index)
{
  for (guint i = 0; i < edges->len; i++)
    if (g_array_index (edges, KithHistoryEdge, i).person == person)
      {
        if (index != NULL)
          *index = i;
        return &g_array_index (edges, KithHistoryEdge, i);
      }
  return NULL;
}

typedef struct
{
  KithHistoryView *view;
  guint32 person;
  gint64 reference;
  GArray *edges;             /* the ready ones, changed in place */
  gboolean all;              /* they are all there are in the base file */
  guint n_total;
} Update;

/* One other person, in the conversations in which something changed: as they were, and as they are. */
static void
update_edge (Update                *update,
             guint32                other,
             const KithHistoryEdge *before,
             const KithHistoryEdge *after)
{
  KithHistoryEdge edge = { other, 0, 0, 0 };
  guint index = 0;
  const KithHistoryEdge *ready = find_edge (update->edges, other, &index);
  guint was = before != NULL ? before->n_threads : 0;
  guint is = after != NULL ? after->n_threads : 0;
  gboolean exact = ready != NULL || (update->all && before == NULL);

  if (ready != NULL)
    edge = *ready;
  /* The last one went: which is the last now stands in no summary. */
  if (before != NULL && before->last == edge.last && (after == NULL || after->last < before->last))
    exact = FALSE;
  if (exact)
    {
      edge.score += (after != NULL ? after->score : 0) - (before != NULL ? before->score : 0);
      edge.n_threads += is - was;
      edge.last = MAX (edge.last, after != NULL ? after->last : 0);
    }
  else if (!work_out_pair (update->view, update->person, other, update->reference, &edge))
    edge.n_threads = 0;
  if (ready != NULL)
    g_array_remove_index (update->edges, index);
  if (edge.n_threads > 0)
    g_array_append_val (update->edges, edge);
  if (ready != NULL || was > 0)
    update->n_total--;
  if (edge.n_threads > 0)
    update->n_total++;
  /* Not among the ready ones and not in what changed before: it may have been further down. */
  if (ready == NULL && was == 0 && edge.n_threads > is && update->n_total > 0)
    update->n_total--;
}

static void
update_edges (Update *update,
              GArray *threads)
{
  KithHistoryView *view = update->view;
  g_autoptr (KithTies) ties_before = kith_ties_new (&view->rules, update->person, update->reference);
  g_autoptr (KithTies) ties_after = kith_ties_new (&view->rules, update->person, update->reference);
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;

  for (guint i = 0; i < threads->len; i++)
    {
      guint64 thread = g_array_index (threads, guint64, i);

      kith_history_view_foreach_in_base_thread (view, thread, TRUE, add_to_ties, ties_before);
      kith_history_view_foreach_in_thread (view, thread, add_to_ties, ties_after);
    }
  before = kith_ties_end (ties_before);
  after = kith_ties_end (ties_after);
  for (guint i = 0; i < after->len; i++)
    {
      const KithHistoryEdge *edge = &g_array_index (after, KithHistoryEdge, i);

      update_edge (update, edge->person, find_edge (before, edge->person, NULL), edge);
    }
  for (guint i = 0; i < before->len; i++)
    {
      const KithHistoryEdge *edge = &g_array_index (before, KithHistoryEdge, i);

      if (find_edge (after, edge->person, NULL) == NULL)
        update_edge (update, edge->person, edge, NULL);
    }
}

/* The ready connections of a person with many messages, brought up to date with what changed since. */
static GArray *
list_ready_edges (KithHistoryView *self,
                  guint32          person,
                  gint64           reference,
                  guint           *n_total)
{
  guint32 n_base = 0;
  g_autoptr (GArray) edges = kith_history_base_get_edges (self->base, person, &n_base);
  g_autoptr (GArray) threads = NULL;
  Update update = { self, person, reference, edges, FALSE, 0 };

  if (edges == NULL)
    return NULL;
  threads = kith_history_view_list_touched_threads (self, person);
  if (threads->len > MAX_TOUCHED)
    return NULL;
  update.all = n_base == edges->len;
  update.n_total = n_base;
  if (threads->len > 0)
    update_edges (&update, threads);
  *n_total = update.n_total;
  return g_steal_pointer (&edges);
}

/*
 * kith_history_view_list_edges:
 * @limit: how many are wanted
 * @n_total: (out): how many there are
 *
 * Returns: (transfer full) (element-type KithHistoryEdge): the connections of a person, best first, discounted to the reference time of the base file
 */
GArray *
kith_history_view_list_edges (KithHistoryView *self,
                              guint32          person,
                              guint            limit,
                              guint           *n_total)
{
  gint64 reference = self->base != NULL ? kith_history_base_get_reference (self->base) : 0;
  GArray *edges = NULL;

  if (self->base != NULL && limit <= KITH_HISTORY_READY_EDGES)
    edges = list_ready_edges (self, person, reference, n_total);
  if (edges == NULL)
    {
      edges = work_out_edges (self, person, reference);
      *n_total = edges->len;
    }
  qsort (edges->data, edges->len, sizeof (KithHistoryEdge), kith_history_edge_compare);
  if (edges->len > limit)
    g_array_set_size (edges, limit);
  return edges;
}
