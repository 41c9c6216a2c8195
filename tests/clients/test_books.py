#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The owner's own address book on the card, in a real mail program: a contact shows, an edit changes the card, and people can be put there."""

import json
import os
import sqlite3

import card_reader
from client_session import Session, wait_for
from scenario import ADDRESSES, NAMES, PROGRAMS, RENEE, TOMAS, check_end, main_card, parse_options
from tap import Tap

BEFORE = {"kith-name": NAMES[TOMAS], "kith-role": "Master Printer", "kith-company": "Quill & Sons"}
AFTER = dict(BEFORE, **{"kith-role": "Head of Printing"})

VCARD = """BEGIN:VCARD\r
VERSION:3.0\r
FN:Tomas Varga\r
N:Varga;Tomas;;;\r
EMAIL;TYPE=WORK:someone@else.example\r
EMAIL;TYPE=HOME:Tomas.Varga@quillworks.example\r
TITLE:Master Printer\r
ORG:Quill & Sons\r
END:VCARD\r
"""

INDEX = """<?xml version="1.0" encoding="UTF-8" ?>
<addressbook>
  <book_list>
    <book name="Personal addresses" file="addrbook-000001.xml" />
  </book_list>
  <vcard_list>
  </vcard_list>
</addressbook>
"""

BOOK = """<?xml version="1.0" encoding="UTF-8" ?>
<address-book name="Personal addresses" >
  <person uid="510000001" first-name="" last-name="" nick-name="" cn="Tomas Varga" >
    <address-list>
      <address uid="510000002" alias="" email="someone@else.example" remarks="" />
      <address uid="510000003" alias="" email="Tomas.Varga@quillworks.example" remarks="" />
    </address-list>
    <attribute-list>
      <attribute uid="510000004" name="Title" >%s</attribute>
      <attribute uid="510000005" name="organization" >Quill &amp; Sons</attribute>
    </attribute-list>
  </person>
</address-book>
"""


class EvolutionBook:
    """The book "Personal" of Evolution Data Server, which starts when it is needed."""
    kind = "evolution"
    source = "Evolution"
    editor = "Contact Editor"
    done = "Save"
    adder = "Contact Quick-Add"
    save = "OK"

    def __init__(self, session, options, program):
        self.session, self.options = session, options
        self.uid = None

    def run(self, *args):
        done = self.session.run([self.options.book, *args], 30)
        assert done.returncode == 0, done.stdout
        return done.stdout

    def prepare(self):
        name = self.session.path("tomas.vcf")
        with open(name, "w", encoding="utf-8", newline="") as stream:
            stream.write(VCARD)
        self.uid = self.run("add", name).strip().splitlines()[-1]

    def edit(self, title):
        self.run("title", self.uid, title)

    def list(self):
        return self.run("list")


class ClawsBook:
    """Claws Mail's own file, written as Claws Mail writes it: a new one in the place of the old one."""
    kind = "claws"
    source = "Claws Mail"
    editor = "Edit Person Details"
    done = "OK"
    adder = "Add to address book"
    save = "OK"

    def __init__(self, session, options, program):
        self.folder = os.path.join(program.config, "addrbook")

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path + ".tmp", "w", encoding="utf-8") as stream:
            stream.write(text)
        os.rename(path + ".tmp", path)

    def prepare(self):
        os.makedirs(self.folder, exist_ok=True)
        self.write("addrbook--index.xml", INDEX)
        self.write("addrbook-000001.xml", BOOK % "Master Printer")

    def edit(self, title):
        self.write("addrbook-000001.xml", BOOK % title)

    def list(self):
        with open(os.path.join(self.folder, "addrbook-000001.xml"), encoding="utf-8") as stream:
            return stream.read()


# TEXT and ENTRY of the AT-SPI 2 protocol.
ENTRIES = (61, 79)

BOOKS = {"evolution": EvolutionBook, "claws": ClawsBook}


def find_window(program, title):
    return next((f for f in card_reader.frames(program.app) if title in f.name), None)


def texts_of(window):
    """Everything that a dialog says, in its labels and in its entries."""
    found = []
    for node in card_reader.walk(window, ()):
        try:
            found.append(node.name)
            if node.role in ENTRIES:
                found.append(node.call("org.a11y.atspi.Text", "GetText", card_reader.GLib.Variant("(ii)", (0, -1)))[0])
        except card_reader.GLib.Error:
            pass
    return [t for t in found if t]


def find_entry(window, text):
    """The first place to type that has this text."""
    for node in card_reader.walk(window, ()):
        try:
            if node.role in ENTRIES and node.call("org.a11y.atspi.Text", "GetText", card_reader.GLib.Variant("(ii)", (0, -1)))[0] == text:
                return node
        except card_reader.GLib.Error:
            pass
    return None


def press_button(window, *names):
    button = card_reader.find(window, lambda n: n.role == card_reader.BUTTON and n.name.replace("_", "") in names and n.showing, ())
    assert button is not None, "no button %r in\n%s" % (names, card_reader.describe(window, ()))
    button.press()


def contact(tap, session, program, card, book):
    with tap.step("a contact's title and company show on the card, with the address book as the source"):
        program.select(TOMAS)
        seen = card.wait(BEFORE, "what the address book says")
        assert book.source in seen.get("kith-sources", ""), "sources: %r" % seen.get("kith-sources")
    session.screenshot("contact")
    with tap.step("editing the contact changes the card that is showing"):
        book.edit("Head of Printing")
        card.wait(AFTER, "the edited contact", 15)
    session.screenshot("edited")
    with tap.step("so it is when the person is looked at again"):
        program.select(RENEE)
        card.wait({"kith-name": NAMES[RENEE]}, "the card of " + NAMES[RENEE])
        program.select(TOMAS)
        card.wait(AFTER, "the edited contact")


def open_contact(tap, session, program, card, book):
    with tap.step("the contact is opened from the card, in the editor of %s" % program.title):
        node = wait_for(lambda: card.node("kith-open-contact"), "the button")
        node.press()
        window = wait_for(lambda: find_window(program, book.editor), "the editor", 20)
        session.screenshot("editor")
        entry = wait_for(lambda: find_entry(window, NAMES[TOMAS]), "the name in the editor")
    with tap.step("what is changed there is on the card when it is saved"):
        entry.call("org.a11y.atspi.EditableText", "SetTextContents", card_reader.GLib.Variant("(s)", ("Tomas P. Varga",)))
        press_button(window, book.done)
        wait_for(lambda: find_window(program, book.editor) is None, "the editor to close")
        card.wait({"kith-name": "Tomas P. Varga"}, "the name as it was edited", 15)


def add_contact(tap, session, program, card, book):
    with tap.step("a person who is in no book is offered to one, and nothing is written unasked"):
        program.select(RENEE)
        card.wait({"kith-name": NAMES[RENEE]}, "the card of " + NAMES[RENEE])
        node = wait_for(lambda: card.node("kith-add-contact"), "the button")
        before = book.list()
        node.press()
        window = wait_for(lambda: find_window(program, book.adder), "the dialog", 20)
        session.screenshot("add")
        said = texts_of(window)
        assert any(ADDRESSES[RENEE] in t for t in said), "the dialog says %r" % said
        assert any(NAMES[RENEE] in t for t in said), "the dialog says %r" % said
        assert book.list() == before, "the book was changed before the owner said so"
    with tap.step("what was seen is in the book then, and the card offers to open it"):
        press_button(window, book.save)
        wait_for(lambda: ADDRESSES[RENEE] in book.list(), "the new contact in the book")
        assert "Fernhill Architects" in book.list(), book.list()
        assert "someone@else.example" in book.list(), "another contact was touched"
        wait_for(lambda: card.read() is not None and card.node("kith-open-contact"), "the button that opens it", 15)
    session.screenshot("added")


def command(tap, session, program, options, book):
    with tap.step("the command says the same, with the name of the book, and exactly by the address"):
        env = program.environment()
        env.pop("KITH_TEST_SOCKET")
        env.pop("LD_PRELOAD", None)
        done = session.run([options.kith, "show", "--json", ADDRESSES[TOMAS], "varga@quillworks.example"], 60, env)
        cards = json.loads(done.stdout[done.stdout.index("{"):])["cards"]
        role = cards[0]["facts"]["role"][0]
        assert role["value"] in book.list() and role["provider"] == book.kind, role
        assert role["book"] == ("Personal" if book.kind == "evolution" else "Personal addresses"), role
        assert role["fetched"], role
        assert "role" not in cards[1]["facts"], cards[1]


def ledger(tap, session):
    name = os.path.join(session.env["XDG_STATE_HOME"], "kith", "ledger.db")
    with tap.step("nothing was sent: the ledger is empty"):
        connection = sqlite3.connect("file:%s?mode=ro" % name, uri=True)
        count = connection.execute("SELECT count(*) FROM requests").fetchone()[0]
        connection.close()
        assert count == 0, "%d requests" % count


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with Session(os.path.join(options.output, "books-" + options.program)) as session:
        program = PROGRAMS[options.program](session, options)
        book = BOOKS[options.program](session, options, program)
        prepare = program.prepare

        def prepare_all():
            prepare()
            book.prepare()
        program.prepare = prepare_all
        # The question of the first run would cover what is asked for here.
        program.settings["org/kith/kith"] = {"first-run-dismissed": "true"}
        with tap.step("%s starts with Kith" % program.title, vital=True):
            program.start()
        card = main_card(program)
        contact(tap, session, program, card, book)
        open_contact(tap, session, program, card, book)
        add_contact(tap, session, program, card, book)
        session.screenshot("end")
        command(tap, session, program, options, book)
        check_end(tap, program)
        ledger(tap, session)
    tap.end()


if __name__ == "__main__":
    main()
