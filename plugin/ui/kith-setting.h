/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITH_TYPE_SETTING (kith_setting_get_type ())
/* What all settings on a page have: what it is called, what it does, and a line for what is to be said of it. Knows no engine. */
G_DECLARE_DERIVABLE_TYPE (KithSetting, kith_setting, KITH, SETTING, GtkBox)

/**
 * KithSettingClass:
 * @lock: makes what changes the setting usable, or not
 */
struct _KithSettingClass
{
  GtkBoxClass parent_class;

  void (*lock) (KithSetting *self,
                gboolean     locked);
};

const char *kith_setting_get_key (KithSetting *self);
gboolean kith_setting_is_locked (KithSetting *self);
void kith_setting_set_state (KithSetting *self,
                             gboolean     locked,
                             gboolean     wrong);

/* For those that derive from it. */
GtkWidget *kith_setting_get_words (KithSetting *self);
void kith_setting_name (KithSetting *self,
                        GtkWidget   *widget,
                        const char  *suffix,
                        const char  *name);
void kith_setting_describe (KithSetting *self,
                            GtkWidget   *widget);
const char *kith_setting_get_title (KithSetting *self);
const char *kith_setting_get_error (KithSetting *self);
void kith_setting_set_error (KithSetting *self,
                             const char  *error);
void kith_setting_set_hint (KithSetting *self,
                            const char  *hint);

G_END_DECLS
