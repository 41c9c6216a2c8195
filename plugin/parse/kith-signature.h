/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-field.h>

G_BEGIN_DECLS

/* What is known before the body is read; borrowed. */
typedef struct
{
  const char *display_name; /* (nullable) */
  const char *local_part;
  const char *domain;       /* in lower case */
  const char *organization; /* (nullable): of the headers */
  gboolean freemail;        /* anybody gets an address there: the domain says nothing */
  gboolean shared;          /* several people write from the address, or a machine does */
} KithSignatureSender;

typedef struct
{
  KithField field;
  char *value;
  double confidence;
} KithSignatureValue;

GPtrArray *kith_signature_read (const char                *text,
                                const char                *html,
                                const KithSignatureSender *sender);

G_END_DECLS
