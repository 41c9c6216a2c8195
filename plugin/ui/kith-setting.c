/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-setting.h"

#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

typedef struct
{
  char *key;
  char *title;
  char *description; /* (nullable) */

  GtkWidget *words;
  GtkWidget *note;

  char *error;       /* (nullable): why it could not be changed */
  char *hint;        /* (nullable): what else is to be known now */
  gboolean locked;
  gboolean wrong;
} KithSettingPrivate;

enum
{
  PROP_KEY = 1,
  PROP_TITLE,
  PROP_DESCRIPTION,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KithSetting, kith_setting, GTK_TYPE_BOX)

#define PRIVATE(self) ((KithSettingPrivate *) kith_setting_get_instance_private (self))

static void
kith_setting_update_note (KithSetting *self)
{
  KithSettingPrivate *priv = PRIVATE (self);
  const char *text = NULL;

  if (priv->error != NULL)
    text = priv->error;
  else if (priv->hint != NULL)
    text = priv->hint;
  else if (priv->locked)
    text = _("Locked by your administrator.");
  else if (priv->wrong)
    text = _("What is kept for this cannot be used, so the default holds until you change it here.");

  kith_label_say (priv->note, text, priv->error != NULL || priv->wrong);
}

static void
kith_setting_constructed (GObject *object)
{
  KithSetting *self = KITH_SETTING (object);
  KithSettingPrivate *priv = PRIVATE (self);
  GtkWidget *description = kith_label_new (priv->description, "kith-small");

  G_OBJECT_CLASS (kith_setting_parent_class)->constructed (object);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 4);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "kith-setting");

  priv->words = g_object_ref_sink (gtk_box_new (GTK_ORIENTATION_VERTICAL, 2));
  gtk_container_add (GTK_CONTAINER (priv->words), kith_label_new (priv->title, NULL));
  gtk_container_add (GTK_CONTAINER (priv->words), description);
  gtk_widget_set_visible (description, priv->description != NULL);
  gtk_widget_show (priv->words);

  priv->note = kith_label_new (NULL, "kith-small");
  gtk_widget_hide (priv->note);
  kith_setting_name (self, priv->note, "-note", NULL);
  /* Below what those that derive from this put there. */
  gtk_box_pack_end (GTK_BOX (self), priv->note, FALSE, FALSE, 0);
}

static void
kith_setting_dispose (GObject *object)
{
  g_clear_object (&PRIVATE (KITH_SETTING (object))->words);

  G_OBJECT_CLASS (kith_setting_parent_class)->dispose (object);
}

static void
kith_setting_finalize (GObject *object)
{
  KithSettingPrivate *priv = PRIVATE (KITH_SETTING (object));

  g_free (priv->key);
  g_free (priv->title);
  g_free (priv->description);
  g_free (priv->error);
  g_free (priv->hint);

  G_OBJECT_CLASS (kith_setting_parent_class)->finalize (object);
}

static void
kith_setting_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  KithSettingPrivate *priv = PRIVATE (KITH_SETTING (object));

  switch (id)
    {
    case PROP_KEY:
      priv->key = g_value_dup_string (value);
      break;

    case PROP_TITLE:
      priv->title = g_value_dup_string (value);
      break;

    case PROP_DESCRIPTION:
      priv->description = g_value_dup_string (value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
kith_setting_class_init (KithSettingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->constructed = kith_setting_constructed;
  object_class->dispose = kith_setting_dispose;
  object_class->finalize = kith_setting_finalize;
  object_class->set_property = kith_setting_set_property;

  properties[PROP_KEY] = g_param_spec_string ("key", NULL, NULL, NULL, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_DESCRIPTION] = g_param_spec_string ("description", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kith_setting_init (KithSetting *self)
{
}

/**
 * kith_setting_get_key:
 * @self: a setting
 *
 * Returns: the key that it is for
 */
const char *
kith_setting_get_key (KithSetting *self)
{
  return PRIVATE (self)->key;
}

/**
 * kith_setting_get_title:
 * @self: a setting
 *
 * Returns: what it is called
 */
const char *
kith_setting_get_title (KithSetting *self)
{
  return PRIVATE (self)->title;
}

/**
 * kith_setting_is_locked:
 * @self: a setting
 *
 * Returns: whether an administrator has locked it
 */
gboolean
kith_setting_is_locked (KithSetting *self)
{
  return PRIVATE (self)->locked;
}

/**
 * kith_setting_get_words:
 * @self: a setting
 *
 * Returns: (transfer none): what it is called and what it does, to be put in its place
 */
GtkWidget *
kith_setting_get_words (KithSetting *self)
{
  return PRIVATE (self)->words;
}

/**
 * kith_setting_name:
 * @self: a setting
 * @widget: a part of it
 * @suffix: which
 * @name: (nullable): what the part is called, where its own text does not say so
 *
 * Names a part for those who do not see it.
 */
void
kith_setting_name (KithSetting *self,
                   GtkWidget   *widget,
                   const char  *suffix,
                   const char  *name)
{
  g_autofree char *id = g_strconcat ("kith-setting-", PRIVATE (self)->key, suffix, NULL);

  kith_accessible_set (widget, id, name);
}

/**
 * kith_setting_describe:
 * @self: a setting
 * @widget: what changes it
 *
 * Says what the setting does to those who do not see it, when they come to @widget.
 */
void
kith_setting_describe (KithSetting *self,
                       GtkWidget   *widget)
{
  if (PRIVATE (self)->description != NULL)
    atk_object_set_description (gtk_widget_get_accessible (widget), PRIVATE (self)->description);
}

/**
 * kith_setting_get_error:
 * @self: a setting
 *
 * Returns: (nullable): why it could not be changed
 */
const char *
kith_setting_get_error (KithSetting *self)
{
  return PRIVATE (self)->error;
}

/**
 * kith_setting_set_error:
 * @self: a setting
 * @error: (nullable): why it could not be changed
 */
void
kith_setting_set_error (KithSetting *self,
                        const char  *error)
{
  g_free (PRIVATE (self)->error);
  PRIVATE (self)->error = g_strdup (error);
  kith_setting_update_note (self);
}

/**
 * kith_setting_set_hint:
 * @self: a setting
 * @hint: (nullable): what else is to be known now
 */
void
kith_setting_set_hint (KithSetting *self,
                       const char  *hint)
{
  g_free (PRIVATE (self)->hint);
  PRIVATE (self)->hint = g_strdup (hint);
  kith_setting_update_note (self);
}

/**
 * kith_setting_set_state:
 * @self: a setting
 * @locked: whether an administrator has locked it
 * @wrong: whether what is kept cannot be used
 */
void
kith_setting_set_state (KithSetting *self,
                        gboolean     locked,
                        gboolean     wrong)
{
  PRIVATE (self)->locked = locked;
  PRIVATE (self)->wrong = wrong;
  KITH_SETTING_GET_CLASS (self)->lock (self, locked);
  kith_setting_update_note (self);
}
