/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Preloaded after the runtime of the address sanitizer, and initialised before every other library. That runtime begins with the first allocation; in Claws
 * Mail it is one by which libgpg-error's constructor binds its text domain, with a lock of the C library held that the beginning wants as well.
 */

#include <stdlib.h>

__attribute__ ((constructor)) static void
allocate_first (void)
{
  void *volatile memory = malloc (1);

  free (memory);
}
