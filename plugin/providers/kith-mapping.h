/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-tree.h"
#include "kith-variables.h"

G_BEGIN_DECLS

#define KITH_DECLARED_CONFIDENCE 0.8

/* What one look-up has made of the answers so far. */
typedef struct
{
  KithDescription *description;
  KithVariables *variables;
  KithAnswerBuilder *builder;
  KithAddress *address;
  char *base_uri; /* (nullable): what relative links in the document are relative to */
  guint facts;
  guint connections;
  gboolean mismatch; /* a "match" found only others */
} KithMapping;

KithXmlDoc *kith_document_parse (KithDocumentKind   kind,
                                 GBytes            *bytes,
                                 const char        *content_type,
                                 const char        *base_uri,
                                 GError           **error);
xmlXPathContext *kith_mapping_new_context (KithMapping *self,
                                           xmlDoc      *doc);
gboolean kith_mapping_test (KithMapping *self,
                            xmlDoc      *doc,
                            const char  *expression);
char *kith_mapping_select (KithMapping *self,
                           xmlDoc      *doc,
                           const char  *expression);
gboolean kith_mapping_apply (KithMapping  *self,
                             GPtrArray    *rules,
                             xmlDoc       *doc,
                             GError      **error);
gboolean kith_mapping_add_picture (KithMapping *self,
                                   GPtrArray   *rules,
                                   const char  *media_type,
                                   GBytes      *bytes);

G_END_DECLS
