/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#pragma once

#include <kith/kith-provider.h>

#include "kith-body.h"
#include "kith-sign-in-rules.h"

G_BEGIN_DECLS

/* A *.provider file, read: plain values that do not change once the file is loaded. The grammar is data/provider.rng. */

typedef enum
{
  KITH_AUTH_NONE,
  KITH_AUTH_BEARER,
  KITH_AUTH_HEADER,
  KITH_AUTH_QUERY,
  KITH_AUTH_BASIC,
  KITH_AUTH_DIGEST,
  KITH_AUTH_OAUTH2,
} KithAuthKind;

typedef enum
{
  KITH_DOCUMENT_JSON,
  KITH_DOCUMENT_XML,
  KITH_DOCUMENT_HTML,
  KITH_DOCUMENT_VCARD,
  KITH_DOCUMENT_OPENPGP,
  KITH_DOCUMENT_MICROFORMATS,
  KITH_DOCUMENT_PICTURE,
  KITH_DOCUMENT_NOTHING,
} KithDocumentKind;

typedef enum
{
  KITH_VERDICT_FOUND,
  KITH_VERDICT_PARTIAL,
  KITH_VERDICT_NOT_FOUND,
  KITH_VERDICT_REFUSED,
  KITH_VERDICT_OBJECTED,
  KITH_VERDICT_HIDDEN,
  KITH_VERDICT_AUTH,
  KITH_VERDICT_LIMITED,
  KITH_VERDICT_FAILED,
  KITH_VERDICT_INVALID,
  KITH_VERDICT_SKIP,
} KithOutcomeVerdict;

typedef enum
{
  KITH_UNIT_UNIX_SECONDS,
  KITH_UNIT_ISO_8601,
  KITH_UNIT_DELTA_SECONDS,
  KITH_UNIT_DELTA_MILLISECONDS,
  KITH_UNIT_HTTP_DATE,
} KithUnit;

typedef enum
{
  KITH_SCOPE_PERSON,
  KITH_SCOPE_COMPANY,
  KITH_SCOPE_SETUP,
  KITH_SCOPE_CLICK,
} KithScope;

typedef enum
{
  KITH_PAGE_NONE,
  KITH_PAGE_URL,
  KITH_PAGE_CURSOR,
  KITH_PAGE_LINK,
  KITH_PAGE_OFFSET,
  KITH_PAGE_NUMBER,
} KithPageKind;

typedef enum
{
  KITH_RULE_CAPTURE,
  KITH_RULE_EACH,
  KITH_RULE_MATCH,
  KITH_RULE_PARSE,
  KITH_RULE_FACT,
  KITH_RULE_CONNECTION,
  KITH_RULE_EVIDENCE,
} KithRuleKind;

typedef enum
{
  KITH_AS_TEXT,
  KITH_AS_HTML,
  KITH_AS_YEAR,
  KITH_AS_URL,
  KITH_AS_TITLE_CASE,
  KITH_AS_REFERENCE,
} KithAs;

typedef enum
{
  KITH_TYPE_STRING_ONLY,
  KITH_TYPE_NUMBER_ONLY,
  KITH_TYPE_ANY_TEXT,
} KithTypeGuard;

typedef struct
{
  guint line;
  GStrv statuses; /* (nullable): "404", "5xx" */
  char *header;   /* (nullable) */
  char *value;    /* (nullable) */
  char *test;     /* (nullable): XPath */
  KithOutcomeVerdict verdict;
  char *until; /* (nullable): the name of a header */
  KithUnit unit;
  gint64 wait; /* seconds */
} KithOutcomeRule;

typedef struct _KithRule KithRule;

struct _KithRule
{
  guint line;
  KithRuleKind kind;
  GPtrArray *selects; /* (element-type utf8): XPath, in the order of preference */
  guint max;
  char *name; /* of a capture; of a connection: XPath */
  gboolean list;
  KithDocumentKind document;
  KithField field;
  double confidence; /* below 0: not said */
  char *service;     /* XPath */
  char *join;
  char *strip;
  char *prefix;
  KithTypeGuard type;
  KithAs as;
  char *address; /* XPath */
  char *uri;     /* XPath */
  KithTie tie;
  char *evidence;
  double strength;
  GPtrArray *children; /* (element-type KithRule) */
};

typedef struct
{
  guint line;
  char *name;
  KithTemplate *value;
} KithHeaderRule;

typedef struct
{
  guint line;
  guint request_line;
  guint body_line;
  char *id;
  KithDocumentKind document;
  char *condition; /* (nullable): XPath */
  char *for_each;  /* (nullable): a capture */
  guint max;
  KithScope scope;
  gboolean exact_by_service;
  gboolean go_on;
  char *method;
  KithTemplate *url;
  char *discover; /* (nullable): the service that the name server is asked for; the URL is then a domain */
  gboolean no_redirects;
  GPtrArray *headers; /* (element-type KithHeaderRule) */
  KithBody *body; /* (nullable) */
  GPtrArray *outcomes; /* (element-type KithOutcomeRule) */
  KithPageKind page;
  char *page_select; /* (nullable): XPath */
  char *page_start;  /* (nullable): the first cursor */
  guint page_size;
  guint page_max;
  GPtrArray *rules; /* (element-type KithRule) */
} KithStep;

typedef struct
{
  guint requests;
  guint with_token; /* 0: the same */
  gint64 seconds;
} KithLimit;

typedef struct
{
  guint line;
  char *name;
  KithField field;
  char *service; /* (nullable) */
  GRegex *pattern; /* (nullable) */
} KithInput;

typedef struct
{
  char *file_name;
  char *id;
  char *name;
  char *site;
  char *terms; /* (nullable): URI */
  char *about; /* (nullable) */
  KithSends sends;
  KithRevealsTo reveals_to;
  gint64 keep;
  gint64 keep_nothing;
  gboolean click_only;
  gboolean freemail;
  KithAuthKind auth;
  char *auth_name;
  gboolean basic_with_user;
  gboolean auth_optional;
  GStrv desktop; /* (nullable): types of accounts of GNOME Online Accounts that serve */
  KithSignInRules *sign_in; /* (nullable): of OAuth 2 */
  guint line; /* of the element "provider" */
  guint server_line;
  char *server;      /* (nullable): origin, without a slash at its end */
  char *server_path; /* may be empty */
  gboolean same_site; /* other hosts of the server's registered domain are the server, too */
  GPtrArray *limits;     /* (element-type KithLimit) */
  GPtrArray *inputs;     /* (element-type KithInput) */
  GPtrArray *headers;    /* (element-type KithHeaderRule) */
  GPtrArray *outcomes;   /* (element-type KithOutcomeRule) */
  GPtrArray *steps;      /* (element-type KithStep) */
  GPtrArray *namespaces; /* (element-type utf8): prefix, URI, prefix, URI … */
  guint64 fields;
} KithDescription;

KithDescription *kith_description_load (GFile   *file,
                                        GError **error);
void kith_description_free (KithDescription *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KithDescription, kith_description_free)

G_END_DECLS
