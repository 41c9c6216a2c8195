/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-reading.h>

#include "claws-features.h"
#include <folder.h>
#include <procmsg.h>

G_BEGIN_DECLS

#define KITH_TYPE_CLAWS_FOLDER (kith_claws_folder_get_type ())
G_DECLARE_FINAL_TYPE (KithClawsFolder, kith_claws_folder, KITH, CLAWS_FOLDER, KithMailFolder)

gboolean kith_claws_folder_is_read (FolderItem *item);
char *kith_claws_folder_dup_account_prefix (void);
char *kith_claws_folder_dup_account (FolderItem *item);
FolderItem *kith_claws_folder_find_item (const char *account,
                                         const char *name);
KithClawsFolder *kith_claws_folder_new (FolderItem *item);
void kith_claws_folder_doubt (KithClawsFolder *self);
void kith_claws_folder_set_changed (KithClawsFolder *self,
                                    gint64           changed);
void kith_claws_folder_mark (KithClawsFolder *self,
                             guint32          number,
                             gboolean         marked);
void kith_claws_folder_tell (KithClawsFolder *self,
                             MsgInfo         *info);

G_END_DECLS
