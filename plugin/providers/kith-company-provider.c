/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-company-provider.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-signature-match.h"
#include "kith-site.h"
#include "kith-word-list.h"

#define MAX_CONNECTIONS 200

/* More than half of at least two people say so; one person alone is a guess, unless the domain is named like the company. */
#define MIN_PEOPLE 2
#define CONFIDENCE_OF_MAJORITY 0.75
#define CONFIDENCE_OF_NAME 0.6
#define CONFIDENCE_OF_ONE 0.4
#define CONFIDENCE_OF_MOST 0.35

/**
 * KithCompanyProvider:
 *
 * Where somebody works by the domain of the address: what the other people of the domain are known to work for. One person, one vote; nobody votes on
 * themselves. Local: nothing leaves this computer.
 */
struct _KithCompanyProvider
{
  KithProvider parent_instance;

  KithLearnt *learnt;     /* (nullable) */
  KithPeople *people;     /* (nullable) */
  KithLinkedIn *linkedin; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithCompanyProvider, kith_company_provider, KITH_TYPE_PROVIDER)

/* A company, and how many say so. */
typedef struct
{
  char *value; /* as the newest has it */
  gint64 time;
  guint n;
} Choice;

typedef struct
{
  KithCompanyProvider *self;
  const char *domain;
  const char *own_key;
  KithField field;
  GHashTable *voters;  /* (element-type utf8): keys of addresses */
  GHashTable *choices; /* (element-type utf8 Choice): by the key of the value */
} Election;

static void
choice_free (gpointer data)
{
  Choice *choice = data;

  g_free (choice->value);
  g_free (choice);
}

static gboolean
is_at_domain (const char *address,
              const char *domain)
{
  const char *at = strrchr (address, '@');
  const char *registrable = at != NULL ? kith_site_get_registrable (at + 1) : NULL;

  return registrable != NULL && strcmp (registrable, domain) == 0;
}

static gboolean
is_rejected (Election   *election,
             const char *address,
             const char *provider_id,
             const char *value)
{
  g_autoptr (KithAddress) person = kith_address_new (address, NULL, NULL);

  return provider_id != NULL && person != NULL && election->self->people != NULL
         && kith_people_is_rejected (election->self->people, person, election->field, provider_id, value);
}

/* "Example Rail" and "Example Rail Ltd" are one. */
static char *
make_choice_key (KithField   field,
                 const char *value)
{
  return field == KITH_FIELD_COMPANY ? kith_signature_make_company_key (value) : kith_field_make_key (field, value);
}

/* The first vote of a person counts: the sources come in the order in which they are believed. */
static void
vote (Election   *election,
      const char *address,
      const char *provider_id,
      const char *value,
      gint64      time)
{
  g_autofree char *normal = kith_field_normalise (election->field, value);
  g_autofree char *key = normal != NULL ? make_choice_key (election->field, normal) : NULL;
  Choice *choice;

  if (key == NULL || strcmp (address, election->own_key) == 0 || g_hash_table_contains (election->voters, address)
      || is_rejected (election, address, provider_id, normal))
    return;
  g_hash_table_add (election->voters, g_strdup (address));
  choice = g_hash_table_lookup (election->choices, key);
  if (choice == NULL)
    {
      choice = g_new0 (Choice, 1);
      g_hash_table_insert (election->choices, g_steal_pointer (&key), choice);
    }
  choice->n++;
  if (choice->value == NULL || time > choice->time)
    {
      g_free (choice->value);
      choice->value = g_steal_pointer (&normal);
      choice->time = time;
    }
}

static void
vote_of_owner (const KithPeopleRow *row,
               gpointer             user_data)
{
  Election *election = user_data;

  if (row->value != NULL && is_at_domain (row->address, election->domain))
    vote (election, row->address, NULL, row->value, row->written);
}

static gboolean
hold (Election  *election,
      GError   **error)
{
  KithCompanyProvider *self = election->self;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) connections = NULL;

  if (self->people != NULL && election->field == KITH_FIELD_COMPANY && !kith_people_foreach_employer (self->people, vote_of_owner, election, error))
    return FALSE;
  if (self->learnt != NULL)
    {
      rows = kith_learnt_find_employers (self->learnt, election->domain, error);
      if (rows == NULL)
        return FALSE;
    }
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const KithLearntRow *row = g_ptr_array_index (rows, i);

      if (row->field == election->field)
        vote (election, row->address, row->provider_id, row->value, row->time);
    }
  if (self->linkedin == NULL || election->field != KITH_FIELD_COMPANY)
    return TRUE;
  connections = kith_linkedin_find_by_domain (self->linkedin, election->domain, MAX_CONNECTIONS, error);
  for (guint i = 0; connections != NULL && i < connections->len; i++)
    {
      const KithLinkedInPerson *person = g_ptr_array_index (connections, i);

      if (person->address != NULL && person->company != NULL)
        vote (election, person->address, "linkedin", person->company, person->connected);
    }
  return connections != NULL;
}

static double
rate (Election     *election,
      const Choice *first,
      guint         second)
{
  guint n = g_hash_table_size (election->voters);

  if (first->n == second)
    return 0;
  if (first->n * 2 <= n)
    return CONFIDENCE_OF_MOST;
  if (first->n >= MIN_PEOPLE)
    return CONFIDENCE_OF_MAJORITY;
  if (election->field == KITH_FIELD_COMPANY && kith_signature_agrees (first->value, election->domain))
    return CONFIDENCE_OF_NAME;
  return CONFIDENCE_OF_ONE;
}

/* Who has the most votes; nobody where two have as many. */
static guint
add_winner (Election          *election,
            KithAnswerBuilder *builder)
{
  const Choice *first = NULL;
  guint second = 0;
  double confidence;
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, election->choices);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const Choice *choice = value;

      if (first == NULL || choice->n > first->n)
        {
          second = first != NULL ? first->n : 0;
          first = choice;
        }
      else
        second = MAX (second, choice->n);
    }
  confidence = first != NULL ? rate (election, first, second) : 0;
  if (confidence == 0)
    return 0;
  kith_answer_builder_set_confidence (builder, confidence);
  return kith_answer_builder_add_fact (builder, election->field, first->value);
}

static gboolean
add_field (KithCompanyProvider  *self,
           KithAnswerBuilder    *builder,
           KithField             field,
           const char           *domain,
           KithAddress          *address,
           guint                *facts,
           GError              **error)
{
  g_autoptr (GHashTable) voters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) choices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, choice_free);
  Election election = { self, domain, kith_address_get_key (address), field, voters, choices };

  if (!hold (&election, error))
    return FALSE;
  *facts += add_winner (&election, builder);
  return TRUE;
}

static KithAnswer *
look_up (KithCompanyProvider  *self,
         KithAddress          *address,
         GError              **error)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("company", g_get_real_time () / G_USEC_PER_SEC, 0);
  const char *domain = kith_site_get_registrable (kith_address_get_domain (address));
  guint facts = 0;

  if (domain != NULL && !kith_address_is_freemail (address) && !kith_word_list_is_freemail (domain)
      && (!add_field (self, builder, KITH_FIELD_COMPANY, domain, address, &facts, error)
          || !add_field (self, builder, KITH_FIELD_COMPANY_LOGO, domain, address, &facts, error)))
    return NULL;
  return kith_answer_builder_end (builder, facts > 0 ? KITH_ANSWER_FOUND : KITH_ANSWER_NOT_FOUND, NULL);
}

static void
kith_company_provider_lookup_async (KithProvider        *provider,
                                    KithQuery           *query,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = look_up (KITH_COMPANY_PROVIDER (provider), kith_query_get_address (query), &error);

  g_task_set_source_tag (task, kith_company_provider_lookup_async);
  g_task_set_name (task, "[kith] company lookup");
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, g_object_unref);
}

static KithAnswer *
kith_company_provider_lookup_finish (KithProvider  *provider,
                                     GAsyncResult  *result,
                                     GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_company_provider_finalize (GObject *object)
{
  KithCompanyProvider *self = KITH_COMPANY_PROVIDER (object);

  g_clear_object (&self->learnt);
  g_clear_object (&self->people);
  g_clear_object (&self->linkedin);
  G_OBJECT_CLASS (kith_company_provider_parent_class)->finalize (object);
}

static void
kith_company_provider_class_init (KithCompanyProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_company_provider_finalize;
  KITH_PROVIDER_CLASS (klass)->lookup_async = kith_company_provider_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = kith_company_provider_lookup_finish;
}

static void
kith_company_provider_init (KithCompanyProvider *self)
{
  guint64 fields = G_GUINT64_CONSTANT (1) << KITH_FIELD_COMPANY | G_GUINT64_CONSTANT (1) << KITH_FIELD_COMPANY_LOGO;

  g_object_set (self, "id", "company", "name", C_("provider", "People of the same domain"), "fields", fields, NULL);
}

/**
 * kith_company_provider_new:
 * @learnt: (nullable): where people are known to work
 * @people: (nullable): what the owner said
 * @linkedin: (nullable): the imported connections
 *
 * Returns: (transfer full): the provider
 */
KithProvider *
kith_company_provider_new (KithLearnt   *learnt,
                           KithPeople   *people,
                           KithLinkedIn *linkedin)
{
  KithCompanyProvider *self = g_object_new (KITH_TYPE_COMPANY_PROVIDER, NULL);

  g_set_object (&self->learnt, learnt);
  g_set_object (&self->people, people);
  g_set_object (&self->linkedin, linkedin);
  return KITH_PROVIDER (self);
}
