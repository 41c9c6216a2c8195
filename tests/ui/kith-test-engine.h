/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

G_BEGIN_DECLS

/* A real engine on the files of one test. */
KithEngine *kith_test_engine_new (const char *dir);
void kith_test_engine_end (KithEngine **engine);
void kith_test_engine_copy_provider (const char *dir,
                                     const char *name);
void kith_test_engine_set_provider (KithEngine *engine,
                                    const char *id,
                                    const char *key,
                                    const char *value);
void kith_test_engine_set_rule (KithEngine *engine,
                                const char *key,
                                const char *value);

G_END_DECLS
