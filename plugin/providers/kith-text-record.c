/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-text-record.h"

#include <arpa/nameser.h>
#include <netinet/in.h>
#include <resolv.h>
#include <string.h>

#define MAX_ANSWER_BYTES 8192

/* What is asked for. */
typedef struct
{
  char *name;
  char *prefix;
} Question;

static void
question_free (gpointer data)
{
  Question *question = data;

  g_free (question->name);
  g_free (question->prefix);
  g_free (question);
}

/* A record is a row of texts, each with its length before it (RFC 1035 section 3.3.14). */
static char *
find_text (const guint8 *data,
           gsize         length,
           const char   *prefix)
{
  gsize n_prefix = strlen (prefix);

  while (length > 0)
    {
      gsize n = data[0];

      if (n > length - 1)
        return NULL;
      if (n >= n_prefix && memcmp (data + 1, prefix, n_prefix) == 0 && memchr (data + 1, '\0', n) == NULL
          && g_utf8_validate_len ((const char *) data + 1, n, NULL))
        return g_strndup ((const char *) data + 1 + n_prefix, n - n_prefix);
      data += n + 1;
      length -= n + 1;
    }
  return NULL;
}

/**
 * kith_text_record_find_in:
 * @answer: what the name server answered
 * @length: how many bytes
 * @prefix: how the text begins
 *
 * Returns: (transfer full) (nullable): what comes after @prefix in the first text that begins so, UTF-8
 */
char *
kith_text_record_find_in (const guint8 *answer,
                          gsize         length,
                          const char   *prefix)
{
  ns_msg message;
  char *found = NULL;

  if (length > MAX_ANSWER_BYTES || ns_initparse (answer, (int) length, &message) != 0)
    return NULL;
  for (int i = 0; found == NULL && i < ns_msg_count (message, ns_s_an); i++)
    {
      ns_rr record;

      if (ns_parserr (&message, ns_s_an, i, &record) != 0)
        return NULL;
      if (ns_rr_type (record) == ns_t_txt && ns_rr_class (record) == ns_c_in)
        found = find_text (ns_rr_rdata (record), ns_rr_rdlen (record), prefix);
    }
  return found;
}

static void
ask (GTask        *task,
     gpointer      source,
     gpointer      data,
     GCancellable *cancellable)
{
  Question *question = data;
  struct __res_state state = { 0 };
  g_autofree guint8 *answer = g_malloc (MAX_ANSWER_BYTES);
  char *found = NULL;
  int length;

  if (res_ninit (&state) == 0)
    {
      length = res_nquery (&state, question->name, ns_c_in, ns_t_txt, answer, MAX_ANSWER_BYTES);
      /* One that did not fit is as long as it would have been. */
      if (length > 0 && length <= MAX_ANSWER_BYTES)
        found = kith_text_record_find_in (answer, (gsize) length, question->prefix);
      res_nclose (&state);
    }
  g_task_return_pointer (task, found, g_free);
}

/**
 * kith_text_record_find_async:
 * @name: the name that has the record
 * @prefix: how the text begins: "path="
 * @cancellable: (nullable): to give up
 * @callback: called in the thread's main context
 * @user_data: for @callback
 *
 * Asks the name server, in a thread that may wait.
 */
void
kith_text_record_find_async (const char          *name,
                             const char          *prefix,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  Question *question = g_new0 (Question, 1);

  g_task_set_source_tag (task, kith_text_record_find_async);
  g_task_set_name (task, "[kith] text record");
  question->name = g_strdup (name);
  question->prefix = g_strdup (prefix);
  g_task_set_task_data (task, question, question_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, ask);
}

/**
 * kith_text_record_find_finish:
 * @result: the result
 *
 * Returns: (transfer full) (nullable): what comes after the prefix; %NULL where there is no such record, or nobody answered
 */
char *
kith_text_record_find_finish (GAsyncResult *result)
{
  return g_task_propagate_pointer (G_TASK (result), NULL);
}
