/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-budget.h"

/* One limit, counted from the first request of a window to its end. */
typedef struct
{
  const KithLimit *limit; /* borrowed: the description outlives this */
  gint64 begin;
  guint taken;
} Window;

struct _KithBudget
{
  GArray *windows; /* (element-type Window) */
};

/* @limits: (element-type KithLimit): must outlive the budget */
KithBudget *
kith_budget_new (GPtrArray *limits)
{
  KithBudget *self = g_new0 (KithBudget, 1);

  self->windows = g_array_new (FALSE, TRUE, sizeof (Window));
  for (guint i = 0; i < limits->len; i++)
    {
      Window window = { limits->pdata[i], 0, 0 };

      g_array_append_val (self->windows, window);
    }
  return self;
}

void
kith_budget_free (KithBudget *self)
{
  g_array_unref (self->windows);
  g_free (self);
}

static gboolean
is_spent (Window   *window,
          gboolean  with_token,
          gint64    now)
{
  guint allowed = with_token && window->limit->with_token > 0 ? window->limit->with_token : window->limit->requests;

  if (now - window->begin >= window->limit->seconds)
    {
      window->begin = now;
      window->taken = 0;
    }
  return window->taken >= allowed;
}

/**
 * kith_budget_take:
 * @self: a budget
 * @with_token: whether the request goes out with a token, for which some services allow more
 * @now: seconds of a clock that does not jump
 *
 * Takes one request from every window.
 *
 * Returns: %FALSE where one of them has none left; then nothing is taken
 */
gboolean
kith_budget_take (KithBudget *self,
                  gboolean    with_token,
                  gint64      now)
{
  for (guint i = 0; i < self->windows->len; i++)
    if (is_spent (&g_array_index (self->windows, Window, i), with_token, now))
      return FALSE;
  for (guint i = 0; i < self->windows->len; i++)
    g_array_index (self->windows, Window, i).taken++;
  return TRUE;
}
