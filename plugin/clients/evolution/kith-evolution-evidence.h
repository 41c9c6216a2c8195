/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>
#include <mail/e-mail-reader.h>

G_BEGIN_DECLS

void kith_evolution_evidence_show (EMailReader  *reader,
                                   const char   *title,
                                   GPtrArray    *evidence,
                                   GCancellable *cancellable);

G_END_DECLS
