/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-profile.h>

G_BEGIN_DECLS

#define KITH_TYPE_LINKS (kith_links_get_type ())
/* Where else the person is to be found, and where the owner may look. Nothing here is fetched: a click opens the browser. */
G_DECLARE_FINAL_TYPE (KithLinks, kith_links, KITH, LINKS, GtkBox)

void kith_links_set_profile (KithLinks   *self,
                             const char  *name,
                             KithProfile *profile);

G_END_DECLS
