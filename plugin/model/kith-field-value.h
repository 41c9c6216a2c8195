/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The kinds of field values with a grammar of their own; %NULL where the value does not fit it. */
char *kith_field_value_phone (const char *value);
char *kith_field_value_phone_key (const char *value);
char *kith_field_value_time_zone (const char *value);
char *kith_field_value_language (const char *value);
char *kith_field_value_date (const char *value);
char *kith_field_value_count (const char *value);

G_END_DECLS
