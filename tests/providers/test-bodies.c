/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <string.h>

#include <jansson.h>
#include <kith/kith.h>

#include "kith-provider-fixture.h"

/*
 * Bodies that no recorded case has, but that the same services send: what is empty is left out, in the service's own word for it; other people come
 * first; a list has one entry or none; text is of any script. bodies.json has them, with what must and what must not come of them.
 */

#define ADA "ada.marsh@example.org"

static json_t *
load_cases (void)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "providers", "bodies.json", NULL);
  json_error_t error;
  json_t *json = json_load_file (path, 0, &error);

  if (json == NULL)
    g_error ("%s:%d: %s", path, error.line, error.text);
  return json;
}

static const char *
get_string (json_t     *object,
            const char *name)
{
  return json_string_value (json_object_get (object, name));
}

static void
set_route (KithProviderFixture *fixture,
           json_t              *route)
{
  json_t *order = json_deep_copy (route);
  char *command;
  g_autofree char *reply = NULL;

  json_object_set_new (order, "op", json_string ("route"));
  if (json_object_get (order, "method") == NULL)
    json_object_set_new (order, "method", json_string ("*"));
  if (json_object_get (order, "headers") == NULL)
    json_object_set_new (order, "headers", json_pack ("{s:s}", "Content-Type", "application/json"));
  command = json_dumps (order, 0);
  reply = kith_test_server_control (fixture->server, command);
  free (command);
  json_decref (order);
}

static void
know_link (KithProviderFixture *fixture,
           const char          *link)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("earlier", 1, 0);
  g_autoptr (KithAnswer) answer = NULL;

  g_assert_true (kith_answer_builder_add_link (builder, link, NULL));
  answer = kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
  fixture->known_facts = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (fixture->known_facts, g_object_ref (kith_answer_get_facts (answer)->pdata[0]));
}

static char *
list_values (KithAnswer *answer,
             KithField   field)
{
  GPtrArray *facts = kith_answer_get_facts (answer);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < facts->len; i++)
    if (kith_fact_get_field (facts->pdata[i]) == field)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", kith_fact_get_value (facts->pdata[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
list_connections (KithAnswer *answer)
{
  GPtrArray *connections = kith_answer_get_connections (answer);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < connections->len; i++)
    {
      KithConnection *connection = connections->pdata[i];
      const char *who = kith_connection_get_name (connection) != NULL ? kith_connection_get_name (connection) : kith_connection_get_address (connection);

      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", who != NULL ? who : kith_connection_get_uri (connection));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
list_evidence (KithAnswer *answer)
{
  GPtrArray *connections = kith_answer_get_connections (answer);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < connections->len; i++)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", kith_connection_get_evidence (connections->pdata[i]));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
join (json_t *list)
{
  g_autoptr (GString) text = g_string_new (NULL);
  size_t i;
  json_t *item;

  if (json_is_string (list))
    return g_strdup (json_string_value (list));
  json_array_foreach (list, i, item)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", json_string_value (item));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
check_answer (const char *title,
              KithAnswer *answer,
              json_t     *body)
{
  const char *name;
  json_t *value;

  json_object_foreach (json_object_get (body, "expect"), name, value)
    {
      g_autofree char *wanted = join (value);
      g_autofree char *got = NULL;
      KithField field;

      if (g_str_equal (name, "shared"))
        got = list_connections (answer);
      else if (g_str_equal (name, "evidence"))
        got = list_evidence (answer);
      else
        {
          g_assert_true (kith_field_from_id (name, &field));
          got = list_values (answer, field);
        }
      if (g_strcmp0 (got, wanted) != 0)
        {
          g_test_message ("%s: %s is “%s”, not “%s”", title, name, got, wanted);
          g_test_fail ();
        }
    }
}

static void
test_body (gconstpointer data)
{
  json_t *body = (json_t *) data;
  const char *title = get_string (body, "title");
  const char *status = get_string (body, "status") != NULL ? get_string (body, "status") : "found";
  const char *address = get_string (body, "address") != NULL ? get_string (body, "address") : ADA;
  g_autoptr (KithProviderFixture) fixture = kith_provider_fixture_new (kith_test_load_shipped (get_string (body, "provider")), NULL);
  g_autoptr (KithAnswer) answer = NULL;
  g_autoptr (GError) error = NULL;
  size_t i;
  json_t *route;

  fixture->token = json_is_false (json_object_get (body, "token")) ? NULL : g_strdup ("s3cret");
  fixture->user = g_strdup (get_string (body, "user"));
  fixture->clicked = json_is_true (json_object_get (body, "clicked"));
  if (get_string (body, "link") != NULL)
    know_link (fixture, get_string (body, "link"));
  json_array_foreach (json_object_get (body, "routes"), i, route)
    set_route (fixture, route);
  answer = kith_provider_fixture_look_up (fixture, address, &error);
  if (g_strcmp0 (answer != NULL ? kith_answer_status_get_id (kith_answer_get_status (answer)) : "error", status) != 0)
    {
      g_test_message ("%s: %s, not %s", title, answer != NULL ? kith_answer_status_get_id (kith_answer_get_status (answer)) : error->message, status);
      for (i = 0; i < fixture->trace->len; i++)
        g_test_message ("  %s", (char *) fixture->trace->pdata[i]);
      g_test_fail ();
    }
  if (answer != NULL)
    check_answer (title, answer, body);
}

int
main (int    argc,
      char **argv)
{
  json_t *cases;
  json_t *body;
  size_t i;
  int result;

  g_test_init (&argc, &argv, NULL);
  cases = load_cases ();
  json_array_foreach (cases, i, body)
    {
      g_autofree char *path = g_strdup_printf ("/providers/bodies/%s/%s", get_string (body, "provider"), get_string (body, "title"));

      g_strdelimit (path, " ", '-');
      g_test_add_data_func (path, body, test_body);
    }
  result = g_test_run ();
  json_decref (cases);
  return result;
}
