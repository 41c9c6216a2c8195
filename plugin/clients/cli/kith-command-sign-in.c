/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command-sign-in.h"

#include <stdio.h>
#include <string.h>

#include "kith-console.h"

#include <glib/gi18n-lib.h>

static gboolean
has_display (void)
{
  const char *const names[] = { "WAYLAND_DISPLAY", "DISPLAY" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value != NULL && *value != '\0')
        return TRUE;
    }
  return FALSE;
}

/* The whole address on a line of its own, so that it can be copied. */
static void
put_uri (const char *uri)
{
  g_autofree char *clean = kith_console_clean (uri);

  kith_console_put ("  ");
  kith_console_put (clean);
  kith_console_put ("\n");
  /* It waits for the owner now: what it says must not wait in a buffer. */
  fflush (stdout);
}

static void
prompt (const char *uri,
        const char *user_code,
        gpointer    user_data)
{
  if (user_code != NULL)
    {
      g_autofree char *line = g_strdup_printf (_("Type the code %s on this page, on any computer or telephone:"), user_code);

      kith_console_line (KITH_STYLE_PLAIN, 0, line);
      put_uri (uri);
      return;
    }
  if (has_display () && g_app_info_launch_default_for_uri (uri, NULL, NULL))
    kith_console_line (KITH_STYLE_PLAIN, 0, _("Sign in in your browser, which opens now. If it does not, open this page on this computer:"));
  else
    kith_console_line (KITH_STYLE_PLAIN, 0, _("Open this page in a browser on this computer, and sign in:"));
  put_uri (uri);
}

KithExit
kith_command_sign_in (const KithCommand  *self,
                      const char *const  *argv)
{
  gboolean code = FALSE;
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };
  const GOptionEntry entries[] = {
    { "code", 0, 0, G_OPTION_ARG_NONE, &code, N_("Sign in by a code that is typed in any browser, where the service has that"), NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("name one provider to sign in at; “kith providers” lists them"));
  engine = kith_command_new_engine ();
  if (code || !has_display ())
    kith_engine_sign_in_with_code_async (engine, rest[0], prompt, NULL, NULL, kith_wait_ready, &wait);
  else
    kith_engine_sign_in_async (engine, rest[0], prompt, NULL, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  if (!kith_engine_sign_in_finish (engine, result, &error))
    return kith_command_fail (error);
  kith_console_line (KITH_STYLE_PLAIN, 0, _("You are signed in."));
  return KITH_EXIT_FOUND;
}

KithExit
kith_command_sign_out (const KithCommand  *self,
                       const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("name one provider to sign out of; “kith providers” lists them"));
  engine = kith_command_new_engine ();
  kith_engine_sign_out_async (engine, rest[0], NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  if (!kith_engine_sign_out_finish (engine, result, &error))
    return kith_command_fail (error);
  return KITH_EXIT_FOUND;
}

/* What is typed or piped in, and kept in the keyring. */
typedef struct
{
  const char *usage;
  const char *forget;
  void (*keep) (KithEngine          *engine,
                const char          *provider_id,
                const char          *secret,
                GCancellable        *cancellable,
                GAsyncReadyCallback  callback,
                gpointer             user_data);
  gboolean (*finish) (KithEngine    *engine,
                      GAsyncResult  *result,
                      GError       **error);
} SecretKind;

static const SecretKind token_kind = {
  N_("name one provider; the token itself is read from standard input"), N_("Forget the token instead of reading one"),
  kith_engine_set_token_async, kith_engine_set_token_finish,
};

static const SecretKind client_secret_kind = {
  N_("name one provider; the secret of its client id is read from standard input"), N_("Forget the secret instead of reading one"),
  kith_engine_set_client_secret_async, kith_engine_set_client_secret_finish,
};

static KithExit
keep_secret (const KithCommand  *self,
             const char *const  *argv,
             const SecretKind   *kind)
{
  gboolean remove = FALSE;
  g_auto(GStrv) rest = NULL;
  KithExit status;
  char *secret = NULL;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };
  const GOptionEntry entries[] = {
    { "remove", 0, 0, G_OPTION_ARG_NONE, &remove, kind->forget, NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_(kind->usage));
  if (!remove)
    {
      secret = kith_console_read_secret (&error);
      if (secret == NULL)
        return kith_command_fail (error);
    }
  engine = kith_command_new_engine ();
  kind->keep (engine, rest[0], secret, NULL, kith_wait_ready, &wait);
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
  result = kith_wait_end (&wait);
  if (!kind->finish (engine, result, &error))
    return kith_command_fail (error);
  return KITH_EXIT_FOUND;
}

KithExit
kith_command_token (const KithCommand  *self,
                    const char *const  *argv)
{
  return keep_secret (self, argv, &token_kind);
}

KithExit
kith_command_client_secret (const KithCommand  *self,
                            const char *const  *argv)
{
  return keep_secret (self, argv, &client_secret_kind);
}

KithExit
kith_command_accounts (const KithCommand  *self,
                       const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) accounts = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };
  guint width = 0;

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) != 1)
    return kith_command_usage (_("name one provider; the accounts of the desktop that serve it are listed"));
  engine = kith_command_new_engine ();
  kith_engine_list_accounts_async (engine, rest[0], NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  accounts = kith_engine_list_accounts_finish (engine, result, &error);
  if (accounts == NULL)
    return kith_command_fail (error);
  for (guint i = 0; i < accounts->len; i++)
    width = MAX (width, kith_console_measure (((KithDesktopAccount *) accounts->pdata[i])->id));
  for (guint i = 0; i < accounts->len; i++)
    {
      const KithDesktopAccount *account = accounts->pdata[i];

      kith_console_row (0, width, account->id, account->name, NULL);
    }
  return accounts->len > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
