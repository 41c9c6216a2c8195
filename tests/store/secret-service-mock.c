/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "secret-service-mock.h"

#include <string.h>

#include "../kith-mock-service.h"

#define BUS_NAME "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define COLLECTION_PATH SERVICE_PATH "/aliases/default"
#define SESSION_PATH SERVICE_PATH "/session/1"
#define PROMPT_PATH SERVICE_PATH "/prompt/1"
#define ITEM_PREFIX SERVICE_PATH "/collection/mock/"

/* What libsecret uses of the Secret Service API 0.2. */
static const char introspection[] =
  "<node>"
  "<interface name='org.freedesktop.Secret.Service'>"
  " <method name='OpenSession'><arg type='s' direction='in'/><arg type='v' direction='in'/><arg type='v' direction='out'/><arg type='o' direction='out'/></method>"
  " <method name='SearchItems'><arg type='a{ss}' direction='in'/><arg type='ao' direction='out'/><arg type='ao' direction='out'/></method>"
  " <method name='Unlock'><arg type='ao' direction='in'/><arg type='ao' direction='out'/><arg type='o' direction='out'/></method>"
  " <method name='GetSecrets'><arg type='ao' direction='in'/><arg type='o' direction='in'/><arg type='a{o(oayays)}' direction='out'/></method>"
  " <method name='ReadAlias'><arg type='s' direction='in'/><arg type='o' direction='out'/></method>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Collection'>"
  " <method name='CreateItem'><arg type='a{sv}' direction='in'/><arg type='(oayays)' direction='in'/><arg type='b' direction='in'/>"
  "  <arg type='o' direction='out'/><arg type='o' direction='out'/></method>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Item'>"
  " <method name='Delete'><arg type='o' direction='out'/></method>"
  "</interface>"
  "<interface name='org.freedesktop.Secret.Prompt'>"
  " <method name='Prompt'><arg type='s' direction='in'/></method>"
  " <method name='Dismiss'/>"
  " <signal name='Completed'><arg type='b'/><arg type='v'/></signal>"
  "</interface>"
  "</node>";

struct _SecretServiceMock
{
  KithMockService *service;
  GMutex mutex;        /* over what follows */
  SecretServiceMockMood mood;
  gboolean unlocked;
  guint n_prompts;
  GHashTable *secrets; /* char * provider → char * secret, both owned */
  GHashTable *items;   /* char * path, owned: those that are on the bus */
};

static char *
make_item_path (const char *provider)
{
  g_autofree char *name = g_strdup (provider);

  return g_strconcat (ITEM_PREFIX, g_strdelimit (name, "-.", '_'), NULL);
}

/* Once for each: an item that is gone may come again. */
static void
export_item (SecretServiceMock *self,
             const char        *path)
{
  if (g_hash_table_add (self->items, g_strdup (path)))
    kith_mock_service_export (self->service, path, "org.freedesktop.Secret.Item");
}

static gboolean
is_locked (SecretServiceMock *self)
{
  return (self->mood == MOCK_LOCKED || self->mood == MOCK_DISMISSED) && !self->unlocked;
}

static void
open_session (SecretServiceMock     *self,
              GVariant              *parameters,
              GDBusMethodInvocation *invocation)
{
  const char *algorithm;

  g_variant_get_child (parameters, 0, "&s", &algorithm);
  if (strcmp (algorithm, "plain") != 0)
    g_dbus_method_invocation_return_error (invocation, G_DBUS_ERROR, G_DBUS_ERROR_NOT_SUPPORTED, "plain only");
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(vo)", g_variant_new_string (""), SESSION_PATH));
}

static void
search_items (SecretServiceMock     *self,
              GVariant              *parameters,
              GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) attributes = g_variant_get_child_value (parameters, 0);
  const char *provider = NULL;
  const char *schema = NULL;
  const char *none[] = { NULL, NULL };
  const char *found[] = { NULL, NULL };
  g_autofree char *path = NULL;

  g_variant_lookup (attributes, "provider", "&s", &provider);
  g_variant_lookup (attributes, "xdg:schema", "&s", &schema);
  g_assert_cmpstr (schema, ==, "org.kith.Kith.Token");
  if (provider != NULL && g_hash_table_contains (self->secrets, provider))
    found[0] = path = make_item_path (provider);

  g_dbus_method_invocation_return_value (invocation,
                                         g_variant_new ("(^ao^ao)", is_locked (self) ? none : found, is_locked (self) ? found : none));
}

static void
get_secrets (SecretServiceMock     *self,
             GVariant              *parameters,
             GDBusMethodInvocation *invocation)
{
  GVariantBuilder builder;
  GHashTableIter iter;
  gpointer provider, secret;
  g_autofree const char **wanted = NULL;

  if (self->mood == MOCK_CRASHING)
    {
      /* Nobody answers this call any more; GDBus has handed it over. */
      g_object_unref (invocation);
      g_dbus_connection_close_sync (kith_mock_service_get_connection (self->service), NULL, NULL);
      return;
    }

  g_variant_get_child (parameters, 0, "^a&o", &wanted);
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{o(oayays)}"));
  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &provider, &secret))
    {
      g_autofree char *path = make_item_path (provider);

      if (g_strv_contains (wanted, path))
        g_variant_builder_add (&builder, "{o(o@ay@ays)}", path, SESSION_PATH, g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, "", 0, 1),
                               g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, secret, strlen (secret), 1), "text/plain");
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(a{o(oayays)})", &builder));
}

static void
unlock (SecretServiceMock     *self,
        GVariant              *parameters,
        GDBusMethodInvocation *invocation)
{
  g_autofree const char **wanted = NULL;
  const char *none[] = { NULL };

  g_variant_get_child (parameters, 0, "^a&o", &wanted);
  g_dbus_method_invocation_return_value (invocation, is_locked (self) ? g_variant_new ("(^aoo)", none, PROMPT_PATH)
                                                                      : g_variant_new ("(^aoo)", wanted, "/"));
}

static void
create_item (SecretServiceMock     *self,
             GVariant              *parameters,
             GDBusMethodInvocation *invocation)
{
  g_autoptr (GVariant) properties = g_variant_get_child_value (parameters, 0);
  g_autoptr (GVariant) secret = g_variant_get_child_value (parameters, 1);
  g_autoptr (GVariant) attributes = g_variant_lookup_value (properties, "org.freedesktop.Secret.Item.Attributes", G_VARIANT_TYPE ("a{ss}"));
  g_autoptr (GVariant) bytes = g_variant_get_child_value (secret, 2);
  const char *provider = NULL;
  g_autofree char *path = NULL;

  if (is_locked (self))
    {
      g_dbus_method_invocation_return_dbus_error (invocation, "org.freedesktop.Secret.Error.IsLocked", "locked");
      return;
    }

  g_assert_true (g_variant_lookup (attributes, "provider", "&s", &provider));
  g_hash_table_insert (self->secrets, g_strdup (provider), g_strndup (g_variant_get_data (bytes), g_variant_get_size (bytes)));
  path = make_item_path (provider);
  export_item (self, path);
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(oo)", path, "/"));
}

static void
delete_item (SecretServiceMock     *self,
             const char            *path,
             GDBusMethodInvocation *invocation)
{
  GHashTableIter iter;
  gpointer provider;

  g_hash_table_iter_init (&iter, self->secrets);
  while (g_hash_table_iter_next (&iter, &provider, NULL))
    {
      g_autofree char *item = make_item_path (provider);

      if (strcmp (item, path) == 0)
        g_hash_table_iter_remove (&iter);
    }
  g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", "/"));
}

static gboolean
complete_cb (gpointer user_data)
{
  SecretServiceMock *self = user_data;
  GVariantBuilder paths;
  GHashTableIter iter;
  gpointer item;
  gboolean dismissed;

  g_mutex_lock (&self->mutex);
  dismissed = self->mood == MOCK_DISMISSED;
  self->unlocked = !dismissed;
  g_variant_builder_init (&paths, G_VARIANT_TYPE ("ao"));
  if (!dismissed)
    {
      g_hash_table_iter_init (&iter, self->items);
      while (g_hash_table_iter_next (&iter, &item, NULL))
        g_variant_builder_add (&paths, "o", item);
      g_variant_builder_add (&paths, "o", COLLECTION_PATH);
    }
  g_mutex_unlock (&self->mutex);
  g_dbus_connection_emit_signal (kith_mock_service_get_connection (self->service), NULL, PROMPT_PATH, "org.freedesktop.Secret.Prompt", "Completed",
                                 g_variant_new ("(bv)", dismissed, g_variant_builder_end (&paths)), NULL);

  return G_SOURCE_REMOVE;
}

static void
prompt (SecretServiceMock     *self,
        GDBusMethodInvocation *invocation)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  self->n_prompts++;
  g_dbus_method_invocation_return_value (invocation, NULL);
  g_source_set_callback (source, complete_cb, self, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
}

static void
called_cb (GDBusConnection       *connection,
           const char            *sender,
           const char            *path,
           const char            *interface,
           const char            *method,
           GVariant              *parameters,
           GDBusMethodInvocation *invocation,
           gpointer               user_data)
{
  SecretServiceMock *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->mood == MOCK_SILENT)
    g_object_unref (invocation);
  else if (strcmp (method, "OpenSession") == 0)
    open_session (self, parameters, invocation);
  else if (strcmp (method, "SearchItems") == 0)
    search_items (self, parameters, invocation);
  else if (strcmp (method, "GetSecrets") == 0)
    get_secrets (self, parameters, invocation);
  else if (strcmp (method, "Unlock") == 0)
    unlock (self, parameters, invocation);
  else if (strcmp (method, "CreateItem") == 0)
    create_item (self, parameters, invocation);
  else if (strcmp (method, "Delete") == 0)
    delete_item (self, path, invocation);
  else if (strcmp (method, "Prompt") == 0)
    prompt (self, invocation);
  else if (strcmp (method, "ReadAlias") == 0)
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(o)", COLLECTION_PATH));
  else
    g_dbus_method_invocation_return_value (invocation, NULL);
}

static void
begin (KithMockService *service,
       gpointer         user_data)
{
  SecretServiceMock *self = user_data;

  self->service = service;
  kith_mock_service_export (service, SERVICE_PATH, "org.freedesktop.Secret.Service");
  kith_mock_service_export (service, COLLECTION_PATH, "org.freedesktop.Secret.Collection");
  kith_mock_service_export (service, PROMPT_PATH, "org.freedesktop.Secret.Prompt");
  export_item (self, ITEM_PREFIX "gravatar");
}

SecretServiceMock *
secret_service_mock_start (SecretServiceMockMood mood)
{
  SecretServiceMock *self = g_new0 (SecretServiceMock, 1);

  self->mood = mood;
  self->secrets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_mutex_init (&self->mutex);
  self->service = kith_mock_service_new (BUS_NAME, introspection, called_cb, begin, self);

  return self;
}

void
secret_service_mock_stop (SecretServiceMock *self)
{
  kith_mock_service_free (self->service);
  g_hash_table_unref (self->secrets);
  g_hash_table_unref (self->items);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

void
secret_service_mock_set_mood (SecretServiceMock     *self,
                              SecretServiceMockMood  mood)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->mood = mood;
  self->unlocked = FALSE;
}

char *
secret_service_mock_dup_secret (SecretServiceMock *self,
                                const char        *provider_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_strdup (g_hash_table_lookup (self->secrets, provider_id));
}

guint
secret_service_mock_count_prompts (SecretServiceMock *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->n_prompts;
}
