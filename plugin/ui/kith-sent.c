/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-sent.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-ledger-entry.h>
#include <kith/kith-provider-info.h>

#include "kith-ledger-text.h"
#include "kith-widgets.h"

static const char *
kith_sent_get_provider_name (GPtrArray  *providers,
                             const char *id)
{
  for (guint i = 0; providers != NULL && i < providers->len; i++)
    if (g_strcmp0 (kith_provider_info_get_id (providers->pdata[i]), id) == 0)
      return kith_provider_info_get_name (providers->pdata[i]);

  return id;
}

static GtkWidget *
kith_sent_row_new (KithLedgerEntry *entry,
                   const char      *provider,
                   char           **words)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *when = kith_ledger_text_time (entry);
  g_autofree char *sent = kith_ledger_text_what (entry);
  g_autofree char *bytes_sent = g_format_size (kith_ledger_entry_get_bytes_sent (entry));
  g_autofree char *bytes_received = g_format_size (kith_ledger_entry_get_bytes_received (entry));
  /* Translators: a provider, and the host that was asked, as in "Gravatar · api.example" */
  g_autofree char *who = g_strdup_printf (_("%s · %s"), provider, kith_ledger_entry_get_host (entry));
  /* Translators: when a request was sent, what identified the person in it, and what became of it */
  g_autofree char *what = g_strdup_printf (_("%s · sent %s · %s"), when, sent, kith_ledger_text_outcome (entry));
  /* Translators: two sizes, as in "312 bytes" */
  g_autofree char *sizes = g_strdup_printf (_("%s out, %s in"), bytes_sent, bytes_received);

  gtk_container_add (GTK_CONTAINER (row), kith_label_new (who, "kith-strong"));
  gtk_container_add (GTK_CONTAINER (row), kith_label_new (what, "kith-small"));
  gtk_container_add (GTK_CONTAINER (row), kith_label_new (sizes, "kith-small"));
  gtk_style_context_add_class (gtk_widget_get_style_context (row), "kith-row");
  gtk_widget_show_all (row);
  *words = g_strconcat (who, ", ", what, NULL);

  return row;
}

/**
 * kith_sent_fill:
 * @dialog: an empty list
 * @entries: (element-type KithLedgerEntry): what was sent for one person
 * @providers: (nullable) (element-type KithProviderInfo): for their names
 *
 * Shows what left this computer because of one person, newest first as the ledger gives it.
 */
void
kith_sent_fill (KithListDialog *dialog,
                GPtrArray      *entries,
                GPtrArray      *providers)
{
  kith_list_dialog_set_empty (dialog, entries->len == 0 ? _("Nothing was sent for this person.") : NULL);

  for (guint i = 0; i < entries->len; i++)
    {
      g_autofree char *words = NULL;
      GtkWidget *row = kith_sent_row_new (entries->pdata[i], kith_sent_get_provider_name (providers, kith_ledger_entry_get_provider_id (entries->pdata[i])),
                                          &words);

      kith_list_dialog_add (dialog, row, words);
    }
}
