/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-sign-in-rules.h"

#include <string.h>

#include <glib/gi18n-lib.h>

static char *
get (xmlNode    *node,
     const char *name)
{
  xmlChar *value = xmlGetProp (node, BAD_CAST name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

/* Returns: (transfer full): the rules of a "sign-in" that fits the grammar */
KithSignInRules *
kith_sign_in_rules_new (xmlNode *node)
{
  KithSignInRules *self = g_new0 (KithSignInRules, 1);
  g_autofree char *client_credentials = get (node, "client-credentials");
  g_autofree char *client_secret = get (node, "client-secret");
  g_autofree char *port = get (node, "redirect-port");

  self->line = xmlGetLineNo (node);
  self->server = get (node, "server");
  while (self->server != NULL && g_str_has_suffix (self->server, "/"))
    self->server[strlen (self->server) - 1] = '\0';
  self->authorization = get (node, "authorization");
  self->token = get (node, "token");
  self->device = get (node, "device");
  self->revocation = get (node, "revocation");
  self->metadata = get (node, "metadata");
  self->registration = get (node, "registration");
  self->scope = get (node, "scope");
  self->client_scope = get (node, "client-scope");
  self->client_credentials = g_strcmp0 (client_credentials, "yes") == 0;
  if (g_strcmp0 (client_secret, "needed") == 0)
    self->client_secret = KITH_CLIENT_SECRET_NEEDED;
  else if (g_strcmp0 (client_secret, "optional") == 0)
    self->client_secret = KITH_CLIENT_SECRET_OPTIONAL;
  self->client_site = get (node, "client-site");
  self->body_type = get (node, "body-type");
  self->redirect_host = get (node, "redirect-host");
  self->redirect_port = port != NULL ? (guint) g_ascii_strtoull (port, NULL, 10) : 0;
  self->server_from = get (node, "server-from");
  return self;
}

void
kith_sign_in_rules_free (KithSignInRules *self)
{
  g_free (self->server);
  g_free (self->authorization);
  g_free (self->token);
  g_free (self->device);
  g_free (self->revocation);
  g_free (self->metadata);
  g_free (self->registration);
  g_free (self->scope);
  g_free (self->client_scope);
  g_free (self->client_site);
  g_free (self->body_type);
  g_free (self->redirect_host);
  g_free (self->server_from);
  g_free (self);
}

/* The host of a place; with the rules' own server or the provider's where it is only a path. */
static char *
dup_host (const KithSignInRules *self,
          const char            *place,
          const char            *own_server)
{
  const char *url = place[0] != '/' ? place : self->server != NULL ? self->server : own_server;
  const char *host = url != NULL ? url + strlen ("https://") : NULL;

  return host != NULL ? g_strndup (host, strcspn (host, "/?")) : NULL;
}

/**
 * kith_sign_in_rules_describe:
 * @self: rules
 * @own_server: (nullable): the provider's own server
 * @text: where to add
 *
 * Says in one line where the owner signs in, how, and what for.
 */
void
kith_sign_in_rules_describe (const KithSignInRules *self,
                             const char            *own_server,
                             GString               *text)
{
  g_autofree char *host = dup_host (self, self->authorization != NULL ? self->authorization : self->token, own_server);
  g_autoptr (GPtrArray) ways = g_ptr_array_new ();
  g_autofree char *joined = NULL;

  if (self->authorization != NULL)
    g_ptr_array_add (ways, (gpointer) _("in the browser"));
  if (self->device != NULL)
    g_ptr_array_add (ways, (gpointer) _("by a code"));
  if (self->client_credentials)
    g_ptr_array_add (ways, (gpointer) _("as the program itself"));
  g_ptr_array_add (ways, NULL);
  joined = g_strjoinv (", ", (char **) ways->pdata);
  /* Translators: a host, and a list such as “in the browser, by a code”. */
  g_string_append_printf (text, _("Signs in at %s: %s.\n"), host != NULL ? host : _("the server that you name"), joined);
  if (self->scope != NULL)
    g_string_append_printf (text, _("Asks there for: %s\n"), self->scope);
}
