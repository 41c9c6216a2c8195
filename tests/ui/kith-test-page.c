/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-page.h"

#include <glib/gstdio.h>

#include "kith-preferences.h"
#include "kith-provider-row.h"
#include "kith-test-accessible.h"
#include "../kith-test-files.h"

#define PROFILES "/v3/profiles/*"
#define PROFILE "'status': 200, 'headers': {'Content-Type': 'application/json'}, 'body': '{\\\"job_title\\\": \\\"Vice President\\\"," \
  " \\\"company\\\": \\\"Example Widgets BV\\\"}'"

/* $XDG_CONFIG_DIRS of these tests: where an administrator writes. */
static char *config_dir;

static void
administer (const char *name,
            const char *text)
{
  g_autofree char *folder = g_build_filename (config_dir, "kith", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (text == NULL)
    {
      g_unlink (path);
      g_rmdir (folder);
      return;
    }
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
}

void
kith_test_page_set_up (KithTestPage  *fixture,
                       gconstpointer  data)
{
  g_autoptr (GError) error = NULL;

  if (data != NULL)
    administer ("locks", data);
  fixture->dir = g_dir_make_tmp ("kith-preferences-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->server = kith_test_server_new (NULL, &error);
  g_assert_no_error (error);
  kith_test_server_set_route (fixture->server, "GET", PROFILES, PROFILE);
  kith_test_engine_copy_provider (fixture->dir, "gravatar.provider");
  kith_test_engine_copy_provider (fixture->dir, "carddav.provider");
  kith_test_engine_copy_provider (fixture->dir, "hunter.provider");

  fixture->engine = kith_test_engine_new (fixture->dir);
  if (data == NULL)
    {
      kith_test_engine_set_provider (fixture->engine, "gravatar", "base-url", kith_test_server_get_base_url (fixture->server));
      kith_test_engine_set_provider (fixture->engine, "gravatar", "ca-file", kith_test_server_get_ca_file (fixture->server));
    }

  fixture->page = kith_preferences_new (fixture->engine);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  fixture->window = gtk_window_new (GTK_WINDOW_TOPLEVEL);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 700, 620);
  gtk_container_add (GTK_CONTAINER (fixture->window), fixture->page);
  gtk_widget_show_all (fixture->window);
}

static gboolean
is_null (gpointer pointer)
{
  return *(gpointer *) pointer == NULL;
}

/* Nothing that still runs may hold the page or the engine for good. */
void
kith_test_page_tear_down (KithTestPage  *fixture,
                          gconstpointer  data)
{
  if (fixture->window != NULL)
    gtk_widget_destroy (fixture->window);
  g_assert_true (kith_test_wait (is_null, &fixture->page));
  kith_test_engine_end (&fixture->engine);
  if (fixture->other != NULL)
    kith_test_engine_end (&fixture->other);
  kith_test_server_free (fixture->server);
  kith_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  administer ("locks", NULL);
}

/* -- what is on the page -- */

static void
search_widget (GtkWidget *widget,
               gpointer   user_data)
{
  KithTestSearch *search = user_data;

  if (search->found != NULL)
    return;
  if (g_strcmp0 (atk_object_get_accessible_id (gtk_widget_get_accessible (widget)), search->id) == 0)
    search->found = widget;
  else if (GTK_IS_CONTAINER (widget))
    gtk_container_forall (GTK_CONTAINER (widget), search_widget, search);
}

gboolean
kith_test_page_is_known (gpointer user_data)
{
  KithTestSearch *search = user_data;

  search->found = NULL;
  search_widget (search->fixture->page, search);
  return search->found != NULL;
}

/* Also where it does not show: pages behind others are not for assistive technologies to see. */
GtkWidget *
kith_test_page_find (KithTestPage *fixture,
                     const char   *id)
{
  KithTestSearch search = { fixture, id, NULL };

  if (!kith_test_wait (kith_test_page_is_known, &search))
    g_error ("there is no %s", id);
  return search.found;
}

typedef struct
{
  KithTestPage *fixture;
  const char *id;
  const char *text;
  gboolean on;
} Expected;

const char *
kith_test_page_get_text (GtkWidget *widget)
{
  if (!gtk_widget_get_visible (widget))
    return NULL;
  return GTK_IS_ENTRY (widget) ? gtk_entry_get_text (GTK_ENTRY (widget)) : gtk_label_get_text (GTK_LABEL (widget));
}

static gboolean
says (gpointer user_data)
{
  const Expected *expected = user_data;

  return g_strcmp0 (kith_test_page_get_text (kith_test_page_find (expected->fixture, expected->id)), expected->text) == 0;
}

/* What a label or an entry says, whether it is scrolled to or not; NULL where it is hidden. */
void
kith_test_page_assert_says (KithTestPage *fixture,
                            const char   *id,
                            const char   *text)
{
  Expected expected = { fixture, id, text, FALSE };

  kith_test_wait (says, &expected);
  g_assert_cmpstr (kith_test_page_get_text (kith_test_page_find (fixture, id)), ==, text);
}

static gboolean
warns (gpointer user_data)
{
  const Expected *expected = user_data;
  GtkWidget *widget = kith_test_page_find (expected->fixture, expected->id);

  return kith_test_page_get_text (widget) != NULL && gtk_style_context_has_class (gtk_widget_get_style_context (widget), "kith-warning");
}

/* In whatever words. */
void
kith_test_page_assert_warns (KithTestPage *fixture,
                             const char   *id)
{
  Expected expected = { fixture, id, NULL, FALSE };

  g_assert_true (kith_test_wait (warns, &expected));
}

static gboolean
is_so (gpointer user_data)
{
  const Expected *expected = user_data;

  return gtk_switch_get_active (GTK_SWITCH (kith_test_page_find (expected->fixture, expected->id))) == expected->on;
}

void
kith_test_page_assert_switch (KithTestPage *fixture,
                              const char   *id,
                              gboolean      on)
{
  Expected expected = { fixture, id, NULL, on };

  g_assert_true (kith_test_wait (is_so, &expected));
}

void
kith_test_page_flip (KithTestPage *fixture,
                     const char   *id)
{
  GtkSwitch *widget = GTK_SWITCH (kith_test_page_find (fixture, id));

  gtk_switch_set_active (widget, !gtk_switch_get_active (widget));
}

void
kith_test_page_type (KithTestPage *fixture,
                     const char   *id,
                     const char   *text)
{
  gtk_entry_set_text (GTK_ENTRY (kith_test_page_find (fixture, id)), text);
}

void
kith_test_page_enter (KithTestPage *fixture,
                      const char   *id,
                      const char   *text)
{
  kith_test_page_type (fixture, id, text);
  gtk_widget_activate (kith_test_page_find (fixture, id));
}

void
kith_test_page_click (KithTestPage *fixture,
                      const char   *id)
{
  g_assert_true (gtk_widget_get_sensitive (kith_test_page_find (fixture, id)));
  gtk_button_clicked (GTK_BUTTON (kith_test_page_find (fixture, id)));
}

void
kith_test_page_open_provider (KithTestPage *fixture,
                              const char   *id)
{
  g_autofree char *details = g_strconcat ("kith-details-", id, NULL);

  kith_test_page_click (fixture, details);
}

/* Of the providers that these tests know, whatever others there are. */
static char *
dup_order (KithTestPage *fixture)
{
  static const char *const known[] = { "you", "carddav", "linkedin", "gravatar", "signature", "message", "history", "hunter", NULL };
  GtkListBox *list = GTK_LIST_BOX (kith_test_page_find (fixture, "kith-providers"));
  g_autoptr (GString) text = g_string_new (NULL);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    if (g_strv_contains (known, kith_provider_row_get_id (KITH_PROVIDER_ROW (row))))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "," : "", kith_provider_row_get_id (KITH_PROVIDER_ROW (row)));

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gboolean
has_order (gpointer user_data)
{
  const Expected *expected = user_data;
  g_autofree char *order = dup_order (expected->fixture);

  return g_strcmp0 (order, expected->text) == 0;
}

void
kith_test_page_assert_order (KithTestPage *fixture,
                             const char   *text)
{
  Expected expected = { fixture, NULL, text, FALSE };
  g_autofree char *order = NULL;

  kith_test_wait (has_order, &expected);
  order = dup_order (fixture);
  g_assert_cmpstr (order, ==, text);
}

KithEngine *
kith_test_page_need_other (KithTestPage *fixture)
{
  if (fixture->other == NULL)
    fixture->other = kith_test_engine_new (fixture->dir);
  return fixture->other;
}

/* Before GTK is begun: no keyring of the developer's, and an administrator of the test's own. */
void
kith_test_page_begin (void)
{
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  config_dir = g_dir_make_tmp ("kith-administrator-XXXXXX", NULL);
  g_setenv ("XDG_CONFIG_DIRS", config_dir, TRUE);
}

void
kith_test_page_end (void)
{
  g_rmdir (config_dir);
  g_clear_pointer (&config_dir, g_free);
}
