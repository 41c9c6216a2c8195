/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-step-runner.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-answer-private.h"
#include "kith-discovery.h"
#include "kith-http-site.h"
#include "kith-http-url.h"
#include "kith-mapping.h"
#include "kith-outcome-table.h"
#include "kith-page.h"
#include "kith-step-request.h"

#define MAX_REQUESTS 40
#define MAX_MOVES 3
#define MIN_KEEP_SECONDS (60 * 60)

/* One look-up under way. */
typedef struct
{
  GTask *task; /* owns this: borrowed */
  KithDescription *description;
  KithSetupCache *setup;
  KithResponseStore *responses;
  KithBudget *budget;
  KithQuery *query;
  KithVariables *variables;
  KithAnswerBuilder *builder;
  KithMapping mapping;
  KithXmlDoc *empty; /* for conditions */

  guint step;
  guint item; /* of the list that the step goes through */
  guint page;
  char *next_url;
  guint requests;
  guint moves; /* to other hosts of the site */
  gboolean renewed; /* the credentials: once is enough */
  gboolean incomplete; /* a later step failed: ask again sooner */
  GError *first_error; /* of a step after which the others went on */
  gint64 now;
  gint64 max_age;
} Run;

static void run_next (Run *run);

static void
run_free (gpointer data)
{
  Run *run = data;

  g_object_unref (run->query);
  kith_variables_free (run->variables);
  g_clear_pointer (&run->builder, kith_answer_builder_free);
  xmlFreeDoc (run->empty);
  g_free (run->next_url);
  g_free (run->mapping.base_uri);
  g_clear_error (&run->first_error);
  g_free (run);
}

static const KithStep *
get_step (Run *run)
{
  return run->description->steps->pdata[run->step];
}

static gboolean
has_found (Run *run)
{
  return run->mapping.facts + run->mapping.connections > 0;
}

/* How long facts are kept: as the owner says, else as the file says. */
static gint64
get_found_keep (Run *run)
{
  KithProviderSettings *settings = kith_query_get_settings (run->query);
  int days = settings != NULL ? kith_provider_settings_get_keep_days (settings) : 0;

  return days > 0 ? (gint64) days * 24 * 60 * 60 : run->description->keep;
}

static gint64
get_keep (Run *run)
{
  gint64 keep = has_found (run) ? get_found_keep (run) : run->description->keep_nothing;

  /* The service may want it kept shorter, but a card that is looked at again is not to ask every minute. */
  if (run->max_age > 0)
    keep = MIN (keep, MAX (run->max_age, MIN_KEEP_SECONDS));
  if (run->incomplete)
    keep = MIN (keep, MIN_KEEP_SECONDS);
  return keep;
}

static void
finish (Run              *run,
        KithAnswerStatus  status,
        const char       *reason,
        gint64            keep)
{
  kith_answer_builder_set_stale (run->builder, run->now + keep);
  g_task_return_pointer (run->task, kith_answer_builder_end (run->builder, status, reason), g_object_unref);
}

static void
finish_all (Run *run)
{
  if (!has_found (run) && run->first_error != NULL)
    g_task_return_error (run->task, g_steal_pointer (&run->first_error));
  else if (!has_found (run) && run->requests == 0)
    /* Nobody has said anything: the next time there may be something to ask with. */
    finish (run, KITH_ANSWER_NOT_FOUND, _("There is nothing to ask it."), 0);
  else
    finish (run, has_found (run) ? KITH_ANSWER_FOUND : KITH_ANSWER_NOT_FOUND, NULL, get_keep (run));
}

/* A step has its answer, or its last page. */
static void
complete (Run *run)
{
  const KithStep *step = get_step (run);

  if (step->scope == KITH_SCOPE_SETUP)
    kith_setup_cache_store (run->setup, run->query, step, run->variables);
}

/* The next item of the list, or the next step. */
static void
advance (Run *run)
{
  const KithStep *step = get_step (run);
  GPtrArray *list = step->for_each != NULL ? kith_variables_get_list (run->variables, step->for_each) : NULL;

  g_clear_pointer (&run->next_url, g_free);
  run->page = 0;
  if (list != NULL && run->item + 1 < MIN (list->len, step->max))
    {
      run->item++;
      return;
    }
  run->item = 0;
  run->step++;
}

/* A step failed. What was found before stays; without it the error is the answer. */
static void
fail_step (Run    *run,
           GError *error)
{
  const KithStep *step = get_step (run);
  gboolean give_up = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || (!step->go_on && !has_found (run));

  kith_query_trace (run->query, "%s: %s", step->id, error->message);
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) && !g_error_matches (error, KITH_ERROR, KITH_ERROR_LIMITED) && !step->go_on)
    kith_setup_cache_clear (run->setup);
  if (give_up)
    {
      g_task_return_error (run->task, error);
      return;
    }
  run->incomplete = TRUE;
  if (run->first_error == NULL)
    run->first_error = error;
  else
    g_error_free (error);
  if (!step->go_on)
    {
      finish_all (run);
      return;
    }
  advance (run);
  run_next (run);
}

static GError *
make_nonsense_error (Run *run)
{
  return g_error_new (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s answered something that Kith does not understand"), run->description->name);
}

/* Where the next page is, if there is one and the cap is not reached. */
static gboolean
turn_page (Run              *run,
           KithHttpResponse *response,
           xmlDoc           *doc,
           guint             added)
{
  const KithStep *step = get_step (run);
  g_autofree char *value = NULL;
  g_autofree char *number = NULL;

  g_clear_pointer (&run->next_url, g_free);
  if (step->page == KITH_PAGE_NONE || run->page + 1 >= step->page_max || doc == NULL)
    return FALSE;
  value = step->page_select != NULL ? kith_mapping_select (&run->mapping, doc, step->page_select) : NULL;
  switch (step->page)
    {
    case KITH_PAGE_URL:
      run->next_url = g_steal_pointer (&value);
      break;
    case KITH_PAGE_LINK:
      run->next_url = kith_page_find_next_link (kith_http_response_get_header (response, "link"));
      break;
    case KITH_PAGE_CURSOR:
      kith_variables_set (run->variables, "cursor", value);
      if (value == NULL)
        return FALSE;
      break;
    default:
      /* Counted pages end with the first one that has nothing. */
      if (step->page_select != NULL ? value == NULL : added == 0)
        return FALSE;
      number = g_strdup_printf ("%u", step->page == KITH_PAGE_OFFSET ? (run->page + 1) * step->page_size : run->page + 2);
      kith_variables_set (run->variables, step->page == KITH_PAGE_OFFSET ? "offset" : "page", number);
      break;
    }
  if ((step->page == KITH_PAGE_URL || step->page == KITH_PAGE_LINK) && run->next_url == NULL)
    return FALSE;
  run->page++;
  return TRUE;
}

/* The address of the document as the description names it, although a server of the owner's may stand in for it. */
static void
set_base_uri (Run              *run,
              KithHttpResponse *response)
{
  g_autofree char *uri = run->description->same_site
                             ? NULL
                             : kith_template_expand (get_step (run)->url, kith_variables_lookup, run->variables, NULL);

  g_free (run->mapping.base_uri);
  run->mapping.base_uri = uri != NULL && g_str_has_prefix (uri, "https://") ? g_steal_pointer (&uri) : g_strdup (kith_http_response_get_url (response));
  /* A link to the page itself must not carry the key along. */
  if (run->description->auth == KITH_AUTH_QUERY)
    run->mapping.base_uri[strcspn (run->mapping.base_uri, "?")] = '\0';
}

static void
read_answer (Run              *run,
             KithHttpResponse *response,
             xmlDoc           *doc)
{
  const KithStep *step = get_step (run);
  guint before = run->mapping.facts + run->mapping.connections;
  GError *error = NULL;

  if (step->document == KITH_DOCUMENT_PICTURE)
    kith_mapping_add_picture (&run->mapping, step->rules, kith_http_response_get_header (response, "content-type"),
                              kith_http_response_get_body (response));
  else if (step->document != KITH_DOCUMENT_NOTHING && doc == NULL)
    error = make_nonsense_error (run);
  else if (doc != NULL && !kith_mapping_apply (&run->mapping, step->rules, doc, &error))
    g_prefix_error (&error, "%s: ", run->description->name);
  if (error != NULL)
    {
      fail_step (run, error);
      return;
    }
  if (run->description->steps->len == 1 && step->page == KITH_PAGE_NONE)
    kith_answer_builder_set_validators (run->builder, kith_http_response_get_header (response, "etag"),
                                        kith_http_response_get_header (response, "last-modified"));
  run->max_age = kith_http_response_get_max_age (response);
  if (!turn_page (run, response, doc, run->mapping.facts + run->mapping.connections - before))
    {
      complete (run);
      advance (run);
    }
  run_next (run);
}

/* The person does not want this: nothing is kept of what earlier steps found, and the question is not put again. */
static void
finish_empty (Run        *run,
              const char *reason,
              gint64      keep)
{
  kith_answer_builder_free (run->builder);
  run->builder = kith_answer_builder_new (run->description->id, run->now, run->now + keep);
  run->mapping.builder = run->builder;
  finish (run, KITH_ANSWER_REFUSED, reason, keep);
}

static void
hold (Run                   *run,
      KithHttpRequest       *request,
      const KithOutcomeRule *rule,
      KithHttpResponse      *response)
{
  kith_http_hold (kith_query_get_http (run->query), kith_http_request_get_origin (request),
                  kith_outcome_table_get_until (rule, response, g_get_real_time () / G_USEC_PER_SEC));
}

static void send (Run *run);

static void
on_renewed (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KithCredentials) credentials = kith_token_source_renew_finish (KITH_TOKEN_SOURCE (source), result, &error);

  if (credentials == NULL)
    {
      fail_step (run, error != NULL ? error : kith_outcome_verdict_make_error (KITH_VERDICT_AUTH, 401, run->description->name));
      return;
    }
  kith_query_trace (run->query, "%s: the sign-in was renewed", get_step (run)->id);
  kith_query_set_credentials (run->query, credentials);
  send (run);
}

/* A token that was good a moment ago: it is renewed and the same is asked again, both once. */
static gboolean
renew (Run             *run,
       KithHttpRequest *request)
{
  KithTokenSource *source = kith_query_get_token_source (run->query);
  KithCredentials *rejected = kith_query_get_credentials (run->query);

  if (run->renewed || source == NULL || rejected == NULL || !kith_http_request_has_secret (request))
    return FALSE;
  run->renewed = TRUE;
  kith_token_source_renew_async (source, run->description->id, rejected, g_task_get_cancellable (run->task), on_renewed,
                                 g_object_ref (run->task));
  return TRUE;
}

static void
judge (Run              *run,
       KithHttpRequest  *request,
       KithHttpResponse *response)
{
  const KithStep *step = get_step (run);
  const char *type = kith_http_response_get_header (response, "content-type");
  g_autofree char *described = kith_step_request_describe (request);
  g_autoptr (KithXmlDoc) doc = NULL;
  const KithOutcomeRule *rule = NULL;
  guint status = kith_http_response_get_status (response);
  KithOutcomeVerdict verdict;
  g_autofree char *number = g_strdup_printf ("%u", status);

  kith_variables_set (run->variables, "status", number);
  if (status == 304 && kith_query_get_previous (run->query) != NULL && run->description->steps->len == 1)
    {
      kith_query_trace (run->query, "%s: %s: 304, not modified", step->id, described);
      kith_answer_builder_set_stale (run->builder, run->now + get_found_keep (run));
      g_task_return_pointer (run->task, kith_answer_builder_end_not_modified (run->builder), g_object_unref);
      return;
    }
  set_base_uri (run, response);
  if (step->document != KITH_DOCUMENT_PICTURE && step->document != KITH_DOCUMENT_NOTHING && kith_http_response_get_body (response) != NULL)
    doc = kith_document_parse (step->document, kith_http_response_get_body (response), type, run->mapping.base_uri, NULL);
  verdict = kith_outcome_table_judge (&run->mapping, step, response, doc, &rule);
  kith_query_trace (run->query, "%s: %s: %u, %s", step->id, described, status, kith_outcome_verdict_get_id (verdict));
  if (verdict == KITH_VERDICT_AUTH && status == 401 && renew (run, request))
    return;
  switch (verdict)
    {
    case KITH_VERDICT_PARTIAL:
      run->incomplete = TRUE;
      if (run->first_error == NULL)
        run->first_error = kith_outcome_verdict_make_error (verdict, status, run->description->name);
      read_answer (run, response, doc);
      return;
    case KITH_VERDICT_FOUND:
      read_answer (run, response, doc);
      return;
    case KITH_VERDICT_NOT_FOUND:
    case KITH_VERDICT_SKIP:
      complete (run);
      advance (run);
      run_next (run);
      return;
    case KITH_VERDICT_OBJECTED:
      kith_response_store_clear (run->responses);
      finish_empty (run, _("The person objected to being looked up there"), KITH_ANSWER_OBJECTED_SECONDS);
      return;
    case KITH_VERDICT_HIDDEN:
      finish_empty (run, _("The person does not want to be found there; a click shows the profile all the same"), KITH_ANSWER_HIDDEN_SECONDS);
      return;
    case KITH_VERDICT_LIMITED:
      hold (run, request, rule, response);
      break;
    default:
      break;
    }
  fail_step (run, kith_outcome_verdict_make_error (verdict, status, run->description->name));
}

/* A server of the same registered domain may take over: iCloud's contacts.icloud.com sends each of its users to another host. */
static gboolean
follow_in_site (Run              *run,
                KithHttpResponse *response)
{
  const char *location = kith_http_response_get_header (response, "location");
  guint status = kith_http_response_get_status (response);
  g_autoptr (KithHttpUrl) from = kith_http_url_parse (kith_http_response_get_url (response), NULL);
  g_autoptr (KithHttpUrl) to = NULL;

  if (!run->description->same_site || get_step (run)->no_redirects || location == NULL || from == NULL || run->moves >= MAX_MOVES
      || (status != 301 && status != 302 && status != 307 && status != 308))
    return FALSE;
  to = kith_http_url_resolve (from->url, location, NULL);
  if (to == NULL || !kith_http_is_same_site (from->host, to->host))
    return FALSE;
  run->moves++;
  kith_query_trace (run->query, "%s: sent to %s", get_step (run)->id, to->origin);
  kith_variables_set (run->variables, "server", to->origin);
  g_free (run->next_url);
  run->next_url = g_strdup (to->url);
  send (run);
  return TRUE;
}

/* What is kept of a request until its response is there. */
typedef struct
{
  GTask *task;
  KithHttpRequest *request;
} Sent;

/* The whole answer of one request has validators of its own; of several each has. */
static gboolean
has_own_validators (Run *run)
{
  const KithStep *step = get_step (run);

  return run->description->steps->len > 1 && g_str_equal (step->method, "GET") && step->page == KITH_PAGE_NONE
         && step->document != KITH_DOCUMENT_PICTURE;
}

/* "Not modified" stands for what came the last time. */
static void
revalidate (Run               *run,
            KithHttpRequest   *request,
            KithHttpResponse **response)
{
  const char *token = kith_query_get_token (run->query);
  g_autoptr (KithHttpResponse) kept = NULL;

  if (!has_own_validators (run))
    return;
  if (kith_http_response_get_status (*response) == 304)
    kept = kith_response_store_find (run->responses, request, token);
  else
    kith_response_store_store (run->responses, request, token, *response);
  if (kept == NULL)
    return;
  kith_query_trace (run->query, "%s: 304, not modified", get_step (run)->id);
  g_set_object (response, kept);
}

static void
on_sent (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  Sent *sent = user_data;
  g_autoptr (GTask) task = sent->task;
  g_autoptr (KithHttpRequest) request = sent->request;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (KithHttpResponse) response = kith_http_send_finish (KITH_HTTP (source), result, &error);

  g_free (sent);
  kith_variables_set_flag (run->variables, "unreachable", response == NULL);
  if (response == NULL)
    fail_step (run, error);
  else if (!follow_in_site (run, response))
    {
      revalidate (run, request, &response);
      judge (run, request, response);
    }
}

static gboolean
has_named_server (Run *run)
{
  KithProviderSettings *settings = kith_query_get_settings (run->query);

  if (kith_query_get_credentials (run->query) != NULL && kith_credentials_get_server (kith_query_get_credentials (run->query)) != NULL)
    return TRUE;
  return settings != NULL && (kith_provider_settings_get_base_url (settings) != NULL || kith_provider_settings_get_problem (settings) != NULL);
}

static gboolean
is_wanted (Run            *run,
           const KithStep *step)
{
  GPtrArray *list;

  kith_variables_set_flag (run->variables, "found", has_found (run));
  if (step->scope == KITH_SCOPE_CLICK && !kith_query_is_clicked (run->query))
    return FALSE;
  if (step->discover != NULL && has_named_server (run))
    return FALSE;
  if (run->page == 0 && step->condition != NULL && !kith_mapping_test (&run->mapping, run->empty, step->condition))
    return FALSE;
  if (step->for_each == NULL)
    return TRUE;
  list = kith_variables_get_list (run->variables, step->for_each);
  if (list == NULL || run->item >= list->len)
    return FALSE;
  kith_variables_set (run->variables, step->for_each, list->pdata[run->item]);
  kith_variables_set (run->variables, "current", list->pdata[run->item]);
  return TRUE;
}

/* A step that asks with something that earlier steps did not find is left out. */
static gboolean
lacks_value (Run            *run,
             const KithStep *step)
{
  GPtrArray *names = kith_template_get_variables (step->url);
  GPtrArray *more = step->body != NULL ? kith_body_get_variables (step->body) : NULL;

  if (run->page > 0)
    return FALSE;
  for (guint i = 0; i < names->len; i++)
    if (kith_variables_lookup (names->pdata[i], run->variables) == NULL && !kith_template_is_optional (step->url, names->pdata[i]))
      return TRUE;
  for (guint i = 0; more != NULL && i < more->len; i++)
    if (kith_variables_lookup (more->pdata[i], run->variables) == NULL)
      return TRUE;
  return FALSE;
}

/* For the owner who tries the provider out. */
static void
trace_sent (Run             *run,
            KithHttpRequest *request)
{
  g_autoptr (GPtrArray) lines = NULL;

  if (!kith_query_is_traced (run->query))
    return;
  lines = kith_step_request_describe_sent (request, kith_query_get_token (run->query));
  for (guint i = 0; i < lines->len; i++)
    kith_query_trace (run->query, "%s%s%s", i == 0 ? get_step (run)->id : "", i == 0 ? ": sends " : "    ", (char *) lines->pdata[i]);
}

static void
send (Run *run)
{
  GError *error = NULL;
  g_autoptr (KithHttpRequest) request
      = kith_step_request_new (run->description, get_step (run), run->query, run->variables, run->next_url, &error);
  Sent *sent;

  /* One that cannot even be made counts as well: a long list of such ends somewhere. */
  run->requests++;
  if (request == NULL)
    {
      fail_step (run, error);
      return;
    }
  if (!kith_budget_take (run->budget, kith_query_get_token (run->query) != NULL, g_get_monotonic_time () / G_USEC_PER_SEC))
    {
      fail_step (run, g_error_new (KITH_ERROR, KITH_ERROR_LIMITED, _("%s was asked as often as it allows; Kith waits before it asks again"),
                                   run->description->name));
      return;
    }
  if (has_own_validators (run))
    kith_response_store_add_validators (run->responses, request, kith_query_get_token (run->query));
  trace_sent (run, request);
  sent = g_new0 (Sent, 1);
  sent->task = g_object_ref (run->task);
  sent->request = g_object_ref (request);
  kith_http_send_async (kith_query_get_http (run->query), request, g_task_get_cancellable (run->task), on_sent, sent);
}

static void
on_discovered (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  g_autofree char *url = kith_discovery_find_finish (result, &error);

  if (url == NULL)
    {
      fail_step (run, error);
      return;
    }
  kith_query_trace (run->query, "%s: DNS _%s._tcp: %s", get_step (run)->id, get_step (run)->discover, url);
  kith_variables_set (run->variables, "server", url);
  complete (run);
  advance (run);
  run_next (run);
}

/* A text, or "$name": where an earlier step stopped. */
static const char *
get_page_start (Run            *run,
                const KithStep *step)
{
  if (step->page_start != NULL && step->page_start[0] == '$')
    return kith_variables_lookup (step->page_start + 1, run->variables);
  return step->page_start;
}

static void
begin_step (Run            *run,
            const KithStep *step)
{
  if (run->page == 0)
    {
      kith_variables_set (run->variables, "page", step->page == KITH_PAGE_NUMBER ? "1" : NULL);
      kith_variables_set (run->variables, "offset", step->page == KITH_PAGE_OFFSET ? "0" : NULL);
      kith_variables_set (run->variables, "cursor", step->page == KITH_PAGE_CURSOR ? get_page_start (run, step) : NULL);
    }
}

/* Goes on until a request is under way or the look-up is done. */
static void
run_next (Run *run)
{
  if (g_task_return_error_if_cancelled (run->task))
    return;
  while (run->step < run->description->steps->len)
    {
      const KithStep *step = get_step (run);

      begin_step (run, step);
      if (!is_wanted (run, step) || lacks_value (run, step)
          || (step->scope == KITH_SCOPE_SETUP && kith_setup_cache_load (run->setup, run->query, step, run->variables)))
        {
          advance (run);
          continue;
        }
      if (run->requests >= MAX_REQUESTS)
        {
          kith_query_trace (run->query, "%s: not asked: %d requests are enough for one person", step->id, MAX_REQUESTS);
          break;
        }
      if (step->discover != NULL)
        kith_discovery_find_async (step->discover, kith_variables_lookup ("user-domain", run->variables), g_task_get_cancellable (run->task),
                                   on_discovered, g_object_ref (run->task));
      else
        send (run);
      return;
    }
  finish_all (run);
}

void
kith_step_runner_run (KithDescription   *description,
                      KithSetupCache    *setup,
                      KithResponseStore *responses,
                      KithBudget        *budget,
                      KithQuery         *query,
                      GTask             *task)
{
  Run *run;

  if (kith_query_get_http (query) == NULL)
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("%s cannot be asked without a network"), description->name);
      return;
    }
  if (description->click_only && !kith_query_is_clicked (query))
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_REFUSED, _("%s is asked only on a click"), description->name);
      return;
    }
  if (!description->freemail && kith_address_is_freemail (kith_query_get_address (query)))
    {
      gint64 now = g_get_real_time () / G_USEC_PER_SEC;
      g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (description->id, now, now + description->keep_nothing);

      /* The domain is the mail provider's, not an employer's. */
      g_task_return_pointer (task, kith_answer_builder_end (builder, KITH_ANSWER_NOT_FOUND, NULL), g_object_unref);
      return;
    }
  run = g_new0 (Run, 1);
  run->task = task;
  run->description = description;
  run->setup = setup;
  run->responses = responses;
  run->budget = budget;
  run->query = g_object_ref (query);
  run->now = g_get_real_time () / G_USEC_PER_SEC;
  run->variables = kith_variables_new (description, query);
  run->builder = kith_answer_builder_new (description->id, run->now, run->now + description->keep_nothing);
  run->mapping.description = description;
  run->mapping.variables = run->variables;
  run->mapping.builder = run->builder;
  run->mapping.address = kith_query_get_address (query);
  run->empty = xmlNewDoc (BAD_CAST "1.0");
  xmlDocSetRootElement (run->empty, xmlNewNode (NULL, BAD_CAST "empty"));
  g_task_set_task_data (task, run, run_free);
  run_next (run);
}
