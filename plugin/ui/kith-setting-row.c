/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-setting-row.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

/* Whoever holds the button of a number goes through many that are not meant. */
#define NUMBER_DELAY_MSEC 400

struct _KithSettingRow
{
  GtkBox parent_instance;

  char *key;
  char *title;
  char *description;
  KithSettingKind kind;

  GtkWidget *line;    /* what is beside the title, or below it */
  GtkWidget *control;
  GtkWidget *note;

  char *value;        /* as it is kept */
  char *error;        /* (nullable): why it could not be changed */
  char *elsewhere;    /* (nullable): what another program wrote while something was typed here */
  gboolean locked;
  gboolean wrong;
  gboolean updating;  /* the control is changed by us */
  guint delay;
};

enum
{
  PROP_KEY = 1,
  PROP_KIND,
  PROP_TITLE,
  PROP_DESCRIPTION,
  N_PROPERTIES
};

enum
{
  APPLY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithSettingRow, kith_setting_row, GTK_TYPE_BOX)
G_DEFINE_ENUM_TYPE (KithSettingKind, kith_setting_kind,
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_SWITCH, "switch"),
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_CHOICE, "choice"),
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_TEXT, "text"))

static void
kith_setting_row_update_note (KithSettingRow *self)
{
  GtkStyleContext *style = gtk_widget_get_style_context (self->note);
  g_autofree char *text = NULL;

  if (self->error != NULL)
    text = g_strdup (self->error);
  else if (self->elsewhere != NULL && *self->elsewhere != '\0')
    text = g_strdup_printf (_("Changed elsewhere to “%s”. Press Enter for what you typed, or Escape for that."), self->elsewhere);
  else if (self->elsewhere != NULL)
    text = g_strdup (_("Emptied elsewhere. Press Enter for what you typed, or Escape to leave it empty."));
  else if (self->locked)
    text = g_strdup (_("Locked by your administrator."));
  else if (self->wrong)
    text = g_strdup (_("What is kept for this cannot be used, so the default holds until you change it here."));

  kith_label_set_optional_text (self->note, text);
  if (self->error != NULL || self->wrong)
    gtk_style_context_add_class (style, "kith-warning");
  else
    gtk_style_context_remove_class (style, "kith-warning");
}

static void
kith_setting_row_apply (KithSettingRow *self,
                        const char     *text)
{
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->elsewhere, g_free);
  kith_setting_row_update_note (self);
  g_signal_emit (self, signals[APPLY], 0, text);
}

/* -- the controls -- */

static void
kith_setting_row_switched (KithSettingRow *self)
{
  if (!self->updating)
    kith_setting_row_apply (self, gtk_switch_get_active (GTK_SWITCH (self->control)) ? "true" : "false");
}

static gboolean
kith_setting_row_number_rests (gpointer user_data)
{
  KithSettingRow *self = user_data;
  g_autofree char *text = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->control)));

  self->delay = 0;
  if (g_strcmp0 (text, self->value) != 0)
    kith_setting_row_apply (self, text);

  return G_SOURCE_REMOVE;
}

static void
kith_setting_row_number_changed (KithSettingRow *self)
{
  if (self->updating)
    return;
  g_clear_handle_id (&self->delay, g_source_remove);
  self->delay = g_timeout_add (NUMBER_DELAY_MSEC, kith_setting_row_number_rests, self);
}

static void
kith_setting_row_chosen (KithSettingRow *self)
{
  const char *id = gtk_combo_box_get_active_id (GTK_COMBO_BOX (self->control));

  if (!self->updating && id != NULL)
    kith_setting_row_apply (self, id);
}

static gboolean
kith_setting_row_is_modified (KithSettingRow *self)
{
  return self->kind == KITH_SETTING_KIND_TEXT && g_strcmp0 (gtk_entry_get_text (GTK_ENTRY (self->control)), self->value) != 0;
}

static void
kith_setting_row_entered (KithSettingRow *self)
{
  if (kith_setting_row_is_modified (self))
    kith_setting_row_apply (self, gtk_entry_get_text (GTK_ENTRY (self->control)));
}

static gboolean
kith_setting_row_left (KithSettingRow *self)
{
  /* What another program wrote is not overwritten by going elsewhere. */
  if (self->elsewhere == NULL && self->error == NULL)
    kith_setting_row_entered (self);

  return GDK_EVENT_PROPAGATE;
}

static void
kith_setting_row_show_value (KithSettingRow *self)
{
  self->updating = TRUE;
  if (self->kind == KITH_SETTING_KIND_SWITCH)
    gtk_switch_set_active (GTK_SWITCH (self->control), g_strcmp0 (self->value, "true") == 0);
  else if (self->kind == KITH_SETTING_KIND_NUMBER)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (self->control), g_ascii_strtoll (self->value, NULL, 10));
  else if (self->kind == KITH_SETTING_KIND_CHOICE)
    gtk_combo_box_set_active_id (GTK_COMBO_BOX (self->control), self->value);
  else
    gtk_entry_set_text (GTK_ENTRY (self->control), self->value);
  self->updating = FALSE;
}

static gboolean
kith_setting_row_key_pressed (KithSettingRow *self,
                              GdkEventKey    *event)
{
  if (event->keyval != GDK_KEY_Escape || !kith_setting_row_is_modified (self))
    return GDK_EVENT_PROPAGATE;

  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->elsewhere, g_free);
  kith_setting_row_show_value (self);
  kith_setting_row_update_note (self);

  return GDK_EVENT_STOP;
}

static GtkWidget *
kith_setting_row_make_control (KithSettingRow *self)
{
  GtkWidget *control;

  if (self->kind == KITH_SETTING_KIND_SWITCH)
    {
      control = gtk_switch_new ();
      g_signal_connect_object (control, "notify::active", G_CALLBACK (kith_setting_row_switched), self, G_CONNECT_SWAPPED);
    }
  else if (self->kind == KITH_SETTING_KIND_NUMBER)
    {
      control = gtk_spin_button_new_with_range (0, G_MAXINT, 1);
      gtk_spin_button_set_numeric (GTK_SPIN_BUTTON (control), TRUE);
      gtk_entry_set_width_chars (GTK_ENTRY (control), 6);
      g_signal_connect_object (control, "value-changed", G_CALLBACK (kith_setting_row_number_changed), self, G_CONNECT_SWAPPED);
    }
  else if (self->kind == KITH_SETTING_KIND_CHOICE)
    {
      control = gtk_combo_box_text_new ();
      g_signal_connect_object (control, "changed", G_CALLBACK (kith_setting_row_chosen), self, G_CONNECT_SWAPPED);
    }
  else
    {
      control = gtk_entry_new ();
      gtk_widget_set_hexpand (control, TRUE);
      g_signal_connect_object (control, "activate", G_CALLBACK (kith_setting_row_entered), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (control, "focus-out-event", G_CALLBACK (kith_setting_row_left), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (control, "key-press-event", G_CALLBACK (kith_setting_row_key_pressed), self, G_CONNECT_SWAPPED);
    }

  gtk_widget_set_valign (control, GTK_ALIGN_CENTER);
  return control;
}

/* -- the widget -- */

static GtkWidget *
kith_setting_row_text_new (const char *text,
                           const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style_class != NULL)
    gtk_style_context_add_class (gtk_widget_get_style_context (label), style_class);
  gtk_widget_set_visible (label, text != NULL && *text != '\0');

  return label;
}

static void
kith_setting_row_constructed (GObject *object)
{
  KithSettingRow *self = KITH_SETTING_ROW (object);
  g_autofree char *id = g_strconcat ("kith-setting-", self->key, NULL);
  g_autofree char *note_id = g_strconcat (id, "-note", NULL);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *title = kith_setting_row_text_new (self->title, NULL);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);

  G_OBJECT_CLASS (kith_setting_row_parent_class)->constructed (object);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "kith-setting");

  self->control = kith_setting_row_make_control (self);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->note = kith_setting_row_text_new (NULL, "kith-small");
  self->value = g_strdup ("");

  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_container_add (GTK_CONTAINER (words), title);
  gtk_container_add (GTK_CONTAINER (words), kith_setting_row_text_new (self->description, "kith-small"));
  gtk_container_add (GTK_CONTAINER (self->line), self->control);
  gtk_container_add (GTK_CONTAINER (head), words);
  gtk_container_add (GTK_CONTAINER (self), head);
  gtk_container_add (GTK_CONTAINER (self->kind == KITH_SETTING_KIND_TEXT ? GTK_WIDGET (self) : head), self->line);
  gtk_container_add (GTK_CONTAINER (self), self->note);
  gtk_widget_show (self->control);
  gtk_widget_show (self->line);
  gtk_widget_show (words);
  gtk_widget_show (head);

  kith_accessible_set (self->control, id, self->title);
  kith_accessible_set (self->note, note_id, NULL);
  if (self->description != NULL)
    atk_object_set_description (gtk_widget_get_accessible (self->control), self->description);
}

/* What was set just before the page closes holds as well. */
static void
kith_setting_row_unmap (GtkWidget *widget)
{
  KithSettingRow *self = KITH_SETTING_ROW (widget);

  if (self->delay != 0)
    {
      g_source_remove (self->delay);
      kith_setting_row_number_rests (self);
    }

  GTK_WIDGET_CLASS (kith_setting_row_parent_class)->unmap (widget);
}

static void
kith_setting_row_dispose (GObject *object)
{
  g_clear_handle_id (&KITH_SETTING_ROW (object)->delay, g_source_remove);

  G_OBJECT_CLASS (kith_setting_row_parent_class)->dispose (object);
}

static void
kith_setting_row_finalize (GObject *object)
{
  KithSettingRow *self = KITH_SETTING_ROW (object);

  g_free (self->key);
  g_free (self->title);
  g_free (self->description);
  g_free (self->value);
  g_free (self->error);
  g_free (self->elsewhere);

  G_OBJECT_CLASS (kith_setting_row_parent_class)->finalize (object);
}

static void
kith_setting_row_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KithSettingRow *self = KITH_SETTING_ROW (object);

  switch (id)
    {
    case PROP_KEY:
      self->key = g_value_dup_string (value);
      break;

    case PROP_KIND:
      self->kind = g_value_get_enum (value);
      break;

    case PROP_TITLE:
      self->title = g_value_dup_string (value);
      break;

    case PROP_DESCRIPTION:
      self->description = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kith_setting_row_class_init (KithSettingRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = kith_setting_row_constructed;
  object_class->dispose = kith_setting_row_dispose;
  object_class->finalize = kith_setting_row_finalize;
  object_class->set_property = kith_setting_row_set_property;
  GTK_WIDGET_CLASS (klass)->unmap = kith_setting_row_unmap;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, KITH_TYPE_SETTING_KIND, KITH_SETTING_KIND_SWITCH, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * KithSettingRow::apply:
   * @self: a row
   * @text: the value that the user wants
   */
  signals[APPLY] = g_signal_new ("apply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kith_setting_row_init (KithSettingRow *self)
{
}

/**
 * kith_setting_row_get_key:
 * @self: a row
 *
 * Returns: the setting that it is for
 */
const char *
kith_setting_row_get_key (KithSettingRow *self)
{
  return self->key;
}

/**
 * kith_setting_row_get_kind:
 * @self: a row
 *
 * Returns: how it is changed
 */
KithSettingKind
kith_setting_row_get_kind (KithSettingRow *self)
{
  return self->kind;
}

/**
 * kith_setting_row_add_choice:
 * @self: a row of %KITH_SETTING_KIND_CHOICE
 * @id: the value
 * @text: what it is called
 */
void
kith_setting_row_add_choice (KithSettingRow *self,
                             const char     *id,
                             const char     *text)
{
  self->updating = TRUE;
  gtk_combo_box_text_append (GTK_COMBO_BOX_TEXT (self->control), id, text);
  self->updating = FALSE;
}

/**
 * kith_setting_row_set_range:
 * @self: a row of %KITH_SETTING_KIND_NUMBER
 * @least: the least number
 * @greatest: the greatest
 */
void
kith_setting_row_set_range (KithSettingRow *self,
                            int             least,
                            int             greatest)
{
  double from, to;

  gtk_spin_button_get_range (GTK_SPIN_BUTTON (self->control), &from, &to);
  if ((int) from == least && (int) to == greatest)
    return;
  self->updating = TRUE;
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->control), least, greatest);
  self->updating = FALSE;
}

/**
 * kith_setting_row_reset:
 * @self: a row
 *
 * Before the row is for the setting of something else: what is on its way is applied, what was typed and not applied is dropped.
 */
void
kith_setting_row_reset (KithSettingRow *self)
{
  if (self->delay != 0)
    {
      g_source_remove (self->delay);
      kith_setting_row_number_rests (self);
    }
  g_clear_pointer (&self->error, g_free);
  g_clear_pointer (&self->elsewhere, g_free);
  kith_setting_row_show_value (self);
}

/**
 * kith_setting_row_set_value:
 * @self: a row
 * @value: what is kept now
 *
 * What is being typed stays, and the row says what came meanwhile.
 */
void
kith_setting_row_set_value (KithSettingRow *self,
                            const char     *value)
{
  gboolean modified = kith_setting_row_is_modified (self);

  if (g_strcmp0 (value, self->value) == 0)
    return;

  g_free (self->value);
  self->value = g_strdup (value);
  g_clear_pointer (&self->elsewhere, g_free);
  if (modified && kith_setting_row_is_modified (self))
    self->elsewhere = g_strdup (value);
  if (!modified && self->delay == 0)
    kith_setting_row_show_value (self);

  kith_setting_row_update_note (self);
}

/**
 * kith_setting_row_set_state:
 * @self: a row
 * @locked: whether an administrator has locked it
 * @wrong: whether what is kept cannot be used
 */
void
kith_setting_row_set_state (KithSettingRow *self,
                            gboolean        locked,
                            gboolean        wrong)
{
  self->locked = locked;
  self->wrong = wrong;
  gtk_widget_set_sensitive (self->line, !locked);
  kith_setting_row_update_note (self);
}

/**
 * kith_setting_row_pack_button:
 * @self: a row
 * @button: a button beside the control
 */
void
kith_setting_row_pack_button (KithSettingRow *self,
                              GtkWidget      *button)
{
  gtk_container_add (GTK_CONTAINER (self->line), button);
  gtk_widget_show (button);
}

/**
 * kith_setting_row_apply_text:
 * @self: a row of %KITH_SETTING_KIND_TEXT
 * @text: chosen by the user elsewhere than in the entry
 */
void
kith_setting_row_apply_text (KithSettingRow *self,
                             const char     *text)
{
  gtk_entry_set_text (GTK_ENTRY (self->control), text);
  kith_setting_row_entered (self);
}

/**
 * kith_setting_row_done:
 * @row: a #KithSettingRow
 * @error: (nullable): why the setting could not be changed; %NULL where it was
 *
 * A switch goes back to what is kept; what was typed stays, to be mended.
 */
void
kith_setting_row_done (GtkWidget  *row,
                       const char *error)
{
  KithSettingRow *self = KITH_SETTING_ROW (row);

  g_free (self->error);
  self->error = g_strdup (error);
  if (error != NULL && self->kind != KITH_SETTING_KIND_TEXT)
    kith_setting_row_show_value (self);
  kith_setting_row_update_note (self);
}
