/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-profile.h>

G_BEGIN_DECLS

/* The facts of each field are given best first; the profile keeps that order. The arrays are taken over and not changed any more. */
KithProfile *kith_profile_new (KithAddress *address,
                               GPtrArray   *facts,
                               GPtrArray   *connections,
                               GPtrArray   *outcomes,
                               gboolean     complete);

G_END_DECLS
