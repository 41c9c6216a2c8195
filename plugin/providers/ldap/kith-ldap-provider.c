/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-ldap-provider.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <string.h>

#include "kith-ldap-person.h"

#define CONFIDENCE 0.9
/* Whatever the directory does, the look-up is over then. */
#define MAX_SECONDS 20
#define KEEP_SECONDS (24 * 60 * 60)
#define KEEP_NOTHING_SECONDS (6 * 60 * 60)

struct _KithLdapProvider
{
  KithProvider parent_instance;
};

G_DEFINE_DYNAMIC_TYPE_EXTENDED (KithLdapProvider, kith_ldap_provider, KITH_TYPE_PROVIDER, G_TYPE_FLAG_FINAL, )

/* One question, for the thread that waits for the directory. */
typedef struct
{
  GTask *task; /* (nullable) (owned): of who asked; engine thread only */
  KithQuery *query;
  KithExchange *exchange;
  char *url;
  char *ca_file;
  char *user;
  char *password;
  char *address;
  GCancellable *cancellable; /* (owned): of the thread */
  GSource *watchdog;         /* (owned); engine thread only */
  gulong cancelled_id;
  gboolean late;
  KithLdapTraffic traffic;
} Question;

static void
wipe (char *secret)
{
  if (secret != NULL)
    explicit_bzero (secret, strlen (secret));
  g_free (secret);
}

static void
question_free (Question *self)
{
  g_clear_object (&self->cancellable);
  g_clear_object (&self->task);
  g_clear_object (&self->query);
  g_clear_object (&self->exchange);
  g_free (self->url);
  g_free (self->ca_file);
  g_free (self->user);
  g_free (self->address);
  wipe (self->password);
  g_free (self);
}

/* libldap writes to a socket that the other side may have closed: the mail program must not end of it. */
static void
block_sigpipe (sigset_t *before)
{
  sigset_t pipe;

  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe, before);
}

static void
unblock_sigpipe (const sigset_t *before)
{
  const struct timespec at_once = { 0 };
  sigset_t pipe;

  sigemptyset (&pipe);
  sigaddset (&pipe, SIGPIPE);
  if (!sigismember (before, SIGPIPE))
    while (sigtimedwait (&pipe, NULL, &at_once) == SIGPIPE)
      ;
  pthread_sigmask (SIG_SETMASK, before, NULL);
}

static gboolean
on_late (gpointer data)
{
  Question *question = data;

  question->late = TRUE;
  g_cancellable_cancel (question->cancellable);
  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *outer,
              gpointer      inner)
{
  g_cancellable_cancel (inner);
}

/* The thread ends when who asked gives up, and when it takes too long. */
static void
question_watch (Question *self)
{
  self->cancellable = g_cancellable_new ();
  self->watchdog = g_timeout_source_new_seconds (MAX_SECONDS);
  g_source_set_callback (self->watchdog, on_late, self, NULL);
  g_source_attach (self->watchdog, g_main_context_get_thread_default ());
  if (g_task_get_cancellable (self->task) != NULL)
    self->cancelled_id = g_cancellable_connect (g_task_get_cancellable (self->task), G_CALLBACK (on_cancelled), g_object_ref (self->cancellable),
                                                g_object_unref);
}

static void
question_unwatch (Question *self,
                  GTask    *task)
{
  g_source_destroy (self->watchdog);
  g_clear_pointer (&self->watchdog, g_source_unref);
  g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
}

static KithLdapPerson *
ask (Question      *question,
     GCancellable  *cancellable,
     GError       **error)
{
  KithLdapServer server = { question->url, question->ca_file, question->user, question->password };
  g_autoptr (KithLdapSession) session = kith_ldap_session_open (&server, &question->traffic, cancellable, error);

  return session != NULL ? kith_ldap_person_find (session, question->address, cancellable, error) : NULL;
}

static void
run (GTask        *inner,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  KithLdapPerson *person;
  sigset_t before;

  block_sigpipe (&before);
  person = ask (data, cancellable, &error);
  unblock_sigpipe (&before);
  if (person == NULL)
    g_task_return_error (inner, g_steal_pointer (&error));
  else
    g_task_return_pointer (inner, person, (GDestroyNotify) kith_ldap_person_free);
}

static const char *
get_outcome (Question       *question,
             KithLdapPerson *person,
             const GError   *error)
{
  if (question->late)
    return "timed-out";
  if (person != NULL)
    return person->entry != NULL ? "ok" : "not-found";
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  return g_error_matches (error, KITH_ERROR, KITH_ERROR_AUTH) ? "refused" : "failed";
}

static KithAnswer *
make_answer (KithProvider   *provider,
             KithLdapPerson *person)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  gint64 keep = person->entry != NULL ? KEEP_SECONDS : KEEP_NOTHING_SECONDS;
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (kith_provider_get_id (provider), now, now + keep);

  kith_answer_builder_set_confidence (builder, CONFIDENCE);
  if (person->entry == NULL)
    return kith_answer_builder_end (builder, KITH_ANSWER_NOT_FOUND, person->n_found > 1 ? _("Several entries of the directory have this address") : NULL);
  kith_ldap_person_describe (person, builder);
  return kith_answer_builder_end (builder, KITH_ANSWER_FOUND, NULL);
}

static void
on_asked (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  Question *question = g_task_get_task_data (G_TASK (result));
  g_autoptr (GTask) task = g_steal_pointer (&question->task);
  g_autoptr (GError) error = NULL;
  g_autoptr (KithLdapPerson) person = g_task_propagate_pointer (G_TASK (result), &error);
  guint sent = (guint) g_atomic_int_get (&question->traffic.sent);
  guint received = (guint) g_atomic_int_get (&question->traffic.received);

  question_unwatch (question, task);
  kith_exchange_end (question->exchange, get_outcome (question, person, error), sent, received);
  kith_query_trace (question->query, "answer: %u bytes out, %u bytes in, %s", sent, received, get_outcome (question, person, error));
  if (question->late)
    g_task_return_new_error (task, KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("The directory did not answer in time"));
  else if (person == NULL)
    g_task_return_error (task, g_steal_pointer (&error));
  else
    g_task_return_pointer (task, make_answer (KITH_PROVIDER (source), person), g_object_unref);
  /* A thread that still waits for the directory holds the rest of the question: these end in the engine's. */
  g_clear_object (&question->exchange);
  g_clear_object (&question->query);
}

static Question *
question_new (KithProvider  *provider,
              KithQuery     *query,
              GError       **error)
{
  Question *question;
  g_autofree char *host = NULL;
  g_autofree char *base = NULL;
  KithExchange *exchange;
  int port;

  if (kith_query_get_base_url (query) == NULL)
    {
      g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("It needs the address of your server."));
      return NULL;
    }
  if (!kith_ldap_url_parse (kith_query_get_base_url (query), &host, &port, &base, error))
    return NULL;
  exchange = kith_exchange_begin (query, kith_provider_get_id (provider), "SEARCH", host, "address",
                                  kith_address_get_mailbox (kith_query_get_address (query)), error);
  if (exchange == NULL)
    return NULL;
  kith_query_trace (query, "directory: SEARCH %s port %d below “%s” <- address", host, port, base);

  question = g_new0 (Question, 1);
  question->exchange = exchange;
  question->query = g_object_ref (query);
  question->url = g_strdup (kith_query_get_base_url (query));
  question->ca_file = g_strdup (kith_query_get_ca_file (query));
  question->user = g_strdup (kith_query_get_user (query));
  question->password = g_strdup (kith_query_get_token (query));
  question->address = g_strdup (kith_address_get_mailbox (kith_query_get_address (query)));
  return question;
}

static void
kith_ldap_provider_lookup_async (KithProvider        *provider,
                                 KithQuery           *query,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (provider, cancellable, callback, user_data);
  g_autoptr (GTask) inner = NULL;
  g_autoptr (GError) error = NULL;
  Question *question;

  g_task_set_source_tag (task, kith_ldap_provider_lookup_async);
  g_task_set_name (task, "[kith] directory lookup");
  question = question_new (provider, query, &error);
  if (question == NULL)
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  question->task = g_steal_pointer (&task);
  question_watch (question);
  inner = g_task_new (provider, question->cancellable, on_asked, NULL);
  g_task_set_task_data (inner, question, (GDestroyNotify) question_free);
  g_task_set_return_on_cancel (inner, TRUE);
  g_task_run_in_thread (inner, run);
}

static KithAnswer *
kith_ldap_provider_lookup_finish (KithProvider  *provider,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_ldap_provider_class_init (KithLdapProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  provider_class->lookup_async = kith_ldap_provider_lookup_async;
  provider_class->lookup_finish = kith_ldap_provider_lookup_finish;
}

static void
kith_ldap_provider_class_finalize (KithLdapProviderClass *klass)
{
}

static void
kith_ldap_provider_init (KithLdapProvider *self)
{
  g_object_set (self, "id", "ldap", "name", _("LDAP directory"), "about", _("The directory of your organisation: OpenLDAP, 389 Directory Server, Active Directory"),
                "sends", (guint) KITH_SENDS_ADDRESS, "reveals-to", (guint) KITH_REVEALS_TO_OWN_SERVER, "sign-in", (guint) KITH_SIGN_IN_PASSWORD,
                "needs-server", TRUE, "scheme", "ldaps", "fields", kith_ldap_person_get_fields (), NULL);
}

void
kith_ldap_provider_register (GTypeModule *module)
{
  kith_ldap_provider_register_type (module);
}
