/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-macros.h>
#include <kith/kith-error.h>
#include <kith/kith-field.h>
#include <kith/kith-address.h>
#include <kith/kith-participant.h>
#include <kith/kith-fact.h>
#include <kith/kith-connection.h>
#include <kith/kith-answer.h>
#include <kith/kith-outcome.h>
#include <kith/kith-profile.h>
#include <kith/kith-contact.h>
#include <kith/kith-message.h>
#include <kith/kith-query.h>
#include <kith/kith-exchange.h>
#include <kith/kith-provider.h>
#include <kith/kith-provider-info.h>
#include <kith/kith-verdict.h>
#include <kith/kith-feed.h>
#include <kith/kith-ledger-entry.h>
#include <kith/kith-lookup.h>
#include <kith/kith-engine.h>
#include <kith/kith-known-server.h>
#include <kith/kith-books.h>
#include <kith/kith-sign-in.h>
#include <kith/kith-confirm.h>
#include <kith/kith-import.h>
#include <kith/kith-export.h>
#include <kith/kith-search.h>
#include <kith/kith-rules.h>
#include <kith/kith-reading.h>
#include <kith/kith-remove-history.h>
#include <kith/kith-first-run.h>
