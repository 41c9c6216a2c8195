/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A service in a thread of its own, on the bus that the environment names. Its methods are called in that thread. */
typedef struct _KithMockService KithMockService;

typedef void (*KithMockServiceFunc) (KithMockService *service,
                                     gpointer         user_data);

/* @begin: exports what is there from the beginning; called in the thread, before the service has its name */
KithMockService *kith_mock_service_new (const char                   *bus_name,
                                        const char                   *introspection,
                                        GDBusInterfaceMethodCallFunc  called,
                                        KithMockServiceFunc           begin,
                                        gpointer                      user_data);
void kith_mock_service_free (KithMockService *self);

/* In the thread only. */
void kith_mock_service_export (KithMockService *self,
                               const char      *path,
                               const char      *interface);
GDBusConnection *kith_mock_service_get_connection (KithMockService *self);

G_END_DECLS
