/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-claws-profile.h"

#include <errno.h>
#include <string.h>

#include <glib/gstdio.h>

#define USUAL_FOLDER ".claws-mail"
#define USUAL_PREFIX "claws/"

/**
 * kith_claws_profile_dup_prefix:
 * @folder: where Claws Mail keeps its settings
 * @home: the owner's home folder
 *
 * All profiles share the history of the owner, and each calls its mailboxes "Mailbox": the name of an account says whose it is.
 *
 * Returns: (transfer full): how the accounts of this profile, and of no other, begin in the history
 */
char *
kith_claws_profile_dup_prefix (const char *folder,
                               const char *home)
{
  g_autofree char *canonical = g_canonicalize_filename (folder, NULL);
  g_autofree char *usual = g_build_filename (home, USUAL_FOLDER, NULL);
  g_autofree char *usual_canonical = g_canonicalize_filename (usual, NULL);
  g_autofree char *escaped = g_uri_escape_string (canonical, NULL, FALSE);

  if (strcmp (canonical, usual_canonical) == 0)
    return g_strdup (USUAL_PREFIX);
  return g_strconcat (KITH_CLAWS_OTHER_PROFILES, escaped, "/", NULL);
}

/**
 * kith_claws_profile_is_gone:
 * @account: the name of an account in the history
 *
 * For kith_reading_forget_accounts(): any thread, reads the disk.
 *
 * Returns: whether it is of a profile that somebody has removed
 */
gboolean
kith_claws_profile_is_gone (const char *account)
{
  const char *escaped = g_str_has_prefix (account, KITH_CLAWS_OTHER_PROFILES) ? account + strlen (KITH_CLAWS_OTHER_PROFILES) : NULL;
  const char *end = escaped != NULL ? strchr (escaped, '/') : NULL;
  g_autofree char *folder = end != NULL ? g_uri_unescape_segment (escaped, end, NULL) : NULL;
  GStatBuf info;

  /* What cannot be looked at, as on a disk that fails, is not gone. */
  return folder != NULL && g_stat (folder, &info) != 0 && (errno == ENOENT || errno == ENOTDIR);
}
