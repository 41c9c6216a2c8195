/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "desktop-accounts-mock.h"

#include "../kith-mock-service.h"

#define BUS_NAME "org.gnome.OnlineAccounts"
#define PATH "/org/gnome/OnlineAccounts"
#define INTERFACE "org.gnome.OnlineAccounts."

/* What Kith uses of gnome-online-accounts, data/dbus-interfaces.xml */
static const char introspection[] =
  "<node>"
  "<interface name='org.freedesktop.DBus.ObjectManager'>"
  " <method name='GetManagedObjects'><arg type='a{oa{sa{sv}}}' direction='out'/></method>"
  "</interface>"
  "<interface name='org.gnome.OnlineAccounts.Account'>"
  " <method name='EnsureCredentials'><arg type='i' direction='out'/></method>"
  "</interface>"
  "<interface name='org.gnome.OnlineAccounts.OAuth2Based'>"
  " <method name='GetAccessToken'><arg type='s' direction='out'/><arg type='i' direction='out'/></method>"
  "</interface>"
  "<interface name='org.gnome.OnlineAccounts.PasswordBased'>"
  " <method name='GetPassword'><arg type='s' direction='in'/><arg type='s' direction='out'/></method>"
  "</interface>"
  "</node>";

static const char *const accounts[][3] = {
  { "office", "ms_graph", "ada@office.example" },
  { "mail", "google", "ada@mail.example" },
  { "cloud", "owncloud", "ada" },
  { "calendar", "exchange", "ada@calendar.example" },
};

struct _DesktopAccountsMock
{
  KithMockService *service;
  GMutex mutex;       /* over what follows */
  gboolean gone;
  gboolean attention;
  char *token;        /* (nullable) */
  char *renewed;      /* (nullable) */
  char *contacts_uri; /* (nullable) */
};

static GVariant *
describe_account (DesktopAccountsMock *self,
                  const char *const   *account)
{
  GVariantBuilder builder;
  GVariantDict properties;
  gboolean password = g_str_equal (account[1], "owncloud");

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sa{sv}}"));
  g_variant_dict_init (&properties, NULL);
  g_variant_dict_insert (&properties, "Id", "s", account[0]);
  g_variant_dict_insert (&properties, "ProviderType", "s", account[1]);
  g_variant_dict_insert (&properties, "Identity", "s", account[2]);
  g_variant_dict_insert (&properties, "PresentationIdentity", "s", account[2]);
  g_variant_dict_insert (&properties, "AttentionNeeded", "b", self->attention);
  g_variant_builder_add (&builder, "{s@a{sv}}", INTERFACE "Account", g_variant_dict_end (&properties));
  g_variant_builder_add (&builder, "{s@a{sv}}", password ? INTERFACE "PasswordBased" : INTERFACE "OAuth2Based",
                         g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));
  if (self->contacts_uri != NULL && !g_str_equal (account[1], "ms_graph") && !g_str_equal (account[1], "exchange"))
    {
      g_variant_dict_init (&properties, NULL);
      g_variant_dict_insert (&properties, "Uri", "s", self->contacts_uri);
      g_variant_builder_add (&builder, "{s@a{sv}}", INTERFACE "Contacts", g_variant_dict_end (&properties));
    }
  return g_variant_builder_end (&builder);
}

static GVariant *
describe_accounts (DesktopAccountsMock *self)
{
  GVariantBuilder builder;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{oa{sa{sv}}}"));
  for (gsize i = 0; i < G_N_ELEMENTS (accounts) && !self->gone; i++)
    {
      g_autofree char *path = g_strconcat (PATH "/Accounts/", accounts[i][0], NULL);

      g_variant_builder_add (&builder, "{o@a{sa{sv}}}", path, describe_account (self, accounts[i]));
    }
  return g_variant_builder_end (&builder);
}

static void
called (GDBusConnection       *connection,
        const char            *sender,
        const char            *path,
        const char            *interface,
        const char            *method,
        GVariant              *parameters,
        GDBusMethodInvocation *invocation,
        gpointer               user_data)
{
  DesktopAccountsMock *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (g_str_equal (method, "GetManagedObjects"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(@a{oa{sa{sv}}})", describe_accounts (self)));
  else if (g_str_equal (method, "EnsureCredentials"))
    {
      g_free (self->token);
      self->token = g_strdup (self->renewed);
      if (self->token != NULL)
        g_dbus_method_invocation_return_value (invocation, g_variant_new ("(i)", 3600));
      else
        g_dbus_method_invocation_return_dbus_error (invocation, INTERFACE "Error.NotAuthorized", "sign in again");
    }
  else if (self->token == NULL)
    g_dbus_method_invocation_return_dbus_error (invocation, INTERFACE "Error.NotAuthorized", "sign in again");
  else if (g_str_equal (method, "GetAccessToken"))
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(si)", self->token, 3600));
  else
    g_dbus_method_invocation_return_value (invocation, g_variant_new ("(s)", self->token));
}

static void
begin (KithMockService *service,
       gpointer         user_data)
{
  kith_mock_service_export (service, PATH, "org.freedesktop.DBus.ObjectManager");
  for (gsize i = 0; i < G_N_ELEMENTS (accounts); i++)
    {
      g_autofree char *path = g_strconcat (PATH "/Accounts/", accounts[i][0], NULL);

      kith_mock_service_export (service, path, INTERFACE "Account");
      kith_mock_service_export (service, path, INTERFACE "OAuth2Based");
      kith_mock_service_export (service, path, INTERFACE "PasswordBased");
    }
}

DesktopAccountsMock *
desktop_accounts_mock_start (void)
{
  DesktopAccountsMock *self = g_new0 (DesktopAccountsMock, 1);

  g_mutex_init (&self->mutex);
  self->service = kith_mock_service_new (BUS_NAME, introspection, called, begin, self);
  return self;
}

void
desktop_accounts_mock_stop (DesktopAccountsMock *self)
{
  kith_mock_service_free (self->service);
  g_mutex_clear (&self->mutex);
  g_free (self->token);
  g_free (self->renewed);
  g_free (self->contacts_uri);
  g_free (self);
}

void
desktop_accounts_mock_set_gone (DesktopAccountsMock *self,
                                gboolean             gone)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->gone = gone;
}

void
desktop_accounts_mock_set_attention (DesktopAccountsMock *self,
                                     gboolean             attention)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->attention = attention;
}

void
desktop_accounts_mock_set_token (DesktopAccountsMock *self,
                                 const char          *token,
                                 const char          *renewed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->token);
  g_free (self->renewed);
  self->token = g_strdup (token);
  self->renewed = g_strdup (renewed);
}

void
desktop_accounts_mock_set_contacts_uri (DesktopAccountsMock *self,
                                        const char          *uri)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->contacts_uri);
  self->contacts_uri = g_strdup (uri);
}
