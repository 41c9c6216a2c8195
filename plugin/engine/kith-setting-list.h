/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Reads what kith_settings_describe() makes. @list: (nullable): an empty one; a key that is not in it has no value and counts as locked. Any thread. */
GVariant *kith_setting_list_ref_value (GVariant   *list,
                                       const char *key);
char *kith_setting_list_dup_text (GVariant   *list,
                                  const char *key);
gboolean kith_setting_list_is_locked (GVariant   *list,
                                      const char *key);
gboolean kith_setting_list_is_wrong (GVariant   *list,
                                     const char *key);
void kith_setting_list_get_range (GVariant   *list,
                                  const char *key,
                                  int        *least,
                                  int        *greatest);

G_END_DECLS
