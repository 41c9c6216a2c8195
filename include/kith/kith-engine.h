/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-feed.h>
#include <kith/kith-ledger-entry.h>
#include <kith/kith-lookup.h>
#include <kith/kith-provider-info.h>
#include <kith/kith-verdict.h>

KITH_BEGIN_DECLS

#define KITH_TYPE_ENGINE (kith_engine_get_type ())
G_DECLARE_FINAL_TYPE (KithEngine, kith_engine, KITH, ENGINE, GObject)

/**
 * KithLookupFlags:
 * @KITH_LOOKUP_OFFLINE: ask nothing remote; what is cached, however old, and the local providers
 * @KITH_LOOKUP_REFRESH: ask again although the cached answer is fresh, with its validators
 * @KITH_LOOKUP_CLICKED: the owner asked for this person just now: providers set to "ask only when I click" may be asked
 */
typedef enum
{
  KITH_LOOKUP_NONE = 0,
  KITH_LOOKUP_OFFLINE = 1 << 0,
  KITH_LOOKUP_REFRESH = 1 << 1,
  KITH_LOOKUP_CLICKED = 1 << 2,
} KithLookupFlags;

/**
 * KithForgetFlags:
 * @KITH_FORGET_NEVER: remember, as a salted hash only, never to ask about the address again
 */
typedef enum
{
  KITH_FORGET_NONE = 0,
  KITH_FORGET_NEVER = 1 << 0,
} KithForgetFlags;

KithEngine *kith_engine_new (void);
void kith_engine_close (KithEngine *self);

void kith_engine_set_own_addresses (KithEngine         *self,
                                    const char *const  *addresses);
void kith_engine_set_offline (KithEngine *self,
                              gboolean    offline);

KithLookup *kith_engine_lookup (KithEngine      *self,
                                KithAddress     *address,
                                KithMessage     *message,
                                KithLookupFlags  flags);

void kith_engine_list_participants_async (KithEngine          *self,
                                          KithMessage         *message,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
GPtrArray *kith_engine_list_participants_finish (KithEngine    *self,
                                                 GAsyncResult  *result,
                                                 GError       **error);

void kith_engine_explain_async (KithEngine          *self,
                                KithAddress         *address,
                                KithMessage         *message,
                                KithLookupFlags      flags,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
GPtrArray *kith_engine_explain_finish (KithEngine    *self,
                                       GAsyncResult  *result,
                                       GError       **error);

void kith_engine_load_picture_async (KithEngine          *self,
                                     KithAddress         *address,
                                     KithMessage         *message,
                                     KithFact            *fact,
                                     KithLookupFlags      flags,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
GBytes *kith_engine_load_picture_finish (KithEngine    *self,
                                         GAsyncResult  *result,
                                         GError       **error);

void kith_engine_list_providers_async (KithEngine          *self,
                                       GCancellable        *cancellable,
                                       GAsyncReadyCallback  callback,
                                       gpointer             user_data);
GPtrArray *kith_engine_list_providers_finish (KithEngine    *self,
                                              GAsyncResult  *result,
                                              GError       **error);

void kith_engine_set_provider_async (KithEngine          *self,
                                     const char          *provider_id,
                                     const char          *key,
                                     const char          *value,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data);
gboolean kith_engine_set_provider_finish (KithEngine    *self,
                                          GAsyncResult  *result,
                                          GError       **error);

void kith_engine_set_token_async (KithEngine          *self,
                                  const char          *provider_id,
                                  const char          *token,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean kith_engine_set_token_finish (KithEngine    *self,
                                       GAsyncResult  *result,
                                       GError       **error);

void kith_engine_test_provider_async (KithEngine          *self,
                                      const char          *provider_id,
                                      KithAddress         *address,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
KithAnswer *kith_engine_test_provider_finish (KithEngine    *self,
                                              GAsyncResult  *result,
                                              GPtrArray    **steps,
                                              GError       **error);

void kith_engine_check_provider_file_async (KithEngine          *self,
                                            GFile               *file,
                                            GCancellable        *cancellable,
                                            GAsyncReadyCallback  callback,
                                            gpointer             user_data);
char *kith_engine_check_provider_file_finish (KithEngine    *self,
                                              GAsyncResult  *result,
                                              GError       **error);

void kith_engine_list_ledger_async (KithEngine          *self,
                                    KithAddress         *address,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data);
GPtrArray *kith_engine_list_ledger_finish (KithEngine    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

void kith_engine_forget_async (KithEngine          *self,
                               KithAddress         *address,
                               KithForgetFlags      flags,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
gboolean kith_engine_forget_finish (KithEngine    *self,
                                    GAsyncResult  *result,
                                    GError       **error);

void kith_engine_forget_everything_async (KithEngine          *self,
                                          GCancellable        *cancellable,
                                          GAsyncReadyCallback  callback,
                                          gpointer             user_data);
gboolean kith_engine_forget_everything_finish (KithEngine    *self,
                                               GAsyncResult  *result,
                                               GError       **error);

/**
 * KithIndexProgressFunc:
 * @done: how much of the work is done
 * @total: how much there is
 * @n_messages: how many messages were read
 *
 * Called now and then while mail is read, in the main context in which that was begun.
 */
typedef void (*KithIndexProgressFunc) (guint64  done,
                                       guint64  total,
                                       guint64  n_messages,
                                       gpointer user_data);

/**
 * KithIndexReport:
 * @n_folders: folders and mailbox files looked at
 * @n_unchanged: of them, those that were as at the last time
 * @n_messages: messages read
 * @n_removed: messages that are gone since the last time
 * @n_known: messages that the history knows now
 * @skipped: (nullable): in one line what was left out, and why
 *
 * What reading mail into the history came to.
 */
typedef struct
{
  guint64 n_folders;
  guint64 n_unchanged;
  guint64 n_messages;
  guint64 n_removed;
  guint64 n_known;
  char *skipped;
} KithIndexReport;

void kith_index_report_free (KithIndexReport *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithIndexReport, kith_index_report_free)

void kith_engine_index_async (KithEngine            *self,
                              const char *const     *paths,
                              KithIndexProgressFunc  progress,
                              gpointer               progress_data,
                              GCancellable          *cancellable,
                              GAsyncReadyCallback    callback,
                              gpointer               user_data);
KithIndexReport *kith_engine_index_finish (KithEngine    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

void kith_engine_list_evidence_async (KithEngine          *self,
                                      KithAddress         *address,
                                      KithAddress         *other,
                                      guint                limit,
                                      GCancellable        *cancellable,
                                      GAsyncReadyCallback  callback,
                                      gpointer             user_data);
GPtrArray *kith_engine_list_evidence_finish (KithEngine    *self,
                                             GAsyncResult  *result,
                                             GError       **error);

void kith_engine_import_linkedin_async (KithEngine          *self,
                                        GFile               *file,
                                        GCancellable        *cancellable,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data);
gssize kith_engine_import_linkedin_finish (KithEngine    *self,
                                           GAsyncResult  *result,
                                           GError       **error);

void kith_engine_set_note_async (KithEngine          *self,
                                 KithAddress         *address,
                                 const char          *text,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data);
gboolean kith_engine_set_note_finish (KithEngine    *self,
                                      GAsyncResult  *result,
                                      GError       **error);

void kith_engine_correct_async (KithEngine          *self,
                                KithAddress         *address,
                                KithField            field,
                                const char          *value,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data);
gboolean kith_engine_correct_finish (KithEngine    *self,
                                     GAsyncResult  *result,
                                     GError       **error);

void kith_engine_reject_async (KithEngine          *self,
                               KithAddress         *address,
                               KithField            field,
                               const char          *provider_id,
                               const char          *value,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data);
gboolean kith_engine_reject_finish (KithEngine    *self,
                                    GAsyncResult  *result,
                                    GError       **error);

gboolean kith_engine_get_sidebar_visible (KithEngine *self);
void kith_engine_set_sidebar_visible (KithEngine *self,
                                      gboolean    visible);
int kith_engine_get_sidebar_width (KithEngine *self);
void kith_engine_set_sidebar_width (KithEngine *self,
                                    int         width);

KITH_END_DECLS
