/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>
#include <kith/kith-address.h>
#include <kith/kith-answer.h>

G_BEGIN_DECLS

#define KITH_TYPE_CLAWS_SHELF (kith_claws_shelf_get_type ())
/* All address books of one Claws Mail, as they are on the disk. Engine thread only; reads files. */
G_DECLARE_FINAL_TYPE (KithClawsShelf, kith_claws_shelf, KITH, CLAWS_SHELF, GObject)

KithClawsShelf *kith_claws_shelf_new (const char *folder);
GStrv kith_claws_shelf_dup_files (KithClawsShelf *self);
void kith_claws_shelf_update (KithClawsShelf *self);
guint kith_claws_shelf_add_facts (KithClawsShelf    *self,
                                  KithAddress       *address,
                                  KithAnswerBuilder *builder);
GPtrArray *kith_claws_shelf_list_servers (KithClawsShelf  *self,
                                          GError         **error);
char *kith_claws_shelf_dup_trouble (KithClawsShelf *self);

G_END_DECLS
