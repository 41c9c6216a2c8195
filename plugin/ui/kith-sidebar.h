/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gtk/gtk.h>
#include <kith/kith-engine.h>

G_BEGIN_DECLS

#define KITH_TYPE_SIDEBAR (kith_sidebar_get_type ())
/*
 * The panel beside a message: follows one person at a time. Knows the engine, no client and no provider.
 * Signals, for a client to connect before the first person is shown: "show-messages" (KithAddress *sender, KithAddress *other or NULL,
 * GPtrArray *evidence), "compose" (KithAddress *), "open-contact" (const char *uri), "add-contact" (const char *vcard),
 * "preferences" (const char *provider_id or NULL).
 */
G_DECLARE_FINAL_TYPE (KithSidebar, kith_sidebar, KITH, SIDEBAR, GtkBox)

GtkWidget *kith_sidebar_new (KithEngine *engine);
void kith_sidebar_set_contact_kind (KithSidebar *self,
                                    const char  *kind);
/*
 * The card at once, while the client still loads the message: initials, name and what is on this computer (KITH_LOOKUP_OFFLINE), since the headers
 * that say whether anybody may be asked are not known yet. kith_sidebar_show_person() follows.
 */
void kith_sidebar_announce_person (KithSidebar *self,
                                   KithAddress *address);
void kith_sidebar_show_person (KithSidebar *self,
                               KithAddress *address,
                               KithMessage *message);
void kith_sidebar_clear (KithSidebar *self);

G_END_DECLS
