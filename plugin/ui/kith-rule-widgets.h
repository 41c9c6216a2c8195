/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider-info.h>
#include <kith/kith-rules.h>

#include "kith-list-editor.h"
#include "kith-setting-row.h"

G_BEGIN_DECLS

/* Between the rows and lists of a page and the settings of the engine that their keys name. */
void kith_rule_row_bind (KithSettingRow *row,
                         KithEngine     *engine);
void kith_rule_row_show (KithSettingRow *row,
                         KithRules      *rules);
void kith_rule_list_bind (KithListEditor *editor,
                          KithEngine     *engine);
void kith_rule_list_show (KithListEditor *editor,
                          KithRules      *rules);
void kith_provider_setting_apply (KithSettingRow   *row,
                                  KithEngine       *engine,
                                  KithProviderInfo *info,
                                  const char       *text);
void kith_provider_setting_show (KithSettingRow   *row,
                                 KithProviderInfo *info);

G_END_DECLS
