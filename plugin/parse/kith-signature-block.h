/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-signature-match.h"

G_BEGIN_DECLS

typedef enum
{
  KITH_SEGMENT_UNKNOWN,
  KITH_SEGMENT_IGNORED, /* addresses, registers, slogans, degrees */
  KITH_SEGMENT_NAME,
  KITH_SEGMENT_FOREIGN, /* somebody else's name */
  KITH_SEGMENT_CONTACT, /* phone, mail, site */
  KITH_SEGMENT_ROLE,
  KITH_SEGMENT_DEPARTMENT,
  KITH_SEGMENT_FIELD,   /* what a role may go on with */
  KITH_SEGMENT_COMPANY, /* by its legal form */
  KITH_SEGMENT_AGREES,  /* with the domain */
  KITH_SEGMENT_ORG,     /* an institution by its name */
  KITH_SEGMENT_AT,      /* behind "at" or "bei" */
} KithSegmentKind;

/* A part of a line between separators. */
typedef struct
{
  char *text;
  guint line;           /* counted without empty ones */
  gboolean comma;       /* only a comma stands before it */
  const char *joint;    /* (nullable): what stands before it, where that may be within a role */
  gboolean agrees;      /* with the domain, or with the header */
  KithSegmentKind kind;
} KithSegment;

typedef enum
{
  KITH_ANCHOR_NONE,
  KITH_ANCHOR_CLOSING,
  KITH_ANCHOR_DELIMITER,
  KITH_ANCHOR_NAME,
} KithAnchor;

/* The lines of a message that are its signature. */
typedef struct
{
  GArray *segments;     /* (element-type KithSegment) */
  guint n_lines;
  KithAnchor anchor;
  gboolean foreign;     /* somebody else signs */
  gboolean contact;     /* there is a phone number or a site */
  char *site_domain;    /* (nullable) */
} KithSignatureBlock;

KithSignatureBlock *kith_signature_block_find (GPtrArray                 *lines,
                                               const KithSignatureSender *sender);
void kith_signature_block_free (KithSignatureBlock *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithSignatureBlock, kith_signature_block_free)

void kith_signature_split (GArray     *segments,
                           const char *line,
                           guint       number);
const char *kith_signature_skip_name_label (const char *line);
void kith_signature_classify (KithSegment               *segment,
                              const KithSignatureSender *sender,
                              const char                *site_domain);

G_END_DECLS
