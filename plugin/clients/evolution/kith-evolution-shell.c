/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-evolution-shell.h"

#include "kith-evolution-preferences.h"
#include "kith-evolution-reading.h"

struct _KithEvolutionShell
{
  EExtension parent_instance;

  KithEngine *engine;
  KithEvolutionReading *reading;
  guint addresses_idle;
};

G_DEFINE_DYNAMIC_TYPE (KithEvolutionShell, kith_evolution_shell, E_TYPE_EXTENSION)

static EShell *
get_shell (KithEvolutionShell *self)
{
  return E_SHELL (e_extension_get_extensible (E_EXTENSION (self)));
}

static void
add_address (GHashTable *addresses,
             const char *address)
{
  if (address != NULL && *address != '\0')
    g_hash_table_add (addresses, g_strdup (address));
}

static void
add_addresses_of_identity (GHashTable *addresses,
                           ESource    *source)
{
  ESourceMailIdentity *identity = e_source_get_extension (source, E_SOURCE_EXTENSION_MAIL_IDENTITY);
  g_autofree char *address = e_source_mail_identity_dup_address (identity);
  g_autoptr (GHashTable) aliases = e_source_mail_identity_get_aliases_as_hash_table (identity);

  add_address (addresses, address);
  if (aliases != NULL)
    {
      GHashTableIter iter;
      gpointer alias;

      g_hash_table_iter_init (&iter, aliases);
      while (g_hash_table_iter_next (&iter, &alias, NULL))
        add_address (addresses, alias);
    }
}

/* Accounts that are switched off count as well: an address does not stop being the owner's. */
static gboolean
update_own_addresses (gpointer user_data)
{
  KithEvolutionShell *self = user_data;
  g_autoptr (GHashTable) addresses = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree const char **strv = NULL;
  GList *sources;

  self->addresses_idle = 0;

  sources = e_source_registry_list_sources (e_shell_get_registry (get_shell (self)), E_SOURCE_EXTENSION_MAIL_IDENTITY);
  for (GList *l = sources; l != NULL; l = l->next)
    add_addresses_of_identity (addresses, l->data);
  g_list_free_full (sources, g_object_unref);

  strv = (const char **) g_hash_table_get_keys_as_array (addresses, NULL);
  kith_engine_set_own_addresses (self->engine, strv);

  return G_SOURCE_REMOVE;
}

static void
on_source_changed (ESourceRegistry    *registry,
                   ESource            *source,
                   KithEvolutionShell *self)
{
  /* One change of an account tells of many sources. */
  if (self->addresses_idle == 0 && e_source_has_extension (source, E_SOURCE_EXTENSION_MAIL_IDENTITY))
    self->addresses_idle = g_idle_add (update_own_addresses, self);
}

static void
update_offline (KithEvolutionShell *self)
{
  kith_engine_set_offline (self->engine, !e_shell_get_online (get_shell (self)));
}

static void
kith_evolution_shell_constructed (GObject *object)
{
  static const char *const signals[] = { "source-added", "source-changed", "source-removed" };
  KithEvolutionShell *self = KITH_EVOLUTION_SHELL (object);
  EShell *shell = get_shell (self);

  G_OBJECT_CLASS (kith_evolution_shell_parent_class)->constructed (object);

  self->engine = kith_engine_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_object (e_shell_get_registry (shell), signals[i], G_CALLBACK (on_source_changed), self, 0);
  g_signal_connect_object (shell, "notify::online", G_CALLBACK (update_offline), self, G_CONNECT_SWAPPED);

  /* At once, before the first message is shown: nobody is to be asked about the owner. */
  update_own_addresses (self);
  update_offline (self);
  kith_evolution_preferences_add (shell);
  self->reading = kith_evolution_reading_new (shell, self->engine);
}

static void
kith_evolution_shell_dispose (GObject *object)
{
  KithEvolutionShell *self = KITH_EVOLUTION_SHELL (object);

  g_clear_handle_id (&self->addresses_idle, g_source_remove);
  g_clear_object (&self->reading);
  /* What a window had decided as it closed is written now, or never. */
  if (self->engine != NULL)
    kith_engine_close (self->engine);
  g_clear_object (&self->engine);

  G_OBJECT_CLASS (kith_evolution_shell_parent_class)->dispose (object);
}

static void
kith_evolution_shell_class_init (KithEvolutionShellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = kith_evolution_shell_constructed;
  object_class->dispose = kith_evolution_shell_dispose;

  E_EXTENSION_CLASS (klass)->extensible_type = E_TYPE_SHELL;
}

static void
kith_evolution_shell_class_finalize (KithEvolutionShellClass *klass)
{
}

static void
kith_evolution_shell_init (KithEvolutionShell *self)
{
}

/* G_DEFINE_DYNAMIC_TYPE makes the registering function static. */
void
kith_evolution_shell_type_register (GTypeModule *type_module)
{
  kith_evolution_shell_register_type (type_module);
}

/*
 * kith_evolution_shell_find_engine:
 *
 * Returns: (transfer none) (nullable): the engine that the extension of @shell owns
 */
KithEngine *
kith_evolution_shell_find_engine (EShell *shell)
{
  GList *extensions = e_extensible_list_extensions (E_EXTENSIBLE (shell), KITH_TYPE_EVOLUTION_SHELL);
  KithEngine *engine = NULL;

  if (extensions != NULL)
    engine = KITH_EVOLUTION_SHELL (extensions->data)->engine;
  g_list_free (extensions);

  return engine;
}
