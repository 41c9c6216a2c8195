/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-description-private.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libxml/xpathInternals.h>

#include <kith/kith-error.h>

#include "kith-description-words.h"
#include "kith-identifier.h"
#include "kith-provider-schema.h"
#include "kith-site.h"

/* What is known at the point of the file that is checked. */
typedef struct
{
  KithDescription *description;
  GHashTable *captures; /* (element-type utf8): name -> "list" or "value" */
  KithXmlDoc *doc;
  KithXPathContext *xpath;
  char *xpath_problem;
} Check;

static gboolean fail (Check       *check,
                      guint        line,
                      GError     **error,
                      const char  *format,
                      ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (Check       *check,
      guint        line,
      GError     **error,
      const char  *format,
      ...)
{
  g_autofree char *reason = NULL;
  va_list args;

  va_start (args, format);
  reason = g_strdup_vprintf (format, args);
  va_end (args);
  kith_provider_schema_set_error (error, check->description->file_name, line, "%s", reason);
  return FALSE;
}

static const KithInput *
find_input (Check      *check,
            const char *name)
{
  for (guint i = 0; i < check->description->inputs->len; i++)
    {
      const KithInput *input = check->description->inputs->pdata[i];

      if (g_str_equal (input->name, name))
        return input;
    }
  return NULL;
}

static gboolean
is_counter (const KithStep *step,
            const char     *name)
{
  return step != NULL
         && ((step->page == KITH_PAGE_CURSOR && g_str_equal (name, "cursor")) || (step->page == KITH_PAGE_OFFSET && g_str_equal (name, "offset"))
             || (step->page == KITH_PAGE_NUMBER && g_str_equal (name, "page")));
}

/* The rule that everything rests on: what a template would send must stand in "sends". */
static gboolean
check_variable (Check           *check,
                const KithStep  *step,
                guint            line,
                const char      *name,
                GError         **error)
{
  KithIdentifier identifier;
  KithSends needed = KITH_SENDS_NOTHING;

  if (kith_identifier_from_name (name, &identifier))
    needed = kith_identifier_get_sends (identifier);
  else if (find_input (check, name) != NULL)
    needed = KITH_SENDS_HANDLE;
  else if (g_str_equal (name, "token"))
    return fail (check, line, error, _("the token is sent by “auth” alone, never by a template"));
  else if (!g_hash_table_contains (check->captures, name) && !is_counter (step, name) && !g_str_equal (name, "user")
           && !g_str_equal (name, "user-domain"))
    return fail (check, line, error, _("nothing before this defines “%s”"), name);

  if (!kith_sends_covers (check->description->sends, needed))
    return fail (check, line, error, _("it would send “%s”, which “sends” does not name"), name);
  return TRUE;
}

static gboolean
check_variables (Check           *check,
                 const KithStep  *step,
                 guint            line,
                 GPtrArray       *names,
                 GError         **error)
{
  for (guint i = 0; i < names->len; i++)
    if (!check_variable (check, step, line, names->pdata[i], error))
      return FALSE;
  return TRUE;
}

#if LIBXML_VERSION >= 21200
static void
on_xpath_error (void           *user_data,
                const xmlError *problem)
#else
static void
on_xpath_error (void     *user_data,
                xmlError *problem)
#endif
{
  Check *check = user_data;

  if (check->xpath_problem == NULL && problem->message != NULL)
    check->xpath_problem = g_strchomp (g_strdup (problem->message));
}

static xmlXPathObject *
lookup_variable (void          *user_data,
                 const xmlChar *name,
                 const xmlChar *ns)
{
  Check *check = user_data;
  const char *variable = (const char *) name;
  KithIdentifier identifier;

  if (kith_identifier_from_name (variable, &identifier) || find_input (check, variable) != NULL
      || g_hash_table_contains (check->captures, variable) || g_str_equal (variable, "user") || g_str_equal (variable, "user-domain") || g_str_equal (variable, "current")
      || g_str_equal (variable, "status"))
    return xmlXPathNewCString ("");
  if (g_str_equal (variable, "has-token") || g_str_equal (variable, "found") || g_str_equal (variable, "unreachable") || g_str_equal (variable, "clicked"))
    return xmlXPathNewBoolean (0);
  g_free (check->xpath_problem);
  check->xpath_problem = g_strdup_printf (_("nothing before this defines “$%s”"), variable);
  return NULL;
}

static void
call_unknown_function (xmlXPathParserContext *parser,
                       int                    n_arguments)
{
  xmlXPathErr (parser, XPATH_UNKNOWN_FUNC_ERROR);
}

/* libxml2 writes about an unknown function on the terminal of the program, whatever one tells it: it is caught before. */
static xmlXPathFunction
lookup_function (void          *user_data,
                 const xmlChar *name,
                 const xmlChar *ns)
{
  Check *check = user_data;

  if (xmlHashLookup2 (check->xpath->funcHash, name, ns) != NULL)
    return NULL;
  g_free (check->xpath_problem);
  check->xpath_problem = g_strdup_printf (_("there is no function “%s”"), (const char *) name);
  return call_unknown_function;
}

static gboolean
check_xpath (Check       *check,
             guint        line,
             const char  *expression,
             GError     **error)
{
  g_autoptr (KithXPathObject) result = NULL;

  if (expression == NULL)
    return TRUE;
  g_clear_pointer (&check->xpath_problem, g_free);
  xmlXPathSetContextNode (xmlDocGetRootElement (check->doc), check->xpath);
  result = xmlXPathEval (BAD_CAST expression, check->xpath);
  if (result != NULL)
    return TRUE;
  return fail (check, line, error, _("“%s” is not XPath: %s"), expression,
               check->xpath_problem != NULL ? check->xpath_problem : _("it cannot be evaluated"));
}

/* Names that the engine gives a meaning to. */
static gboolean
is_reserved (const char *name)
{
  static const char *const reserved[]
      = { "user", "user-domain", "server", "token", "has-token", "clicked", "found", "unreachable", "status", "current", "page", "offset", "cursor", NULL };

  return g_strv_contains (reserved, name);
}

static gboolean
check_capture (Check           *check,
               const KithRule  *rule,
               GError         **error)
{
  KithIdentifier identifier;

  if (kith_identifier_from_name (rule->name, &identifier) || find_input (check, rule->name) != NULL || is_reserved (rule->name))
    return fail (check, rule->line, error, _("“%s” means something else already"), rule->name);
  g_hash_table_replace (check->captures, g_strdup (rule->name), g_strdup (rule->list ? "list" : "value"));
  return TRUE;
}

static gboolean
check_rules (Check       *check,
             GPtrArray   *rules,
             GError     **error)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const KithRule *rule = rules->pdata[i];

      for (guint k = 0; k < rule->selects->len; k++)
        if (!check_xpath (check, rule->line, rule->selects->pdata[k], error))
          return FALSE;
      if (rule->kind != KITH_RULE_CAPTURE && !check_xpath (check, rule->line, rule->name, error))
        return FALSE;
      if (!check_xpath (check, rule->line, rule->service, error) || !check_xpath (check, rule->line, rule->address, error)
          || !check_xpath (check, rule->line, rule->uri, error))
        return FALSE;
      if (rule->kind == KITH_RULE_CONNECTION && rule->name == NULL && rule->address == NULL && rule->uri == NULL)
        return fail (check, rule->line, error, _("a connection needs a name, an address or a URI"));
      if (rule->kind == KITH_RULE_CONNECTION && !check_xpath (check, rule->line, rule->evidence, error))
        return FALSE;
      if (rule->kind == KITH_RULE_CAPTURE && !check_capture (check, rule, error))
        return FALSE;
      if (!check_rules (check, rule->children, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_outcomes (Check       *check,
                GPtrArray   *outcomes,
                GError     **error)
{
  for (guint i = 0; i < outcomes->len; i++)
    {
      const KithOutcomeRule *outcome = outcomes->pdata[i];

      if (outcome->statuses == NULL && outcome->header == NULL && outcome->test == NULL)
        return fail (check, outcome->line, error, _("an outcome tests the status, a header or the body"));
      if (outcome->value != NULL && outcome->header == NULL)
        return fail (check, outcome->line, error, _("“value” is the value of a “header”"));
      if ((outcome->until != NULL || outcome->wait != 0) && outcome->verdict != KITH_VERDICT_LIMITED)
        return fail (check, outcome->line, error, _("only an outcome that is “limited” waits"));
      if (outcome->wait < 0)
        return fail (check, outcome->line, error, _("a time to wait is written like PT1H"));
      if (!check_xpath (check, outcome->line, outcome->test, error))
        return FALSE;
    }
  return TRUE;
}

/* A name with a dot that is no number: no address literal, no name of the local network. */
static gboolean
check_host (Check       *check,
            guint        line,
            const char  *url,
            GError     **error)
{
  const char *host = url + strlen ("https://");
  g_autofree char *name = g_strndup (host, strcspn (host, "/?:"));
  gsize length = strlen (name);

  if (strchr (name, '{') != NULL)
    return TRUE;
  if (length < 4 || strchr (name, '.') == NULL || g_ascii_isdigit (name[length - 1]) || name[0] == '.' || name[length - 1] == '.'
      || g_str_has_suffix (name, ".local") || g_str_has_suffix (name, ".localhost"))
    return fail (check, line, error, _("“%s” is not the name of a public server"), name);
  return TRUE;
}

static gboolean
is_one_line (const char *text)
{
  for (; *text != '\0'; text++)
    if (g_ascii_iscntrl (*text))
      return FALSE;
  return TRUE;
}

static gboolean
check_headers (Check           *check,
               const KithStep  *step,
               GPtrArray       *headers,
               GError         **error)
{
  static const char *const ours[] = { "authorization", "proxy-authorization", "cookie", "host", "connection", "content-length",
                                      "transfer-encoding", "if-none-match", "if-modified-since", "user-agent", NULL };

  for (guint i = 0; i < headers->len; i++)
    {
      const KithHeaderRule *header = headers->pdata[i];
      g_autofree char *lower = g_ascii_strdown (header->name, -1);

      if (g_strv_contains (ours, lower) || (step != NULL && step->body != NULL && g_str_equal (lower, "content-type")))
        return fail (check, header->line, error, _("Kith itself writes the header “%s”"), header->name);
      if (!is_one_line (kith_template_get_text (header->value)))
        return fail (check, header->line, error, _("the value of the header “%s” is one line of text"), header->name);
      if (!check_variables (check, step, header->line, kith_template_get_variables (header->value), error))
        return FALSE;
    }
  return TRUE;
}

/* The name of the host in "https://host:port/path". */
static char *
dup_host (const char *url)
{
  const char *host = url + strlen ("https://");

  return g_ascii_strdown (host, strcspn (host, "/?:"));
}

/* What is filled in stands at the end of the host: "{domain}.example.org" would be asked of example.org, not of the person's server. */
static gboolean
host_ends_with_variable (const char *url)
{
  const char *host = url + strlen ("https://");
  gsize length = 0;

  for (gboolean inside = FALSE; host[length] != '\0' && (inside || strchr ("/?:", host[length]) == NULL); length++)
    inside = host[length] == '{' || (inside && host[length] != '}');
  return length > 0 && host[length - 1] == '}';
}

/* A server that a step writes out is the one that people are told of, or of the same site. */
static gboolean
check_written_host (Check           *check,
                    const KithStep  *step,
                    GError         **error)
{
  KithDescription *description = check->description;
  const char *url = kith_template_get_text (step->url);
  g_autofree char *host = dup_host (url);
  g_autofree char *told = description->server != NULL ? dup_host (description->server) : NULL;
  const char *site = kith_site_get_registrable (host);

  if (!check_host (check, step->request_line, url, error))
    return FALSE;
  if (told != NULL && (g_str_equal (host, told) || (site != NULL && g_strcmp0 (site, kith_site_get_registrable (told)) == 0)))
    return TRUE;
  if (told != NULL)
    return fail (check, step->request_line, error, _("it asks “%s”, but people are told that it asks “%s”"), host, told);
  if (description->reveals_to == KITH_REVEALS_TO_SENDER_SERVER || step != description->steps->pdata[0])
    return fail (check, step->request_line, error, _("it asks “%s”, but “server” does not name it"), host);
  /* Without a "server", the first one that is asked is the provider's own: base-url replaces it. */
  description->server = g_ascii_strdown (url, strlen ("https://") + strcspn (url + strlen ("https://"), "/?"));
  return TRUE;
}

static gboolean
check_server (Check           *check,
              const KithStep  *step,
              GError         **error)
{
  KithDescription *description = check->description;
  const char *url = kith_template_get_text (step->url);

  if (step->discover != NULL)
    return description->reveals_to == KITH_REVEALS_TO_OWN_SERVER
               ? TRUE
               : fail (check, step->request_line, error, _("only a server of the owner's own is found by “discover”"));
  if (kith_template_is_reference (step->url))
    return TRUE;
  if (url[0] == '/')
    return description->server != NULL || description->reveals_to == KITH_REVEALS_TO_OWN_SERVER
               ? TRUE
               : fail (check, step->request_line, error, _("“%s” is on the provider's own server, but “server” names none"), url);
  if (!kith_template_host_has_variables (step->url))
    return check_written_host (check, step, error);
  if (description->reveals_to != KITH_REVEALS_TO_SENDER_SERVER)
    return fail (check, step->request_line, error, _("it asks a server that belongs to the person, but “reveals-to” does not say so"));
  return host_ends_with_variable (url)
             ? TRUE
             : fail (check, step->request_line, error, _("what is filled in stands at the end of the name of the server"));
}

/* A place to sign in: a path, or a public server. Nothing is filled in but the server in a scope. */
static gboolean
check_sign_in_place (Check       *check,
                     const char  *place,
                     GError     **error)
{
  KithDescription *description = check->description;
  guint line = description->sign_in->line;

  if (place == NULL)
    return TRUE;
  if (strchr (place, '{') != NULL)
    return fail (check, line, error, _("“%s”: nothing can be filled in here"), place);
  if (place[0] != '/')
    return check_host (check, line, place, error);
  if (description->sign_in->server == NULL && description->server == NULL && description->reveals_to != KITH_REVEALS_TO_OWN_SERVER)
    return fail (check, line, error, _("“%s” is on the sign-in's server, but nothing names one"), place);
  return TRUE;
}

static gboolean
check_sign_in_scope (Check       *check,
                     const char  *scope,
                     GError     **error)
{
  const char *brace = scope != NULL ? strchr (scope, '{') : NULL;

  if (brace == NULL || (g_str_has_prefix (brace, "{server}") && strchr (brace + 1, '{') == NULL))
    return TRUE;
  return fail (check, check->description->sign_in->line, error, _("“%s”: only {server} can be filled in here"), scope);
}

static gboolean
check_sign_in (Check   *check,
               GError **error)
{
  const KithSignInRules *rules = check->description->sign_in;

  if (rules == NULL)
    return TRUE;
  if (rules->server != NULL && !check_host (check, rules->line, rules->server, error))
    return FALSE;
  if (rules->authorization == NULL && rules->device == NULL && !rules->client_credentials)
    return fail (check, rules->line, error, _("nobody can sign in: there is no “authorization”, no “device” and no “client-credentials”"));
  if (rules->client_credentials && rules->client_secret == KITH_CLIENT_SECRET_NONE)
    return fail (check, rules->line, error, _("“client-credentials” needs a “client-secret”"));
  if (rules->registration != NULL && (rules->authorization == NULL || rules->client_secret != KITH_CLIENT_SECRET_NONE))
    return fail (check, rules->line, error, _("“registration” is for a sign-in in the browser without a “client-secret”"));
  if (rules->metadata != NULL && rules->metadata[0] != '/')
    return fail (check, rules->line, error, _("“metadata” is a path on the provider's own server"));
  return check_sign_in_place (check, rules->authorization, error) && check_sign_in_place (check, rules->token, error)
         && check_sign_in_place (check, rules->device, error) && check_sign_in_place (check, rules->revocation, error)
         && check_sign_in_place (check, rules->metadata, error) && check_sign_in_place (check, rules->registration, error)
         && check_sign_in_scope (check, rules->scope, error) && check_sign_in_scope (check, rules->client_scope, error);
}

static gboolean
has_unguarded_facts (GPtrArray *rules)
{
  for (guint i = 0; i < rules->len; i++)
    {
      const KithRule *rule = rules->pdata[i];

      if (rule->kind == KITH_RULE_FACT || (rule->kind != KITH_RULE_MATCH && has_unguarded_facts (rule->children)))
        return TRUE;
    }
  return FALSE;
}

static gboolean
sends_person (const KithStep *step)
{
  static const char *const searched[] = { "address", "display-name", NULL };

  for (guint i = 0; searched[i] != NULL; i++)
    if (g_ptr_array_find_with_equal_func (kith_template_get_variables (step->url), searched[i], g_str_equal, NULL)
        || (step->body != NULL && g_ptr_array_find_with_equal_func (kith_body_get_variables (step->body), searched[i], g_str_equal, NULL)))
      return TRUE;
  return FALSE;
}

/* What is asked about a company is asked with the company's name alone: the answer is given for its other people as well. */
static gboolean
check_scope (Check           *check,
             const KithStep  *step,
             GError         **error)
{
  GPtrArray *url = kith_template_get_variables (step->url);
  GPtrArray *body = step->body != NULL ? kith_body_get_variables (step->body) : NULL;

  if (step->scope != KITH_SCOPE_COMPANY)
    return TRUE;
  for (guint i = 0; i < url->len + (body != NULL ? body->len : 0); i++)
    {
      const char *name = i < url->len ? url->pdata[i] : body->pdata[i - url->len];
      KithIdentifier identifier;

      if (kith_identifier_from_name (name, &identifier) && identifier != KITH_IDENTIFIER_DOMAIN)
        return fail (check, step->request_line, error, _("a step about the company cannot be asked with “%s”"), name);
    }
  return TRUE;
}

static gboolean
check_page (Check           *check,
            const KithStep  *step,
            GError         **error)
{
  if (step->page == KITH_PAGE_NONE)
    return TRUE;
  if ((step->page == KITH_PAGE_URL || step->page == KITH_PAGE_CURSOR) && step->page_select == NULL)
    return fail (check, step->line, error, _("“page” must select what leads to the next page"));
  if (step->page_start != NULL && step->page_start[0] == '$' && !g_hash_table_contains (check->captures, step->page_start + 1))
    return fail (check, step->line, error, _("nothing before this defines “%s”"), step->page_start);
  if (step->page == KITH_PAGE_OFFSET && step->page_size == 0)
    return fail (check, step->line, error, _("“page” by offset needs a size"));
  return check_xpath (check, step->line, step->page_select, error);
}

static gboolean
check_request (Check           *check,
               const KithStep  *step,
               GError         **error)
{
  if (g_str_equal (step->method, "CONNECT") || g_str_equal (step->method, "TRACE"))
    return fail (check, step->request_line, error, _("the method “%s” asks nothing"), step->method);
  if (step->body != NULL && g_str_equal (step->method, "GET"))
    return fail (check, step->request_line, error, _("a GET has no body"));
  if (!check_variables (check, step, step->request_line, kith_template_get_variables (step->url), error)
      || !check_headers (check, step, step->headers, error))
    return FALSE;
  return step->body == NULL || check_variables (check, step, step->body_line, kith_body_get_variables (step->body), error);
}

static gboolean
check_step (Check           *check,
            const KithStep  *step,
            GError         **error)
{
  if (!check_xpath (check, step->line, step->condition, error))
    return FALSE;
  if (step->for_each != NULL && g_strcmp0 (g_hash_table_lookup (check->captures, step->for_each), "list") != 0)
    return fail (check, step->line, error, _("“%s” is no list that an earlier step captures"), step->for_each);
  if (!check_server (check, step, error) || !check_request (check, step, error)
      || !check_scope (check, step, error) || !check_page (check, step, error)
      || !check_outcomes (check, step->outcomes, error))
    return FALSE;
  if (step->discover != NULL && (step->scope != KITH_SCOPE_SETUP || step->document != KITH_DOCUMENT_NOTHING || step->page != KITH_PAGE_NONE))
    return fail (check, step->line, error, _("a step that discovers a server has the scope “setup”, the kind “nothing” and one page"));
  if (step->document == KITH_DOCUMENT_NOTHING && step->rules->len > 0)
    return fail (check, step->line, error, _("a step of the kind “nothing” reads nothing"));
  if (sends_person (step) && !step->exact_by_service && has_unguarded_facts (step->rules))
    return fail (check, step->request_line, error,
                 _("facts of a search for a person stand outside of “match”: another person's could be taken for them"));
  return check_rules (check, step->rules, error);
}

static gboolean
check_all (Check    *check,
           GError  **error)
{
  KithDescription *description = check->description;
  g_autoptr (GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);

  if (description->server != NULL && !check_host (check, description->server_line, description->server, error))
    return FALSE;
  for (guint i = 0; i < description->inputs->len; i++)
    {
      const KithInput *input = description->inputs->pdata[i];
      KithIdentifier identifier;

      if (kith_identifier_from_name (input->name, &identifier) || find_input (check, input->name) != input || is_reserved (input->name))
        return fail (check, input->line, error, _("“%s” means something else already"), input->name);
      if (!kith_sends_covers (description->sends, KITH_SENDS_HANDLE))
        return fail (check, input->line, error, _("it would send “%s”, which “sends” does not name"), input->name);
    }
  if (!check_sign_in (check, error) || !check_headers (check, NULL, description->headers, error) || !check_outcomes (check, description->outcomes, error))
    return FALSE;
  for (guint i = 0; i < description->steps->len; i++)
    {
      const KithStep *step = description->steps->pdata[i];

      if (!g_hash_table_add (ids, step->id))
        return fail (check, step->line, error, _("there are two steps “%s”"), step->id);
      if (!check_step (check, step, error))
        return FALSE;
    }
  return TRUE;
}

/* Checks what a grammar cannot say. Needs no network and no disk. */
gboolean
kith_description_check (KithDescription  *self,
                        GError          **error)
{
  Check check = { self };
  gboolean good;

  check.captures = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  check.doc = xmlNewDoc (BAD_CAST "1.0");
  xmlDocSetRootElement (check.doc, xmlNewNode (NULL, BAD_CAST "empty"));
  check.xpath = kith_xpath_context_new (check.doc);
  kith_description_words_register (check.xpath);
  check.xpath->error = on_xpath_error;
  check.xpath->userData = &check;
  xmlXPathRegisterVariableLookup (check.xpath, lookup_variable, &check);
  xmlXPathRegisterFuncLookup (check.xpath, lookup_function, &check);
  for (guint i = 0; i + 1 < self->namespaces->len; i += 2)
    xmlXPathRegisterNs (check.xpath, BAD_CAST self->namespaces->pdata[i], BAD_CAST self->namespaces->pdata[i + 1]);

  good = check_all (&check, error);

  xmlXPathFreeContext (check.xpath);
  xmlFreeDoc (check.doc);
  g_hash_table_unref (check.captures);
  g_free (check.xpath_problem);
  return good;
}
