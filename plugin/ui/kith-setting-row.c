/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-setting-row.h"

#include <gdk/gdkkeysyms.h>
#include <glib/gi18n-lib.h>

/* Whoever holds the button of a number goes through many that are not meant. */
#define NUMBER_DELAY_MSEC 400

struct _KithSettingRow
{
  KithSetting parent_instance;

  KithSettingKind kind;
  GtkWidget *line;         /* what is beside the title, or below it */
  GtkWidget *control;

  char *value;             /* as it is kept */
  gboolean from_elsewhere; /* another program wrote it while something was typed here */
  gboolean updating;       /* the control is changed by us */
  guint delay;
  guint under_way;         /* how many changes were asked for and not answered */
  guint former;            /* how many of these are of something else than the row is for now */
};

enum
{
  PROP_KIND = 1,
  N_PROPERTIES
};

enum
{
  APPLY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithSettingRow, kith_setting_row, KITH_TYPE_SETTING)
G_DEFINE_ENUM_TYPE (KithSettingKind, kith_setting_kind,
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_SWITCH, "switch"),
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_NUMBER, "number"),
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_CHOICE, "choice"),
                    G_DEFINE_ENUM_VALUE (KITH_SETTING_KIND_TEXT, "text"))

/* What another program wrote while something was typed here: the owner says which of the two holds. */
static void
kith_setting_row_set_from_elsewhere (KithSettingRow *self,
                                     gboolean        from_elsewhere)
{
  g_autofree char *hint = NULL;

  self->from_elsewhere = from_elsewhere;
  if (from_elsewhere && *self->value != '\0')
    hint = g_strdup_printf (_("Changed elsewhere to “%s”. Press Enter for what you typed, or Escape for that."), self->value);
  else if (from_elsewhere)
    hint = g_strdup (_("Emptied elsewhere. Press Enter for what you typed, or Escape to leave it empty."));
  kith_setting_set_hint (KITH_SETTING (self), hint);
}

/* Nothing is to be said of what was typed any more. */
static void
kith_setting_row_settle (KithSettingRow *self)
{
  kith_setting_set_error (KITH_SETTING (self), NULL);
  kith_setting_row_set_from_elsewhere (self, FALSE);
}

static void
kith_setting_row_apply (KithSettingRow *self,
                        const char     *text)
{
  kith_setting_row_settle (self);
  self->under_way++;
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
  if (!self->from_elsewhere && kith_setting_get_error (KITH_SETTING (self)) == NULL)
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

  kith_setting_row_show_value (self);
  kith_setting_row_settle (self);

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

static void
kith_setting_row_constructed (GObject *object)
{
  KithSettingRow *self = KITH_SETTING_ROW (object);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *words;

  G_OBJECT_CLASS (kith_setting_row_parent_class)->constructed (object);

  self->control = kith_setting_row_make_control (self);
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->value = g_strdup ("");

  words = kith_setting_get_words (KITH_SETTING (self));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_container_add (GTK_CONTAINER (self->line), self->control);
  gtk_container_add (GTK_CONTAINER (head), words);
  gtk_container_add (GTK_CONTAINER (self), head);
  gtk_container_add (GTK_CONTAINER (self->kind == KITH_SETTING_KIND_TEXT ? GTK_WIDGET (self) : head), self->line);
  gtk_widget_show (self->control);
  gtk_widget_show (self->line);
  gtk_widget_show (head);
  kith_setting_name (KITH_SETTING (self), self->control, "", kith_setting_get_title (KITH_SETTING (self)));
  kith_setting_describe (KITH_SETTING (self), self->control);
}

static void
kith_setting_row_lock (KithSetting *setting,
                       gboolean     locked)
{
  gtk_widget_set_sensitive (KITH_SETTING_ROW (setting)->line, !locked);
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
  g_free (KITH_SETTING_ROW (object)->value);

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
    case PROP_KIND:
      self->kind = g_value_get_enum (value);
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
  KITH_SETTING_CLASS (klass)->lock = kith_setting_row_lock;

  properties[PROP_KIND] = g_param_spec_enum ("kind", NULL, NULL, KITH_TYPE_SETTING_KIND, KITH_SETTING_KIND_SWITCH, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * KithSettingRow::apply:
   * @self: a row
   * @text: the value that the user wants
   *
   * To be answered with kith_setting_row_done(), in the order in which it came.
   */
  signals[APPLY] = g_signal_new ("apply", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kith_setting_row_init (KithSettingRow *self)
{
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
  self->former = self->under_way;
  kith_setting_row_show_value (self);
  kith_setting_row_settle (self);
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
  if (!modified && self->delay == 0)
    kith_setting_row_show_value (self);
  kith_setting_row_set_from_elsewhere (self, modified && kith_setting_row_is_modified (self));
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

  self->under_way--;
  if (self->former > 0)
    {
      self->former--;
      return;
    }
  if (error != NULL && self->kind != KITH_SETTING_KIND_TEXT)
    kith_setting_row_show_value (self);
  kith_setting_set_error (KITH_SETTING (self), error);
}
