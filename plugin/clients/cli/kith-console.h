/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * KithStyle:
 *
 * How a piece of text looks on a terminal that can show it; plain elsewhere.
 */
typedef enum
{
  KITH_STYLE_PLAIN,
  KITH_STYLE_STRONG,
  KITH_STYLE_FAINT,
} KithStyle;

void kith_console_put (const char *utf8);
void kith_console_error (const char *format,
                         ...) G_GNUC_PRINTF (1, 2);
char *kith_console_clean (const char *text);
guint kith_console_measure (const char *text);
void kith_console_line (KithStyle   style,
                        guint       indent,
                        const char *text);
void kith_console_row (guint       indent,
                       guint       label_width,
                       const char *label,
                       const char *text,
                       const char *note);
char *kith_console_format_time (gint64 unix_seconds);
char *kith_console_read_secret (GError **error);

G_END_DECLS
