/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>

#include "secret-service-mock.h"

/*
 * The Secret Service of the tests as a program, for tests of other programs. One command on each line of standard input, one line as its answer:
 * "mood MOOD", "get NAME" (what is kept under it, else an empty line), "prompts". It ends with standard input.
 */

static const struct
{
  const char *name;
  SecretServiceMockMood mood;
} moods[] = {
  { "well", MOCK_WELL }, { "locked", MOCK_LOCKED }, { "dismissed", MOCK_DISMISSED }, { "silent", MOCK_SILENT }, { "crashing", MOCK_CRASHING },
};

static char *
obey (SecretServiceMock *mock,
      const char        *line)
{
  if (g_str_has_prefix (line, "get "))
    {
      char *secret = secret_service_mock_dup_secret (mock, line + strlen ("get "));

      return secret != NULL ? secret : g_strdup ("");
    }
  if (g_str_equal (line, "prompts"))
    return g_strdup_printf ("%u", secret_service_mock_count_prompts (mock));
  for (gsize i = 0; i < G_N_ELEMENTS (moods); i++)
    if (g_str_has_prefix (line, "mood ") && g_str_equal (line + strlen ("mood "), moods[i].name))
      {
        secret_service_mock_set_mood (mock, moods[i].mood);
        return g_strdup ("ok");
      }
  g_error ("what is “%s”?", line);
}

int
main (int    argc,
      char **argv)
{
  SecretServiceMock *mock = secret_service_mock_start (MOCK_WELL);
  char line[1024];

  g_print ("ready\n");
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      g_autofree char *answer = obey (mock, g_strchomp (line));

      g_print ("%s\n", answer);
      fflush (stdout);
    }
  secret_service_mock_stop (mock);
  return 0;
}
