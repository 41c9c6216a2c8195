/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-declared-provider.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-company-cache.h"
#include "kith-description.h"
#include "kith-description-words.h"
#include "kith-sign-in-plan-private.h"
#include "kith-step-runner.h"

/* A provider that a *.provider file describes. */
struct _KithDeclaredProvider
{
  KithProvider parent_instance;

  KithDescription *description;
  KithSetupCache *setup;
  KithResponseStore *responses;
  KithBudget *budget;
  KithCompanyCache *companies; /* (nullable): where every step is about the company */
  char *host; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithDeclaredProvider, kith_declared_provider, KITH_TYPE_PROVIDER)

static void
kith_declared_provider_finalize (GObject *object)
{
  KithDeclaredProvider *self = KITH_DECLARED_PROVIDER (object);

  g_clear_pointer (&self->companies, kith_company_cache_free);
  g_clear_pointer (&self->budget, kith_budget_free);
  g_clear_pointer (&self->description, kith_description_free);
  g_clear_pointer (&self->setup, kith_setup_cache_free);
  g_clear_pointer (&self->responses, kith_response_store_free);
  g_free (self->host);
  G_OBJECT_CLASS (kith_declared_provider_parent_class)->finalize (object);
}

static void
on_company_answer (GObject      *source,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  KithDeclaredProvider *self = KITH_DECLARED_PROVIDER (source);
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  KithAnswer *answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (answer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (kith_answer_get_status (answer) != KITH_ANSWER_REFUSED && !kith_answer_is_not_modified (answer))
    kith_company_cache_store (self->companies, g_task_get_task_data (task), answer);
  g_task_return_pointer (task, answer, g_object_unref);
}

static void
kith_declared_provider_lookup_async (KithProvider        *provider,
                                     KithQuery           *query,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  KithDeclaredProvider *self = KITH_DECLARED_PROVIDER (provider);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  const char *domain = kith_address_get_domain (kith_query_get_address (query));
  g_autoptr (KithAnswer) known = NULL;
  g_autoptr (GTask) inner = NULL;

  g_task_set_source_tag (task, kith_declared_provider_lookup_async);
  g_task_set_name (task, "[kith] declared lookup");
  if (self->companies == NULL)
    {
      kith_step_runner_run (self->description, self->setup, self->responses, self->budget, query, task);
      return;
    }
  /* Who has an answer already asks for a newer one. */
  if (kith_query_get_previous (query) == NULL)
    known = kith_company_cache_lookup (self->companies, domain, g_get_real_time () / G_USEC_PER_SEC);
  if (known != NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&known), g_object_unref);
      return;
    }
  g_task_set_task_data (task, g_strdup (domain), g_free);
  inner = g_task_new (self, cancellable, on_company_answer, g_steal_pointer (&task));
  kith_step_runner_run (self->description, self->setup, self->responses, self->budget, query, inner);
}

static KithAnswer *
kith_declared_provider_lookup_finish (KithProvider  *provider,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_declared_provider_class_init (KithDeclaredProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = kith_declared_provider_finalize;
  provider_class->lookup_async = kith_declared_provider_lookup_async;
  provider_class->lookup_finish = kith_declared_provider_lookup_finish;
}

static void
kith_declared_provider_init (KithDeclaredProvider *self)
{
  self->setup = kith_setup_cache_new ();
  self->responses = kith_response_store_new ();
}

static gboolean
is_about_companies (const KithDescription *description)
{
  for (guint i = 0; i < description->steps->len; i++)
    if (((KithStep *) description->steps->pdata[i])->scope != KITH_SCOPE_COMPANY)
      return FALSE;
  return TRUE;
}

/* What other providers should find first. */
static guint64
find_needs (const KithDescription *description)
{
  guint64 needs = 0;

  for (guint i = 0; i < description->inputs->len; i++)
    needs |= G_GUINT64_CONSTANT (1) << ((KithInput *) description->inputs->pdata[i])->field;
  return needs;
}

static char *
get_host (const char *url)
{
  const char *host = url + strlen ("https://");

  return g_strndup (host, strcspn (host, "/?"));
}

/**
 * kith_declared_provider_new_from_file:
 * @file: a `*.provider` file
 * @error: return location for `KITH_ERROR_INVALID`; the message is one line and begins with "FILE:LINE: "
 *
 * Loads a provider and checks it: its form, that it sends no more than it says, and that its expressions can be evaluated.
 *
 * Returns: (transfer full) (nullable): the provider
 */
KithProvider *
kith_declared_provider_new_from_file (GFile   *file,
                                      GError **error)
{
  g_autoptr (KithDescription) description = kith_description_load (file, error);
  KithDeclaredProvider *self;

  if (description == NULL)
    return NULL;
  self = g_object_new (KITH_TYPE_DECLARED_PROVIDER, "id", description->id, "name", description->name, "site", description->site, "sends",
                       (guint) description->sends, "reveals-to", (guint) description->reveals_to, "fields", description->fields,
                       "needs", find_needs (description), NULL);
  if (description->server != NULL)
    self->host = get_host (description->server);
  self->description = g_steal_pointer (&description);
  self->budget = kith_budget_new (self->description->limits);
  if (is_about_companies (self->description))
    self->companies = kith_company_cache_new ();
  return KITH_PROVIDER (self);
}

/* What is in memory of people and of their companies; whose it is is not known, so that it goes for all. */
void
kith_declared_provider_forget (KithDeclaredProvider *self)
{
  kith_response_store_clear (self->responses);
  if (self->companies == NULL)
    return;
  kith_company_cache_free (self->companies);
  self->companies = kith_company_cache_new ();
}

/* Returns: where the element "provider", which has the id, is in the file */
guint
kith_declared_provider_get_line (KithDeclaredProvider *self)
{
  return self->description->line;
}

const char *
kith_declared_provider_get_host (KithDeclaredProvider *self)
{
  return self->host;
}

const char *
kith_declared_provider_get_about (KithDeclaredProvider *self)
{
  return self->description->about != NULL ? kith_description_words_translate (self->description->about) : NULL;
}

const char *
kith_declared_provider_get_terms (KithDeclaredProvider *self)
{
  return self->description->terms;
}

/* It cannot be asked at all without one. */
gboolean
kith_declared_provider_needs_token (KithDeclaredProvider *self)
{
  return self->description->auth != KITH_AUTH_NONE && !self->description->auth_optional;
}

KithSignIn
kith_declared_provider_get_sign_in (KithDeclaredProvider *self)
{
  switch (self->description->auth)
    {
    case KITH_AUTH_NONE:
      return KITH_SIGN_IN_NONE;
    case KITH_AUTH_BASIC:
    case KITH_AUTH_DIGEST:
      return KITH_SIGN_IN_PASSWORD;
    case KITH_AUTH_OAUTH2:
      return KITH_SIGN_IN_BROWSER;
    default:
      return KITH_SIGN_IN_TOKEN;
    }
}

gboolean
kith_declared_provider_takes_client_secret (KithDeclaredProvider *self)
{
  return self->description->sign_in != NULL && self->description->sign_in->client_secret != KITH_CLIENT_SECRET_NONE;
}

gboolean
kith_declared_provider_signs_in_as_client (KithDeclaredProvider *self)
{
  return self->description->sign_in != NULL && self->description->sign_in->client_credentials;
}

gboolean
kith_declared_provider_needs_client_id (KithDeclaredProvider *self,
                                        KithProviderSettings *settings)
{
  g_autofree char *known = NULL;

  if (self->description->sign_in == NULL || self->description->sign_in->registration != NULL)
    return FALSE;
  known = kith_sign_in_dup_client_id (self->description, settings);
  return known == NULL;
}

KithSignInPlan *
kith_declared_provider_plan_sign_in (KithDeclaredProvider  *self,
                                     KithProviderSettings  *settings,
                                     const char            *client_secret,
                                     GError               **error)
{
  if (self->description->sign_in != NULL)
    return kith_sign_in_plan_new (self->description, settings, client_secret, error);
  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s has no sign-in: it takes a token, or nothing."), self->description->name);
  return NULL;
}

const char *const *
kith_declared_provider_get_desktop (KithDeclaredProvider *self)
{
  return (const char *const *) self->description->desktop;
}

/* The owner must name the server, unless it is named when they sign in. */
gboolean
kith_declared_provider_needs_server (KithDeclaredProvider *self)
{
  if (self->description->sign_in != NULL && self->description->sign_in->server_from != NULL)
    return FALSE;
  return self->description->server == NULL && self->description->reveals_to == KITH_REVEALS_TO_OWN_SERVER;
}

/* It knows people of organisations only: asked about an address of a freemail service, it says nothing. */
gboolean
kith_declared_provider_takes_freemail (KithDeclaredProvider *self)
{
  return self->description->freemail;
}

gboolean
kith_declared_provider_discovers (KithDeclaredProvider *self)
{
  for (guint i = 0; i < self->description->steps->len; i++)
    if (((KithStep *) self->description->steps->pdata[i])->discover != NULL)
      return TRUE;
  return FALSE;
}

gboolean
kith_declared_provider_is_click_only (KithDeclaredProvider *self)
{
  return self->description->click_only;
}

static void
describe_step (const KithStep *step,
               GString        *text)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  if (step->discover != NULL)
    {
      g_string_append_printf (text, "%s: DNS _%s._tcp.%s\n", step->id, step->discover, kith_template_get_text (step->url));
      return;
    }
  g_ptr_array_extend (names, kith_template_get_variables (step->url), NULL, NULL);
  if (step->body != NULL)
    g_ptr_array_extend (names, kith_body_get_variables (step->body), NULL, NULL);
  g_string_append_printf (text, "%s: %s %s", step->id, step->method, kith_template_get_text (step->url));
  if (names->len > 0)
    {
      g_ptr_array_add (names, NULL);
      g_string_append (text, " <- ");
      for (guint i = 0; names->pdata[i] != NULL; i++)
        g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (const char *) names->pdata[i]);
    }
  g_string_append_c (text, '\n');
}

static void
describe_sends (const KithDescription *description,
                GString               *text)
{
  static const struct
  {
    KithSends sends;
    const char *words;
  } table[] = {
    { KITH_SENDS_ADDRESS, N_("the address") },
    { KITH_SENDS_ADDRESS_HASH, N_("a hash of the address") },
    { KITH_SENDS_NAME, N_("the name") },
    { KITH_SENDS_HANDLE, N_("a user name") },
    { KITH_SENDS_DOMAIN, N_("the domain") },
  };
  g_autoptr (GString) words = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if ((description->sends & table[i].sends) != 0)
      g_string_append_printf (words, "%s%s", words->len > 0 ? ", " : "", _(table[i].words));
  /* Translators: %s is a list: "the address, the domain" */
  g_string_append_printf (text, _("May send: %s; nothing else of the person.\n"), words->str);
  if (description->click_only)
    g_string_append (text, _("Only on a click.\n"));
  if (!description->freemail)
    g_string_append (text, _("Never about addresses of mail providers.\n"));
}

char *
kith_declared_provider_describe (KithDeclaredProvider *self)
{
  GString *text = g_string_new (NULL);

  if (self->host != NULL)
    g_string_append_printf (text, _("Asks %s, unless you name another server.\n"), self->host);
  else if (self->description->sign_in != NULL && self->description->sign_in->server_from != NULL)
    g_string_append (text, _("Asks the server that your sign-in names, unless you name one.\n"));
  else if (kith_declared_provider_needs_server (self))
    g_string_append (text, _("Asks a server that you name.\n"));
  else
    g_string_append (text, _("Asks the sender's own server.\n"));
  describe_sends (self->description, text);
  if (self->description->sign_in != NULL)
    kith_sign_in_rules_describe (self->description->sign_in, self->description->server, text);
  for (guint i = 0; i < self->description->steps->len; i++)
    describe_step (self->description->steps->pdata[i], text);
  return g_string_free (text, FALSE);
}
