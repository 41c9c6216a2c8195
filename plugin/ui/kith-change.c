/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-change.h"

typedef struct
{
  GtkWidget *widget; /* (nullable): %NULL when it is destroyed, though something that still runs may hold it */
  KithChangeFunc done;
} Change;

static Change *
change_new (GtkWidget      *widget,
            KithChangeFunc  done)
{
  Change *change = g_new0 (Change, 1);

  change->widget = widget;
  change->done = done;
  g_signal_connect (widget, "destroy", G_CALLBACK (gtk_widget_destroyed), &change->widget);
  return change;
}

static void
change_end (Change       *change,
            const GError *error)
{
  if (change->widget != NULL)
    {
      g_signal_handlers_disconnect_by_func (change->widget, gtk_widget_destroyed, &change->widget);
      change->done (change->widget, error != NULL ? error->message : NULL);
    }
  g_free (change);
}

static void
rule_changed (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  kith_engine_change_rule_finish (KITH_ENGINE (source), result, &error);
  change_end (user_data, error);
}

/**
 * kith_change_rule:
 * @engine: the engine
 * @key: a key of org.kith.Kith
 * @change: how
 * @text: the value, or what to add or remove
 * @widget: who asked
 * @done: told when it is done
 */
void
kith_change_rule (KithEngine     *engine,
                  const char     *key,
                  KithRuleChange  change,
                  const char     *text,
                  GtkWidget      *widget,
                  KithChangeFunc  done)
{
  kith_engine_change_rule_async (engine, key, change, text, NULL, rule_changed, change_new (widget, done));
}

static void
provider_changed (GObject      *source,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr (GError) error = NULL;

  kith_engine_set_provider_finish (KITH_ENGINE (source), result, &error);
  change_end (user_data, error);
}

/**
 * kith_change_provider:
 * @engine: the engine
 * @provider_id: a provider
 * @key: a key of org.kith.Kith.Provider
 * @text: the value
 * @widget: who asked
 * @done: told when it is done
 */
void
kith_change_provider (KithEngine     *engine,
                      const char     *provider_id,
                      const char     *key,
                      const char     *text,
                      GtkWidget      *widget,
                      KithChangeFunc  done)
{
  kith_engine_set_provider_async (engine, provider_id, key, text, NULL, provider_changed, change_new (widget, done));
}
