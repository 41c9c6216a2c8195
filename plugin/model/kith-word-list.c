/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-word-list.h"

#include <gio/gio.h>
#include <string.h>

#include "kith-model-resources.h"

#define MAX_LOCAL_PART 64

/* From this length on a word is looked for at the start and the end without a separator too: "noreply123", "shopnoreply". */
#define MIN_LOOSE_WORD 7

typedef struct
{
  GHashTable *freemail;
  GHashTable *role;
  GHashTable *no_reply;
  GHashTable *junk_folders; /* case folded */
} Lists;

/* A local part in comparable form: folded, without separators; boundary[i] tells whether a word may start or end at i. */
typedef struct
{
  char text[MAX_LOCAL_PART + 1];
  gboolean boundary[MAX_LOCAL_PART + 1];
  gsize length;
} Local;

static gboolean
is_separator (char c)
{
  return c == '.' || c == '-' || c == '_' || c == '=';
}

static void
local_init (Local      *self,
            const char *local_part)
{
  memset (self, 0, sizeof *self);
  self->boundary[0] = TRUE;
  for (const char *p = local_part; *p != '\0' && *p != '+' && self->length < MAX_LOCAL_PART; p++)
    {
      if (is_separator (*p))
        self->boundary[self->length] = TRUE;
      else
        self->text[self->length++] = g_ascii_tolower (*p);
    }
  self->boundary[self->length] = TRUE;
}

static gboolean
local_contains (const Local *self,
                GHashTable  *words,
                gsize        start,
                gsize        end)
{
  char word[MAX_LOCAL_PART + 1];

  memcpy (word, self->text + start, end - start);
  word[end - start] = '\0';
  return g_hash_table_contains (words, word);
}

static void
add_line (Lists       *lists,
          GHashTable **section,
          char        *line)
{
  g_strstrip (line);
  if (*line == '\0' || *line == '#')
    return;
  if (*section == lists->junk_folders && *section != NULL)
    {
      g_hash_table_add (*section, g_utf8_casefold (line, -1));
      return;
    }
  if (strcmp (line, "[role]") == 0)
    *section = lists->role;
  else if (strcmp (line, "[no-reply]") == 0)
    *section = lists->no_reply;
  else if (*section == lists->freemail)
    g_hash_table_add (*section, g_ascii_strdown (line, -1));
  else if (*section != NULL)
    {
      Local local;

      local_init (&local, line);
      g_hash_table_add (*section, g_strdup (local.text));
    }
}

static void
load (Lists       *lists,
      GHashTable  *section,
      const char  *path)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (kith_model_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;

  g_assert (bytes != NULL);
  text = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  lines = g_strsplit (text, "\n", -1);
  for (char **line = lines; *line != NULL; line++)
    add_line (lists, &section, *line);
}

static gpointer
load_lists (gpointer data)
{
  Lists *lists = g_new0 (Lists, 1);

  lists->freemail = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lists->role = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  lists->no_reply = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  load (lists, lists->freemail, "/org/kith/model/freemail-domains.txt");
  lists->junk_folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  load (lists, lists->junk_folders, "/org/kith/model/junk-folders.txt");
  load (lists, NULL, "/org/kith/model/role-addresses.txt");
  return lists;
}

/* Constant data, read once and never changed or freed, so any thread may look. */
static const Lists *
get_lists (void)
{
  static GOnce once = G_ONCE_INIT;

  return g_once (&once, load_lists, NULL);
}

/*
 * kith_word_list_is_freemail:
 * @domain: a domain in lower case, as A-labels
 *
 * Returns: whether anybody can get an address there or below it, so that the domain says nothing of a company
 */
gboolean
kith_word_list_is_freemail (const char *domain)
{
  const Lists *lists = get_lists ();

  while (domain != NULL && strchr (domain, '.') != NULL)
    {
      if (g_hash_table_contains (lists->freemail, domain))
        return TRUE;
      domain = strchr (domain, '.') + 1;
    }
  return FALSE;
}

static gboolean
is_tail_of_role (const Local *self,
                 gsize        start)
{
  gsize end;

  while (start < self->length && g_ascii_isdigit (self->text[start]))
    start++;
  if (start == self->length)
    return TRUE;
  for (end = start + 1; end < self->length && !self->boundary[end]; end++);
  return self->boundary[start] && end == self->length && end - start <= 2;
}

/*
 * kith_word_list_is_role:
 * @local_part: what stands before the "@"
 *
 * Also "sales+x", "sales-2" and "sales.uk", where the list has "sales".
 *
 * Returns: whether a function, not a person, reads the mailbox
 */
gboolean
kith_word_list_is_role (const char *local_part)
{
  const Lists *lists = get_lists ();
  Local local;

  local_init (&local, local_part);
  for (gsize end = local.length; end > 0; end--)
    if ((local.boundary[end] || g_ascii_isdigit (local.text[end])) && local_contains (&local, lists->role, 0, end) &&
        is_tail_of_role (&local, end))
      return TRUE;
  return FALSE;
}

/*
 * kith_word_list_is_no_reply:
 * @local_part: what stands before the "@"
 *
 * Returns: whether a machine writes from the mailbox and nobody reads it
 */
gboolean
kith_word_list_is_no_reply (const char *local_part)
{
  const Lists *lists = get_lists ();
  Local local;

  local_init (&local, local_part);
  for (gsize start = 0; start < local.length; start++)
    for (gsize end = start + 1; end <= local.length; end++)
      {
        gboolean whole_words = local.boundary[start] && local.boundary[end];
        gboolean at_edge = start == 0 || end == local.length;
        gboolean loose = at_edge && end - start >= MIN_LOOSE_WORD;

        if (((whole_words && (at_edge || end - start >= MIN_LOOSE_WORD)) || loose) && local_contains (&local, lists->no_reply, start, end))
          return TRUE;
      }
  return FALSE;
}

/*
 * kith_word_list_is_junk_folder:
 * @name: the name of a folder, UTF-8, without those above it
 *
 * Returns: whether people or servers keep junk in folders of this name
 */
gboolean
kith_word_list_is_junk_folder (const char *name)
{
  g_autofree char *composed = g_utf8_normalize (name, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autofree char *folded = composed != NULL ? g_utf8_casefold (composed, -1) : NULL;

  return folded != NULL && g_hash_table_contains (get_lists ()->junk_folders, folded);
}
