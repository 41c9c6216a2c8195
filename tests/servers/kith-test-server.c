/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-test-server.h"

#include <jansson.h>
#include <string.h>

struct _KithTestServer
{
  GSubprocess *process;
  GDataInputStream *output;
  GOutputStream *input;
  json_t *first;
};

static json_t *
read_reply (KithTestServer  *self,
            GError         **error)
{
  g_autofree char *line = g_data_input_stream_read_line (self->output, NULL, NULL, error);
  json_t *reply;

  if (line == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CLOSED, "The fixture server ended.");
      return NULL;
    }
  reply = json_loads (line, 0, NULL);
  if (reply == NULL)
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "The fixture server said: %s", line);
  return reply;
}

KithTestServer *
kith_test_server_new (const char *const  *args,
                      GError            **error)
{
  g_autoptr (KithTestServer) self = g_new0 (KithTestServer, 1);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();

  g_ptr_array_add (argv, (char *) "/usr/bin/python3");
  g_ptr_array_add (argv, (char *) KITH_TEST_SERVER_FILE);
  for (gsize i = 0; args != NULL && args[i] != NULL; i++)
    g_ptr_array_add (argv, (char *) args[i]);
  g_ptr_array_add (argv, NULL);

  self->process = g_subprocess_newv ((const char *const *) argv->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE, error);
  if (self->process == NULL)
    return NULL;
  self->input = g_object_ref (g_subprocess_get_stdin_pipe (self->process));
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->first = read_reply (self, error);
  return self->first != NULL ? g_steal_pointer (&self) : NULL;
}

/* The end of its standard input is the end of the server; its folder is gone when it is. */
void
kith_test_server_free (KithTestServer *self)
{
  if (self->input != NULL)
    g_output_stream_close (self->input, NULL, NULL);
  if (self->process != NULL)
    g_subprocess_wait (self->process, NULL, NULL);
  g_clear_object (&self->input);
  g_clear_object (&self->output);
  g_clear_object (&self->process);
  json_decref (self->first);
  g_free (self);
}

static const char *
get_string (KithTestServer *self,
            const char     *name)
{
  return json_string_value (json_object_get (self->first, name));
}

const char *
kith_test_server_get_base_url (KithTestServer *self)
{
  return get_string (self, "base_url");
}

const char *
kith_test_server_get_ca_file (KithTestServer *self)
{
  return get_string (self, "ca_file");
}

const char *
kith_test_server_get_cert_file (KithTestServer *self)
{
  return get_string (self, "cert_file");
}

const char *
kith_test_server_get_key_file (KithTestServer *self)
{
  return get_string (self, "key_file");
}

guint
kith_test_server_get_port (KithTestServer *self)
{
  return (guint) json_integer_value (json_object_get (self->first, "port"));
}

static json_t *
run_command (KithTestServer *self,
             json_t         *command)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) line = g_string_new (NULL);
  char *text = json_dumps (command, JSON_COMPACT);
  json_t *reply;

  g_string_append (line, text);
  g_string_append_c (line, '\n');
  free (text);
  g_output_stream_write_all (self->input, line->str, line->len, NULL, NULL, &error);
  g_assert_no_error (error);
  reply = read_reply (self, &error);
  g_assert_no_error (error);
  if (!json_is_true (json_object_get (reply, "ok")))
    g_error ("The fixture server refused %s: %s", line->str, json_string_value (json_object_get (reply, "error")));
  json_decref (command);
  return reply;
}

char *
kith_test_server_control (KithTestServer *self,
                          const char     *command)
{
  json_error_t problem;
  json_t *order = json_loads (command, JSON_ALLOW_NUL, &problem);
  json_t *reply;
  char *text, *copy;

  if (order == NULL)
    g_error ("Not JSON: %s: %s", command, problem.text);
  reply = run_command (self, order);
  text = json_dumps (reply, JSON_COMPACT);
  copy = g_strdup (text);
  free (text);
  json_decref (reply);
  return copy;
}

void
kith_test_server_set_route (KithTestServer *self,
                            const char     *method,
                            const char     *path,
                            const char     *route)
{
  g_autofree char *text = g_strdup_printf ("{%s}", route);
  json_error_t problem;
  json_t *order;

  g_strdelimit (text, "'", '"');
  order = json_loads (text, JSON_ALLOW_NUL, &problem);
  if (order == NULL)
    g_error ("Not a route: %s: %s", text, problem.text);
  json_object_set_new (order, "op", json_string ("route"));
  json_object_set_new (order, "method", json_string (method));
  json_object_set_new (order, "path", json_string (path));
  json_decref (run_command (self, order));
}

void
kith_test_server_set_body (KithTestServer *self,
                           const char     *method,
                           const char     *path,
                           guint           status,
                           const char     *content_type,
                           const char     *body)
{
  g_autofree char *encoded = g_base64_encode ((const guchar *) body, strlen (body));

  json_decref (run_command (self, json_pack ("{s:s, s:s, s:s, s:i, s:{s:s}, s:s}", "op", "route", "method", method, "path", path,
                                             "status", (int) status, "headers", "Content-Type", content_type,
                                             "body_base64", encoded)));
}

void
kith_test_server_choose (KithTestServer *self,
                         const char     *case_id)
{
  json_decref (run_command (self, json_pack ("{s:s, s:s}", "op", "vector", "id", case_id)));
}

char *
kith_test_server_listen (KithTestServer *self,
                         const char     *certificate,
                         const char     *mode,
                         double          seconds)
{
  json_t *reply = run_command (self, json_pack ("{s:s, s:s, s:s, s:f}", "op", "listen", "certificate", certificate, "mode", mode,
                                                "seconds", seconds));
  char *url = g_strdup (json_string_value (json_object_get (reply, "base_url")));

  json_decref (reply);
  return url;
}

static void
kith_test_request_free (KithTestRequest *request)
{
  g_free (request->method);
  g_free (request->target);
  g_free (request->head);
  g_ptr_array_unref (request->names);
  g_ptr_array_unref (request->values);
  g_bytes_unref (request->body);
  g_free (request);
}

static KithTestRequest *
parse_request (const char *line)
{
  KithTestRequest *request = g_new0 (KithTestRequest, 1);
  json_t *entry = json_loads (line, JSON_ALLOW_NUL, NULL);
  json_t *pair;
  gsize i, length;
  guchar *body;

  g_assert_nonnull (entry);
  request->number = (guint) json_integer_value (json_object_get (entry, "number"));
  request->connection = (guint) json_integer_value (json_object_get (entry, "connection"));
  request->port = (guint) json_integer_value (json_object_get (entry, "port"));
  request->method = g_strdup (json_string_value (json_object_get (entry, "method")));
  request->target = g_strdup (json_string_value (json_object_get (entry, "target")));
  request->head = g_strdup (json_string_value (json_object_get (entry, "head")));
  request->listed = json_is_true (json_object_get (entry, "listed"));
  request->names = g_ptr_array_new_with_free_func (g_free);
  request->values = g_ptr_array_new_with_free_func (g_free);
  json_array_foreach (json_object_get (entry, "headers"), i, pair)
    {
      g_ptr_array_add (request->names, g_strdup (json_string_value (json_array_get (pair, 0))));
      g_ptr_array_add (request->values, g_strdup (json_string_value (json_array_get (pair, 1))));
    }
  body = g_base64_decode (json_string_value (json_object_get (entry, "body_base64")), &length);
  request->body = g_bytes_new_take (body, length);
  json_decref (entry);
  return request;
}

/* (transfer full) (element-type KithTestRequest): in the order of arrival. The server writes a request down before it answers. */
GPtrArray *
kith_test_server_dup_log (KithTestServer *self)
{
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;
  GPtrArray *log = g_ptr_array_new_with_free_func ((GDestroyNotify) kith_test_request_free);

  g_file_get_contents (get_string (self, "log_file"), &text, NULL, &error);
  g_assert_no_error (error);
  lines = g_strsplit (text, "\n", -1);
  for (gsize i = 0; lines[i] != NULL; i++)
    if (lines[i][0] != '\0')
      g_ptr_array_add (log, parse_request (lines[i]));
  return log;
}

void
kith_test_server_clear_log (KithTestServer *self)
{
  g_free (kith_test_server_control (self, "{\"op\": \"clear-log\"}"));
}

static guint
get_count (KithTestServer *self,
           const char     *name)
{
  json_t *reply = run_command (self, json_pack ("{s:s}", "op", "stats"));
  guint count = (guint) json_integer_value (json_object_get (reply, name));

  json_decref (reply);
  return count;
}

guint
kith_test_server_count_requests (KithTestServer *self)
{
  return get_count (self, "requests");
}

guint
kith_test_server_count_connections (KithTestServer *self)
{
  return get_count (self, "connections");
}

guint
kith_test_server_count_unlisted (KithTestServer *self)
{
  return get_count (self, "unlisted");
}

gboolean
kith_test_server_saw (KithTestServer *self,
                      const char     *text)
{
  g_autoptr (GPtrArray) log = kith_test_server_dup_log (self);

  for (guint i = 0; i < log->len; i++)
    {
      KithTestRequest *request = g_ptr_array_index (log, i);
      gsize size;
      gconstpointer body = g_bytes_get_data (request->body, &size);

      if (strstr (request->head, text) != NULL)
        return TRUE;
      if (size > 0 && memmem (body, size, text, strlen (text)) != NULL)
        return TRUE;
    }
  return FALSE;
}

/* (nullable): the first header of that name. */
const char *
kith_test_request_get_header (KithTestRequest *request,
                              const char      *name)
{
  for (guint i = 0; i < request->names->len; i++)
    if (g_ascii_strcasecmp (g_ptr_array_index (request->names, i), name) == 0)
      return g_ptr_array_index (request->values, i);
  return NULL;
}

char *
kith_test_vectors (const char *name)
{
  return g_build_filename (KITH_TEST_VECTORS_DIR, name, NULL);
}
