/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

/**
 * KithRuleChange:
 * @KITH_RULE_CHANGE_SET: the text is the whole value
 * @KITH_RULE_CHANGE_ADD: the text is put at the end of a list, unless it is in it
 * @KITH_RULE_CHANGE_REMOVE: the text is taken from a list
 *
 * How a setting is changed. Adding and removing keep what another program has put into the list in the meantime.
 */
typedef enum
{
  KITH_RULE_CHANGE_SET,
  KITH_RULE_CHANGE_ADD,
  KITH_RULE_CHANGE_REMOVE,
} KithRuleChange;

#define KITH_TYPE_RULES (kith_rules_get_type ())
G_DECLARE_FINAL_TYPE (KithRules, kith_rules, KITH, RULES, GObject)

/* The settings that hold for all providers (keys of org.kith.Kith), and what is kept: an immutable picture, for any thread. */
gboolean kith_rules_has_key (KithRules  *self,
                             const char *key);
gboolean kith_rules_get_boolean (KithRules  *self,
                                 const char *key);
gint64 kith_rules_get_integer (KithRules  *self,
                               const char *key);
void kith_rules_get_range (KithRules  *self,
                           const char *key,
                           int        *least,
                           int        *greatest);
GStrv kith_rules_dup_strings (KithRules  *self,
                              const char *key);
gboolean kith_rules_is_locked (KithRules  *self,
                               const char *key);
gboolean kith_rules_is_wrong (KithRules  *self,
                              const char *key);
gint64 kith_rules_get_cache_bytes (KithRules *self);
gint64 kith_rules_get_cache_answers (KithRules *self);
gint64 kith_rules_get_cache_oldest (KithRules *self);
gint64 kith_rules_get_n_never (KithRules *self);

void kith_engine_get_rules_async (KithEngine          *self,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
KithRules *kith_engine_get_rules_finish (KithEngine    *self,
                                         GAsyncResult  *result,
                                         GError       **error);

void kith_engine_change_rule_async (KithEngine          *self,
                                    const char          *key,
                                    KithRuleChange       change,
                                    const char          *text,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
gboolean kith_engine_change_rule_finish (KithEngine    *self,
                                         GAsyncResult  *result,
                                         GError       **error);

void kith_engine_move_provider_async (KithEngine          *self,
                                      const char          *provider_id,
                                      const char          *before_id,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
gboolean kith_engine_move_provider_finish (KithEngine    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

void kith_engine_set_never_async (KithEngine          *self,
                                  KithAddress         *address,
                                  gboolean             never,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean kith_engine_set_never_finish (KithEngine    *self,
                                       GAsyncResult  *result,
                                       GError       **error);

void kith_engine_empty_cache_async (KithEngine          *self,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
gboolean kith_engine_empty_cache_finish (KithEngine    *self,
                                         GAsyncResult  *result,
                                         GError       **error);

KITH_END_DECLS
