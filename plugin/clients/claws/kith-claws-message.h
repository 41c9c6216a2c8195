/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-address.h>
#include <kith/kith-message.h>

#include "claws-features.h"
#include <folder.h>
#include <messageview.h>

G_BEGIN_DECLS

gboolean kith_claws_folder_is_junk (FolderItem *item);
KithMessage *kith_claws_message_new (MessageView *message_view);
KithAddress *kith_claws_message_dup_sender (MessageView *message_view);
char *kith_claws_message_dup_key (MessageView *message_view);

G_END_DECLS
