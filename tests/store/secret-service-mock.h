/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * SecretServiceMockMood:
 * @MOCK_WELL: answers, with a keyring that is unlocked
 * @MOCK_LOCKED: a prompt unlocks the keyring after a moment
 * @MOCK_DISMISSED: the prompt is closed without an answer
 * @MOCK_SILENT: has the name, and never answers
 * @MOCK_CRASHING: falls off the bus when it is asked for a secret
 */
typedef enum
{
  MOCK_WELL,
  MOCK_LOCKED,
  MOCK_DISMISSED,
  MOCK_SILENT,
  MOCK_CRASHING,
} SecretServiceMockMood;

/* A Secret Service of one keyring, in a thread of its own, on the bus that the environment names. */
typedef struct _SecretServiceMock SecretServiceMock;

SecretServiceMock *secret_service_mock_start (SecretServiceMockMood mood);
void secret_service_mock_stop (SecretServiceMock *self);
void secret_service_mock_set_mood (SecretServiceMock     *self,
                                   SecretServiceMockMood  mood);
char *secret_service_mock_dup_secret (SecretServiceMock *self,
                                      const char        *provider_id);
guint secret_service_mock_count_prompts (SecretServiceMock *self);

G_END_DECLS
