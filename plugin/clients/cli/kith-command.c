/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Help goes to standard output and ends well; a wrong option is said on standard error in one line, and where to read on.
 * Arguments are bytes as the shell gave them: in the C locale GLib would refuse what is not ASCII, so they are taken as file names are.
 */
gboolean
kith_command_parse (const KithCommand   *self,
                    const char *const   *argv,
                    const GOptionEntry  *entries,
                    GStrv               *rest,
                    KithExit            *status)
{
  g_autofree char *program = g_strdup_printf ("kith %s", self->name);
  g_autoptr(GOptionContext) context = g_option_context_new (*self->arguments != '\0' ? _(self->arguments) : NULL);
  g_auto(GStrv) arguments_left = NULL;
  g_auto(GStrv) copy = NULL;
  g_autoptr(GError) error = NULL;
  gboolean help = FALSE;
  const GOptionEntry common[] = {
    { "help", 'h', 0, G_OPTION_ARG_NONE, &help, N_("Show this help"), NULL },
    { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, &arguments_left, NULL, NULL },
    { NULL }
  };

  /* The usage line of the help begins with it. */
  g_set_prgname (program);
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, _(self->summary));
  g_option_context_set_help_enabled (context, FALSE);
  if (entries != NULL)
    g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, common, GETTEXT_PACKAGE);

  copy = g_strdupv ((GStrv) argv);
  if (!g_option_context_parse_strv (context, &copy, &error))
    {
      /* GLib's text names the option, and the value given with it: the value may be an address. */
      kith_console_error (g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION)
                          ? _("there is no such option; “kith %s --help” lists them")
                          : _("an option lacks its value or has a wrong one; “kith %s --help” lists them"), self->name);
      *status = KITH_EXIT_USAGE;
      return FALSE;
    }
  if (help)
    {
      g_autofree char *text = g_option_context_get_help (context, TRUE, NULL);

      kith_console_put (text);
      *status = KITH_EXIT_FOUND;
      return FALSE;
    }
  *rest = arguments_left != NULL ? g_steal_pointer (&arguments_left) : g_new0 (char *, 1);
  return TRUE;
}

static void
on_notice (KithEngine *engine,
           const char *text,
           gpointer    user_data)
{
  kith_console_error ("%s", text);
}

/* What the engine goes on without, such as a cache that cannot be written, is said and does not change the exit status. */
KithSession *
kith_command_new_engine (void)
{
  KithEngine *engine = kith_engine_new ();

  g_signal_connect (engine, "notice", G_CALLBACK (on_notice), NULL);
  return engine;
}

void
kith_session_free (KithSession *self)
{
  kith_engine_close (self);
  g_object_unref (self);
}

/* Malformed input is the caller's to mend; the rest is not. */
KithExit
kith_command_fail (const GError *error)
{
  kith_console_error ("%s", error->message);
  return g_error_matches (error, KITH_ERROR, KITH_ERROR_INVALID) ? KITH_EXIT_USAGE : KITH_EXIT_FAILED;
}

KithExit
kith_command_usage (const char *text)
{
  kith_console_error ("%s", text);
  return KITH_EXIT_USAGE;
}

void
kith_wait_ready (GObject      *source,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  KithWait *self = user_data;

  self->result = g_object_ref (result);
}

GAsyncResult *
kith_wait_end (KithWait *self)
{
  while (self->result == NULL)
    g_main_context_iteration (NULL, TRUE);
  return g_steal_pointer (&self->result);
}

/*
 * "Jane Doe <jane@example.org>" as well as the address alone. The engine's words on an address could repeat it: errors never hold an
 * address, so ours are said instead.
 */
KithAddress *
kith_command_parse_address (const char  *text,
                            GError     **error)
{
  const char *angle = g_str_has_suffix (text, ">") ? strrchr (text, '<') : NULL;
  g_autofree char *name = angle != NULL && angle > text ? g_strstrip (g_strndup (text, angle - text)) : NULL;
  KithAddress *address = kith_address_new (name != NULL ? angle : text, name, NULL);

  if (address == NULL)
    g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("this is no mail address; one looks like “name@example.org”"));
  return address;
}
