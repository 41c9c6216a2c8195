/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-actions.h"

static void
on_activate (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  GPtrArray *done = user_data;
  g_autofree char *target = parameter != NULL ? g_variant_print (parameter, FALSE) : NULL;

  g_ptr_array_add (done, g_strconcat (g_action_get_name (G_ACTION (action)), target, NULL));
}

/**
 * kith_test_actions_insert:
 * @card: a card
 *
 * Returns: (transfer full) (element-type utf8): what was done, in order
 */
GPtrArray *
kith_test_actions_insert (GtkWidget *card)
{
  static const GActionEntry entries[] = {
    { "compose", on_activate }, { "all-messages", on_activate }, { "show-connection", on_activate, "s" }, { "show-connections", on_activate },
    { "open-contact", on_activate, "s" }, { "add-contact", on_activate }, { "preferences", on_activate, "s" }, { "confirm", on_activate, "(sss)" },
    { "reject", on_activate, "(sss)" }, { "correct", on_activate }, { "show-sent", on_activate }, { "ask-offers", on_activate },
    { "dismiss-offers", on_activate },
  };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  GPtrArray *done = g_ptr_array_new_with_free_func (g_free);

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), done);
  gtk_widget_insert_action_group (card, "kith", G_ACTION_GROUP (group));

  return done;
}
