/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith.h>

G_BEGIN_DECLS

/* The exit status, the same for each command. */
typedef enum
{
  KITH_EXIT_FOUND = 0,
  KITH_EXIT_NOTHING = 1,
  KITH_EXIT_USAGE = 2,
  KITH_EXIT_FAILED = 3,
} KithExit;

/* One subcommand: argv[0] is its name. @arguments and @summary are marked with N_() and translated where they are shown. */
typedef struct _KithCommand KithCommand;
struct _KithCommand
{
  const char *name;
  const char *arguments;
  const char *summary;
  KithExit (*run) (const KithCommand  *self,
                   const char *const  *argv);
};

KithExit kith_command_show (const KithCommand  *self,
                            const char *const  *argv);
KithExit kith_command_explain (const KithCommand  *self,
                               const char *const  *argv);
KithExit kith_command_providers (const KithCommand  *self,
                                 const char *const  *argv);
KithExit kith_command_provider (const KithCommand  *self,
                                const char *const  *argv);
KithExit kith_command_ledger (const KithCommand  *self,
                              const char *const  *argv);
KithExit kith_command_export (const KithCommand  *self,
                              const char *const  *argv);
KithExit kith_command_query (const KithCommand  *self,
                             const char *const  *argv);
KithExit kith_command_forget (const KithCommand  *self,
                              const char *const  *argv);
KithExit kith_command_note (const KithCommand  *self,
                            const char *const  *argv);
KithExit kith_command_correct (const KithCommand  *self,
                               const char *const  *argv);
KithExit kith_command_confirm (const KithCommand  *self,
                               const char *const  *argv);
KithExit kith_command_reject (const KithCommand  *self,
                              const char *const  *argv);
KithExit kith_command_connections (const KithCommand  *self,
                                   const char *const  *argv);
KithExit kith_command_index (const KithCommand  *self,
                             const char *const  *argv);
KithExit kith_command_import (const KithCommand  *self,
                              const char *const  *argv);

/* The options of one command: what is left of argv goes into @rest (transfer full). FALSE where the command ends here, with @status. */
gboolean kith_command_parse (const KithCommand   *self,
                             const char *const   *argv,
                             const GOptionEntry  *entries,
                             GStrv               *rest,
                             KithExit            *status);

/* An engine that is closed, its files too, before the command ends. */
typedef KithEngine KithSession;

KithSession *kith_command_new_engine (void);
void kith_session_free (KithSession *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithSession, kith_session_free)

KithExit kith_command_fail (const GError *error);
KithExit kith_command_usage (const char *text);

/* Waits for an asynchronous call of the engine. */
typedef struct
{
  GAsyncResult *result;
} KithWait;

void kith_wait_ready (GObject      *source,
                      GAsyncResult *result,
                      gpointer      user_data);
GAsyncResult *kith_wait_end (KithWait *self);

/* Whom a command is about: typed addresses, or those of a message. */
typedef struct
{
  KithMessage *message;
  GPtrArray *participants;
} KithSubjects;

KithSubjects *kith_subjects_new (KithEngine         *engine,
                                 const char         *file,
                                 const char *const  *addresses,
                                 GError            **error);
void kith_subjects_free (KithSubjects *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithSubjects, kith_subjects_free)

KithExit kith_command_parse_field (const char *id,
                                   KithField  *field);
KithAddress *kith_command_parse_address (const char  *text,
                                         GError     **error);

G_END_DECLS
