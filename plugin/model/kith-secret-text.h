/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

/* A token or a password: nothing of it stays in memory that is given back. */
typedef char KithSecretText;

/* @text: (nullable) */
static inline void
kith_secret_text_free (gpointer text)
{
  if (text != NULL)
    explicit_bzero (text, strlen (text));
  g_free (text);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithSecretText, kith_secret_text_free)

G_END_DECLS
