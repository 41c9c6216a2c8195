/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Where in the text of a vCard the next content line begins. */
typedef struct
{
  const char *p;
  const char *end;
} KithVCardReader;

typedef struct
{
  char *name;
  char *value;
} KithVCardParameter;

/* One content line (RFC 6350, section 3.3), unfolded and decoded; names in lower case. */
typedef struct
{
  char *group;            /* (nullable) */
  char *name;
  GPtrArray *parameters;  /* (element-type KithVCardParameter) owned */
  char *value;            /* UTF-8, or still base64 if is_base64; escapes as they are */
  gboolean is_base64;
} KithVCardLine;

KithVCardLine *kith_vcard_reader_next (KithVCardReader *self);
void kith_vcard_line_free (KithVCardLine *self);
const char *kith_vcard_line_get_parameter (KithVCardLine *self,
                                           const char    *name);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithVCardLine, kith_vcard_line_free)

G_END_DECLS
