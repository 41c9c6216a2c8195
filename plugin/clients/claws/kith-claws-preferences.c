/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-preferences.h"

#include <glib/gi18n-lib.h>
#include <gtk/gtk.h>

#include <prefs_gtk.h>

#include "kith-preferences.h"

#define CLAWS_DOMAIN "claws-mail"
#define PAGE_NAME "Kith"
/* Beside the pages of other plugins, which have the same. */
#define PAGE_WEIGHT 30.0

struct _KithClawsPreferences
{
  PrefsPage page; /* first: Claws Mail gives it back */
  char *path[3];
  KithEngine *engine;
};

static void
create_widget (PrefsPage *page,
               GtkWindow *window,
               gpointer   data)
{
  KithClawsPreferences *self = (KithClawsPreferences *) page;

  /* Owned here as well: Claws Mail looks at it after it has destroyed it. */
  page->widget = g_object_ref_sink (kith_preferences_new (self->engine));
  gtk_widget_show (page->widget);
}

static void
destroy_widget (PrefsPage *page)
{
  g_clear_object (&page->widget);
}

/* What is changed on the page holds at once. */
static void
save_page (PrefsPage *page)
{
}

/*
 * kith_claws_preferences_new:
 * @engine: the engine
 *
 * Returns: (transfer full): the page, registered
 */
KithClawsPreferences *
kith_claws_preferences_new (KithEngine *engine)
{
  KithClawsPreferences *self = g_new0 (KithClawsPreferences, 1);

  self->engine = g_object_ref (engine);
  /* The branch is that of other plugins: what it is called is for Claws Mail to say. */
  self->path[0] = g_strdup (g_dgettext (CLAWS_DOMAIN, "Plugins"));
  self->path[1] = g_strdup (PAGE_NAME);
  self->page.path = self->path;
  self->page.weight = PAGE_WEIGHT;
  self->page.create_widget = create_widget;
  self->page.destroy_widget = destroy_widget;
  self->page.save_page = save_page;
  prefs_gtk_register_page (&self->page);

  return self;
}

void
kith_claws_preferences_free (KithClawsPreferences *self)
{
  prefs_gtk_unregister_page (&self->page);
  g_free (self->path[0]);
  g_free (self->path[1]);
  g_object_unref (self->engine);
  g_free (self);
}

static GtkWidget *
find_widget (GtkWidget *root,
             GType      type)
{
  g_autoptr (GList) children = NULL;
  GtkWidget *found = NULL;

  if (G_TYPE_CHECK_INSTANCE_TYPE (root, type))
    return root;
  if (!GTK_IS_CONTAINER (root))
    return NULL;

  children = gtk_container_get_children (GTK_CONTAINER (root));
  for (GList *l = children; l != NULL && found == NULL; l = l->next)
    found = find_widget (l->data, type);

  return found;
}

typedef struct
{
  GtkTreeView *tree;
  gboolean found;
} Choice;

static gboolean
choose_row (GtkTreeModel *model,
            GtkTreePath  *path,
            GtkTreeIter  *iter,
            gpointer      user_data)
{
  Choice *choice = user_data;
  g_autofree char *title = NULL;

  gtk_tree_model_get (model, iter, PREFS_PAGE_TITLE, &title, -1);
  if (g_strcmp0 (title, PAGE_NAME) != 0 || gtk_tree_path_get_depth (path) != 2)
    return FALSE;

  gtk_tree_view_expand_to_path (choice->tree, path);
  gtk_tree_view_set_cursor (choice->tree, path, NULL, FALSE);
  choice->found = TRUE;
  return TRUE;
}

/* Claws Mail has no call that opens its preferences at a page. */
static gboolean
show_page (GtkWidget  *window,
           const char *provider_id)
{
  GtkWidget *tree = find_widget (window, GTK_TYPE_TREE_VIEW);
  GtkTreeModel *model = tree != NULL ? gtk_tree_view_get_model (GTK_TREE_VIEW (tree)) : NULL;
  Choice choice = { (GtkTreeView *) tree, FALSE };
  GtkWidget *page;

  if (model == NULL || gtk_tree_model_get_n_columns (model) != N_PREFS_PAGE_COLUMNS
      || gtk_tree_model_get_column_type (model, PREFS_PAGE_TITLE) != G_TYPE_STRING)
    return FALSE;

  gtk_tree_model_foreach (model, choose_row, &choice);
  if (!choice.found)
    return FALSE;
  page = find_widget (window, KITH_TYPE_PREFERENCES);
  if (page != NULL)
    kith_preferences_show_provider (KITH_PREFERENCES (page), provider_id);
  gtk_window_present (GTK_WINDOW (window));

  return TRUE;
}

/*
 * kith_claws_preferences_show:
 * @provider_id: (nullable): the provider whose settings are to be seen
 *
 * Opens Claws Mail's preferences at the page.
 */
void
kith_claws_preferences_show (const char *provider_id)
{
  g_autoptr (GList) windows = NULL;
  gboolean shown = FALSE;

  prefs_gtk_open ();
  windows = gtk_window_list_toplevels ();
  for (GList *l = windows; l != NULL && !shown; l = l->next)
    if (gtk_widget_get_visible (l->data))
      shown = show_page (l->data, provider_id);
}
