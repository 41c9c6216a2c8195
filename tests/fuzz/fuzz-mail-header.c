/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-fuzz.h"

#include <string.h>

#include "kith-history-batch.h"

typedef struct
{
  const char *start;
  const char *end;
  guint n;
} Seen;

static gboolean
lies_within (const Seen *seen,
             const char *text,
             gsize       length)
{
  return length == 0 || (text >= seen->start && text <= seen->end && length <= (gsize) (seen->end - text));
}

static void
check_mailbox (const char *mailbox,
               gsize       mailbox_length,
               const char *name,
               gsize       name_length,
               gpointer    user_data)
{
  Seen *seen = user_data;

  g_assert_cmpuint (mailbox_length, >, 0);
  g_assert_true (name != NULL || name_length == 0);
  seen->n++;
}

/* The header block of a message, as the history reads it from a file: what comes out lies within it, and is taken into the index. */
int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (KithHistoryBatch) batch = kith_history_batch_new (1700000000);
  /* Without an end: reading on is then seen. */
  g_autofree char *block = g_memdup2 (data, size);
  guint32 folder = kith_history_batch_add_folder (batch, "", "folder");
  Seen seen = { block, block + size, 0 };
  KithHeaders headers;
  gint64 date;

  kith_headers_scan (&headers, block, size);
  for (guint i = 0; i < KITH_N_ADDRESS_HEADERS; i++)
    for (guint k = 0; k < KITH_HEADER_MAX_REPEATS && headers.addresses[i][k].text != NULL; k++)
      {
        g_assert_true (lies_within (&seen, headers.addresses[i][k].text, headers.addresses[i][k].length));
        kith_mailboxes_scan (headers.addresses[i][k], check_mailbox, &seen);
      }
  g_assert_cmpuint (seen.n, <=, size);
  if (kith_date_scan (headers.date, &date))
    kith_date_scan (headers.date, &date);
  kith_history_batch_add_headers (batch, folder, 1, &headers, 0);
  g_assert_cmpuint (batch->table->records->len, ==, 1);
  g_assert_cmpuint (kith_history_table_record (batch->table, 0)->n_participants, <=, KITH_HISTORY_MAX_PARTICIPANTS);
  g_assert_cmpint (kith_history_table_record (batch->table, 0)->date, <=, 1700000000 + 86400);
  return 0;
}
