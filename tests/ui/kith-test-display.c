/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-test-display.h"

#include <glib-unix.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#define DISPLAY_FD 6

static void
kith_test_display_die_with_parent (gpointer user_data)
{
  prctl (PR_SET_PDEATHSIG, SIGTERM);
}

static char *
kith_test_display_read (int fd)
{
  g_autoptr (GString) number = g_string_new (NULL);
  char c;

  while (read (fd, &c, 1) == 1 && c != '\n')
    g_string_append_c (number, c);

  g_assert_cmpuint (number->len, >, 0);

  return g_strconcat (":", number->str, NULL);
}

/**
 * kith_test_display_start:
 *
 * Starts an X server and makes it the one that GTK takes. Accessibility stays inside of the process.
 *
 * Returns: (transfer full): for kith_test_display_stop()
 */
GSubprocess *
kith_test_display_start (void)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GError) error = NULL;
  g_autofree char *display = NULL;
  GSubprocess *server;
  int fds[2];

  g_assert_true (g_unix_open_pipe (fds, FD_CLOEXEC, &error));
  g_subprocess_launcher_take_fd (launcher, fds[1], DISPLAY_FD);
  g_subprocess_launcher_set_child_setup (launcher, kith_test_display_die_with_parent, NULL, NULL);
  server = g_subprocess_launcher_spawn (launcher, &error, "Xvfb", "-displayfd", G_STRINGIFY (DISPLAY_FD), "-screen", "0", "1400x1000x24",
                                        "-nolisten", "tcp", NULL);
  g_assert_no_error (error);
  g_subprocess_launcher_close (launcher);

  display = kith_test_display_read (fds[0]);
  close (fds[0]);

  g_setenv ("DISPLAY", display, TRUE);
  g_setenv ("GDK_BACKEND", "x11", TRUE);
  g_setenv ("NO_AT_BRIDGE", "1", TRUE);
  g_unsetenv ("WAYLAND_DISPLAY");
  g_unsetenv ("DBUS_SESSION_BUS_ADDRESS");

  return server;
}

/**
 * kith_test_display_stop:
 * @display: (transfer full): from kith_test_display_start()
 */
void
kith_test_display_stop (GSubprocess *display)
{
  g_subprocess_send_signal (display, SIGTERM);
  g_subprocess_wait (display, NULL, NULL);
  g_object_unref (display);
}
