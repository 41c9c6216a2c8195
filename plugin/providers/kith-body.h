/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-template.h"

G_BEGIN_DECLS

/* The body of a request: parsed when the description is loaded, so that no value can break out of its place. */
typedef struct _KithBody KithBody;

KithBody *kith_body_new_json (const char  *text,
                              GError     **error);
KithBody *kith_body_new_graphql (const char  *query,
                                 const char  *variables,
                                 GError     **error);
KithBody *kith_body_new_xml (const char  *text,
                             GError     **error);
KithBody *kith_body_new_form (void);
gboolean kith_body_add_field (KithBody    *self,
                              const char  *name,
                              const char  *value,
                              GError     **error);
void kith_body_set_type (KithBody   *self,
                         const char *content_type);
void kith_body_free (KithBody *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithBody, kith_body_free)

const char *kith_body_get_type (KithBody *self);
GPtrArray *kith_body_get_variables (KithBody *self);
GBytes *kith_body_expand (KithBody            *self,
                          KithTemplateLookup   lookup,
                          gpointer             user_data,
                          GError             **error);

G_END_DECLS
