/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-query-private.h"

#define MAX_TRACE_LINES 1000

/**
 * KithQuery:
 *
 * One question to one provider about one person, with what the engine hands over for it. Engine thread only.
 */
struct _KithQuery
{
  GObject parent_instance;

  KithAddress *address;
  KithMessageContent *content;
  char *sender;
  KithAnswer *previous;
  GPtrArray *known_facts; /* (element-type KithFact) */
  KithProviderSettings *settings;
  KithHttp *http;
  KithCredentials *credentials;  /* (nullable) */
  KithTokenSource *token_source; /* (nullable) */
  gboolean clicked;
  gboolean remember;
  GPtrArray *trace; /* (nullable) (element-type utf8) */
};

G_DEFINE_FINAL_TYPE (KithQuery, kith_query, G_TYPE_OBJECT)

static void
kith_query_finalize (GObject *object)
{
  KithQuery *self = KITH_QUERY (object);

  g_clear_object (&self->address);
  g_clear_object (&self->content);
  g_clear_object (&self->previous);
  g_clear_object (&self->settings);
  g_clear_object (&self->http);
  g_clear_object (&self->credentials);
  g_clear_object (&self->token_source);
  g_clear_pointer (&self->known_facts, g_ptr_array_unref);
  g_clear_pointer (&self->trace, g_ptr_array_unref);
  g_free (self->sender);
  G_OBJECT_CLASS (kith_query_parent_class)->finalize (object);
}

static void
kith_query_class_init (KithQueryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_query_finalize;
}

static void
kith_query_init (KithQuery *self)
{
}

KithQuery *
kith_query_new (const KithQueryFields *fields)
{
  KithQuery *self = g_object_new (KITH_TYPE_QUERY, NULL);

  g_set_object (&self->address, fields->address);
  if (fields->content != NULL)
    self->content = g_object_ref (fields->content);
  g_set_object (&self->previous, fields->previous);
  if (fields->settings != NULL)
    self->settings = g_object_ref (fields->settings);
  if (fields->http != NULL)
    self->http = g_object_ref (fields->http);
  self->known_facts = fields->known_facts != NULL ? g_ptr_array_ref (fields->known_facts) : g_ptr_array_new ();
  if (fields->trace != NULL)
    self->trace = g_ptr_array_ref (fields->trace);
  self->sender = g_strdup (fields->sender);
  g_set_object (&self->credentials, fields->credentials);
  if (self->credentials == NULL && fields->token != NULL && fields->token[0] != '\0')
    {
      KithCredentialsFields plain = { .token = fields->token };

      self->credentials = kith_credentials_new (&plain);
    }
  g_set_object (&self->token_source, fields->token_source);
  self->clicked = fields->clicked;
  self->remember = fields->remember;
  return self;
}

/**
 * kith_query_get_address:
 * @self: a query
 *
 * Returns: (transfer none): whom it is about
 */
KithAddress *
kith_query_get_address (KithQuery *self)
{
  return self->address;
}

/**
 * kith_query_get_header:
 * @self: a query
 * @name: the name of a header of the message, in any case
 *
 * Returns: (transfer none) (nullable): the decoded value; %NULL where there is no message or no such header
 */
const char *
kith_query_get_header (KithQuery  *self,
                       const char *name)
{
  return self->content != NULL ? kith_message_content_get_header (self->content, name) : NULL;
}

/**
 * kith_query_get_previous:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): the provider's last answer, for its validators
 */
KithAnswer *
kith_query_get_previous (KithQuery *self)
{
  return self->previous;
}

/**
 * kith_query_get_known_facts:
 * @self: a query
 *
 * Gets what earlier providers found in this look-up: handles, links and so on.
 *
 * Returns: (transfer none) (element-type KithFact): the facts; may be empty
 */
GPtrArray *
kith_query_get_known_facts (KithQuery *self)
{
  return self->known_facts;
}

gboolean
kith_query_may_remember (KithQuery *self)
{
  return self->remember;
}

/**
 * kith_query_is_clicked:
 * @self: a query
 *
 * Returns: %TRUE where the owner asked for exactly this
 */
gboolean
kith_query_is_clicked (KithQuery *self)
{
  return self->clicked;
}

KithMessageContent *
kith_query_get_content (KithQuery *self)
{
  return self->content;
}

KithProviderSettings *
kith_query_get_settings (KithQuery *self)
{
  return self->settings;
}

KithHttp *
kith_query_get_http (KithQuery *self)
{
  return self->http;
}

/**
 * kith_query_get_base_url:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): the server that the owner named, without a slash at its end
 */
const char *
kith_query_get_base_url (KithQuery *self)
{
  return self->settings != NULL ? kith_provider_settings_get_base_url (self->settings) : NULL;
}

/**
 * kith_query_get_ca_file:
 * @self: a query
 *
 * Returns: (transfer none) (nullable) (type filename): certificate authorities to trust in addition to the system's
 */
const char *
kith_query_get_ca_file (KithQuery *self)
{
  return self->settings != NULL ? kith_provider_settings_get_ca_file (self->settings) : NULL;
}

/**
 * kith_query_get_user:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): the owner's user name at the provider's server
 */
const char *
kith_query_get_user (KithQuery *self)
{
  return self->settings != NULL ? kith_provider_settings_get_user (self->settings) : NULL;
}

/**
 * kith_query_get_token:
 * @self: a query
 *
 * Returns: (transfer none) (nullable): the owner's token or password; it goes nowhere but to the provider's server
 */
const char *
kith_query_get_token (KithQuery *self)
{
  return self->credentials != NULL ? kith_credentials_get_token (self->credentials) : NULL;
}

KithCredentials *
kith_query_get_credentials (KithQuery *self)
{
  return self->credentials;
}

void
kith_query_set_credentials (KithQuery       *self,
                            KithCredentials *credentials)
{
  g_set_object (&self->credentials, credentials);
}

KithTokenSource *
kith_query_get_token_source (KithQuery *self)
{
  return self->token_source;
}

const char *
kith_query_get_sender (KithQuery *self)
{
  return self->sender;
}

gboolean
kith_query_is_traced (KithQuery *self)
{
  return self->trace != NULL;
}

/**
 * kith_query_trace:
 * @self: a query
 * @format: one step in words, without a secret in it
 * @...: for @format
 *
 * Tells `kith provider test` what the provider does. Nothing is kept where nobody looks.
 */
void
kith_query_trace (KithQuery  *self,
                  const char *format,
                  ...)
{
  va_list args;

  if (self->trace == NULL || self->trace->len >= MAX_TRACE_LINES)
    return;
  va_start (args, format);
  g_ptr_array_add (self->trace, g_strdup_vprintf (format, args));
  va_end (args);
}
