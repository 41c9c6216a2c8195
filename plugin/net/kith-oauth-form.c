/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-oauth-private.h"

#include <string.h>

#include "kith-secret-text.h"

struct _KithOAuthForm
{
  GPtrArray *names;  /* (element-type utf8): static */
  GPtrArray *values; /* (element-type utf8) */
};

KithOAuthForm *
kith_oauth_form_new (void)
{
  KithOAuthForm *self = g_new0 (KithOAuthForm, 1);

  self->names = g_ptr_array_new ();
  self->values = g_ptr_array_new_with_free_func (kith_secret_text_free);
  return self;
}

void
kith_oauth_form_free (KithOAuthForm *self)
{
  g_ptr_array_unref (self->names);
  g_ptr_array_unref (self->values);
  g_free (self);
}

/* @name: a constant. @value: (nullable): without it nothing is added */
void
kith_oauth_form_add (KithOAuthForm *self,
                     const char    *name,
                     const char    *value)
{
  if (value == NULL)
    return;
  g_ptr_array_add (self->names, (gpointer) name);
  g_ptr_array_add (self->values, g_strdup (value));
}

/* Returns: (transfer full): application/x-www-form-urlencoded; to be wiped after use */
char *
kith_oauth_form_dup_query (KithOAuthForm *self)
{
  gsize length = 1;
  GString *text;

  /* Room for all of it at once: a string that grows leaves copies behind. */
  for (guint i = 0; i < self->names->len; i++)
    length += strlen (self->names->pdata[i]) + 3 * strlen (self->values->pdata[i]) + 2;
  text = g_string_sized_new (length);
  for (guint i = 0; i < self->names->len; i++)
    {
      g_string_append_printf (text, "%s%s=", i > 0 ? "&" : "", (const char *) self->names->pdata[i]);
      g_string_append_uri_escaped (text, self->values->pdata[i], NULL, FALSE);
    }
  return g_string_free (text, FALSE);
}

static void
free_json (gpointer text)
{
  explicit_bzero (text, strlen (text));
  free (text);
}

/* Returns: (transfer full): one object; wiped when freed */
GBytes *
kith_oauth_form_dup_json (KithOAuthForm *self)
{
  g_autoptr (JsonValue) object = json_object ();
  char *text;

  for (guint i = 0; i < self->names->len; i++)
    json_object_set_new (object, self->names->pdata[i], json_string (self->values->pdata[i]));
  text = json_dumps (object, JSON_COMPACT);
  return g_bytes_new_with_free_func (text, strlen (text), free_json, text);
}
