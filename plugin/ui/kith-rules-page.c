/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-rules-page.h"

#include <glib/gi18n-lib.h>

#include "kith-change.h"
#include "kith-list-editor.h"
#include "kith-rule-widgets.h"
#include "kith-setting-row.h"
#include "kith-widgets.h"

struct _KithRulesPage
{
  GtkBox parent_instance;

  GtkWidget *on_click;
  GtkWidget *lists;
  GtkWidget *encrypted;
  GtkWidget *own;
  GtkWidget *domains;
  GtkWidget *servers;
  GtkWidget *never_count;
  GtkWidget *never_address;
  GtkWidget *never_add;
  GtkWidget *never_remove;
  GtkWidget *never_note;

  KithEngine *engine; /* (nullable): %NULL when the page is gone */
};

G_DEFINE_FINAL_TYPE (KithRulesPage, kith_rules_page, GTK_TYPE_BOX)

/* What is on its way: who, and which way. */
typedef struct
{
  KithRulesPage *page;
  gboolean never;
} Never;

static void
kith_rules_page_never_set (GObject      *source,
                           GAsyncResult *result,
                           gpointer      user_data)
{
  g_autofree Never *never = user_data;
  g_autoptr (KithRulesPage) self = never->page;
  g_autoptr (GError) error = NULL;
  gboolean done = kith_engine_set_never_finish (KITH_ENGINE (source), result, &error);

  if (self->engine == NULL)
    return;
  if (!done)
    {
      kith_label_say (self->never_note, error->message, TRUE);
      return;
    }
  gtk_entry_set_text (GTK_ENTRY (self->never_address), "");
  kith_label_say (self->never_note, never->never ? _("Nobody is asked about this person from now on.") : _("This person may be asked about again."), FALSE);
}

static void
kith_rules_page_set_never (KithRulesPage *self,
                           gboolean       is_never)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) address = kith_address_new (gtk_entry_get_text (GTK_ENTRY (self->never_address)), NULL, &error);
  Never *never;

  if (address == NULL)
    {
      kith_label_say (self->never_note, error->message, TRUE);
      return;
    }

  never = g_new0 (Never, 1);
  never->page = g_object_ref (self);
  never->never = is_never;
  /* What was decided holds, even if the page is closed before it is written. */
  kith_engine_set_never_async (self->engine, address, is_never, NULL, kith_rules_page_never_set, never);
}

static void
kith_rules_page_never (KithRulesPage *self)
{
  kith_rules_page_set_never (self, TRUE);
}

static void
kith_rules_page_again (KithRulesPage *self)
{
  kith_rules_page_set_never (self, FALSE);
}

static void
kith_rules_page_address_changed (KithRulesPage *self)
{
  gboolean any = *gtk_entry_get_text (GTK_ENTRY (self->never_address)) != '\0';

  gtk_widget_set_sensitive (self->never_add, any);
  gtk_widget_set_sensitive (self->never_remove, any);
  if (any)
    kith_label_say (self->never_note, NULL, FALSE);
}

static void
kith_rules_page_dispose (GObject *object)
{
  g_clear_object (&KITH_RULES_PAGE (object)->engine);

  G_OBJECT_CLASS (kith_rules_page_parent_class)->dispose (object);
}

static void
kith_rules_page_class_init (KithRulesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_rules_page_dispose;

  g_type_ensure (KITH_TYPE_SETTING_ROW);
  g_type_ensure (KITH_TYPE_LIST_EDITOR);
  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-rules-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, on_click);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, lists);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, encrypted);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, own);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, domains);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, servers);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, never_count);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, never_address);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, never_add);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, never_remove);
  gtk_widget_class_bind_template_child (widget_class, KithRulesPage, never_note);
  gtk_widget_class_bind_template_callback (widget_class, kith_rules_page_never);
  gtk_widget_class_bind_template_callback (widget_class, kith_rules_page_again);
}

static void
kith_rules_page_init (KithRulesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->never_address, "kith-never-address", _("Address of a person whom nobody is asked about"));
  kith_accessible_set (self->never_add, "kith-never-add", NULL);
  kith_accessible_set (self->never_remove, "kith-never-remove", NULL);
  kith_accessible_set (self->never_count, "kith-never-count", NULL);
  kith_accessible_set (self->never_note, "kith-never-note", NULL);
  g_signal_connect_object (self->never_address, "changed", G_CALLBACK (kith_rules_page_address_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->never_address, "activate", G_CALLBACK (kith_rules_page_never), self, G_CONNECT_SWAPPED);
}

/**
 * kith_rules_page_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): a page; kith_rules_page_set_rules() fills it
 */
GtkWidget *
kith_rules_page_new (KithEngine *engine)
{
  KithRulesPage *self = g_object_new (KITH_TYPE_RULES_PAGE, NULL);
  GtkWidget *rows[] = { self->on_click, self->lists, self->encrypted };
  GtkWidget *editors[] = { self->own, self->domains, self->servers };

  self->engine = g_object_ref (engine);
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    kith_rule_row_bind (KITH_SETTING_ROW (rows[i]), engine);
  for (gsize i = 0; i < G_N_ELEMENTS (editors); i++)
    kith_rule_list_bind (KITH_LIST_EDITOR (editors[i]), engine);

  return GTK_WIDGET (self);
}

static char *
kith_rules_page_describe_never (gint64 count)
{
  if (count == 0)
    return g_strdup (_("Nobody so far. Only a salted hash of an address is kept, never the address."));

  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                       "%d person. Only a salted hash of the address is kept, so Kith cannot say who it is.",
                                       "%d people. Only salted hashes of their addresses are kept, so Kith cannot say who they are.", count),
                          (int) count);
}

/**
 * kith_rules_page_set_rules:
 * @self: a page
 * @rules: the rules as they are now
 */
void
kith_rules_page_set_rules (KithRulesPage *self,
                           KithRules     *rules)
{
  GtkWidget *rows[] = { self->on_click, self->lists, self->encrypted };
  GtkWidget *editors[] = { self->own, self->domains, self->servers };
  g_autofree char *count = kith_rules_page_describe_never (kith_rules_get_n_never (rules));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    kith_rule_row_show (KITH_SETTING_ROW (rows[i]), rules);
  for (gsize i = 0; i < G_N_ELEMENTS (editors); i++)
    kith_rule_list_show (KITH_LIST_EDITOR (editors[i]), rules);
  kith_label_set_optional_text (self->never_count, count);
}
