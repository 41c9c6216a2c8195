/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <sys/types.h>

G_BEGIN_DECLS

/* Which file lies at a path, so that it is known again after another program put a new one there. */
typedef struct
{
  dev_t device;
  ino_t inode;
} KithDatabaseFileId;

/* How a file and its log look, so that it shows where another program has written to them. */
typedef struct
{
  gint64 parts[2][4]; /* inode, size, and when it was written; all zero where there is none, or nothing in it */
} KithDatabaseFileStamp;

/* What is done with a database file from outside SQLite. */
gboolean kith_database_file_make_folder (const char  *path,
                                         GError     **error);
gboolean kith_database_file_prepare (const char          *path,
                                     KithDatabaseFileId  *id,
                                     GError             **error);
void kith_database_file_read_stamp (const char             *path,
                                    KithDatabaseFileStamp  *stamp);
int kith_database_file_take_turn (const char *path,
                                  guint       timeout_msec);
void kith_database_file_end_turn (int turn);
gboolean kith_database_file_set_aside (const char                *path,
                                       const KithDatabaseFileId  *id,
                                       GError                   **error);
gboolean kith_database_file_remove_set_aside (const char  *path,
                                              GError     **error);

G_END_DECLS
