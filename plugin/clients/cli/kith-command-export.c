/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-command.h"

#include <glib/gi18n-lib.h>
#include <jansson.h>
#include <stdio.h>

/* The lists of a document hold something, or the counts of the history do. */
static gboolean
holds_something (GBytes *document)
{
  gsize size;
  const char *text = g_bytes_get_data (document, &size);
  json_t *root = json_loadb (text, size, 0, NULL);
  json_t *history = json_object_get (root, "history");
  gboolean found = json_object_get (history, "messages_from") != NULL || json_array_size (json_object_get (history, "messages")) > 0;
  const char *name;
  json_t *value;

  json_object_foreach (root, name, value)
    found = found || json_array_size (value) > 0;
  json_decref (root);
  return found;
}

KithExit
kith_command_export (const KithCommand  *self,
                     const char *const  *argv)
{
  g_auto(GStrv) rest = NULL;
  KithExit status;
  g_autoptr(KithSession) engine = NULL;
  g_autoptr(KithAddress) address = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) document = NULL;
  g_autoptr(GError) error = NULL;
  KithWait wait = { 0 };
  const char *text;
  gsize size;

  if (!kith_command_parse (self, argv, NULL, &rest, &status))
    return status;
  if (g_strv_length (rest) > 1)
    return kith_command_usage (_("give one address, or none for everything that is stored"));
  address = rest[0] != NULL ? kith_command_parse_address (rest[0], &error) : NULL;
  if (error != NULL)
    return kith_command_fail (error);
  engine = kith_command_new_engine ();
  kith_engine_export_async (engine, address, NULL, kith_wait_ready, &wait);
  result = kith_wait_end (&wait);
  document = kith_engine_export_finish (engine, result, &error);
  if (document == NULL)
    return kith_command_fail (error);
  text = g_bytes_get_data (document, &size);
  fwrite (text, 1, size, stdout);
  putchar ('\n');
  /* There are always settings. */
  return address == NULL || holds_something (document) ? KITH_EXIT_FOUND : KITH_EXIT_NOTHING;
}
