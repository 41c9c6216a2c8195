/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

#include <stdlib.h>

/* More conversations in which something changed than this, and working everything out is no slower. */
#define MAX_TOUCHED 2000

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

static int
compare_offsets (gconstpointer a,
                 gconstpointer b)
{
  guint32 one = *(const guint32 *) a;
  guint32 other = *(const guint32 *) b;

  return one < other ? -1 : one > other;
}

/* What one pair has in common in the base file, with or without what is deleted: only the messages on which both stand are read. */
static void
work_out_pair (KithHistoryView *self,
               GArray          *postings,
               guint32          person,
               guint32          other,
               gint64           reference,
               gboolean         with_dead,
               KithHistoryEdge *edge)
{
  g_autoptr (KithTies) ties = kith_ties_new (&self->rules, person, reference);
  g_autoptr (GArray) others = NULL;
  g_autoptr (GArray) edges = NULL;
  g_autofree KithHistoryMessage *message = g_new0 (KithHistoryMessage, 1);
  GArray *few, *many;

  if (other < self->state->delta->base_addresses)
    others = kith_history_base_get_postings (self->base, other);
  few = others != NULL && others->len < postings->len ? others : postings;
  many = few == others ? postings : others;
  for (guint i = 0; many != NULL && i < few->len; i++)
    {
      guint32 offset = g_array_index (few, guint32, i);

      if (g_array_binary_search (many, &offset, compare_offsets, NULL)
          && (with_dead || !kith_history_state_is_dead (self->state, offset)) && kith_history_base_get_message (self->base, offset, FALSE, message))
        kith_ties_add (ties, message);
    }
  edges = kith_ties_end (ties);
  memset (edge, 0, sizeof *edge);
  edge->person = other;
  for (guint i = 0; i < edges->len; i++)
    if (g_array_index (edges, KithHistoryEdge, i).person == other)
      *edge = g_array_index (edges, KithHistoryEdge, i);
}

static int
compare_people (gconstpointer a,
                gconstpointer b)
{
  guint32 one = ((const KithHistoryEdge *) a)->person;
  guint32 other = ((const KithHistoryEdge *) b)->person;

  return one < other ? -1 : one > other;
}

static const KithHistoryEdge *
find_sorted (GArray  *edges,
             guint32  person)
{
  KithHistoryEdge key = { person, 0, 0, 0 };

  return edges->len > 0 ? bsearch (&key, edges->data, edges->len, sizeof key, compare_people) : NULL;
}

/* One other person, in the conversations in which something changed since the base file was written. */
typedef struct
{
  guint32 person;
  float score;               /* as they are, less as they were */
  gint n_threads;
  guint32 last;              /* as they are */
  guint32 last_gone;         /* of a later message that they had; 0 where there was none */
} Difference;

typedef struct
{
  KithHistoryView *view;
  guint32 person;
  gint64 reference;
  guint limit;
  GArray *edges;             /* the ready ones, changed in place */
  gboolean all;              /* they are all there are in the base file */
  float least;               /* the score of the last of them */
  GArray *postings;          /* (nullable): of the person, once wanted */
  guint n_total;
} Update;

static GArray *
list_differences (Update *update,
                  GArray *threads)
{
  KithHistoryView *view = update->view;
  g_autoptr (KithTies) ties_before = kith_ties_new (&view->rules, update->person, update->reference);
  g_autoptr (KithTies) ties_after = kith_ties_new (&view->rules, update->person, update->reference);
  g_autoptr (GArray) before = NULL;
  g_autoptr (GArray) after = NULL;
  GArray *differences = g_array_new (FALSE, FALSE, sizeof (Difference));

  for (guint i = 0; i < threads->len; i++)
    kith_history_view_foreach_in_base_thread (view, g_array_index (threads, guint64, i), TRUE, add_to_ties, ties_before);
  kith_history_view_foreach_in_threads (view, update->person, threads, add_to_ties, ties_after);
  before = kith_ties_end (ties_before);
  after = kith_ties_end (ties_after);
  g_array_sort (before, compare_people);
  g_array_sort (after, compare_people);
  for (guint i = 0; i < after->len; i++)
    {
      const KithHistoryEdge *is = &g_array_index (after, KithHistoryEdge, i);
      const KithHistoryEdge *was = find_sorted (before, is->person);
      Difference difference = { is->person, is->score, is->n_threads, is->last, 0 };

      if (was != NULL)
        {
          difference.score -= was->score;
          difference.n_threads -= was->n_threads;
          difference.last_gone = is->last < was->last ? was->last : 0;
        }
      g_array_append_val (differences, difference);
    }
  for (guint i = 0; i < before->len; i++)
    {
      const KithHistoryEdge *was = &g_array_index (before, KithHistoryEdge, i);
      Difference difference = { was->person, -was->score, -(gint) was->n_threads, 0, was->last };

      if (find_sorted (after, was->person) == NULL)
        g_array_append_val (differences, difference);
    }
  return differences;
}

static void
look_at_pair (Update          *update,
              guint32          other,
              gboolean         with_dead,
              KithHistoryEdge *edge)
{
  if (update->postings == NULL)
    update->postings = kith_history_base_get_postings (update->view->base, update->person);
  work_out_pair (update->view, update->postings, update->person, other, update->reference, with_dead, edge);
}

static KithHistoryEdge *
find_edge (GArray  *edges,
           guint32  person)
{
  for (guint i = 0; i < edges->len; i++)
    if (g_array_index (edges, KithHistoryEdge, i).person == person)
      return &g_array_index (edges, KithHistoryEdge, i);
  return NULL;
}

/* The score that somebody must have to be among those that are wanted. */
static float
find_threshold (Update *update)
{
  g_array_sort (update->edges, kith_history_edge_compare);
  return update->edges->len >= update->limit && update->limit > 0 ? g_array_index (update->edges, KithHistoryEdge, update->limit - 1).score : -1;
}

static void
change_edge (KithHistoryEdge *edge,
             Difference      *difference)
{
  /* Only where the message that went was the last of all it must be looked up which is the last now. */
  if (edge->last != difference->last_gone)
    difference->last_gone = 0;
  edge->score += difference->score;
  edge->n_threads = (guint32) MAX ((gint) edge->n_threads + difference->n_threads, 0);
  edge->last = MAX (edge->last, difference->last);
}

/* Those that are ready first; then those who were too far down to be ready, where what came can have lifted them among those that are wanted. */
static void
apply_differences (Update *update,
                   GArray *differences)
{
  GArray *edges = update->edges;
  g_autoptr (GArray) others = g_array_new (FALSE, FALSE, sizeof (guint));
  float threshold;

  for (guint i = 0; i < differences->len; i++)
    {
      Difference *difference = &g_array_index (differences, Difference, i);
      KithHistoryEdge *ready = find_edge (edges, difference->person);

      if (ready != NULL)
        change_edge (ready, difference);
      else
        g_array_append_val (others, i);
    }
  threshold = find_threshold (update);
  for (guint i = 0; i < others->len; i++)
    {
      Difference *difference = &g_array_index (differences, Difference, g_array_index (others, guint, i));
      KithHistoryEdge edge = { difference->person, 0, 0, 0 };

      if (!update->all && update->least + difference->score < threshold)
        continue;
      if (!update->all)
        look_at_pair (update, difference->person, TRUE, &edge);
      update->n_total += edge.n_threads == 0 ? 1 : 0;
      change_edge (&edge, difference);
      g_array_append_val (edges, edge);
    }
}

/* Leaves out whose last conversation went, and those that are not wanted; sets right when the last message was. */
static void
finish_edges (Update *update,
              GArray *differences)
{
  GArray *edges = update->edges;
  guint n = 0;

  for (guint i = 0; i < edges->len; i++)
    if (g_array_index (edges, KithHistoryEdge, i).n_threads > 0)
      g_array_index (edges, KithHistoryEdge, n++) = g_array_index (edges, KithHistoryEdge, i);
  update->n_total -= MIN (edges->len - n, update->n_total);
  g_array_set_size (edges, n);
  find_threshold (update);
  g_array_set_size (edges, MIN (n, update->limit));
  for (guint i = 0; i < differences->len; i++)
    {
      const Difference *difference = &g_array_index (differences, Difference, i);
      KithHistoryEdge *edge = difference->last_gone != 0 ? find_edge (edges, difference->person) : NULL;
      KithHistoryEdge live;

      if (edge == NULL)
        continue;
      look_at_pair (update, difference->person, FALSE, &live);
      edge->last = MAX (live.last, difference->last);
    }
}

/* The ready connections of a person with many messages, brought up to date with what changed since. */
static GArray *
list_ready_edges (KithHistoryView *self,
                  guint32          person,
                  gint64           reference,
                  guint            limit,
                  guint           *n_total)
{
  guint32 n_base = 0;
  g_autoptr (GArray) edges = kith_history_base_get_edges (self->base, person, &n_base);
  g_autoptr (GArray) threads = NULL;
  g_autoptr (GArray) differences = NULL;
  Update update = { self, person, reference, limit, edges, FALSE, 0, NULL, n_base };

  if (edges == NULL)
    return NULL;
  threads = kith_history_view_list_touched_threads (self, person);
  if (threads->len > MAX_TOUCHED)
    return NULL;
  update.all = n_base == edges->len;
  update.least = edges->len > 0 ? g_array_index (edges, KithHistoryEdge, edges->len - 1).score : 0;
  if (threads->len > 0)
    {
      differences = list_differences (&update, threads);
      apply_differences (&update, differences);
      finish_edges (&update, differences);
    }
  g_clear_pointer (&update.postings, g_array_unref);
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
    edges = list_ready_edges (self, person, reference, limit, n_total);
  if (edges == NULL)
    {
      edges = work_out_edges (self, person, reference);
      *n_total = edges->len;
    }
  g_array_sort (edges, kith_history_edge_compare);
  if (edges->len > limit)
    g_array_set_size (edges, limit);
  return edges;
}
