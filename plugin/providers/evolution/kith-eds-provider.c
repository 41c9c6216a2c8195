/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-eds-provider.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "kith-eds-book.h"
#include "kith-eds-contact.h"

/* After that a look-up answers with what it has; a book that answers later has the card ask again. */
#define LOOKUP_LIMIT_MSEC 2000
/* Many changes at once, such as an import, are one. */
#define CHANGE_DELAY_MSEC 250
/* What the owner keeps is believed; above it is only the owner's word on the card itself. */
#define CONFIDENCE 0.95
#define MAX_CONTACTS_OF_BOOK 20

/* The registry tells of changes in the thread that made it: they are handed over to ours. */
typedef struct
{
  GMainContext *context;
  GWeakRef provider; /* read in the thread of @context only */
} Link;

struct _KithEdsProvider
{
  KithProvider parent_instance;

  ESourceRegistry *registry;               /* (nullable) (owned): the one of this process, which may be Evolution's own */
  Link *link;                              /* (owned): what the signals of @registry have of us */
  ESourceCredentialsProvider *credentials; /* (nullable) (owned) */
  GCancellable *connecting;                /* (nullable) (owned) */
  gboolean silent;                         /* nobody answered while it was connecting: nobody waits for that any more */
  GPtrArray *books;                        /* (owned) (element-type KithEdsBook): in the order in which they are believed */
  GPtrArray *lookups;                      /* (owned) (element-type GTask): under way */
  KithEdsBook *opening;                    /* (nullable) (owned): one at a time, since Evolution's library opens them in one thread */
  GSource *change;                         /* (nullable) (owned) */
};

G_DEFINE_DYNAMIC_TYPE_EXTENDED (KithEdsProvider, kith_eds_provider, KITH_TYPE_PROVIDER, G_TYPE_FLAG_FINAL, )

typedef enum
{
  PART_WAITING,  /* for the book to be opened */
  PART_ASKED,
  PART_DONE,
  PART_SILENT,   /* it did not answer in time */
  PART_LEFT_OUT, /* a server's book that this question is not put to */
} PartState;

/* What one look-up has of one book. */
typedef struct
{
  KithEdsBook *book;         /* (owned) */
  GSList *contacts;          /* (owned) (element-type EContact) */
  PartState state;
} Part;

/* One look-up. */
typedef struct
{
  KithAddress *address;
  char *query;
  gboolean from_list;        /* met through a mailing list: nobody's server is asked about its writers */
  GPtrArray *parts;          /* (nullable) (owned) (element-type Part): once the books are known */
  GCancellable *cancellable; /* of the questions to the books */
  GSource *limit;
  GSource *cancelled;        /* (nullable) (owned) */
} Lookup;

/* A question to one book on its way. */
typedef struct
{
  GTask *task; /* (owned) */
  guint part;
} Question;

static void go_on (KithEdsProvider *self);

static void
part_free (gpointer data)
{
  Part *part = data;

  g_object_unref (part->book);
  g_slist_free_full (part->contacts, g_object_unref);
  g_free (part);
}

static void
destroy_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
lookup_free (gpointer data)
{
  Lookup *lookup = data;

  destroy_source (&lookup->limit);
  destroy_source (&lookup->cancelled);
  g_object_unref (lookup->address);
  g_free (lookup->query);
  g_clear_pointer (&lookup->parts, g_ptr_array_unref);
  g_object_unref (lookup->cancellable);
  g_free (lookup);
}

static void
link_clear (gpointer data)
{
  Link *link = data;

  g_main_context_unref (link->context);
  g_weak_ref_clear (&link->provider);
}

static void
link_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, link_clear);
}

static void
link_unref_closure (gpointer  data,
                    GClosure *closure)
{
  link_unref (data);
}

static GMainContext *
ref_registry_context (ESourceRegistry *registry)
{
  g_autoptr (ESource) source = e_source_registry_ref_builtin_address_book (registry);

  return source != NULL ? e_source_ref_main_context (source) : NULL;
}

static gboolean
drop_registry (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/*
 * Whoever lets the registry of a process go last turns the main loop of whoever made it: in Evolution that is the user-interface, and not to be done in
 * our thread. Its own loop does it, or nobody, where Evolution is about to end.
 */
static void
release_registry (KithEdsProvider *self)
{
  g_autoptr (GMainContext) context = NULL;
  g_autoptr (GSource) idle = NULL;

  if (self->registry == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->registry, self->link);
  context = ref_registry_context (self->registry);
  if (context == self->link->context)
    {
      g_clear_object (&self->registry);
      return;
    }
  idle = g_idle_source_new ();
  g_source_set_callback (idle, drop_registry, g_steal_pointer (&self->registry), g_object_unref);
  g_source_attach (idle, context);
}

static void
kith_eds_provider_dispose (GObject *object)
{
  KithEdsProvider *self = KITH_EDS_PROVIDER (object);

  destroy_source (&self->change);
  g_cancellable_cancel (self->connecting);
  g_clear_object (&self->connecting);
  g_clear_object (&self->opening);
  g_ptr_array_set_size (self->books, 0);
  g_clear_object (&self->credentials);
  release_registry (self);
  G_OBJECT_CLASS (kith_eds_provider_parent_class)->dispose (object);
}

static void
kith_eds_provider_finalize (GObject *object)
{
  KithEdsProvider *self = KITH_EDS_PROVIDER (object);

  g_ptr_array_unref (self->books);
  g_ptr_array_unref (self->lookups);
  link_unref (self->link);
  G_OBJECT_CLASS (kith_eds_provider_parent_class)->finalize (object);
}

static gboolean
on_change (gpointer user_data)
{
  KithEdsProvider *self = user_data;

  g_clear_pointer (&self->change, g_source_unref);
  kith_provider_changed (KITH_PROVIDER (self));
  return G_SOURCE_REMOVE;
}

static void
change_soon (KithEdsProvider *self)
{
  if (self->change != NULL)
    return;
  self->change = g_timeout_source_new (CHANGE_DELAY_MSEC);
  g_source_set_callback (self->change, on_change, self, NULL);
  g_source_attach (self->change, g_main_context_get_thread_default ());
}

static void
add_contact (KithAnswerBuilder *builder,
             ESource           *source,
             EContact          *contact,
             KithAddress       *address)
{
  g_autofree char *uri = kith_contact_uri_new ("evolution", e_source_get_uid (source), e_contact_get_const (contact, E_CONTACT_UID));
  g_autofree char *name = e_source_dup_display_name (source);

  kith_answer_builder_set_contact (builder, name, uri);
  kith_eds_contact_add_facts (contact, address, builder);
}

static int
compare_contacts (gconstpointer a,
                  gconstpointer b)
{
  return g_strcmp0 (e_contact_get_const ((EContact *) a, E_CONTACT_UID), e_contact_get_const ((EContact *) b, E_CONTACT_UID));
}

/* Two contacts with one address both say what they say, in the order of their ids, so that it is always the same one that is believed first. */
static guint
add_part (KithAnswerBuilder *builder,
          Part              *part,
          KithAddress       *address)
{
  guint n = 0;

  part->contacts = g_slist_sort (part->contacts, compare_contacts);
  for (GSList *l = part->contacts; l != NULL && n < MAX_CONTACTS_OF_BOOK; l = l->next)
    if (e_contact_get_const (l->data, E_CONTACT_UID) != NULL && kith_eds_contact_matches (l->data, address))
      {
        add_contact (builder, kith_eds_book_get_source (part->book), l->data, address);
        n++;
      }
  return n;
}

/* Returns: (transfer full) (nullable): which books are missing, in one line */
static char *
describe_silent (Lookup *lookup)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; lookup->parts != NULL && i < lookup->parts->len; i++)
    {
      Part *part = g_ptr_array_index (lookup->parts, i);
      g_autofree char *name = e_source_dup_display_name (kith_eds_book_get_source (part->book));

      if (part->state != PART_SILENT)
        continue;
      if (names->len > 0)
        g_string_append (names, ", ");
      g_string_append (names, name);
    }
  if (lookup->parts == NULL)
    return g_strdup (_("Evolution's address books did not answer in time."));
  /* Translators: %s is the names of one or more address books */
  return names->len > 0 ? g_strdup_printf (_("No answer from: %s."), names->str) : NULL;
}

static void
answer (KithEdsProvider *self,
        GTask           *task)
{
  Lookup *lookup = g_task_get_task_data (task);
  g_autoptr (KithAnswerBuilder) builder = kith_answer_builder_new (kith_provider_get_id (KITH_PROVIDER (self)), g_get_real_time () / G_USEC_PER_SEC, 0);
  g_autofree char *silent = describe_silent (lookup);
  guint n = 0;

  kith_answer_builder_set_confidence (builder, CONFIDENCE);
  for (guint i = 0; lookup->parts != NULL && i < lookup->parts->len; i++)
    n += add_part (builder, g_ptr_array_index (lookup->parts, i), lookup->address);
  g_task_return_pointer (task, kith_answer_builder_end (builder, n > 0 ? KITH_ANSWER_FOUND : silent != NULL ? KITH_ANSWER_FAILED : KITH_ANSWER_NOT_FOUND,
                                                        silent), g_object_unref);
}

/* Ends @task with what there is. */
static void
end_lookup (KithEdsProvider *self,
            GTask           *task,
            GError          *error)
{
  g_autoptr (GTask) held = g_object_ref (task);
  Lookup *lookup = g_task_get_task_data (task);

  if (!g_ptr_array_remove (self->lookups, task))
    {
      g_clear_error (&error);
      return;
    }
  destroy_source (&lookup->limit);
  destroy_source (&lookup->cancelled);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    answer (self, task);
  g_cancellable_cancel (lookup->cancellable);
}

static gboolean
is_complete (Lookup *lookup)
{
  for (guint i = 0; i < lookup->parts->len; i++)
    if (((Part *) g_ptr_array_index (lookup->parts, i))->state < PART_DONE)
      return FALSE;
  return TRUE;
}

static void
question_free (Question *question)
{
  g_object_unref (question->task);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
on_found (GObject      *source,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr (Question) question = user_data;
  g_autoptr (KithEdsProvider) self = g_object_ref (g_task_get_source_object (question->task));
  Lookup *lookup = g_task_get_task_data (question->task);
  Part *part = g_ptr_array_index (lookup->parts, question->part);
  g_autoptr (GError) error = NULL;
  GSList *contacts = kith_eds_book_find_finish (KITH_EDS_BOOK (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  part->contacts = contacts;
  part->state = error == NULL ? PART_DONE : PART_SILENT;
  if (error != NULL)
    {
      g_debug ("An address book did not answer: %s", error->message);
      kith_eds_book_give_up (part->book, FALSE);
    }
  if (is_complete (lookup))
    end_lookup (self, question->task, NULL);
}

/* A book that Evolution has on a server is asked as Evolution itself does while an address is typed: where the owner lets it. */
static gboolean
may_ask (Lookup      *lookup,
         KithEdsBook *book)
{
  ESource *source = kith_eds_book_get_source (book);

  if (kith_eds_book_is_at_hand (book))
    return TRUE;
  return !lookup->from_list && e_source_has_extension (source, E_SOURCE_EXTENSION_AUTOCOMPLETE)
         && e_source_autocomplete_get_include_me (e_source_get_extension (source, E_SOURCE_EXTENSION_AUTOCOMPLETE));
}

static void
ask_part (GTask *task,
          guint  index)
{
  Lookup *lookup = g_task_get_task_data (task);
  Part *part = g_ptr_array_index (lookup->parts, index);
  Question *question;

  if (!may_ask (lookup, part->book))
    {
      part->state = PART_LEFT_OUT;
      return;
    }
  part->state = PART_ASKED;
  question = g_new0 (Question, 1);
  question->task = g_object_ref (task);
  question->part = index;
  kith_eds_book_find_async (part->book, lookup->query, lookup->cancellable, on_found, question);
}

static void
open_next (KithEdsProvider *self,
           KithEdsBook     *book)
{
  if (self->opening != NULL)
    return;
  self->opening = g_object_ref (book);
  kith_eds_book_open (book);
}

static void
go_on_with (KithEdsProvider *self,
            GTask           *task)
{
  Lookup *lookup = g_task_get_task_data (task);

  if (lookup->parts == NULL)
    {
      lookup->parts = g_ptr_array_new_with_free_func (part_free);
      for (guint i = 0; i < self->books->len; i++)
        {
          Part *part = g_new0 (Part, 1);

          part->book = g_object_ref (g_ptr_array_index (self->books, i));
          g_ptr_array_add (lookup->parts, part);
        }
    }
  for (guint i = 0; i < lookup->parts->len; i++)
    {
      Part *part = g_ptr_array_index (lookup->parts, i);

      if (part->state != PART_WAITING)
        continue;
      switch (kith_eds_book_get_state (part->book))
        {
        case KITH_EDS_BOOK_CLOSED:
          open_next (self, part->book);
          break;
        case KITH_EDS_BOOK_OPENING:
          break;
        case KITH_EDS_BOOK_OPEN:
          ask_part (task, i);
          break;
        case KITH_EDS_BOOK_TROUBLE:
          part->state = PART_SILENT;
          break;
        }
    }
  if (is_complete (lookup))
    end_lookup (self, task, NULL);
}

static gpointer
ref_task (gconstpointer task,
          gpointer      user_data)
{
  return g_object_ref ((gpointer) task);
}

/* Whenever a book or the list of books is there. */
static void
go_on (KithEdsProvider *self)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_copy (self->lookups, ref_task, NULL);

  g_ptr_array_set_free_func (tasks, g_object_unref);
  if (self->registry == NULL)
    return;
  for (guint i = 0; i < tasks->len; i++)
    go_on_with (self, g_ptr_array_index (tasks, i));
}

static void
on_opened (KithEdsProvider *self,
           KithEdsBook     *book)
{
  if (self->opening == book)
    g_clear_object (&self->opening);
  go_on (self);
  /* Those that did not wait for it ask again. */
  if (kith_eds_book_get_state (book) == KITH_EDS_BOOK_OPEN)
    change_soon (self);
}

static KithEdsBook *
find_book (GPtrArray *books,
           ESource   *source)
{
  for (guint i = 0; i < books->len; i++)
    if (g_strcmp0 (e_source_get_uid (kith_eds_book_get_source (books->pdata[i])), e_source_get_uid (source)) == 0)
      return books->pdata[i];
  return NULL;
}

static gboolean
is_local (ESource *source)
{
  g_autofree char *backend = e_source_backend_dup_backend_name (e_source_get_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK));

  return g_strcmp0 (backend, "local") == 0;
}

/* Books of this computer first: they open at once, and are the owner's own. */
static int
compare_books (gconstpointer a,
               gconstpointer b)
{
  ESource *one = kith_eds_book_get_source (*(KithEdsBook *const *) a), *two = kith_eds_book_get_source (*(KithEdsBook *const *) b);
  g_autofree char *name_one = e_source_dup_display_name (one);
  g_autofree char *name_two = e_source_dup_display_name (two);
  int names;

  if (is_local (one) != is_local (two))
    return is_local (one) ? -1 : 1;
  names = g_strcmp0 (name_one, name_two);
  return names != 0 ? names : g_strcmp0 (e_source_get_uid (one), e_source_get_uid (two));
}

static KithEdsBook *
make_book (KithEdsProvider *self,
           ESource         *source)
{
  KithEdsBook *book = kith_eds_book_new (source, self->credentials);

  g_signal_connect_object (book, "opened", G_CALLBACK (on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "changed", G_CALLBACK (change_soon), self, G_CONNECT_SWAPPED);
  return book;
}

static void
list_books (KithEdsProvider *self)
{
  GPtrArray *books = g_ptr_array_new_with_free_func (g_object_unref);
  GList *sources = e_source_registry_list_enabled (self->registry, E_SOURCE_EXTENSION_ADDRESS_BOOK);

  for (GList *l = sources; l != NULL; l = l->next)
    {
      KithEdsBook *former = find_book (self->books, l->data);

      g_ptr_array_add (books, former != NULL ? g_object_ref (former) : make_book (self, l->data));
    }
  g_list_free_full (sources, g_object_unref);
  g_ptr_array_sort (books, compare_books);
  g_ptr_array_unref (self->books);
  self->books = books;
}

static void
take_source (KithEdsProvider *self,
             ESource         *source)
{
  KithEdsBook *opening;

  if (!e_source_has_extension (source, E_SOURCE_EXTENSION_ADDRESS_BOOK) && find_book (self->books, source) == NULL)
    return;
  list_books (self);
  opening = self->opening;
  /* It went while it was being opened: the others do not wait for its end. */
  if (opening != NULL && find_book (self->books, kith_eds_book_get_source (opening)) != opening)
    {
      g_clear_object (&self->opening);
      go_on (self);
    }
  change_soon (self);
}

/* A change on its way into our thread. */
typedef struct
{
  Link *link;
  ESource *source;
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  link_unref (change->link);
  g_object_unref (change->source);
  g_free (change);
}

static gboolean
deliver_change (gpointer user_data)
{
  Change *change = user_data;
  g_autoptr (KithEdsProvider) self = g_weak_ref_get (&change->link->provider);

  if (self != NULL && self->registry != NULL)
    take_source (self, change->source);
  return G_SOURCE_REMOVE;
}

/* In the thread that made the registry. */
static void
on_source (ESourceRegistry *registry,
           ESource         *source,
           Link            *link)
{
  g_autoptr (GSource) idle = g_idle_source_new ();
  Change *change = g_new0 (Change, 1);

  change->link = g_atomic_rc_box_acquire (link);
  change->source = g_object_ref (source);
  g_source_set_callback (idle, deliver_change, change, change_free);
  g_source_attach (idle, link->context);
}

static void
follow_sources (KithEdsProvider *self)
{
  static const char *const signals[] = { "source-added", "source-removed", "source-enabled", "source-disabled", "source-changed" };

  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    g_signal_connect_data (self->registry, signals[i], G_CALLBACK (on_source), g_atomic_rc_box_acquire (self->link), link_unref_closure, 0);
}

/* No bus of a session, or no Evolution Data Server: then there are no books, which is no failure. */
static gboolean
is_absent (const GError *error)
{
  return g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_SERVICE_UNKNOWN) || g_error_matches (error, G_DBUS_ERROR, G_DBUS_ERROR_NO_SERVER)
         || error->domain == G_IO_ERROR;
}

static void
end_all (KithEdsProvider *self,
         const GError    *error)
{
  while (self->lookups->len > 0)
    {
      GTask *task = g_ptr_array_index (self->lookups, 0);
      Lookup *lookup = g_task_get_task_data (task);

      if (is_absent (error) && lookup->parts == NULL)
        lookup->parts = g_ptr_array_new_with_free_func (part_free);
      end_lookup (self, task, is_absent (error) ? NULL
                                                : g_error_new_literal (KITH_ERROR, KITH_ERROR_UNAVAILABLE, _("Evolution's address books cannot be reached.")));
    }
}

static void
on_registry (GObject      *source,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr (KithEdsProvider) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (ESourceRegistry) registry = e_source_registry_new_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->connecting);
  self->silent = FALSE;
  if (registry == NULL)
    {
      g_debug ("No address books of Evolution: %s", error->message);
      end_all (self, error);
      return;
    }
  self->registry = g_steal_pointer (&registry);
  self->credentials = e_source_credentials_provider_new (self->registry);
  follow_sources (self);
  list_books (self);
  go_on (self);
  /* Those that did not wait ask again. */
  change_soon (self);
}

static gboolean
on_limit (gpointer user_data)
{
  GTask *task = user_data;
  KithEdsProvider *self = g_task_get_source_object (task);
  Lookup *lookup = g_task_get_task_data (task);

  self->silent = self->registry == NULL;
  for (guint i = 0; lookup->parts != NULL && i < lookup->parts->len; i++)
    {
      Part *part = g_ptr_array_index (lookup->parts, i);

      if (part->state == PART_ASKED)
        kith_eds_book_give_up (part->book, TRUE);
      if (part->state < PART_DONE)
        part->state = PART_SILENT;
    }
  end_lookup (self, task, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable,
              gpointer      user_data)
{
  GTask *task = user_data;

  end_lookup (g_task_get_source_object (task), task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, _("Cancelled")));
  return G_SOURCE_REMOVE;
}

static void
kith_eds_provider_lookup_async (KithProvider        *provider,
                                KithQuery           *query,
                                GCancellable        *cancellable,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  KithEdsProvider *self = KITH_EDS_PROVIDER (provider);
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Lookup *lookup = g_new0 (Lookup, 1);

  g_task_set_source_tag (task, kith_eds_provider_lookup_async);
  g_task_set_name (task, "[kith] address books of Evolution");
  lookup->address = g_object_ref (kith_query_get_address (query));
  lookup->query = kith_eds_contact_make_query (lookup->address);
  lookup->from_list = kith_query_get_header (query, "List-Id") != NULL || kith_query_get_header (query, "List-Post") != NULL;
  lookup->cancellable = g_cancellable_new ();
  lookup->limit = g_timeout_source_new (LOOKUP_LIMIT_MSEC);
  /* An answer that has arrived comes first, however long this thread was busy with something else: it was not the book that kept silent. */
  g_source_set_priority (lookup->limit, G_PRIORITY_LOW);
  g_source_set_callback (lookup->limit, on_limit, task, NULL);
  g_source_attach (lookup->limit, g_main_context_get_thread_default ());
  if (cancellable != NULL)
    {
      lookup->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (lookup->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
      g_source_attach (lookup->cancelled, g_main_context_get_thread_default ());
    }
  g_task_set_task_data (task, lookup, lookup_free);
  g_ptr_array_add (self->lookups, task);
  if (self->registry != NULL)
    go_on_with (self, task);
  else if (self->silent)
    end_lookup (self, task, NULL);
  else if (self->connecting == NULL)
    {
      self->connecting = g_cancellable_new ();
      e_source_registry_new (self->connecting, on_registry, g_object_ref (self));
    }
}

static KithAnswer *
kith_eds_provider_lookup_finish (KithProvider  *provider,
                                 GAsyncResult  *result,
                                 GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
kith_eds_provider_class_init (KithEdsProviderClass *klass)
{
  KithProviderClass *provider_class = KITH_PROVIDER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kith_eds_provider_dispose;
  G_OBJECT_CLASS (klass)->finalize = kith_eds_provider_finalize;
  provider_class->lookup_async = kith_eds_provider_lookup_async;
  provider_class->lookup_finish = kith_eds_provider_lookup_finish;
}

static void
kith_eds_provider_class_finalize (KithEdsProviderClass *klass)
{
}

static void
kith_eds_provider_init (KithEdsProvider *self)
{
  static const KithField fields[] = {
    KITH_FIELD_NAME, KITH_FIELD_ROLE, KITH_FIELD_COMPANY, KITH_FIELD_DEPARTMENT, KITH_FIELD_LOCATION, KITH_FIELD_TIME_ZONE, KITH_FIELD_PRONOUNS,
    KITH_FIELD_PHOTO, KITH_FIELD_PHONE, KITH_FIELD_EMAIL, KITH_FIELD_LINK, KITH_FIELD_MANAGER, KITH_FIELD_ASSISTANT, KITH_FIELD_LANGUAGE,
    KITH_FIELD_BIRTHDAY, KITH_FIELD_NOTE,
  };
  guint64 set = 0;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    set |= G_GUINT64_CONSTANT (1) << fields[i];
  g_object_set (self, "id", "evolution", "name", _("Evolution address books"), "fields", set, NULL);
  self->link = g_atomic_rc_box_new0 (Link);
  self->link->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&self->link->provider, self);
  self->books = g_ptr_array_new_with_free_func (g_object_unref);
  self->lookups = g_ptr_array_new_with_free_func (g_object_unref);
}

void
kith_eds_provider_register (GTypeModule *module)
{
  kith_eds_provider_register_type (module);
}
