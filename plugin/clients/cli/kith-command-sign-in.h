/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-command.h"

G_BEGIN_DECLS

/* Part of "kith provider": how the owner tells a service who they are. */
KithExit kith_command_sign_in (const KithCommand  *self,
                               const char *const  *argv);
KithExit kith_command_sign_out (const KithCommand  *self,
                                const char *const  *argv);
KithExit kith_command_token (const KithCommand  *self,
                             const char *const  *argv);
KithExit kith_command_client_secret (const KithCommand  *self,
                                     const char *const  *argv);
KithExit kith_command_accounts (const KithCommand  *self,
                                const char *const  *argv);

G_END_DECLS
