/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ledger-entry-private.h"

struct _KithLedgerEntry
{
  GObject parent_instance;

  gint64 id;
  gint64 time;
  char *provider_id;
  char *method;
  char *host;
  char *identifier_kind;
  char *identifier;
  char *address;
  char *sender;
  guint64 bytes_sent;
  guint64 bytes_received;
  guint status;
  char *outcome;
};

G_DEFINE_FINAL_TYPE (KithLedgerEntry, kith_ledger_entry, G_TYPE_OBJECT)

static void
kith_ledger_entry_finalize (GObject *object)
{
  KithLedgerEntry *self = KITH_LEDGER_ENTRY (object);

  g_free (self->provider_id);
  g_free (self->method);
  g_free (self->host);
  g_free (self->identifier_kind);
  g_free (self->identifier);
  g_free (self->address);
  g_free (self->sender);
  g_free (self->outcome);
  G_OBJECT_CLASS (kith_ledger_entry_parent_class)->finalize (object);
}

static void
kith_ledger_entry_class_init (KithLedgerEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_ledger_entry_finalize;
}

static void
kith_ledger_entry_init (KithLedgerEntry *self)
{
}

/*
 * kith_ledger_entry_new:
 * @fields: what the getters will say; copied
 *
 * Returns: (transfer full): the entry
 */
KithLedgerEntry *
kith_ledger_entry_new (const KithLedgerFields *fields)
{
  KithLedgerEntry *self = g_object_new (KITH_TYPE_LEDGER_ENTRY, NULL);

  self->id = fields->id;
  self->time = fields->time;
  self->provider_id = g_strdup (fields->provider_id);
  self->method = g_strdup (fields->method);
  self->host = g_strdup (fields->host);
  self->identifier_kind = g_strdup (fields->identifier_kind);
  self->identifier = g_strdup (fields->identifier);
  self->address = g_strdup (fields->address);
  self->sender = g_strdup (fields->sender);
  self->bytes_sent = fields->bytes_sent;
  self->bytes_received = fields->bytes_received;
  self->status = fields->status;
  self->outcome = g_strdup (fields->outcome);
  return self;
}

/**
 * kith_ledger_entry_get_id:
 *
 * Returns: its number in the ledger; later requests have higher ones
 */
gint64
kith_ledger_entry_get_id (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), 0);
  return self->id;
}

/**
 * kith_ledger_entry_get_time:
 *
 * Returns: when it was written down, just before it was sent, in Unix seconds
 */
gint64
kith_ledger_entry_get_time (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), 0);
  return self->time;
}

/**
 * kith_ledger_entry_get_provider_id:
 *
 * Returns: (transfer none): for which provider
 */
const char *
kith_ledger_entry_get_provider_id (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->provider_id;
}

/**
 * kith_ledger_entry_get_method:
 *
 * Returns: (transfer none): the HTTP method
 */
const char *
kith_ledger_entry_get_method (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->method;
}

/**
 * kith_ledger_entry_get_host:
 *
 * Returns: (transfer none): to which host
 */
const char *
kith_ledger_entry_get_host (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->host;
}

/**
 * kith_ledger_entry_get_identifier_kind:
 *
 * Returns: (transfer none) (nullable): what was sent to name the person: "address-hash", "address", "domain", ...
 */
const char *
kith_ledger_entry_get_identifier_kind (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->identifier_kind;
}

/**
 * kith_ledger_entry_get_identifier:
 *
 * Returns: (transfer none) (nullable): that itself, as it was sent
 */
const char *
kith_ledger_entry_get_identifier (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->identifier;
}

/**
 * kith_ledger_entry_get_address:
 *
 * Returns: (transfer none) (nullable): key of the address the question was about
 */
const char *
kith_ledger_entry_get_address (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->address;
}

/**
 * kith_ledger_entry_get_sender:
 *
 * Returns: (transfer none) (nullable): key of the sender of the message that was looked at
 */
const char *
kith_ledger_entry_get_sender (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->sender;
}

/**
 * kith_ledger_entry_get_bytes_sent:
 *
 * Returns: how many bytes left this computer
 */
guint64
kith_ledger_entry_get_bytes_sent (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), 0);
  return self->bytes_sent;
}

/**
 * kith_ledger_entry_get_bytes_received:
 *
 * Returns: how many bytes came back
 */
guint64
kith_ledger_entry_get_bytes_received (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), 0);
  return self->bytes_received;
}

/**
 * kith_ledger_entry_get_status:
 *
 * Returns: the HTTP status, 0 where no answer came
 */
guint
kith_ledger_entry_get_status (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), 0);
  return self->status;
}

/**
 * kith_ledger_entry_get_outcome:
 *
 * Returns: (transfer none) (nullable): how it ended, a stable id
 */
const char *
kith_ledger_entry_get_outcome (KithLedgerEntry *self)
{
  g_return_val_if_fail (KITH_IS_LEDGER_ENTRY (self), NULL);
  return self->outcome;
}
