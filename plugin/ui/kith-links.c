/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-links.h"

#include <glib/gi18n-lib.h>

#include "kith-flow.h"
#include "kith-link-button.h"
#include "kith-widgets.h"
#include "kith-words.h"

#define SHOWN_MAX 12

/* What LinkedIn's own pages use. */
#define LINKEDIN_SEARCH "https://www.linkedin.com/search/results/people/?keywords="
#define SALES_NAVIGATOR_SEARCH "https://www.linkedin.com/sales/search/people?keywords="

struct _KithLinks
{
  GtkBox parent_instance;

  GtkWidget *flow;
  GtkWidget *find;      /* the two searches stay from person to person */
  GtkWidget *navigator;

  char *shown; /* (nullable): what the buttons say: those that stay keep the keyboard's focus */
};

G_DEFINE_FINAL_TYPE (KithLinks, kith_links, GTK_TYPE_BOX)

static void
kith_links_finalize (GObject *object)
{
  g_free (KITH_LINKS (object)->shown);

  G_OBJECT_CLASS (kith_links_parent_class)->finalize (object);
}

static void
kith_links_class_init (KithLinksClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_links_finalize;
  GTK_WIDGET_CLASS (klass)->show_all = gtk_widget_show;
}

static void
kith_links_open (GtkWidget *button)
{
  kith_widget_open_uri (button, g_object_get_data (G_OBJECT (button), "uri"));
}

static GtkWidget *
kith_links_search_new (KithLinks  *self,
                       const char *id,
                       const char *text)
{
  GtkWidget *button = kith_pill_new (id, text, NULL, NULL);

  gtk_style_context_add_class (gtk_widget_get_style_context (button), "kith-search");
  atk_object_set_role (gtk_widget_get_accessible (button), ATK_ROLE_LINK);
  g_signal_connect (button, "clicked", G_CALLBACK (kith_links_open), NULL);
  gtk_container_add (GTK_CONTAINER (self->flow), button);

  return button;
}

static void
kith_links_init (KithLinks *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 6);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "kith-section");

  self->flow = kith_flow_new ();
  gtk_widget_show (self->flow);
  gtk_container_add (GTK_CONTAINER (self), kith_label_new (_("Elsewhere"), "kith-title"));
  gtk_container_add (GTK_CONTAINER (self), self->flow);
  self->find = kith_links_search_new (self, "kith-find-linkedin", _("Find on LinkedIn"));
  self->navigator = kith_links_search_new (self, "kith-sales-navigator", _("Open in Sales Navigator"));
}

static void
kith_links_set_search (GtkWidget  *button,
                       const char *base,
                       const char *words)
{
  g_autofree char *escaped = words != NULL ? g_uri_escape_string (words, NULL, FALSE) : NULL;
  g_autofree char *tooltip = NULL;

  gtk_widget_set_visible (button, words != NULL);
  if (words == NULL)
    return;

  /* Translators: the tooltip of a button that opens a search in the browser; %s is a name, and a company if known */
  tooltip = g_strdup_printf (_("Searches for “%s” in your browser. LinkedIn learns whom you look for."), words);
  gtk_widget_set_tooltip_text (button, tooltip);
  atk_object_set_description (gtk_widget_get_accessible (button), tooltip);
  g_object_set_data_full (G_OBJECT (button), "uri", g_strconcat (base, escaped, NULL), g_free);
}

static char *
kith_links_describe (const char *words,
                     GPtrArray  *links)
{
  GString *text = g_string_new (words);

  for (guint i = 0; i < links->len; i++)
    g_string_append_printf (text, "\n%s\n%s", kith_fact_get_value (links->pdata[i]), kith_fact_get_provider_id (links->pdata[i]));

  return g_string_free (text, FALSE);
}

/* @links: (out): those that may be shown as links. Returns: whether LinkedIn is among them */
static gboolean
kith_links_collect (KithProfile *profile,
                    GPtrArray   *links)
{
  GPtrArray *facts = profile != NULL ? kith_profile_get_facts (profile, KITH_FIELD_LINK) : NULL;
  gboolean has_linkedin = FALSE;

  for (guint i = 0; facts != NULL && i < facts->len && links->len < SHOWN_MAX; i++)
    if (!kith_fact_is_unconfirmed (facts->pdata[i]))
      {
        g_ptr_array_add (links, facts->pdata[i]);
        has_linkedin |= g_strcmp0 (kith_fact_get_service (facts->pdata[i]), "linkedin") == 0;
      }

  return has_linkedin;
}

/* Returns: how many of them can be opened */
static guint
kith_links_fill (KithLinks   *self,
                 KithProfile *profile,
                 GPtrArray   *links)
{
  g_autoptr (GList) children = gtk_container_get_children (GTK_CONTAINER (self->flow));
  guint shown = 0;

  for (GList *l = children; l != NULL; l = l->next)
    if (l->data != self->find && l->data != self->navigator)
      gtk_widget_destroy (l->data);

  for (guint i = 0; i < links->len; i++)
    {
      GtkWidget *button = kith_link_button_new (profile, links->pdata[i], g_get_real_time () / G_USEC_PER_SEC);
      g_autofree char *id = NULL;

      if (button == NULL)
        continue;

      id = g_strdup_printf ("kith-link-%u", ++shown);
      kith_accessible_set (button, id, NULL);
      kith_flow_insert (KITH_FLOW (self->flow), button, shown - 1);
    }

  return shown;
}

/**
 * kith_links_set_profile:
 * @self: a section
 * @name: (nullable): the name of a human being whom the owner may want to look for
 * @profile: (nullable): whose links to show
 */
void
kith_links_set_profile (KithLinks   *self,
                        const char  *name,
                        KithProfile *profile)
{
  g_autoptr (GPtrArray) links = g_ptr_array_new ();
  KithFact *company = profile != NULL ? kith_profile_get_best (profile, KITH_FIELD_COMPANY) : NULL;
  g_autofree char *words = NULL;
  g_autofree char *wanted = NULL;
  gboolean has_linkedin;
  guint shown;

  g_return_if_fail (KITH_IS_LINKS (self));

  if (company != NULL && kith_fact_is_unconfirmed (company))
    company = NULL;
  has_linkedin = kith_links_collect (profile, links);
  if (name != NULL)
    words = company != NULL ? g_strconcat (name, " ", kith_fact_get_value (company), NULL) : g_strdup (name);
  wanted = kith_links_describe (words, links);
  if (g_strcmp0 (wanted, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&wanted);
  shown = kith_links_fill (self, profile, links);
  kith_links_set_search (self->find, LINKEDIN_SEARCH, has_linkedin ? NULL : words);
  kith_links_set_search (self->navigator, SALES_NAVIGATOR_SEARCH, words);
  gtk_widget_set_visible (GTK_WIDGET (self), shown > 0 || words != NULL);
}
