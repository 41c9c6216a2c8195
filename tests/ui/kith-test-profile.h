/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-profile.h>

G_BEGIN_DECLS

/* Cards of invented people, one for each way a card can look. */
typedef enum
{
  KITH_TEST_PROFILE_FULL,
  KITH_TEST_PROFILE_UNCONFIRMED,
  KITH_TEST_PROFILE_NOTHING,
  KITH_TEST_PROFILE_FAILED,
  KITH_TEST_PROFILE_LOADING,
  KITH_TEST_PROFILE_LONG,
  KITH_TEST_PROFILE_MARKUP,
  KITH_TEST_PROFILE_BIDI,
  KITH_TEST_PROFILE_MANY,
  KITH_TEST_PROFILE_KNOWN,
  KITH_TEST_PROFILE_WARNED,
  KITH_TEST_PROFILE_FIRST_RUN,
  KITH_TEST_N_PROFILES
} KithTestProfile;

KithProfile *kith_test_profile_new (KithTestProfile kind);

G_END_DECLS
