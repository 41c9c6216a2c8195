/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-claws-shelf.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <kith/kith-contact.h>
#include <kith/kith-error.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "kith-claws-book.h"
#include "kith-claws-names.h"
#include "kith-claws-servers.h"
#include "kith-message-card.h"
#include "kith-picture.h"
#include "kith-vcard-line.h"

#define INDEX_NAME "addrbook--index.xml"
#define MAX_INDEX_BYTES (1024 * 1024)
#define MAX_PHOTO_BYTES (1024 * 1024)
#define MAX_CARDS 100000
#define MAX_CARD_BYTES (1024 * 1024)
#define MAX_ADDRESSES_OF_CARD 64

/* A file as it was when it was read. */
typedef struct
{
  guint64 inode;
  gint64 mtime;
  gint64 size;
} Stamp;

/* Where in a vCard file one card is. */
typedef struct
{
  gsize offset;
  gsize length;
} Slice;

/* One address book. Only what finds a person again is kept of a vCard file: the card is read when it is needed. */
typedef struct
{
  KithClawsSourceKind kind;
  char *name;
  char *path;
  char *id;             /* what Claws Mail knows it by */
  Stamp stamp;
  GPtrArray *persons;   /* (nullable) (owned) (element-type KithClawsPerson) */
  GArray *cards;        /* (nullable) (owned) (element-type Slice) */
  GHashTable *places;   /* (element-type utf8 GArray): address to the places in @persons or @cards */
  char *trouble;        /* (nullable): why it is not as it is in the file now */
} Book;

struct _KithClawsShelf
{
  GObject parent_instance;

  char *folder;
  Stamp stamp;
  char *trouble;        /* (nullable): of the index */
  GPtrArray *books;     /* (owned) (element-type Book) */
};

G_DEFINE_FINAL_TYPE (KithClawsShelf, kith_claws_shelf, G_TYPE_OBJECT)

static void
book_free (gpointer data)
{
  Book *book = data;

  g_free (book->name);
  g_free (book->path);
  g_free (book->id);
  g_clear_pointer (&book->persons, g_ptr_array_unref);
  g_clear_pointer (&book->cards, g_array_unref);
  g_clear_pointer (&book->places, g_hash_table_unref);
  g_free (book->trouble);
  g_free (book);
}

static void
kith_claws_shelf_finalize (GObject *object)
{
  KithClawsShelf *self = KITH_CLAWS_SHELF (object);

  g_free (self->folder);
  g_free (self->trouble);
  g_ptr_array_unref (self->books);
  G_OBJECT_CLASS (kith_claws_shelf_parent_class)->finalize (object);
}

static void
kith_claws_shelf_class_init (KithClawsShelfClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kith_claws_shelf_finalize;
}

static void
kith_claws_shelf_init (KithClawsShelf *self)
{
  self->books = g_ptr_array_new_with_free_func (book_free);
}

/*
 * kith_claws_shelf_new:
 * @folder: the folder in which Claws Mail keeps its address books: `addrbook` in its own folder
 *
 * Returns: (transfer full): a shelf that is empty until kith_claws_shelf_update()
 */
KithClawsShelf *
kith_claws_shelf_new (const char *folder)
{
  KithClawsShelf *self = g_object_new (KITH_TYPE_CLAWS_SHELF, NULL);

  self->folder = g_strdup (folder);
  return self;
}

static void
take_stamp (const struct stat *status,
            Stamp             *stamp)
{
  stamp->inode = status->st_ino;
  stamp->mtime = (gint64) status->st_mtim.tv_sec * G_USEC_PER_SEC + status->st_mtim.tv_nsec / 1000;
  stamp->size = status->st_size;
}

/* Whether the file is another one than that of @stamp, which it then becomes. A file that is not there has the empty stamp. */
static gboolean
has_changed (const char *path,
             Stamp      *stamp)
{
  struct stat status;
  Stamp now = { 0 };

  if (stat (path, &status) == 0)
    take_stamp (&status, &now);
  if (memcmp (&now, stamp, sizeof now) == 0)
    return FALSE;
  *stamp = now;
  return TRUE;
}

static gboolean
read_fully (int   fd,
            char *data,
            gsize length)
{
  while (length > 0)
    {
      gssize n = read (fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      data += n;
      length -= n;
    }
  return TRUE;
}

/*
 * Never waits, as for a pipe that somebody put there: a book is a regular file.
 * Returns: (transfer full) (nullable): @length bytes from @offset on, all where @length is 0
 */
static GBytes *
read_file (const char  *path,
           gsize        offset,
           gsize        length,
           gsize        max_bytes,
           GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  struct stat status;
  g_autofree char *data = NULL;
  gboolean done = FALSE;

  if (fd >= 0 && fstat (fd, &status) == 0 && S_ISREG (status.st_mode))
    {
      if (length == 0)
        length = status.st_size;
      if (length > max_bytes)
        {
          close (fd);
          g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("The address book is too large."));
          return NULL;
        }
      data = g_malloc (length + 1);
      done = lseek (fd, (off_t) offset, SEEK_SET) >= 0 && read_fully (fd, data, length);
    }
  if (fd >= 0)
    close (fd);
  if (done)
    return g_bytes_new_take (g_steal_pointer (&data), length);
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_STORAGE, _("The file cannot be read."));
  return NULL;
}

/* Returns: (transfer full) (nullable): what an address is found by */
static char *
make_key (const char *mailbox)
{
  g_autoptr (KithAddress) address = kith_address_new (mailbox, NULL, NULL);

  return address != NULL ? g_ascii_strdown (kith_address_get_key (address), -1) : NULL;
}

static void
add_place (GHashTable *places,
           const char *mailbox,
           guint       place)
{
  char *key = make_key (mailbox);
  GArray *of_key;

  if (key == NULL)
    return;
  of_key = g_hash_table_lookup (places, key);
  if (of_key == NULL)
    {
      of_key = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (places, key, of_key);
    }
  else
    g_free (key);
  g_array_append_val (of_key, place);
}

static GHashTable *
new_places (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_array_unref);
}

static gboolean
load_persons (Book    *book,
              GBytes  *bytes,
              GError **error)
{
  GPtrArray *persons = kith_claws_book_parse (bytes, error);

  if (persons == NULL)
    return FALSE;
  g_clear_pointer (&book->persons, g_ptr_array_unref);
  g_clear_pointer (&book->places, g_hash_table_unref);
  book->persons = persons;
  book->places = new_places ();
  for (guint i = 0; i < persons->len; i++)
    {
      KithClawsPerson *person = g_ptr_array_index (persons, i);

      for (guint k = 0; k < person->addresses->len; k++)
        add_place (book->places, g_ptr_array_index (person->addresses, k), i);
    }
  return TRUE;
}

/* Ends a card at @reader, which began at @begin with the addresses in @mailboxes. */
static void
add_card (Book       *book,
          const char *data,
          const char *begin,
          const char *end,
          GPtrArray  *mailboxes)
{
  Slice slice = { begin - data, end - begin };

  if (slice.length <= MAX_CARD_BYTES && book->cards->len < MAX_CARDS)
    {
      for (guint i = 0; i < mailboxes->len; i++)
        add_place (book->places, g_ptr_array_index (mailboxes, i), book->cards->len);
      g_array_append_val (book->cards, slice);
    }
  g_ptr_array_set_size (mailboxes, 0);
}

static gboolean
load_cards (Book    *book,
            GBytes  *bytes,
            GError **error)
{
  g_autoptr (GPtrArray) mailboxes = g_ptr_array_new_with_free_func (g_free);
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  KithVCardReader reader = { data, data + size };
  const char *begin = NULL;

  g_clear_pointer (&book->cards, g_array_unref);
  g_clear_pointer (&book->places, g_hash_table_unref);
  book->cards = g_array_new (FALSE, FALSE, sizeof (Slice));
  book->places = new_places ();
  while (reader.p < reader.end)
    {
      const char *at = reader.p;
      g_autoptr (KithVCardLine) line = kith_vcard_reader_next (&reader);

      if (line == NULL)
        break;
      if (strcmp (line->name, "begin") == 0)
        begin = at;
      else if (strcmp (line->name, "email") == 0 && begin != NULL && mailboxes->len < MAX_ADDRESSES_OF_CARD)
        g_ptr_array_add (mailboxes, g_strdup (line->value));
      else if (strcmp (line->name, "end") == 0 && begin != NULL)
        {
          add_card (book, data, begin, reader.p, mailboxes);
          begin = NULL;
        }
    }
  if (book->cards->len > 0 || size == 0)
    return TRUE;
  g_set_error_literal (error, KITH_ERROR, KITH_ERROR_INVALID, _("There is no vCard in it."));
  return FALSE;
}

/* What was read before stays where the file cannot be read now. */
static void
book_update (Book *book)
{
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;

  if (!has_changed (book->path, &book->stamp))
    return;
  g_clear_pointer (&book->trouble, g_free);
  bytes = read_file (book->path, 0, 0, KITH_CLAWS_BOOK_MAX_BYTES, &error);
  if (bytes != NULL && (book->kind == KITH_CLAWS_VCARD ? load_cards (book, bytes, &error) : load_persons (book, bytes, &error)))
    return;
  /* Translators: the first %s is the name of an address book, the second a sentence: why it cannot be read */
  book->trouble = g_strdup_printf (_("“%s”: %s"), book->name, error->message);
}

static Book *
find_book (GPtrArray           *books,
           KithClawsSourceKind  kind,
           const char          *path)
{
  for (guint i = 0; i < books->len; i++)
    {
      Book *book = g_ptr_array_index (books, i);

      if (book->kind == kind && strcmp (book->path, path) == 0)
        return book;
    }
  return NULL;
}

/* A book is a file beside the index and nowhere else; a vCard file is where the owner said. An LDAP server is another provider's. */
static char *
dup_path (KithClawsShelf  *self,
          KithClawsSource *source)
{
  if (source->file == NULL || source->kind == KITH_CLAWS_LDAP)
    return NULL;
  if (source->kind == KITH_CLAWS_VCARD)
    return g_path_is_absolute (source->file) ? g_strdup (source->file) : NULL;
  if (strchr (source->file, G_DIR_SEPARATOR) != NULL || g_str_has_prefix (source->file, "."))
    return NULL;
  return g_build_filename (self->folder, source->file, NULL);
}

static void
take_sources (KithClawsShelf *self,
              GPtrArray      *sources)
{
  g_autoptr (GPtrArray) former = g_steal_pointer (&self->books);

  self->books = g_ptr_array_new_with_free_func (book_free);
  for (guint i = 0; i < sources->len; i++)
    {
      KithClawsSource *source = g_ptr_array_index (sources, i);
      g_autofree char *path = dup_path (self, source);
      Book *book;
      guint place;

      if (path == NULL || find_book (self->books, source->kind, path) != NULL)
        continue;
      book = find_book (former, source->kind, path);
      if (book != NULL && g_ptr_array_find (former, book, &place))
        g_ptr_array_steal_index (former, place);
      else
        {
          book = g_new0 (Book, 1);
          book->kind = source->kind;
          book->path = g_steal_pointer (&path);
          book->id = g_strdup (source->file);
        }
      g_free (book->name);
      book->name = g_strdup (source->name);
      g_ptr_array_add (self->books, book);
    }
}

static GPtrArray *
read_index (const char  *path,
            GError     **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (GBytes) bytes = read_file (path, 0, 0, MAX_INDEX_BYTES, &cause);
  GPtrArray *sources = bytes != NULL ? kith_claws_index_parse (bytes, &cause) : NULL;

  if (sources == NULL)
    /* Translators: %s is a sentence: why it cannot be read */
    g_set_error (error, cause->domain, cause->code, _("Claws Mail's list of address books: %s"), cause->message);
  return sources;
}

/*
 * kith_claws_shelf_list_servers:
 * @error: return location: as kith_claws_index_parse(), or %KITH_ERROR_STORAGE
 *
 * Reads the index anew, and nothing else.
 *
 * Returns: (transfer full) (nullable) (element-type KithKnownServer): the LDAP servers; empty where there is no Claws Mail
 */
GPtrArray *
kith_claws_shelf_list_servers (KithClawsShelf  *self,
                               GError         **error)
{
  g_autofree char *index = g_build_filename (self->folder, INDEX_NAME, NULL);
  g_autoptr (GPtrArray) sources = g_file_test (index, G_FILE_TEST_EXISTS) ? read_index (index, error) : g_ptr_array_new ();

  return sources != NULL ? kith_claws_servers_new (sources) : NULL;
}

/*
 * kith_claws_shelf_update:
 *
 * Reads what is not as it was. A file that cannot be read leaves what was read of it before, and a line.
 */
void
kith_claws_shelf_update (KithClawsShelf *self)
{
  g_autofree char *index = g_build_filename (self->folder, INDEX_NAME, NULL);

  if (has_changed (index, &self->stamp))
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) sources = NULL;

      g_clear_pointer (&self->trouble, g_free);
      if (self->stamp.inode == 0)
        /* No Claws Mail, or one that has no address books. */
        g_ptr_array_set_size (self->books, 0);
      else
        {
          sources = read_index (index, &error);
          if (sources != NULL)
            take_sources (self, sources);
          else
            self->trouble = g_strdup (error->message);
        }
    }
  for (guint i = 0; i < self->books->len; i++)
    book_update (g_ptr_array_index (self->books, i));
}

/*
 * kith_claws_shelf_dup_files:
 *
 * Returns: (transfer full): the vCard files that are somewhere else than in the folder
 */
GStrv
kith_claws_shelf_dup_files (KithClawsShelf *self)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; i < self->books->len; i++)
    {
      Book *book = g_ptr_array_index (self->books, i);

      if (book->kind == KITH_CLAWS_VCARD)
        g_strv_builder_add (builder, book->path);
    }
  return g_strv_builder_end (builder);
}

static void
add_photo (KithClawsShelf    *self,
           KithClawsPerson   *person,
           KithAnswerBuilder *builder)
{
  g_autofree char *name = g_strconcat (person->uid, ".png", NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GBytes) bytes = NULL;

  if (strchr (person->uid, G_DIR_SEPARATOR) != NULL || g_str_has_prefix (person->uid, "."))
    return;
  bytes = read_file (path, 0, 0, MAX_PHOTO_BYTES, NULL);
  if (bytes != NULL)
    kith_answer_builder_add_picture (builder, KITH_FIELD_PHOTO, kith_picture_find_media_type (bytes), bytes);
}

static void
add_person (KithClawsShelf    *self,
            Book              *book,
            KithClawsPerson   *person,
            const char        *key,
            KithAnswerBuilder *builder)
{
  g_autofree char *uri = kith_contact_uri_new ("claws", book->id, person->uid);

  kith_answer_builder_set_contact (builder, book->name, uri);
  if (person->name != NULL)
    kith_answer_builder_add_fact (builder, KITH_FIELD_NAME, person->name);
  for (guint i = 0; i < person->attributes->len; i++)
    {
      KithClawsAttribute *attribute = g_ptr_array_index (person->attributes, i);
      KithField field;

      if (attribute->value != NULL && kith_claws_names_find (attribute->name, &field))
        kith_answer_builder_add_fact (builder, field, attribute->value);
    }
  for (guint i = 0; i < person->addresses->len; i++)
    {
      g_autofree char *other = make_key (g_ptr_array_index (person->addresses, i));

      /* The one that was asked about is known. */
      if (g_strcmp0 (other, key) != 0)
        kith_answer_builder_add_fact (builder, KITH_FIELD_EMAIL, g_ptr_array_index (person->addresses, i));
    }
  for (guint i = 0; i < person->remarks->len; i++)
    kith_answer_builder_add_fact (builder, KITH_FIELD_NOTE, g_ptr_array_index (person->remarks, i));
  add_photo (self, person, builder);
}

static gboolean
is_current (Book *book)
{
  Stamp stamp = book->stamp;

  return !has_changed (book->path, &stamp);
}

static void
add_card_facts (Book              *book,
                const Slice       *slice,
                KithAddress       *address,
                KithAnswerBuilder *builder)
{
  g_autoptr (GBytes) bytes = NULL;

  /* Another file since: the next update finds the card again. */
  if (!is_current (book))
    return;
  bytes = read_file (book->path, slice->offset, slice->length, MAX_CARD_BYTES, NULL);
  if (bytes == NULL)
    return;
  kith_answer_builder_set_contact (builder, book->name, NULL);
  kith_message_card_add_own (builder, bytes, address);
}

/*
 * kith_claws_shelf_add_facts:
 * @self: a shelf that is up to date
 * @address: the person
 * @builder: takes what the books say
 *
 * Two contacts with one address both say what they say, in the order of the books and in the books.
 *
 * Returns: how many contacts have the address
 */
guint
kith_claws_shelf_add_facts (KithClawsShelf    *self,
                            KithAddress       *address,
                            KithAnswerBuilder *builder)
{
  g_autofree char *key = g_ascii_strdown (kith_address_get_key (address), -1);
  guint n = 0;

  for (guint i = 0; i < self->books->len; i++)
    {
      Book *book = g_ptr_array_index (self->books, i);
      GArray *places = book->places != NULL ? g_hash_table_lookup (book->places, key) : NULL;

      for (guint k = 0; places != NULL && k < places->len; k++, n++)
        {
          guint place = g_array_index (places, guint, k);

          if (book->persons != NULL)
            add_person (self, book, g_ptr_array_index (book->persons, place), key, builder);
          else
            add_card_facts (book, &g_array_index (book->cards, Slice, place), address, builder);
        }
    }
  return n;
}

/*
 * kith_claws_shelf_dup_trouble:
 *
 * Returns: (transfer full) (nullable): in one line what could not be read
 */
char *
kith_claws_shelf_dup_trouble (KithClawsShelf *self)
{
  if (self->trouble != NULL)
    return g_strdup (self->trouble);
  for (guint i = 0; i < self->books->len; i++)
    {
      Book *book = g_ptr_array_index (self->books, i);

      if (book->trouble != NULL)
        return g_strdup (book->trouble);
    }
  return NULL;
}
