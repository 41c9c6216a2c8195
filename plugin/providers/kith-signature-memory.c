/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-signature-memory.h"

#include <kith/kith-macros.h>
#include <string.h>

/* Each further message that says the same makes it surer, but never more than this; and what is a guess stays one, however often it is guessed. */
#define STEP 0.03
#define MAX_CONFIDENCE 0.95
#define MAX_VALUES 4

/* A value with all messages that say so. */
typedef struct
{
  const KithLearntRow *newest;
  double confidence;
  guint n;
  char *key;
} Group;

static void
group_clear (gpointer data)
{
  Group *group = data;

  g_free (group->key);
}

static GArray *
collect (GPtrArray *rows,
         KithField  field)
{
  GArray *groups = g_array_new (FALSE, TRUE, sizeof (Group));

  g_array_set_clear_func (groups, group_clear);
  for (guint i = 0; i < rows->len; i++)
    {
      const KithLearntRow *row = g_ptr_array_index (rows, i);
      g_autofree char *key = row->field == field ? kith_field_make_key (field, row->value) : NULL;
      Group *group = NULL;

      if (key == NULL)
        continue;
      for (guint k = 0; k < groups->len && group == NULL; k++)
        if (strcmp (g_array_index (groups, Group, k).key, key) == 0)
          group = &g_array_index (groups, Group, k);
      if (group == NULL)
        {
          g_array_set_size (groups, groups->len + 1);
          group = &g_array_index (groups, Group, groups->len - 1);
          group->newest = row;
          group->key = g_steal_pointer (&key);
        }
      group->n++;
      group->confidence = MAX (group->confidence, row->confidence);
    }
  return groups;
}

static double
rate (const Group *group)
{
  if (group->confidence < KITH_CONFIDENCE_FLOOR)
    return group->confidence;
  return MAX (group->confidence, MIN (MAX_CONFIDENCE, group->confidence + STEP * (group->n - 1)));
}

/* The newest that is sure, else the newest; the groups are in the order of time. */
static const Group *
choose (GArray *groups)
{
  for (guint i = 0; i < groups->len; i++)
    if (g_array_index (groups, Group, i).confidence >= KITH_CONFIDENCE_FLOOR)
      return &g_array_index (groups, Group, i);
  return groups->len > 0 ? &g_array_index (groups, Group, 0) : NULL;
}

/* What the message that @row is of says of the company, or NULL. */
static char *
dup_company_key (GPtrArray           *rows,
                 const KithLearntRow *row)
{
  for (guint i = 0; i < rows->len; i++)
    {
      const KithLearntRow *other = g_ptr_array_index (rows, i);

      if (other->message == row->message && other->field == KITH_FIELD_COMPANY && other->confidence >= KITH_CONFIDENCE_FLOOR)
        return kith_field_make_key (KITH_FIELD_COMPANY, other->value);
    }
  return NULL;
}

static gboolean
is_of_person (KithField field)
{
  return field == KITH_FIELD_NAME;
}

/* Without what was said when the person worked elsewhere: who changes the company does not keep the role. */
static GPtrArray *
drop_former_work (GPtrArray *rows)
{
  g_autoptr (GArray) companies = collect (rows, KITH_FIELD_COMPANY);
  const Group *company = choose (companies);
  GPtrArray *kept = g_ptr_array_new ();

  for (guint i = 0; i < rows->len; i++)
    {
      KithLearntRow *row = g_ptr_array_index (rows, i);
      g_autofree char *key = company != NULL && company->confidence >= KITH_CONFIDENCE_FLOOR ? dup_company_key (rows, row) : NULL;

      if (key == NULL || strcmp (key, company->key) == 0 || is_of_person (row->field))
        g_ptr_array_add (kept, row);
    }
  return kept;
}

static guint
add_group (KithAnswerBuilder *builder,
           KithField          field,
           const Group       *group)
{
  kith_answer_builder_set_confidence (builder, rate (group));
  return kith_answer_builder_add_fact (builder, field, group->newest->value);
}

/*
 * kith_signature_memory_merge:
 * @builder: where to add facts
 * @rows: (element-type KithLearntRow): what one person's signatures say, the newest first
 *
 * Of a field with one value the newest that is sure counts; the same in several messages is surer. A message without a signature changes nothing.
 *
 * Returns: how many facts were added
 */
guint
kith_signature_memory_merge (KithAnswerBuilder *builder,
                             GPtrArray         *rows)
{
  g_autoptr (GPtrArray) current = drop_former_work (rows);
  guint facts = 0;

  for (int field = 0; field < KITH_N_FIELDS; field++)
    {
      g_autoptr (GArray) groups = collect (current, (KithField) field);
      const Group *group = choose (groups);

      if (group == NULL)
        continue;
      if (!kith_field_is_multi_valued ((KithField) field))
        facts += add_group (builder, (KithField) field, group);
      for (guint i = 0; kith_field_is_multi_valued ((KithField) field) && i < groups->len && i < MAX_VALUES; i++)
        facts += add_group (builder, (KithField) field, &g_array_index (groups, Group, i));
    }
  return facts;
}
