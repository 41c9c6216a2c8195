/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

#include "kith-history-bytes.h"

G_BEGIN_DECLS

#define KITH_HISTORY_VERSION 1
#define KITH_HISTORY_BLOCK 4096

/**
 * KithHistorySection:
 * @KITH_SECTION_PERSONS: guint32 for each address: person << 4 | KithHistoryAddressFlags
 * @KITH_SECTION_INFO: KithHistoryInfo for each address
 * @KITH_SECTION_BLOCKS: guint32 for each sixteen addresses: where they begin in @KITH_SECTION_STRINGS
 * @KITH_SECTION_STRINGS: keys, front coded by sixteen and sorted, each with its display name
 * @KITH_SECTION_THREADS: guint64, sorted: hashes of the first Message-ID of each thread
 * @KITH_SECTION_THREAD_OFFSETS: guint32 for each thread: where its messages begin in @KITH_SECTION_RECORDS
 * @KITH_SECTION_IDS: guint64, sorted: hashes of the Message-IDs that begin no thread
 * @KITH_SECTION_ID_OFFSETS: guint32 for each of them: its message
 * @KITH_SECTION_RECORDS: the messages, thread by thread, by date within a thread
 * @KITH_SECTION_POSTINGS: for each address the messages it stands on, as differences
 * @KITH_SECTION_NAMES: KithHistoryName, sorted by hash
 * @KITH_SECTION_GROUPS: KithHistoryMember, sorted: the addresses of people who have several
 * @KITH_SECTION_HEAVY: KithHistoryHeavy, sorted by person: those whose connections are kept ready
 * @KITH_SECTION_EDGES: KithHistoryEdge, for each of them best first
 * @KITH_SECTION_DOMAINS: domains that the owner writes to, each with its length before it
 *
 * The parts of the base file. Everything is in the byte order of the machine: a cache does not travel.
 */
typedef enum
{
  KITH_SECTION_PERSONS,
  KITH_SECTION_INFO,
  KITH_SECTION_BLOCKS,
  KITH_SECTION_STRINGS,
  KITH_SECTION_THREADS,
  KITH_SECTION_THREAD_OFFSETS,
  KITH_SECTION_IDS,
  KITH_SECTION_ID_OFFSETS,
  KITH_SECTION_RECORDS,
  KITH_SECTION_POSTINGS,
  KITH_SECTION_NAMES,
  KITH_SECTION_GROUPS,
  KITH_SECTION_HEAVY,
  KITH_SECTION_EDGES,
  KITH_SECTION_DOMAINS,
  KITH_N_SECTIONS,
} KithHistorySection;

/* The first block of the file; its checksum is over the block with the checksum zero. */
typedef struct
{
  char magic[8];
  guint32 version;
  guint32 byte_order;
  guint64 generation;
  guint64 size;
  guint64 checksum;
  gint64 reference;          /* Unix seconds to which the strengths of the edges are discounted */
  guint32 n_addresses;
  guint32 n_records;
  guint32 max_recipients;    /* the rule for mass mail that the edges were made by */
  guint32 padding;
  guint64 offset[KITH_N_SECTIONS];
  guint64 length[KITH_N_SECTIONS];
  guint64 sums;              /* where the checksums of the blocks begin: guint32 each, its own block by block not included */
  guint64 sums_checksum;
} KithHistoryHeader;

/* A file that does not change, read by blocks whose checksums are looked at; no mapping, so that a file cut short under us is an error and no signal. One thread. */
typedef struct _KithHistoryFile KithHistoryFile;

KithHistoryFile *kith_history_file_open (const char  *path,
                                         GError     **error);
void kith_history_file_free (KithHistoryFile *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithHistoryFile, kith_history_file_free)

const KithHistoryHeader *kith_history_file_get_header (KithHistoryFile *self);
const guint8 *kith_history_file_peek (KithHistoryFile    *self,
                                      KithHistorySection  section,
                                      guint64             offset,
                                      gsize              *available);
gboolean kith_history_file_read (KithHistoryFile    *self,
                                 KithHistorySection  section,
                                 guint64             offset,
                                 void               *buffer,
                                 gsize               length);
guint8 *kith_history_file_load (KithHistoryFile    *self,
                                KithHistorySection  section,
                                gsize              *length,
                                GError            **error);
gboolean kith_history_file_is_broken (KithHistoryFile *self);

gboolean kith_history_file_write (const char         *path,
                                  KithHistoryHeader  *header,
                                  const KithBytes    *sections,
                                  GError            **error);
gboolean kith_history_write_all (int          fd,
                                 const void  *data,
                                 gsize        length,
                                 GError     **error);

G_END_DECLS
