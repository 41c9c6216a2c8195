/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* Draws the cards of kith-test-profile.h into a PNG file, so that a person can see whether they look right. */

#include "config.h"

#include <gtk/gtk.h>

#include "kith-card.h"
#include "kith-provider-info-private.h"
#include "kith-style.h"
#include "kith-test-actions.h"
#include "kith-test-display.h"
#include "kith-test-profile.h"
#include "kith-verdict-private.h"

#define COLUMNS 4

static gboolean dark;
static gboolean high_contrast;
static gboolean rtl;
static int card_width = 312;
static int font_size = 11;
static char *picture;

static const GOptionEntry entries[] = {
  { "dark", 0, 0, G_OPTION_ARG_NONE, &dark, "Dark theme", NULL },
  { "high-contrast", 0, 0, G_OPTION_ARG_NONE, &high_contrast, "High contrast theme", NULL },
  { "rtl", 0, 0, G_OPTION_ARG_NONE, &rtl, "From right to left", NULL },
  { "width", 0, 0, G_OPTION_ARG_INT, &card_width, "Width of a card, in pixels", "PIXELS" },
  { "font-size", 0, 0, G_OPTION_ARG_INT, &font_size, "Size of the font, in points", "POINTS" },
  { "picture", 0, 0, G_OPTION_ARG_FILENAME, &picture, "Photo of the first person", "FILE" },
  G_OPTION_ENTRY_NULL
};

static void
ask (KithCard *card)
{
  KithProviderInfoFields gravatar = { .id = "gravatar", .name = "Gravatar", .sends_text = "sends a hash of the address", .sends = KITH_SENDS_ADDRESS_HASH, .reveals_to = KITH_REVEALS_TO_SERVICE };
  KithProviderInfoFields wikidata = { .id = "wikidata", .name = "Wikidata", .sends_text = "sends the domain", .sends = KITH_SENDS_DOMAIN, .reveals_to = KITH_REVEALS_TO_SERVICE,
                                      .is_enabled = TRUE };
  g_autoptr (GPtrArray) providers = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) offers = g_ptr_array_new_with_free_func (g_object_unref);

  g_ptr_array_add (providers, kith_provider_info_new (&gravatar));
  g_ptr_array_add (providers, kith_provider_info_new (&wikidata));
  g_ptr_array_add (offers, kith_verdict_new ("gravatar", "Gravatar", KITH_RULE_ASK, NULL, "sends a hash of the address", "api.example"));
  g_ptr_array_add (offers, kith_verdict_new ("wikidata", "Wikidata", KITH_RULE_ASK, NULL, "sends the domain", "query.example"));
  kith_card_set_providers (card, providers);
  kith_card_set_offers (card, offers);
}

static GtkWidget *
make_card (KithTestProfile kind)
{
  g_autoptr (KithProfile) profile = kith_test_profile_new (kind);
  GtkWidget *card = kith_card_new ();
  GtkWidget *frame = gtk_frame_new (NULL);
  g_autofree char *bytes = NULL;
  gsize length;

  g_object_set_data_full (G_OBJECT (card), "actions", kith_test_actions_insert (card), (GDestroyNotify) g_ptr_array_unref);
  kith_card_set_address (KITH_CARD (card), kith_profile_get_address (profile));
  kith_card_set_busy (KITH_CARD (card), !kith_profile_is_complete (profile));
  kith_card_set_profile (KITH_CARD (card), profile);

  if (kind == KITH_TEST_PROFILE_FULL && picture != NULL && g_file_get_contents (picture, &bytes, &length, NULL))
    {
      g_autoptr (GBytes) file = g_bytes_new_take (g_steal_pointer (&bytes), length);

      kith_card_set_picture (KITH_CARD (card), file);
    }

  if (kind == KITH_TEST_PROFILE_FIRST_RUN)
    ask (KITH_CARD (card));
  if (kind == KITH_TEST_PROFILE_MANY)
    kith_card_set_reading (KITH_CARD (card), TRUE, 0.34);

  gtk_style_context_add_class (gtk_widget_get_style_context (card), "kith-sidebar");
  gtk_container_add (GTK_CONTAINER (frame), card);
  gtk_widget_set_size_request (frame, card_width, -1);
  gtk_widget_set_valign (frame, GTK_ALIGN_START);

  return frame;
}

static GtkWidget *
make_gallery (void)
{
  GtkWidget *window = gtk_offscreen_window_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *columns[COLUMNS];

  for (int i = 0; i < COLUMNS; i++)
    {
      columns[i] = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);
      gtk_container_add (GTK_CONTAINER (box), columns[i]);
    }

  for (int kind = 0; kind < KITH_TEST_N_PROFILES; kind++)
    gtk_container_add (GTK_CONTAINER (columns[kind % COLUMNS]), make_card (kind));

  g_object_set (box, "margin", 16, NULL);
  gtk_container_add (GTK_CONTAINER (window), box);
  gtk_widget_show_all (box);

  return window;
}

static gboolean
save (gpointer user_data)
{
  gpointer *data = user_data;
  g_autoptr (GdkPixbuf) pixbuf = gtk_offscreen_window_get_pixbuf (GTK_OFFSCREEN_WINDOW (data[0]));
  g_autoptr (GError) error = NULL;

  if (!gdk_pixbuf_save (pixbuf, data[1], "png", &error, NULL))
    g_printerr ("%s\n", error->message);

  gtk_main_quit ();

  return G_SOURCE_REMOVE;
}

int
main (int   argc,
      char *argv[])
{
  GSubprocess *display = kith_test_display_start ();
  g_autofree char *font = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *window;
  gpointer data[2];

  if (!gtk_init_with_args (&argc, &argv, "FILE.png", entries, NULL, &error) || argc != 2)
    {
      g_printerr ("%s\n", error != NULL ? error->message : "usage: kith-card-gallery [OPTION…] FILE.png");
      kith_test_display_stop (display);
      return 2;
    }

  font = g_strdup_printf ("Cantarell %d", font_size);
  g_object_set (gtk_settings_get_default (), "gtk-application-prefer-dark-theme", dark, "gtk-font-name", font,
                "gtk-theme-name", high_contrast ? "HighContrast" : "Adwaita", "gtk-enable-animations", FALSE, NULL);
  gtk_widget_set_default_direction (rtl ? GTK_TEXT_DIR_RTL : GTK_TEXT_DIR_LTR);
  kith_style_hold (gdk_screen_get_default ());

  window = make_gallery ();
  gtk_widget_show (window);

  /* Long enough for the photo, the time zone and the spinner of the card that still loads. */
  data[0] = window;
  data[1] = argv[1];
  g_timeout_add (600, save, data);
  gtk_main ();

  gtk_widget_destroy (window);
  kith_test_display_stop (display);

  return 0;
}
