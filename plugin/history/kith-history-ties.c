/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-message.h"

#include <math.h>

/*
 * How strong a tie is.
 *
 * Granovetter ("The Strength of Weak Ties", American Journal of Sociology 78, 1973) calls the strength of a tie a combination of the amount of time, the
 * intensity and the reciprocity. Gilbert and Karahalios ("Predicting Tie Strength with Social Media", CHI 2009) find days since last communication, the number of
 * messages and their directness among the best predictors. Roth et al. ("Suggesting Friends Using the Implicit Social Graph", KDD 2010) turn that into their
 * Interactions Rank: each message counts for a weight, and loses half of it with every half-life that has gone by since. This is the same for the tie between two people
 * in the mail of a third, the owner:
 *
 *   score (P, Q)    = sum over conversations C of min (sum over messages m in C of w (m) d (m), 3 max over m in C of d (m))
 *   d (m)           = 2 ^ -(age of m / 365 days)
 *   w (m)           = 1 where one of P and Q answers and the other is in To, 0.8 where it is no answer, 0.5 and 0.4 where the other is in Cc or Bcc;
 *                     0.4 where a third writes to both, 0.3 where one of them is in Cc, 0.2 where both are
 *   strength (P, Q) = score / (score + 2), from 0 to 1
 *
 * A conversation counts for three messages at most, so that one long thread does not outweigh many short ones. One more message, or a later one, never lowers the
 * score: the inner sum and the maximum only grow. And as all messages age alike, the order between two ties does not change while time goes by, so that the
 * edges of busy people can be sorted once and for all when the index is written.
 */
#define HALF_LIFE_SECONDS (KITH_TIES_HALF_LIFE_DAYS * 86400.0)
#define MAX_PER_THREAD 3.0
#define HALF_STRENGTH 2.0
/* A message whose date is not known is very old. */
#define UNKNOWN_AGE_SECONDS (30 * 365 * 86400.0)

typedef struct
{
  guint32 person;            /* + 1; 0 is empty */
  guint32 n_threads;
  gint64 last;
  double score;
  guint64 thread;
  double sum;
  double newest;
} Entry;

struct _KithTies
{
  const KithHistoryRules *rules;
  guint32 person;
  gint64 reference;
  Entry *entries;
  guint32 mask;
  guint32 n_entries;
};

KithTies *
kith_ties_new (const KithHistoryRules *rules,
               guint32                 person,
               gint64                  reference)
{
  KithTies *self = g_new0 (KithTies, 1);

  self->rules = rules;
  self->person = person;
  self->reference = reference;
  self->mask = 63;
  self->entries = g_new0 (Entry, self->mask + 1);
  return self;
}

void
kith_ties_free (KithTies *self)
{
  g_free (self->entries);
  g_free (self);
}

typedef enum
{
  ROLE_NONE,
  ROLE_CC,
  ROLE_TO,
  ROLE_AUTHOR,
} Role;

static Role
role_from_part (KithPart part)
{
  switch (part)
    {
    case KITH_PART_FROM:
      return ROLE_AUTHOR;
    case KITH_PART_TO:
      return ROLE_TO;
    case KITH_PART_CC:
    case KITH_PART_BCC:
      return ROLE_CC;
    case KITH_PART_NONE:
    case KITH_PART_SENDER:
    case KITH_PART_REPLY_TO:
    default:
      return ROLE_NONE;
    }
}

static double
weight_from_roles (Role     one,
                   Role     other,
                   gboolean reply)
{
  Role high = MAX (one, other);
  Role low = MIN (one, other);

  if (low == ROLE_NONE)
    return 0;
  if (high == ROLE_AUTHOR)
    {
      if (low == ROLE_CC)
        return reply ? 0.5 : 0.4;
      return reply ? 1.0 : 0.8;
    }
  if (high == ROLE_TO)
    return low == ROLE_TO ? 0.4 : 0.3;
  return 0.2;
}

/* What one message counts for between two people who stand in these parts of it. */
double
kith_ties_get_weight (KithPart person,
                      KithPart other,
                      gboolean reply)
{
  return weight_from_roles (role_from_part (person), role_from_part (other), reply);
}

static Entry *
find_entry (KithTies *self,
            guint32   person)
{
  guint32 slot = (person * 2654435761u) >> 7 & self->mask;

  while (self->entries[slot].person != 0 && self->entries[slot].person != person + 1)
    slot = (slot + 1) & self->mask;
  return &self->entries[slot];
}

static void
grow (KithTies *self)
{
  g_autofree Entry *old = self->entries;
  guint32 n_old = self->mask + 1;

  self->mask = n_old * 2 - 1;
  self->entries = g_new0 (Entry, n_old * 2);
  for (guint32 i = 0; i < n_old; i++)
    if (old[i].person != 0)
      *find_entry (self, old[i].person - 1) = old[i];
}

static void
close_thread (Entry *entry)
{
  entry->score += MIN (entry->sum, MAX_PER_THREAD * entry->newest);
  entry->sum = 0;
  entry->newest = 0;
}

static void
add_tie (KithTies                 *self,
         guint32                   person,
         double                    weight,
         double                    discount,
         const KithHistoryMessage *message)
{
  Entry *entry = find_entry (self, person);

  if (entry->person == 0)
    {
      if (self->n_entries * 2 > self->mask)
        {
          grow (self);
          entry = find_entry (self, person);
        }
      entry->person = person + 1;
      self->n_entries++;
    }
  if (entry->n_threads == 0 || entry->thread != message->thread)
    {
      close_thread (entry);
      entry->thread = message->thread;
      entry->n_threads++;
    }
  entry->sum += weight * discount;
  entry->newest = MAX (entry->newest, discount);
  entry->last = MAX (entry->last, message->date);
}

static Role
find_role (KithTies                 *self,
           const KithHistoryMessage *message)
{
  Role role = ROLE_NONE;

  for (guint32 i = 0; i < message->n_parts; i++)
    if (kith_history_rules_person (self->rules, message->parts[i] >> 3) == self->person)
      role = MAX (role, role_from_part (message->parts[i] & 7));
  return role;
}

/* Whether an earlier part of the message already speaks for the same person, at least as directly. */
static gboolean
is_counted (KithTies                 *self,
            const KithHistoryMessage *message,
            guint32                   index,
            guint32                   person)
{
  Role role = role_from_part (message->parts[index] & 7);

  for (guint32 i = 0; i < message->n_parts; i++)
    {
      Role other = role_from_part (message->parts[i] & 7);

      if (i != index && (other > role || (other == role && i < index))
          && kith_history_rules_person (self->rules, message->parts[i] >> 3) == person)
        return TRUE;
    }
  return FALSE;
}

/* Messages of one thread come together, in any order. */
void
kith_ties_add (KithTies                 *self,
               const KithHistoryMessage *message)
{
  const guint bystanders = KITH_HISTORY_ADDRESS_OWNER | KITH_HISTORY_ADDRESS_LIST | KITH_HISTORY_ADDRESS_ROBOT;
  double age = message->date > 0 ? (double) (self->reference - message->date) : UNKNOWN_AGE_SECONDS;
  Role role;
  double discount;

  if (!kith_history_rules_is_acquaintance (self->rules, message))
    return;
  role = find_role (self, message);
  if (role == ROLE_NONE)
    return;
  discount = exp2 (-age / HALF_LIFE_SECONDS);
  for (guint32 i = 0; i < message->n_parts; i++)
    {
      guint32 address = message->parts[i] >> 3;
      guint32 person = kith_history_rules_person (self->rules, address);
      Role other = role_from_part (message->parts[i] & 7);

      if (other == ROLE_NONE || person == self->person || (kith_history_rules_flags (self->rules, address) & bystanders)
          || is_counted (self, message, i, person))
        continue;
      add_tie (self, person, weight_from_roles (role, other, (message->flags & KITH_HISTORY_REPLY) != 0), discount, message);
    }
}

/* Best first; between equals the person with the lower number, so that the order is the same every time. */
int
kith_history_edge_compare (gconstpointer a,
                           gconstpointer b)
{
  const KithHistoryEdge *one = a;
  const KithHistoryEdge *other = b;

  if (one->score != other->score)
    return one->score > other->score ? -1 : 1;
  return one->person < other->person ? -1 : one->person > other->person;
}

/*
 * kith_ties_end:
 *
 * Returns: (transfer full) (element-type KithHistoryEdge): in no order
 */
GArray *
kith_ties_end (KithTies *self)
{
  GArray *edges = g_array_sized_new (FALSE, FALSE, sizeof (KithHistoryEdge), self->n_entries);

  for (guint32 i = 0; i <= self->mask; i++)
    {
      Entry *entry = &self->entries[i];
      KithHistoryEdge edge;

      if (entry->person == 0)
        continue;
      close_thread (entry);
      edge.person = entry->person - 1;
      edge.score = (float) MIN (entry->score, 1e30);
      edge.n_threads = entry->n_threads;
      edge.last = (guint32) CLAMP (entry->last, 0, G_MAXUINT32);
      g_array_append_val (edges, edge);
    }
  return edges;
}

/* The score as of @now, between 0 and 1. */
double
kith_ties_get_strength (double score,
                        gint64 reference,
                        gint64 now)
{
  double current = score * exp2 ((double) (reference - now) / HALF_LIFE_SECONDS);

  return current / (current + HALF_STRENGTH);
}
