/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-provider-settings.h"

#include <glib/gi18n-lib.h>
#include <kith/kith-error.h>
#include <string.h>
#include <unistd.h>

#define MAX_VALUE_BYTES 4096
#define MAX_ID_BYTES 64
#define MAX_KEEP_DAYS 3650

struct _KithProviderSettings
{
  GObject parent_instance;

  char *id;
  char *base_url;
  char *ca_file;
  char *user;
  char *client_id;
  char *sign_in_url;
  char *account;
  const char *problem;
  GStrv domains;
  GStrv accounts;
  KithProviderMode mode;
  int keep_days;
  gboolean enabled;
  gboolean locked;
};

G_DEFINE_FINAL_TYPE (KithProviderSettings, kith_provider_settings, G_TYPE_OBJECT)

/**
 * kith_provider_id_is_valid:
 * @id: (nullable): what may be the id of a provider
 *
 * An id becomes part of settings paths and of names in the environment: small letters, digits and inner hyphens only.
 *
 * Returns: whether it is one
 */
gboolean
kith_provider_id_is_valid (const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  if (length == 0 || length > MAX_ID_BYTES || id[0] == '-' || id[length - 1] == '-')
    return FALSE;

  for (const char *at = id; *at != '\0'; at++)
    {
      if (!g_ascii_islower (*at) && !g_ascii_isdigit (*at) && *at != '-')
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_plain_text (const char *value)
{
  if (strlen (value) > MAX_VALUE_BYTES || !g_utf8_validate (value, -1, NULL))
    return FALSE;

  for (const char *at = value; *at != '\0'; at = g_utf8_next_char (at))
    {
      if (g_unichar_iscntrl (g_utf8_get_char (at)))
        return FALSE;
    }

  return TRUE;
}

/* An address that a path can be put after: over TLS, no user, no query, no fragment, no slash at its end. Which of the two a provider speaks it says. */
static char *
normalise_base_url (const char *value)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *text = NULL;
  gsize length;

  if (!is_plain_text (value) || strpbrk (value, " \\") != NULL)
    return NULL;

  uri = g_uri_parse (value, G_URI_FLAGS_ENCODED, NULL);
  if (uri == NULL ||
      (strcmp (g_uri_get_scheme (uri), "https") != 0 && strcmp (g_uri_get_scheme (uri), "ldaps") != 0) ||
      g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      g_uri_get_port (uri) == 0 || g_uri_get_port (uri) > 65535 ||
      g_uri_get_userinfo (uri) != NULL ||
      g_uri_get_query (uri) != NULL ||
      g_uri_get_fragment (uri) != NULL)
    return NULL;

  text = g_uri_to_string (uri);
  for (length = strlen (text); length > 0 && text[length - 1] == '/'; length--)
    text[length - 1] = '\0';

  return g_steal_pointer (&text);
}

static GVariant *
parse_enabled (const char  *value,
               GError     **error)
{
  if (strcmp (value, "true") == 0 || strcmp (value, "on") == 0)
    return g_variant_new_string ("on");
  if (strcmp (value, "false") == 0 || strcmp (value, "off") == 0)
    return g_variant_new_string ("off");
  if (strcmp (value, "default") == 0 || *value == '\0')
    return g_variant_new_string ("default");

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s is “on”, “off” or “default”"), "enabled");
  return NULL;
}

static GVariant *
parse_mode (const char  *value,
            GError     **error)
{
  if (strcmp (value, "always") == 0 || strcmp (value, "click") == 0)
    return g_variant_new_string (value);
  if (*value == '\0')
    return g_variant_new_string ("always");

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s is “always” or “click”"), "mode");
  return NULL;
}

static GVariant *
parse_server (const char  *key,
              const char  *value,
              GError     **error)
{
  g_autofree char *url = NULL;

  if (*value == '\0')
    return g_variant_new_string ("");

  url = normalise_base_url (value);
  if (url != NULL)
    return g_variant_new_string (url);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID,
               _("%s is an address such as %s, without a user name, “?” or “#”; an empty one takes the usual server"),
               key, "https://server.example/path");
  return NULL;
}

static GVariant *
parse_base_url (const char  *value,
                GError     **error)
{
  return parse_server ("base-url", value, error);
}

static GVariant *
parse_sign_in_url (const char  *value,
                   GError     **error)
{
  return parse_server ("sign-in-url", value, error);
}

static GVariant *
parse_ca_file (const char  *value,
               GError     **error)
{
  if (*value == '\0' ||
      (is_plain_text (value) && g_path_is_absolute (value) &&
       g_file_test (value, G_FILE_TEST_IS_REGULAR) && access (value, R_OK) == 0))
    return g_variant_new_string (value);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID,
               _("%s is the absolute path of a file that can be read, or empty for the system's authorities alone"), "ca-file");
  return NULL;
}

/* Basic authentication cannot carry a colon in the user name (RFC 7617 section 2). */
static GVariant *
parse_user (const char  *value,
            GError     **error)
{
  if (is_plain_text (value) && strchr (value, ':') == NULL)
    return g_variant_new_string (value);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s is a user name without “:”"), "user");
  return NULL;
}

static GVariant *
parse_client_id (const char  *value,
                 GError     **error)
{
  if (is_plain_text (value))
    return g_variant_new_string (value);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s is plain text"), "client-id");
  return NULL;
}

static GVariant *
parse_account (const char  *value,
               GError     **error)
{
  if (is_plain_text (value))
    return g_variant_new_string (value);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("%s is plain text"), "account");
  return NULL;
}

/* A domain in its A-label form; "*" may stand for any labels. */
static char *
normalise_domain (const char *value)
{
  g_autofree char *ascii = g_hostname_to_ascii (value);

  if (ascii == NULL || *ascii == '\0' || strlen (ascii) > 255)
    return NULL;

  for (char *at = ascii; *at != '\0'; at++)
    {
      *at = g_ascii_tolower (*at);
      if (!g_ascii_isalnum (*at) && strchr (".-_*", *at) == NULL)
        return NULL;
    }

  return g_steal_pointer (&ascii);
}

static GVariant *
parse_list (const char  *value,
            gboolean     domains)
{
  g_auto (GStrv) words = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;

  if (!is_plain_text (value))
    return NULL;

  words = g_strsplit (value, ",", -1);
  for (gsize i = 0; words[i] != NULL; i++)
    {
      g_autofree char *domain = NULL;

      g_strstrip (words[i]);
      if (*words[i] == '\0')
        continue;
      domain = domains ? normalise_domain (words[i]) : g_strdup (words[i]);
      if (domain == NULL)
        return NULL;
      g_strv_builder_add (builder, domain);
    }

  list = g_strv_builder_end (builder);
  return g_variant_new_strv ((const char *const *) list, -1);
}

static GVariant *
parse_domains (const char  *value,
               GError     **error)
{
  GVariant *list = parse_list (value, TRUE);

  if (list == NULL)
    g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID,
                 _("%s is a list such as %s, or empty for all"), "domains", "example.org,*.example.org");
  return list;
}

static GVariant *
parse_accounts (const char  *value,
                GError     **error)
{
  GVariant *list = parse_list (value, FALSE);

  if (list == NULL)
    g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID,
                 _("%s is a list of names with commas between them, or empty for all"), "accounts");
  return list;
}

static GVariant *
parse_keep_days (const char  *value,
                 GError     **error)
{
  gint64 days;

  if (g_ascii_string_to_signed (value, 10, 0, MAX_KEEP_DAYS, &days, NULL))
    return g_variant_new_int32 (days);
  if (*value == '\0')
    return g_variant_new_int32 (0);

  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID,
               _("%s is a number from 0 to %d; 0 leaves it to the provider"), "keep-days", MAX_KEEP_DAYS);
  return NULL;
}

static const struct
{
  const char *key;
  GVariant *(*parse) (const char *value, GError **error);
} keys[] = {
  { "enabled", parse_enabled },
  { "mode", parse_mode },
  { "base-url", parse_base_url },
  { "ca-file", parse_ca_file },
  { "user", parse_user },
  { "domains", parse_domains },
  { "accounts", parse_accounts },
  { "keep-days", parse_keep_days },
  { "client-id", parse_client_id },
  { "sign-in-url", parse_sign_in_url },
  { "account", parse_account },
};

static char *
list_keys (void)
{
  GString *text = g_string_new (keys[0].key);

  for (gsize i = 1; i < G_N_ELEMENTS (keys); i++)
    g_string_append_printf (text, ", %s", keys[i].key);

  return g_string_free (text, FALSE);
}

/**
 * kith_provider_settings_parse:
 * @key: a key of org.kith.Kith.Provider
 * @value: what a person wrote: "true" or "false", an address, a list with commas …
 * @error: return location; KITH_ERROR_INVALID, in one line that says what is right
 *
 * Returns: (transfer floating) (nullable): the value for GSettings
 */
GVariant *
kith_provider_settings_parse (const char  *key,
                              const char  *value,
                              GError     **error)
{
  g_autofree char *known = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      if (strcmp (keys[i].key, key) == 0)
        return keys[i].parse (value, error);
    }

  known = list_keys ();
  g_set_error (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no such setting; there are: %s"), known);
  return NULL;
}

static char *
dup_unless_empty (const char *text)
{
  return text != NULL && *text != '\0' ? g_strdup (text) : NULL;
}

/**
 * kith_provider_settings_new:
 * @fields: what the getters give back; empty strings count as %NULL
 *
 * A server's address that cannot be used (a file can hold anything) switches the provider off: its usual server was not meant to be asked.
 *
 * Returns: (transfer full): the picture
 */
KithProviderSettings *
kith_provider_settings_new (const KithProviderSettingsFields *fields)
{
  static const char *const none[] = { NULL };
  KithProviderSettings *self = g_object_new (KITH_TYPE_PROVIDER_SETTINGS, NULL);

  self->id = g_strdup (fields->id);
  self->enabled = fields->enabled;
  self->problem = fields->problem;
  self->locked = fields->locked;
  self->mode = fields->mode;
  self->ca_file = dup_unless_empty (fields->ca_file);
  self->user = dup_unless_empty (fields->user);
  self->client_id = dup_unless_empty (fields->client_id);
  self->account = dup_unless_empty (fields->account);
  self->keep_days = fields->keep_days;
  self->domains = g_strdupv ((GStrv) (fields->domains != NULL ? fields->domains : none));
  self->accounts = g_strdupv ((GStrv) (fields->accounts != NULL ? fields->accounts : none));

  if (fields->base_url != NULL && *fields->base_url != '\0')
    {
      self->base_url = normalise_base_url (fields->base_url);
      if (self->base_url == NULL)
        {
          self->enabled = FALSE;
          self->problem = _("The server's address in the settings cannot be used");
        }
    }

  if (fields->sign_in_url != NULL && *fields->sign_in_url != '\0')
    {
      self->sign_in_url = normalise_base_url (fields->sign_in_url);
      if (self->sign_in_url == NULL)
        {
          self->enabled = FALSE;
          self->problem = _("The sign-in server's address in the settings cannot be used");
        }
    }

  return self;
}

/**
 * kith_provider_settings_get_id:
 * @self: a picture of settings
 *
 * Returns: (transfer none): the provider's id
 */
const char *
kith_provider_settings_get_id (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->id;
}

/**
 * kith_provider_settings_is_enabled:
 * @self: a picture of settings
 *
 * Returns: whether the provider is switched on
 */
gboolean
kith_provider_settings_is_enabled (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), FALSE);

  return self->enabled;
}

/**
 * kith_provider_settings_is_locked:
 * @self: a picture of settings
 *
 * Returns: whether the administrator has decided on or off; together with not enabled: locked off
 */
gboolean
kith_provider_settings_is_locked (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), TRUE);

  return self->locked;
}

/**
 * kith_provider_settings_get_problem:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (nullable): why settings switch the provider off although it should be on, for people
 */
const char *
kith_provider_settings_get_problem (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->problem;
}

/**
 * kith_provider_settings_get_base_url:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (nullable): an https address without a slash at its end, or %NULL for the usual server
 */
const char *
kith_provider_settings_get_base_url (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->base_url;
}

/**
 * kith_provider_settings_get_ca_file:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (nullable) (type filename): path of further certificate authorities
 */
const char *
kith_provider_settings_get_ca_file (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->ca_file;
}

/**
 * kith_provider_settings_get_domains:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (array zero-terminated=1): domains or patterns the provider may be asked about; empty for all
 */
const char *const *
kith_provider_settings_get_domains (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return (const char *const *) self->domains;
}

/**
 * kith_provider_settings_get_accounts:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (array zero-terminated=1): accounts the provider may be asked for; empty for all
 */
const char *const *
kith_provider_settings_get_accounts (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return (const char *const *) self->accounts;
}

/**
 * kith_provider_settings_get_mode:
 * @self: a picture of settings
 *
 * Returns: when the provider may be asked
 */
KithProviderMode
kith_provider_settings_get_mode (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), KITH_PROVIDER_MODE_CLICK);

  return self->mode;
}

/**
 * kith_provider_settings_get_user:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (nullable): user name at the provider's server
 */
const char *
kith_provider_settings_get_user (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->user;
}

/**
 * kith_provider_settings_get_keep_days:
 * @self: a picture of settings
 *
 * Returns: days that its answers are kept; 0 leaves it to the provider
 */
int
kith_provider_settings_get_keep_days (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), 0);

  return self->keep_days;
}

/**
 * kith_provider_settings_get_client_id:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (nullable): client id for signing in
 */
const char *
kith_provider_settings_get_client_id (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->client_id;
}

/**
 * kith_provider_settings_get_sign_in_url:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (nullable): where to sign in, in place of the provider's usual server; without a slash at its end
 */
const char *
kith_provider_settings_get_sign_in_url (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->sign_in_url;
}

/**
 * kith_provider_settings_get_account:
 * @self: a picture of settings
 *
 * Returns: (transfer none) (nullable): the id of an account of the desktop that gives the token
 */
const char *
kith_provider_settings_get_account (KithProviderSettings *self)
{
  g_return_val_if_fail (KITH_IS_PROVIDER_SETTINGS (self), NULL);

  return self->account;
}

static void
kith_provider_settings_finalize (GObject *object)
{
  KithProviderSettings *self = KITH_PROVIDER_SETTINGS (object);

  g_strfreev (self->accounts);
  g_strfreev (self->domains);
  g_free (self->client_id);
  g_free (self->sign_in_url);
  g_free (self->account);
  g_free (self->user);
  g_free (self->ca_file);
  g_free (self->base_url);
  g_free (self->id);

  G_OBJECT_CLASS (kith_provider_settings_parent_class)->finalize (object);
}

static void
kith_provider_settings_class_init (KithProviderSettingsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_provider_settings_finalize;
}

static void
kith_provider_settings_init (KithProviderSettings *self)
{
}
