/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include "kith-tree.h"

G_BEGIN_DECLS

/*
 * The people that a web page describes: /page/card/name, job-title, role, org/name, org/url, url, photo, email, tel, locality, country-name, note;
 * card/@only where there is one card alone, card/@representative where it describes the page itself. And its links: /page/link with @rel and @href.
 */
KithXmlDoc *kith_microformats_parse (GBytes      *bytes,
                                     const char  *charset,
                                     const char  *page_uri,
                                     GError     **error);

G_END_DECLS
