/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The sections of data/signature-words.txt. */
typedef enum
{
  KITH_WORD_TITLE = 1 << 0,
  KITH_WORD_DEGREE = 1 << 1,
  KITH_WORD_DEPARTMENT = 1 << 2,
  KITH_WORD_LEGAL = 1 << 3,
  KITH_WORD_LEGAL_PREFIX = 1 << 4,
  KITH_WORD_ORG = 1 << 5,
  KITH_WORD_AT = 1 << 6,
  KITH_WORD_CLOSING = 1 << 7,
  KITH_WORD_WROTE = 1 << 8,
  KITH_WORD_FROM = 1 << 9,
  KITH_WORD_HEADER = 1 << 10,
  KITH_WORD_CUT = 1 << 11,
  KITH_WORD_OTHER = 1 << 12,
  KITH_WORD_PROSE = 1 << 13,
  KITH_WORD_FIELD = 1 << 14,
  KITH_WORD_LABEL_ROLE = 1 << 15,
  KITH_WORD_LABEL_COMPANY = 1 << 16,
  KITH_WORD_LABEL_PHONE = 1 << 17,
  KITH_WORD_LABEL_FAX = 1 << 18,
  KITH_WORD_LABEL_NAME = 1 << 19,
} KithWordKind;

#define KITH_SIGNATURE_MAX_TOKENS 32

/* A word of a line: where it stands there, and folded: without case, accents and dots. */
typedef struct
{
  gsize start;
  gsize end;
  char *folded;
  gboolean unspaced; /* of a script that does not put spaces between words */
} KithSignatureToken;

typedef struct
{
  KithSignatureToken items[KITH_SIGNATURE_MAX_TOKENS];
  guint n;
  gboolean more; /* there were more words than these */
} KithSignatureTokens;

void kith_signature_tokens_init (KithSignatureTokens *self,
                                 const char          *text,
                                 gsize                length);
void kith_signature_tokens_clear (KithSignatureTokens *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KithSignatureTokens, kith_signature_tokens_clear)

gboolean kith_signature_is_unspaced (gunichar character);
gboolean kith_signature_token_is_word (const KithSignatureToken *token,
                                       KithWordKind              kind);
gboolean kith_signature_token_is_compound (const KithSignatureToken *token,
                                           KithWordKind              kind);
guint kith_signature_tokens_match (const KithSignatureTokens *self,
                                   guint                      first,
                                   KithWordKind               kind);
gboolean kith_signature_tokens_have (const KithSignatureTokens *self,
                                     KithWordKind               kind);
guint kith_signature_tokens_match_end (const KithSignatureTokens *self,
                                       KithWordKind               kind);

G_END_DECLS
