/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

#include "kith-learnt.h"
#include "kith-linkedin.h"
#include "kith-people.h"

G_BEGIN_DECLS

#define KITH_TYPE_COMPANY_PROVIDER (kith_company_provider_get_type ())
G_DECLARE_FINAL_TYPE (KithCompanyProvider, kith_company_provider, KITH, COMPANY_PROVIDER, KithProvider)

KithProvider *kith_company_provider_new (KithLearnt   *learnt,
                                         KithPeople   *people,
                                         KithLinkedIn *linkedin);

G_END_DECLS
