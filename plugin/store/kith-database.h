/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-statement.h"

G_BEGIN_DECLS

/**
 * KithDatabasePolicy:
 * @KITH_DATABASE_DISCARD: a cache: a broken file is set aside and begun anew
 * @KITH_DATABASE_KEEP: user data: a broken file is opened read-only and reported, never discarded
 */
typedef enum
{
  KITH_DATABASE_DISCARD,
  KITH_DATABASE_KEEP,
} KithDatabasePolicy;

/* One SQLite file: mode 0600, WAL, secure_delete, schema by PRAGMA user_version with one migration (an SQL script) per version. One thread. */
KithDatabase *kith_database_open (const char          *path,
                                  KithDatabasePolicy   policy,
                                  const char *const   *migrations,
                                  GError             **error);
gboolean kith_database_is_read_only (KithDatabase *self);
const GError *kith_database_get_problem (KithDatabase *self);
KithStatement *kith_database_prepare (KithDatabase  *self,
                                      const char    *sql,
                                      GError       **error);
gboolean kith_database_execute (KithDatabase  *self,
                                const char    *sql,
                                GError       **error);
gboolean kith_database_begin (KithDatabase  *self,
                              GError       **error);
gboolean kith_database_commit (KithDatabase  *self,
                               GError       **error);
void kith_database_rollback (KithDatabase *self);
gboolean kith_database_scrub (KithDatabase  *self,
                              GError       **error);
gint64 kith_database_get_size (KithDatabase *self);

G_END_DECLS
