/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-card.h"

#include <glib/gi18n-lib.h>

#include "kith-asked.h"
#include "kith-avatar.h"
#include "kith-clock.h"
#include "kith-connection-row.h"
#include "kith-flow.h"
#include "kith-footer.h"
#include "kith-link-button.h"
#include "kith-widgets.h"
#include "kith-words.h"

#define CONNECTIONS_MAX 5
#define LINKS_MAX 12

/* What has a line of its own below "Details"; the header and the other sections show the rest. */
static const KithField detail_fields[] = {
  KITH_FIELD_DEPARTMENT, KITH_FIELD_HEADLINE, KITH_FIELD_PRONOUNS, KITH_FIELD_PHONE, KITH_FIELD_EMAIL,
  KITH_FIELD_MANAGER, KITH_FIELD_ASSISTANT, KITH_FIELD_LANGUAGE, KITH_FIELD_NOTE, KITH_FIELD_INDUSTRY,
};

struct _KithCard
{
  GtkBox parent_instance;

  GtkWidget *avatar;
  GtkWidget *name;
  GtkWidget *role;
  GtkWidget *company;
  GtkWidget *address_label;
  GtkWidget *location;
  GtkWidget *company_section;
  GtkWidget *company_unconfirmed;
  GtkWidget *company_source;
  GtkWidget *connections_section;
  GtkWidget *connections;
  GtkWidget *details_section;
  GtkWidget *details;
  GtkWidget *links_section;
  GtkWidget *links;
  GtkWidget *asked;
  GtkWidget *footer;

  KithAddress *address;     /* (nullable) */
  KithProfile *profile;     /* (nullable) */
  char *zone_identifier;    /* (nullable): what @zone was, or is being, made of */
  GTimeZone *zone;          /* (nullable) */
  GCancellable *zone_loading;
  guint clock_source;       /* runs while the card is on the screen and a time of day is on it */
};

enum
{
  REFRESH,
  ENABLE_PROVIDER,
  FORGET,
  PROVIDERS_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithCard, kith_card, GTK_TYPE_BOX)

static gint64
kith_card_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static KithFact *
kith_card_get_best (KithCard  *self,
                    KithField  field)
{
  return self->profile != NULL ? kith_profile_get_best (self->profile, field) : NULL;
}

/* The text, who said it on hover, the same for those who do not see it, and the mark of what is not sure. */
static void
kith_card_show_fact (KithCard   *self,
                     GtkWidget  *label,
                     KithFact   *fact,
                     const char *text)
{
  GtkStyleContext *style = gtk_widget_get_style_context (label);
  g_autofree char *source = fact != NULL ? kith_words_fact_source (self->profile, fact, kith_card_now ()) : NULL;
  g_autofree char *tooltip = source != NULL ? g_strconcat (text, "\n", source, NULL) : NULL;

  kith_label_set_optional_text (label, fact != NULL ? text : NULL);
  gtk_widget_set_tooltip_text (label, tooltip);
  atk_object_set_description (gtk_widget_get_accessible (label), source != NULL ? source : "");

  if (fact != NULL && kith_fact_is_unconfirmed (fact))
    gtk_style_context_add_class (style, "kith-unconfirmed");
  else
    gtk_style_context_remove_class (style, "kith-unconfirmed");
}

/* A guess ends with a question mark wherever it stands. */
static char *
kith_card_dup_text (KithFact *fact)
{
  if (fact == NULL)
    return NULL;

  /* Translators: a fact that is not sure, as in "Example Widgets?" */
  return kith_fact_is_unconfirmed (fact) ? g_strdup_printf (_("%s?"), kith_fact_get_value (fact)) : g_strdup (kith_fact_get_value (fact));
}

static const char *
kith_card_get_name (KithCard *self)
{
  KithFact *name = kith_card_get_best (self, KITH_FIELD_NAME);
  const char *display_name;

  if (name != NULL && !kith_fact_is_unconfirmed (name))
    return kith_fact_get_value (name);

  display_name = kith_address_get_display_name (self->address);

  return display_name != NULL && *display_name != '\0' ? display_name : kith_address_get_mailbox (self->address);
}

static void
kith_card_update_name (KithCard *self)
{
  KithFact *fact = kith_card_get_best (self, KITH_FIELD_NAME);
  const char *name = kith_card_get_name (self);

  if (fact != NULL && kith_fact_is_unconfirmed (fact))
    fact = NULL;

  kith_card_show_fact (self, self->name, fact, name);
  kith_label_set_optional_text (self->name, name);
  kith_avatar_set_person (KITH_AVATAR (self->avatar), kith_address_get_key (self->address), name);
}

/* The address stands on the card as long as nothing surer says who this is. */
static void
kith_card_update_address (KithCard *self)
{
  const char *mailbox = kith_address_get_mailbox (self->address);
  gboolean known = gtk_widget_get_visible (self->role) || gtk_widget_get_visible (self->company);
  gboolean named = g_strcmp0 (gtk_label_get_text (GTK_LABEL (self->name)), mailbox) == 0;

  kith_label_set_optional_text (self->address_label, known || named ? NULL : mailbox);
  gtk_widget_set_tooltip_text (self->avatar, mailbox);
}

static void
kith_card_update_company (KithCard *self)
{
  KithFact *fact = kith_card_get_best (self, KITH_FIELD_COMPANY);
  gboolean unconfirmed = fact != NULL && kith_fact_is_unconfirmed (fact);
  g_autofree char *text = kith_card_dup_text (fact);
  g_autofree char *source = NULL;

  kith_card_show_fact (self, self->company, unconfirmed ? NULL : fact, text);
  kith_card_show_fact (self, self->company_unconfirmed, unconfirmed ? fact : NULL, text);
  gtk_widget_set_visible (self->company_section, unconfirmed);

  if (!unconfirmed)
    return;

  /* Translators: after the name of a company: nobody confirms it; then the provider that says it */
  source = g_strdup_printf (_("unconfirmed · from %s"), kith_words_provider_name (self->profile, kith_fact_get_provider_id (fact)));
  gtk_label_set_text (GTK_LABEL (self->company_source), source);
}

static void
kith_card_update_location (KithCard *self)
{
  KithFact *location = kith_card_get_best (self, KITH_FIELD_LOCATION);
  KithFact *zone = kith_card_get_best (self, KITH_FIELD_TIME_ZONE);
  g_autofree char *where = kith_card_dup_text (location);
  g_autofree char *time = self->zone != NULL ? kith_clock_format (self->zone, kith_card_now ()) : NULL;
  g_autofree char *isolated = where != NULL ? kith_words_isolate (where, gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL) : NULL;
  g_autofree char *text = NULL;

  if (where != NULL && time != NULL)
    /* Translators: where a person is, and the time of day there, as in "Rotterdam · 14:32 there" */
    text = g_strdup_printf (_("%s · %s there"), isolated, time);
  else if (time != NULL)
    /* Translators: the time of day where a person is */
    text = g_strdup_printf (_("%s there"), time);
  else
    text = g_steal_pointer (&where);

  kith_card_show_fact (self, self->location, location != NULL ? location : zone, text);
}

static gboolean
kith_card_clock_tick (gpointer user_data)
{
  KithCard *self = user_data;
  gint64 now = kith_card_now ();

  kith_card_update_location (self);
  self->clock_source = g_timeout_add_seconds (60 - now % 60, kith_card_clock_tick, self);

  return G_SOURCE_REMOVE;
}

static void
kith_card_update_clock (KithCard *self)
{
  g_clear_handle_id (&self->clock_source, g_source_remove);

  if (self->zone != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)))
    kith_card_clock_tick (self);
}

static void
kith_card_zone_loaded (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr (KithCard) self = user_data;
  g_autoptr (GError) error = NULL;
  GTimeZone *zone = kith_clock_load_zone_finish (result, &error);

  /* Cancelled, or a zone that does not exist: the card does without the time of day. */
  if (zone == NULL)
    return;

  g_clear_pointer (&self->zone, g_time_zone_unref);
  self->zone = zone;
  kith_card_update_location (self);
  kith_card_update_clock (self);
}

static void
kith_card_drop_zone (KithCard *self)
{
  if (self->zone_loading != NULL)
    g_cancellable_cancel (self->zone_loading);

  g_clear_object (&self->zone_loading);
  g_clear_pointer (&self->zone_identifier, g_free);
  g_clear_pointer (&self->zone, g_time_zone_unref);
  g_clear_handle_id (&self->clock_source, g_source_remove);
}

static void
kith_card_update_zone (KithCard *self)
{
  KithFact *fact = kith_card_get_best (self, KITH_FIELD_TIME_ZONE);
  const char *identifier = fact != NULL && !kith_fact_is_unconfirmed (fact) ? kith_fact_get_value (fact) : NULL;

  if (g_strcmp0 (identifier, self->zone_identifier) == 0)
    return;

  kith_card_drop_zone (self);
  if (identifier == NULL)
    return;

  self->zone_identifier = g_strdup (identifier);
  self->zone_loading = g_cancellable_new ();
  kith_clock_load_zone_async (identifier, self->zone_loading, kith_card_zone_loaded, g_object_ref (self));
}

static GPtrArray *
kith_card_get_facts (KithCard  *self,
                     KithField  field)
{
  return self->profile != NULL ? kith_profile_get_facts (self->profile, field) : NULL;
}

static void
kith_card_update_connections (KithCard *self)
{
  GPtrArray *connections = self->profile != NULL ? kith_profile_get_connections (self->profile) : NULL;
  guint count = connections != NULL ? MIN (connections->len, CONNECTIONS_MAX) : 0;

  kith_container_clear (self->connections);
  for (guint i = 0; i < count; i++)
    gtk_container_add (GTK_CONTAINER (self->connections), kith_connection_row_new (connections->pdata[i]));

  gtk_widget_set_visible (self->connections_section, count > 0);
}

static void
kith_card_update_links (KithCard *self)
{
  GPtrArray *links = kith_card_get_facts (self, KITH_FIELD_LINK);
  guint shown = 0;

  kith_container_clear (self->links);

  for (guint i = 0; links != NULL && i < links->len && shown < LINKS_MAX; i++)
    {
      GtkWidget *button = kith_link_button_new (self->profile, links->pdata[i], kith_card_now ());
      g_autofree char *id = NULL;

      if (button == NULL)
        continue;

      id = g_strdup_printf ("kith-link-%u", ++shown);
      kith_accessible_set (button, id, NULL);
      gtk_container_add (GTK_CONTAINER (self->links), button);
    }

  gtk_widget_set_visible (self->links_section, shown > 0);
}

static GtkWidget *
kith_card_detail_label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_yalign (GTK_LABEL (label), 0);
  gtk_label_set_line_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_line_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

static void
kith_card_add_detail (KithCard *self,
                      KithFact *fact,
                      int       row)
{
  KithField field = kith_fact_get_field (fact);
  GtkWidget *caption = kith_card_detail_label_new ();
  GtkWidget *value = kith_card_detail_label_new ();
  g_autofree char *text = kith_card_dup_text (fact);
  g_autofree char *id = g_strconcat ("kith-", kith_field_get_id (field), NULL);

  kith_label_set_never_hyphenated (value);
  gtk_label_set_text (GTK_LABEL (caption), kith_field_get_label (field));
  gtk_style_context_add_class (gtk_widget_get_style_context (caption), "kith-small");
  gtk_widget_set_valign (caption, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (value, GTK_ALIGN_BASELINE);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_show (caption);

  /* Digits alone have no direction: a number must not be turned round by that of the card. */
  if (field == KITH_FIELD_PHONE)
    gtk_widget_set_direction (value, GTK_TEXT_DIR_LTR);

  gtk_label_set_lines (GTK_LABEL (value), 6);
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  kith_card_show_fact (self, value, fact, text);
  kith_accessible_set (value, id, NULL);

  gtk_grid_attach (GTK_GRID (self->details), caption, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->details), value, 1, row, 1, 1);
}

static void
kith_card_update_details (KithCard *self)
{
  int rows = 0;

  kith_container_clear (self->details);

  for (guint i = 0; i < G_N_ELEMENTS (detail_fields); i++)
    {
      GPtrArray *facts = kith_card_get_facts (self, detail_fields[i]);
      guint count = facts == NULL ? 0 : kith_field_is_multi_valued (detail_fields[i]) ? MIN (facts->len, 3) : MIN (facts->len, 1);

      for (guint k = 0; k < count; k++)
        if (g_strcmp0 (kith_fact_get_value (facts->pdata[k]), kith_address_get_mailbox (self->address)) != 0)
          kith_card_add_detail (self, facts->pdata[k], rows++);
    }

  gtk_widget_set_visible (self->details_section, rows > 0);
}

static void
kith_card_update (KithCard *self)
{
  KithFact *role = kith_card_get_best (self, KITH_FIELD_ROLE);
  g_autofree char *role_text = kith_card_dup_text (role);

  kith_card_update_name (self);
  kith_card_show_fact (self, self->role, role, role_text);
  kith_card_update_company (self);
  kith_card_update_address (self);
  kith_card_update_zone (self);
  kith_card_update_location (self);
  kith_card_update_connections (self);
  kith_card_update_details (self);
  kith_card_update_links (self);
  kith_asked_set_profile (KITH_ASKED (self->asked), self->profile);
  kith_footer_set_profile (KITH_FOOTER (self->footer), self->profile);
}

static void
kith_card_refresh (KithCard *self)
{
  g_signal_emit (self, signals[REFRESH], 0);
}

static void
kith_card_enable_provider (KithCard   *self,
                           const char *id,
                           gboolean    enabled)
{
  g_signal_emit (self, signals[ENABLE_PROVIDER], 0, id, enabled);
}

static void
kith_card_forget (KithCard *self)
{
  g_signal_emit (self, signals[FORGET], 0);
}

static void
kith_card_providers_wanted (KithCard *self)
{
  g_signal_emit (self, signals[PROVIDERS_WANTED], 0);
}

static void
kith_card_copy_address (KithCard *self)
{
  if (self->address != NULL)
    gtk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self), GDK_SELECTION_CLIPBOARD), kith_address_get_mailbox (self->address), -1);
}

static void
kith_card_show_asked (KithCard *self)
{
  gtk_widget_show (self->asked);
  gtk_widget_child_focus (self->asked, GTK_DIR_TAB_FORWARD);
}

static void
kith_card_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kith_card_parent_class)->map (widget);
  kith_card_update_clock (KITH_CARD (widget));
}

static void
kith_card_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kith_card_parent_class)->unmap (widget);
  kith_card_update_clock (KITH_CARD (widget));
}

static void
kith_card_dispose (GObject *object)
{
  KithCard *self = KITH_CARD (object);

  kith_card_drop_zone (self);
  g_clear_object (&self->address);
  g_clear_object (&self->profile);

  G_OBJECT_CLASS (kith_card_parent_class)->dispose (object);
}

static void
kith_card_bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KITH_TYPE_ASKED);
  g_type_ensure (KITH_TYPE_AVATAR);
  g_type_ensure (KITH_TYPE_FLOW);
  g_type_ensure (KITH_TYPE_FOOTER);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KithCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, KithCard, name);
  gtk_widget_class_bind_template_child (widget_class, KithCard, role);
  gtk_widget_class_bind_template_child (widget_class, KithCard, company);
  gtk_widget_class_bind_template_child (widget_class, KithCard, address_label);
  gtk_widget_class_bind_template_child (widget_class, KithCard, location);
  gtk_widget_class_bind_template_child (widget_class, KithCard, company_section);
  gtk_widget_class_bind_template_child (widget_class, KithCard, company_unconfirmed);
  gtk_widget_class_bind_template_child (widget_class, KithCard, company_source);
  gtk_widget_class_bind_template_child (widget_class, KithCard, connections_section);
  gtk_widget_class_bind_template_child (widget_class, KithCard, connections);
  gtk_widget_class_bind_template_child (widget_class, KithCard, details_section);
  gtk_widget_class_bind_template_child (widget_class, KithCard, details);
  gtk_widget_class_bind_template_child (widget_class, KithCard, links_section);
  gtk_widget_class_bind_template_child (widget_class, KithCard, links);
  gtk_widget_class_bind_template_child (widget_class, KithCard, asked);
  gtk_widget_class_bind_template_child (widget_class, KithCard, footer);
}

static void
kith_card_class_init (KithCardClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = kith_card_dispose;
  /* What has nothing to say stays hidden when a mail program shows all of a window. */
  widget_class->show_all = gtk_widget_show;
  widget_class->map = kith_card_map;
  widget_class->unmap = kith_card_unmap;

  signals[REFRESH] = g_signal_new ("refresh", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENABLE_PROVIDER] = g_signal_new ("enable-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[FORGET] = g_signal_new ("forget", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROVIDERS_WANTED] = g_signal_new ("providers-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  kith_card_bind_template (widget_class);
}

static void
kith_card_init (KithCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));

  kith_accessible_set (self->avatar, "kith-avatar", NULL);
  kith_accessible_set (self->name, "kith-name", NULL);
  kith_accessible_set (self->role, "kith-role", NULL);
  kith_accessible_set (self->company, "kith-company", NULL);
  kith_accessible_set (self->address_label, "kith-address", NULL);
  kith_accessible_set (self->location, "kith-location", NULL);
  kith_accessible_set (self->company_unconfirmed, "kith-company-unconfirmed", NULL);
  kith_accessible_set (self->company_source, "kith-company-source", NULL);

  kith_label_set_never_hyphenated (self->name);
  kith_label_set_never_hyphenated (self->company);
  kith_label_set_never_hyphenated (self->address_label);

  g_signal_connect_object (self->footer, "refresh", G_CALLBACK (kith_card_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "enable-provider", G_CALLBACK (kith_card_enable_provider), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "forget", G_CALLBACK (kith_card_forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "copy-address", G_CALLBACK (kith_card_copy_address), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "show-asked", G_CALLBACK (kith_card_show_asked), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "providers-wanted", G_CALLBACK (kith_card_providers_wanted), self, G_CONNECT_SWAPPED);
}

/**
 * kith_card_new:
 *
 * Returns: (transfer floating): a card of nobody
 */
GtkWidget *
kith_card_new (void)
{
  return g_object_new (KITH_TYPE_CARD, NULL);
}

/**
 * kith_card_set_address:
 * @self: a card
 * @address: whose card it becomes
 *
 * Shows initials and name at once, and nothing of the person before.
 */
void
kith_card_set_address (KithCard    *self,
                       KithAddress *address)
{
  g_return_if_fail (KITH_IS_CARD (self));
  g_return_if_fail (KITH_IS_ADDRESS (address));

  g_set_object (&self->address, address);
  g_clear_object (&self->profile);
  gtk_widget_hide (self->asked);
  kith_card_set_notice (self, NULL);
  kith_card_update (self);
}

/**
 * kith_card_set_profile:
 * @self: a card
 * @profile: what is known now
 */
void
kith_card_set_profile (KithCard    *self,
                       KithProfile *profile)
{
  g_return_if_fail (KITH_IS_CARD (self));
  g_return_if_fail (KITH_IS_PROFILE (profile));

  if (!g_set_object (&self->profile, profile))
    return;

  g_set_object (&self->address, kith_profile_get_address (profile));
  kith_card_update (self);
}

/**
 * kith_card_set_picture:
 * @self: a card
 * @bytes: (nullable): a picture file, or %NULL for the initials
 */
void
kith_card_set_picture (KithCard *self,
                       GBytes   *bytes)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_avatar_set_picture (KITH_AVATAR (self->avatar), bytes);
}

/**
 * kith_card_set_busy:
 * @self: a card
 * @busy: whether more may come
 */
void
kith_card_set_busy (KithCard *self,
                    gboolean  busy)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_footer_set_busy (KITH_FOOTER (self->footer), busy);
}

/**
 * kith_card_set_notice:
 * @self: a card
 * @notice: (nullable): why what the user asked for could not be done
 */
void
kith_card_set_notice (KithCard   *self,
                      const char *notice)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_footer_set_notice (KITH_FOOTER (self->footer), notice);
}

/**
 * kith_card_set_providers:
 * @self: a card
 * @providers: (element-type KithProviderInfo): every provider; kept, not copied
 */
void
kith_card_set_providers (KithCard  *self,
                         GPtrArray *providers)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_footer_set_providers (KITH_FOOTER (self->footer), providers);
}
