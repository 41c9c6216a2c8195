/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-style.h"

#include <gtk/gtk.h>

#define STYLE_KEY "kith-style"
#define STYLE_RESOURCE "/org/kith/ui/kith.css"

typedef struct
{
  GtkCssProvider *provider;
  guint holders;
} KithStyle;

static void
kith_style_free (KithStyle *style)
{
  g_object_unref (style->provider);
  g_free (style);
}

/**
 * kith_style_hold:
 * @screen: where something of ours is to be seen
 *
 * Adds the style sheet to @screen, once however many hold it.
 */
void
kith_style_hold (GdkScreen *screen)
{
  KithStyle *style = g_object_get_data (G_OBJECT (screen), STYLE_KEY);

  if (style == NULL)
    {
      style = g_new0 (KithStyle, 1);
      style->provider = gtk_css_provider_new ();
      gtk_css_provider_load_from_resource (style->provider, STYLE_RESOURCE);
      gtk_style_context_add_provider_for_screen (screen, GTK_STYLE_PROVIDER (style->provider), GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
      g_object_set_data_full (G_OBJECT (screen), STYLE_KEY, style, (GDestroyNotify) kith_style_free);
    }

  style->holders++;
}

/**
 * kith_style_release:
 * @screen: given to kith_style_hold()
 *
 * Takes the style sheet from @screen when the last one lets go, so that an unloaded plugin leaves nothing behind.
 */
void
kith_style_release (GdkScreen *screen)
{
  KithStyle *style = g_object_get_data (G_OBJECT (screen), STYLE_KEY);

  g_return_if_fail (style != NULL);

  if (--style->holders > 0)
    return;

  gtk_style_context_remove_provider_for_screen (screen, GTK_STYLE_PROVIDER (style->provider));
  g_object_set_data (G_OBJECT (screen), STYLE_KEY, NULL);
}
