/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

#include "kith-people.h"

G_BEGIN_DECLS

#define KITH_TYPE_PEOPLE_PROVIDER (kith_people_provider_get_type ())
G_DECLARE_FINAL_TYPE (KithPeopleProvider, kith_people_provider, KITH, PEOPLE_PROVIDER, KithProvider)

/* The owner's own word on people: corrections and notes. Local; always first; never stale. */
KithProvider *kith_people_provider_new (KithPeople *people);

G_END_DECLS
