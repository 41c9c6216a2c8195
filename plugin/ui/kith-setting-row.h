/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-setting.h"

G_BEGIN_DECLS

/**
 * KithSettingKind:
 *
 * How a setting is changed. Values are text for all of them: "true" and "false", a number, the id of a choice, what was typed.
 */
typedef enum
{
  KITH_SETTING_KIND_SWITCH,
  KITH_SETTING_KIND_NUMBER,
  KITH_SETTING_KIND_CHOICE,
  KITH_SETTING_KIND_TEXT,
} KithSettingKind;

#define KITH_TYPE_SETTING_KIND (kith_setting_kind_get_type ())
GType kith_setting_kind_get_type (void);

#define KITH_TYPE_SETTING_ROW (kith_setting_row_get_type ())
/* A setting with one control beside or below its words. */
G_DECLARE_FINAL_TYPE (KithSettingRow, kith_setting_row, KITH, SETTING_ROW, KithSetting)

KithSettingKind kith_setting_row_get_kind (KithSettingRow *self);
void kith_setting_row_add_choice (KithSettingRow *self,
                                  const char     *id,
                                  const char     *text);
void kith_setting_row_set_range (KithSettingRow *self,
                                 int             least,
                                 int             greatest);
void kith_setting_row_reset (KithSettingRow *self);
void kith_setting_row_set_value (KithSettingRow *self,
                                 const char     *value);
void kith_setting_row_pack_button (KithSettingRow *self,
                                   GtkWidget      *button);
void kith_setting_row_apply_text (KithSettingRow *self,
                                  const char     *text);
/* A KithChangeFunc. */
void kith_setting_row_done (GtkWidget  *row,
                            const char *error);

G_END_DECLS
