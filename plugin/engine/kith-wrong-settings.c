/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-wrong-settings.h"

#include <glib/gi18n-lib.h>

static void
tell (KithCore   *core,
      const char *provider_id)
{
  g_autoptr (GVariant) described = kith_settings_describe (kith_core_get_settings (core), provider_id);
  GVariantIter iter;
  const char *key;
  gboolean wrong;

  if (described == NULL)
    return;
  g_variant_iter_init (&iter, described);
  while (g_variant_iter_next (&iter, "{&s(vbbii)}", &key, NULL, NULL, &wrong, NULL, NULL))
    {
      g_autofree char *text = NULL;

      if (!wrong)
        continue;
      if (provider_id != NULL)
        /* Translators: the first %s is a key, the second the id of a provider */
        text = g_strdup_printf (_("The setting “%s” of %s cannot be used as it is written, so its default holds; set it again"), key, provider_id);
      else
        text = g_strdup_printf (_("The setting “%s” cannot be used as it is written, so its default holds; set it again"), key);
      kith_core_notice (core, text);
    }
}

/*
 * kith_wrong_settings_tell:
 * @core: the core
 *
 * A file or a settings service can hold anything. GSettings takes the default for what is of the wrong type or out of range, and keeps silent.
 */
void
kith_wrong_settings_tell (KithCore *core)
{
  GPtrArray *providers = kith_registry_get_providers (kith_core_get_registry (core));

  tell (core, NULL);
  for (guint i = 0; i < providers->len; i++)
    tell (core, kith_provider_get_id (g_ptr_array_index (providers, i)));
}
