/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-rule-widgets.h"

#include "kith-change.h"

static void
row_applied (KithEngine     *engine,
             const char     *text,
             KithSettingRow *row)
{
  kith_change_rule (engine, kith_setting_get_key (KITH_SETTING (row)), KITH_RULE_CHANGE_SET, text, GTK_WIDGET (row), kith_setting_row_done);
}

/**
 * kith_rule_row_bind:
 * @row: a row whose key is one of org.kith.Kith
 * @engine: the engine
 *
 * What the user changes is changed in the settings.
 */
void
kith_rule_row_bind (KithSettingRow *row,
                    KithEngine     *engine)
{
  g_signal_connect_object (row, "apply", G_CALLBACK (row_applied), engine, G_CONNECT_SWAPPED);
}

/**
 * kith_rule_row_show:
 * @row: a row that is a switch or a number
 * @rules: the rules as they are now
 */
void
kith_rule_row_show (KithSettingRow *row,
                    KithRules      *rules)
{
  const char *key = kith_setting_get_key (KITH_SETTING (row));
  KithSettingKind kind = kith_setting_row_get_kind (row);
  g_autofree char *number = g_strdup_printf ("%d", (int) kith_rules_get_integer (rules, key));

  if (kind == KITH_SETTING_KIND_NUMBER)
    {
      int least, greatest;

      kith_rules_get_range (rules, key, &least, &greatest);
      kith_setting_row_set_range (row, least, greatest);
      kith_setting_row_set_value (row, number);
    }
  else
    kith_setting_row_set_value (row, kith_rules_get_boolean (rules, key) ? "true" : "false");

  kith_setting_set_state (KITH_SETTING (row), kith_rules_is_locked (rules, key), kith_rules_is_wrong (rules, key));
}

static void
word_added (KithEngine     *engine,
            const char     *word,
            KithListEditor *editor)
{
  kith_change_rule (engine, kith_setting_get_key (KITH_SETTING (editor)), KITH_RULE_CHANGE_ADD, word, GTK_WIDGET (editor), kith_list_editor_done);
}

static void
word_removed (KithEngine     *engine,
              const char     *word,
              KithListEditor *editor)
{
  kith_change_rule (engine, kith_setting_get_key (KITH_SETTING (editor)), KITH_RULE_CHANGE_REMOVE, word, GTK_WIDGET (editor), kith_list_editor_done);
}

/**
 * kith_rule_list_bind:
 * @editor: an editor whose key is one of org.kith.Kith
 * @engine: the engine
 *
 * What the user adds and removes is added and removed in the settings.
 */
void
kith_rule_list_bind (KithListEditor *editor,
                     KithEngine     *engine)
{
  g_signal_connect_object (editor, "add-word", G_CALLBACK (word_added), engine, G_CONNECT_SWAPPED);
  g_signal_connect_object (editor, "remove-word", G_CALLBACK (word_removed), engine, G_CONNECT_SWAPPED);
}

/**
 * kith_rule_list_show:
 * @editor: an editor
 * @rules: the rules as they are now
 */
void
kith_rule_list_show (KithListEditor *editor,
                     KithRules      *rules)
{
  const char *key = kith_setting_get_key (KITH_SETTING (editor));
  g_auto (GStrv) words = kith_rules_dup_strings (rules, key);

  kith_list_editor_set_words (editor, (const char *const *) words);
  kith_setting_set_state (KITH_SETTING (editor), kith_rules_is_locked (rules, key), kith_rules_is_wrong (rules, key));
}

/**
 * kith_provider_setting_apply:
 * @row: a row whose key is one of org.kith.Kith.Provider
 * @engine: the engine
 * @info: the provider
 * @text: what the user wants
 *
 * Changes the setting; the row tells where that fails.
 */
void
kith_provider_setting_apply (KithSettingRow   *row,
                             KithEngine       *engine,
                             KithProviderInfo *info,
                             const char       *text)
{
  kith_change_provider (engine, kith_provider_info_get_id (info), kith_setting_get_key (KITH_SETTING (row)), text, GTK_WIDGET (row),
                        kith_setting_row_done);
}

/**
 * kith_provider_setting_show:
 * @row: a row whose key is one of org.kith.Kith.Provider
 * @info: the provider as it is now
 */
void
kith_provider_setting_show (KithSettingRow   *row,
                            KithProviderInfo *info)
{
  const char *key = kith_setting_get_key (KITH_SETTING (row));
  g_autofree char *value = kith_provider_info_dup_setting (info, key);

  kith_setting_row_set_value (row, value);
  kith_setting_set_state (KITH_SETTING (row), kith_provider_info_is_setting_locked (info, key), kith_provider_info_is_setting_wrong (info, key));
}
