/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-linkedin-provider.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-signature-match.h"

/* The export says so of the address itself; of a name alone it only may be the same person. */
#define CONFIDENCE_BY_ADDRESS 0.85
#define CONFIDENCE_BY_OWNER 0.95
#define CONFIDENCE_BY_NAME_AND_COMPANY 0.45
#define CONFIDENCE_BY_NAME 0.3
#define MAX_COLLEAGUES 200
/* Somebody whom the owner once connected with and who works there: a weaker tie than any correspondence. */
#define COLLEAGUE_STRENGTH 0.3

struct _KithLinkedInProvider
{
  KithProvider parent_instance;

  KithLinkedIn *linkedin;
  KithPeople *people; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithLinkedInProvider, kith_linkedin_provider, KITH_TYPE_PROVIDER)

static const char *
find_known (KithQuery *query,
            KithField  field)
{
  GPtrArray *facts = kith_query_get_known_facts (query);

  for (guint i = 0; facts != NULL && i < facts->len; i++)
    if (kith_fact_get_field (g_ptr_array_index (facts, i)) == field)
      return kith_fact_get_value (g_ptr_array_index (facts, i));
  return NULL;
}

static gboolean
is_same_company (const char *one,
                 const char *two)
{
  g_autofree char *key_one = one != NULL ? kith_signature_make_company_key (one) : NULL;
  g_autofree char *key_two = two != NULL ? kith_signature_make_company_key (two) : NULL;

  return key_one != NULL && g_strcmp0 (key_one, key_two) == 0;
}

/* Whether the person works where the one in question does, as far as that is known; otherwise the domain may be named after the company. */
static gboolean
fits_company (KithLinkedInPerson *person,
              const char         *company,
              KithAddress        *address)
{
  if (company != NULL)
    return is_same_company (person->company, company);
  return person->company != NULL && !kith_address_is_freemail (address)
         && kith_signature_agrees (person->company, kith_address_get_domain (address));
}

/* Whom the question is about: (transfer none), and how sure that is; NULL where nobody fits, or more than one does. */
static KithLinkedInPerson *
choose_person (GPtrArray   *by_address,
               GPtrArray   *by_name,
               const char  *company,
               KithAddress *address,
               double      *confidence)
{
  KithLinkedInPerson *fitting = NULL;
  guint n_fitting = 0;

  *confidence = CONFIDENCE_BY_ADDRESS;
  if (by_address->len > 0)
    return g_ptr_array_index (by_address, 0);
  for (guint i = 0; by_name != NULL && i < by_name->len; i++)
    if (fits_company (g_ptr_array_index (by_name, i), company, address))
      {
        fitting = g_ptr_array_index (by_name, i);
        n_fitting++;
      }
  *confidence = CONFIDENCE_BY_NAME_AND_COMPANY;
  if (n_fitting == 1)
    return fitting;
  *confidence = CONFIDENCE_BY_NAME;
  return by_name != NULL && by_name->len == 1 ? g_ptr_array_index (by_name, 0) : NULL;
}

/* What the owner said of a profile. */
typedef struct
{
  KithLinkedInPerson *person;
  gboolean yes;
} Word;

static void
take_yes (const KithPeopleRow *row,
          gpointer             user_data)
{
  Word *word = user_data;
  const char *own = row->field == KITH_FIELD_LINK ? word->person->url : row->field == KITH_FIELD_ROLE ? word->person->position : NULL;
  g_autofree char *key = own != NULL ? kith_field_make_key (row->field, own) : NULL;
  g_autofree char *said = key != NULL && row->value != NULL ? kith_field_make_key (row->field, row->value) : NULL;

  word->yes |= said != NULL && g_strcmp0 (row->provider_id, "linkedin") == 0 && strcmp (key, said) == 0;
}

/* A guess by the name is settled by a yes or a no to the profile: it is the person, or somebody else of that name. */
static KithLinkedInPerson *
ask_owner (KithLinkedInProvider *self,
           KithAddress          *address,
           KithLinkedInPerson   *person,
           double               *confidence)
{
  Word word = { person, FALSE };

  if (person == NULL || self->people == NULL || *confidence >= KITH_CONFIDENCE_FLOOR)
    return person;
  if (person->url != NULL && kith_people_is_rejected (self->people, address, KITH_FIELD_LINK, "linkedin", person->url))
    return NULL;
  if (kith_people_foreach_confirmation (self->people, address, take_yes, &word, NULL) && word.yes)
    *confidence = CONFIDENCE_BY_OWNER;
  return person;
}

/* The export has days, without a time zone. */
static void
add_connected (KithAnswerBuilder *builder,
               gint64             when)
{
  g_autoptr (GDateTime) day = when > 0 ? g_date_time_new_from_unix_utc (when) : NULL;
  g_autofree char *text = day != NULL ? g_date_time_format (day, "%Y-%m-%d") : NULL;

  if (text != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_CONNECTED_SINCE, text);
}

static void
add_person (KithAnswerBuilder  *builder,
            KithLinkedInPerson *person,
            double              confidence)
{
  kith_answer_builder_set_confidence (builder, confidence);
  kith_answer_builder_set_evidence (builder, person->url);
  kith_answer_builder_add_fact (builder, KITH_FIELD_NAME, person->name);
  if (person->position != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_ROLE, person->position);
  if (person->company != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_COMPANY, person->company);
  if (person->url != NULL)
    kith_answer_builder_add_link (builder, person->url, "linkedin");
  add_connected (builder, person->connected);
}

static char *
describe_colleague (KithLinkedInPerson *person)
{
  if (person->position == NULL)
    /* Translators: why somebody is a connection; %s is a company */
    return g_strdup_printf (_("Works at %s · your LinkedIn export"), person->company);
  /* Translators: why somebody is a connection; the first %s is a job title, the second a company */
  return g_strdup_printf (_("%s at %s · your LinkedIn export"), person->position, person->company);
}

static void
add_colleagues (KithAnswerBuilder  *builder,
                GPtrArray          *colleagues,
                KithLinkedInPerson *self_person,
                KithAddress        *address,
                const char         *name)
{
  g_autofree char *own_key = name != NULL ? kith_field_make_key (KITH_FIELD_NAME, name) : NULL;

  for (guint i = 0; i < colleagues->len; i++)
    {
      KithLinkedInPerson *person = g_ptr_array_index (colleagues, i);
      g_autofree char *key = kith_field_make_key (KITH_FIELD_NAME, person->name);
      g_autofree char *evidence = describe_colleague (person);

      /* Nobody is a connection of their own. */
      if (g_strcmp0 (key, own_key) == 0 || g_strcmp0 (person->address, kith_address_get_key (address)) == 0
          || (self_person != NULL && g_strcmp0 (person->url, self_person->url) == 0 && person->url != NULL))
        continue;
      kith_answer_builder_add_connection (builder, KITH_TIE_COLLEAGUE, person->name, person->address, person->url,
                                          COLLEAGUE_STRENGTH, evidence);
    }
}

static KithAnswer *
look_up (KithLinkedInProvider  *self,
         KithQuery             *query,
         GError               **error)
{
  KithAddress *address = kith_query_get_address (query);
  gint64 imported = kith_linkedin_get_imported (self->linkedin);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("linkedin", imported, 0);
  const char *known_name = find_known (query, KITH_FIELD_NAME);
  const char *name = known_name != NULL ? known_name : kith_address_get_display_name (address);
  const char *company = find_known (query, KITH_FIELD_COMPANY);
  g_autoptr (GPtrArray) by_address = NULL;
  g_autoptr (GPtrArray) by_name = NULL;
  g_autoptr (GPtrArray) colleagues = NULL;
  KithLinkedInPerson *person;
  double confidence;

  by_address = kith_linkedin_find_by_address (self->linkedin, address, error);
  if (by_address == NULL)
    return NULL;
  if (by_address->len == 0 && name != NULL)
    {
      by_name = kith_linkedin_find_by_name (self->linkedin, name, error);
      if (by_name == NULL)
        return NULL;
    }
  person = ask_owner (self, address, choose_person (by_address, by_name, company, address, &confidence), &confidence);
  if (person != NULL)
    add_person (builder, person, confidence);
  /* A guess at the person says nothing of where the person works. */
  if (company == NULL && person != NULL && confidence >= KITH_CONFIDENCE_FLOOR)
    company = person->company;
  if (company != NULL)
    {
      colleagues = kith_linkedin_find_by_company (self->linkedin, company, MAX_COLLEAGUES, error);
      if (colleagues == NULL)
        return NULL;
      add_colleagues (builder, colleagues, person, address, name);
    }
  return kith_answer_builder_end (builder, person != NULL || (colleagues != NULL && colleagues->len > 0) ? KITH_ANSWER_FOUND : KITH_ANSWER_NOT_FOUND, NULL);
}

static void
kith_linkedin_provider_lookup_async (KithProvider        *provider,
                                     KithQuery           *query,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  g_autoptr (GError) error = NULL;
  KithAnswer *answer = look_up (KITH_LINKEDIN_PROVIDER (provider), query, &error);

  g_task_set_source_tag (task, kith_linkedin_provider_lookup_async);
  if (answer == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, answer, g_object_unref);
}

static KithAnswer *
kith_linkedin_provider_lookup_finish (KithProvider  *provider,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_linkedin_provider_finalize (GObject *object)
{
  g_clear_object (&KITH_LINKEDIN_PROVIDER (object)->linkedin);
  g_clear_object (&KITH_LINKEDIN_PROVIDER (object)->people);
  G_OBJECT_CLASS (kith_linkedin_provider_parent_class)->finalize (object);
}

static void
kith_linkedin_provider_class_init (KithLinkedInProviderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_linkedin_provider_finalize;
  KITH_PROVIDER_CLASS (klass)->lookup_async = kith_linkedin_provider_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = kith_linkedin_provider_lookup_finish;
}

static void
kith_linkedin_provider_init (KithLinkedInProvider *self)
{
  guint64 fields = 1 << KITH_FIELD_NAME | 1 << KITH_FIELD_ROLE | 1 << KITH_FIELD_COMPANY | 1 << KITH_FIELD_LINK
                   | 1 << KITH_FIELD_CONNECTED_SINCE;
  guint64 needs = 1 << KITH_FIELD_NAME | 1 << KITH_FIELD_COMPANY;

  g_object_set (self, "id", "linkedin", "name", _("Your LinkedIn export"), "fields", fields, "needs", needs, NULL);
}

/**
 * kith_linkedin_provider_new:
 * @linkedin: the imported connections
 * @people: (nullable): what the owner said of them
 *
 * Returns: (transfer full): the provider that answers from them
 */
KithProvider *
kith_linkedin_provider_new (KithLinkedIn *linkedin,
                            KithPeople   *people)
{
  KithLinkedInProvider *self = g_object_new (KITH_TYPE_LINKEDIN_PROVIDER, NULL);

  self->linkedin = g_object_ref (linkedin);
  g_set_object (&self->people, people);
  return KITH_PROVIDER (self);
}
