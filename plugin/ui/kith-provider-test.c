/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-provider-test.h"

#include <glib/gi18n-lib.h>

#include "kith-widgets.h"

struct _KithProviderTest
{
  GtkBox parent_instance;

  GtkWidget *about;
  GtkWidget *address;
  GtkWidget *spinner;
  GtkWidget *start;
  GtkWidget *verdict;
  GtkWidget *more;
  GtkWidget *steps;

  KithEngine *engine;
  char *provider_id;
  GCancellable *running; /* (nullable) */
};

G_DEFINE_FINAL_TYPE (KithProviderTest, kith_provider_test, GTK_TYPE_BOX)

static void
kith_provider_test_changed (KithProviderTest *self)
{
  gtk_widget_set_sensitive (self->start, self->running == NULL && *gtk_entry_get_text (GTK_ENTRY (self->address)) != '\0');
}

static void
kith_provider_test_set_running (KithProviderTest *self,
                                GCancellable     *running)
{
  g_set_object (&self->running, running);
  gtk_widget_set_visible (self->spinner, running != NULL);
  g_object_set (self->spinner, "active", running != NULL, NULL);
  kith_provider_test_changed (self);
}

static void
kith_provider_test_stop (KithProviderTest *self)
{
  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  kith_provider_test_set_running (self, NULL);
}

static void
kith_provider_test_show_steps (KithProviderTest *self,
                               GPtrArray        *steps)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < steps->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "\n" : "", (const char *) steps->pdata[i]);
  gtk_label_set_text (GTK_LABEL (self->steps), text->str);
  gtk_widget_set_visible (self->more, steps->len > 0);
}

/* The fields that were answered, each once: "Name, Role, Company". */
static char *
kith_provider_test_list_fields (KithAnswer *answer)
{
  GPtrArray *facts = kith_answer_get_facts (answer);
  g_autoptr (GString) text = g_string_new (NULL);
  guint64 seen = 0;

  for (guint i = 0; i < facts->len; i++)
    {
      KithField field = kith_fact_get_field (facts->pdata[i]);

      if ((seen & ((guint64) 1 << field)) != 0)
        continue;
      seen |= (guint64) 1 << field;
      /* Translators: between the fields that a service answered: "Role, Company" */
      g_string_append_printf (text, "%s%s", text->len > 0 ? _(", ") : "", kith_field_get_label (field));
    }

  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
kith_provider_test_describe (KithAnswer *answer)
{
  const char *reason = kith_answer_get_reason (answer);
  guint n_connections = kith_answer_get_connections (answer)->len;
  g_autofree char *fields = kith_provider_test_list_fields (answer);

  switch (kith_answer_get_status (answer))
    {
    case KITH_ANSWER_FOUND:
      if (*fields != '\0')
        return g_strdup_printf (_("It works. It knows: %s."), fields);
      if (n_connections > 0)
        return g_strdup (_("It works. It knows people in common."));
      return g_strdup (_("It works. It knows the person, but nothing that a card shows."));

    case KITH_ANSWER_NOT_FOUND:
      return g_strdup (reason != NULL ? reason : _("It works. It knows nothing of this address."));

    case KITH_ANSWER_REFUSED:
      return reason != NULL ? g_strdup_printf (_("It does not answer. %s"), reason) : g_strdup (_("It does not answer."));

    case KITH_ANSWER_FAILED:
    default:
      return reason != NULL ? g_strdup_printf (_("It could not be asked. %s"), reason) : g_strdup (_("It could not be asked."));
    }
}

static void
kith_provider_test_answered (GObject      *source,
                             GAsyncResult *result,
                             gpointer      user_data)
{
  g_autoptr (KithProviderTest) self = user_data;
  g_autoptr (GPtrArray) steps = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAnswer) answer = kith_engine_test_provider_finish (KITH_ENGINE (source), result, &steps, &error);
  g_autofree char *text = NULL;
  KithAnswerStatus status;

  /* Given up, or another one has begun. */
  if (self->running == NULL || self->running != g_task_get_cancellable (G_TASK (result)))
    return;

  kith_provider_test_set_running (self, NULL);
  kith_provider_test_show_steps (self, steps);
  if (answer == NULL)
    {
      text = g_strdup_printf (_("It could not be asked. %s"), error->message);
      kith_label_say (self->verdict, text, TRUE);
      return;
    }

  text = kith_provider_test_describe (answer);
  status = kith_answer_get_status (answer);
  kith_label_say (self->verdict, text, status != KITH_ANSWER_FOUND && status != KITH_ANSWER_NOT_FOUND);
}

static void
kith_provider_test_start (KithProviderTest *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KithAddress) address = NULL;
  g_autoptr (GCancellable) cancellable = NULL;

  if (self->running != NULL)
    return;
  address = kith_address_new (gtk_entry_get_text (GTK_ENTRY (self->address)), NULL, &error);
  gtk_widget_hide (self->more);
  kith_label_say (self->verdict, error != NULL ? error->message : NULL, TRUE);
  if (address == NULL)
    return;

  cancellable = g_cancellable_new ();
  kith_provider_test_set_running (self, cancellable);
  kith_engine_test_provider_async (self->engine, self->provider_id, address, cancellable, kith_provider_test_answered, g_object_ref (self));
}

static void
kith_provider_test_dispose (GObject *object)
{
  KithProviderTest *self = KITH_PROVIDER_TEST (object);

  if (self->running != NULL)
    g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_provider_test_parent_class)->dispose (object);
}

static void
kith_provider_test_finalize (GObject *object)
{
  g_free (KITH_PROVIDER_TEST (object)->provider_id);

  G_OBJECT_CLASS (kith_provider_test_parent_class)->finalize (object);
}

static void
kith_provider_test_class_init (KithProviderTestClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_provider_test_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_provider_test_finalize;

  gtk_widget_class_set_template_from_resource (widget_class, "/org/kith/ui/kith-provider-test.ui");
  gtk_widget_class_bind_template_child (widget_class, KithProviderTest, about);
  gtk_widget_class_bind_template_child (widget_class, KithProviderTest, address);
  gtk_widget_class_bind_template_child (widget_class, KithProviderTest, spinner);
  gtk_widget_class_bind_template_child (widget_class, KithProviderTest, start);
  gtk_widget_class_bind_template_child (widget_class, KithProviderTest, verdict);
  gtk_widget_class_bind_template_child (widget_class, KithProviderTest, more);
  gtk_widget_class_bind_template_child (widget_class, KithProviderTest, steps);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_test_start);
  gtk_widget_class_bind_template_callback (widget_class, kith_provider_test_changed);
}

static void
kith_provider_test_init (KithProviderTest *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kith_accessible_set (self->address, "kith-test-address", _("Address to ask about"));
  kith_accessible_set (self->start, "kith-test-start", NULL);
  kith_accessible_set (self->verdict, "kith-test-verdict", NULL);
  kith_accessible_set (self->steps, "kith-test-steps", NULL);
}

/**
 * kith_provider_test_new:
 * @engine: the engine
 *
 * Returns: (transfer floating): the widget, without a provider
 */
GtkWidget *
kith_provider_test_new (KithEngine *engine)
{
  KithProviderTest *self = g_object_new (KITH_TYPE_PROVIDER_TEST, NULL);

  self->engine = g_object_ref (engine);
  return GTK_WIDGET (self);
}

/**
 * kith_provider_test_set_provider:
 * @self: the widget
 * @info: the provider that is asked; another one than before ends its test
 */
void
kith_provider_test_set_provider (KithProviderTest *self,
                                 KithProviderInfo *info)
{
  const char *id = kith_provider_info_get_id (info);
  g_autofree char *about = NULL;

  if (kith_provider_info_is_local (info))
    about = g_strdup (_("Asks about an address. Nothing leaves this computer."));
  else
    /* Translators: %s is "sends a hash of the address to api.gravatar.com" or the like */
    about = g_strdup_printf (_("Asks about an address once, also while it is switched off: it %s, and that is written down."),
                             kith_provider_info_get_sends_text (info));
  gtk_label_set_text (GTK_LABEL (self->about), about);
  if (g_strcmp0 (id, self->provider_id) == 0)
    return;

  kith_provider_test_stop (self);
  g_free (self->provider_id);
  self->provider_id = g_strdup (id);
  gtk_entry_set_text (GTK_ENTRY (self->address), "");
  kith_label_say (self->verdict, NULL, FALSE);
  gtk_widget_hide (self->more);
}
