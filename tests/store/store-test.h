/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A folder of a test, and what lies in it. */
char *store_test_make_folder (void);
void store_test_remove_folder (char *folder);
G_GNUC_PRINTF (2, 3)
void store_test_write (const char *path,
                       const char *format,
                       ...);
guint store_test_count_files_with (const char *folder,
                                   const char *text);
guint store_test_get_mode (const char *path);

G_END_DECLS
