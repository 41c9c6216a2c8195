/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-macros.h>

KITH_BEGIN_DECLS

/**
 * KithTie:
 *
 * The kind of tie that makes a connection.
 */
typedef enum
{
  KITH_TIE_CORRESPONDENCE,
  KITH_TIE_COLLEAGUE,
  KITH_TIE_FOLLOWS,
  KITH_TIE_DIRECTORY,
  KITH_TIE_ORGANIZATION,
} KithTie;

const char *kith_tie_get_id (KithTie tie);
gboolean kith_tie_from_id (const char *id,
                           KithTie    *tie);

#define KITH_TYPE_CONNECTION (kith_connection_get_type ())
G_DECLARE_FINAL_TYPE (KithConnection, kith_connection, KITH, CONNECTION, GObject)

const char *kith_connection_get_name (KithConnection *self);
const char *kith_connection_get_address (KithConnection *self);
const char *kith_connection_get_uri (KithConnection *self);
KithTie kith_connection_get_tie (KithConnection *self);
double kith_connection_get_strength (KithConnection *self);
const char *kith_connection_get_evidence (KithConnection *self);
const char *kith_connection_get_provider_id (KithConnection *self);

KITH_END_DECLS
