/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-doubts.h"

#include <glib/gi18n-lib.h>

#include "kith-flow.h"
#include "kith-link-button.h"
#include "kith-widgets.h"
#include "kith-words.h"

/* More questions at once than anybody answers. */
#define SHOWN_MAX 6

static const KithField fields[] = {
  KITH_FIELD_NAME, KITH_FIELD_ROLE, KITH_FIELD_COMPANY, KITH_FIELD_DEPARTMENT, KITH_FIELD_LOCATION, KITH_FIELD_HEADLINE,
  KITH_FIELD_PHONE, KITH_FIELD_EMAIL, KITH_FIELD_LINK, KITH_FIELD_MANAGER, KITH_FIELD_ASSISTANT, KITH_FIELD_INDUSTRY,
};

struct _KithDoubts
{
  GtkBox parent_instance;

  char *shown; /* (nullable): what the rows say: those that stay keep the keyboard's focus */
};

G_DEFINE_FINAL_TYPE (KithDoubts, kith_doubts, GTK_TYPE_BOX)

static void
kith_doubts_finalize (GObject *object)
{
  g_free (KITH_DOUBTS (object)->shown);

  G_OBJECT_CLASS (kith_doubts_parent_class)->finalize (object);
}

static void
kith_doubts_class_init (KithDoubtsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_doubts_finalize;
  GTK_WIDGET_CLASS (klass)->show_all = gtk_widget_show;
  g_type_ensure (KITH_TYPE_FLOW);
}

static void
kith_doubts_init (KithDoubts *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 10);
  gtk_style_context_add_class (gtk_widget_get_style_context (GTK_WIDGET (self)), "kith-section");
}

static void
kith_doubts_add_button (GtkWidget  *flow,
                        KithFact   *fact,
                        const char *id,
                        const char *text,
                        const char *tooltip,
                        const char *action)
{
  GtkWidget *button = kith_pill_new (id, text, tooltip, NULL);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(sss)", kith_field_get_id (kith_fact_get_field (fact)),
                                    kith_fact_get_provider_id (fact), kith_fact_get_value (fact));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_container_add (GTK_CONTAINER (flow), button);
}

static GtkWidget *
kith_doubts_value_new (KithProfile *profile,
                       KithFact    *fact,
                       const char  *id)
{
  g_autofree char *service = kith_fact_get_field (fact) == KITH_FIELD_LINK ? kith_words_service (fact) : NULL;
  /* Translators: a fact that is not sure, as in "Example Widgets?" */
  g_autofree char *text = g_strdup_printf (_("%s?"), service != NULL ? service : kith_fact_get_value (fact));
  g_autofree char *source = kith_words_fact_source (profile, fact, g_get_real_time () / G_USEC_PER_SEC);
  GtkWidget *value = kith_label_new (text, "kith-unconfirmed");

  gtk_label_set_lines (GTK_LABEL (value), 3);
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  kith_label_set_never_hyphenated (value);
  gtk_widget_set_valign (value, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (value, source);
  kith_accessible_set (value, id, NULL);
  atk_object_set_description (gtk_widget_get_accessible (value), source);

  return value;
}

/* Who is to say whether a page is somebody's own has to see it. */
static void
kith_doubts_add_link (GtkWidget   *flow,
                      KithProfile *profile,
                      KithFact    *fact)
{
  GtkWidget *button;

  if (kith_fact_get_field (fact) != KITH_FIELD_LINK)
    return;

  button = kith_link_button_new (profile, fact, g_get_real_time () / G_USEC_PER_SEC);
  if (button == NULL)
    return;

  kith_accessible_set (button, "kith-link-unconfirmed", NULL);
  gtk_container_add (GTK_CONTAINER (flow), button);
}

static void
kith_doubts_add (KithDoubts  *self,
                 KithProfile *profile,
                 KithFact    *fact)
{
  const char *field = kith_field_get_id (kith_fact_get_field (fact));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *flow = kith_flow_new ();
  g_autofree char *source = kith_words_doubt (profile, fact);
  g_autofree char *value_id = g_strdup_printf ("kith-%s-unconfirmed", field);
  g_autofree char *source_id = g_strdup_printf ("kith-%s-source", field);
  g_autofree char *yes_id = g_strdup_printf ("kith-%s-yes", field);
  g_autofree char *no_id = g_strdup_printf ("kith-%s-no", field);
  GtkWidget *source_label = kith_label_new (source, "kith-small");

  kith_accessible_set (source_label, source_id, NULL);
  gtk_container_add (GTK_CONTAINER (flow), kith_doubts_value_new (profile, fact, value_id));
  kith_doubts_add_link (flow, profile, fact);
  kith_doubts_add_button (flow, fact, yes_id, C_("confirm", "Yes"), _("That is right: show it as sure from now on"), "kith.confirm");
  kith_doubts_add_button (flow, fact, no_id, C_("confirm", "No"), _("That is wrong: do not show it again"), "kith.reject");

  gtk_container_add (GTK_CONTAINER (box), kith_label_new (kith_field_get_label (kith_fact_get_field (fact)), "kith-title"));
  gtk_container_add (GTK_CONTAINER (box), flow);
  gtk_container_add (GTK_CONTAINER (box), source_label);
  gtk_widget_show_all (box);
  gtk_container_add (GTK_CONTAINER (self), box);
}

/* The name by which the message goes anyway is no question. */
static gboolean
kith_doubts_is_plain (KithProfile *profile,
                      KithFact    *fact)
{
  const char *display_name = kith_address_get_display_name (kith_profile_get_address (profile));
  g_autofree char *shown = display_name != NULL ? kith_field_make_key (KITH_FIELD_NAME, display_name) : NULL;
  g_autofree char *said = kith_fact_get_field (fact) == KITH_FIELD_NAME ? kith_field_make_key (KITH_FIELD_NAME, kith_fact_get_value (fact)) : NULL;

  return said != NULL && g_strcmp0 (said, shown) == 0;
}

/* The best of a field that can have one value, where even that is not sure; all such values of another one. */
static void
kith_doubts_collect (KithProfile *profile,
                     KithField    field,
                     GPtrArray   *doubts)
{
  GPtrArray *facts = kith_profile_get_facts (profile, field);
  guint count = facts == NULL ? 0 : kith_field_is_multi_valued (field) ? facts->len : MIN (facts->len, 1);

  for (guint i = 0; i < count && doubts->len < SHOWN_MAX; i++)
    if (kith_fact_is_unconfirmed (facts->pdata[i]) && !kith_doubts_is_plain (profile, facts->pdata[i]))
      g_ptr_array_add (doubts, facts->pdata[i]);
}

static char *
kith_doubts_describe (GPtrArray *doubts)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < doubts->len; i++)
    g_string_append_printf (text, "%d\n%s\n%s\n", kith_fact_get_field (doubts->pdata[i]), kith_fact_get_provider_id (doubts->pdata[i]),
                            kith_fact_get_value (doubts->pdata[i]));

  return g_string_free (text, FALSE);
}

/**
 * kith_doubts_set_profile:
 * @self: a section
 * @profile: (nullable): whose unconfirmed facts to show
 */
void
kith_doubts_set_profile (KithDoubts  *self,
                         KithProfile *profile)
{
  g_autoptr (GPtrArray) doubts = g_ptr_array_new ();
  g_autofree char *wanted = NULL;

  g_return_if_fail (KITH_IS_DOUBTS (self));

  for (guint i = 0; profile != NULL && i < G_N_ELEMENTS (fields); i++)
    kith_doubts_collect (profile, fields[i], doubts);
  wanted = kith_doubts_describe (doubts);
  if (g_strcmp0 (wanted, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_steal_pointer (&wanted);
  kith_container_clear (GTK_WIDGET (self));
  for (guint i = 0; i < doubts->len; i++)
    kith_doubts_add (self, profile, doubts->pdata[i]);
  gtk_widget_set_visible (GTK_WIDGET (self), doubts->len > 0);
}
