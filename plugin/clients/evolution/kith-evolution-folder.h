/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <camel/camel.h>
#include <kith/kith-reading.h>

G_BEGIN_DECLS

/* How the accounts of Evolution begin in the history, which other programs share. */
#define KITH_EVOLUTION_ACCOUNT_PREFIX "evolution/"

#define KITH_TYPE_EVOLUTION_FOLDER (kith_evolution_folder_get_type ())
G_DECLARE_FINAL_TYPE (KithEvolutionFolder, kith_evolution_folder, KITH, EVOLUTION_FOLDER, KithMailFolder)

KithEvolutionFolder *kith_evolution_folder_new (CamelStore *store,
                                                const char *name);
char *kith_evolution_folder_dup_account (CamelStore *store);
GStrv kith_evolution_folder_list_names (CamelStore  *store,
                                        GError     **error);

G_END_DECLS
