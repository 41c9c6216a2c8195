/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

#include "kith-card.h"
#include "kith-test-profile.h"

G_BEGIN_DECLS

/* A card in a window, without an engine, and what its buttons have asked for. */
typedef struct
{
  GtkWidget *window;
  GtkWidget *card;
  GPtrArray *done; /* (element-type utf8): of kith_test_actions_insert() */
  char *note;      /* (nullable) */
  char *provider;  /* (nullable): as "gravatar on" */
  guint refreshed;
  guint forgotten;
} KithTestCard;

void kith_test_card_set_up (KithTestCard  *fixture,
                            gconstpointer  data);
void kith_test_card_tear_down (KithTestCard  *fixture,
                               gconstpointer  data);
void kith_test_card_show (KithTestCard    *fixture,
                          KithTestProfile  kind);
const char *kith_test_card_get_text (KithTestCard *fixture,
                                     const char   *id);
void kith_test_card_assert_text (KithTestCard *fixture,
                                 const char   *id,
                                 const char   *text);
GtkWidget *kith_test_card_get_widget (KithTestCard *fixture,
                                      const char   *id);
void kith_test_card_press_escape (KithTestCard *fixture);

G_END_DECLS
