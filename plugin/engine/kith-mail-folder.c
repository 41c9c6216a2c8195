/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include <kith/kith-reading.h>

/**
 * KithMailFolder:
 *
 * One folder of a mail program, as the history reads it. The functions of its class are called in the thread that reads; it may be let go there as well.
 */
typedef struct
{
  char *account;
  char *name;
} KithMailFolderPrivate;

enum
{
  PROP_ACCOUNT = 1,
  PROP_NAME,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (KithMailFolder, kith_mail_folder, G_TYPE_OBJECT)

static void
kith_mail_folder_get_property (GObject    *object,
                               guint       id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  KithMailFolder *self = KITH_MAIL_FOLDER (object);

  if (id == PROP_ACCOUNT)
    g_value_set_string (value, kith_mail_folder_get_account (self));
  else if (id == PROP_NAME)
    g_value_set_string (value, kith_mail_folder_get_name (self));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kith_mail_folder_set_property (GObject      *object,
                               guint         id,
                               const GValue *value,
                               GParamSpec   *pspec)
{
  KithMailFolderPrivate *priv = kith_mail_folder_get_instance_private (KITH_MAIL_FOLDER (object));

  if (id == PROP_ACCOUNT)
    priv->account = g_value_dup_string (value);
  else if (id == PROP_NAME)
    priv->name = g_value_dup_string (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kith_mail_folder_finalize (GObject *object)
{
  KithMailFolderPrivate *priv = kith_mail_folder_get_instance_private (KITH_MAIL_FOLDER (object));

  g_free (priv->account);
  g_free (priv->name);
  G_OBJECT_CLASS (kith_mail_folder_parent_class)->finalize (object);
}

static void
kith_mail_folder_class_init (KithMailFolderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kith_mail_folder_finalize;
  object_class->get_property = kith_mail_folder_get_property;
  object_class->set_property = kith_mail_folder_set_property;

  /**
   * KithMailFolder:account:
   *
   * What the mail program calls the account. Begins with the name of the program, since several share one history.
   */
  properties[PROP_ACCOUNT] = g_param_spec_string ("account", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  /**
   * KithMailFolder:name:
   *
   * What the mail program calls the folder in its account.
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);
}

static void
kith_mail_folder_init (KithMailFolder *self)
{
}

/**
 * kith_mail_folder_get_account:
 * @self: a folder
 *
 * Returns: what the mail program calls its account
 */
const char *
kith_mail_folder_get_account (KithMailFolder *self)
{
  KithMailFolderPrivate *priv = kith_mail_folder_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_MAIL_FOLDER (self), NULL);
  return priv->account;
}

/**
 * kith_mail_folder_get_name:
 * @self: a folder
 *
 * Returns: what the mail program calls the folder in its account
 */
const char *
kith_mail_folder_get_name (KithMailFolder *self)
{
  KithMailFolderPrivate *priv = kith_mail_folder_get_instance_private (self);

  g_return_val_if_fail (KITH_IS_MAIL_FOLDER (self), NULL);
  return priv->name;
}
