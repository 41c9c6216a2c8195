/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-profile.h>

G_BEGIN_DECLS

/* What a card says of the mail between the owner and a person, as text for labels. Times are seconds since 1970. */
char *kith_mail_words_contact (KithProfile *profile,
                               gint64       now);
char *kith_mail_words_waiting (KithProfile *profile);
gboolean kith_mail_words_was_read (KithProfile *profile);

G_END_DECLS
