/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-locks.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>

#include "kith-http-url.h"

static gboolean
is_locked_off (KithCore     *core,
               KithProvider *provider)
{
  g_autoptr (KithProviderSettings) settings = kith_core_ref_provider_settings (core, provider);

  return settings != NULL && kith_provider_settings_is_locked (settings) && !kith_provider_settings_is_enabled (settings);
}

/**
 * kith_locks_find_hosts:
 * @core: the core
 *
 * A service that is switched off by its provider's id is not asked through a copy of the provider's file with another id, either, nor as the
 * server of another provider.
 *
 * Returns: (transfer full) (element-type utf8): a set of the usual hosts of all providers that an administrator has switched off
 */
GHashTable *
kith_locks_find_hosts (KithCore *core)
{
  g_autoptr (GHashTable) hosts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (core));

  for (guint i = 0; i < providers->len; i++)
    {
      KithProvider *provider = g_ptr_array_index (providers, i);
      const char *usual = kith_core_get_usual_host (provider);
      g_autofree char *host = usual != NULL && is_locked_off (core, provider) ? kith_http_url_normalise_host (usual) : NULL;

      if (host != NULL)
        g_hash_table_add (hosts, g_steal_pointer (&host));
    }
  return g_steal_pointer (&hosts);
}

/**
 * kith_locks_is_off:
 * @core: the core
 * @provider: a provider
 * @hosts: from kith_locks_find_hosts()
 *
 * Returns: whether an administrator has switched it off, or the service that it would ask
 */
gboolean
kith_locks_is_off (KithCore     *core,
                   KithProvider *provider,
                   GHashTable   *hosts)
{
  g_autofree char *host = NULL;
  g_autofree char *normal = NULL;

  if (is_locked_off (core, provider))
    return TRUE;
  host = kith_core_dup_host (core, provider);
  normal = host != NULL ? kith_http_url_normalise_host (host) : NULL;
  return normal != NULL && g_hash_table_contains (hosts, normal);
}

/**
 * kith_locks_check:
 * @core: the core
 * @provider: a provider
 * @error: return location; KITH_ERROR_REFUSED
 *
 * Returns: %FALSE where an administrator has switched it off
 */
gboolean
kith_locks_check (KithCore      *core,
                  KithProvider  *provider,
                  GError       **error)
{
  g_autoptr (GHashTable) hosts = kith_locks_find_hosts (core);

  if (!kith_locks_is_off (core, provider, hosts))
    return TRUE;
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_REFUSED, _("Your administrator has switched this provider off."));
  return FALSE;
}

/* As kith_locks_check(); one that is not there at present cannot be switched off. */
gboolean
kith_locks_check_id (KithCore    *core,
                     const char  *provider_id,
                     GError     **error)
{
  KithProvider *provider = kith_registry_find (kith_core_get_registry (core), provider_id);

  return provider == NULL || kith_locks_check (core, provider, error);
}

/* Whatever a provider file, a redirect or the address of a picture names: a service that is switched off is not reached. */
void
kith_locks_apply (KithCore *core)
{
  g_autoptr (GHashTable) hosts = kith_locks_find_hosts (core);

  if (kith_core_get_http (core) != NULL)
    kith_http_set_refused_hosts (kith_core_get_http (core), hosts);
}
