/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include "kith-console.h"
#include "kith-json.h"

#include <kith/kith-remove-history.h>

#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

#define BAR_WIDTH 30

static void
show_progress (guint64  done,
               guint64  total,
               guint64  n_messages,
               gpointer user_data)
{
  guint percent = total > 0 ? (guint) (MIN (done, total) * 100 / total) : 0;
  char bar[BAR_WIDTH + 1];
  g_autofree char *messages = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u message", "%u messages", n_messages), (guint) n_messages);

  for (guint i = 0; i < BAR_WIDTH; i++)
    bar[i] = i * 100 < percent * BAR_WIDTH ? '#' : '.';
  bar[BAR_WIDTH] = '\0';
  fprintf (stderr, "\r[%s] %3u %%  %s ", bar, percent, messages);
  fflush (stderr);
}

static gboolean
on_interrupt (gpointer user_data)
{
  g_cancellable_cancel (user_data);
  return G_SOURCE_CONTINUE;
}

static void
print_report (const KithIndexReport *report,
              gboolean               as_json)
{
  g_autofree char *text = NULL;

  if (as_json)
    {
      json_t *object = json_object ();

      json_object_set_new (object, "folders", json_integer ((json_int_t) report->n_folders));
      json_object_set_new (object, "unchanged", json_integer ((json_int_t) report->n_unchanged));
      json_object_set_new (object, "read", json_integer ((json_int_t) report->n_messages));
      json_object_set_new (object, "removed", json_integer ((json_int_t) report->n_removed));
      json_object_set_new (object, "messages", json_integer ((json_int_t) report->n_known));
      json_object_set_new (object, "skipped", report->skipped != NULL ? json_string (report->skipped) : json_null ());
      kith_json_print ("index", object);
      return;
    }
  /* Translators: what reading mail came to: messages read, messages gone, messages known in all */
  text = g_strdup_printf (_("%lu read, %lu gone; the history knows %lu messages."), (gulong) report->n_messages, (gulong) report->n_removed,
                          (gulong) report->n_known);
  kith_console_line (KITH_STYLE_PLAIN, 0, text);
  if (report->skipped != NULL)
    {
      /* Translators: %s is a list such as "3 could not be opened, 1 had no sender" */
      g_autofree char *skipped = g_strdup_printf (_("Left out or uncertain: %s."), report->skipped);

      kith_console_line (KITH_STYLE_FAINT, 0, skipped);
    }
}

static KithExit
remove_history (void)
{
  g_autoptr(KithSession) engine = kith_command_new_engine ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };

  kith_engine_remove_history_async (engine, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  if (!kith_engine_remove_history_finish (engine, result, &error))
    return kith_command_fail (error);
  kith_console_line (KITH_STYLE_PLAIN, 0, _("The history is removed and switched off; “kith provider set history enabled true” switches it on again."));
  return KITH_EXIT_FOUND;
}

KithExit
kith_command_index (const KithCommand  *self,
                    const char *const  *argv)
{
  gboolean as_json = FALSE;
  gboolean remove = FALSE;
  g_auto(GStrv) own = NULL;
  g_auto(GStrv) paths = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(KithIndexReport) report = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };
  gboolean bar;
  guint interrupt;
  const GOptionEntry entries[] = {
    { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("Print one JSON document"), NULL },
    { "own", 0, 0, G_OPTION_ARG_STRING_ARRAY, &own, N_("One of your own addresses; without it the mail itself tells"), N_("ADDRESS") },
    { "remove", 0, 0, G_OPTION_ARG_NONE, &remove, N_("Delete the history, and switch it off in all programs"), NULL },
    { NULL }
  };

  if (!kith_command_parse (self, argv, entries, &paths, &status))
    return status;
  if (remove && (paths[0] != NULL || as_json || own != NULL))
    return kith_command_usage (_("“kith index --remove” stands alone"));
  if (remove)
    return remove_history ();
  if (paths[0] == NULL)
    return kith_command_usage (_("say what to read: “kith index PATH…” with Maildir or MH folders or mbox files"));
  for (guint i = 0; own != NULL && own[i] != NULL; i++)
    {
      g_autoptr(KithAddress) address = kith_command_parse_address (own[i], &error);

      if (address == NULL)
        return kith_command_fail (error);
      g_free (own[i]);
      own[i] = g_strdup (kith_address_get_mailbox (address));
    }
  bar = !as_json && isatty (STDERR_FILENO);
  interrupt = g_unix_signal_add (SIGINT, on_interrupt, cancellable);
  engine = kith_command_new_engine ();
  if (own != NULL)
    kith_engine_set_own_addresses (engine, (const char *const *) own);
  kith_engine_index_async (engine, (const char *const *) paths, bar ? show_progress : NULL, NULL, cancellable, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  g_source_remove (interrupt);
  if (bar)
    fputs ("\r\033[K", stderr);
  report = kith_engine_index_finish (engine, result, &error);
  if (report == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      kith_console_error (_("stopped; what was read stays, and the same command goes on from there"));
      return KITH_EXIT_FAILED;
    }
  if (report == NULL)
    return kith_command_fail (error);
  print_report (report, as_json);
  return report->n_known > 0 ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
