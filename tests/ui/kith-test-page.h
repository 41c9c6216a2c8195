/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "kith-test-engine.h"
#include "kith-test-server.h"

G_BEGIN_DECLS

/* The page of preferences in a window, with the real engine and a server that plays a service. */
typedef struct
{
  char *dir;
  KithTestServer *server;
  KithEngine *engine;
  KithEngine *other; /* (nullable): another program */
  GtkWidget *window;
  GtkWidget *page;
} KithTestPage;

typedef struct
{
  KithTestPage *fixture;
  const char *id;
  GtkWidget *found;
} KithTestSearch;

void kith_test_page_begin (void);
void kith_test_page_end (void);
void kith_test_page_set_up (KithTestPage  *fixture,
                            gconstpointer  data);
void kith_test_page_tear_down (KithTestPage  *fixture,
                               gconstpointer  data);
gboolean kith_test_page_is_known (gpointer user_data);
GtkWidget *kith_test_page_find (KithTestPage *fixture,
                                const char   *id);
const char *kith_test_page_get_text (GtkWidget *widget);
void kith_test_page_assert_says (KithTestPage *fixture,
                                 const char   *id,
                                 const char   *text);
void kith_test_page_assert_warns (KithTestPage *fixture,
                                  const char   *id);
void kith_test_page_assert_switch (KithTestPage *fixture,
                                   const char   *id,
                                   gboolean      on);
void kith_test_page_flip (KithTestPage *fixture,
                          const char   *id);
void kith_test_page_type (KithTestPage *fixture,
                          const char   *id,
                          const char   *text);
void kith_test_page_enter (KithTestPage *fixture,
                           const char   *id,
                           const char   *text);
void kith_test_page_click (KithTestPage *fixture,
                           const char   *id);
void kith_test_page_open_provider (KithTestPage *fixture,
                                   const char   *id);
void kith_test_page_assert_order (KithTestPage *fixture,
                                  const char   *text);
KithEngine *kith_test_page_need_other (KithTestPage *fixture);

G_END_DECLS
