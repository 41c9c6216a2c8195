/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-description.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include <kith/kith-error.h>

#include "kith-description-private.h"
#include "kith-duration.h"
#include "kith-provider-schema.h"

/* The names as the grammar has them, in the order of the enumerations. */
static const char *const auth_names[] = { "none", "bearer", "header", "query", "basic", "digest", "oauth2", NULL };
static const char *const document_names[] = { "json", "xml", "html", "vcard", "openpgp", "microformats", "picture", "nothing", NULL };
static const char *const verdict_names[]
    = { "found", "partial", "not-found", "refused", "objected", "hidden", "auth", "limited", "failed", "invalid", "skip", NULL };
static const char *const unit_names[] = { "unix-seconds", "iso-8601", "delta-seconds", "delta-milliseconds", "http-date", NULL };
static const char *const scope_names[] = { "person", "company", "setup", "click", NULL };
static const char *const page_names[] = { "none", "url", "cursor", "link", "offset", "number", NULL };
static const char *const rule_names[] = { "capture", "each", "match", "parse", "fact", "connection", "evidence", NULL };
static const char *const as_names[] = { "text", "html", "year", "url", "title-case", "reference", NULL };
static const char *const type_names[] = { "string", "number", "any", NULL };
static const char *const dialect_names[] = { "none", "odata", "soql", "sparql", NULL };
static const char *const reveals_names[] = { "nobody", "service", "sender-server", "own-server", NULL };
static const char *const sends_names[] = { "address-hash", "domain", "address", "name", "handle", NULL };

#define DEFAULT_MAX 50

static char *
get (xmlNode    *node,
     const char *name)
{
  xmlChar *value = xmlGetProp (node, BAD_CAST name);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

static char *
get_text (xmlNode *node)
{
  xmlChar *value = xmlNodeGetContent (node);
  char *copy = g_strdup ((const char *) value);

  xmlFree (value);
  return copy;
}

static guint
get_index (xmlNode           *node,
           const char        *name,
           const char *const *names,
           guint              otherwise)
{
  g_autofree char *value = get (node, name);

  for (guint i = 0; value != NULL && names[i] != NULL; i++)
    if (g_str_equal (value, names[i]))
      return i;
  return otherwise;
}

static guint
get_count (xmlNode    *node,
           const char *name,
           guint       otherwise)
{
  g_autofree char *value = get (node, name);

  return value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : otherwise;
}

static gboolean
get_yes (xmlNode    *node,
         const char *name,
         gboolean    otherwise)
{
  g_autofree char *value = get (node, name);

  return value != NULL ? g_str_equal (value, "yes") : otherwise;
}

static double
get_fraction (xmlNode    *node,
              const char *name,
              double      otherwise)
{
  g_autofree char *value = get (node, name);

  return value != NULL ? g_ascii_strtod (value, NULL) : otherwise;
}

static gint64
get_duration (xmlNode    *node,
              const char *name)
{
  g_autofree char *value = get (node, name);

  return value != NULL ? kith_duration_parse (value) : 0;
}

static gboolean
is (xmlNode    *node,
    const char *name)
{
  return node->type == XML_ELEMENT_NODE && g_str_equal ((const char *) node->name, name);
}

/* Makes "FILE:LINE: reason" of an error whose message is the reason alone. */
static gboolean
place_error (KithDescription *self,
             xmlNode         *node,
             GError          *reason,
             GError         **error)
{
  kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node), "%s", reason->message);
  g_error_free (reason);
  return FALSE;
}

static void
header_rule_free (gpointer data)
{
  KithHeaderRule *rule = data;

  g_free (rule->name);
  g_clear_pointer (&rule->value, kith_template_free);
  g_free (rule);
}

static void
outcome_rule_free (gpointer data)
{
  KithOutcomeRule *rule = data;

  g_strfreev (rule->statuses);
  g_free (rule->header);
  g_free (rule->value);
  g_free (rule->test);
  g_free (rule->until);
  g_free (rule);
}

static void
rule_free (gpointer data)
{
  KithRule *rule = data;

  g_ptr_array_unref (rule->selects);
  g_free (rule->name);
  g_free (rule->service);
  g_free (rule->join);
  g_free (rule->strip);
  g_free (rule->prefix);
  g_free (rule->address);
  g_free (rule->uri);
  g_free (rule->evidence);
  g_ptr_array_unref (rule->children);
  g_free (rule);
}

static void
step_free (gpointer data)
{
  KithStep *step = data;

  g_free (step->id);
  g_free (step->condition);
  g_free (step->for_each);
  g_free (step->method);
  g_free (step->discover);
  g_clear_pointer (&step->url, kith_template_free);
  g_ptr_array_unref (step->headers);
  g_clear_pointer (&step->body, kith_body_free);
  g_ptr_array_unref (step->outcomes);
  g_free (step->page_select);
  g_free (step->page_start);
  g_ptr_array_unref (step->rules);
  g_free (step);
}

static void
input_free (gpointer data)
{
  KithInput *input = data;

  g_free (input->name);
  g_free (input->service);
  g_clear_pointer (&input->pattern, g_regex_unref);
  g_free (input);
}

void
kith_description_free (KithDescription *self)
{
  g_free (self->file_name);
  g_free (self->id);
  g_free (self->name);
  g_free (self->site);
  g_free (self->terms);
  g_free (self->about);
  g_free (self->auth_name);
  g_strfreev (self->desktop);
  g_clear_pointer (&self->sign_in, kith_sign_in_rules_free);
  g_free (self->server);
  g_free (self->server_path);
  g_ptr_array_unref (self->limits);
  g_ptr_array_unref (self->inputs);
  g_ptr_array_unref (self->headers);
  g_ptr_array_unref (self->outcomes);
  g_ptr_array_unref (self->steps);
  g_ptr_array_unref (self->namespaces);
  g_free (self);
}

/* XPath's own "|" unites in the order of the document. Here the author's order is a preference, so the alternatives are kept apart. */
static void
split_alternatives (const char *select,
                    GPtrArray  *selects)
{
  const char *begin = select;
  const char *p;
  int depth = 0;
  char quote = '\0';

  for (p = select; *p != '\0'; p++)
    {
      if (quote != '\0')
        quote = *p == quote ? '\0' : quote;
      else if (*p == '"' || *p == '\'')
        quote = *p;
      else if (*p == '(' || *p == '[')
        depth++;
      else if (*p == ')' || *p == ']')
        depth--;
      else if (*p == '|' && depth == 0)
        {
          g_ptr_array_add (selects, g_strstrip (g_strndup (begin, p - begin)));
          begin = p + 1;
        }
    }
  g_ptr_array_add (selects, g_strstrip (g_strdup (begin)));
}

static gboolean
read_field (KithDescription  *self,
            xmlNode          *node,
            KithField        *field,
            GError          **error)
{
  g_autofree char *id = get (node, "field");

  if (kith_field_from_id (id, field))
    return TRUE;
  kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node), _("there is no field “%s”"), id);
  return FALSE;
}

static gboolean read_rules (KithDescription  *self,
                            xmlNode          *parent,
                            GPtrArray        *rules,
                            GError          **error);

static gboolean
read_rule (KithDescription  *self,
           xmlNode          *node,
           guint             kind,
           GPtrArray        *rules,
           GError          **error)
{
  KithRule *rule = g_new0 (KithRule, 1);
  g_autofree char *select = get (node, "select");

  g_ptr_array_add (rules, rule);
  rule->line = xmlGetLineNo (node);
  rule->kind = kind;
  rule->selects = g_ptr_array_new_with_free_func (g_free);
  rule->children = g_ptr_array_new_with_free_func (rule_free);
  if (select != NULL && kind == KITH_RULE_FACT)
    split_alternatives (select, rule->selects);
  else if (select != NULL)
    g_ptr_array_add (rule->selects, g_strdup (select));
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (is (child, "select"))
      {
        g_autofree char *text = get_text (child);

        split_alternatives (text, rule->selects);
      }
  rule->max = get_count (node, "max", DEFAULT_MAX);
  rule->name = get (node, "name");
  rule->list = get_yes (node, "list", FALSE);
  rule->document = get_index (node, "kind", document_names, KITH_DOCUMENT_JSON);
  rule->confidence = get_fraction (node, "confidence", -1);
  rule->service = get (node, "service");
  rule->join = get (node, "join");
  rule->strip = get (node, "strip");
  rule->prefix = get (node, "prefix");
  rule->type = get_index (node, "type", type_names, KITH_TYPE_STRING_ONLY);
  rule->as = get_index (node, "as", as_names, KITH_AS_TEXT);
  rule->address = get (node, "address");
  rule->uri = get (node, "uri");
  rule->evidence = get (node, "evidence");
  rule->strength = get_fraction (node, "strength", 0.5);
  if (kind == KITH_RULE_CONNECTION)
    {
      g_autofree char *tie = get (node, "tie");

      kith_tie_from_id (tie, &rule->tie);
    }
  if (kind == KITH_RULE_FACT)
    {
      if (!read_field (self, node, &rule->field, error))
        return FALSE;
      if (rule->selects->len == 0)
        {
          kith_provider_schema_set_error (error, self->file_name, rule->line, _("“fact” selects nothing"));
          return FALSE;
        }
      self->fields |= G_GUINT64_CONSTANT (1) << rule->field;
    }
  return read_rules (self, node, rule->children, error);
}

static gboolean
read_rules (KithDescription  *self,
            xmlNode          *parent,
            GPtrArray        *rules,
            GError          **error)
{
  for (xmlNode *node = parent->children; node != NULL; node = node->next)
    for (guint i = 0; node->type == XML_ELEMENT_NODE && rule_names[i] != NULL; i++)
      if (is (node, rule_names[i]) && !read_rule (self, node, i, rules, error))
        return FALSE;
  return TRUE;
}

static gboolean
read_header (KithDescription  *self,
             xmlNode          *node,
             GPtrArray        *headers,
             GError          **error)
{
  KithHeaderRule *header = g_new0 (KithHeaderRule, 1);
  g_autofree char *value = get (node, "value");
  GError *reason = NULL;

  g_ptr_array_add (headers, header);
  header->line = xmlGetLineNo (node);
  header->name = get (node, "name");
  header->value = kith_template_new_text (value, KITH_PLACE_HEADER, &reason);
  if (header->value == NULL)
    return place_error (self, node, reason, error);
  return TRUE;
}

static gboolean
read_outcome (KithDescription  *self,
              xmlNode          *node,
              GPtrArray        *outcomes,
              GError          **error)
{
  KithOutcomeRule *outcome = g_new0 (KithOutcomeRule, 1);
  g_autofree char *statuses = get (node, "status");
  g_autofree char *until = get (node, "until");

  g_ptr_array_add (outcomes, outcome);
  outcome->line = xmlGetLineNo (node);
  outcome->statuses = statuses != NULL ? g_strsplit (statuses, " ", -1) : NULL;
  outcome->header = get (node, "header");
  outcome->value = get (node, "value");
  outcome->test = get (node, "test");
  outcome->verdict = get_index (node, "is", verdict_names, KITH_VERDICT_FAILED);
  outcome->until = until != NULL ? g_strdup (until + strlen ("header:")) : NULL;
  outcome->unit = get_index (node, "unit", unit_names, KITH_UNIT_DELTA_SECONDS);
  outcome->wait = get_duration (node, "wait");
  return TRUE;
}

static gboolean
read_body (KithDescription  *self,
           xmlNode          *node,
           KithStep         *step,
           GError          **error)
{
  g_autofree char *kind = get (node, "kind");
  g_autofree char *type = get (node, "type");
  g_autofree char *text = get_text (node);
  g_autofree char *query = NULL;
  g_autofree char *variables = NULL;
  GError *reason = NULL;
  gboolean has_fields = FALSE;

  step->body_line = xmlGetLineNo (node);
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (is (child, "query"))
        query = get_text (child);
      else if (is (child, "variables"))
        {
          variables = get_text (child);
          step->body_line = xmlGetLineNo (child);
        }
      has_fields |= is (child, "field");
    }
  if (g_str_equal (kind, "graphql") != (query != NULL) || g_str_equal (kind, "form") != has_fields)
    {
      kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node), _("a body of the kind “%s” is written otherwise"), kind);
      return FALSE;
    }
  g_strchug (text);
  if (query != NULL)
    step->body = kith_body_new_graphql (g_strstrip (query), variables, &reason);
  else if (has_fields)
    step->body = kith_body_new_form ();
  else if (g_str_equal (kind, "xml"))
    step->body = kith_body_new_xml (text, &reason);
  else
    step->body = kith_body_new_json (text, &reason);
  if (step->body == NULL)
    return place_error (self, node, reason, error);
  if (type != NULL)
    kith_body_set_type (step->body, type);
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (is (child, "field"))
      {
        g_autofree char *name = get (child, "name");
        g_autofree char *value = get (child, "value");

        if (!kith_body_add_field (step->body, name, value, &reason))
          return place_error (self, child, reason, error);
      }
  return TRUE;
}

static gboolean
read_request (KithDescription  *self,
              xmlNode          *node,
              KithStep         *step,
              GError          **error)
{
  g_autofree char *url = get (node, "url");
  g_autofree char *redirect = get (node, "redirect");
  GError *reason = NULL;

  step->request_line = xmlGetLineNo (node);
  step->no_redirects = g_strcmp0 (redirect, "none") == 0;
  step->method = is (node, "get") ? g_strdup ("GET") : get (node, "method");
  step->url = kith_template_new_url (url, get_index (node, "dialect", dialect_names, KITH_DIALECT_NONE), &reason);
  if (step->url == NULL)
    return place_error (self, node, reason, error);
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if (is (child, "header") && !read_header (self, child, step->headers, error))
        return FALSE;
      if (is (child, "body") && !read_body (self, child, step, error))
        return FALSE;
    }
  return TRUE;
}

static void
read_discover (xmlNode  *node,
               KithStep *step)
{
  step->request_line = xmlGetLineNo (node);
  step->method = g_strdup ("SRV");
  step->discover = get (node, "service");
  step->url = kith_template_new_text ("{user-domain}", KITH_PLACE_HEADER, NULL);
}

static gboolean
read_step (KithDescription  *self,
           xmlNode          *node,
           GError          **error)
{
  KithStep *step = g_new0 (KithStep, 1);
  g_autofree char *exact = get (node, "exact");
  g_autofree char *on_failure = get (node, "on-failure");

  g_ptr_array_add (self->steps, step);
  step->headers = g_ptr_array_new_with_free_func (header_rule_free);
  step->outcomes = g_ptr_array_new_with_free_func (outcome_rule_free);
  step->rules = g_ptr_array_new_with_free_func (rule_free);
  step->line = xmlGetLineNo (node);
  step->id = get (node, "id");
  step->document = get_index (node, "kind", document_names, KITH_DOCUMENT_JSON);
  step->condition = get (node, "if");
  step->for_each = get (node, "for-each");
  step->max = get_count (node, "max", 20);
  step->scope = get_index (node, "scope", scope_names, KITH_SCOPE_PERSON);
  step->exact_by_service = exact != NULL;
  step->go_on = g_strcmp0 (on_failure, "go-on") == 0;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    {
      if ((is (child, "get") || is (child, "request")) && !read_request (self, child, step, error))
        return FALSE;
      if (is (child, "discover"))
        read_discover (child, step);
      if (is (child, "outcome") && !read_outcome (self, child, step->outcomes, error))
        return FALSE;
      if (is (child, "page"))
        {
          step->page = get_index (child, "by", page_names, KITH_PAGE_NONE);
          step->page_select = get (child, "select");
          step->page_start = get (child, "start");
          step->page_size = get_count (child, "size", 0);
          step->page_max = get_count (child, "max", 1);
        }
    }
  return read_rules (self, node, step->rules, error);
}

static gboolean
read_input (KithDescription  *self,
            xmlNode          *node,
            GError          **error)
{
  KithInput *input = g_new0 (KithInput, 1);
  g_autofree char *pattern = get (node, "pattern");
  GError *reason = NULL;

  g_ptr_array_add (self->inputs, input);
  input->line = xmlGetLineNo (node);
  input->name = get (node, "name");
  input->service = get (node, "service");
  if (!read_field (self, node, &input->field, error))
    return FALSE;
  if (pattern == NULL)
    return TRUE;
  input->pattern = g_regex_new (pattern, G_REGEX_ANCHORED | G_REGEX_OPTIMIZE, 0, &reason);
  if (input->pattern == NULL)
    return place_error (self, node, reason, error);
  return TRUE;
}

static gboolean
read_limit (KithDescription  *self,
            xmlNode          *node,
            GError          **error)
{
  KithLimit *limit = g_new0 (KithLimit, 1);

  g_ptr_array_add (self->limits, limit);
  limit->requests = get_count (node, "requests", 0);
  limit->with_token = get_count (node, "with-token", 0);
  limit->seconds = get_duration (node, "per");
  if (limit->seconds > 0)
    return TRUE;
  kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node), _("a limit counts over a time that is written like PT1M or P1D"));
  return FALSE;
}

static gboolean
read_privacy (KithDescription  *self,
              xmlNode          *node,
              GError          **error)
{
  g_autofree char *sends = get (node, "sends");
  g_autofree char *when = get (node, "when");
  g_auto (GStrv) words = g_strsplit_set (sends, " \t\r\n", -1);

  for (guint i = 0; words[i] != NULL; i++)
    for (guint k = 0; sends_names[k] != NULL; k++)
      if (g_str_equal (words[i], sends_names[k]))
        self->sends |= 1u << k;
  self->reveals_to = get_index (node, "reveals-to", reveals_names, KITH_REVEALS_TO_SERVICE);
  self->keep = get_duration (node, "keep");
  self->keep_nothing = get_duration (node, "keep-nothing");
  self->click_only = g_strcmp0 (when, "click") == 0;
  self->freemail = get_yes (node, "freemail", TRUE);
  if (self->keep >= 0 && self->keep_nothing >= 0)
    return TRUE;
  kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node), _("a time to keep answers is written like P1D or PT12H"));
  return FALSE;
}

static void
read_server (KithDescription *self,
             xmlNode         *node)
{
  g_autofree char *url = get (node, "url");
  g_autofree char *path = get (node, "path");
  g_autofree char *hosts = get (node, "hosts");
  gsize origin;

  self->server_line = xmlGetLineNo (node);
  self->same_site = g_strcmp0 (hosts, "same-site") == 0;
  if (url != NULL)
    {
      origin = strlen ("https://") + strcspn (url + strlen ("https://"), "/?");
      self->server = g_ascii_strdown (url, origin);
      g_clear_pointer (&self->server_path, g_free);
      self->server_path = g_strconcat (url + origin, path, NULL);
    }
  else
    {
      g_free (self->server_path);
      self->server_path = g_strdup (path != NULL ? path : "");
    }
  while (g_str_has_suffix (self->server_path, "/"))
    self->server_path[strlen (self->server_path) - 1] = '\0';
}

static gboolean
read_auth (KithDescription  *self,
           xmlNode          *node,
           GError          **error)
{
  g_autofree char *desktop = get (node, "desktop");

  self->auth = get_index (node, "kind", auth_names, KITH_AUTH_NONE);
  self->auth_name = get (node, "name");
  self->basic_with_user = self->auth == KITH_AUTH_BEARER && get_yes (node, "basic-with-user", FALSE);
  self->auth_optional = get_yes (node, "optional", FALSE);
  self->desktop = desktop != NULL ? g_strsplit (g_strstrip (desktop), " ", -1) : NULL;
  for (xmlNode *child = node->children; child != NULL; child = child->next)
    if (is (child, "sign-in"))
      self->sign_in = kith_sign_in_rules_new (child);
  if ((self->auth == KITH_AUTH_HEADER || self->auth == KITH_AUTH_QUERY) != (self->auth_name != NULL))
    kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node),
                                    _("“auth” names a header or a query key where its kind is “header” or “query”, and only there"));
  else if (self->desktop != NULL && (self->auth == KITH_AUTH_NONE || self->auth_name != NULL))
    kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node), _("an account of the desktop gives a token or a password"));
  else if ((self->auth == KITH_AUTH_OAUTH2) != (self->sign_in != NULL))
    kith_provider_schema_set_error (error, self->file_name, xmlGetLineNo (node),
                                    _("“auth” says how to sign in where its kind is “oauth2”, and only there"));
  else
    return TRUE;
  return FALSE;
}

static gboolean
read_provider (KithDescription  *self,
               xmlNode          *root,
               GError          **error)
{
  for (const xmlNs *ns = root->nsDef; ns != NULL; ns = ns->next)
    if (ns->prefix != NULL)
      {
        g_ptr_array_add (self->namespaces, g_strdup ((const char *) ns->prefix));
        g_ptr_array_add (self->namespaces, g_strdup ((const char *) ns->href));
      }
  self->line = xmlGetLineNo (root);
  self->id = get (root, "id");
  self->name = get (root, "name");
  self->site = get (root, "site");
  self->terms = get (root, "terms");
  for (xmlNode *node = root->children; node != NULL; node = node->next)
    {
      if (is (node, "about"))
        self->about = get_text (node);
      else if (is (node, "server"))
        read_server (self, node);
      else if ((is (node, "privacy") && !read_privacy (self, node, error)) || (is (node, "auth") && !read_auth (self, node, error)) || (is (node, "limit") && !read_limit (self, node, error))
               || (is (node, "input") && !read_input (self, node, error))
               || (is (node, "header") && !read_header (self, node, self->headers, error))
               || (is (node, "outcome") && !read_outcome (self, node, self->outcomes, error))
               || (is (node, "step") && !read_step (self, node, error)))
        return FALSE;
    }
  return TRUE;
}

static KithDescription *
description_new (const char *file_name)
{
  KithDescription *self = g_new0 (KithDescription, 1);

  self->file_name = g_strdup (file_name);
  self->server_path = g_strdup ("");
  self->limits = g_ptr_array_new_with_free_func (g_free);
  self->inputs = g_ptr_array_new_with_free_func (input_free);
  self->headers = g_ptr_array_new_with_free_func (header_rule_free);
  self->outcomes = g_ptr_array_new_with_free_func (outcome_rule_free);
  self->steps = g_ptr_array_new_with_free_func (step_free);
  self->namespaces = g_ptr_array_new_with_free_func (g_free);
  return self;
}

static GBytes *
read_capped (GFile   *file,
             GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, NULL, error);
  g_autofree char *buffer = NULL;
  gsize length = 0;

  if (stream == NULL)
    return NULL;
  /* One byte more than the cap shows that a file is too long. */
  buffer = g_malloc (KITH_PROVIDER_FILE_MAX_BYTES + 1);
  if (!g_input_stream_read_all (G_INPUT_STREAM (stream), buffer, KITH_PROVIDER_FILE_MAX_BYTES + 1, &length, NULL, error))
    return NULL;
  return g_bytes_new (buffer, length);
}

/**
 * kith_description_load:
 * @file: a provider file
 * @error: return location for `KITH_ERROR_INVALID`, with "FILE:LINE: reason"
 *
 * Reads a provider file. Every mistake that can be seen without asking the service is found here.
 *
 * Returns: (transfer full) (nullable): the description
 */
KithDescription *
kith_description_load (GFile   *file,
                       GError **error)
{
  g_autofree char *file_name = g_file_get_parse_name (file);
  g_autoptr (KithDescription) self = description_new (file_name);
  g_autoptr (KithXmlDoc) doc = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GError *reason = NULL;

  bytes = read_capped (file, &reason);
  if (bytes == NULL)
    {
      kith_provider_schema_set_error (error, file_name, 1, "%s", reason->message);
      g_error_free (reason);
      return NULL;
    }
  doc = kith_provider_schema_read (file_name, bytes, error);
  if (doc == NULL)
    return NULL;
  if (!read_provider (self, xmlDocGetRootElement (doc), error) || !kith_description_check (self, error))
    return NULL;
  return g_steal_pointer (&self);
}
