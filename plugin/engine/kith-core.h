/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

#include "kith-access.h"
#include "kith-cache.h"
#include "kith-history.h"
#include "kith-http.h"
#include "kith-learnt.h"
#include "kith-ledger.h"
#include "kith-linkedin.h"
#include "kith-message-content.h"
#include "kith-people.h"
#include "kith-policy.h"
#include "kith-registry.h"
#include "kith-secrets.h"
#include "kith-settings.h"

G_BEGIN_DECLS

/* Where an engine keeps its files, and other things that a test sets. All nullable: the defaults are those of ARCHITECTURE: XDG. */
typedef struct
{
  char *cache_dir;
  char *data_dir;
  char *state_dir;
  GStrv provider_folders;
  char *module_folder;
  GSettingsBackend *backend; /* one that follows no file: it would read it in the thread that made the backend */
  char *settings_file;       /* a key file, instead of a backend */
} KithCoreConfig;

#define KITH_TYPE_CORE (kith_core_get_type ())
G_DECLARE_FINAL_TYPE (KithCore, kith_core, KITH, CORE, GObject)

/*
 * What lives in the engine thread: the stores, the providers, the network. "changed" says that settings or providers did;
 * "notice" (text) says, once, what Kith goes on without; "forgotten" (KithAddress, nullable: everybody) that what is under way about a person must
 * leave no trace any more.
 */
KithCore *kith_core_new (const KithCoreConfig *config);
void kith_core_open (KithCore *self);
void kith_core_close (KithCore *self);
gboolean kith_core_is_open (KithCore *self);

KithRegistry *kith_core_get_registry (KithCore *self);
KithSettings *kith_core_get_settings (KithCore *self);
KithCache *kith_core_get_cache (KithCore *self);
KithLedger *kith_core_get_ledger (KithCore *self);
KithPeople *kith_core_get_people (KithCore *self);
KithLinkedIn *kith_core_get_linkedin (KithCore *self);
KithLearnt *kith_core_get_learnt (KithCore *self);
KithHistory *kith_core_get_history (KithCore *self);
GStrv kith_core_dup_own_addresses (KithCore *self);
KithSecrets *kith_core_get_secrets (KithCore *self);
KithAccess *kith_core_get_access (KithCore *self);
KithHttp *kith_core_get_http (KithCore *self);

void kith_core_set_own_addresses (KithCore          *self,
                                  const char *const *addresses);
void kith_core_set_offline (KithCore *self,
                            gboolean  offline);
/* The keys of the owner's own addresses: a set, borrowed */
GHashTable *kith_core_get_own_keys (KithCore *self);
gboolean kith_core_is_offline (KithCore *self);
void kith_core_notice (KithCore   *self,
                       const char *text);
void kith_core_warn (KithCore  *self,
                     GError   **error);

KithMessageContent *kith_core_read_message (KithCore      *self,
                                            KithMessage   *message,
                                            GCancellable  *cancellable,
                                            GError       **error);
KithProviderSettings *kith_core_ref_provider_settings (KithCore     *self,
                                                       KithProvider *provider);
char *kith_core_dup_host (KithCore     *self,
                          KithProvider *provider);
const char *kith_core_get_usual_host (KithProvider *provider);
void kith_core_drop_provider_settings (KithCore *self);
void kith_core_describe_provider (KithProvider       *provider,
                                  KithPolicyProvider *fields);
KithProviderInfo *kith_core_make_info (KithCore     *self,
                                       KithProvider *provider,
                                       gboolean      has_token,
                                       gint64        token_expires);
void kith_core_set_last_error (KithCore   *self,
                               const char *provider_id,
                               const char *message);
void kith_core_learn_outcome (KithCore   *self,
                              const char *provider_id,
                              const char *outcome);

/* The questions under way, so that two windows on one person ask once: (element-type utf8 KithAsk), borrowed values */
GHashTable *kith_core_get_asks (KithCore *self);

void kith_core_drop_message (KithCore *self);
gboolean kith_core_forget (KithCore         *self,
                           KithAddress      *address,
                           KithForgetFlags   flags,
                           GError          **error);
gboolean kith_core_forget_everything (KithCore  *self,
                                      GError   **error);

G_END_DECLS
