/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-secret-service.h"

struct _KithSecretService
{
  SecretService parent_instance;

  guint n_prompts;
  gboolean dismissed;
};

G_DEFINE_FINAL_TYPE (KithSecretService, kith_secret_service, SECRET_TYPE_SERVICE)

static void
kith_secret_service_prompt_async (SecretService       *service,
                                  SecretPrompt        *prompt,
                                  const GVariantType  *return_type,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  KithSecretService *self = KITH_SECRET_SERVICE (service);

  self->n_prompts++;
  self->dismissed = FALSE;
  SECRET_SERVICE_CLASS (kith_secret_service_parent_class)->prompt_async (service, prompt, return_type, cancellable, callback, user_data);
}

/* A prompt that is dismissed gives no error, and no result or an empty one: no paths unlocked, or no path of something made. */
static gboolean
is_dismissal (GVariant *value)
{
  if (value == NULL)
    return TRUE;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_OBJECT_PATH))
    return g_str_equal (g_variant_get_string (value, NULL), "/");

  return g_variant_is_container (value) && g_variant_n_children (value) == 0;
}

static GVariant *
kith_secret_service_prompt_finish (SecretService  *service,
                                   GAsyncResult   *result,
                                   GError        **error)
{
  KithSecretService *self = KITH_SECRET_SERVICE (service);
  GVariant *value = SECRET_SERVICE_CLASS (kith_secret_service_parent_class)->prompt_finish (service, result, error);

  self->n_prompts--;
  self->dismissed = is_dismissal (value);

  return value;
}

/*
 * kith_secret_service_is_prompting:
 * @self: a secret service
 *
 * Returns: whether a person is being asked something just now
 */
gboolean
kith_secret_service_is_prompting (KithSecretService *self)
{
  return self->n_prompts > 0;
}

/*
 * kith_secret_service_was_dismissed:
 * @self: a secret service
 *
 * Returns: whether the last prompt was closed without an answer
 */
gboolean
kith_secret_service_was_dismissed (KithSecretService *self)
{
  return self->dismissed;
}

static void
kith_secret_service_class_init (KithSecretServiceClass *klass)
{
  SecretServiceClass *service_class = SECRET_SERVICE_CLASS (klass);

  service_class->prompt_async = kith_secret_service_prompt_async;
  service_class->prompt_finish = kith_secret_service_prompt_finish;
}

static void
kith_secret_service_init (KithSecretService *self)
{
}
