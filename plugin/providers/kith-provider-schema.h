/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <libxml/tree.h>

#include "kith-tree.h"

G_BEGIN_DECLS

#define KITH_PROVIDER_FILE_MAX_BYTES (256 * 1024)

void kith_provider_schema_set_error (GError     **error,
                                     const char  *file_name,
                                     int          line,
                                     const char  *format,
                                     ...) G_GNUC_PRINTF (4, 5);
KithXmlDoc *kith_provider_schema_read (const char  *file_name,
                                       GBytes      *bytes,
                                       GError     **error);

G_END_DECLS
