/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-tree-private.h"

G_BEGIN_DECLS

/* The xCard tree (RFC 6351) that both the text reader and the jCard reader fill. */
typedef struct
{
  KithTreeBuilder tree;
  xmlNode *cards;
  xmlNode *card;       /* (nullable): the one being filled */
  guint n_cards;
  guint n_properties;
  gboolean is_cut;     /* a limit was reached: something is left out */
} KithVCardTree;

void kith_vcard_tree_begin (KithVCardTree *self);
KithXmlDoc *kith_vcard_tree_end (KithVCardTree  *self,
                                 GError        **error);
gboolean kith_vcard_tree_add_card (KithVCardTree *self);
xmlNode *kith_vcard_tree_add_property (KithVCardTree *self,
                                       const char    *name,
                                       const char    *group);
void kith_vcard_tree_add_parameter (KithVCardTree *self,
                                    xmlNode       *property,
                                    const char    *name,
                                    const char    *value);
void kith_vcard_tree_add_value (KithVCardTree *self,
                                xmlNode       *property,
                                const char    *type,
                                const char    *value);
const char *kith_vcard_tree_get_type (const char *property,
                                      const char *value_parameter);
const char *const *kith_vcard_tree_get_components (const char *property);

KithXmlDoc *kith_jcard_parse (GBytes  *bytes,
                              GError **error);

G_END_DECLS
