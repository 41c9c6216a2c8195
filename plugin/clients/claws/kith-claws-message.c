/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-message.h"

#include <string.h>

#include <account.h>
#include <folder.h>
#include <mimeview.h>
#include <procmsg.h>

/* Longer than any header of one sender; what is longer waits for the engine. */
#define FROM_MAX_BYTES 1024

/**
 * kith_claws_folder_is_junk:
 * @item: (nullable): a folder of Claws Mail
 *
 * Returns: whether its name, or that of a folder above it, says that it holds junk
 */
gboolean
kith_claws_folder_is_junk (FolderItem *item)
{
  return item != NULL && (kith_message_is_junk_folder (item->name) || kith_message_is_junk_folder (item->path));
}

static KithMessageFlags
kith_claws_message_get_flags (MsgInfo *info)
{
  KithMessageFlags flags = KITH_MESSAGE_NONE;

  if (MSG_IS_SPAM (info->flags) || kith_claws_folder_is_junk (info->folder))
    flags |= KITH_MESSAGE_JUNK;
  if (MSG_IS_ENCRYPTED (info->flags))
    flags |= KITH_MESSAGE_ENCRYPTED;
  if (info->folder != NULL
      && (folder_has_parent_of_type (info->folder, F_OUTBOX) || folder_has_parent_of_type (info->folder, F_DRAFT)
          || folder_has_parent_of_type (info->folder, F_QUEUE)))
    flags |= KITH_MESSAGE_OUTGOING;

  return flags;
}

/**
 * kith_claws_message_new:
 * @message_view: a view that shows a message
 *
 * Returns: (transfer full) (nullable): the message as the file that the view has open already; %NULL where it has none
 */
KithMessage *
kith_claws_message_new (MessageView *message_view)
{
  MsgInfo *info = message_view->msginfo;
  const char *path = message_view->mimeview->file;
  PrefsAccount *account = info->folder != NULL && info->folder->folder != NULL ? info->folder->folder->account : NULL;
  g_autoptr (GFile) file = NULL;

  if (path == NULL)
    return NULL;

  file = g_file_new_for_path (path);

  return kith_message_new_for_file (kith_claws_message_get_flags (info), account != NULL ? account->address : NULL, file);
}

/* The words before "<", without the quotes and backslashes that are for machines. */
static char *
kith_claws_unquote (const char *text,
                    gsize       length)
{
  g_autofree char *words = g_strstrip (g_strndup (text, length));
  GString *name = g_string_new (NULL);

  for (const char *p = words; *p != '\0'; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        g_string_append_c (name, *++p);
      else if (*p != '"')
        g_string_append_c (name, *p);
    }

  return g_string_free (name, FALSE);
}

/**
 * kith_claws_message_dup_sender:
 * @message_view: a view that shows a message
 *
 * Reads the sender from the decoded header that Claws Mail keeps, so that a name shows at once. Once decoded, a header is open to more than one reading:
 * an encoded word may hold "<", "," or another address. Only what has one reading is taken; for the rest the engine reads the message.
 *
 * Returns: (transfer full) (nullable): the sender, if there is no doubt
 */
KithAddress *
kith_claws_message_dup_sender (MessageView *message_view)
{
  const char *from = message_view->msginfo->from;
  const char *open, *close;
  g_autofree char *mailbox = NULL;
  g_autofree char *name = NULL;

  if (from == NULL || strlen (from) > FROM_MAX_BYTES || !g_utf8_validate (from, -1, NULL))
    return NULL;
  if (strchr (from, '@') == NULL || strchr (from, '@') != strrchr (from, '@'))
    return NULL;

  open = strchr (from, '<');
  close = strrchr (from, '>');
  if (open == NULL && close == NULL)
    return strpbrk (from, "(,;:\"") == NULL ? kith_address_new (from, NULL, NULL) : NULL;
  if (open == NULL || close == NULL || strrchr (from, '<') != open || strchr (from, '>') != close || close < open || close[1] != '\0')
    return NULL;

  mailbox = g_strndup (open + 1, close - open - 1);
  name = kith_claws_unquote (from, open - from);

  return kith_address_new (mailbox, *name != '\0' ? name : NULL, NULL);
}

/**
 * kith_claws_message_dup_key:
 * @message_view: a view that shows a message
 *
 * Returns: (transfer full): what tells the message from the one that was shown before: Claws Mail says more than once that it shows one
 */
char *
kith_claws_message_dup_key (MessageView *message_view)
{
  MsgInfo *info = message_view->msginfo;
  const char *path = message_view->mimeview->file;

  return g_strdup_printf ("%p %u %s %s", (gpointer) info->folder, info->msgnum, info->msgid != NULL ? info->msgid : "", path != NULL ? path : "");
}
