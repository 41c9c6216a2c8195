/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What the cache of a folder says of one message. */
typedef struct
{
  guint32 number;
  gint64 date;
  char *from;                /* (nullable): of the message read last, like all texts */
  char *to;
  char *cc;
  char *newsgroups;
  char *id;
  char *in_reply_to;
  char *root;                /* the first of its references */
} KithClawsRecord;

void kith_claws_record_clear (KithClawsRecord *record);

/* A file .claws_cache, read from its beginning to its end. Any thread; a file that is replaced meanwhile is read as it was. */
typedef struct _KithClawsCache KithClawsCache;

KithClawsCache *kith_claws_cache_open (const char  *path,
                                       GError     **error);
void kith_claws_cache_free (KithClawsCache *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithClawsCache, kith_claws_cache_free)
gint64 kith_claws_cache_get_time (KithClawsCache *self);
void kith_claws_cache_rewind (KithClawsCache *self);
gboolean kith_claws_cache_next (KithClawsCache   *self,
                                KithClawsRecord  *record,
                                gboolean          with_texts,
                                GError          **error);

/* The numbers of the messages that a file .claws_mark says are junk or deleted. */
GHashTable *kith_claws_marks_load (const char *path,
                                   guint32     flags);

G_END_DECLS
