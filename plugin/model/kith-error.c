/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-error.h>

G_DEFINE_QUARK (kith-error-quark, kith_error)
