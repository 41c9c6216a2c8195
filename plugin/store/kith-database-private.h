/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <sqlite3.h>

#include "kith-database.h"

G_BEGIN_DECLS

/* Between a database and its statements. */
KithStatement *kith_statement_new (KithDatabase *database,
                                   sqlite3_stmt *handle);
void kith_database_take_back (KithDatabase *self,
                              sqlite3_stmt *handle);
gboolean kith_database_fail (KithDatabase  *self,
                             int            code,
                             GError       **error);

G_END_DECLS
