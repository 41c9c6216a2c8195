/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-offers.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-provider-info.h>
#include <kith/kith-verdict.h>

#include "kith-flow.h"
#include "kith-widgets.h"

/* As many as a person reads; "All services…" has the rest. */
#define SHOWN_MAX 3

struct _KithOffers
{
  GtkBox parent_instance;

  GtkWidget *text;
  GtkWidget *rows;
  GtkWidget *all;
  GtkWidget *not_now;

  GPtrArray *offers;    /* (nullable) (element-type KithVerdict) */
  GPtrArray *providers; /* (nullable) (element-type KithProviderInfo) */
  GPtrArray *switches;  /* (element-type GtkSwitch): borrowed from the rows */
  char *shown;          /* (nullable): what the rows are of: they stay from person to person */
};

enum
{
  ENABLE_PROVIDER,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KithOffers, kith_offers, GTK_TYPE_BOX)

static void
kith_offers_dispose (GObject *object)
{
  KithOffers *self = KITH_OFFERS (object);

  g_clear_pointer (&self->offers, g_ptr_array_unref);
  g_clear_pointer (&self->providers, g_ptr_array_unref);
  g_clear_pointer (&self->switches, g_ptr_array_unref);

  G_OBJECT_CLASS (kith_offers_parent_class)->dispose (object);
}

static void
kith_offers_finalize (GObject *object)
{
  g_free (KITH_OFFERS (object)->shown);

  G_OBJECT_CLASS (kith_offers_parent_class)->finalize (object);
}

static void
kith_offers_class_init (KithOffersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_offers_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_offers_finalize;
  widget_class->show_all = gtk_widget_show;
  g_type_ensure (KITH_TYPE_FLOW);

  signals[ENABLE_PROVIDER] = g_signal_new ("enable-provider", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                           G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_BOOLEAN);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-offers.ui");
  gtk_widget_class_bind_template_child (widget_class, KithOffers, text);
  gtk_widget_class_bind_template_child (widget_class, KithOffers, rows);
  gtk_widget_class_bind_template_child (widget_class, KithOffers, all);
  gtk_widget_class_bind_template_child (widget_class, KithOffers, not_now);
}

static void
kith_offers_init (KithOffers *self)
{
  self->switches = g_ptr_array_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (GTK_WIDGET (self), "kith-offers-section", NULL);
  kith_accessible_set (self->text, "kith-offers", NULL);
  kith_accessible_set (self->all, "kith-offers-all", NULL);
  kith_accessible_set (self->not_now, "kith-offers-not-now", NULL);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (self->all), "s", "");
}

static KithProviderInfo *
kith_offers_find_provider (KithOffers  *self,
                           KithVerdict *offer)
{
  for (guint i = 0; self->providers != NULL && i < self->providers->len; i++)
    if (g_strcmp0 (kith_provider_info_get_id (self->providers->pdata[i]), kith_verdict_get_provider_id (offer)) == 0)
      return self->providers->pdata[i];

  return NULL;
}

/* The less it tells, the sooner it is offered; one that would tell the sender's own server that somebody looks comes last. */
static guint
kith_offers_get_cost (KithProviderInfo *info)
{
  KithSends sends = kith_provider_info_get_sends (info);
  guint cost = kith_provider_info_get_reveals_to (info) == KITH_REVEALS_TO_SENDER_SERVER ? 100 : 0;

  if ((sends & KITH_SENDS_ADDRESS) != 0)
    return cost + 4;
  if ((sends & KITH_SENDS_NAME) != 0)
    return cost + 3;
  if ((sends & KITH_SENDS_HANDLE) != 0)
    return cost + 2;

  return cost + ((sends & KITH_SENDS_ADDRESS_HASH) != 0 ? 0 : 1);
}

static const char *
kith_offers_describe_receipt (KithProviderInfo *info)
{
  KithSends sends = kith_provider_info_get_sends (info);

  if (kith_provider_info_get_reveals_to (info) == KITH_REVEALS_TO_SENDER_SERVER)
    return _("the sender’s own server learns that you look");
  if ((sends & KITH_SENDS_ADDRESS) != 0)
    return _("receives the address");
  if ((sends & KITH_SENDS_ADDRESS_HASH) != 0)
    return _("receives a hash of the address");
  if ((sends & KITH_SENDS_HANDLE) != 0)
    return _("receives a user name");
  if ((sends & KITH_SENDS_NAME) != 0)
    return _("receives the name");

  return _("receives the domain of the address");
}

static char *
kith_offers_describe (KithVerdict      *offer,
                      KithProviderInfo *info)
{
  const char *receipt = kith_offers_describe_receipt (info);

  if (kith_verdict_get_rule (offer) != KITH_RULE_CLICK)
    return g_strdup (receipt);

  /* Translators: %s is what happens, as in "receives a hash of the address" */
  return g_strdup_printf (_("%s, only when you click"), receipt);
}

static void
kith_offers_switched (KithOffers *self,
                      GParamSpec *pspec,
                      GtkSwitch  *toggle)
{
  g_signal_emit (self, signals[ENABLE_PROVIDER], 0, g_object_get_data (G_OBJECT (toggle), "provider-id"), gtk_switch_get_active (toggle));
}

static GtkWidget *
kith_offers_switch_new (KithOffers       *self,
                        KithProviderInfo *info,
                        const char       *text)
{
  GtkWidget *toggle = gtk_switch_new ();
  g_autofree char *id = g_strconcat ("kith-offer-", kith_provider_info_get_id (info), NULL);

  gtk_switch_set_active (GTK_SWITCH (toggle), kith_provider_info_is_enabled (info));
  gtk_widget_set_valign (toggle, GTK_ALIGN_CENTER);
  g_object_set_data_full (G_OBJECT (toggle), "provider-id", g_strdup (kith_provider_info_get_id (info)), g_free);
  kith_accessible_set (toggle, id, kith_provider_info_get_name (info));
  atk_object_set_description (gtk_widget_get_accessible (toggle), text);
  g_signal_connect_object (toggle, "notify::active", G_CALLBACK (kith_offers_switched), self, G_CONNECT_SWAPPED);
  g_ptr_array_add (self->switches, toggle);

  return toggle;
}

/* One that wants to know who asks is signed in to on the page with all services. */
static GtkWidget *
kith_offers_sign_in_new (KithProviderInfo *info)
{
  g_autofree char *id = g_strconcat ("kith-offer-", kith_provider_info_get_id (info), NULL);
  GtkWidget *button = kith_pill_new (id, _("Sign in…"), NULL, NULL);

  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", kith_provider_info_get_id (info));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "kith.preferences");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);

  return button;
}

static gboolean
kith_offers_needs_sign_in (KithVerdict *offer)
{
  return kith_verdict_get_rule (offer) == KITH_RULE_NEEDS_TOKEN;
}

static void
kith_offers_add (KithOffers       *self,
                 KithVerdict      *offer,
                 KithProviderInfo *info)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *text = kith_offers_describe (offer, info);
  GtkWidget *what = kith_label_new (text, "kith-small");
  g_autofree char *id = g_strdup_printf ("kith-offer-%s-receives", kith_provider_info_get_id (info));

  kith_accessible_set (what, id, NULL);
  gtk_widget_set_tooltip_text (row, kith_verdict_get_sends_text (offer));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_container_add (GTK_CONTAINER (words), kith_label_new (kith_provider_info_get_name (info), "kith-strong"));
  gtk_container_add (GTK_CONTAINER (words), what);
  gtk_container_add (GTK_CONTAINER (row), words);
  gtk_container_add (GTK_CONTAINER (row), kith_offers_needs_sign_in (offer) ? kith_offers_sign_in_new (info) : kith_offers_switch_new (self, info, text));
  gtk_widget_show_all (row);
  gtk_container_add (GTK_CONTAINER (self->rows), row);
}

static int
kith_offers_compare (gconstpointer one,
                     gconstpointer other,
                     gpointer      user_data)
{
  KithOffers *self = user_data;
  guint cost = kith_offers_get_cost (kith_offers_find_provider (self, *(KithVerdict *const *) one));
  guint other_cost = kith_offers_get_cost (kith_offers_find_provider (self, *(KithVerdict *const *) other));

  return cost < other_cost ? -1 : cost > other_cost;
}

static gboolean
kith_offers_is_offer (KithVerdict *offer)
{
  return kith_verdict_is_ask (offer) || kith_verdict_get_rule (offer) == KITH_RULE_CLICK || kith_offers_needs_sign_in (offer);
}

/* Whether none of them would be asked by itself: the owner wants it so, or it is the way of these services. */
static gboolean
kith_offers_wait_for_click (KithOffers *self)
{
  gboolean on_click = FALSE;

  for (guint i = 0; i < self->offers->len; i++)
    {
      if (kith_verdict_is_ask (self->offers->pdata[i]))
        return FALSE;

      on_click = on_click || kith_verdict_get_rule (self->offers->pdata[i]) == KITH_RULE_CLICK;
    }

  return on_click;
}

static void
kith_offers_update_text (KithOffers *self)
{
  KithVerdict *first = self->offers->len > 0 ? self->offers->pdata[0] : NULL;
  g_autofree char *text = NULL;

  if (kith_offers_wait_for_click (self))
    /* Translators: “Ask again” is the button at the foot of the card. */
    text = g_strdup (_("So far Kith uses only what is on this computer. Switch on a service to see more. It is asked only when you click “Ask again”, "
                       "and you can see every request."));
  else if (first != NULL && kith_offers_is_offer (first))
    text = g_strdup (_("So far Kith uses only what is on this computer. Switch on a service to see more. It is asked only about people who write to "
                       "you, and you can see every request."));
  else if (first != NULL)
    /* Translators: %s is a sentence that says why, as in "This came through a mailing list." */
    text = g_strdup_printf (_("No service would be asked about this sender. %s"), kith_verdict_get_reason (first));
  else
    text = g_strdup (_("There is no service here that could be switched on with a click for this sender."));

  kith_label_set_optional_text (self->text, text);
}

static void
kith_offers_fill (KithOffers *self)
{
  g_autoptr (GPtrArray) offers = g_ptr_array_new ();
  g_autoptr (GString) wanted = g_string_new (NULL);

  kith_offers_update_text (self);

  for (guint i = 0; i < self->offers->len; i++)
    if (kith_offers_is_offer (self->offers->pdata[i]) && kith_offers_find_provider (self, self->offers->pdata[i]) != NULL)
      g_ptr_array_add (offers, self->offers->pdata[i]);

  g_ptr_array_sort_with_data (offers, kith_offers_compare, self);
  for (guint i = 0; i < MIN (offers->len, SHOWN_MAX); i++)
    g_string_append_printf (wanted, "%s\n%s\n%d\n", kith_verdict_get_provider_id (offers->pdata[i]), kith_verdict_get_sends_text (offers->pdata[i]),
                            kith_verdict_get_rule (offers->pdata[i]));
  if (g_strcmp0 (wanted->str, self->shown) == 0)
    return;

  g_free (self->shown);
  self->shown = g_string_free (g_steal_pointer (&wanted), FALSE);
  g_ptr_array_set_size (self->switches, 0);
  kith_container_clear (self->rows);
  for (guint i = 0; i < MIN (offers->len, SHOWN_MAX); i++)
    kith_offers_add (self, offers->pdata[i], kith_offers_find_provider (self, offers->pdata[i]));
}

/**
 * kith_offers_set_offers:
 * @self: a section
 * @offers: (nullable) (element-type KithVerdict): of kith_engine_list_offers_async(); %NULL hides the section
 */
void
kith_offers_set_offers (KithOffers *self,
                        GPtrArray  *offers)
{
  g_return_if_fail (KITH_IS_OFFERS (self));

  g_clear_pointer (&self->offers, g_ptr_array_unref);
  self->offers = offers != NULL ? g_ptr_array_ref (offers) : NULL;
  if (offers != NULL)
    kith_offers_fill (self);
  gtk_widget_set_visible (GTK_WIDGET (self), offers != NULL);
}

/**
 * kith_offers_set_providers:
 * @self: a section
 * @providers: (element-type KithProviderInfo): every provider; kept, not copied
 */
void
kith_offers_set_providers (KithOffers *self,
                           GPtrArray  *providers)
{
  gboolean had_providers = self->providers != NULL;

  g_return_if_fail (KITH_IS_OFFERS (self));

  g_clear_pointer (&self->providers, g_ptr_array_unref);
  self->providers = g_ptr_array_ref (providers);
  if (!had_providers && self->offers != NULL)
    kith_offers_fill (self);

  /* What the engine says is no click. */
  for (guint i = 0; i < self->switches->len; i++)
    for (guint k = 0; k < providers->len; k++)
      {
        GtkSwitch *toggle = self->switches->pdata[i];

        if (g_strcmp0 (g_object_get_data (G_OBJECT (toggle), "provider-id"), kith_provider_info_get_id (providers->pdata[k])) != 0)
          continue;

        g_signal_handlers_block_by_func (toggle, kith_offers_switched, self);
        gtk_switch_set_active (toggle, kith_provider_info_is_enabled (providers->pdata[k]));
        gtk_widget_set_sensitive (GTK_WIDGET (toggle), !kith_provider_info_is_locked (providers->pdata[k]));
        g_signal_handlers_unblock_by_func (toggle, kith_offers_switched, self);
      }
}
