# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The page of preferences in a mail program, used as a person with a screen reader would."""

import card_reader
from client_session import wait_for

# Numbers of the AT-SPI 2 protocol.
ALERT = 2
CHECKED = card_reader.CHECKED


class PreferencesPage:
    """What is behind another page is not there for a screen reader."""

    def __init__(self, program):
        self.program = program
        self.page = None
        self.nodes = {}

    def find_page(self):
        for frame in card_reader.frames(self.program.app):
            found = card_reader.find(frame, lambda n: n.id == "kith-preferences", card_reader.WITHOUT_LISTS)
            if found is not None:
                return found
        return None

    def find(self, accessible_id):
        """Walking through the page takes a while; a widget that was found once is where it was, or gone."""
        known = self.nodes.get(accessible_id)
        try:
            if known is not None and known.id == accessible_id and known.showing:
                return known
        except card_reader.GLib.Error:
            pass
        try:
            if self.page is None or self.page.id != "kith-preferences":
                self.page = self.find_page()
        except card_reader.GLib.Error:
            self.page = self.find_page()
        found = card_reader.find(self.page, lambda n: n.id == accessible_id, ()) if self.page is not None else None
        self.nodes[accessible_id] = found
        return found

    def node(self, accessible_id, seconds=10):
        return wait_for(lambda: self.find(accessible_id), "the widget " + accessible_id, seconds)

    def press(self, accessible_id):
        wait_for(lambda: self.node(accessible_id).has_state(card_reader.SENSITIVE), accessible_id + " can be pressed")
        self.node(accessible_id).press()

    def is_on(self, accessible_id):
        return self.node(accessible_id).has_state(CHECKED)

    def wait_switch(self, accessible_id, on):
        wait_for(lambda: self.is_on(accessible_id) == on, "%s to be %s" % (accessible_id, "on" if on else "off"))

    def flip(self, accessible_id, on):
        self.wait_switch(accessible_id, not on)
        self.node(accessible_id).press()
        self.wait_switch(accessible_id, on)

    def text(self, accessible_id):
        node = self.find(accessible_id)
        return node.name if node is not None and node.has_state(card_reader.VISIBLE) else None

    def wait_text(self, accessible_id, test, what):
        seen = {}

        def matches():
            seen["text"] = self.text(accessible_id)
            return seen["text"] is not None and test(seen["text"])
        try:
            wait_for(matches, what)
        except AssertionError as error:
            raise AssertionError("%s: it says %r" % (error, seen.get("text"))) from None
        return seen["text"]

    def type(self, accessible_id, text):
        self.node(accessible_id).set_text(text)

    def rows(self):
        """The ids of the providers, in their order."""
        listed = self.node("kith-providers")
        return [n.id[len("kith-row-"):] for n in listed.children() if n.id.startswith("kith-row-")]

    def answer(self, name):
        """Presses a button of the question that is asked."""
        def button():
            alert = card_reader.find(self.program.app, lambda n: n.role == ALERT and n.showing, card_reader.WITHOUT_BULK)
            return card_reader.find(alert, lambda n: n.role == card_reader.BUTTON and n.name == name, ()) if alert is not None else None
        wait_for(button, "the question").press()
