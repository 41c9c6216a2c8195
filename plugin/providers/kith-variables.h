/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <libxml/xpath.h>

#include "kith-description.h"
#include "kith-query-private.h"

G_BEGIN_DECLS

#define KITH_CAPTURE_MAX_BYTES (16 * 1024)

/* The values of one look-up: the person's identifiers, what earlier providers found, and what earlier steps captured. */
typedef struct _KithVariables KithVariables;

KithVariables *kith_variables_new (KithDescription *description,
                                   KithQuery       *query);
void kith_variables_free (KithVariables *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithVariables, kith_variables_free)

void kith_variables_set (KithVariables *self,
                         const char    *name,
                         const char    *value);
void kith_variables_add_to_list (KithVariables *self,
                                 const char    *name,
                                 GPtrArray     *values,
                                 guint          max);
GPtrArray *kith_variables_get_list (KithVariables *self,
                                    const char    *name);
void kith_variables_set_flag (KithVariables *self,
                              const char    *name,
                              gboolean       value);
const char *kith_variables_lookup (const char *name,
                                   gpointer    self);
void kith_variables_attach (KithVariables    *self,
                            xmlXPathContext  *context);
void kith_variables_find_most_telling (KithVariables  *self,
                                       GPtrArray      *names,
                                       const char    **kind,
                                       const char    **value);

G_END_DECLS
