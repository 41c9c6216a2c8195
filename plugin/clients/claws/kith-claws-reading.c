/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-reading.h"

#include "claws-features.h"
#include <common/hooks.h>
#include <folder.h>
#include <msgcache.h>
#include <procmsg.h>

#include "kith-claws-folder.h"
#include "kith-claws-profile.h"

/* Claws Mail tells of each message by itself. */
#define GATHER_MSEC 500
/* At the start the owner wants to see mail first. */
#define START_MSEC 2000
/* So many folders are looked at before the main loop has its turn. */
#define FOLDERS_A_STEP 10
/* That many messages are looked at before the main loop has its turn: to tell of one takes a few microseconds. */
#define MESSAGES_A_TURN 250
/* Claws Mail names all messages that it has in memory at once, or none: of 20,000 that takes up to 4 ms. What is new in a larger folder is known when it is left. */
#define MAX_IN_MEMORY 10000

/* What changed in one folder since it was last told. */
typedef struct
{
  char *identifier;          /* the folder itself may be gone when it is told */
  GHashTable *came;          /* of numbers: brought back */
  GHashTable *went;          /* of numbers */
  gboolean has_more;         /* messages came or went, nobody says which */
  gboolean was_written;      /* Claws Mail may have written its list of the messages */
} Changes;

/* The same on its way to the thread that reads, a few messages in each turn of the main loop. */
typedef struct
{
  Changes *changes;
  GHashTableIter next_came;
  GHashTableIter next_went;
  KithClawsFolder *folder;
  GSList *infos;             /* of MsgInfo, each with a reference: what Claws Mail has in memory, and was not looked at yet */
  GPtrArray *came;           /* of utf8 */
  GPtrArray *went;           /* of utf8 */
} Telling;

/* What is known of a folder from this session alone. */
typedef struct
{
  GHashTable *marks;         /* number -> whether it is junk or thrown away, as far as that changed */
  gint64 changed;            /* when messages came or went last, in microseconds; 0 for never */
} Known;

struct _KithClawsReading
{
  GObject parent_instance;

  KithReading *reading;
  GHashTable *changed;       /* FolderItem, only compared, -> Changes */
  GQueue gathered;           /* of Changes that are told one after the other */
  Telling *telling;          /* (nullable) */
  GHashTable *known;         /* identifier -> Known */
  gboolean has_marks;        /* any of them */
  GQueue todo;               /* of identifiers: folders that are to be read */
  GPtrArray *seen;           /* (element-type utf8): "account\nname" of the folders met in this round */
  guint gather_source;
  guint tell_source;
  guint start_source;
  guint step_source;
  gulong item_hook;
  gulong folder_hook;
  gulong info_hook;
};

G_DEFINE_FINAL_TYPE (KithClawsReading, kith_claws_reading, G_TYPE_OBJECT)

static void
changes_free (gpointer data)
{
  Changes *changes = data;

  g_hash_table_unref (changes->came);
  g_hash_table_unref (changes->went);
  g_free (changes->identifier);
  g_free (changes);
}

static void
known_free (gpointer data)
{
  Known *known = data;

  g_hash_table_unref (known->marks);
  g_free (known);
}

static Known *
find_known (KithClawsReading *self,
            const char       *identifier)
{
  Known *known = g_hash_table_lookup (self->known, identifier);

  if (known == NULL)
    {
      known = g_new0 (Known, 1);
      known->marks = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (self->known, g_strdup (identifier), known);
    }
  return known;
}

static void
telling_free (gpointer data)
{
  Telling *telling = data;

  changes_free (telling->changes);
  g_object_unref (telling->folder);
  procmsg_msg_list_free (telling->infos);
  g_ptr_array_unref (telling->came);
  g_ptr_array_unref (telling->went);
  g_free (telling);
}

static gboolean
is_unwanted (const MsgInfo *info)
{
  return MSG_IS_DELETED (info->flags) || MSG_IS_SPAM (info->flags);
}

/* Whether Claws Mail knows more of the messages than is in its files. */
static gboolean
is_in_memory (FolderItem *item)
{
  return FOLDER_TYPE (item->folder) != F_MH && item->cache != NULL;
}

/* Returns: (transfer full) (nullable): what to tell, unless nobody wants to know */
static Telling *
telling_new (Changes *changes)
{
  FolderItem *item = folder_find_item_from_identifier (changes->identifier);
  Telling *self;

  if (item == NULL || !kith_claws_folder_is_read (item))
    {
      changes_free (changes);
      return NULL;
    }
  self = g_new0 (Telling, 1);
  self->changes = changes;
  self->folder = kith_claws_folder_new (item);
  self->came = g_ptr_array_new_with_free_func (g_free);
  self->went = g_ptr_array_new_with_free_func (g_free);
  g_hash_table_iter_init (&self->next_came, changes->came);
  g_hash_table_iter_init (&self->next_went, changes->went);
  /* New messages of a folder on a server: Claws Mail writes its list of them only when it leaves the folder. */
  if (changes->has_more && is_in_memory (item) && item->total_msgs <= MAX_IN_MEMORY)
    self->infos = folder_item_get_msg_list (item);
  return self;
}

static void
add_number (GPtrArray *numbers,
            guint32    number)
{
  g_ptr_array_add (numbers, g_strdup_printf ("%u", number));
}

/* Takes the next one of the messages that Claws Mail has in memory. */
static gboolean
look_at_info (Telling *self)
{
  MsgInfo *info = self->infos != NULL ? self->infos->data : NULL;

  if (info == NULL)
    return FALSE;
  self->infos = g_slist_delete_link (self->infos, self->infos);
  if (MSG_IS_NEW (info->flags) && !is_unwanted (info) && !g_hash_table_contains (self->changes->came, GUINT_TO_POINTER (info->msgnum)))
    {
      kith_claws_folder_tell (self->folder, info);
      add_number (self->came, info->msgnum);
    }
  procmsg_msginfo_free (&info);
  return TRUE;
}

/* What is in no file, from what Claws Mail has in memory. */
static void
tell_message (Telling    *self,
              FolderItem *item,
              guint32     number)
{
  MsgInfo *info = is_in_memory (item) ? msgcache_get_msg (item->cache, number) : NULL;

  if (info == NULL)
    return;
  kith_claws_folder_tell (self->folder, info);
  procmsg_msginfo_free (&info);
}

/* Returns: whether there was something left to do */
static gboolean
go_on_telling (Telling    *self,
               FolderItem *item)
{
  gpointer number;

  if (look_at_info (self))
    return TRUE;
  if (g_hash_table_iter_next (&self->next_came, &number, NULL))
    {
      tell_message (self, item, GPOINTER_TO_UINT (number));
      add_number (self->came, GPOINTER_TO_UINT (number));
      return TRUE;
    }
  if (!g_hash_table_iter_next (&self->next_went, &number, NULL))
    return FALSE;
  add_number (self->went, GPOINTER_TO_UINT (number));
  return TRUE;
}

static GStrv
end_numbers (GPtrArray **numbers)
{
  GPtrArray *texts = g_steal_pointer (numbers);

  *numbers = g_ptr_array_new ();
  if (texts->len == 0)
    {
      g_ptr_array_unref (texts);
      return NULL;
    }
  g_ptr_array_add (texts, NULL);
  return (GStrv) g_ptr_array_free (texts, FALSE);
}

/* Returns: (transfer full): the folder, to be compared as a whole */
static KithClawsFolder *
make_whole (KithClawsReading *self,
            FolderItem       *item)
{
  KithClawsFolder *folder = kith_claws_folder_new (item);
  g_autofree char *identifier = folder_item_get_identifier (item);
  const Known *known = identifier != NULL ? g_hash_table_lookup (self->known, identifier) : NULL;
  GHashTableIter iter;
  gpointer number, marked;

  if (known == NULL)
    return folder;
  kith_claws_folder_set_changed (folder, known->changed);
  g_hash_table_iter_init (&iter, known->marks);
  while (g_hash_table_iter_next (&iter, &number, &marked))
    kith_claws_folder_mark (folder, GPOINTER_TO_UINT (number), marked != NULL);
  return folder;
}

static void
end_telling (KithClawsReading *self,
             FolderItem       *item)
{
  Telling *telling = self->telling;

  kith_reading_change_folder (self->reading, KITH_MAIL_FOLDER (telling->folder), end_numbers (&telling->came), end_numbers (&telling->went), NULL);
  if (telling->changes->has_more || telling->changes->was_written)
    {
      g_autoptr (KithClawsFolder) compared = make_whole (self, item);

      kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (compared));
    }
}

static gboolean
on_tell (gpointer user_data)
{
  KithClawsReading *self = user_data;
  FolderItem *item;
  guint done = 0;

  if (self->telling == NULL && g_queue_is_empty (&self->gathered))
    {
      self->tell_source = 0;
      return G_SOURCE_REMOVE;
    }
  if (self->telling == NULL)
    {
      self->telling = telling_new (g_queue_pop_head (&self->gathered));
      return G_SOURCE_CONTINUE;
    }
  /* It may have gone since the last turn. */
  item = folder_find_item_from_identifier (self->telling->changes->identifier);
  if (item != NULL && kith_claws_folder_is_read (item))
    {
      while (done < MESSAGES_A_TURN && go_on_telling (self->telling, item))
        done++;
      if (done == MESSAGES_A_TURN)
        return G_SOURCE_CONTINUE;
      end_telling (self, item);
    }
  g_clear_pointer (&self->telling, telling_free);
  return G_SOURCE_CONTINUE;
}

static gboolean
on_gathered (gpointer user_data)
{
  KithClawsReading *self = user_data;
  GHashTableIter iter;
  gpointer changes;

  self->gather_source = 0;
  g_hash_table_iter_init (&iter, self->changed);
  while (g_hash_table_iter_next (&iter, NULL, &changes))
    {
      g_queue_push_tail (&self->gathered, changes);
      g_hash_table_iter_steal (&iter);
    }
  if (self->tell_source == 0)
    self->tell_source = g_idle_add_full (G_PRIORITY_LOW, on_tell, self, NULL);
  return G_SOURCE_REMOVE;
}

static Changes *
note_change (KithClawsReading *self,
             FolderItem       *item)
{
  Changes *changes = g_hash_table_lookup (self->changed, item);

  if (changes == NULL)
    {
      changes = g_new0 (Changes, 1);
      changes->identifier = folder_item_get_identifier (item);
      changes->came = g_hash_table_new (NULL, NULL);
      changes->went = g_hash_table_new (NULL, NULL);
      g_hash_table_insert (self->changed, item, changes);
    }
  if (self->gather_source == 0)
    self->gather_source = g_timeout_add_full (G_PRIORITY_LOW, GATHER_MSEC, on_gathered, self, NULL);
  return changes;
}

static void
note_went (KithClawsReading *self,
           FolderItem       *item,
           gpointer          number)
{
  Changes *changes = note_change (self, item);

  g_hash_table_add (changes->went, number);
  g_hash_table_remove (changes->came, number);
}

static gboolean
has_mark (KithClawsReading *self,
          const char       *identifier,
          gpointer          number)
{
  const Known *known = g_hash_table_lookup (self->known, identifier);

  return known != NULL && g_hash_table_lookup (known->marks, number) != NULL;
}

/* Most changes are that somebody has read the message. */
static gboolean
on_info_changed (gpointer source,
                 gpointer user_data)
{
  KithClawsReading *self = user_data;
  const MsgInfoUpdate *update = source;
  MsgInfo *info = update->msginfo;
  FolderItem *item = info->folder;
  gpointer number = GUINT_TO_POINTER (info->msgnum);
  gboolean is_gone = (update->flags & MSGINFO_UPDATE_DELETED) != 0;
  g_autofree char *identifier = NULL;

  /* A whole folder may be marked as read at once. */
  if (item == NULL || item->path == NULL || (!is_gone && !is_unwanted (info) && !self->has_marks))
    return FALSE;
  identifier = folder_item_get_identifier (item);
  if (identifier == NULL)
    return FALSE;
  if (is_gone || is_unwanted (info))
    note_went (self, item, number);
  else if (has_mark (self, identifier, number))
    g_hash_table_add (note_change (self, item)->came, number);
  /* The number of a message that is gone may be given to another one. */
  if (is_unwanted (info) || has_mark (self, identifier, number))
    {
      g_hash_table_insert (find_known (self, identifier)->marks, number, GINT_TO_POINTER (!is_gone && is_unwanted (info)));
      self->has_marks = TRUE;
    }
  return FALSE;
}

static gboolean
on_item_changed (gpointer source,
                 gpointer user_data)
{
  KithClawsReading *self = user_data;
  const FolderItemUpdateData *update = source;
  FolderItem *item = update->item;
  Changes *changes;

  if (item == NULL || !kith_claws_folder_is_read (item))
    return FALSE;
  if ((update->update_flags & F_ITEM_UPDATE_CONTENT) != 0)
    {
      changes = note_change (self, item);
      changes->has_more = TRUE;
      find_known (self, changes->identifier)->changed = g_get_real_time ();
    }
  /* Said too when a folder is left, after its list was written. */
  else if (FOLDER_TYPE (item->folder) != F_MH)
    note_change (self, item)->was_written = TRUE;
  return FALSE;
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* What was not met is no more. The names come in the order of their accounts. */
static void
keep_what_was_seen (KithClawsReading *self)
{
  g_autofree char *prefix = kith_claws_folder_dup_account_prefix ();
  g_autoptr (GStrvBuilder) accounts = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_ptr_array_sort (self->seen, compare_texts);
  for (guint i = 0; i < self->seen->len;)
    {
      const char *first = self->seen->pdata[i];
      g_autofree char *account = g_strndup (first, strchr (first, '\n') - first);
      g_autofree char *start = g_strconcat (account, "\n", NULL);
      g_autoptr (GPtrArray) names = g_ptr_array_new ();

      for (; i < self->seen->len && g_str_has_prefix (self->seen->pdata[i], start); i++)
        g_ptr_array_add (names, (char *) self->seen->pdata[i] + strlen (start));
      g_ptr_array_add (names, NULL);
      kith_reading_keep_folders (self->reading, account, (const char *const *) names->pdata);
      g_strv_builder_add (accounts, account);
    }
  all = g_strv_builder_end (accounts);
  kith_reading_keep_accounts (self->reading, prefix, (const char *const *) all);
  kith_reading_forget_accounts (self->reading, KITH_CLAWS_OTHER_PROFILES, kith_claws_profile_is_gone);
  g_ptr_array_set_size (self->seen, 0);
}

static gboolean
on_step (gpointer user_data)
{
  KithClawsReading *self = user_data;

  for (guint i = 0; i < FOLDERS_A_STEP; i++)
    {
      g_autofree char *identifier = g_queue_pop_head (&self->todo);
      FolderItem *item = identifier != NULL ? folder_find_item_from_identifier (identifier) : NULL;
      g_autoptr (KithClawsFolder) folder = NULL;

      if (identifier == NULL)
        {
          self->step_source = 0;
          keep_what_was_seen (self);
          return G_SOURCE_REMOVE;
        }
      if (item == NULL || !kith_claws_folder_is_read (item))
        continue;
      folder = make_whole (self, item);
      kith_claws_folder_doubt (folder);
      g_ptr_array_add (self->seen, g_strconcat (kith_mail_folder_get_account (KITH_MAIL_FOLDER (folder)), "\n",
                                                kith_mail_folder_get_name (KITH_MAIL_FOLDER (folder)), NULL));
      kith_reading_add_folder (self->reading, KITH_MAIL_FOLDER (folder));
    }
  return G_SOURCE_CONTINUE;
}

static void
add_todo (FolderItem *item,
          gpointer    user_data)
{
  KithClawsReading *self = user_data;

  if (item->path != NULL)
    g_queue_push_tail (&self->todo, folder_item_get_identifier (item));
}

static gboolean
on_start (gpointer user_data)
{
  KithClawsReading *self = user_data;

  self->start_source = 0;
  g_queue_clear_full (&self->todo, g_free);
  g_ptr_array_set_size (self->seen, 0);
  folder_func_to_all_folders (add_todo, self);
  if (self->step_source == 0)
    self->step_source = g_idle_add_full (G_PRIORITY_LOW, on_step, self, NULL);
  return G_SOURCE_REMOVE;
}

static void
start_soon (KithClawsReading *self)
{
  if (self->start_source == 0)
    self->start_source = g_timeout_add_full (G_PRIORITY_LOW, START_MSEC, on_start, self, NULL);
}

/* Folders come, go and are renamed seldom: then all are looked at. */
static gboolean
on_folders_changed (gpointer source,
                    gpointer user_data)
{
  start_soon (user_data);
  return FALSE;
}

static void
kith_claws_reading_dispose (GObject *object)
{
  kith_claws_reading_stop (KITH_CLAWS_READING (object));
  G_OBJECT_CLASS (kith_claws_reading_parent_class)->dispose (object);
}

static void
kith_claws_reading_finalize (GObject *object)
{
  KithClawsReading *self = KITH_CLAWS_READING (object);

  g_hash_table_unref (self->changed);
  g_queue_clear_full (&self->gathered, changes_free);
  g_clear_pointer (&self->telling, telling_free);
  g_hash_table_unref (self->known);
  g_ptr_array_unref (self->seen);
  g_queue_clear_full (&self->todo, g_free);
  G_OBJECT_CLASS (kith_claws_reading_parent_class)->finalize (object);
}

static void
kith_claws_reading_class_init (KithClawsReadingClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kith_claws_reading_dispose;
  object_class->finalize = kith_claws_reading_finalize;
}

static void
kith_claws_reading_init (KithClawsReading *self)
{
  g_queue_init (&self->gathered);
  g_queue_init (&self->todo);
  self->seen = g_ptr_array_new_with_free_func (g_free);
  self->changed = g_hash_table_new_full (NULL, NULL, NULL, changes_free);
  self->known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, known_free);
}

/**
 * kith_claws_reading_new:
 * @engine: an engine that knows the owner's addresses already
 *
 * Returns: (transfer full): what has the folders of Claws Mail read
 */
KithClawsReading *
kith_claws_reading_new (KithEngine *engine)
{
  KithClawsReading *self = g_object_new (KITH_TYPE_CLAWS_READING, NULL);

  self->reading = kith_reading_new (engine);
  self->item_hook = hooks_register_hook (FOLDER_ITEM_UPDATE_HOOKLIST, on_item_changed, self);
  self->folder_hook = hooks_register_hook (FOLDER_UPDATE_HOOKLIST, on_folders_changed, self);
  self->info_hook = hooks_register_hook (MSGINFO_UPDATE_HOOKLIST, on_info_changed, self);
  start_soon (self);
  return self;
}

/**
 * kith_claws_reading_stop:
 * @self: what has the folders read
 *
 * Ends it without waiting. Does nothing the second time.
 */
void
kith_claws_reading_stop (KithClawsReading *self)
{
  if (self->reading == NULL)
    return;
  hooks_unregister_hook (FOLDER_ITEM_UPDATE_HOOKLIST, self->item_hook);
  hooks_unregister_hook (FOLDER_UPDATE_HOOKLIST, self->folder_hook);
  hooks_unregister_hook (MSGINFO_UPDATE_HOOKLIST, self->info_hook);
  g_clear_handle_id (&self->gather_source, g_source_remove);
  g_clear_handle_id (&self->tell_source, g_source_remove);
  g_clear_handle_id (&self->start_source, g_source_remove);
  g_clear_handle_id (&self->step_source, g_source_remove);
  kith_reading_stop (self->reading);
  g_clear_object (&self->reading);
}
