/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-secrets.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>

#include "kith-provider-settings.h"
#include "kith-secret-service.h"
#include "kith-secret-text.h"
#include "kith-settings-backend.h"

#define ANSWER_TIMEOUT_MSEC 5000
#define PROMPT_TIMEOUT_MSEC 120000
#define PAUSE_AFTER_SILENCE_MSEC 30000
#define PAUSE_AFTER_DISMISSAL_MSEC 300000
#define MAX_TOKEN_BYTES 65536

typedef enum
{
  LOOKUP,
  STORE,
  REMOVE,
} What;

/* One question to the secret service: the data of its GTask. */
typedef struct
{
  What what;
  char *provider_id;
  SecretValue *token; /* nullable */
  GCancellable *cancellable;
  gulong outer_cancelled;
  GSource *timer;
  gint64 started;
} Question;

struct _KithSecrets
{
  GObject parent_instance;

  GHashTable *session; /* char * provider id → SecretValue *, both owned: in memory that is not swapped out, wiped when freed */
  KithSecretService *service;
  char *service_owner; /* unique bus name it was opened with */
  GCancellable *opening;
  GSource *opening_timer;
  GPtrArray *waiting; /* (element-type GTask) owned: for the service to be opened */
  gint64 paused_until;
  const char *pause_reason;
};

G_DEFINE_FINAL_TYPE (KithSecrets, kith_secrets, G_TYPE_OBJECT)

static const SecretSchema *
get_schema (void)
{
  static const SecretSchema schema = {
    "org.kith.Kith.Token", SECRET_SCHEMA_NONE,
    {
      { "provider", SECRET_SCHEMA_ATTRIBUTE_STRING },
      { NULL, 0 },
    }
  };

  return &schema;
}

static SecretValue *
make_value (const char *token)
{
  return secret_value_new (token, -1, "text/plain");
}

static char *
dup_value (SecretValue *value)
{
  const char *text = value != NULL ? secret_value_get_text (value) : NULL;

  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

static void
question_free (gpointer data)
{
  Question *question = data;

  if (question->timer != NULL)
    {
      g_source_destroy (question->timer);
      g_source_unref (question->timer);
    }
  g_clear_pointer (&question->token, secret_value_unref);
  g_clear_object (&question->cancellable);
  g_free (question->provider_id);
  g_free (question);
}

/**
 * kith_secrets_new:
 *
 * Returns: (transfer full): access to the tokens
 */
KithSecrets *
kith_secrets_new (void)
{
  return g_object_new (KITH_TYPE_SECRETS, NULL);
}

static char *
dup_from_environment (const char *provider_id)
{
  g_autofree char *upper = g_ascii_strup (provider_id, -1);
  g_autofree char *name = g_strconcat ("KITH_TOKEN_", g_strdelimit (upper, "-.", '_'), NULL);
  const char *token = g_getenv (name);

  return token != NULL && *token != '\0' ? g_strdup (token) : NULL;
}

/* Ends a question that got no answer. The token to be stored is kept in memory, and the error says that this is all. */
static void
end_without (GTask      *task,
             const char *reason)
{
  KithSecrets *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);

  if (question->what == STORE)
    {
      g_hash_table_insert (self->session, g_strdup (question->provider_id), secret_value_ref (question->token));
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE,
                               _("%s, so the token is kept until this program ends only"), reason);
    }
  else
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, "%s", reason);
    }
}

/* No secret service: nothing was ever stored there. */
static void
end_absent (GTask *task)
{
  KithSecrets *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);

  switch (question->what)
    {
    case LOOKUP:
      g_task_return_pointer (task, NULL, NULL);
      break;

    case REMOVE:
      g_task_return_boolean (task, TRUE);
      break;

    case STORE:
    default:
      g_hash_table_insert (self->session, g_strdup (question->provider_id), secret_value_ref (question->token));
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE,
                               _("No secret service is running, so the token is kept until this program ends only: "
                                 "install gnome-keyring or KeePassXC, or set KITH_TOKEN_ and the provider's id in the environment"));
      break;
    }
}

static gboolean
means_absent (const GError *error)
{
  static const GDBusError codes[] = {
    G_DBUS_ERROR_SERVICE_UNKNOWN, G_DBUS_ERROR_NAME_HAS_NO_OWNER, G_DBUS_ERROR_NO_SERVER, G_DBUS_ERROR_FILE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_EXEC_FAILED, G_DBUS_ERROR_SPAWN_FORK_FAILED, G_DBUS_ERROR_SPAWN_CHILD_EXITED,
    G_DBUS_ERROR_SPAWN_CHILD_SIGNALED, G_DBUS_ERROR_SPAWN_FAILED, G_DBUS_ERROR_SPAWN_SETUP_FAILED,
    G_DBUS_ERROR_SPAWN_CONFIG_INVALID, G_DBUS_ERROR_SPAWN_SERVICE_INVALID, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND,
    G_DBUS_ERROR_SPAWN_PERMISSIONS_INVALID, G_DBUS_ERROR_SPAWN_FILE_INVALID,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      if (g_error_matches (error, G_DBUS_ERROR, codes[i]))
        return TRUE;
    }

  return FALSE;
}

static void
pause_for (KithSecrets *self,
           guint        msec,
           const char  *reason)
{
  self->paused_until = g_get_monotonic_time () + (gint64) msec * G_TIME_SPAN_MILLISECOND;
  self->pause_reason = reason;
}

static const char *
explain (KithSecrets  *self,
         const GError *error)
{
  /* Only our own time limit ends here; the caller's cancellation is seen by the task itself. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT))
    {
      pause_for (self, PAUSE_AFTER_SILENCE_MSEC, _("The secret service does not answer"));
      return _("The secret service does not answer");
    }
  if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    return _("The keyring is locked");

  return _("The secret service reported an error");
}

static void
drop_service (KithSecrets *self)
{
  g_clear_object (&self->service);
  g_clear_pointer (&self->service_owner, g_free);
}

/* A service that was started again does not know the session that was opened with the one before. */
static gboolean
service_is_current (KithSecrets *self)
{
  g_autofree char *owner = NULL;

  if (self->service == NULL)
    return FALSE;

  owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (self->service));
  return owner != NULL && g_strcmp0 (owner, self->service_owner) == 0;
}

static void
end_question (GTask  *task,
              GError *failure)
{
  KithSecrets *self = g_task_get_source_object (task);
  g_autoptr (GError) owned = failure;

  drop_service (self);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (means_absent (owned))
    end_absent (task);
  else
    end_without (task, explain (self, owned));
}

static void
stop_waiting (GTask *task)
{
  Question *question = g_task_get_task_data (task);

  g_cancellable_disconnect (g_task_get_cancellable (task), question->outer_cancelled);
  if (question->timer != NULL)
    {
      g_source_destroy (question->timer);
      g_clear_pointer (&question->timer, g_source_unref);
    }
}

static void
looked_up_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithSecrets *self = g_task_get_source_object (task);
  GError *error = NULL;
  SecretValue *value = secret_service_lookup_finish (SECRET_SERVICE (source), result, &error);

  stop_waiting (task);
  if (error != NULL)
    {
      end_question (task, error);
    }
  else if (value == NULL && kith_secret_service_was_dismissed (KITH_SECRET_SERVICE (source)))
    {
      /* Whoever closes the prompt does not want to see it again at the next message. */
      pause_for (self, PAUSE_AFTER_DISMISSAL_MSEC, _("The keyring is locked"));
      end_without (task, self->pause_reason);
    }
  else
    {
      g_task_return_pointer (task, dup_value (value), kith_secret_text_free);
      g_clear_pointer (&value, secret_value_unref);
    }
}

static void
stored_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  KithSecrets *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  gboolean stored = secret_service_store_finish (SECRET_SERVICE (source), result, &error);

  stop_waiting (task);
  if (error != NULL)
    {
      end_question (task, error);
    }
  else if (!stored)
    {
      end_without (task, _("The keyring is locked"));
    }
  else
    {
      g_hash_table_remove (self->session, question->provider_id);
      g_task_return_boolean (task, TRUE);
    }
}

static void
removed_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  /* Its result only says whether there was something to remove. */
  secret_service_clear_finish (SECRET_SERVICE (source), result, &error);
  stop_waiting (task);
  if (error != NULL)
    end_question (task, error);
  else if (kith_secret_service_was_dismissed (KITH_SECRET_SERVICE (source)))
    end_without (task, _("The keyring is locked"));
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
waited_cb (gpointer user_data)
{
  GTask *task = user_data;
  KithSecrets *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  gint64 waited = g_get_monotonic_time () - question->started;

  if (self->service != NULL && kith_secret_service_is_prompting (self->service) &&
      waited < PROMPT_TIMEOUT_MSEC * G_TIME_SPAN_MILLISECOND)
    return G_SOURCE_CONTINUE;

  g_cancellable_cancel (question->cancellable);
  return G_SOURCE_REMOVE;
}

static void
outer_cancelled_cb (GCancellable *outer,
                    GCancellable *inner)
{
  g_cancellable_cancel (inner);
}

static GSource *
add_timer (GSourceFunc func,
           gpointer    data)
{
  GSource *timer = g_timeout_source_new (ANSWER_TIMEOUT_MSEC);

  g_source_set_callback (timer, func, data, NULL);
  g_source_attach (timer, g_main_context_get_thread_default ());

  return timer;
}

static void
ask_service (KithSecrets *self,
             GTask       *task)
{
  Question *question = g_task_get_task_data (task);
  g_autoptr (GHashTable) attributes = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *label = g_strdup_printf (_("Kith: token for %s"), question->provider_id);
  SecretService *service = SECRET_SERVICE (self->service);

  g_hash_table_insert (attributes, (gpointer) "provider", question->provider_id);
  question->cancellable = g_cancellable_new ();
  question->started = g_get_monotonic_time ();
  question->timer = add_timer (waited_cb, task);
  if (g_task_get_cancellable (task) != NULL)
    question->outer_cancelled = g_cancellable_connect (g_task_get_cancellable (task), G_CALLBACK (outer_cancelled_cb),
                                                       g_object_ref (question->cancellable), g_object_unref);

  switch (question->what)
    {
    case LOOKUP:
      secret_service_lookup (service, get_schema (), attributes, question->cancellable, looked_up_cb, g_object_ref (task));
      break;

    case STORE:
      secret_service_store (service, get_schema (), attributes, SECRET_COLLECTION_DEFAULT, label, question->token,
                            question->cancellable, stored_cb, g_object_ref (task));
      break;

    case REMOVE:
    default:
      secret_service_clear (service, get_schema (), attributes, question->cancellable, removed_cb, g_object_ref (task));
      break;
    }
}

static void
opened_cb (GObject      *source,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr (KithSecrets) self = user_data;
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);
  g_autoptr (GError) error = NULL;
  SecretService *service = secret_service_open_finish (result, &error);

  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  g_source_destroy (self->opening_timer);
  g_clear_pointer (&self->opening_timer, g_source_unref);
  g_clear_object (&self->opening);
  if (service != NULL)
    {
      self->service = KITH_SECRET_SERVICE (service);
      self->service_owner = g_dbus_proxy_get_name_owner (G_DBUS_PROXY (service));
    }

  for (guint i = 0; i < waiting->len; i++)
    {
      if (self->service != NULL)
        ask_service (self, g_ptr_array_index (waiting, i));
      else
        end_question (g_ptr_array_index (waiting, i), g_error_copy (error));
    }
}

static gboolean
opening_waited_cb (gpointer user_data)
{
  KithSecrets *self = user_data;

  g_cancellable_cancel (self->opening);
  return G_SOURCE_REMOVE;
}

/* Without a bus, GLib would try to start one (dbus-launch); and an address that leads nowhere is an error of its own kind. */
static void
got_bus_cb (GObject      *source,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr (KithSecrets) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GDBusConnection) bus = g_bus_get_finish (result, &error);

  if (bus != NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      secret_service_open (KITH_TYPE_SECRET_SERVICE, NULL, SECRET_SERVICE_OPEN_SESSION, self->opening, opened_cb, g_object_ref (self));
      return;
    }

  g_source_destroy (self->opening_timer);
  g_clear_pointer (&self->opening_timer, g_source_unref);
  g_clear_object (&self->opening);
  for (guint i = 0; i < self->waiting->len; i++)
    end_absent (g_ptr_array_index (self->waiting, i));
  g_ptr_array_set_size (self->waiting, 0);
}

static void
ask (KithSecrets *self,
     GTask       *task)
{
  if (!kith_settings_backend_has_session_bus ())
    {
      end_absent (task);
    }
  else if (g_get_monotonic_time () < self->paused_until)
    {
      end_without (task, self->pause_reason);
    }
  else if (service_is_current (self))
    {
      ask_service (self, task);
    }
  else
    {
      g_ptr_array_add (self->waiting, g_object_ref (task));
      if (self->opening != NULL)
        return;
      drop_service (self);
      self->opening = g_cancellable_new ();
      self->opening_timer = add_timer (opening_waited_cb, self);
      g_bus_get (G_BUS_TYPE_SESSION, self->opening, got_bus_cb, g_object_ref (self));
    }
}

static GTask *
make_task (KithSecrets         *self,
           What                 what,
           const char          *provider_id,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  question->what = what;
  question->provider_id = g_strdup (provider_id);
  g_task_set_task_data (task, question, question_free);

  return task;
}

/* An id, and after a dot what else is kept for that provider: "suitecrm.client-secret". */
static gboolean
is_name_valid (const char *name)
{
  g_auto (GStrv) parts = name != NULL ? g_strsplit (name, ".", 2) : NULL;

  return parts != NULL && parts[0] != NULL && kith_provider_id_is_valid (parts[0])
         && (parts[1] == NULL || kith_provider_id_is_valid (parts[1]));
}

/**
 * kith_secrets_lookup_async:
 * @self: access to the tokens
 * @provider_id: a provider's id
 * @cancellable: (nullable): to give up
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Looks for the token of a provider: in the environment (KITH_TOKEN_ and the id in capital letters, "-" as "_"), then among those of this
 * session, then in the Secret Service. That one has five seconds; only where it asks its owner to unlock it, it has two minutes.
 */
void
kith_secrets_lookup_async (KithSecrets         *self,
                           const char          *provider_id,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  char *token = NULL;
  SecretValue *value;

  g_return_if_fail (KITH_IS_SECRETS (self));
  g_return_if_fail (is_name_valid (provider_id));

  task = make_task (self, LOOKUP, provider_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_secrets_lookup_async);

  token = dup_from_environment (provider_id);
  value = g_hash_table_lookup (self->session, provider_id);
  if (token == NULL && value != NULL)
    token = dup_value (value);
  if (token != NULL)
    g_task_return_pointer (task, token, kith_secret_text_free);
  else
    ask (self, task);
}

/**
 * kith_secrets_lookup_finish:
 * @self: access to the tokens
 * @result: from the callback
 * @error: return location; KITH_ERROR_UNAVAILABLE where the Secret Service is locked or does not answer, G_IO_ERROR_CANCELLED
 *
 * Returns: (transfer full) (nullable): the token; %NULL without @error where none is known, also where there is no Secret Service
 */
char *
kith_secrets_lookup_finish (KithSecrets   *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
can_be_token (const char *token)
{
  if (strlen (token) > MAX_TOKEN_BYTES || !g_utf8_validate (token, -1, NULL))
    return FALSE;

  for (const char *at = token; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

/**
 * kith_secrets_store_async:
 * @self: access to the tokens
 * @provider_id: a provider's id
 * @token: (nullable): the token; empty or %NULL removes it
 * @cancellable: (nullable): to give up
 * @callback: called in the thread-default main context
 * @user_data: for @callback
 *
 * Puts the token of a provider into the Secret Service, and nowhere else. Where that cannot be, the token is kept in memory until the program
 * ends, and the error says so.
 */
void
kith_secrets_store_async (KithSecrets         *self,
                          const char          *provider_id,
                          const char          *token,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr (GTask) task = NULL;
  gboolean removal = token == NULL || *token == '\0';
  Question *question;

  g_return_if_fail (KITH_IS_SECRETS (self));
  g_return_if_fail (is_name_valid (provider_id));

  task = make_task (self, removal ? REMOVE : STORE, provider_id, cancellable, callback, user_data);
  g_task_set_source_tag (task, kith_secrets_store_async);
  question = g_task_get_task_data (task);

  if (!removal && !can_be_token (token))
    {
      g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_INVALID, _("The token holds characters that no token has"));
      return;
    }

  if (removal)
    g_hash_table_remove (self->session, provider_id);
  else
    question->token = make_value (token);

  /* The owner acts just now: no pause. */
  self->paused_until = 0;
  ask (self, task);
}

/**
 * kith_secrets_store_finish:
 * @self: access to the tokens
 * @result: from the callback
 * @error: return location; KITH_ERROR_UNAVAILABLE where the token is kept until the program ends only, KITH_ERROR_INVALID
 *
 * Returns: %TRUE where the token is stored for good, or removed
 */
gboolean
kith_secrets_store_finish (KithSecrets   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
kith_secrets_finalize (GObject *object)
{
  KithSecrets *self = KITH_SECRETS (object);

  drop_service (self);
  g_ptr_array_unref (self->waiting);
  g_hash_table_unref (self->session);

  G_OBJECT_CLASS (kith_secrets_parent_class)->finalize (object);
}

static void
kith_secrets_class_init (KithSecretsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_secrets_finalize;
}

static void
kith_secrets_init (KithSecrets *self)
{
  self->session = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) secret_value_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}
