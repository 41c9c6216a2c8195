/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-list-editor.h"

#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

struct _KithListEditor
{
  KithSetting parent_instance;

  char *placeholder;

  GtkWidget *rows;
  GtkWidget *line;
  GtkWidget *entry;
  GtkWidget *add;

  GStrv words;
  char *adding; /* (nullable): what was typed and is on its way */
};

enum
{
  PROP_PLACEHOLDER = 1,
  N_PROPERTIES
};

enum
{
  ADD,
  REMOVE,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithListEditor, kith_list_editor, KITH_TYPE_SETTING)

static void
kith_list_editor_remove_clicked (KithListEditor *self,
                                 GtkWidget      *button)
{
  g_autofree char *word = g_strdup (g_object_get_data (G_OBJECT (button), "word"));

  g_signal_emit (self, signals[REMOVE], 0, word);
}

static void
kith_list_editor_entered (KithListEditor *self)
{
  g_autofree char *word = g_strstrip (g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entry))));

  if (*word == '\0')
    return;

  g_free (self->adding);
  self->adding = g_strdup (gtk_entry_get_text (GTK_ENTRY (self->entry)));
  g_signal_emit (self, signals[ADD], 0, word);
}

static void
kith_list_editor_changed (KithListEditor *self)
{
  gtk_widget_set_sensitive (self->add, *gtk_entry_get_text (GTK_ENTRY (self->entry)) != '\0');
  kith_setting_set_error (KITH_SETTING (self), NULL);
}

static void
kith_list_editor_add_row (KithListEditor *self,
                          const char     *word)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (word);
  GtkWidget *button = gtk_button_new_from_icon_name ("list-remove-symbolic", GTK_ICON_SIZE_BUTTON);
  g_autofree char *id = g_strconcat ("kith-remove-", word, NULL);
  /* Translators: %s is an address, a domain or the name of a server in a list */
  g_autofree char *name = g_strdup_printf (_("Remove %s"), word);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_widget_set_can_focus (label, FALSE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_button_set_relief (GTK_BUTTON (button), GTK_RELIEF_NONE);
  gtk_widget_set_tooltip_text (button, name);
  gtk_widget_set_sensitive (button, !kith_setting_is_locked (KITH_SETTING (self)));
  kith_accessible_set (button, id, name);
  g_object_set_data_full (G_OBJECT (button), "word", g_strdup (word), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (kith_list_editor_remove_clicked), self, G_CONNECT_SWAPPED);

  gtk_container_add (GTK_CONTAINER (row), label);
  gtk_container_add (GTK_CONTAINER (row), button);
  gtk_widget_show_all (row);
  gtk_container_add (GTK_CONTAINER (self->rows), row);
}

static void
kith_list_editor_constructed (GObject *object)
{
  KithListEditor *self = KITH_LIST_EDITOR (object);
  KithSetting *setting = KITH_SETTING (object);
  g_autofree char *add_name = NULL;

  G_OBJECT_CLASS (kith_list_editor_parent_class)->constructed (object);

  self->words = g_new0 (char *, 1);
  self->rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->entry = gtk_entry_new ();
  self->add = gtk_button_new_with_label (_("Add"));

  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), self->placeholder);
  gtk_widget_set_sensitive (self->add, FALSE);
  g_signal_connect_object (self->entry, "activate", G_CALLBACK (kith_list_editor_entered), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->entry, "changed", G_CALLBACK (kith_list_editor_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->add, "clicked", G_CALLBACK (kith_list_editor_entered), self, G_CONNECT_SWAPPED);

  gtk_container_add (GTK_CONTAINER (self->line), self->entry);
  gtk_container_add (GTK_CONTAINER (self->line), self->add);
  gtk_container_add (GTK_CONTAINER (self), kith_setting_get_words (setting));
  gtk_container_add (GTK_CONTAINER (self), self->rows);
  gtk_container_add (GTK_CONTAINER (self), self->line);
  gtk_widget_show (self->rows);
  gtk_widget_show_all (self->line);

  /* Translators: the name of a button that adds to a list; %s is what the list is called */
  add_name = g_strdup_printf (_("Add to “%s”"), kith_setting_get_title (setting));
  kith_setting_name (setting, self->rows, "", kith_setting_get_title (setting));
  kith_setting_name (setting, self->entry, "-entry", kith_setting_get_title (setting));
  kith_setting_name (setting, self->add, "-add", add_name);
  kith_setting_describe (setting, self->entry);
}

static void
kith_list_editor_lock_row (GtkWidget *row,
                           gpointer   locked)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (row));

  gtk_widget_set_sensitive (g_list_last (children)->data, !GPOINTER_TO_INT (locked));
}

static void
kith_list_editor_lock (KithSetting *setting,
                       gboolean     locked)
{
  KithListEditor *self = KITH_LIST_EDITOR (setting);

  gtk_widget_set_sensitive (self->line, !locked);
  gtk_container_foreach (GTK_CONTAINER (self->rows), kith_list_editor_lock_row, GINT_TO_POINTER (locked));
}

static void
kith_list_editor_finalize (GObject *object)
{
  KithListEditor *self = KITH_LIST_EDITOR (object);

  g_free (self->placeholder);
  g_strfreev (self->words);
  g_free (self->adding);

  G_OBJECT_CLASS (kith_list_editor_parent_class)->finalize (object);
}

static void
kith_list_editor_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KithListEditor *self = KITH_LIST_EDITOR (object);

  switch (id)
    {
    case PROP_PLACEHOLDER:
      self->placeholder = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kith_list_editor_class_init (KithListEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->constructed = kith_list_editor_constructed;
  object_class->finalize = kith_list_editor_finalize;
  object_class->set_property = kith_list_editor_set_property;
  KITH_SETTING_CLASS (klass)->lock = kith_list_editor_lock;

  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * KithListEditor::add-word:
   * @self: an editor
   * @word: what the user typed
   */
  signals[ADD] = g_signal_new ("add-word", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * KithListEditor::remove-word:
   * @self: an editor
   * @word: the one that is to go
   */
  signals[REMOVE] = g_signal_new ("remove-word", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kith_list_editor_init (KithListEditor *self)
{
}

/**
 * kith_list_editor_set_words:
 * @self: an editor
 * @words: what is in the list now
 */
void
kith_list_editor_set_words (KithListEditor    *self,
                            const char *const *words)
{
  if (g_strv_equal (words, (const char *const *) self->words))
    return;

  g_strfreev (self->words);
  self->words = g_strdupv ((GStrv) words);
  kith_container_clear (self->rows);
  for (gsize i = 0; words[i] != NULL; i++)
    kith_list_editor_add_row (self, words[i]);
}

/**
 * kith_list_editor_done:
 * @editor: a #KithListEditor
 * @error: (nullable): why the list could not be changed; %NULL where it was
 *
 * What was typed stays where it was not taken.
 */
void
kith_list_editor_done (GtkWidget  *editor,
                       const char *error)
{
  KithListEditor *self = KITH_LIST_EDITOR (editor);

  if (error == NULL && self->adding != NULL && g_strcmp0 (self->adding, gtk_entry_get_text (GTK_ENTRY (self->entry))) == 0)
    gtk_entry_set_text (GTK_ENTRY (self->entry), "");
  g_clear_pointer (&self->adding, g_free);
  kith_setting_set_error (KITH_SETTING (self), error);
}
