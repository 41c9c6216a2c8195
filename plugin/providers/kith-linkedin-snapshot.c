/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-linkedin-snapshot.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-linkedin-pages.h"
#include "kith-query-private.h"

#define SERVER "https://" KITH_LINKEDIN_SNAPSHOT_HOST
#define MAX_PAGES 5000
/* Once a week is enough for who changes jobs; after a failure an hour is waited. Seconds. */
#define RENEW (7 * 24 * 60 * 60)
#define RETRY (60 * 60)
#define DAY (24 * 60 * 60)

/**
 * KithLinkedInSnapshot:
 *
 * The owner's own LinkedIn data by the Member Snapshot API, which members in the European Economic Area and in Switzerland may use with a token of their
 * own. It answers nothing about a person itself: it fills the store that the export fills, and #KithLinkedInProvider answers from that. Nothing about
 * whom the owner reads mail of is sent; that it is asked once a week at most keeps the service from learning when.
 */
struct _KithLinkedInSnapshot
{
  KithProvider parent_instance;

  KithLinkedIn *linkedin;
  KithProvider *reader; /* (nullable) */
  GPtrArray *waiting;   /* (element-type GTask): look-ups that wait for the import under way */
  gboolean importing;
  gint64 next_try;      /* Unix seconds */
};

G_DEFINE_FINAL_TYPE (KithLinkedInSnapshot, kith_linkedin_snapshot, KITH_TYPE_PROVIDER)

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static void
read_pages (KithLinkedInSnapshot *self,
            KithHttp             *http,
            KithProviderSettings *settings,
            const char           *token,
            guint                 max_pages,
            GCancellable         *cancellable,
            GAsyncReadyCallback   callback,
            gpointer              user_data)
{
  const char *base_url = kith_provider_settings_get_base_url (settings);
  KithLinkedInPagesFields fields = {
    .provider_id = kith_provider_get_id (KITH_PROVIDER (self)),
    .provider_name = kith_provider_get_name (KITH_PROVIDER (self)),
    .server = base_url != NULL ? base_url : SERVER,
    .trust = base_url != NULL ? KITH_HTTP_TRUST_USER : KITH_HTTP_TRUST_DECLARED,
    .ca_file = kith_provider_settings_get_ca_file (settings),
    .token = token,
    .max_pages = max_pages,
  };

  kith_linkedin_pages_read_async (http, &fields, cancellable, callback, user_data);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithLinkedInSnapshot *self = g_task_get_source_object (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kith_linkedin_pages_read_finish (KITH_HTTP (source), result, &error);
  guint n_people = 0;

  /* No data at all: what an export gave stays. */
  if (entries == NULL || (entries->len > 0 && !kith_linkedin_take (self->linkedin, entries, &n_people, &error)))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  if (n_people > 0 && self->reader != NULL)
    kith_provider_changed (self->reader);
  g_task_return_int (task, n_people);
}

/**
 * kith_linkedin_snapshot_import_async:
 * @self: the provider
 * @http: the network
 * @settings: the provider's settings
 * @token: (nullable): the owner's
 * @cancellable: (nullable): to give up
 * @callback: called with the result
 * @user_data: for @callback
 *
 * Takes the owner's connections in the place of those imported before.
 */
void
kith_linkedin_snapshot_import_async (KithLinkedInSnapshot *self,
                                     KithHttp             *http,
                                     KithProviderSettings *settings,
                                     const char           *token,
                                     GCancellable         *cancellable,
                                     GAsyncReadyCallback   callback,
                                     gpointer              user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, kith_linkedin_snapshot_import_async);
  g_task_set_name (task, "[kith] LinkedIn import");
  if (token == NULL)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_AUTH, _("%s needs a token: kith provider token %s"),
                             kith_provider_get_name (KITH_PROVIDER (self)), kith_provider_get_id (KITH_PROVIDER (self)));
  else
    read_pages (self, http, settings, token, MAX_PAGES, cancellable, on_read, g_object_ref (task));
}

/**
 * kith_linkedin_snapshot_import_finish:
 *
 * Returns: how many connections were imported; -1 with @error set: then those imported before are still there
 */
gssize
kith_linkedin_snapshot_import_finish (KithLinkedInSnapshot  *self,
                                      GAsyncResult          *result,
                                      GError               **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static void
return_nothing (GTask *task)
{
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new ("linkedin-dma", get_now (), get_now () + DAY);

  g_task_return_pointer (task, kith_answer_builder_end (builder, KITH_ANSWER_NOT_FOUND, NULL), g_object_unref);
}

static void
on_imported (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  KithLinkedInSnapshot *self = KITH_LINKEDIN_SNAPSHOT (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  gssize n = kith_linkedin_snapshot_import_finish (self, result, &error);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  self->importing = FALSE;
  self->next_try = get_now () + (n > 0 ? RENEW : RETRY);
  for (guint i = 0; i < waiting->len; i++)
    {
      if (n < 0)
        g_task_return_error (g_ptr_array_index (waiting, i), g_error_copy (error));
      else
        return_nothing (g_ptr_array_index (waiting, i));
    }
}

/* A trial reads one page and keeps nothing. */
static void
on_tried (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithQuery *query = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kith_linkedin_pages_read_finish (KITH_HTTP (source), result, &error);

  if (entries == NULL)
    {
      kith_query_trace (query, "%s", error->message);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  kith_query_trace (query, _("the first page holds %u connections; they are imported with: kith import linkedin --online"), entries->len);
  return_nothing (task);
}

static void
kith_linkedin_snapshot_lookup_async (KithProvider        *provider,
                                     KithQuery           *query,
                                     GCancellable        *cancellable,
                                     GAsyncReadyCallback  callback,
                                     gpointer             user_data)
{
  KithLinkedInSnapshot *self = KITH_LINKEDIN_SNAPSHOT (provider);
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  KithCredentials *credentials = kith_query_get_credentials (query);
  const char *token = credentials != NULL ? kith_credentials_get_token (credentials) : NULL;

  g_task_set_source_tag (task, kith_linkedin_snapshot_lookup_async);
  g_task_set_task_data (task, g_object_ref (query), g_object_unref);
  if (token != NULL && kith_query_is_traced (query))
    {
      kith_query_trace (query, "GET memberSnapshotData");
      read_pages (self, kith_query_get_http (query), kith_query_get_settings (query), token, 1, cancellable, on_tried, g_object_ref (task));
      return;
    }
  if (!self->importing && (get_now () < self->next_try || get_now () < kith_linkedin_get_imported (self->linkedin) + RENEW))
    {
      return_nothing (task);
      return;
    }
  g_ptr_array_add (self->waiting, g_object_ref (task));
  if (self->importing)
    return;
  self->importing = TRUE;
  /* Whoever asked first may turn away: the import is for all. */
  kith_linkedin_snapshot_import_async (self, kith_query_get_http (query), kith_query_get_settings (query), token, NULL, on_imported, NULL);
}

static KithAnswer *
kith_linkedin_snapshot_lookup_finish (KithProvider  *provider,
                                      GAsyncResult  *result,
                                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_linkedin_snapshot_finalize (GObject *object)
{
  KithLinkedInSnapshot *self = KITH_LINKEDIN_SNAPSHOT (object);

  g_clear_object (&self->linkedin);
  g_clear_object (&self->reader);
  g_ptr_array_unref (self->waiting);
  G_OBJECT_CLASS (kith_linkedin_snapshot_parent_class)->finalize (object);
}

static void
kith_linkedin_snapshot_class_init (KithLinkedInSnapshotClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_linkedin_snapshot_finalize;
  KITH_PROVIDER_CLASS (klass)->lookup_async = kith_linkedin_snapshot_lookup_async;
  KITH_PROVIDER_CLASS (klass)->lookup_finish = kith_linkedin_snapshot_lookup_finish;
}

static void
kith_linkedin_snapshot_init (KithLinkedInSnapshot *self)
{
  guint64 fields = 1 << KITH_FIELD_NAME | 1 << KITH_FIELD_ROLE | 1 << KITH_FIELD_COMPANY | 1 << KITH_FIELD_LINK
                   | 1 << KITH_FIELD_CONNECTED_SINCE;

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_object_set (self, "id", "linkedin-dma", "name", C_("provider", "Your LinkedIn data, online"), "site", "https://www.linkedin.com/",
                "sends", (guint) KITH_SENDS_NOTHING, "reveals-to", (guint) KITH_REVEALS_TO_SERVICE, "fields", fields,
                "sign-in", (guint) KITH_SIGN_IN_TOKEN,
                "about", _("Your own connections, once a week, with a token of your own: for members in the European Economic Area and in Switzerland. "
                           "Nothing about whom you read mail of is sent."),
                NULL);
}

/**
 * kith_linkedin_snapshot_new:
 * @linkedin: where the connections go
 * @reader: (nullable): the provider that answers from them
 *
 * Returns: (transfer full): the provider
 */
KithProvider *
kith_linkedin_snapshot_new (KithLinkedIn *linkedin,
                            KithProvider *reader)
{
  KithLinkedInSnapshot *self = g_object_new (KITH_TYPE_LINKEDIN_SNAPSHOT, NULL);

  self->linkedin = g_object_ref (linkedin);
  g_set_object (&self->reader, reader);
  return KITH_PROVIDER (self);
}
