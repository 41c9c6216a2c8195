/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"
#include "kith-json.h"

#include <glib/gi18n-lib.h>

static char *
join_fields (guint64 fields)
{
  GString *text = g_string_new (NULL);

  for (int field = 0; field < KITH_N_FIELDS; field++)
    if ((fields & (G_GUINT64_CONSTANT (1) << field)) != 0)
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", kith_field_get_label ((KithField) field));
  return g_string_free (text, FALSE);
}

static char *
describe_state (KithProviderInfo *info)
{
  const char *state = kith_provider_info_is_enabled (info) ? _("on") : _("off");

  if (kith_provider_info_is_locked (info))
    return g_strdup_printf (_("%s, locked by the administrator"), state);
  if (kith_provider_info_needs_token (info) && !kith_provider_info_has_token (info))
    {
      if (kith_provider_info_get_sign_in (info) == KITH_SIGN_IN_BROWSER)
        return g_strdup_printf (_("%s, needs you to sign in"), state);
      return g_strdup_printf (_("%s, needs a token"), state);
    }
  return g_strdup (state);
}

static void
print_provider (KithProviderInfo *info)
{
  const char *labels[] = { _("about"), _("state"), _("sends"), _("knows"), _("site"), _("terms"), _("server"), _("last error") };
  g_autofree char *title = g_strdup_printf ("%s · %s", kith_provider_info_get_id (info), kith_provider_info_get_name (info));
  g_autofree char *state = describe_state (info);
  g_autofree char *fields = join_fields (kith_provider_info_get_fields (info));
  const char *values[] = {
    kith_provider_info_get_about (info),
    state,
    kith_provider_info_is_local (info) ? _("nothing; it looks on this computer only") : kith_provider_info_get_sends_text (info),
    fields,
    kith_provider_info_get_site (info),
    kith_provider_info_get_terms (info),
    kith_provider_info_get_base_url (info),
    kith_provider_info_get_last_error (info),
  };
  guint width = 0;

  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    width = MAX (width, kith_console_measure (labels[i]));
  kith_console_line (KITH_STYLE_STRONG, 0, title);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    if (values[i] != NULL && *values[i] != '\0')
      kith_console_row (2, width, labels[i], values[i], NULL);
}

KithExit
kith_command_providers (const KithCommand  *self,
                        const char *const  *argv)
{
  gboolean as_json = FALSE;
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) providers = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };
  json_t *list;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &rest, &status))
    return status;
  if (rest[0] != NULL)
    return kith_command_usage (_("“kith providers” takes no arguments; “kith provider” sets one up"));
  engine = kith_command_new_engine ();
  kith_engine_list_providers_async (engine, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  providers = kith_engine_list_providers_finish (engine, result, &error);
  if (providers == NULL)
    return kith_command_fail (error);

  list = json_array ();
  for (guint i = 0; i < providers->len; i++)
    {
      KithProviderInfo *info = g_ptr_array_index (providers, i);

      if (as_json)
        json_array_append_new (list, kith_json_new_provider (info));
      else
        print_provider (info);
    }
  if (as_json)
    kith_json_print ("providers", json_incref (list));
  json_decref (list);
  return providers->len > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
