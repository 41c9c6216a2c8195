/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-credentials.h"

#include <string.h>

#include "kith-secret-text.h"

struct _KithCredentials
{
  GObject parent_instance;

  char *token;
  char *user;   /* (nullable) */
  char *server; /* (nullable) */
  gboolean server_is_own;
  gboolean only_there;
  gboolean is_bearer;
};

G_DEFINE_FINAL_TYPE (KithCredentials, kith_credentials, G_TYPE_OBJECT)

static void
kith_credentials_finalize (GObject *object)
{
  KithCredentials *self = KITH_CREDENTIALS (object);

  kith_secret_text_free (self->token);
  g_free (self->user);
  g_free (self->server);
  G_OBJECT_CLASS (kith_credentials_parent_class)->finalize (object);
}

static void
kith_credentials_class_init (KithCredentialsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_credentials_finalize;
}

static void
kith_credentials_init (KithCredentials *self)
{
}

KithCredentials *
kith_credentials_new (const KithCredentialsFields *fields)
{
  KithCredentials *self = g_object_new (KITH_TYPE_CREDENTIALS, NULL);

  self->token = g_strdup (fields->token);
  self->user = g_strdup (fields->user);
  self->server = g_strdup (fields->server);
  self->server_is_own = fields->server_is_own;
  self->only_there = fields->only_there;
  self->is_bearer = fields->is_bearer;
  return self;
}

const char *
kith_credentials_get_token (KithCredentials *self)
{
  return self->token;
}

const char *
kith_credentials_get_user (KithCredentials *self)
{
  return self->user;
}

const char *
kith_credentials_get_server (KithCredentials *self)
{
  return self->server;
}

gboolean
kith_credentials_server_is_own (KithCredentials *self)
{
  return self->server_is_own;
}

gboolean
kith_credentials_go_only_there (KithCredentials *self)
{
  return self->only_there;
}

gboolean
kith_credentials_is_bearer (KithCredentials *self)
{
  return self->is_bearer;
}
