/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

#include "kith-learnt.h"

G_BEGIN_DECLS

#define KITH_TYPE_SIGNATURE_PROVIDER (kith_signature_provider_get_type ())
G_DECLARE_FINAL_TYPE (KithSignatureProvider, kith_signature_provider, KITH, SIGNATURE_PROVIDER, KithProvider)

KithProvider *kith_signature_provider_new (KithLearnt *learnt);

G_END_DECLS
