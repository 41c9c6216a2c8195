/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-preferences.h"

#include <glib/gi18n-lib.h>

#include <e-util/e-util.h>

#include "kith-evolution-shell.h"
#include "kith-preferences.h"

#define PAGE_NAME "kith"
/* After mail accounts and contacts, among what is about mail. */
#define PAGE_ORDER 350

static GtkWidget *
create_page (EPreferencesWindow *window)
{
  EShell *shell = E_SHELL (e_preferences_window_get_shell (window));
  KithEngine *engine = kith_evolution_shell_find_engine (shell);
  GtkWidget *page;

  /* At the end of the program a page may be asked for when the engine is gone. */
  page = engine != NULL ? kith_preferences_new (engine) : gtk_label_new (NULL);
  gtk_widget_show (page);

  return page;
}

/*
 * kith_evolution_preferences_add:
 * @shell: the shell that owns the engine
 */
void
kith_evolution_preferences_add (EShell *shell)
{
  GtkWidget *window = e_shell_get_preferences_window (shell);

  /* Translators: the name of this program */
  e_preferences_window_add_page (E_PREFERENCES_WINDOW (window), PAGE_NAME, "avatar-default", _("Kith"), NULL, create_page, PAGE_ORDER);
}

static void
show_provider (GtkWidget *widget,
               gpointer   provider_id)
{
  if (KITH_IS_PREFERENCES (widget))
    kith_preferences_show_provider (KITH_PREFERENCES (widget), provider_id);
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_foreach (GTK_CONTAINER (widget), show_provider, provider_id);
}

/*
 * kith_evolution_preferences_show:
 * @shell: the shell
 * @provider_id: (nullable): the provider whose settings are to be seen
 *
 * Opens Evolution's preferences at the page.
 */
void
kith_evolution_preferences_show (EShell     *shell,
                                 const char *provider_id)
{
  EPreferencesWindow *window = E_PREFERENCES_WINDOW (e_shell_get_preferences_window (shell));

  e_preferences_window_setup (window);
  e_preferences_window_show_page (window, PAGE_NAME);
  gtk_window_set_transient_for (GTK_WINDOW (window), e_shell_get_active_window (shell));
  gtk_window_present (GTK_WINDOW (window));
  show_provider (GTK_WIDGET (window), (gpointer) provider_id);
}
