/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-mime.h"

#include <gmime/gmime.h>

static gpointer
init_gmime (gpointer data)
{
  g_mime_init ();
  return NULL;
}

/**
 * kith_mime_init:
 *
 * To be called before GMime is used, in any thread. g_mime_init() itself is not safe there: two threads that come to it at the same time, the one
 * that reads a message and the one that reads folders, find its tables half made. So there is this one way to it.
 */
void
kith_mime_init (void)
{
  static GOnce once = G_ONCE_INIT;

  g_once (&once, init_gmime, NULL);
}
