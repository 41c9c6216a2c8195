/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-ledger-view.h"

#include <glib/gi18n-lib.h>

#include "kith-ledger-text.h"
#include "kith-save.h"
#include "kith-widgets.h"

/* More than that nobody looks through; a search goes through all. */
#define MAX_ROWS 500

enum
{
  COLUMN_TIME,
  COLUMN_PROVIDER,
  COLUMN_WHAT,
  COLUMN_ADDRESS,
  COLUMN_OUTCOME,
  COLUMN_ENTRY,
};

struct _KithLedgerView
{
  GtkBox parent_instance;

  GtkWidget *search;
  GtkWidget *save;
  GtkWidget *summary;
  GtkWidget *note;
  GtkWidget *table;
  GtkListStore *store;
  GtkWidget *details;

  KithEngine *engine;
  GCancellable *cancellable;
  GHashTable *names;      /* (element-type utf8 utf8): of providers by their ids */
  GPtrArray *entries;     /* (nullable) (element-type KithLedgerEntry): all of them */
  GCancellable *matching; /* (nullable): the search under way */
  GPtrArray *found;       /* (nullable) (element-type KithLedgerEntry): those that match */
};

G_DEFINE_FINAL_TYPE (KithLedgerView, kith_ledger_view, GTK_TYPE_BOX)

static const char *
kith_ledger_view_get_name (KithLedgerView  *self,
                           KithLedgerEntry *entry)
{
  const char *id = kith_ledger_entry_get_provider_id (entry);
  const char *name = id != NULL ? g_hash_table_lookup (self->names, id) : NULL;

  return name != NULL ? name : id;
}

static void
kith_ledger_view_summarise (KithLedgerView *self)
{
  guint total = self->entries->len;
  guint found = self->found->len;
  gboolean searched = *gtk_entry_get_text (GTK_ENTRY (self->search)) != '\0';
  g_autofree char *text = NULL;

  if (total == 0)
    text = g_strdup (_("Nothing was sent."));
  else if (searched && found == 0)
    text = g_strdup (_("Nothing like that was sent."));
  else if (found > MAX_ROWS)
    text = g_strdup_printf (_("The newest %d of %u requests."), MAX_ROWS, found);
  else
    text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u request.", "%u requests.", found), found);

  gtk_label_set_text (GTK_LABEL (self->summary), text);
  gtk_widget_set_sensitive (self->save, found > 0);
}

static void
kith_ledger_view_fill (KithLedgerView *self)
{
  guint n = MIN (self->found->len, MAX_ROWS);

  /* The rows come faster where nobody watches. */
  gtk_tree_view_set_model (GTK_TREE_VIEW (self->table), NULL);
  gtk_list_store_clear (self->store);
  for (guint i = 0; i < n; i++)
    {
      KithLedgerEntry *entry = self->found->pdata[i];
      g_autofree char *time = kith_ledger_text_time (entry);
      g_autofree char *what = kith_ledger_text_what (entry);

      gtk_list_store_insert_with_values (self->store, NULL, -1, COLUMN_TIME, time, COLUMN_PROVIDER, kith_ledger_view_get_name (self, entry),
                                         COLUMN_WHAT, what, COLUMN_ADDRESS, kith_ledger_entry_get_address (entry),
                                         COLUMN_OUTCOME, kith_ledger_text_outcome (entry), COLUMN_ENTRY, entry, -1);
    }
  gtk_tree_view_set_model (GTK_TREE_VIEW (self->table), GTK_TREE_MODEL (self->store));
  gtk_widget_hide (self->details);
  kith_ledger_view_summarise (self);
}

/* -- searching: in a thread, since there may be many --
 *
 * Such a task has no source object: its thread may drop the last reference to it, and a widget ends in the thread of GTK only. */

typedef struct
{
  GPtrArray *entries;
  GHashTable *names;
  char *words;
} Search;

static void
search_free (gpointer data)
{
  Search *search = data;

  g_ptr_array_unref (search->entries);
  g_hash_table_unref (search->names);
  g_free (search->words);
  g_free (search);
}

static void
unref_array (gpointer data)
{
  g_ptr_array_unref (data);
}

static void
find_entries (GTask        *task,
              gpointer      source,
              gpointer      task_data,
              GCancellable *cancellable)
{
  Search *search = task_data;
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < search->entries->len && !g_cancellable_is_cancelled (cancellable); i++)
    {
      KithLedgerEntry *entry = search->entries->pdata[i];
      const char *id = kith_ledger_entry_get_provider_id (entry);

      if (kith_ledger_text_matches (entry, id != NULL ? g_hash_table_lookup (search->names, id) : NULL, search->words))
        g_ptr_array_add (found, g_object_ref (entry));
    }

  g_task_return_pointer (task, found, unref_array);
}

static void
kith_ledger_view_found (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (KithLedgerView) self = user_data;
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), NULL);

  if (found == NULL)
    return;
  g_clear_object (&self->matching);
  g_clear_pointer (&self->found, g_ptr_array_unref);
  self->found = g_steal_pointer (&found);
  kith_ledger_view_fill (self);
}

static void
kith_ledger_view_search (KithLedgerView *self)
{
  g_autoptr (GTask) task = NULL;
  Search *search;

  if (self->entries == NULL || self->engine == NULL)
    return;

  if (self->matching != NULL)
    g_cancellable_cancel (self->matching);
  g_clear_object (&self->matching);
  self->matching = g_cancellable_new ();
  search = g_new0 (Search, 1);
  search->entries = g_ptr_array_ref (self->entries);
  search->names = g_hash_table_ref (self->names);
  search->words = g_strdup (gtk_entry_get_text (GTK_ENTRY (self->search)));
  task = g_task_new (NULL, self->matching, kith_ledger_view_found, g_object_ref (self));
  g_task_set_source_tag (task, kith_ledger_view_search);
  g_task_set_task_data (task, search, search_free);
  g_task_run_in_thread (task, find_entries);
}

static void
kith_ledger_view_typed (KithLedgerView *self)
{
  kith_label_say (self->note, NULL, FALSE);
  kith_ledger_view_search (self);
}

static void
kith_ledger_view_selected (KithLedgerView   *self,
                           GtkTreeSelection *selection)
{
  g_autoptr (KithLedgerEntry) entry = NULL;
  g_autofree char *text = NULL;
  GtkTreeIter iter;

  if (gtk_tree_selection_get_selected (selection, NULL, &iter))
    gtk_tree_model_get (GTK_TREE_MODEL (self->store), &iter, COLUMN_ENTRY, &entry, -1);
  if (entry != NULL)
    text = kith_ledger_text_describe (entry);
  kith_label_set_optional_text (self->details, text);
}

/* -- saving -- */

/* What is to be saved, and where to. */
typedef struct
{
  KithLedgerView *view;
  GFile *file;
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->view);
  g_object_unref (saving->file);
  g_free (saving);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
kith_ledger_view_saved (GObject      *source,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr (KithLedgerView) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = kith_save_finish (result, &error);

  if (self->engine != NULL)
    kith_label_say (self->note, saved ? _("Saved.") : error->message, !saved);
}

static void
write_csv (GTask        *task,
           gpointer      source,
           gpointer      task_data,
           GCancellable *cancellable)
{
  g_task_return_pointer (task, kith_ledger_text_write (task_data, KITH_LEDGER_FORMAT_CSV), (GDestroyNotify) g_bytes_unref);
}

static void
write_json (GTask        *task,
            gpointer      source,
            gpointer      task_data,
            GCancellable *cancellable)
{
  g_task_return_pointer (task, kith_ledger_text_write (task_data, KITH_LEDGER_FORMAT_JSON), (GDestroyNotify) g_bytes_unref);
}

static void
kith_ledger_view_written (GObject      *source,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr (Saving) saving = user_data;
  g_autoptr (GBytes) bytes = g_task_propagate_pointer (G_TASK (result), NULL);

  kith_save_async (saving->file, bytes, NULL, kith_ledger_view_saved, g_object_ref (saving->view));
}

/**
 * kith_ledger_view_save_to:
 * @self: a view
 * @file: where to; JSON if its name ends so, CSV otherwise
 *
 * Saves what the search has found, even if the view is gone by then.
 */
void
kith_ledger_view_save_to (KithLedgerView *self,
                          GFile          *file)
{
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GTask) task = NULL;
  Saving *saving;

  if (self->found == NULL)
    return;

  saving = g_new0 (Saving, 1);
  saving->view = g_object_ref (self);
  saving->file = g_object_ref (file);
  kith_label_say (self->note, _("Saving…"), FALSE);
  task = g_task_new (NULL, NULL, kith_ledger_view_written, saving);
  g_task_set_source_tag (task, kith_ledger_view_save_to);
  g_task_set_task_data (task, g_ptr_array_ref (self->found), unref_array);
  g_task_run_in_thread (task, name != NULL && g_str_has_suffix (name, ".json") ? write_json : write_csv);
}

static void
kith_ledger_view_file_chosen (GtkWidget *widget,
                              GFile     *file)
{
  kith_ledger_view_save_to (KITH_LEDGER_VIEW (widget), file);
}

static void
kith_ledger_view_save (KithLedgerView *self)
{
  kith_choose_file (GTK_WIDGET (self), kith_save_chooser_new (kith_widget_get_window (GTK_WIDGET (self)), "kith-sent.csv"),
                    kith_ledger_view_file_chosen);
}

/* -- the widget -- */

static void
kith_ledger_view_listed (GObject      *source,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  g_autoptr (KithLedgerView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) entries = kith_engine_list_ledger_finish (KITH_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;
  if (entries == NULL)
    {
      kith_label_say (self->note, error->message, TRUE);
      return;
    }

  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_steal_pointer (&entries);
  kith_ledger_view_search (self);
}

/**
 * kith_ledger_view_refresh:
 * @self: a view
 *
 * Reads the record again, if it is seen; otherwise when it is.
 */
void
kith_ledger_view_refresh (KithLedgerView *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    kith_engine_list_ledger_async (self->engine, NULL, self->cancellable, kith_ledger_view_listed, g_object_ref (self));
}

static void
kith_ledger_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kith_ledger_view_parent_class)->map (widget);
  kith_ledger_view_refresh (KITH_LEDGER_VIEW (widget));
}

static void
kith_ledger_view_dispose (GObject *object)
{
  KithLedgerView *self = KITH_LEDGER_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  if (self->matching != NULL)
    g_cancellable_cancel (self->matching);
  g_clear_object (&self->matching);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_ledger_view_parent_class)->dispose (object);
}

static void
kith_ledger_view_finalize (GObject *object)
{
  KithLedgerView *self = KITH_LEDGER_VIEW (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->names);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  g_clear_pointer (&self->found, g_ptr_array_unref);

  G_OBJECT_CLASS (kith_ledger_view_parent_class)->finalize (object);
}

static void
kith_ledger_view_class_init (KithLedgerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_ledger_view_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_ledger_view_finalize;
  widget_class->map = kith_ledger_view_map;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-ledger-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KithLedgerView, search);
  gtk_widget_class_bind_template_child (widget_class, KithLedgerView, save);
  gtk_widget_class_bind_template_child (widget_class, KithLedgerView, summary);
  gtk_widget_class_bind_template_child (widget_class, KithLedgerView, note);
  gtk_widget_class_bind_template_child (widget_class, KithLedgerView, table);
  gtk_widget_class_bind_template_child (widget_class, KithLedgerView, store);
  gtk_widget_class_bind_template_child (widget_class, KithLedgerView, details);
  gtk_widget_class_bind_template_callback (widget_class, kith_ledger_view_typed);
  gtk_widget_class_bind_template_callback (widget_class, kith_ledger_view_save);
  gtk_widget_class_bind_template_callback (widget_class, kith_ledger_view_selected);
}

static void
kith_ledger_view_init (KithLedgerView *self)
{
  self->cancellable = g_cancellable_new ();
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->search, "kith-ledger-search", _("Search what was sent"));
  kith_accessible_set (self->save, "kith-ledger-save", _("Save what was sent to a file"));
  kith_accessible_set (self->summary, "kith-ledger-summary", NULL);
  kith_accessible_set (self->note, "kith-ledger-note", NULL);
  kith_accessible_set (self->table, "kith-ledger", _("What was sent, the newest first"));
  kith_accessible_set (self->details, "kith-ledger-details", NULL);
}

/**
 * kith_ledger_view_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): a view that reads the record when it is seen
 */
GtkWidget *
kith_ledger_view_new (KithEngine *engine)
{
  KithLedgerView *self = g_object_new (KITH_TYPE_LEDGER_VIEW, NULL);

  self->engine = g_object_ref (engine);
  return GTK_WIDGET (self);
}

/**
 * kith_ledger_view_set_providers:
 * @self: a view
 * @providers: (element-type KithProviderInfo): what the ids in the record are called
 */
void
kith_ledger_view_set_providers (KithLedgerView *self,
                                GPtrArray      *providers)
{
  /* A search under way may still read the old one. */
  g_hash_table_unref (self->names);
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < providers->len; i++)
    g_hash_table_insert (self->names, g_strdup (kith_provider_info_get_id (providers->pdata[i])),
                         g_strdup (kith_provider_info_get_name (providers->pdata[i])));
}
