/* SPDX-FileCopyrightText: 2026 The Kith authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * What reading a vCard costs with the reader of Kith and with libebook-contacts, each in a process of its own: time, and how much the process grows at
 * its peak. The same cards, the same four properties asked for.
 */
#include "config.h"

#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#ifdef HAVE_EBOOK
#include <libebook-contacts/libebook-contacts.h>
#endif

#include "kith-tree.h"

#define MIB (1024 * 1024)

typedef gboolean (*ReadFunc) (const char *text,
                              gsize       length);

static gboolean
read_with_kith (const char *text,
                gsize       length)
{
  static const char *const paths[] = { "//fn/text", "//title/text", "//org/text[1]", "//email/text" };
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, length);
  g_autoptr (KithXmlDoc) doc = kith_vcard_parse (bytes, NULL);
  g_autoptr (KithXPathContext) context = doc != NULL ? kith_xpath_context_new (doc) : NULL;

  for (gsize i = 0; context != NULL && i < G_N_ELEMENTS (paths); i++)
    g_free (kith_xpath_eval_string (context, NULL, paths[i], NULL));
  return doc != NULL;
}

#ifdef HAVE_EBOOK
static gboolean
read_with_ebook (const char *text,
                 gsize       length)
{
  static const EContactField fields[] = { E_CONTACT_FULL_NAME, E_CONTACT_TITLE, E_CONTACT_ORG, E_CONTACT_EMAIL_1 };
  EContact *contact = e_contact_new_from_vcard (text);

  for (gsize i = 0; i < G_N_ELEMENTS (fields); i++)
    e_contact_get_const (contact, fields[i]);
  g_object_unref (contact);
  return TRUE;
}
#endif

static long
get_peak_kib (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

/* One library writes a line for each line that it does not like. */
static void
be_quiet (const char     *domain,
          GLogLevelFlags  level,
          const char     *message,
          gpointer        user_data)
{
}

static void
measure (const char *what,
         const char *reader,
         ReadFunc    read_card,
         const char *text,
         guint       n)
{
  pid_t pid = fork ();

  if (pid == 0)
    {
      gsize length = strlen (text);
      long before;
      gint64 begin;
      gboolean taken = TRUE;

      g_log_set_default_handler (be_quiet, NULL);
      /* What is loaded once, and the text itself, do not count. */
      read_card ("BEGIN:VCARD\r\nFN:x\r\nEND:VCARD\r\n", 29);
      before = get_peak_kib ();
      begin = g_get_monotonic_time ();
      for (guint i = 0; i < n; i++)
        taken = read_card (text, length);
      g_print ("%-34s %-18s %10.1f us a card  %8.1f MiB more at the peak  %s\n", what, reader, (double) (g_get_monotonic_time () - begin) / n,
               (double) (get_peak_kib () - before) / 1024, taken ? "" : "refused");
      _exit (0);
    }
  waitpid (pid, NULL, 0);
}

static void
compare (const char *what,
         const char *text,
         guint       n)
{
  measure (what, "Kith", read_with_kith, text, n);
#ifdef HAVE_EBOOK
  measure (what, "libebook-contacts", read_with_ebook, text, n);
#endif
}

static char *
make (const char *unit,
      gsize       bytes)
{
  GString *text = g_string_new ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:x\r\n");

  while (text->len < bytes)
    g_string_append (text, unit);
  g_string_append (text, "\r\nEND:VCARD\r\n");
  return g_string_free (text, FALSE);
}

int
main (void)
{
  static const char usual[] = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Marsh\r\nN:Marsh;Ada;;;\r\nTITLE:Head of Signalling\r\nORG:Rail Works;Signals\r\n"
                              "EMAIL;TYPE=WORK:ada.marsh@rail.example\r\nEMAIL;TYPE=HOME:ada@marsh.example\r\nTEL;TYPE=WORK:+44 20 7946 0000\r\n"
                              "URL:https://marsh.example/\r\nBDAY:1985-04-12\r\nNOTE:Met in York\\, twice\r\nEND:VCARD\r\n";
  g_autofree char *properties = make ("TEL;TYPE=WORK:+44 20 7946 0000\r\n", 10000 * 32);
  g_autofree char *photo = make ("PHOTO;ENCODING=b;TYPE=PNG:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n", 200 * 1024);
  g_autofree char *folds = make ("\r\n a", MIB - 100);
  g_autofree char *large = make ("NOTE:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", 100 * MIB);

  compare ("a usual card", usual, 5000);
  compare ("10,000 properties", properties, 20);
  compare ("200 KiB of pictures", photo, 20);
  compare ("1 MiB of folds", folds, 5);
  compare ("100 MiB", large, 1);
  return 0;
}
