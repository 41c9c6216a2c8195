/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * GNOME Online Accounts, as far as Kith asks it, in a thread of its own on the bus that the environment names: an account of Microsoft 365
 * ("office"), one of Google ("mail"), one of Nextcloud ("cloud") and one that nobody serves ("calendar").
 */
typedef struct _DesktopAccountsMock DesktopAccountsMock;

DesktopAccountsMock *desktop_accounts_mock_start (void);
void desktop_accounts_mock_stop (DesktopAccountsMock *self);
/* The account is there no more, or wants its owner. */
void desktop_accounts_mock_set_gone (DesktopAccountsMock *self,
                                     gboolean             gone);
void desktop_accounts_mock_set_attention (DesktopAccountsMock *self,
                                          gboolean             attention);
/* (nullable): what it gives as the token; without one, that it is not authorized. "EnsureCredentials" makes it @renewed. */
void desktop_accounts_mock_set_token (DesktopAccountsMock *self,
                                      const char          *token,
                                      const char          *renewed);
void desktop_accounts_mock_set_contacts_uri (DesktopAccountsMock *self,
                                             const char          *uri);

G_END_DECLS
