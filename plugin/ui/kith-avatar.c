/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-avatar.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "kith-picture.h"

/* Dark enough for white letters at 4.5:1 and better. */
static const char *const colours[] = {
  "#1a5fb4", "#16703f", "#813d9c", "#b34a00", "#a51d2d", "#0b6b7a", "#5e5c64", "#a12c64", "#4646b8", "#7a5532",
};

struct _KithAvatar
{
  GtkDrawingArea parent_instance;

  int size;
  char *key;
  GdkRGBA colour;
  char *initials;
  cairo_surface_t *photo;   /* (nullable) */
  GCancellable *decoding;   /* (nullable) */
};

enum
{
  PROP_0,
  PROP_SIZE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (KithAvatar, kith_avatar, GTK_TYPE_DRAWING_AREA)

static void
kith_avatar_describe (KithAvatar *self)
{
  AtkObject *accessible = gtk_widget_get_accessible (GTK_WIDGET (self));

  atk_object_set_description (accessible, self->photo != NULL ? _("Photo") : _("Initials"));
}

static void
kith_avatar_drop_photo (KithAvatar *self)
{
  if (self->decoding != NULL)
    g_cancellable_cancel (self->decoding);

  g_clear_object (&self->decoding);
  g_clear_pointer (&self->photo, cairo_surface_destroy);
}

/* The first letter or digit of a word; "(", quotes and emoji make no initial. */
static gboolean
kith_avatar_append_initial (GString    *initials,
                            const char *word)
{
  for (const char *p = word; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c))
        {
          g_string_append_unichar (initials, g_unichar_toupper (c));
          return TRUE;
        }
    }

  return FALSE;
}

static char *
kith_avatar_make_initials (const char *name)
{
  g_autoptr (GString) initials = g_string_new (NULL);
  g_auto (GStrv) words = NULL;
  guint last = 0, first;

  if (name == NULL || !g_utf8_validate (name, -1, NULL))
    return g_strdup ("?");

  words = g_strsplit_set (name, " \t.-_@", 64);
  for (first = 0; words[first] != NULL; first++)
    if (kith_avatar_append_initial (initials, words[first]))
      break;

  if (words[first] != NULL && strchr (name, '@') == NULL)
    for (last = g_strv_length (words) - 1; last > first; last--)
      if (kith_avatar_append_initial (initials, words[last]))
        break;

  return g_strdup (initials->len > 0 ? initials->str : "?");
}

static void
kith_avatar_draw_photo (KithAvatar *self,
                        cairo_t    *cr)
{
  double factor = gtk_widget_get_scale_factor (GTK_WIDGET (self));
  double width = cairo_image_surface_get_width (self->photo) / factor;
  double height = cairo_image_surface_get_height (self->photo) / factor;
  double scale = MAX (self->size / width, self->size / height);

  cairo_translate (cr, self->size / 2.0, self->size / 2.0);
  cairo_scale (cr, scale, scale);
  cairo_set_source_surface (cr, self->photo, -width / 2.0, -height / 2.0);
  cairo_paint (cr);
}

static void
kith_avatar_draw_initials (KithAvatar *self,
                           cairo_t    *cr)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), self->initials);
  PangoFontDescription *font = pango_font_description_copy (pango_context_get_font_description (pango_layout_get_context (layout)));
  PangoRectangle ink;

  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size (font, self->size * 0.36 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  gdk_cairo_set_source_rgba (cr, &self->colour);
  cairo_paint (cr);

  pango_layout_get_pixel_extents (layout, &ink, NULL);
  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_move_to (cr, (self->size - ink.width) / 2.0 - ink.x, (self->size - ink.height) / 2.0 - ink.y);
  pango_cairo_show_layout (cr, layout);
}

static gboolean
kith_avatar_draw (GtkWidget *widget,
                  cairo_t   *cr)
{
  KithAvatar *self = KITH_AVATAR (widget);

  cairo_translate (cr, (gtk_widget_get_allocated_width (widget) - self->size) / 2.0, (gtk_widget_get_allocated_height (widget) - self->size) / 2.0);
  cairo_arc (cr, self->size / 2.0, self->size / 2.0, self->size / 2.0, 0, 2 * G_PI);
  cairo_clip (cr);

  if (self->photo != NULL)
    kith_avatar_draw_photo (self, cr);
  else
    kith_avatar_draw_initials (self, cr);

  return GDK_EVENT_PROPAGATE;
}

static void
kith_avatar_decoded (GObject      *source,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr (KithAvatar) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GdkPixbuf) pixbuf = kith_picture_decode_finish (result, &error);

  /* Cancelled: another person, or another picture, has taken the place. Broken: the initials are good enough. */
  if (pixbuf == NULL)
    return;

  g_clear_pointer (&self->photo, cairo_surface_destroy);
  self->photo = gdk_cairo_surface_create_from_pixbuf (pixbuf, gtk_widget_get_scale_factor (GTK_WIDGET (self)), NULL);
  g_clear_object (&self->decoding);
  kith_avatar_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
kith_avatar_set_size (KithAvatar *self,
                      int         size)
{
  self->size = size;
  gtk_widget_set_size_request (GTK_WIDGET (self), size, size);
}

static void
kith_avatar_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  KithAvatar *self = KITH_AVATAR (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      g_value_set_int (value, self->size);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kith_avatar_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  KithAvatar *self = KITH_AVATAR (object);

  switch (prop_id)
    {
    case PROP_SIZE:
      kith_avatar_set_size (self, g_value_get_int (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kith_avatar_dispose (GObject *object)
{
  kith_avatar_drop_photo (KITH_AVATAR (object));

  G_OBJECT_CLASS (kith_avatar_parent_class)->dispose (object);
}

static void
kith_avatar_finalize (GObject *object)
{
  KithAvatar *self = KITH_AVATAR (object);

  g_free (self->key);
  g_free (self->initials);

  G_OBJECT_CLASS (kith_avatar_parent_class)->finalize (object);
}

static void
kith_avatar_class_init (KithAvatarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kith_avatar_get_property;
  object_class->set_property = kith_avatar_set_property;
  object_class->dispose = kith_avatar_dispose;
  object_class->finalize = kith_avatar_finalize;
  widget_class->draw = kith_avatar_draw;

  props[PROP_SIZE] = g_param_spec_int ("size", NULL, NULL, 16, 256, 64, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  gtk_widget_class_set_accessible_role (widget_class, ATK_ROLE_IMAGE);
}

static void
kith_avatar_init (KithAvatar *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
  kith_avatar_set_person (self, "", NULL);
}

/**
 * kith_avatar_new:
 * @size: the diameter, in logical pixels
 *
 * Returns: (transfer floating): an avatar of nobody
 */
GtkWidget *
kith_avatar_new (int size)
{
  return g_object_new (KITH_TYPE_AVATAR, "size", size, NULL);
}

/**
 * kith_avatar_set_person:
 * @self: an avatar
 * @key: what the colour is derived from: the same person has the same colour everywhere
 * @name: (nullable): what the initials are made of: a name, or an address
 *
 * Shows the initials, or the picture where it is still the same person.
 */
void
kith_avatar_set_person (KithAvatar *self,
                        const char *key,
                        const char *name)
{
  g_return_if_fail (KITH_IS_AVATAR (self));

  if (g_strcmp0 (self->key, key) != 0)
    {
      kith_avatar_drop_photo (self);
      g_free (self->key);
      self->key = g_strdup (key);
    }

  gdk_rgba_parse (&self->colour, colours[g_str_hash (key) % G_N_ELEMENTS (colours)]);
  g_free (self->initials);
  self->initials = kith_avatar_make_initials (name);

  atk_object_set_name (gtk_widget_get_accessible (GTK_WIDGET (self)), name != NULL ? name : "");
  kith_avatar_describe (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/**
 * kith_avatar_set_picture:
 * @self: an avatar
 * @bytes: (nullable): a picture file, or %NULL for the initials
 *
 * The picture is decoded off the user-interface thread and appears when it is ready; one that cannot be shown changes nothing.
 */
void
kith_avatar_set_picture (KithAvatar *self,
                         GBytes     *bytes)
{
  g_return_if_fail (KITH_IS_AVATAR (self));

  if (bytes == NULL)
    {
      kith_avatar_drop_photo (self);
      kith_avatar_describe (self);
      gtk_widget_queue_draw (GTK_WIDGET (self));
      return;
    }

  if (self->decoding != NULL)
    g_cancellable_cancel (self->decoding);

  g_clear_object (&self->decoding);
  self->decoding = g_cancellable_new ();
  kith_picture_decode_async (bytes, self->size * gtk_widget_get_scale_factor (GTK_WIDGET (self)), self->decoding,
                             kith_avatar_decoded, g_object_ref (self));
}
