/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-engine.h>

KITH_BEGIN_DECLS

gboolean kith_engine_get_reading (KithEngine *self,
                                  double     *fraction);

typedef void (*KithMailUidFunc) (const char *uid,
                                 gpointer    user_data);
typedef gboolean (*KithAccountFunc) (const char *account);

#define KITH_TYPE_MAIL_FOLDER (kith_mail_folder_get_type ())
/* One folder of a mail program, as the history reads it. */
G_DECLARE_DERIVABLE_TYPE (KithMailFolder, kith_mail_folder, KITH, MAIL_FOLDER, GObject)

/**
 * KithMailFolderClass:
 * @dup_state: (nullable): anything that changes when the folder does; where it is as it was the last time, the folder is not listed
 * @count: (nullable): about how many messages it has
 * @list: names all messages of the folder
 * @read: tells @feed of these messages, in the order in which they were listed; what is not there any more is left out
 * @has: (nullable): whether the message is one to be read; not so if it was thrown away, or is junk
 * @is_another: (nullable): whether a message that the history knows is another one by now, of the same name; @before is what @dup_state said when the folder was
 *   read last
 * @close: (nullable): nothing more is asked for now
 *
 * How a mail program reads one of its folders. All are called in the thread that reads, which may wait for the disk, but not for the network.
 */
struct _KithMailFolderClass
{
  GObjectClass parent_class;

  char *(*dup_state) (KithMailFolder *self);
  guint64 (*count) (KithMailFolder *self);
  gboolean (*list) (KithMailFolder   *self,
                    KithMailUidFunc   func,
                    gpointer          user_data,
                    GCancellable     *cancellable,
                    GError          **error);
  gboolean (*read) (KithMailFolder     *self,
                    const char *const  *uids,
                    guint               n_uids,
                    KithFeed           *feed,
                    GCancellable       *cancellable,
                    GError            **error);
  gboolean (*has) (KithMailFolder *self,
                   const char     *uid);
  gboolean (*is_another) (KithMailFolder *self,
                          const char     *uid,
                          const char     *before);
  void (*close) (KithMailFolder *self);

  gpointer padding[7];
};

const char *kith_mail_folder_get_account (KithMailFolder *self);
const char *kith_mail_folder_get_name (KithMailFolder *self);

#define KITH_TYPE_READING (kith_reading_get_type ())
G_DECLARE_FINAL_TYPE (KithReading, kith_reading, KITH, READING, GObject)

/* Reads the folders of a mail program into the history, and follows them. Belongs to the thread of the engine's owner. */
KithReading *kith_reading_new (KithEngine *engine);
void kith_reading_stop (KithReading *self);
void kith_reading_add_folder (KithReading    *self,
                              KithMailFolder *folder);
void kith_reading_compare_folder (KithReading    *self,
                                  KithMailFolder *folder);
void kith_reading_change_folder (KithReading     *self,
                                 KithMailFolder  *folder,
                                 char           **came,
                                 char           **went,
                                 char           **touched);
void kith_reading_remove_folder (KithReading *self,
                                 const char  *account,
                                 const char  *name);
void kith_reading_keep_folders (KithReading       *self,
                                const char        *account,
                                const char *const *names);
void kith_reading_keep_accounts (KithReading       *self,
                                 const char        *prefix,
                                 const char *const *accounts);
void kith_reading_forget_accounts (KithReading     *self,
                                   const char      *prefix,
                                   KithAccountFunc  is_gone);

KITH_END_DECLS
