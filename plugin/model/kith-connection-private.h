/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-connection.h>

G_BEGIN_DECLS

KithConnection *kith_connection_new (const char *provider_id,
                                     KithTie     tie,
                                     const char *name,
                                     const char *address,
                                     const char *uri,
                                     double      strength,
                                     const char *evidence);

G_END_DECLS
