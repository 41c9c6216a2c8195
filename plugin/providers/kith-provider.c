/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-provider.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

/**
 * KithProvider:
 *
 * Something that knows about people. A provider answers one [class@Kith.Query] with one [class@Kith.Answer]; it is made and asked in the engine
 * thread only. What it sends and who learns of it are properties, so that the policy can decide before anything is asked.
 *
 * A subclass of a module sets the properties in its instance initialiser; each can be set once.
 */
typedef struct
{
  char *id;
  char *name;
  char *site;
  KithSends sends;
  KithRevealsTo reveals_to;
  guint64 fields;
  guint64 needs;
  char *about;
  char *scheme;
  KithSignIn sign_in;
  gboolean needs_server;
} KithProviderPrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KithProvider, kith_provider, G_TYPE_OBJECT)

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_SITE,
  PROP_SENDS,
  PROP_REVEALS_TO,
  PROP_FIELDS,
  PROP_NEEDS,
  PROP_ABOUT,
  PROP_SCHEME,
  PROP_SIGN_IN,
  PROP_NEEDS_SERVER,
  N_PROPERTIES
};

enum
{
  CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

#define KITH_SENDS_ALL (KITH_SENDS_ADDRESS_HASH | KITH_SENDS_DOMAIN | KITH_SENDS_ADDRESS | KITH_SENDS_NAME | KITH_SENDS_HANDLE)

static void
set_string_once (char         **field,
                 const GValue  *value,
                 const char    *name)
{
  if (g_value_get_string (value) == NULL)
    return;
  if (*field != NULL)
    g_critical ("The property %s of a provider cannot change", name);
  else
    *field = g_value_dup_string (value);
}

static void
kith_provider_set_property (GObject      *object,
                            guint         id,
                            const GValue *value,
                            GParamSpec   *pspec)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (KITH_PROVIDER (object));

  /* The construction sets every property to its default after a subclass's initialiser has set it: the default changes nothing. */
  switch (id)
    {
    case PROP_ID:
      set_string_once (&priv->id, value, pspec->name);
      break;
    case PROP_NAME:
      set_string_once (&priv->name, value, pspec->name);
      break;
    case PROP_SITE:
      set_string_once (&priv->site, value, pspec->name);
      break;
    case PROP_SENDS:
      if (priv->sends == KITH_SENDS_NOTHING)
        priv->sends = g_value_get_uint (value);
      break;
    case PROP_REVEALS_TO:
      if (priv->reveals_to == KITH_REVEALS_TO_NOBODY)
        priv->reveals_to = g_value_get_uint (value);
      break;
    case PROP_FIELDS:
      if (priv->fields == 0)
        priv->fields = g_value_get_uint64 (value);
      break;
    case PROP_NEEDS:
      if (priv->needs == 0)
        priv->needs = g_value_get_uint64 (value);
      break;
    case PROP_ABOUT:
      set_string_once (&priv->about, value, pspec->name);
      break;
    case PROP_SCHEME:
      set_string_once (&priv->scheme, value, pspec->name);
      break;
    case PROP_SIGN_IN:
      if (priv->sign_in == KITH_SIGN_IN_NONE)
        priv->sign_in = g_value_get_uint (value);
      break;
    case PROP_NEEDS_SERVER:
      priv->needs_server |= g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kith_provider_get_property (GObject    *object,
                            guint       id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (KITH_PROVIDER (object));

  switch (id)
    {
    case PROP_ID:
      g_value_set_string (value, priv->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, priv->name);
      break;
    case PROP_SITE:
      g_value_set_string (value, priv->site);
      break;
    case PROP_SENDS:
      g_value_set_uint (value, priv->sends);
      break;
    case PROP_REVEALS_TO:
      g_value_set_uint (value, priv->reveals_to);
      break;
    case PROP_FIELDS:
      g_value_set_uint64 (value, priv->fields);
      break;
    case PROP_NEEDS:
      g_value_set_uint64 (value, priv->needs);
      break;
    case PROP_ABOUT:
      g_value_set_string (value, priv->about);
      break;
    case PROP_SCHEME:
      g_value_set_string (value, priv->scheme);
      break;
    case PROP_SIGN_IN:
      g_value_set_uint (value, priv->sign_in);
      break;
    case PROP_NEEDS_SERVER:
      g_value_set_boolean (value, priv->needs_server);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kith_provider_finalize (GObject *object)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (KITH_PROVIDER (object));

  g_free (priv->id);
  g_free (priv->name);
  g_free (priv->site);
  g_free (priv->about);
  g_free (priv->scheme);
  G_OBJECT_CLASS (kith_provider_parent_class)->finalize (object);
}

static void
kith_provider_real_lookup_async (KithProvider        *self,
                                 KithQuery           *query,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_provider_real_lookup_async);
  g_task_set_name (task, "[kith] lookup");
  g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The provider “%s” cannot be asked: it does not implement look-ups"),
                           kith_provider_get_name (self));
}

static KithAnswer *
kith_provider_real_lookup_finish (KithProvider  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_provider_class_init (KithProviderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->set_property = kith_provider_set_property;
  object_class->get_property = kith_provider_get_property;
  object_class->finalize = kith_provider_finalize;
  klass->lookup_async = kith_provider_real_lookup_async;
  klass->lookup_finish = kith_provider_real_lookup_finish;

  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  properties[PROP_SITE] = g_param_spec_string ("site", NULL, NULL, NULL, flags);
  properties[PROP_SENDS] = g_param_spec_uint ("sends", NULL, NULL, 0, KITH_SENDS_ALL, KITH_SENDS_NOTHING, flags);
  properties[PROP_REVEALS_TO] = g_param_spec_uint ("reveals-to", NULL, NULL, 0, KITH_REVEALS_TO_OWN_SERVER, KITH_REVEALS_TO_NOBODY, flags);
  properties[PROP_FIELDS] = g_param_spec_uint64 ("fields", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_NEEDS] = g_param_spec_uint64 ("needs", NULL, NULL, 0, G_MAXUINT64, 0, flags);
  properties[PROP_ABOUT] = g_param_spec_string ("about", NULL, NULL, NULL, flags);
  properties[PROP_SCHEME] = g_param_spec_string ("scheme", NULL, NULL, NULL, flags);
  properties[PROP_SIGN_IN] = g_param_spec_uint ("sign-in", NULL, NULL, 0, KITH_SIGN_IN_BROWSER, KITH_SIGN_IN_NONE, flags);
  properties[PROP_NEEDS_SERVER] = g_param_spec_boolean ("needs-server", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * KithProvider::changed:
   * @self: the provider
   *
   * What a local provider knows is not what it was: see [method@Kith.Provider.changed].
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_provider_init (KithProvider *self)
{
}

/**
 * kith_provider_get_id:
 * @self: a provider
 *
 * Gets the short name that settings, tokens and answers are kept under: lower-case letters, digits and `-`.
 *
 * Returns: (transfer none): the id; never %NULL, empty where a module's provider sets none
 */
const char *
kith_provider_get_id (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), "");
  return priv->id != NULL ? priv->id : "";
}

/**
 * kith_provider_get_name:
 * @self: a provider
 *
 * Returns: (transfer none): the name for people; the id where there is none
 */
const char *
kith_provider_get_name (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), "");
  return priv->name != NULL ? priv->name : kith_provider_get_id (self);
}

/**
 * kith_provider_get_site:
 * @self: a provider
 *
 * Returns: (transfer none) (nullable): the page that tells people what this service is
 */
const char *
kith_provider_get_site (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), NULL);
  return priv->site;
}

/**
 * kith_provider_get_sends:
 * @self: a provider
 *
 * Returns: everything that can leave this computer when the provider is asked
 */
KithSends
kith_provider_get_sends (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), KITH_SENDS_NOTHING);
  return priv->sends;
}

/**
 * kith_provider_get_reveals_to:
 * @self: a provider
 *
 * Returns: who learns that the owner looks at a person
 */
KithRevealsTo
kith_provider_get_reveals_to (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), KITH_REVEALS_TO_NOBODY);
  return priv->reveals_to;
}

/**
 * kith_provider_get_fields:
 * @self: a provider
 *
 * Returns: the fields that it may answer, as a set of bits: `1 << KITH_FIELD_…`
 */
guint64
kith_provider_get_fields (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), 0);
  return priv->fields;
}

/**
 * kith_provider_get_needs:
 * @self: a provider
 *
 * A provider that needs fields is asked after the others, and finds what they said with [method@Kith.Query.get_known_facts].
 *
 * Returns: a bit `1 << KithField` for each field that other providers should find first; 0 where none
 */
guint64
kith_provider_get_needs (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), 0);
  return priv->needs;
}

/**
 * kith_provider_get_about:
 * @self: a provider
 *
 * Returns: (transfer none) (nullable): in one line, what it is
 */
const char *
kith_provider_get_about (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), NULL);
  return priv->about;
}

/**
 * kith_provider_get_scheme:
 * @self: a provider
 *
 * Returns: (transfer none): how the address of its server begins: `https`, or `ldaps`
 */
const char *
kith_provider_get_scheme (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), "https");
  return priv->scheme != NULL ? priv->scheme : "https";
}

/**
 * kith_provider_get_sign_in:
 * @self: a provider of a module
 *
 * Returns: how the owner tells it who they are
 */
KithSignIn
kith_provider_get_sign_in (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), KITH_SIGN_IN_NONE);
  return priv->sign_in;
}

/**
 * kith_provider_needs_server:
 * @self: a provider of a module
 *
 * Returns: whether it can be asked only where the owner named a server
 */
gboolean
kith_provider_needs_server (KithProvider *self)
{
  KithProviderPrivate *priv = kith_provider_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_PROVIDER (self), FALSE);
  return priv->needs_server;
}

/**
 * kith_provider_is_local:
 * @self: a provider
 *
 * Returns: %TRUE where nothing leaves this computer
 */
gboolean
kith_provider_is_local (KithProvider *self)
{
  return kith_provider_get_sends (self) == KITH_SENDS_NOTHING && kith_provider_get_reveals_to (self) == KITH_REVEALS_TO_NOBODY;
}

/**
 * kith_provider_changed:
 * @self: a local provider
 *
 * Says that what it knows has changed, such as a contact in an address book: the look-ups that are shown ask it again. Nothing remote is asked because
 * of that. Engine thread only; say it once for many changes.
 */
void
kith_provider_changed (KithProvider *self)
{
  g_return_if_fail (KITH_IS_PROVIDER (self));
  g_signal_emit (self, signals[CHANGED], 0);
}

/**
 * kith_provider_lookup_async:
 * @self: a provider
 * @query: the question
 * @cancellable: (nullable): to give up
 * @callback: called in the engine thread, never before this function returns
 * @user_data: for @callback
 *
 * Asks about one person. Engine thread only.
 */
void
kith_provider_lookup_async (KithProvider        *self,
                            KithQuery           *query,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (KITH_IS_PROVIDER (self));
  g_return_if_fail (KITH_IS_QUERY (query));

  KITH_PROVIDER_GET_CLASS (self)->lookup_async (self, query, cancellable, callback, user_data);
}

/**
 * kith_provider_lookup_finish:
 * @self: a provider
 * @result: what the callback got
 * @error: return location: any code of [error@Kith.Error], or `G_IO_ERROR_CANCELLED`
 *
 * Returns: (transfer full) (nullable): the answer; %NULL where the provider could not be asked
 */
KithAnswer *
kith_provider_lookup_finish (KithProvider  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (KITH_IS_PROVIDER (self), NULL);

  return KITH_PROVIDER_GET_CLASS (self)->lookup_finish (self, result, error);
}
