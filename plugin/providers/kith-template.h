/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-escape.h"

G_BEGIN_DECLS

/* The language that stands in a URL's query or in a body between quotes. */
typedef enum
{
  KITH_DIALECT_NONE,
  KITH_DIALECT_ODATA,
  KITH_DIALECT_SOQL,
  KITH_DIALECT_SPARQL,
} KithDialect;

/* A text with variables in braces (RFC 6570, levels 1 and 3: {x}, {?x,y}, {&x,y}), read once and expanded often. */
typedef struct _KithTemplate KithTemplate;

/* Returns: (transfer none) (nullable): the value of a variable */
typedef const char *(*KithTemplateLookup) (const char *name,
                                           gpointer    user_data);

KithTemplate *kith_template_new_url (const char   *text,
                                     KithDialect   dialect,
                                     GError      **error);
KithTemplate *kith_template_new_text (const char   *text,
                                      KithPlace     place,
                                      GError      **error);
void kith_template_free (KithTemplate *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithTemplate, kith_template_free)

const char *kith_template_get_text (KithTemplate *self);
GPtrArray *kith_template_get_variables (KithTemplate *self);
gboolean kith_template_is_reference (KithTemplate *self);
gboolean kith_template_host_has_variables (KithTemplate *self);
gboolean kith_template_is_optional (KithTemplate *self,
                                    const char   *name);
char *kith_template_expand (KithTemplate        *self,
                            KithTemplateLookup   lookup,
                            gpointer             user_data,
                            GError             **error);

G_END_DECLS
