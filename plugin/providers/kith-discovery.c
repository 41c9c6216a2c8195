/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-discovery.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-http-site.h"
#include "kith-http-url.h"
#include "kith-text-record.h"

#define MAX_PATH_BYTES 256
/* RFC 6764 section 4 */
#define PATH_PREFIX "path="

/* A question to the name server under way. */
typedef struct
{
  char *service;
  char *domain;
  char *origin; /* (nullable): of the server that the SRV record names */
} Discovery;

static void
discovery_free (gpointer data)
{
  Discovery *discovery = data;

  g_free (discovery->service);
  g_free (discovery->domain);
  g_free (discovery->origin);
  g_free (discovery);
}

/* Whoever answers for the name server does not choose what is asked: a plain path, or none. */
static gboolean
is_good_path (const char *path)
{
  return path[0] == '/' && strlen (path) <= MAX_PATH_BYTES && strstr (path, "..") == NULL
         && strspn (path, "/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-") == strlen (path);
}

static char *
find_path (GList *records)
{
  for (GList *l = records; l != NULL; l = l->next)
    {
      g_autofree const char **texts = NULL;

      g_variant_get (l->data, "(^a&s)", &texts);
      for (guint i = 0; texts[i] != NULL; i++)
        if (g_str_has_prefix (texts[i], PATH_PREFIX))
          return g_strdup (texts[i] + strlen (PATH_PREFIX));
    }
  return NULL;
}

static void
return_url (GTask      *task,
            const char *path)
{
  Discovery *discovery = g_task_get_task_data (task);
  char *url = g_strconcat (discovery->origin, path != NULL && is_good_path (path) ? path : "", NULL);

  while (g_str_has_suffix (url, "/"))
    url[strlen (url) - 1] = '\0';
  g_task_return_pointer (task, url, g_free);
}

static void
on_texts (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GList *records = g_resolver_lookup_records_finish (G_RESOLVER (source), result, NULL);
  g_autofree char *path = find_path (records);

  g_list_free_full (records, (GDestroyNotify) g_variant_unref);
  return_url (task, path);
}

static void
on_text (GObject      *source,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autofree char *path = kith_text_record_find_finish (result);

  return_url (task, path);
}

/* A resolver that the program has set is asked. GLib's own is not: see kith-text-record.h. */
static void
ask_for_text (GResolver *resolver,
              GTask     *task)
{
  Discovery *discovery = g_task_get_task_data (task);
  g_autofree char *name = g_strdup_printf ("_%s._tcp.%s", discovery->service, discovery->domain);

  if (g_str_equal (G_OBJECT_TYPE_NAME (resolver), "GThreadedResolver"))
    kith_text_record_find_async (name, PATH_PREFIX, g_task_get_cancellable (task), on_text, g_object_ref (task));
  else
    g_resolver_lookup_records_async (resolver, name, G_RESOLVER_RECORD_TXT, g_task_get_cancellable (task), on_texts, g_object_ref (task));
}

/* A name server is easily lied to: only a server of the domain that the owner named gets the password (RFC 6764 section 8). */
static gboolean
take_target (Discovery   *discovery,
             GSrvTarget  *target,
             GError     **error)
{
  g_autofree char *host = g_strdup (g_srv_target_get_hostname (target));
  g_autofree char *text = NULL;
  g_autoptr (KithHttpUrl) url = NULL;

  if (g_str_has_suffix (host, "."))
    host[strlen (host) - 1] = '\0';
  text = g_strdup_printf ("https://%s:%u/", host, g_srv_target_get_port (target));
  url = kith_http_url_parse (text, NULL);
  if (url == NULL || !kith_http_is_same_site (url->host, discovery->domain))
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED,
                           _("Your domain names a server outside of itself, which is not asked unless you name it: set its base-url"));
      return FALSE;
    }
  discovery->origin = g_strdup (url->origin);
  return TRUE;
}

static void
on_service (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  Discovery *discovery = g_task_get_task_data (task);
  GError *error = NULL;
  GList *targets = g_resolver_lookup_service_finish (G_RESOLVER (source), result, &error);

  if (targets == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  if (targets == NULL)
    {
      /* No record, or no name server that knows of any: the domain's own server is asked (RFC 6764 section 6). */
      g_clear_error (&error);
      g_task_return_pointer (task, g_strconcat ("https://", discovery->domain, NULL), g_free);
      return;
    }
  /* They come in the order of RFC 2782. */
  if (!take_target (discovery, targets->data, &error))
    {
      g_resolver_free_targets (targets);
      g_task_return_error (task, error);
      return;
    }
  g_resolver_free_targets (targets);
  ask_for_text (G_RESOLVER (source), task);
}

/**
 * kith_discovery_find_async:
 * @service: the name of the service: "carddavs", "jmap"
 * @domain: the domain of the owner's own account
 * @cancellable: (nullable): to give up
 * @callback: called in the thread's main context
 * @user_data: for @callback
 *
 * Asks the name server for the SRV record of the service, and for the path in its TXT record.
 */
void
kith_discovery_find_async (const char          *service,
                           const char          *domain,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  g_autofree char *text = g_strdup_printf ("https://%s/", domain);
  g_autoptr (KithHttpUrl) url = kith_http_url_parse (text, NULL);
  g_autoptr (GResolver) resolver = NULL;
  Discovery *discovery;

  g_task_set_source_tag (task, kith_discovery_find_async);
  if (url == NULL || strchr (url->host, '.') == NULL || g_hostname_is_ip_address (url->host))
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, _("Your name there does not end in a domain; name the server with base-url"));
      g_object_unref (task);
      return;
    }
  discovery = g_new0 (Discovery, 1);
  discovery->service = g_strdup (service);
  discovery->domain = g_strdup (url->host);
  g_task_set_task_data (task, discovery, discovery_free);
  resolver = g_resolver_get_default ();
  g_resolver_lookup_service_async (resolver, service, "tcp", discovery->domain, cancellable, on_service, task);
}

/**
 * kith_discovery_find_finish:
 * @result: the result
 * @error: return location for `KITH_ERROR_REFUSED`: the record names a server of somebody else's
 *
 * Returns: (transfer full) (nullable): the URL of the service without a slash at its end
 */
char *
kith_discovery_find_finish (GAsyncResult  *result,
                            GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
