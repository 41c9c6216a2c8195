/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "kith-sidebar.h"
#include "kith-test-server.h"

G_BEGIN_DECLS

#define KITH_TEST_PROFILES "/v3/profiles/*"

/* A panel with the real engine, in a folder of its own, and one service that a server on this computer plays. */
typedef struct
{
  char *dir;
  KithTestServer *server;
  KithEngine *engine;
  GtkWidget *window;
  GtkWidget *sidebar;
  KithAddress *jane;
  KithMessage *message;
} KithTestSidebar;

void kith_test_sidebar_set_up (KithTestSidebar *fixture,
                               gconstpointer    data);
void kith_test_sidebar_tear_down (KithTestSidebar *fixture,
                                  gconstpointer    data);
KithEngine *kith_test_sidebar_new_engine (KithTestSidebar *fixture);
void kith_test_sidebar_open (KithTestSidebar *fixture,
                             KithEngine      *engine);
void kith_test_sidebar_close (KithTestSidebar *fixture);
void kith_test_sidebar_set_provider (KithTestSidebar *fixture,
                                     const char      *key,
                                     const char      *value);
void kith_test_sidebar_show_jane (KithTestSidebar *fixture);
void kith_test_sidebar_assert_text (KithTestSidebar *fixture,
                                    const char      *id,
                                    const char      *text);
void kith_test_sidebar_click (KithTestSidebar *fixture,
                              const char      *id);
guint kith_test_sidebar_count_requests (KithTestSidebar *fixture);
gboolean kith_test_sidebar_has_photo (gpointer fixture);

G_END_DECLS
