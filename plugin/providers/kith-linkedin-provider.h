/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

#include "kith-linkedin.h"
#include "kith-people.h"

G_BEGIN_DECLS

#define KITH_TYPE_LINKEDIN_PROVIDER (kith_linkedin_provider_get_type ())
G_DECLARE_FINAL_TYPE (KithLinkedInProvider, kith_linkedin_provider, KITH, LINKEDIN_PROVIDER, KithProvider)

/* Answers from the owner's own LinkedIn export. Local. */
KithProvider *kith_linkedin_provider_new (KithLinkedIn *linkedin,
                                          KithPeople   *people);

G_END_DECLS
