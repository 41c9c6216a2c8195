/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-evidence.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "claws-features.h"
#include <folderview.h>
#include <mainwindow.h>
#include <statusbar.h>
#include <summaryview.h>

#include "kith-claws-folder.h"

/* More would not fit into a search that somebody may look at. */
#define MAX_MESSAGES 200

/* The messages of one folder. */
typedef struct
{
  FolderItem *item;
  GHashTable *numbers;       /* set */
  guint newest;              /* the number of one */
} Group;

static void
group_free (gpointer data)
{
  Group *group = data;

  g_hash_table_unref (group->numbers);
  g_free (group);
}

static Group *
find_group (GPtrArray  *groups,
            FolderItem *item)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    {
      group = groups->pdata[i];
      if (group->item == item)
        return group;
    }
  group = g_new0 (Group, 1);
  group->item = item;
  group->numbers = g_hash_table_new (NULL, NULL);
  g_ptr_array_add (groups, group);
  return group;
}

static int
compare_groups (gconstpointer a,
                gconstpointer b)
{
  const Group *one = *(Group *const *) a;
  const Group *other = *(Group *const *) b;

  /* On what the owner wrote stands nobody else's card, from which one could go on. */
  if (folder_has_parent_of_type (one->item, F_OUTBOX) != folder_has_parent_of_type (other->item, F_OUTBOX))
    return folder_has_parent_of_type (one->item, F_OUTBOX) ? 1 : -1;
  return (int) g_hash_table_size (other->numbers) - (int) g_hash_table_size (one->numbers);
}

/* The folder with the most of them first, those of sent mail last. */
static GPtrArray *
make_groups (GPtrArray *evidence)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  for (guint i = 0; i < evidence->len && i < MAX_MESSAGES; i++)
    {
      const KithEvidence *one = evidence->pdata[i];
      FolderItem *item = one->uid <= G_MAXUINT32 ? kith_claws_folder_find_item (one->account, one->folder) : NULL;
      Group *group = item != NULL ? find_group (groups, item) : NULL;

      if (group == NULL)
        continue;
      if (g_hash_table_size (group->numbers) == 0)
        group->newest = one->uid;
      g_hash_table_add (group->numbers, GUINT_TO_POINTER (one->uid));
    }
  g_ptr_array_sort (groups, compare_groups);
  return groups;
}

static gboolean
can_be_searched (const char *id)
{
  return id != NULL && *id != '\0' && strpbrk (id, "\"\\ \t") == NULL;
}

/* Claws Mail itself may not have looked into the folder yet, which the history has read from its files. */
static void
ensure_listed (const Group *group)
{
  GSList *infos = folder_item_get_msg_list (group->item);
  guint n_found = 0;

  for (GSList *l = infos; l != NULL; l = l->next)
    n_found += g_hash_table_contains (group->numbers, GUINT_TO_POINTER (((MsgInfo *) l->data)->msgnum));
  procmsg_msg_list_free (infos);
  if (n_found < g_hash_table_size (group->numbers) && FOLDER_IS_LOCAL (group->item->folder))
    folder_item_scan (group->item);
}

/* Returns: (transfer full) (nullable): a search that finds these messages and no others; %NULL where one of them has no identifier to search for */
static char *
make_search (const Group *group)
{
  g_autoptr (GString) search = g_string_new (NULL);
  GSList *infos = folder_item_get_msg_list (group->item);
  gboolean all = TRUE;

  for (GSList *l = infos; l != NULL; l = l->next)
    {
      const MsgInfo *info = l->data;

      if (!g_hash_table_contains (group->numbers, GUINT_TO_POINTER (info->msgnum)))
        continue;
      all = all && can_be_searched (info->msgid);
      g_string_append_printf (search, "%si \"%s\"", search->len > 0 ? " | " : "", info->msgid);
    }
  procmsg_msg_list_free (infos);
  return all && search->len > 0 ? g_string_free (g_steal_pointer (&search), FALSE) : NULL;
}

static void
show_group (MainWindow  *window,
            const Group *group)
{
  SummaryView *summary = window->summaryview;
  g_autofree char *search = NULL;

  ensure_listed (group);
  folderview_select (window->folderview, group->item);
  if (summary->folder_item != group->item || summary_is_locked (summary))
    return;
  search = make_search (group);
  if (search != NULL)
    summaryview_activate_quicksearch (summary, TRUE);
  /* A search goes on in the next folder: without one of ours the one before must end. */
  if (search != NULL || quicksearch_has_sat_predicate (summary->quicksearch))
    quicksearch_set (summary->quicksearch, ADVANCED_SEARCH_EXTENDED, search != NULL ? search : "");
  summary_select_by_msgnum (summary, group->newest, TRUE);
}

/**
 * kith_claws_evidence_show:
 * @evidence: (element-type KithEvidence): messages, newest first
 * @turn: how often the same was asked for before
 *
 * Shows exactly these messages in the main window, by a quick search that the owner ends as any other. Claws Mail lists one folder at a time: the one
 * with the most of them comes first, and each further turn shows the next one.
 *
 * Returns: how many folders there are to show
 */
guint
kith_claws_evidence_show (GPtrArray *evidence,
                          guint      turn)
{
  MainWindow *window = mainwindow_get_mainwindow ();
  g_autoptr (GPtrArray) groups = make_groups (evidence);

  if (window == NULL)
    return 0;
  if (groups->len == 0)
    {
      /* The history may know them from another mail program. */
      statusbar_print_all ("%s", _("These messages are in none of Claws Mail’s folders."));
      return 0;
    }
  show_group (window, groups->pdata[turn % groups->len]);
  main_window_popup (window);
  if (groups->len > 1)
    /* Translators: of the folders that hold the messages which were asked for */
    statusbar_print_all (_("Folder %u of %u with such messages; click again for the next."), turn % groups->len + 1, groups->len);
  return groups->len;
}
