/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"
#include "kith-reader-job.h"

#include <string.h>

void
kith_reader_job_free (KithReaderJob *job)
{
  g_clear_object (&job->folder);
  g_strfreev (job->came);
  g_strfreev (job->went);
  g_strfreev (job->touched);
  g_strfreev (job->keep);
  g_free (job->account);
  g_free (job->name);
  g_free (job->prefix);
  g_free (job);
}

/* Returns: whether a folder is to be compared */
gboolean
kith_reader_job_is_whole (const KithReaderJob *job)
{
  return job->folder != NULL && job->came == NULL && job->went == NULL && job->touched == NULL;
}

static gboolean
is_kept (const KithReaderJob *job,
         const char          *text)
{
  return job->keep != NULL && g_strv_contains ((const char *const *) job->keep, text);
}

/*
 * kith_reader_job_forgets:
 * @job: one without a folder
 * @account: an account
 * @name: (nullable): a folder of it
 *
 * Returns: whether it is to be forgotten
 */
gboolean
kith_reader_job_forgets (const KithReaderJob *job,
                         const char          *account,
                         const char          *name)
{
  if (job->account == NULL)
    return g_str_has_prefix (account, job->prefix) && (job->is_gone != NULL ? job->is_gone (account) : !is_kept (job, account));
  if (name == NULL || strcmp (account, job->account) != 0)
    return FALSE;
  return job->name != NULL ? strcmp (name, job->name) == 0 : !is_kept (job, name);
}
