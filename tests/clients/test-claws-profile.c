/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <glib/gstdio.h>

#include "kith-claws-profile.h"

static void
test_prefix (void)
{
  static const struct
  {
    const char *folder;
    const char *expected;
  } cases[] = {
    { "/home/jane/.claws-mail", "claws/" },
    { "/home/jane/.claws-mail/", "claws/" },
    { "/home/jane/mail/../.claws-mail", "claws/" },
    { "/home/jane/work", "claws:%2Fhome%2Fjane%2Fwork/" },
    { "/home/jane/work/", "claws:%2Fhome%2Fjane%2Fwork/" },
    { "/home/jane/work/more", "claws:%2Fhome%2Fjane%2Fwork%2Fmore/" },
    { "/home/jane/my mail\n", "claws:%2Fhome%2Fjane%2Fmy%20mail%0A/" },
    { "/home/jane/b\xfc" "ro", "claws:%2Fhome%2Fjane%2Fb%FCro/" },
    { "/home/bob/.claws-mail", "claws:%2Fhome%2Fbob%2F.claws-mail/" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *prefix = kith_claws_profile_dup_prefix (cases[i].folder, "/home/jane");

      g_assert_cmpstr (prefix, ==, cases[i].expected);
    }
}

static void
test_gone (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = g_dir_make_tmp ("kith-profile-XXXXXX", &error);
  g_autofree char *folder = NULL;
  g_autofree char *prefix = NULL;
  g_autofree char *account = NULL;

  g_assert_no_error (error);
  folder = g_build_filename (dir, "my b\xfc" "ro", NULL);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  prefix = kith_claws_profile_dup_prefix (folder, "/home/jane");
  account = g_strconcat (prefix, "#mh/Mailbox", NULL);
  g_assert_false (kith_claws_profile_is_gone (account));
  g_assert_cmpint (g_rmdir (folder), ==, 0);
  g_assert_true (kith_claws_profile_is_gone (account));
  g_assert_cmpint (g_rmdir (dir), ==, 0);
  g_assert_true (kith_claws_profile_is_gone (account));

  /* The usual profile says itself what it has; and what is not a name of ours says nothing. */
  g_assert_false (kith_claws_profile_is_gone ("claws/#mh/Mailbox"));
  g_assert_false (kith_claws_profile_is_gone ("claws:%2Fhome"));
  g_assert_false (kith_claws_profile_is_gone ("claws:%2/#mh/Mailbox"));
  g_assert_false (kith_claws_profile_is_gone ("evolution/1"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/claws-profile/prefix", test_prefix);
  g_test_add_func ("/claws-profile/gone", test_gone);
  return g_test_run ();
}
