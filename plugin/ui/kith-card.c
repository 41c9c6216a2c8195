/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-card.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "kith-asked.h"
#include "kith-avatar.h"
#include "kith-between.h"
#include "kith-clock.h"
#include "kith-connections.h"
#include "kith-doubts.h"
#include "kith-footer.h"
#include "kith-hint-bar.h"
#include "kith-links.h"
#include "kith-note.h"
#include "kith-offers.h"
#include "kith-widgets.h"
#include "kith-words.h"

/* What has a line of its own below "Details"; the header and the other sections show the rest. */
static const KithField detail_fields[] = {
  KITH_FIELD_DEPARTMENT, KITH_FIELD_HEADLINE, KITH_FIELD_PRONOUNS, KITH_FIELD_PHONE, KITH_FIELD_EMAIL,
  KITH_FIELD_MANAGER, KITH_FIELD_ASSISTANT, KITH_FIELD_LANGUAGE, KITH_FIELD_BIRTHDAY, KITH_FIELD_NOTE,
  KITH_FIELD_CONNECTED_SINCE, KITH_FIELD_INDUSTRY,
};

/* Of phones, addresses and the like; an address book has the rest. */
#define DETAILS_MAX 3

struct _KithCard
{
  GtkBox parent_instance;

  GtkWidget *hint_bar;
  GtkWidget *avatar;
  GtkWidget *name;
  GtkWidget *role;
  GtkWidget *company;
  GtkWidget *address_label;
  GtkWidget *location;
  GtkWidget *hint;
  GtkWidget *connections;
  GtkWidget *between;
  GtkWidget *doubts;
  GtkWidget *details_section;
  GtkWidget *details;
  GtkWidget *links;
  GtkWidget *note;
  GtkWidget *offers;
  GtkWidget *asked;
  GtkWidget *footer;

  gboolean is_reading;      /* what is new, or shared with nobody, is not known yet */
  char *details_shown;      /* (nullable): what the lines of the details say */
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
  SAVE_NOTE,
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

/* What is not sure stands below, where the owner can say yes or no. */
static KithFact *
kith_card_get_sure (KithCard  *self,
                    KithField  field)
{
  KithFact *fact = kith_card_get_best (self, field);

  return fact != NULL && !kith_fact_is_unconfirmed (fact) ? fact : NULL;
}

/* The text, who said it on hover, and the same for those who do not see it. */
static void
kith_card_show_fact (KithCard   *self,
                     GtkWidget  *label,
                     KithFact   *fact,
                     const char *text)
{
  g_autofree char *source = fact != NULL ? kith_words_fact_source (self->profile, fact, kith_card_now ()) : NULL;
  g_autofree char *tooltip = source != NULL ? g_strconcat (text, "\n", source, NULL) : NULL;

  kith_label_set_name (label, fact != NULL ? text : NULL);
  kith_widget_set_tooltip (label, tooltip);
  kith_accessible_describe (label, source != NULL ? source : "");
}

static void
kith_card_show_sure (KithCard  *self,
                     GtkWidget *label,
                     KithField  field)
{
  KithFact *fact = kith_card_get_sure (self, field);

  kith_card_show_fact (self, label, fact, fact != NULL ? kith_fact_get_value (fact) : NULL);
}

/* Returns: (nullable): the name, where the person has one */
static const char *
kith_card_get_human_name (KithCard *self)
{
  KithFact *name = kith_card_get_sure (self, KITH_FIELD_NAME);
  const char *display_name = kith_address_get_display_name (self->address);

  if (name != NULL)
    return kith_fact_get_value (name);

  return display_name != NULL && *display_name != '\0' ? display_name : NULL;
}

/* A name that may not be the sender's is quoted. */
static void
kith_card_update_name (KithCard *self)
{
  const char *name = kith_card_get_human_name (self);
  KithFact *warning = self->is_reading ? NULL : kith_card_get_best (self, KITH_FIELD_WARNING);
  g_autofree char *quoted = NULL;

  if (name == NULL)
    name = kith_address_get_mailbox (self->address);
  else if (warning != NULL)
    /* Translators: the name that somebody goes by who may not be that person, in quotation marks */
    quoted = g_strdup_printf (_("“%s”"), name);

  kith_card_show_fact (self, self->name, kith_card_get_sure (self, KITH_FIELD_NAME), name);
  kith_label_set_name (self->name, quoted != NULL ? quoted : name);
  kith_avatar_set_person (KITH_AVATAR (self->avatar), kith_address_get_key (self->address), name);
}

/* The address stands on the card as long as nothing surer says who this is. */
static void
kith_card_update_address (KithCard *self)
{
  const char *mailbox = kith_address_get_mailbox (self->address);
  gboolean known = gtk_widget_get_visible (self->role) || gtk_widget_get_visible (self->company);
  gboolean named = kith_card_get_human_name (self) == NULL || strcmp (kith_card_get_human_name (self), mailbox) == 0;

  kith_label_set_name (self->address_label, known || named ? NULL : mailbox);
  kith_widget_set_tooltip (self->avatar, mailbox);
}

static void
kith_card_update_location (KithCard *self)
{
  KithFact *location = kith_card_get_sure (self, KITH_FIELD_LOCATION);
  KithFact *zone = kith_card_get_sure (self, KITH_FIELD_TIME_ZONE);
  g_autofree char *where = location != NULL ? g_strdup (kith_fact_get_value (location)) : NULL;
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
  KithFact *fact = kith_card_get_sure (self, KITH_FIELD_TIME_ZONE);
  const char *identifier = fact != NULL ? kith_fact_get_value (fact) : NULL;

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
kith_card_add_detail (KithCard *self,
                      KithFact *fact,
                      int       row)
{
  KithField field = kith_fact_get_field (fact);
  GtkWidget *caption = kith_label_new (kith_field_get_label (field), "kith-small");
  GtkWidget *value = kith_label_new (NULL, NULL);
  g_autofree char *id = g_strconcat ("kith-", kith_field_get_id (field), NULL);
  gboolean is_day = field == KITH_FIELD_BIRTHDAY || field == KITH_FIELD_CONNECTED_SINCE;
  g_autofree char *text = is_day ? kith_words_day (kith_fact_get_value (fact)) : g_strdup (kith_fact_get_value (fact));

  kith_label_set_never_hyphenated (value);
  gtk_widget_set_valign (caption, GTK_ALIGN_BASELINE);
  gtk_widget_set_valign (value, GTK_ALIGN_BASELINE);
  gtk_widget_set_hexpand (value, TRUE);

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

/* What stands elsewhere on the card, or nowhere as a fact. */
static gboolean
kith_card_is_detail (KithCard *self,
                     KithFact *fact)
{
  if (kith_fact_is_unconfirmed (fact) || g_strcmp0 (kith_fact_get_value (fact), kith_address_get_mailbox (self->address)) == 0)
    return FALSE;

  return kith_fact_get_field (fact) != KITH_FIELD_NOTE || g_strcmp0 (kith_fact_get_provider_id (fact), "you") != 0;
}

static void
kith_card_update_details (KithCard *self)
{
  g_autoptr (GPtrArray) details = g_ptr_array_new ();
  g_autoptr (GString) wanted = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (detail_fields); i++)
    {
      GPtrArray *facts = kith_card_get_facts (self, detail_fields[i]);
      guint left = kith_field_is_multi_valued (detail_fields[i]) ? DETAILS_MAX : 1;

      for (guint k = 0; facts != NULL && k < facts->len && left > 0; k++)
        if (kith_card_is_detail (self, facts->pdata[k]))
          {
            g_ptr_array_add (details, facts->pdata[k]);
            g_string_append_printf (wanted, "%d\n%s\n%s\n", detail_fields[i], kith_fact_get_value (facts->pdata[k]),
                                    kith_fact_get_provider_id (facts->pdata[k]));
            left--;
          }
    }

  if (g_strcmp0 (wanted->str, self->details_shown) == 0)
    return;

  g_free (self->details_shown);
  self->details_shown = g_string_free (g_steal_pointer (&wanted), FALSE);
  kith_container_clear (self->details);
  for (guint i = 0; i < details->len; i++)
    kith_card_add_detail (self, details->pdata[i], i);
  gtk_widget_set_visible (self->details_section, details->len > 0);
}

static void
kith_card_update_links (KithCard *self)
{
  /* An office has no profile of its own. */
  const char *name = kith_address_is_role (self->address) ? NULL : kith_card_get_human_name (self);

  kith_links_set_profile (KITH_LINKS (self->links), self->profile != NULL ? name : NULL, self->profile);
}

/* What the mail says against the sender; nothing, as long as the mail was not read that may say otherwise. */
static void
kith_card_update_hints (KithCard *self)
{
  KithFact *hint = self->is_reading ? NULL : kith_card_get_best (self, KITH_FIELD_HINT);

  kith_hint_bar_set_profile (KITH_HINT_BAR (self->hint_bar), self->is_reading ? NULL : self->profile);
  kith_label_set_optional_text (self->hint, hint != NULL ? kith_fact_get_value (hint) : NULL);
}

static void
kith_card_update (KithCard *self)
{
  kith_card_update_hints (self);
  kith_card_update_name (self);
  kith_card_show_sure (self, self->role, KITH_FIELD_ROLE);
  kith_card_show_sure (self, self->company, KITH_FIELD_COMPANY);
  kith_card_update_address (self);
  kith_card_update_zone (self);
  kith_card_update_location (self);
  kith_connections_set_profile (KITH_CONNECTIONS (self->connections), self->profile);
  kith_between_set_profile (KITH_BETWEEN (self->between), self->address, self->profile);
  kith_doubts_set_profile (KITH_DOUBTS (self->doubts), self->profile);
  kith_card_update_details (self);
  kith_card_update_links (self);
  kith_note_set_profile (KITH_NOTE (self->note), self->profile);
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
kith_card_save_note (KithCard   *self,
                     const char *text)
{
  g_signal_emit (self, signals[SAVE_NOTE], 0, text);
}

static void
kith_card_edit_note (KithCard *self)
{
  kith_note_edit (KITH_NOTE (self->note));
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
  kith_widget_focus_later (self->asked);
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
kith_card_finalize (GObject *object)
{
  g_free (KITH_CARD (object)->details_shown);

  G_OBJECT_CLASS (kith_card_parent_class)->finalize (object);
}

static void
kith_card_bind_template (GtkWidgetClass *widget_class)
{
  g_type_ensure (KITH_TYPE_ASKED);
  g_type_ensure (KITH_TYPE_AVATAR);
  g_type_ensure (KITH_TYPE_BETWEEN);
  g_type_ensure (KITH_TYPE_CONNECTIONS);
  g_type_ensure (KITH_TYPE_DOUBTS);
  g_type_ensure (KITH_TYPE_FOOTER);
  g_type_ensure (KITH_TYPE_HINT_BAR);
  g_type_ensure (KITH_TYPE_LINKS);
  g_type_ensure (KITH_TYPE_NOTE);
  g_type_ensure (KITH_TYPE_OFFERS);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-card.ui");
  gtk_widget_class_bind_template_child (widget_class, KithCard, hint_bar);
  gtk_widget_class_bind_template_child (widget_class, KithCard, avatar);
  gtk_widget_class_bind_template_child (widget_class, KithCard, name);
  gtk_widget_class_bind_template_child (widget_class, KithCard, role);
  gtk_widget_class_bind_template_child (widget_class, KithCard, company);
  gtk_widget_class_bind_template_child (widget_class, KithCard, address_label);
  gtk_widget_class_bind_template_child (widget_class, KithCard, location);
  gtk_widget_class_bind_template_child (widget_class, KithCard, hint);
  gtk_widget_class_bind_template_child (widget_class, KithCard, connections);
  gtk_widget_class_bind_template_child (widget_class, KithCard, between);
  gtk_widget_class_bind_template_child (widget_class, KithCard, doubts);
  gtk_widget_class_bind_template_child (widget_class, KithCard, details_section);
  gtk_widget_class_bind_template_child (widget_class, KithCard, details);
  gtk_widget_class_bind_template_child (widget_class, KithCard, links);
  gtk_widget_class_bind_template_child (widget_class, KithCard, note);
  gtk_widget_class_bind_template_child (widget_class, KithCard, offers);
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
  object_class->finalize = kith_card_finalize;
  /* What has nothing to say stays hidden when a mail program shows all of a window. */
  widget_class->show_all = gtk_widget_show;
  widget_class->map = kith_card_map;
  widget_class->unmap = kith_card_unmap;

  signals[REFRESH] = g_signal_new ("refresh", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ENABLE_PROVIDER] = g_signal_new ("enable-provider", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[FORGET] = g_signal_new ("forget", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[PROVIDERS_WANTED] = g_signal_new ("providers-wanted", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SAVE_NOTE] = g_signal_new ("save-note", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

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
  kith_accessible_set (self->hint, "kith-hint", NULL);

  kith_label_set_never_hyphenated (self->name);
  kith_label_set_never_hyphenated (self->company);
  kith_label_set_never_hyphenated (self->address_label);

  g_signal_connect_object (self->footer, "refresh", G_CALLBACK (kith_card_refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "enable-provider", G_CALLBACK (kith_card_enable_provider), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "forget", G_CALLBACK (kith_card_forget), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "copy-address", G_CALLBACK (kith_card_copy_address), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->footer, "edit-note", G_CALLBACK (kith_card_edit_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->note, "save", G_CALLBACK (kith_card_save_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->offers, "enable-provider", G_CALLBACK (kith_card_enable_provider), self, G_CONNECT_SWAPPED);
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
 * kith_card_take_footer:
 * @self: a card
 *
 * Takes the footer out of the card, for a place where it does not scroll away. It goes on to belong to the card.
 *
 * Returns: (transfer full): the footer
 */
GtkWidget *
kith_card_take_footer (KithCard *self)
{
  GtkWidget *footer;

  g_return_val_if_fail (KITH_IS_CARD (self), NULL);
  g_return_val_if_fail (gtk_widget_get_parent (self->footer) == GTK_WIDGET (self), NULL);

  footer = g_object_ref (self->footer);
  gtk_container_remove (GTK_CONTAINER (self), footer);
  gtk_style_context_add_class (gtk_widget_get_style_context (footer), "kith-pinned");

  return footer;
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
  kith_note_cancel (KITH_NOTE (self->note));
  kith_offers_set_offers (KITH_OFFERS (self->offers), NULL);
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
 * kith_card_finish_note:
 * @self: a card
 *
 * Before the card becomes somebody else's: a note that is being written is saved.
 */
void
kith_card_finish_note (KithCard *self)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_note_finish (KITH_NOTE (self->note));
}

/**
 * kith_card_drop_note:
 * @self: a card
 *
 * Drops a note that is being written: its person is to be forgotten.
 */
void
kith_card_drop_note (KithCard *self)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_note_cancel (KITH_NOTE (self->note));
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
 * kith_card_popup_menu:
 * @self: a card
 *
 * Opens the menu of the card, as the Menu key does.
 */
void
kith_card_popup_menu (KithCard *self)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_footer_popup_menu (KITH_FOOTER (self->footer));
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
  kith_offers_set_providers (KITH_OFFERS (self->offers), providers);
}

/**
 * kith_card_set_offers:
 * @self: a card
 * @offers: (nullable) (element-type KithVerdict): the services that the owner is asked about; %NULL asks nothing
 */
void
kith_card_set_offers (KithCard  *self,
                      GPtrArray *offers)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_offers_set_offers (KITH_OFFERS (self->offers), offers);
}

/**
 * kith_card_has_offers:
 * @self: a card
 *
 * Returns: whether it asks about services now
 */
gboolean
kith_card_has_offers (KithCard *self)
{
  g_return_val_if_fail (KITH_IS_CARD (self), FALSE);

  return gtk_widget_get_visible (self->offers);
}

/**
 * kith_card_set_reading:
 * @self: a card
 * @is_reading: whether mail is being read that may hold more connections
 * @fraction: how much of it was read, 0..1
 */
void
kith_card_set_reading (KithCard *self,
                       gboolean  is_reading,
                       double    fraction)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_connections_set_reading (KITH_CONNECTIONS (self->connections), is_reading, fraction);
  if (self->is_reading == is_reading)
    return;

  self->is_reading = is_reading;
  if (self->address == NULL)
    return;

  kith_card_update_hints (self);
  kith_card_update_name (self);
}

/**
 * kith_card_set_contact_kind:
 * @self: a card
 * @kind: (nullable): the kind of address book that the mail program can open a contact of
 */
void
kith_card_set_contact_kind (KithCard   *self,
                            const char *kind)
{
  g_return_if_fail (KITH_IS_CARD (self));

  kith_between_set_contact_kind (KITH_BETWEEN (self->between), kind);
}
