/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-provider-words.h"

#include <glib/gi18n-lib.h>

/**
 * kith_provider_words_sends:
 * @info: a provider
 *
 * Returns: (transfer full): what it sends and to whom, as a sentence
 */
char *
kith_provider_words_sends (KithProviderInfo *info)
{
  const char *text = kith_provider_info_get_sends_text (info);
  g_autofree char *first = NULL;

  if (text == NULL || *text == '\0')
    return g_strdup (_("Nothing leaves this computer."));

  first = g_utf8_strup (text, g_utf8_next_char (text) - text);
  /* Translators: makes a sentence of its first letter and the rest */
  return g_strdup_printf (_("%s%s."), first, g_utf8_next_char (text));
}

/**
 * kith_provider_words_lacks_access:
 * @info: a provider
 *
 * Returns: whether it answers nothing before a token is given or the owner signs in
 */
gboolean
kith_provider_words_lacks_access (KithProviderInfo *info)
{
  return kith_provider_info_needs_token (info) && !kith_provider_info_has_token (info);
}

/**
 * kith_provider_words_is_warning:
 * @info: a provider
 *
 * Returns: whether kith_provider_words_status() says that something is amiss
 */
gboolean
kith_provider_words_is_warning (KithProviderInfo *info)
{
  if (kith_provider_info_get_problem (info) != NULL)
    return TRUE;
  return kith_provider_info_is_enabled (info)
         && (kith_provider_info_lacks_server (info) || kith_provider_words_lacks_access (info)
             || kith_provider_info_get_last_error (info) != NULL);
}

/**
 * kith_provider_words_status:
 * @info: a provider
 *
 * Returns: (transfer full) (nullable): what is to be known of it now, in one line
 */
char *
kith_provider_words_status (KithProviderInfo *info)
{
  g_autofree char *mode = NULL;

  if (kith_provider_info_get_problem (info) != NULL)
    return g_strdup_printf ("%s.", kith_provider_info_get_problem (info));
  if (kith_provider_info_is_locked (info))
    return g_strdup (_("Locked by your administrator."));
  if (kith_provider_info_lacks_server (info))
    return g_strdup (_("Needs the address of your server."));
  if (kith_provider_words_lacks_access (info))
    return g_strdup (kith_provider_info_get_sign_in (info) == KITH_SIGN_IN_BROWSER ? _("Needs you to sign in.")
                     : kith_provider_info_get_sign_in (info) == KITH_SIGN_IN_PASSWORD ? _("Needs a name and a password.")
                                                                                      : _("Needs a token."));
  if (!kith_provider_info_is_enabled (info))
    return NULL;
  if (kith_provider_info_get_last_error (info) != NULL)
    return g_strdup_printf (_("The last time: %s"), kith_provider_info_get_last_error (info));
  if (kith_provider_info_is_click_only (info))
    return g_strdup (_("Asked only when you click: the person could see that you looked."));
  if (kith_provider_info_is_local (info))
    return NULL;

  mode = kith_provider_info_dup_setting (info, "mode");
  return g_strcmp0 (mode, "click") == 0 ? g_strdup (_("Asked only when you click.")) : NULL;
}
