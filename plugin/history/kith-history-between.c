/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

#include <stdlib.h>

/* Nobody waits for an answer longer. */
#define WAITING_SECONDS (60 * 86400)
/* What is answered later was not an answer. */
#define ANSWER_SECONDS (60 * 86400)

typedef struct
{
  gint64 date;
  KithHistoryWay way;
  gboolean asks;             /* the owner stands in To, and it is no mass mail */
} Turn;

typedef struct
{
  KithHistoryView *view;
  guint32 person;
  gint64 now;
  KithBetween *between;
  guint64 thread;
  GArray *turns;             /* of Turn: of the thread at hand */
  GArray *theirs;            /* of gint64 */
  GArray *yours;
} Telling;

static int
compare_turns (gconstpointer a,
               gconstpointer b)
{
  const Turn *one = a;
  const Turn *other = b;

  if (one->date != other->date)
    return one->date < other->date ? -1 : 1;
  return one->way < other->way ? -1 : one->way > other->way;
}

static void
close_thread (Telling *telling)
{
  GArray *turns = telling->turns;
  const Turn *last;

  if (turns->len == 0)
    return;
  g_array_sort (turns, compare_turns);
  for (guint i = 1; i < turns->len; i++)
    {
      const Turn *one = &g_array_index (turns, Turn, i - 1);
      const Turn *next = &g_array_index (turns, Turn, i);
      gint64 taken = next->date - one->date;

      if (one->way != next->way && one->date > 0 && taken <= ANSWER_SECONDS)
        g_array_append_val (next->way == KITH_HISTORY_IN ? telling->theirs : telling->yours, taken);
    }
  last = &g_array_index (turns, Turn, turns->len - 1);
  if (last->way == KITH_HISTORY_IN && last->asks && last->date > telling->now - WAITING_SECONDS)
    {
      telling->between->n_waiting++;
      if (telling->between->waiting_since == 0 || last->date < telling->between->waiting_since)
        telling->between->waiting_since = last->date;
    }
  g_array_set_size (turns, 0);
}

static gboolean
asks_owner (KithHistoryView          *view,
            const KithHistoryMessage *message)
{
  if (!kith_history_rules_is_acquaintance (&view->rules, message))
    return FALSE;
  for (guint32 i = 0; i < message->n_parts; i++)
    if ((message->parts[i] & 7) == KITH_PART_TO && (kith_history_rules_flags (&view->rules, message->parts[i] >> 3) & KITH_HISTORY_ADDRESS_OWNER))
      return TRUE;
  return FALSE;
}

static void
tell_message (const KithHistoryMessage *message,
              gpointer                  user_data)
{
  Telling *telling = user_data;
  KithBetween *between = telling->between;
  Turn turn = { message->date, kith_history_rules_get_way (&telling->view->rules, message, telling->person), FALSE };

  if (turn.way == KITH_HISTORY_ELSEWHERE)
    return;
  if (telling->thread != message->thread)
    close_thread (telling);
  telling->thread = message->thread;
  turn.asks = turn.way == KITH_HISTORY_IN && asks_owner (telling->view, message);
  g_array_append_val (telling->turns, turn);
  if (turn.way == KITH_HISTORY_IN)
    between->n_in++;
  else
    between->n_out++;
  if (turn.date > 0 && (between->first == 0 || turn.date < between->first))
    between->first = turn.date;
  between->last = MAX (between->last, turn.date);
}

static int
compare_seconds (gconstpointer a,
                 gconstpointer b)
{
  gint64 one = *(const gint64 *) a;
  gint64 other = *(const gint64 *) b;

  return one < other ? -1 : one > other;
}

static gint64
find_median (GArray *seconds)
{
  if (seconds->len == 0)
    return -1;
  g_array_sort (seconds, compare_seconds);
  return g_array_index (seconds, gint64, seconds->len / 2);
}

/*
 * kith_history_get_between:
 * @now: Unix seconds
 * @between: (out caller-allocates): what there was between the owner and the person
 *
 * Engine thread. For somebody with a hundred thousand messages it takes some milliseconds.
 *
 * Returns: whether there was anything
 */
gboolean
kith_history_get_between (KithHistory *self,
                          KithAddress *address,
                          gint64       now,
                          KithBetween *between)
{
  KithHistoryView *view = kith_history_lock_view (self);
  g_autoptr (GArray) turns = g_array_new (FALSE, FALSE, sizeof (Turn));
  g_autoptr (GArray) theirs = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) yours = g_array_new (FALSE, FALSE, sizeof (gint64));
  Telling telling = { view, kith_history_view_find_person (view, address), now, between, G_MAXUINT64, turns, theirs, yours };

  memset (between, 0, sizeof *between);
  if (telling.person != KITH_HISTORY_NONE_ID && (kith_history_rules_flags (&view->rules, telling.person) & KITH_HISTORY_ADDRESS_OWNER) == 0)
    kith_history_view_foreach_message (view, telling.person, FALSE, tell_message, &telling);
  close_thread (&telling);
  kith_history_unlock_view (self);
  between->their_answer = find_median (theirs);
  between->your_answer = find_median (yours);
  return between->n_in + between->n_out > 0;
}
