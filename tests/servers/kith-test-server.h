/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* One request as the server received it, byte by byte. */
typedef struct
{
  guint number;
  guint connection;
  guint port;
  char *method;
  char *target;
  char *head;       /* request line and headers up to the empty line, Latin-1 bytes as UTF-8 */
  GPtrArray *names; /* (element-type utf8) */
  GPtrArray *values;
  GBytes *body;
  gboolean listed;
} KithTestRequest;

typedef struct _KithTestServer KithTestServer;

/* The fixture server of this folder as a child process: ends with kith_test_server_free() or when the test does.
 * @args: its command line, NULL-terminated, or NULL. For provider vectors: "--vectors", kith_test_vectors ("gravatar"). */
KithTestServer *kith_test_server_new (const char *const  *args,
                                      GError            **error);
void kith_test_server_free (KithTestServer *self);

const char *kith_test_server_get_base_url (KithTestServer *self);
const char *kith_test_server_get_ca_file (KithTestServer *self);
const char *kith_test_server_get_cert_file (KithTestServer *self);
const char *kith_test_server_get_key_file (KithTestServer *self);
guint kith_test_server_get_port (KithTestServer *self);

/* Sends one command (a JSON object, see kith-fixture-server.py) and gives its answer; aborts the test when it is refused. */
char *kith_test_server_control (KithTestServer *self,
                                const char     *command);
/* @route: the members of the route as JSON text, without method and path: "'status': 200, 'body': 'x'"; ' stands for ". */
void kith_test_server_set_route (KithTestServer *self,
                                 const char     *method,
                                 const char     *path,
                                 const char     *route);
/* Answers with @body as it is. */
void kith_test_server_set_body (KithTestServer *self,
                                const char     *method,
                                const char     *path,
                                guint           status,
                                const char     *content_type,
                                const char     *body);
void kith_test_server_choose (KithTestServer *self,
                              const char     *case_id);
/* Another port of the same server; its base URL. */
char *kith_test_server_listen (KithTestServer *self,
                               const char     *certificate,
                               const char     *mode,
                               double          seconds);

GPtrArray *kith_test_server_dup_log (KithTestServer *self);
void kith_test_server_clear_log (KithTestServer *self);
guint kith_test_server_count_requests (KithTestServer *self);
guint kith_test_server_count_connections (KithTestServer *self);
guint kith_test_server_count_unlisted (KithTestServer *self);
/* Whether the bytes occur anywhere in what arrived: request lines, headers, bodies. */
gboolean kith_test_server_saw (KithTestServer *self,
                               const char     *text);

const char *kith_test_request_get_header (KithTestRequest *request,
                                          const char      *name);

/* The folder with the vectors of a provider. */
char *kith_test_vectors (const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithTestServer, kith_test_server_free)

G_END_DECLS
