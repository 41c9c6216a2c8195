/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-engine-private.h"

#include <kith/kith-reading.h>

#include "kith-lookup-private.h"

#include <string.h>

/* Keys of org.kith.Kith. */
#define SIDEBAR_VISIBLE "sidebar-visible"
#define SIDEBAR_WIDTH "sidebar-width"

/**
 * KithEngine:
 *
 * The one object that a mail program, or the `kith` command, needs: it owns the engine thread, in which all files, all parsing and
 * the network are. Everything it gives out is immutable. Its signals are emitted, and the callbacks of its functions run, in the
 * main context that was the thread's default when it was made.
 */
struct _KithEngine
{
  GObject parent_instance;

  KithWorker *worker;
  struct _KithEngineLink *link; /* shared with the engine thread */
  gboolean sidebar_visible;
  int sidebar_width;
  guint n_asked;                /* how often the sidebar was changed here */
  gboolean reading;
  double fraction;              /* of the mail that is being read */
};

G_DEFINE_FINAL_TYPE (KithEngine, kith_engine, G_TYPE_OBJECT)

enum
{
  PROP_SIDEBAR_VISIBLE = 1,
  PROP_SIDEBAR_WIDTH,
  N_PROPERTIES
};

enum
{
  CHANGED,
  NOTICE,
  READING,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPERTIES];
static guint signals[N_SIGNALS];

/* What the engine thread holds of the engine: never a reference, so that the engine goes when its owner lets it go. */
typedef struct _KithEngineLink
{
  GWeakRef engine; /* read in the engine's own thread only */
  GMainContext *context;
  guint n_done;    /* how many of the changes of the sidebar have arrived; engine thread */
} KithEngineLink;

static void
link_clear (gpointer data)
{
  KithEngineLink *link = data;

  g_weak_ref_clear (&link->engine);
  g_main_context_unref (link->context);
}

static void
link_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, link_clear);
}

/* News on its way to the engine's own thread. */
typedef struct
{
  KithEngineLink *link;
  char *notice;             /* (nullable): a notice, otherwise a change */
  gboolean sidebar_visible;
  int sidebar_width;
  guint n_done;             /* as it was when this was posted */
} News;

static void
news_free (gpointer data)
{
  News *news = data;

  link_unref (news->link);
  g_free (news->notice);
  g_free (news);
}

static void
take_sidebar_visible (KithEngine *self,
                      gboolean    visible)
{
  if (self->sidebar_visible == visible)
    return;
  self->sidebar_visible = visible;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_VISIBLE]);
}

static void
take_sidebar_width (KithEngine *self,
                    int         width)
{
  if (self->sidebar_width == width)
    return;
  self->sidebar_width = width;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SIDEBAR_WIDTH]);
}

static gboolean
deliver (gpointer user_data)
{
  News *news = user_data;
  g_autoptr (KithEngine) self = g_weak_ref_get (&news->link->engine);

  if (self == NULL)
    return G_SOURCE_REMOVE;
  if (news->notice != NULL)
    {
      g_signal_emit (self, signals[NOTICE], 0, news->notice);
      return G_SOURCE_REMOVE;
    }
  /* What is older than the owner's last click would take it back for a moment. */
  if (news->n_done == self->n_asked)
    {
      take_sidebar_visible (self, news->sidebar_visible);
      take_sidebar_width (self, news->sidebar_width);
    }
  g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
post (KithEngineLink *link,
      const char     *notice,
      gboolean        sidebar_visible,
      int             sidebar_width)
{
  g_autoptr (GSource) source = g_idle_source_new ();
  News *news = g_new0 (News, 1);

  news->link = g_atomic_rc_box_acquire (link);
  news->notice = g_strdup (notice);
  news->sidebar_visible = sidebar_visible;
  news->sidebar_width = sidebar_width;
  news->n_done = link->n_done;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, deliver, news, news_free);
  g_source_attach (source, link->context);
}

/* Engine thread. */
static void
on_notice (KithCore   *core,
           const char *text,
           gpointer    user_data)
{
  post (user_data, text, FALSE, 0);
}

/* Engine thread. */
static void
on_changed (KithCore *core,
            gpointer  user_data)
{
  KithSettings *settings = kith_core_get_settings (core);

  post (user_data, NULL, settings == NULL || kith_settings_get_boolean (settings, SIDEBAR_VISIBLE),
        settings != NULL ? (int) kith_settings_get_integer (settings, SIDEBAR_WIDTH) : 0);
}

static void
free_closure_link (gpointer  data,
                   GClosure *closure)
{
  link_unref (data);
}

static void
tell_once (KithCore *core,
           gpointer  user_data)
{
  on_changed (core, user_data);
}

static void
kith_engine_finalize (GObject *object)
{
  KithEngine *self = KITH_ENGINE (object);

  kith_worker_stop (self->worker);
  g_clear_object (&self->worker);
  link_unref (self->link);
  G_OBJECT_CLASS (kith_engine_parent_class)->finalize (object);
}

static void
kith_engine_get_property (GObject    *object,
                          guint       id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  if (id == PROP_SIDEBAR_VISIBLE)
    g_value_set_boolean (value, KITH_ENGINE (object)->sidebar_visible);
  else if (id == PROP_SIDEBAR_WIDTH)
    g_value_set_int (value, KITH_ENGINE (object)->sidebar_width);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kith_engine_set_property (GObject      *object,
                          guint         id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  if (id == PROP_SIDEBAR_VISIBLE)
    kith_engine_set_sidebar_visible (KITH_ENGINE (object), g_value_get_boolean (value));
  else if (id == PROP_SIDEBAR_WIDTH)
    kith_engine_set_sidebar_width (KITH_ENGINE (object), g_value_get_int (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
kith_engine_class_init (KithEngineClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kith_engine_finalize;
  object_class->get_property = kith_engine_get_property;
  object_class->set_property = kith_engine_set_property;

  /**
   * KithEngine:sidebar-visible:
   *
   * Whether the sidebar is shown, in all windows of all mail programs. %FALSE until the settings are read, a few milliseconds after the start.
   */
  properties[PROP_SIDEBAR_VISIBLE] = g_param_spec_boolean ("sidebar-visible", NULL, NULL, FALSE,
                                                           G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  /**
   * KithEngine:sidebar-width:
   *
   * How wide the sidebar is in all windows of all mail programs, in pixels; 0 leaves it to the program.
   */
  properties[PROP_SIDEBAR_WIDTH] = g_param_spec_int ("sidebar-width", NULL, NULL, 0, 4000, 0,
                                                     G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  /**
   * KithEngine::changed:
   * @self: the engine
   *
   * A setting or a provider changed, through this or another program: what is shown may be asked for again.
   */
  signals[CHANGED] = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  /**
   * KithEngine::notice:
   * @self: the engine
   * @text: one line for the owner
   *
   * Something that Kith goes on without, such as a cache that cannot be written. Each is told once.
   */
  signals[NOTICE] = g_signal_new ("notice", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  /**
   * KithEngine::reading:
   * @self: the engine
   *
   * How far the mail is read has changed: see kith_engine_get_reading().
   */
  signals[READING] = g_signal_new ("reading", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kith_engine_init (KithEngine *self)
{
  self->link = g_atomic_rc_box_new0 (KithEngineLink);
  g_weak_ref_init (&self->link->engine, self);
  self->link->context = g_main_context_ref_thread_default ();
}

KithEngine *
kith_engine_new_with_config (const KithCoreConfig *config)
{
  KithEngine *self = g_object_new (KITH_TYPE_ENGINE, NULL);
  g_autoptr (KithCore) core = kith_core_new (config);

  g_signal_connect_data (core, "notice", G_CALLBACK (on_notice), g_atomic_rc_box_acquire (self->link), free_closure_link, 0);
  g_signal_connect_data (core, "changed", G_CALLBACK (on_changed), g_atomic_rc_box_acquire (self->link), free_closure_link, 0);
  self->worker = kith_worker_new (core);
  kith_worker_start (self->worker);
  kith_worker_call (self->worker, tell_once, g_atomic_rc_box_acquire (self->link), link_unref);
  return self;
}

/**
 * kith_engine_new:
 *
 * Makes an engine on the files of the person who runs it (XDG base directories). Returns at once: the files are opened in the
 * engine thread. One for each process is enough.
 *
 * Returns: (transfer full): the engine
 */
KithEngine *
kith_engine_new (void)
{
  KithCoreConfig config = { NULL };

  return kith_engine_new_with_config (&config);
}

/**
 * kith_engine_close:
 * @self: an engine
 *
 * Ends what is under way, closes the files and waits for that: for a program that is about to end. What was decided in a call
 * before this is written; calls after this are cancelled.
 */
void
kith_engine_close (KithEngine *self)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  kith_worker_stop (self->worker);
}

KithWorker *
kith_engine_get_worker (KithEngine *self)
{
  return self->worker;
}

/**
 * kith_engine_get_reading:
 * @self: an engine
 * @fraction: (out) (optional): how much of it is done, 0 to 1
 *
 * Returns: whether mail is being read into the history, so that what it says is not the whole
 */
gboolean
kith_engine_get_reading (KithEngine *self,
                         double     *fraction)
{
  g_return_val_if_fail (KITH_IS_ENGINE (self), FALSE);
  if (fraction != NULL)
    *fraction = self->reading ? self->fraction : 1.0;
  return self->reading;
}

void
kith_engine_set_reading (KithEngine *self,
                         gboolean    reading,
                         double      fraction)
{
  if (self->reading == reading && (!reading || self->fraction == fraction))
    return;
  self->reading = reading;
  self->fraction = fraction;
  g_signal_emit (self, signals[READING], 0);
}

static void
set_own_addresses (KithCore *core,
                   gpointer  user_data)
{
  kith_core_set_own_addresses (core, user_data);
}

static void
free_strv (gpointer data)
{
  g_strfreev (data);
}

/**
 * kith_engine_set_own_addresses:
 * @self: an engine
 * @addresses: (nullable) (array zero-terminated=1): the addresses of all accounts of the mail program
 *
 * Nobody is ever asked about these, and those of the settings.
 */
void
kith_engine_set_own_addresses (KithEngine        *self,
                               const char *const *addresses)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  kith_worker_call (self->worker, set_own_addresses, g_strdupv ((GStrv) addresses), free_strv);
}

static void
set_offline (KithCore *core,
             gpointer  user_data)
{
  kith_core_set_offline (core, GPOINTER_TO_INT (user_data));
}

/**
 * kith_engine_set_offline:
 * @self: an engine
 * @offline: whether the mail program works offline
 *
 * Offline, nothing remote is asked; what is cached, however old, and the local providers answer.
 */
void
kith_engine_set_offline (KithEngine *self,
                         gboolean    offline)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  kith_worker_call (self->worker, set_offline, GINT_TO_POINTER (offline), NULL);
}

/**
 * kith_engine_lookup:
 * @self: an engine
 * @address: whom to look up
 * @message: (nullable): the message through which the person is met: its headers decide too whether anybody is asked
 * @flags: how the question came about
 *
 * Starts a lookup. Connect to its signals before the main loop turns.
 *
 * Returns: (transfer full): the lookup; it is cancelled when the last reference goes
 */
KithLookup *
kith_engine_lookup (KithEngine      *self,
                    KithAddress     *address,
                    KithMessage     *message,
                    KithLookupFlags  flags)
{
  g_return_val_if_fail (KITH_IS_ENGINE (self), NULL);
  g_return_val_if_fail (KITH_IS_ADDRESS (address), NULL);
  g_return_val_if_fail (message == NULL || KITH_IS_MESSAGE (message), NULL);
  return kith_lookup_new (self->worker, address, message, flags);
}

/**
 * kith_engine_get_sidebar_visible:
 * @self: an engine
 *
 * Returns: whether the sidebar is shown; see [property@Engine:sidebar-visible]
 */
gboolean
kith_engine_get_sidebar_visible (KithEngine *self)
{
  g_return_val_if_fail (KITH_IS_ENGINE (self), FALSE);
  return self->sidebar_visible;
}

/* A change of the sidebar on its way to the engine thread. */
typedef struct
{
  KithEngineLink *link;
  const char *key;
  int value;
} SidebarChange;

static void
sidebar_change_free (gpointer data)
{
  SidebarChange *change = data;

  link_unref (change->link);
  g_free (change);
}

static void
write_sidebar (KithCore *core,
               gpointer  user_data)
{
  SidebarChange *change = user_data;
  KithSettings *settings = kith_core_get_settings (core);
  g_autoptr (GError) error = NULL;
  gboolean written;

  change->link->n_done++;
  if (settings == NULL)
    return;
  if (strcmp (change->key, SIDEBAR_VISIBLE) == 0)
    written = kith_settings_set_boolean (settings, change->key, change->value, &error);
  else
    written = kith_settings_set_integer (settings, change->key, change->value, &error);
  if (!written)
    kith_core_warn (core, &error);
}

static void
change_sidebar (KithEngine *self,
                const char *key,
                int         value)
{
  SidebarChange *change = g_new0 (SidebarChange, 1);

  self->n_asked++;
  change->link = g_atomic_rc_box_acquire (self->link);
  change->key = key;
  change->value = value;
  kith_worker_call (self->worker, write_sidebar, change, sidebar_change_free);
}

/**
 * kith_engine_get_sidebar_width:
 * @self: an engine
 *
 * Returns: how wide the sidebar is, in pixels; 0 leaves it to the program. See [property@Engine:sidebar-width]
 */
int
kith_engine_get_sidebar_width (KithEngine *self)
{
  g_return_val_if_fail (KITH_IS_ENGINE (self), 0);
  return self->sidebar_width;
}

/**
 * kith_engine_set_sidebar_width:
 * @self: an engine
 * @width: in pixels; 0 leaves it to the program
 *
 * Makes the sidebar as wide in all windows, and remembers it.
 */
void
kith_engine_set_sidebar_width (KithEngine *self,
                               int         width)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  take_sidebar_width (self, width);
  change_sidebar (self, SIDEBAR_WIDTH, width);
}

/**
 * kith_engine_set_sidebar_visible:
 * @self: an engine
 * @visible: whether to show the sidebar
 *
 * Shows or hides the sidebar in all windows, and remembers it.
 */
void
kith_engine_set_sidebar_visible (KithEngine *self,
                                 gboolean    visible)
{
  g_return_if_fail (KITH_IS_ENGINE (self));
  take_sidebar_visible (self, visible);
  change_sidebar (self, SIDEBAR_VISIBLE, visible);
}
