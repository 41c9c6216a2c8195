/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <glib.h>

#include "kith-history-bytes.h"

G_BEGIN_DECLS

/* Longer header blocks are read up to here; what stands behind does not count. */
#define KITH_HEADER_MAX_BYTES (256 * 1024)
/* A field such as To may come more than once although RFC 5322 section 3.6 forbids it. */
#define KITH_HEADER_MAX_REPEATS 4

typedef struct
{
  const char *text;          /* borrowed from the block, not terminated, still folded; NULL where the field is missing */
  gsize length;
} KithSlice;

typedef enum
{
  KITH_HEADER_FROM,
  KITH_HEADER_SENDER,
  KITH_HEADER_REPLY_TO,
  KITH_HEADER_TO,
  KITH_HEADER_CC,
  KITH_HEADER_BCC,
  KITH_N_ADDRESS_HEADERS,
} KithAddressHeader;

/* The fields of one message that the history wants. */
typedef struct
{
  KithSlice addresses[KITH_N_ADDRESS_HEADERS][KITH_HEADER_MAX_REPEATS];
  KithSlice date;
  KithSlice message_id;
  KithSlice in_reply_to;
  KithSlice references;
  KithSlice list_id;
  KithSlice list_post;
  gboolean list;
  gboolean robot;
  gboolean complete;         /* the empty line was seen */
  guint fields;
} KithHeaders;

typedef void (*KithMailboxFunc) (const char *mailbox,
                                 gsize       mailbox_length,
                                 const char *name,
                                 gsize       name_length,
                                 gpointer    user_data);

gboolean kith_headers_read (int    fd,
                            char  *buffer,
                            gsize *length);
void kith_headers_scan (KithHeaders *self,
                        const char  *block,
                        gsize        length);
void kith_mailboxes_scan (KithSlice        value,
                          KithMailboxFunc  func,
                          gpointer         user_data);
void kith_mailboxes_scan_gmime (KithSlice        value,
                                KithMailboxFunc  func,
                                gpointer         user_data);
gboolean kith_date_scan (KithSlice  value,
                         gint64    *date);
gboolean kith_message_id_next (KithSlice *rest,
                               KithSlice *id);

G_END_DECLS
