/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KITH_TYPE_DATABASE (kith_database_get_type ())
G_DECLARE_FINAL_TYPE (KithDatabase, kith_database, KITH, DATABASE, GObject)

/* One use of a prepared statement. Got from kith_database_prepare(); freeing hands it back to the database for the next use. */
typedef struct _KithStatement KithStatement;

void kith_statement_free (KithStatement *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithStatement, kith_statement_free)

void kith_statement_bind_text (KithStatement *self,
                               int            parameter,
                               const char    *text);
void kith_statement_bind_int64 (KithStatement *self,
                                int            parameter,
                                gint64         value);
void kith_statement_bind_bytes (KithStatement *self,
                                int            parameter,
                                GBytes        *bytes);
gboolean kith_statement_step (KithStatement  *self,
                              gboolean       *row,
                              GError        **error);
gboolean kith_statement_run (KithStatement  *self,
                             GError        **error);
const char *kith_statement_get_text (KithStatement *self,
                                     int            column);
gint64 kith_statement_get_int64 (KithStatement *self,
                                 int            column);
GBytes *kith_statement_dup_bytes (KithStatement *self,
                                  int            column);

G_END_DECLS
