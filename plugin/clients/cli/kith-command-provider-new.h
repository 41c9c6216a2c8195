/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-command.h"

G_BEGIN_DECLS

/* Writes a commented provider file for a service to standard output. */
KithExit kith_command_provider_new (const KithCommand  *self,
                                    const char *const  *argv);

G_END_DECLS
