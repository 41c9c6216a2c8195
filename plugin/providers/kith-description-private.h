/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-description.h"

G_BEGIN_DECLS

gboolean kith_description_check (KithDescription  *self,
                                 GError          **error);

G_END_DECLS
