/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-tree.h"

G_BEGIN_DECLS

/* More than any record of a person needs; the caller's own limit is usually lower. */
#define KITH_TREE_MAX_BYTES (4 * 1024 * 1024)
#define KITH_TREE_MAX_NODES 200000
#define KITH_TREE_MAX_DEPTH 128
#define KITH_TREE_MAX_ATTRIBUTES 256

/* A tree being built node by node, with its limits. */
typedef struct
{
  xmlDoc *doc;
  guint n_nodes;
} KithTreeBuilder;

void kith_tree_init (void);
gboolean kith_tree_check_size (GBytes  *bytes,
                               GError **error);
gboolean kith_tree_check_tags (GBytes  *bytes,
                               GError **error);
void kith_tree_set_error (GError     **error,
                          const char  *reason);
xmlNode *kith_tree_add (KithTreeBuilder *self,
                        xmlNode         *parent,
                        const char      *name);
void kith_tree_set_attribute (xmlNode    *node,
                              const char *name,
                              const char *value);
void kith_tree_add_text (KithTreeBuilder *self,
                         xmlNode         *node,
                         const char      *text,
                         gsize            length);
char *kith_tree_clean (const char *text,
                       gsize       length);
char *kith_tree_make_name (const char *name);

G_END_DECLS
