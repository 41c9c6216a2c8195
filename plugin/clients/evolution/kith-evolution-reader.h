/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <mail/e-mail-reader.h>

G_BEGIN_DECLS

#define KITH_TYPE_EVOLUTION_READER (kith_evolution_reader_get_type ())
/* The card beside the preview of one EMailReader, whether it is in the main window or in a message window. Follows the selection. */
G_DECLARE_FINAL_TYPE (KithEvolutionReader, kith_evolution_reader, KITH, EVOLUTION_READER, GObject)

KithEvolutionReader *kith_evolution_reader_new (EMailReader *reader);

G_END_DECLS
