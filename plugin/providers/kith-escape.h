/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Where a value is put: it decides how the value is escaped, never the author of the description. */
typedef enum
{
  KITH_PLACE_HOST,
  KITH_PLACE_PATH,
  KITH_PLACE_QUERY,
  KITH_PLACE_FORM,
  KITH_PLACE_JSON,
  KITH_PLACE_XML,
  KITH_PLACE_HEADER,
} KithPlace;

/* A quoted literal of another language inside that place: its rules come first. */
typedef enum
{
  KITH_LITERAL_NONE,
  KITH_LITERAL_ODATA,
  KITH_LITERAL_SOQL,
  KITH_LITERAL_SPARQL_IRI,
  KITH_LITERAL_QUOTED,
} KithLiteral;

char *kith_escape (KithPlace     place,
                   KithLiteral   literal,
                   const char   *value,
                   GError      **error);

G_END_DECLS
