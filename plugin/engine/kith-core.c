/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-core.h"

#include <kith/kith-error.h>

#include <glib/gi18n-lib.h>

#include "kith-claws-provider.h"
#include "kith-company-provider.h"
#include "kith-declared-provider.h"
#include "kith-history-provider.h"
#include "kith-linkedin-provider.h"
#include "kith-linkedin-snapshot.h"
#include "kith-locks.h"
#include "kith-message-provider.h"
#include "kith-people-provider.h"
#include "kith-provider-info-private.h"
#include "kith-signature-provider.h"
#include "kith-wrong-settings.h"

/* So often what has grown old is dropped while a program runs. */
#define PRUNE_SECONDS (6 * 60 * 60)

struct _KithCore
{
  GObject parent_instance;

  char *cache_dir;
  char *data_dir;
  char *state_dir;
  GStrv provider_folders;
  char *module_folder;       /* (nullable) */
  GSettingsBackend *backend; /* (nullable) (owned) */
  char *settings_file;       /* (nullable) */

  KithSettings *settings;    /* (nullable): without it nothing is asked */
  KithRegistry *registry;
  KithCache *cache;          /* (nullable): Kith goes on without */
  KithLedger *ledger;        /* (nullable): without it nothing remote is asked */
  KithPeople *people;        /* (nullable) */
  KithLinkedIn *linkedin;    /* (nullable): the owner's own export */
  KithLearnt *learnt;        /* (nullable) */
  KithHistory *history;
  KithHistoryProvider *history_provider;
  KithSecrets *secrets;
  KithAccess *access;        /* to the providers: tokens and sign-ins */
  KithHttp *http;            /* (nullable): only with a ledger */

  GHashTable *own_keys;      /* (element-type utf8): from settings and from the mail program */
  GStrv client_addresses;    /* (nullable): those of the mail program */
  GHashTable *asks;          /* (element-type utf8 KithAsk) */
  GHashTable *last_errors;   /* (element-type utf8 utf8) */
  GHashTable *said;          /* (element-type utf8): notices are given once */
  GHashTable *provider_settings; /* (element-type utf8 KithProviderSettings): read once, until a setting changes */
  gboolean offline;
  GSource *prune_source;     /* (nullable) (owned) */

  /* The message that was read last: its participants and its sender are usually asked for one after the other. */
  KithMessage *last_message;         /* (nullable) (owned) */
  KithMessageContent *last_content;  /* (nullable) (owned) */
};

G_DEFINE_FINAL_TYPE (KithCore, kith_core, G_TYPE_OBJECT)

enum
{
  CHANGED,
  NOTICE,
  FORGOTTEN,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
kith_core_finalize (GObject *object)
{
  KithCore *self = KITH_CORE (object);

  kith_core_close (self);
  g_free (self->cache_dir);
  g_free (self->data_dir);
  g_free (self->state_dir);
  g_strfreev (self->provider_folders);
  g_free (self->module_folder);
  g_clear_object (&self->backend);
  g_free (self->settings_file);
  g_strfreev (self->client_addresses);
  g_hash_table_unref (self->own_keys);
  g_hash_table_unref (self->asks);
  g_hash_table_unref (self->last_errors);
  g_hash_table_unref (self->said);
  g_hash_table_unref (self->provider_settings);
  G_OBJECT_CLASS (kith_core_parent_class)->finalize (object);
}

static void
kith_core_class_init (KithCoreClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_core_finalize;
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FORGOTTEN] = g_signal_new ("forgotten", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, KITH_TYPE_ADDRESS);
}

static void
kith_core_init (KithCore *self)
{
  self->own_keys = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->asks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->last_errors = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->said = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->provider_settings = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
}

static char *
dup_dir (const char *given,
         const char *base)
{
  return given != NULL ? g_strdup (given) : g_build_filename (base, "kith", NULL);
}

/* For a Kith that is not installed, such as a test's. */
static const char *
find_module_folder (void)
{
  const char *folder = g_getenv ("KITH_MODULE_DIR");

  return folder != NULL && g_path_is_absolute (folder) ? folder : KITH_MODULEDIR;
}

/**
 * kith_core_new:
 * @config: where things are
 *
 * Makes a core without touching a file; kith_core_open() does, in the engine thread.
 *
 * Returns: (transfer full): the core
 */
KithCore *
kith_core_new (const KithCoreConfig *config)
{
  KithCore *self = g_object_new (KITH_TYPE_CORE, NULL);

  self->cache_dir = dup_dir (config->cache_dir, g_get_user_cache_dir ());
  self->data_dir = dup_dir (config->data_dir, g_get_user_data_dir ());
  self->state_dir = dup_dir (config->state_dir, g_get_user_state_dir ());
  self->provider_folders = config->provider_folders != NULL ? g_strdupv (config->provider_folders)
                                                            : kith_registry_dup_default_folders (self->data_dir);
  self->module_folder = g_strdup (config->module_folder != NULL ? config->module_folder : find_module_folder ());
  g_set_object (&self->backend, config->backend);
  self->settings_file = g_strdup (config->settings_file);
  return self;
}

void
kith_core_notice (KithCore   *self,
                  const char *text)
{
  if (g_hash_table_add (self->said, g_strdup (text)))
    g_signal_emit (self, signals[NOTICE], 0, text);
}

/* Says what went wrong and clears it: for stores that Kith can do without. */
void
kith_core_warn (KithCore  *self,
                GError   **error)
{
  if (*error == NULL)
    return;
  kith_core_notice (self, (*error)->message);
  g_clear_error (error);
}

static void
add_own_addresses (KithCore          *self,
                   const char *const *addresses)
{
  for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++)
    {
      g_autoptr (KithAddress) address = kith_address_new (addresses[i], NULL, NULL);

      if (address != NULL)
        g_hash_table_add (self->own_keys, g_strdup (kith_address_get_key (address)));
    }
}

static void
update_own_addresses (KithCore *self)
{
  g_auto (GStrv) configured = self->settings != NULL ? kith_settings_dup_strings (self->settings, "own-addresses") : NULL;

  g_hash_table_remove_all (self->own_keys);
  add_own_addresses (self, (const char *const *) configured);
  add_own_addresses (self, (const char *const *) self->client_addresses);
  if (self->history_provider != NULL)
    {
      g_auto (GStrv) own = kith_core_dup_own_addresses (self);

      kith_history_provider_set_owners (self->history_provider, (const char *const *) own);
    }
}

/* Returns: (transfer full): the owner's own addresses, in comparable form */
GStrv
kith_core_dup_own_addresses (KithCore *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, self->own_keys);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_strv_builder_add (builder, key);
  return g_strv_builder_end (builder);
}

void
kith_core_set_own_addresses (KithCore          *self,
                             const char *const *addresses)
{
  g_strfreev (self->client_addresses);
  self->client_addresses = g_strdupv ((GStrv) addresses);
  update_own_addresses (self);
}

void
kith_core_set_offline (KithCore *self,
                       gboolean  offline)
{
  if (self->offline == offline)
    return;
  self->offline = offline;
  /* Whoever waits on a card may be asked about now. */
  if (kith_core_is_open (self))
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
apply_settings (KithCore *self)
{
  g_auto (GStrv) order = kith_settings_dup_strings (self->settings, "provider-order");

  update_own_addresses (self);
  kith_registry_set_order (self->registry, (const char *const *) order);
  if (self->ledger != NULL)
    kith_ledger_set_keep_identifiers (self->ledger, kith_settings_get_boolean (self->settings, "ledger-keep-identifiers"));
}

static void
prune_stores (KithCore *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 day = 24 * 60 * 60;
  g_autoptr (GError) error = NULL;

  if (self->learnt != NULL && !kith_learnt_prune (self->learnt, &error))
    kith_core_warn (self, &error);
  if (self->ledger != NULL
      && !kith_ledger_prune (self->ledger, now - day * kith_settings_get_integer (self->settings, "ledger-days"), &error))
    kith_core_warn (self, &error);
  /* What is not fresh any more is still shown while it is asked again, but not for ever. */
  if (self->cache != NULL
      && !kith_cache_prune (self->cache, now - 180 * day,
                            kith_settings_get_integer (self->settings, "cache-max-mib") * 1024 * 1024, &error))
    kith_core_warn (self, &error);
}

/* A mail program runs for weeks. */
static gboolean
on_prune_time (gpointer user_data)
{
  prune_stores (user_data);
  return G_SOURCE_CONTINUE;
}

static void
follow_time (KithCore *self)
{
  self->prune_source = g_timeout_source_new_seconds (PRUNE_SECONDS);
  g_source_set_callback (self->prune_source, on_prune_time, self, NULL);
  g_source_attach (self->prune_source, g_main_context_get_thread_default ());
}

static void
on_settings_changed (KithCore *self)
{
  kith_core_drop_provider_settings (self);
  apply_settings (self);
  kith_locks_apply (self);
  kith_wrong_settings_tell (self);
  prune_stores (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
tell_wrong_files (KithCore *self)
{
  for (guint i = 0; i < kith_registry_get_errors (self->registry)->len; i++)
    kith_core_notice (self, g_ptr_array_index (kith_registry_get_errors (self->registry), i));
}

static void
on_registry_changed (KithCore *self)
{
  tell_wrong_files (self);
  kith_locks_apply (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
on_held (KithCore   *self,
         const char *origin,
         gint64      until)
{
  g_autoptr (GError) error = NULL;

  if (self->cache != NULL && !kith_cache_store_hold (self->cache, origin, until, &error))
    g_debug ("A held origin could not be kept: %s", error->message);
}

static void
hold_origin (const char *origin,
             gint64      until,
             gpointer    user_data)
{
  kith_http_hold (user_data, origin, until);
}

static void
open_stores (KithCore *self)
{
  g_autofree char *answers = g_build_filename (self->cache_dir, "answers.db", NULL);
  g_autofree char *requests = g_build_filename (self->state_dir, "ledger.db", NULL);
  g_autofree char *people = g_build_filename (self->data_dir, "people.db", NULL);
  g_autofree char *linkedin = g_build_filename (self->data_dir, "linkedin.db", NULL);
  g_autofree char *learnt = g_build_filename (self->cache_dir, "learnt.db", NULL);
  g_autoptr (GError) error = NULL;

  self->settings = self->settings_file != NULL ? kith_settings_new_for_file (self->settings_file, &error) : kith_settings_new (self->backend, &error);
  kith_core_warn (self, &error);
  self->cache = kith_cache_open (answers, &error);
  kith_core_warn (self, &error);
  self->ledger = kith_ledger_open (requests, &error);
  kith_core_warn (self, &error);
  self->people = kith_people_open (people, &error);
  kith_core_warn (self, &error);
  self->linkedin = kith_linkedin_open (linkedin, &error);
  kith_core_warn (self, &error);
  self->learnt = kith_learnt_open (learnt, &error);
  kith_core_warn (self, &error);
}

static void
open_network (KithCore *self)
{
  if (self->ledger == NULL)
    return;
  self->http = kith_http_new (KITH_HTTP_RECORDER (self->ledger));
  if (self->cache != NULL)
    kith_cache_foreach_hold (self->cache, hold_origin, self->http);
  g_signal_connect_object (self->http, "held", G_CALLBACK (on_held), self, G_CONNECT_SWAPPED);
}

static void
add_built_in (KithCore *self)
{
  g_autoptr (KithProvider) message = kith_message_provider_new ();
  g_autoptr (KithProvider) claws = kith_claws_provider_new ();
  g_autoptr (KithProvider) signature = kith_signature_provider_new (self->learnt);
  g_autoptr (KithProvider) company = kith_company_provider_new (self->learnt, self->people, self->linkedin);
  g_autofree char *index = g_build_filename (self->cache_dir, "history", NULL);

  kith_registry_add (self->registry, message);
  kith_registry_add (self->registry, claws);
  kith_registry_add (self->registry, signature);
  kith_registry_add (self->registry, company);
  self->history = kith_history_new (index);
  self->history_provider = KITH_HISTORY_PROVIDER (kith_history_provider_new (self->history));
  kith_registry_add (self->registry, KITH_PROVIDER (self->history_provider));
  if (self->people != NULL)
    {
      g_autoptr (KithProvider) you = kith_people_provider_new (self->people);

      kith_registry_add (self->registry, you);
    }
  if (self->linkedin != NULL)
    {
      g_autoptr (KithProvider) linkedin = kith_linkedin_provider_new (self->linkedin, self->people);
      g_autoptr (KithProvider) snapshot = kith_linkedin_snapshot_new (self->linkedin, linkedin);

      kith_registry_add (self->registry, linkedin);
      kith_registry_add (self->registry, snapshot);
    }
}

static KithProviderSettings *
ref_settings (gpointer      user_data,
              KithProvider *provider)
{
  return kith_core_ref_provider_settings (user_data, provider);
}

static void
pass_notice (gpointer    user_data,
             const char *text)
{
  kith_core_notice (user_data, text);
}

static void
open_access (KithCore *self)
{
  KithAccessHost host = { self->registry, self->secrets, self->http, ref_settings, pass_notice, self };

  self->access = kith_access_new (&host);
}

/**
 * kith_core_open:
 * @self: the core
 *
 * Opens the stores and finds the providers; what cannot be opened is told by "notice" and done without.
 * Call once, in the engine thread, with its main context as the thread's default.
 */
void
kith_core_open (KithCore *self)
{
  self->secrets = kith_secrets_new ();
  self->registry = kith_registry_new ((const char *const *) self->provider_folders, self->module_folder);
  open_stores (self);
  open_network (self);
  open_access (self);
  add_built_in (self);
  kith_registry_load (self->registry);
  tell_wrong_files (self);
  g_signal_connect_object (self->registry, "changed", G_CALLBACK (on_registry_changed), self, G_CONNECT_SWAPPED);
  if (self->settings == NULL)
    return;
  apply_settings (self);
  kith_locks_apply (self);
  kith_wrong_settings_tell (self);
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_settings_changed), self, G_CONNECT_SWAPPED);
  prune_stores (self);
  follow_time (self);
}

/**
 * kith_core_close:
 * @self: the core
 *
 * Ends what is under way and closes the stores. Engine thread.
 */
void
kith_core_close (KithCore *self)
{
  if (self->prune_source != NULL)
    g_source_destroy (self->prune_source);
  g_clear_pointer (&self->prune_source, g_source_unref);
  if (self->access != NULL)
    kith_access_close (self->access);
  g_clear_object (&self->access);
  /* Whoever still waits for an answer is told now, although they hold it too. */
  if (self->http != NULL)
    g_object_run_dispose (G_OBJECT (self->http));
  g_clear_object (&self->http);
  g_clear_object (&self->registry);
  g_clear_object (&self->settings);
  g_clear_object (&self->secrets);
  g_clear_object (&self->cache);
  g_clear_object (&self->ledger);
  g_clear_object (&self->people);
  g_clear_object (&self->linkedin);
  g_clear_object (&self->learnt);
  /* It may wait for another program, in a thread. */
  if (self->history_provider != NULL)
    g_object_run_dispose (G_OBJECT (self->history_provider));
  g_clear_object (&self->history_provider);
  g_clear_object (&self->history);
  g_clear_object (&self->last_message);
  g_clear_object (&self->last_content);
}

gboolean
kith_core_is_open (KithCore *self)
{
  return self->registry != NULL;
}

GHashTable *
kith_core_get_own_keys (KithCore *self)
{
  return self->own_keys;
}

gboolean
kith_core_is_offline (KithCore *self)
{
  return self->offline;
}

KithRegistry *
kith_core_get_registry (KithCore *self)
{
  return self->registry;
}

KithSettings *
kith_core_get_settings (KithCore *self)
{
  return self->settings;
}

KithCache *
kith_core_get_cache (KithCore *self)
{
  return self->cache;
}

KithLedger *
kith_core_get_ledger (KithCore *self)
{
  return self->ledger;
}

KithPeople *
kith_core_get_people (KithCore *self)
{
  return self->people;
}

KithLinkedIn *
kith_core_get_linkedin (KithCore *self)
{
  return self->linkedin;
}

KithLearnt *
kith_core_get_learnt (KithCore *self)
{
  return self->learnt;
}

KithHistory *
kith_core_get_history (KithCore *self)
{
  return self->history;
}

KithSecrets *
kith_core_get_secrets (KithCore *self)
{
  return self->secrets;
}

KithAccess *
kith_core_get_access (KithCore *self)
{
  return self->access;
}

KithHttp *
kith_core_get_http (KithCore *self)
{
  return self->http;
}

GHashTable *
kith_core_get_asks (KithCore *self)
{
  return self->asks;
}

void
kith_core_set_last_error (KithCore   *self,
                          const char *provider_id,
                          const char *message)
{
  if (message == NULL)
    g_hash_table_remove (self->last_errors, provider_id);
  else
    g_hash_table_insert (self->last_errors, g_strdup (provider_id), g_strdup (message));
}

/* The outcome ids of the ledger that mean that a provider could not be asked, in words. */
static const char *
describe_failure (const char *outcome)
{
  if (g_strcmp0 (outcome, "limited") == 0)
    return _("It asks to wait.");
  if (g_strcmp0 (outcome, "timed-out") == 0)
    return _("It did not answer in time.");
  if (g_strcmp0 (outcome, "bad-tls") == 0)
    return _("Its certificate could not be verified.");
  if (g_strcmp0 (outcome, "refused") == 0)
    return _("It refused to answer.");
  if (g_strcmp0 (outcome, "too-big") == 0 || g_strcmp0 (outcome, "redirect") == 0 || g_strcmp0 (outcome, "failed") == 0)
    return _("It could not be asked.");
  return NULL;
}

/* Another process may have asked last: then the ledger knows how it ended. What this process saw says more. */
void
kith_core_learn_outcome (KithCore   *self,
                         const char *provider_id,
                         const char *outcome)
{
  const char *failure = describe_failure (outcome);

  if (failure != NULL && !g_hash_table_contains (self->last_errors, provider_id))
    kith_core_set_last_error (self, provider_id, failure);
}

/**
 * kith_core_read_message:
 * @self: the core
 * @message: a message
 * @cancellable: (nullable): to give up
 * @error: return location for an error
 *
 * Reads and parses a message, or gives the one it read last. May read the disk.
 *
 * Returns: (transfer full) (nullable): the content
 */
KithMessageContent *
kith_core_read_message (KithCore      *self,
                        KithMessage   *message,
                        GCancellable  *cancellable,
                        GError       **error)
{
  KithMessageContent *content;

  if (self->last_message == message)
    return g_object_ref (self->last_content);
  content = kith_message_content_read (message, KITH_MESSAGE_MAX_BYTES, cancellable, error);
  if (content == NULL)
    return NULL;
  g_set_object (&self->last_message, message);
  g_set_object (&self->last_content, content);
  return content;
}

KithProviderSettings *
kith_core_ref_provider_settings (KithCore     *self,
                                 KithProvider *provider)
{
  const char *id = kith_provider_get_id (provider);
  KithProviderSettings *settings = g_hash_table_lookup (self->provider_settings, id);

  if (self->settings == NULL)
    return NULL;
  if (settings == NULL)
    {
      settings = kith_settings_ref_provider (self->settings, id, kith_provider_is_local (provider));
      g_hash_table_insert (self->provider_settings, g_strdup (id), settings);
    }
  return g_object_ref (settings);
}

/* A change that this process makes itself holds from the next call on, however late the settings service tells of it. */
void
kith_core_drop_provider_settings (KithCore *self)
{
  g_hash_table_remove_all (self->provider_settings);
}

/* (nullable): where the owner names no server; a provider that is not declared may have none of its own. */
const char *
kith_core_get_usual_host (KithProvider *provider)
{
  if (KITH_IS_DECLARED_PROVIDER (provider))
    return kith_declared_provider_get_host (KITH_DECLARED_PROVIDER (provider));
  return KITH_IS_LINKEDIN_SNAPSHOT (provider) ? KITH_LINKEDIN_SNAPSHOT_HOST : NULL;
}

/* The host that is asked: of the server that the owner named, else the provider's own. */
char *
kith_core_dup_host (KithCore     *self,
                    KithProvider *provider)
{
  g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (self, provider);
  const char *base_url = settings != NULL ? kith_provider_settings_get_base_url (settings) : NULL;

  if (kith_provider_is_local (provider))
    return NULL;
  if (base_url != NULL)
    {
      g_autoptr (GUri) uri = g_uri_parse (base_url, G_URI_FLAGS_NONE, NULL);

      return uri != NULL ? g_strdup (g_uri_get_host (uri)) : NULL;
    }
  return g_strdup (kith_core_get_usual_host (provider));
}

void
kith_core_describe_provider (KithProvider       *provider,
                             KithPolicyProvider *fields)
{
  fields->id = kith_provider_get_id (provider);
  fields->name = kith_provider_get_name (provider);
  fields->sends = kith_provider_get_sends (provider);
  fields->reveals_to = kith_provider_get_reveals_to (provider);
  fields->is_local = kith_provider_is_local (provider);
  if (KITH_IS_DECLARED_PROVIDER (provider))
    {
      fields->signs_in = kith_declared_provider_get_sign_in (KITH_DECLARED_PROVIDER (provider)) == KITH_SIGN_IN_BROWSER;
      fields->needs_token = kith_declared_provider_needs_token (KITH_DECLARED_PROVIDER (provider));
      fields->needs_server = kith_declared_provider_needs_server (KITH_DECLARED_PROVIDER (provider));
      fields->discovers = kith_declared_provider_discovers (KITH_DECLARED_PROVIDER (provider));
      fields->click_only = kith_declared_provider_is_click_only (KITH_DECLARED_PROVIDER (provider));
      fields->companies_only = !kith_declared_provider_takes_freemail (KITH_DECLARED_PROVIDER (provider));
    }
  else
    {
      fields->needs_server = kith_provider_needs_server (provider);
      fields->needs_token = KITH_IS_LINKEDIN_SNAPSHOT (provider);
    }
}

/**
 * kith_core_make_info:
 * @self: the core
 * @provider: a provider
 * @has_token: whether a token of it is at hand
 * @token_expires: when that ends and is not renewed by itself, in Unix seconds; 0 where there is no such time
 *
 * Returns: (transfer full) (nullable): a picture of the provider for other threads; %NULL where there are no settings
 */
KithProviderInfo *
kith_core_make_info (KithCore     *self,
                     KithProvider *provider,
                     gboolean      has_token,
                     gint64        token_expires)
{
  g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (self, provider);
  g_autofree char *host = kith_core_dup_host (self, provider);
  g_autofree char *sends = NULL;
  g_autoptr (GVariant) described = NULL;
  g_autoptr (GHashTable) locked_hosts = NULL;
  gboolean is_off;
  KithPolicyProvider policy = { 0 };
  KithProviderInfoFields fields = { 0 };

  if (settings == NULL)
    return NULL;
  kith_core_describe_provider (provider, &policy);
  locked_hosts = kith_locks_find_hosts (self);
  is_off = kith_locks_is_off (self, provider, locked_hosts);
  sends = kith_policy_describe_sends (policy.sends, policy.reveals_to, host);
  fields.id = policy.id;
  fields.name = policy.name;
  fields.site = kith_provider_get_site (provider);
  if (KITH_IS_DECLARED_PROVIDER (provider))
    {
      fields.about = kith_declared_provider_get_about (KITH_DECLARED_PROVIDER (provider));
      fields.sign_in = kith_declared_provider_get_sign_in (KITH_DECLARED_PROVIDER (provider));
      fields.needs_client_id = kith_declared_provider_needs_client_id (KITH_DECLARED_PROVIDER (provider), settings);
      fields.takes_client_secret = kith_declared_provider_takes_client_secret (KITH_DECLARED_PROVIDER (provider));
      fields.terms = kith_declared_provider_get_terms (KITH_DECLARED_PROVIDER (provider));
    }
  else
    {
      fields.about = kith_provider_get_about (provider);
      fields.sign_in = kith_provider_get_sign_in (provider);
    }
  fields.sends_text = sends;
  fields.sends = policy.sends;
  fields.reveals_to = policy.reveals_to;
  fields.fields = kith_provider_get_fields (provider);
  fields.is_local = policy.is_local;
  fields.is_enabled = !is_off && kith_provider_settings_is_enabled (settings);
  fields.is_locked = is_off || kith_provider_settings_is_locked (settings);
  fields.has_token = has_token;
  fields.token_expires = token_expires;
  fields.needs_token = policy.needs_token;
  fields.account = kith_provider_settings_get_account (settings);
  fields.base_url = kith_provider_settings_get_base_url (settings);
  fields.last_error = g_hash_table_lookup (self->last_errors, policy.id);
  fields.needs_server = policy.needs_server;
  fields.lacks_server = kith_policy_lacks_server (&policy, settings);
  fields.is_click_only = policy.click_only;
  fields.problem = kith_provider_settings_get_problem (settings);
  fields.settings = described = kith_settings_describe (self->settings, policy.id);
  return kith_provider_info_new (&fields);
}

/* A person who is forgotten is not to be remembered through the last message. */
void
kith_core_drop_message (KithCore *self)
{
  g_clear_object (&self->last_message);
  g_clear_object (&self->last_content);
}
