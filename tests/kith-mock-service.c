/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-mock-service.h"

struct _KithMockService
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  GDBusConnection *connection; /* (nullable) */
  GDBusNodeInfo *node;
  GDBusInterfaceVTable vtable;
  const char *bus_name;
  KithMockServiceFunc begin;
  gpointer user_data;
  GMutex mutex;
  GCond ready_cond;
  gboolean ready;
};

void
kith_mock_service_export (KithMockService *self,
                          const char      *path,
                          const char      *interface)
{
  g_assert_cmpuint (g_dbus_connection_register_object (self->connection, path, g_dbus_node_info_lookup_interface (self->node, interface), &self->vtable,
                                                       self->user_data, NULL, NULL),
                    !=, 0);
}

GDBusConnection *
kith_mock_service_get_connection (KithMockService *self)
{
  return self->connection;
}

static void
take_name (KithMockService *self)
{
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GVariant) reply = NULL;
  g_autoptr (GError) error = NULL;

  self->connection = g_dbus_connection_new_for_address_sync (
      address, G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION, NULL, NULL, &error);
  g_assert_no_error (error);
  self->begin (self, self->user_data);
  reply = g_dbus_connection_call_sync (self->connection, "org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "RequestName",
                                       g_variant_new ("(su)", self->bus_name, 0), G_VARIANT_TYPE ("(u)"), G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);
}

static gpointer
run (gpointer data)
{
  KithMockService *self = data;

  g_main_context_push_thread_default (self->context);
  take_name (self);
  g_mutex_lock (&self->mutex);
  self->ready = TRUE;
  g_cond_signal (&self->ready_cond);
  g_mutex_unlock (&self->mutex);

  g_main_loop_run (self->loop);

  g_dbus_connection_close_sync (self->connection, NULL, NULL);
  g_clear_object (&self->connection);
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_main_context_pop_thread_default (self->context);
  return NULL;
}

KithMockService *
kith_mock_service_new (const char                   *bus_name,
                       const char                   *introspection,
                       GDBusInterfaceMethodCallFunc  called,
                       KithMockServiceFunc           begin,
                       gpointer                      user_data)
{
  KithMockService *self = g_new0 (KithMockService, 1);
  g_autoptr (GError) error = NULL;

  self->bus_name = bus_name;
  self->begin = begin;
  self->user_data = user_data;
  self->vtable.method_call = called;
  self->node = g_dbus_node_info_new_for_xml (introspection, &error);
  g_assert_no_error (error);
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  g_mutex_init (&self->mutex);
  g_cond_init (&self->ready_cond);
  self->thread = g_thread_new ("mock-service", run, self);

  g_mutex_lock (&self->mutex);
  while (!self->ready)
    g_cond_wait (&self->ready_cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  return self;
}

static gboolean
quit (gpointer loop)
{
  g_main_loop_quit (loop);
  return G_SOURCE_REMOVE;
}

void
kith_mock_service_free (KithMockService *self)
{
  g_main_context_invoke (self->context, quit, self->loop);
  g_thread_join (self->thread);
  g_main_loop_unref (self->loop);
  g_main_context_unref (self->context);
  g_dbus_node_info_unref (self->node);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->ready_cond);
  g_free (self);
}
