/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-history-scanner.h"

#define OWNER "owner@example.org"

/* A throw-away mailbox and the index of it. */
typedef struct
{
  char *directory;
  char *mail;                /* a Maildir */
  char *cache;
  KithHistory *history;
  guint n_messages;
  gint64 now;
} Fixture;

void fixture_set_up (Fixture       *self,
                     gconstpointer  data);
void fixture_tear_down (Fixture       *self,
                        gconstpointer  data);
void fixture_reopen (Fixture *self);
char *fixture_add_raw (Fixture    *self,
                       const char *folder,
                       const char *text);
char *fixture_add (Fixture    *self,
                   const char *id,
                   const char *reply_to,
                   const char *date,
                   const char *from,
                   const char *to,
                   const char *cc,
                   const char *more);
void fixture_scan (Fixture        *self,
                   const char     *path,
                   KithScanResult *result);
char *fixture_describe (Fixture    *self,
                        const char *address);
void fixture_age (const char *path);
char *fixture_read_all (const char *directory,
                        gsize      *length);
void fixture_remove_tree (const char *path);
