/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A provider "ldap" that is set up as the one with libldap is, and counts what it is asked instead of asking anybody. */
void kith_test_directory_register (void);
guint kith_test_directory_count_questions (void);

/* Claws Mail's own folder in @dir, with these `<server …/>` elements in its list of address books. */
char *kith_test_directory_write_claws (const char *dir,
                                       const char *servers);

G_END_DECLS
