/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

#include "config.h"

#include "kith-history-private.h"

#include <stdlib.h>

/* A conversation longer than this is looked at no further. */
#define MAX_THREAD 10000
#define DELTA_THREAD (G_GUINT64_CONSTANT (1) << 63)

void
kith_history_view_free (KithHistoryView *self)
{
  g_clear_pointer (&self->state, kith_history_state_free);
  g_clear_pointer (&self->base, kith_history_base_free);
  g_array_unref (self->persons);
  g_free (self->threads);
  g_hash_table_unref (self->contacts);
  g_array_unref (self->touched);
  g_free (self);
}

static char *
make_name_key (const char *key,
               const char *name)
{
  g_autofree char *folded = kith_history_name_fold (name);

  return g_strdup_printf ("%.*s@%s", (int) strcspn (key, "@"), key, folded);
}

/* Somebody in the base file with the same name at the same domain. */
static guint32
find_same_name (KithHistoryView          *self,
                const KithHistoryAddress *address)
{
  g_autoptr (GArray) found = kith_history_base_find_names (self->base, kith_history_hash_name (address->name));
  g_autofree char *wanted = make_name_key (address->key, address->name);

  for (guint i = 0; i < found->len; i++)
    {
      guint32 candidate = g_array_index (found, guint32, i);
      g_autofree char *key = NULL;
      g_autofree char *name = NULL;
      g_autofree char *name_key = NULL;

      if (!kith_history_base_get_address (self->base, candidate, &key, &name) || name == NULL
          || (g_array_index (self->persons, guint32, candidate) & (KITH_HISTORY_ADDRESS_ROBOT | KITH_HISTORY_ADDRESS_LIST)) != 0)
        continue;
      name_key = make_name_key (key, name);
      if (strcmp (name_key, wanted) == 0)
        return g_array_index (self->persons, guint32, candidate) >> 4;
    }
  return KITH_HISTORY_NONE_ID;
}

static gboolean
strings_contain (GPtrArray  *strings,
                 const char *string)
{
  for (guint i = 0; i < strings->len; i++)
    if (strcmp (g_ptr_array_index (strings, i), string) == 0)
      return TRUE;
  return FALSE;
}

/* The rules by which kith_history_build() makes people of addresses, for an address that came since. */
static guint32
find_delta_person (KithHistoryView          *self,
                   const KithHistoryAddress *address,
                   guint32                   id,
                   GHashTable               *seen)
{
  const guint unnamed = KITH_HISTORY_ADDRESS_FREEMAIL | KITH_HISTORY_ADDRESS_ROBOT | KITH_HISTORY_ADDRESS_LIST;
  guint32 person = KITH_HISTORY_NONE_ID;
  gpointer other;
  char *name_key;

  if (address->name == NULL || (address->flags & unnamed) != 0)
    return id;
  person = find_same_name (self, address);
  name_key = make_name_key (address->key, address->name);
  other = g_hash_table_lookup (seen, name_key);
  if (person == KITH_HISTORY_NONE_ID)
    person = other != NULL ? GPOINTER_TO_UINT (other) - 1 : id;
  g_hash_table_insert (seen, name_key, GUINT_TO_POINTER (person + 1));
  return person;
}

static void
number_people (KithHistoryView *self)
{
  KithHistoryTable *delta = self->state->delta;
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  self->persons = g_array_new (FALSE, FALSE, sizeof (guint32));
  if (self->base == NULL)
    return;
  g_array_append_vals (self->persons, kith_history_base_get_persons (self->base), kith_history_base_get_n_addresses (self->base));
  for (guint32 i = 0; i < delta->addresses->len; i++)
    {
      const KithHistoryAddress *address = &g_array_index (delta->addresses, KithHistoryAddress, i);
      guint32 id = delta->base_addresses + i;
      guint32 person = find_delta_person (self, address, id, seen);
      guint32 packed = person << 4 | (address->flags & ~KITH_HISTORY_ADDRESS_OWNER & 15);

      if (strings_contain (self->state->told.owners, address->key)
          || (person < id && (g_array_index (self->persons, guint32, person) & KITH_HISTORY_ADDRESS_OWNER)))
        packed |= KITH_HISTORY_ADDRESS_OWNER;
      g_array_append_val (self->persons, packed);
    }
}

static void
number_threads (KithHistoryView *self)
{
  KithHistoryTable *delta = self->state->delta;
  guint32 start, end;

  self->threads = g_new (guint64, delta->records->len + 1);
  for (guint32 i = 0; i < delta->records->len; i++)
    {
      guint64 hash = kith_history_table_record (delta, i)->thread;

      self->threads[i] = self->base != NULL && kith_history_base_find_thread (self->base, hash, &start, &end) ? start : (hash | DELTA_THREAD);
    }
}

static int
compare_touched (gconstpointer a,
                 gconstpointer b)
{
  const KithHistoryTouched *one = a;
  const KithHistoryTouched *other = b;

  if (one->person != other->person)
    return one->person < other->person ? -1 : 1;
  return one->thread < other->thread ? -1 : one->thread > other->thread;
}

static void
count_message (KithHistoryView          *self,
               const KithHistoryMessage *message,
               gint                      step)
{
  if (!kith_history_rules_is_acquaintance (&self->rules, message))
    return;
  for (guint32 i = 0; i < message->n_parts; i++)
    {
      guint32 person = kith_history_rules_person (&self->rules, message->parts[i] >> 3);
      KithHistoryWay way = kith_history_rules_get_way (&self->rules, message, person);
      KithHistoryContact *contact;

      if (way == KITH_HISTORY_ELSEWHERE)
        continue;
      contact = g_hash_table_lookup (self->contacts, GUINT_TO_POINTER (person + 1));
      if (contact == NULL)
        {
          contact = g_new0 (KithHistoryContact, 1);
          g_hash_table_insert (self->contacts, GUINT_TO_POINTER (person + 1), contact);
        }
      contact->n_in += way == KITH_HISTORY_IN ? step : 0;
      contact->n_out += way == KITH_HISTORY_OUT ? step : 0;
      if (step > 0)
        contact->last = MAX (contact->last, message->date);
    }
}

/* What changed since the base file was written, once for all questions. */
static void
count_changes (KithHistoryView *self)
{
  KithHistoryState *state = self->state;
  g_autofree KithHistoryMessage *message = g_new0 (KithHistoryMessage, 1);

  self->contacts = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->touched = g_array_new (FALSE, FALSE, sizeof (KithHistoryTouched));
  for (guint i = 0; self->base != NULL && i < state->dead->len; i++)
    {
      if (!kith_history_base_get_message (self->base, g_array_index (state->dead, guint32, i), FALSE, message))
        continue;
      count_message (self, message, -1);
      for (guint32 k = 0; k < message->n_parts; k++)
        {
          KithHistoryTouched touched = { kith_history_rules_person (&self->rules, message->parts[k] >> 3), message->thread };

          g_array_append_val (self->touched, touched);
        }
    }
  g_array_sort (self->touched, compare_touched);
  for (guint32 i = 0; i < state->delta->records->len; i++)
    {
      kith_history_message_from_record (message, state->delta, kith_history_table_record (state->delta, i));
      count_message (self, message, 1);
    }
}

/*
 * kith_history_view_load:
 *
 * Returns: (transfer full): what lies on the disk; empty where that is nothing, or nothing that can be read
 */
KithHistoryView *
kith_history_view_load (KithHistory *self)
{
  KithHistoryView *view = g_new0 (KithHistoryView, 1);

  if (stat (self->index_path, &view->seen) == 0)
    view->state = kith_history_state_load (self->index_path, NULL);
  if (view->state != NULL && view->state->base != 0)
    {
      g_autofree char *path = kith_history_build_base_path (self, view->state->base);

      view->base = kith_history_base_open (path, NULL);
    }
  view->found = view->base != NULL && kith_history_base_get_n_addresses (view->base) == view->state->delta->base_addresses;
  if (!view->found)
    {
      g_clear_pointer (&view->base, kith_history_base_free);
      if (view->state == NULL)
        view->state = kith_history_state_new ();
      kith_history_state_reset (view->state);
    }
  number_people (view);
  number_threads (view);
  view->rules.persons = (const guint32 *) view->persons->data;
  view->rules.n_addresses = view->persons->len;
  view->rules.max_recipients = view->state->told.max_recipients;
  for (guint i = 0; i < view->persons->len && !view->rules.owner_known; i++)
    view->rules.owner_known = (g_array_index (view->persons, guint32, i) & KITH_HISTORY_ADDRESS_OWNER) != 0;
  count_changes (view);
  return view;
}

guint32
kith_history_view_find_address (KithHistoryView *self,
                                const char      *key)
{
  guint32 address = KITH_HISTORY_NONE_ID;
  gpointer found;

  if (self->base != NULL)
    address = kith_history_base_find_address (self->base, key);
  if (address != KITH_HISTORY_NONE_ID)
    return address;
  found = g_hash_table_lookup (self->state->delta->by_key, key);
  return found != NULL ? GPOINTER_TO_UINT (found) - 1 : KITH_HISTORY_NONE_ID;
}

guint32
kith_history_view_find_person (KithHistoryView *self,
                               KithAddress     *address)
{
  g_autofree char *key = kith_history_key_from_mailbox (kith_address_get_key (address));
  guint32 found = kith_history_view_find_address (self, key);

  return found != KITH_HISTORY_NONE_ID ? kith_history_rules_person (&self->rules, found) : KITH_HISTORY_NONE_ID;
}

/* Whether there is somebody behind an address who has acquaintances: not the owner, no list, no machine. */
gboolean
kith_history_view_is_somebody (KithHistoryView *self,
                               KithAddress     *address)
{
  const guint nobody = KITH_HISTORY_ADDRESS_OWNER | KITH_HISTORY_ADDRESS_LIST | KITH_HISTORY_ADDRESS_ROBOT;
  g_autofree char *key = kith_history_key_from_mailbox (kith_address_get_key (address));
  guint32 found = kith_history_view_find_address (self, key);

  return found != KITH_HISTORY_NONE_ID && (kith_history_rules_flags (&self->rules, found) & nobody) == 0;
}

/*
 * kith_history_view_get_address:
 * @key: (out) (optional) (transfer full) (nullable):
 * @name: (out) (optional) (transfer full) (nullable):
 */
void
kith_history_view_get_address (KithHistoryView  *self,
                               guint32           address,
                               char            **key,
                               char            **name)
{
  if (key != NULL)
    *key = NULL;
  if (name != NULL)
    *name = NULL;
  if (address < self->state->delta->base_addresses)
    {
      kith_history_base_get_address (self->base, address, key, name);
      return;
    }
  if (address - self->state->delta->base_addresses < self->state->delta->addresses->len)
    {
      const KithHistoryAddress *entry = kith_history_table_address (self->state->delta, address);

      if (key != NULL)
        *key = g_strdup (entry->key);
      if (name != NULL)
        *name = g_strdup (entry->name);
    }
}

/* Returns: (transfer full) (element-type guint32): all addresses of a person */
GArray *
kith_history_view_get_members (KithHistoryView *self,
                               guint32          person)
{
  GArray *members;

  if (self->base != NULL && person < self->state->delta->base_addresses)
    members = kith_history_base_get_members (self->base, person);
  else
    members = g_array_new (FALSE, FALSE, sizeof (guint32));
  for (guint32 i = self->state->delta->base_addresses; i < self->rules.n_addresses; i++)
    if (self->rules.persons[i] >> 4 == person)
      g_array_append_val (members, i);
  return members;
}

gboolean
kith_history_view_message_has (KithHistoryView          *self,
                               const KithHistoryMessage *message,
                               guint32                   person)
{
  for (guint32 i = 0; i < message->n_parts; i++)
    if (kith_history_rules_person (&self->rules, message->parts[i] >> 3) == person)
      return TRUE;
  return FALSE;
}

typedef struct
{
  guint64 thread;
  guint32 record;
} DeltaEntry;

static int
compare_delta (gconstpointer a,
               gconstpointer b)
{
  const DeltaEntry *one = a;
  const DeltaEntry *other = b;

  if (one->thread != other->thread)
    return one->thread < other->thread ? -1 : 1;
  return one->record < other->record ? -1 : one->record > other->record;
}

static gboolean
record_has (KithHistoryView         *self,
            const KithHistoryRecord *record,
            guint32                  person)
{
  const guint32 *parts = (const guint32 *) self->state->delta->participants->data + record->first_participant;

  for (guint i = 0; i < record->n_participants; i++)
    if (kith_history_rules_person (&self->rules, parts[i] >> 3) == person)
      return TRUE;
  return FALSE;
}

static GArray *
list_delta (KithHistoryView *self,
            guint32          person)
{
  KithHistoryTable *delta = self->state->delta;
  GArray *entries = g_array_new (FALSE, FALSE, sizeof (DeltaEntry));

  for (guint32 i = 0; i < delta->records->len; i++)
    {
      DeltaEntry entry = { self->threads[i], i };

      if (record_has (self, kith_history_table_record (delta, i), person))
        g_array_append_val (entries, entry);
    }
  g_array_sort (entries, compare_delta);
  return entries;
}

static void
call_for_delta (KithHistoryView        *self,
                guint32                 record,
                KithHistoryMessage     *message,
                KithHistoryMessageFunc  func,
                gpointer                user_data)
{
  kith_history_message_from_record (message, self->state->delta, kith_history_table_record (self->state->delta, record));
  message->thread = self->threads[record];
  func (message, user_data);
}

static void
remove_place (KithHistoryMessage     *message,
              const KithHistoryExtra *gone)
{
  for (guint i = 0; i < message->n_locations; i++)
    if (message->folders[i] == gone->folder && message->uids[i] == gone->uid)
      {
        message->n_locations--;
        message->folders[i] = message->folders[message->n_locations];
        message->uids[i] = message->uids[message->n_locations];
        return;
      }
}

/* Where a message of the base file lies by now. Another one may have its number in the folder: only its own places go. */
static void
update_places (KithHistoryView    *self,
               guint32             offset,
               KithHistoryMessage *message)
{
  const KithHistoryState *state = self->state;

  for (guint i = 0; i < state->gone->len; i++)
    if (g_array_index (state->gone, KithHistoryExtra, i).offset == offset)
      remove_place (message, &g_array_index (state->gone, KithHistoryExtra, i));
  for (guint i = 0; i < state->extra->len && message->n_locations < KITH_HISTORY_MAX_LOCATIONS; i++)
    {
      const KithHistoryExtra *extra = &g_array_index (state->extra, KithHistoryExtra, i);

      if (extra->offset == offset)
        {
          message->folders[message->n_locations] = extra->folder;
          message->uids[message->n_locations++] = extra->uid;
        }
    }
}

void
kith_history_view_foreach_message (KithHistoryView        *self,
                                   guint32                 person,
                                   gboolean                with_locations,
                                   KithHistoryMessageFunc  func,
                                   gpointer                user_data)
{
  g_autoptr (GArray) delta = list_delta (self, person);
  g_autoptr (GArray) postings = NULL;
  g_autofree KithHistoryMessage *message = g_new0 (KithHistoryMessage, 1);
  guint next = 0;

  if (self->base != NULL && person < self->state->delta->base_addresses)
    postings = kith_history_base_get_postings (self->base, person);
  for (guint i = 0; postings != NULL && i < postings->len; i++)
    {
      guint32 offset = g_array_index (postings, guint32, i);

      if (kith_history_state_is_dead (self->state, offset) || !kith_history_base_get_message (self->base, offset, with_locations, message))
        continue;
      /* The new messages of a thread that ends before this one. */
      while (next < delta->len && g_array_index (delta, DeltaEntry, next).thread < message->thread)
        {
          g_autofree KithHistoryMessage *recent = g_new0 (KithHistoryMessage, 1);

          call_for_delta (self, g_array_index (delta, DeltaEntry, next++).record, recent, func, user_data);
        }
      if (with_locations)
        update_places (self, offset, message);
      func (message, user_data);
    }
  while (next < delta->len)
    call_for_delta (self, g_array_index (delta, DeltaEntry, next++).record, message, func, user_data);
}

/* The messages of a conversation that lie in the base file, by date. */
void
kith_history_view_foreach_in_base_thread (KithHistoryView        *self,
                                          guint64                 thread,
                                          gboolean                with_dead,
                                          KithHistoryMessageFunc  func,
                                          gpointer                user_data)
{
  g_autofree KithHistoryMessage *message = g_new0 (KithHistoryMessage, 1);
  guint64 offset = thread;

  for (guint i = 0; i < MAX_THREAD && !(thread & DELTA_THREAD); i++)
    {
      if (!kith_history_base_get_message (self->base, offset, TRUE, message) || message->thread != thread)
        break;
      if (with_dead || !kith_history_state_is_dead (self->state, offset))
        func (message, user_data);
      offset += message->size;
    }
}

static int
compare_threads (gconstpointer a,
                 gconstpointer b)
{
  guint64 one = *(const guint64 *) a;
  guint64 other = *(const guint64 *) b;

  return one < other ? -1 : one > other;
}

/* Returns: (transfer full) (element-type guint64): conversations of the person in which something came or went since the base file was written */
GArray *
kith_history_view_list_touched_threads (KithHistoryView *self,
                                        guint32          person)
{
  g_autoptr (GArray) delta = list_delta (self, person);
  GArray *threads = g_array_new (FALSE, FALSE, sizeof (guint64));
  guint n = 0;

  for (guint i = 0; i < delta->len; i++)
    g_array_append_val (threads, g_array_index (delta, DeltaEntry, i).thread);
  for (guint i = 0; i < self->touched->len; i++)
    {
      const KithHistoryTouched *touched = &g_array_index (self->touched, KithHistoryTouched, i);

      if (touched->person == person)
        g_array_append_val (threads, touched->thread);
    }
  g_array_sort (threads, compare_threads);
  for (guint i = 0; i < threads->len; i++)
    if (i == 0 || g_array_index (threads, guint64, i) != g_array_index (threads, guint64, n - 1))
      g_array_index (threads, guint64, n++) = g_array_index (threads, guint64, i);
  g_array_set_size (threads, n);
  return threads;
}

/* The messages of some conversations, given in order, as far as they are in the base file or have the person on them: those of one conversation together. */
void
kith_history_view_foreach_in_threads (KithHistoryView        *self,
                                      guint32                 person,
                                      GArray                 *threads,
                                      KithHistoryMessageFunc  func,
                                      gpointer                user_data)
{
  g_autoptr (GArray) delta = list_delta (self, person);
  g_autofree KithHistoryMessage *message = g_new0 (KithHistoryMessage, 1);
  guint next = 0;

  for (guint i = 0; i < threads->len; i++)
    {
      guint64 thread = g_array_index (threads, guint64, i);

      if (self->base != NULL)
        kith_history_view_foreach_in_base_thread (self, thread, FALSE, func, user_data);
      for (; next < delta->len && g_array_index (delta, DeltaEntry, next).thread <= thread; next++)
        if (g_array_index (delta, DeltaEntry, next).thread == thread)
          call_for_delta (self, g_array_index (delta, DeltaEntry, next).record, message, func, user_data);
    }
}

/* How often the owner and a person wrote to each other, by the rules of acquaintance. */
void
kith_history_view_count_contacts (KithHistoryView *self,
                                  guint32          person,
                                  guint           *n_in,
                                  guint           *n_out,
                                  gint64          *last)
{
  g_autoptr (GArray) members = kith_history_view_get_members (self, person);
  const KithHistoryContact *contact = g_hash_table_lookup (self->contacts, GUINT_TO_POINTER (person + 1));
  gint in = contact != NULL ? contact->n_in : 0;
  gint out = contact != NULL ? contact->n_out : 0;

  *last = contact != NULL ? contact->last : 0;
  for (guint i = 0; i < members->len; i++)
    {
      guint32 address = g_array_index (members, guint32, i);
      KithHistoryInfo info;

      if (address >= self->state->delta->base_addresses || !kith_history_base_get_info (self->base, address, &info))
        continue;
      in += info.n_in;
      out += info.n_out;
      *last = MAX (*last, info.last);
    }
  *n_in = MAX (in, 0);
  *n_out = MAX (out, 0);
}
