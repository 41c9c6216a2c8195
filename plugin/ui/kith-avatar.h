/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KITH_TYPE_AVATAR (kith_avatar_get_type ())
/* A round picture: initials at once, in a colour that belongs to the person, then the photo once it is decoded. */
G_DECLARE_FINAL_TYPE (KithAvatar, kith_avatar, KITH, AVATAR, GtkDrawingArea)

GtkWidget *kith_avatar_new (int size);
void kith_avatar_set_person (KithAvatar *self,
                             const char *key,
                             const char *name);
void kith_avatar_set_picture (KithAvatar *self,
                              GBytes     *bytes);

G_END_DECLS
