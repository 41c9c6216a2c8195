/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <jansson.h>
#include <kith/kith.h>

#include "kith-provider-fixture.h"
#include "kith-sign-in-case.h"

/*
 * Every recorded case of every service through the shipped provider file and the shipped engine. A case is one request, a look-up may be several:
 * vectors.json says with which other cases a case is asked, and what of the defaults does not hold for it.
 */

#define TOKEN "s3cret"
#define ADA "ada.marsh@example.org"

/* One case as it is run. */
typedef struct
{
  KithProviderFixture *fixture;
  json_t *vector; /* of index.json */
  json_t *plan;   /* of vectors.json; an empty object where it says nothing */
  const char *name;
  gboolean failed;
} Case;

/* "expect" of the vectors and the fields of the card. */
static const struct
{
  const char *key;
  KithField field;
} expectations[] = {
  { "name", KITH_FIELD_NAME },           { "title", KITH_FIELD_ROLE },         { "company", KITH_FIELD_COMPANY },
  { "department", KITH_FIELD_DEPARTMENT }, { "location", KITH_FIELD_LOCATION },  { "office", KITH_FIELD_LOCATION },
  { "phone", KITH_FIELD_PHONE },         { "photo", KITH_FIELD_PHOTO },        { "bio", KITH_FIELD_HEADLINE },
  { "profile", KITH_FIELD_LINK },        { "links", KITH_FIELD_LINK },         { "rel_me", KITH_FIELD_LINK },
  { "verified_links", KITH_FIELD_LINK }, { "company_url", KITH_FIELD_COMPANY_URL }, { "industry", KITH_FIELD_INDUSTRY },
  { "employees", KITH_FIELD_EMPLOYEES }, { "founded", KITH_FIELD_FOUNDED },    { "logo", KITH_FIELD_COMPANY_LOGO },
  { "manager", KITH_FIELD_MANAGER },
};

static json_t *
load_json (const char *path)
{
  json_error_t error;
  json_t *json = json_load_file (path, 0, &error);

  if (json == NULL)
    g_error ("%s: %s", path, error.text);
  return json;
}

static const char *
get_string (json_t     *object,
            const char *name)
{
  return json_string_value (json_object_get (object, name));
}

static void
complain (Case       *c,
          const char *format,
          ...) G_GNUC_PRINTF (2, 3);

static void
complain (Case       *c,
          const char *format,
          ...)
{
  g_autofree char *text = NULL;
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (c->fixture->server);
  va_list args;

  va_start (args, format);
  text = g_strdup_vprintf (format, args);
  va_end (args);
  for (guint i = 0; i < log->len; i++)
    g_test_message ("  got %s %s", ((KithTestRequest *) log->pdata[i])->method, ((KithTestRequest *) log->pdata[i])->target);
  for (guint i = 0; i < c->fixture->trace->len; i++)
    g_test_message ("  trace %s", (char *) c->fixture->trace->pdata[i]);
  g_test_message ("%s: %s", c->name, text);
  c->failed = TRUE;
  g_test_fail ();
}

static gboolean
has_value (KithAnswer *answer,
           KithField   field,
           const char *value)
{
  g_autofree char *normal = kith_field_normalise (field, value);
  GPtrArray *facts = kith_answer_get_facts (answer);

  for (guint i = 0; i < facts->len; i++)
    if (kith_fact_get_field (facts->pdata[i]) == field
        && (g_strcmp0 (kith_fact_get_value (facts->pdata[i]), normal) == 0
            || (g_str_equal (value, "(the bytes)") && g_str_has_prefix (kith_fact_get_value (facts->pdata[i]), "data:image/"))))
      return TRUE;
  return FALSE;
}

static void
check_value (Case       *c,
             KithAnswer *answer,
             KithField   field,
             json_t     *value)
{
  size_t i;
  json_t *item;

  if (json_is_object (value))
    value = json_object_get (value, "name");
  if (json_is_array (value))
    {
      json_array_foreach (value, i, item)
        check_value (c, answer, field, item);
    }
  else if (!has_value (answer, field, json_string_value (value)))
    {
      complain (c, "%s is “%s”, not “%s”", kith_field_get_id (field), kith_test_get_fact (answer, field), json_string_value (value));
    }
}

static void
check_shared (Case       *c,
              KithAnswer *answer,
              json_t     *shared)
{
  GPtrArray *connections = kith_answer_get_connections (answer);
  size_t i;
  json_t *item;

  json_array_foreach (shared, i, item)
    {
      const char *name = get_string (item, "name") != NULL ? get_string (item, "name") : get_string (item, "uid");
      gboolean found = FALSE;

      for (guint k = 0; k < connections->len; k++)
        {
          KithConnection *connection = connections->pdata[k];

          if (g_strcmp0 (kith_connection_get_name (connection), name) == 0 || g_strcmp0 (kith_connection_get_uri (connection), name) == 0)
            found = kith_connection_get_evidence (connection)[0] != '\0';
        }
      if (!found)
        complain (c, "“%s” is no connection", name);
    }
}

static void
check_facts (Case       *c,
             KithAnswer *answer)
{
  json_t *expect = json_object_get (c->plan, "expect") != NULL ? json_object_get (c->plan, "expect") : json_object_get (c->vector, "expect");

  for (guint i = 0; i < G_N_ELEMENTS (expectations); i++)
    {
      json_t *value = json_object_get (expect, expectations[i].key);

      if (value != NULL && json_array_size (value) + json_object_size (value) + (json_is_string (value) ? 1 : 0) > 0)
        check_value (c, answer, expectations[i].field, value);
    }
  check_shared (c, answer, json_object_get (expect, "shared"));
}

/* What an outcome of the vectors is in Kith: the status of an answer, or the code of an error. */
static void
check_outcome (Case         *c,
               KithAnswer   *answer,
               const GError *error)
{
  static const struct
  {
    const char *outcome;
    int status;
    int code;
  } outcomes[] = {
    { "found", KITH_ANSWER_FOUND, -1 },
    { "partial", KITH_ANSWER_FOUND, -1 },
    { "discovery", KITH_ANSWER_FOUND, -1 },
    { "not_found", KITH_ANSWER_NOT_FOUND, -1 },
    { "legal_block", KITH_ANSWER_REFUSED, -1 },
    { "rate_limited", -1, KITH_ERROR_LIMITED },
    { "quota_exhausted", -1, KITH_ERROR_LIMITED },
    { "auth_required", -1, KITH_ERROR_AUTH },
    { "forbidden", -1, KITH_ERROR_REFUSED },
    { "error", -1, KITH_ERROR_UNAVAILABLE },
    { "invalid", -1, KITH_ERROR_INVALID },
  };
  const char *outcome = get_string (c->plan, "outcome") != NULL ? get_string (c->plan, "outcome") : get_string (c->vector, "outcome");

  for (guint i = 0; i < G_N_ELEMENTS (outcomes); i++)
    if (g_str_equal (outcomes[i].outcome, outcome))
      {
        if (outcomes[i].status >= 0 && (answer == NULL || (int) kith_answer_get_status (answer) != outcomes[i].status))
          complain (c, "expected %s, got %s", outcome, answer != NULL ? kith_answer_status_get_id (kith_answer_get_status (answer)) : error->message);
        if (outcomes[i].code >= 0 && !g_error_matches (error, KITH_ERROR, outcomes[i].code)
            && !(g_str_equal (outcome, "error") && g_error_matches (error, KITH_ERROR, KITH_ERROR_INVALID)))
          complain (c, "expected %s, got %s", outcome, error != NULL ? error->message : "an answer");
        return;
      }
  g_error ("%s: what is the outcome “%s”?", c->name, outcome);
}

static char *
fill (Case       *c,
      const char *text)
{
  g_autofree char *pair = g_strdup_printf ("%s:%s", c->fixture->user != NULL ? c->fixture->user : "", TOKEN);
  g_autofree char *credentials = g_base64_encode ((const guchar *) pair, strlen (pair));
  g_autoptr (GString) out = g_string_new (text);

  g_string_replace (out, "{token}", TOKEN, 0);
  g_string_replace (out, "{credentials}", credentials, 0);
  g_string_replace (out, "{database}", c->fixture->user != NULL ? c->fixture->user : "", 0);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
headers_fit (Case            *c,
             KithTestRequest *request,
             json_t          *headers)
{
  const char *name;
  json_t *value;

  json_object_foreach (headers, name, value)
    {
      g_autofree char *expected = fill (c, json_string_value (value));
      const char *got = kith_test_request_get_header (request, name);

      if ((got == NULL || g_ascii_strcasecmp (got, expected) != 0) && strstr (expected, "{app}") == NULL)
        {
          g_test_message ("  %s: %s, not %s", name, got, expected);
          return FALSE;
        }
    }
  return TRUE;
}

static json_t *
load_wanted_body (Case   *c,
                  json_t *wanted)
{
  json_t *body = json_object_get (wanted, "body");
  const char *file = get_string (body, "query_file");

  if (file != NULL)
    {
      g_autofree char *folder = kith_test_vectors (get_string (c->plan, "folder"));
      g_autofree char *path = g_build_filename (folder, file, NULL);
      g_autofree char *text = NULL;

      g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
      return json_pack ("{s:s, s:O}", "query", g_strstrip (text), "variables", json_object_get (body, "variables"));
    }
  return json_incref (body);
}

static gboolean
bodies_fit (Case            *c,
            KithTestRequest *request,
            json_t          *wanted)
{
  json_t *body = load_wanted_body (c, wanted);
  json_t *got = json_loadb (g_bytes_get_data (request->body, NULL), g_bytes_get_size (request->body), 0, NULL);
  gboolean fit = body == NULL || json_is_string (body) || json_equal (body, got);

  if (!fit)
    {
      char *text = json_dumps (body, JSON_COMPACT);
      char *other = json_dumps (got, JSON_COMPACT);

      g_test_message ("  body: %s, not %s", other, text);
      free (text);
      free (other);
    }
  json_decref (body);
  json_decref (got);
  return fit;
}

static const char *
without_origin (const char *url)
{
  const char *host = strstr (url, "://");

  return host != NULL ? host + strlen ("://") + strcspn (host + strlen ("://"), "/") : url;
}

/* The request of the case is among those that arrived, with its headers and its body. */
static void
check_request (Case *c)
{
  json_t *wanted = json_object_get (c->vector, "request");
  const char *target = without_origin (get_string (wanted, "path"));
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (c->fixture->server);

  if (json_object_get (c->plan, "at") != NULL)
    return;
  for (guint i = 0; i < log->len; i++)
    {
      KithTestRequest *request = log->pdata[i];

      if (g_str_has_suffix (request->target, target) && g_str_equal (request->method, get_string (wanted, "method"))
          && headers_fit (c, request, json_object_get (wanted, "headers")) && bodies_fit (c, request, wanted))
        return;
    }
  complain (c, "%s %s was not asked", get_string (wanted, "method"), target);
}

static void
choose_all (Case   *c,
            json_t *ids)
{
  size_t i;
  json_t *id;

  json_array_foreach (ids, i, id)
    kith_test_server_choose (c->fixture->server, json_string_value (id));
}

/* Where the case's own path is not the one that the provider asks: the same answer there. */
static void
answer_elsewhere (Case       *c,
                  const char *path)
{
  json_t *response = json_deep_copy (json_object_get (c->vector, "response"));
  g_autofree char *folder = kith_test_vectors (get_string (c->plan, "folder"));
  char *command;
  g_autofree char *reply = NULL;

  if (json_is_string (json_object_get (response, "body_file")))
    {
      g_autofree char *file = g_build_filename (folder, get_string (response, "body_file"), NULL);

      json_object_set_new (response, "body_file", json_string (file));
    }
  else
    {
      json_object_del (response, "body_file");
    }
  json_object_set_new (response, "op", json_string ("route"));
  json_object_set_new (response, "method", json_string ("*"));
  json_object_set_new (response, "path", json_string (path));
  command = json_dumps (response, 0);
  reply = kith_test_server_control (c->fixture->server, command);
  free (command);
  json_decref (response);
}

static void
add_known_link (KithProviderFixture *fixture,
                const char          *link)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("earlier", 1, 0);
  g_autoptr (KithAnswer) answer = NULL;

  g_assert_true (kith_answer_builder_add_link (builder, link, NULL));
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  fixture->known_facts = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fixture->known_facts, g_object_ref (kith_answer_get_facts (answer)->pdata[0]));
}

/* The files of routes are those of the vectors, too. */
static void
complete_files (Case   *c,
                json_t *route)
{
  g_autofree char *folder = kith_test_vectors (get_string (c->plan, "folder"));
  size_t i;
  json_t *step;

  json_array_foreach (json_object_get (route, "sequence"), i, step)
    complete_files (c, step);
  if (get_string (route, "body_file") != NULL)
    {
      g_autofree char *file = g_build_filename (folder, get_string (route, "body_file"), NULL);

      json_object_set_new (route, "body_file", json_string (file));
    }
}

/* What no case has but the look-up needs on its way to the case. */
static void
add_routes (Case *c)
{
  size_t i;
  json_t *route;

  json_array_foreach (json_object_get (c->plan, "routes"), i, route)
    {
      json_t *order = json_deep_copy (route);
      g_autofree char *port = g_strdup_printf ("%u", kith_test_server_get_port (c->fixture->server));
      g_autoptr (GString) command = NULL;
      char *text;
      g_autofree char *reply = NULL;

      json_object_set_new (order, "op", json_string ("route"));
      complete_files (c, order);
      text = json_dumps (order, 0);
      command = g_string_new (text);
      g_string_replace (command, "{port}", port, 0);
      reply = kith_test_server_control (c->fixture->server, command->str);
      free (text);
      json_decref (order);
    }
}

/* localhost, or a host below it: two of one site, say. */
static void
set_host (Case *c)
{
  const char *host = get_string (c->plan, "host") != NULL ? get_string (c->plan, "host") : "localhost";

  g_free (c->fixture->base_url);
  c->fixture->base_url = g_strdup_printf ("https://%s:%u", host, kith_test_server_get_port (c->fixture->server));
}

/* Asked a second time where the case is about an answer that is still at hand. */
static void
look_up_before (Case       *c,
                const char *address)
{
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  if (!json_is_true (json_object_get (c->plan, "twice")))
    return;
  answer = kith_provider_fixture_look_up (c->fixture, address, &error);
  g_assert_no_error (error);
  kith_test_server_clear_log (c->fixture->server);
}

/* How to sign in stands in the provider's file too. */
static void
run_sign_in_case (Case *c)
{
  g_autofree char *reply = kith_test_server_control (c->fixture->server, "{\"op\": \"clear\"}");
  g_autofree char *problem = NULL;

  kith_provider_fixture_renew_http (c->fixture, 0);
  kith_test_server_clear_log (c->fixture->server);
  set_host (c);
  choose_all (c, json_object_get (c->plan, "with"));
  add_routes (c);
  if (get_string (c->plan, "at") != NULL)
    answer_elsewhere (c, get_string (c->plan, "at"));
  else if (get_string (c->plan, "own-host") == NULL)
    kith_test_server_choose (c->fixture->server, get_string (c->vector, "id"));
  problem = kith_sign_in_case_run (c->fixture, c->vector, c->plan);
  if (problem != NULL)
    complain (c, "%s", problem);
  if (kith_test_server_count_unlisted (c->fixture->server) > 0)
    complain (c, "something was asked that no case lists");
}

static void
run_case (Case *c)
{
  KithProviderFixture *fixture = c->fixture;
  const char *address = get_string (c->plan, "address") != NULL ? get_string (c->plan, "address") : ADA;
  g_autofree char *reply = kith_test_server_control (fixture->server, "{\"op\": \"clear\"}");
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;

  kith_provider_fixture_renew_http (fixture, 0);
  kith_test_server_clear_log (fixture->server);
  set_host (c);
  choose_all (c, json_object_get (c->plan, "with"));
  add_routes (c);
  g_clear_pointer (&fixture->known_facts, g_ptr_array_unref);
  if (get_string (c->plan, "link") != NULL)
    add_known_link (fixture, get_string (c->plan, "link"));
  g_free (fixture->user);
  fixture->user = g_strdup (get_string (c->plan, "user"));
  fixture->clicked = json_is_true (json_object_get (c->plan, "clicked"));
  look_up_before (c, address);
  if (!json_is_false (json_object_get (c->plan, "choose")))
    kith_test_server_choose (fixture->server, get_string (c->vector, "id"));
  if (get_string (c->plan, "at") != NULL)
    answer_elsewhere (c, get_string (c->plan, "at"));
  answer = kith_provider_fixture_look_up (fixture, address, &error);
  check_outcome (c, answer, error);
  if (answer != NULL)
    check_facts (c, answer);
  check_request (c);
  if (kith_test_server_count_unlisted (fixture->server) > 0 && json_object_get (c->plan, "unlisted") == NULL)
    complain (c, "something was asked that no case lists");
}

/* The plan of a case is that of its service with what differs for the case. */
static json_t *
make_plan (const char *folder,
           json_t     *service,
           const char *id)
{
  json_t *plan = json_object ();
  json_t *own = json_object_get (json_object_get (service, "cases"), id);

  json_object_set_new (plan, "folder", json_string (folder));
  json_object_update (plan, json_object_get (service, "all"));
  if (own != NULL)
    json_object_update (plan, own);
  return plan;
}

static void
test_service (gconstpointer data)
{
  const char *folder = data;
  g_autofree char *plans_path = g_test_build_filename (G_TEST_DIST, "providers", "vectors.json", NULL);
  g_autofree char *vectors = kith_test_vectors (folder);
  g_autofree char *index_path = g_build_filename (vectors, "index.json", NULL);
  json_t *plans = load_json (plans_path);
  json_t *service = json_object_get (plans, folder);
  json_t *index = load_json (index_path);
  const char *first = get_string (json_object_get (service, "all"), "provider");
  g_autoptr (KithProviderFixture) fixture = NULL;
  guint passed = 0;
  guint left_out = 0;
  size_t i;
  json_t *vector;

  fixture = kith_provider_fixture_new (kith_test_load_shipped (first != NULL ? first : "gravatar"), folder);
  json_array_foreach (json_object_get (index, "cases"), i, vector)
    {
      const char *id = get_string (vector, "id");
      json_t *plan = make_plan (folder, service, id);
      const char *provider = get_string (plan, "provider");
      Case c = { fixture, vector, plan, id };

      if (get_string (plan, "reason") != NULL)
        {
          g_test_message ("%s/%s is left out: %s", folder, id, get_string (plan, "reason"));
          left_out++;
        }
      else
        {
          g_set_object (&fixture->provider, NULL);
          fixture->provider = kith_test_load_shipped (provider);
          g_free (fixture->token);
          fixture->token = json_is_false (json_object_get (plan, "token")) ? NULL : g_strdup (TOKEN);
          if (get_string (plan, "sign-in") != NULL)
            run_sign_in_case (&c);
          else
            run_case (&c);
          passed += !c.failed;
        }
      json_decref (plan);
    }
  g_test_message ("%s: %u of %zu; %u left out, see the manual", folder, passed, json_array_size (json_object_get (index, "cases")) - left_out, left_out);
  json_decref (index);
  json_decref (plans);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *plans_path = NULL;
  json_t *plans;
  const char *folder;
  json_t *service;
  int result;

  g_test_init (&argc, &argv, NULL);
  plans_path = g_test_build_filename (G_TEST_DIST, "providers", "vectors.json", NULL);
  plans = load_json (plans_path);
  json_object_foreach (plans, folder, service)
    {
      g_autofree char *path = g_strconcat ("/providers/vectors/", folder, NULL);

      g_test_add_data_func (path, folder, test_service);
    }
  result = g_test_run ();
  json_decref (plans);
  return result;
}
