# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the scenarios share: the command line, the card of a window, the people of the sample messages, the last checks."""

import argparse
import hashlib
import os

import card_reader
from client_session import wait_for
from mail_program import ClawsMail, Evolution

PROGRAMS = {"claws": ClawsMail, "evolution": Evolution}

# Numbers of the messages in tests/fixtures/clients.
ADA, RENEE, LIST, NO_FROM, HOSTILE, TOMAS, OWN = range(1, 8)
ADDRESSES = {ADA: "ada.brightwater@tidewell.example", RENEE: "renee@fernhill.example", LIST: "bo@harbour.example",
             HOSTILE: "mallory@pitfall.example", TOMAS: "tomas.varga@quillworks.example", OWN: "user@example.org"}
NAMES = {ADA: "Ada Brightwater", RENEE: "Renée Okonkwo", LIST: "Bo Lindqvist", TOMAS: "Tomas Varga", OWN: "Test User"}


def parse_options(description):
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("program", choices=sorted(PROGRAMS))
    parser.add_argument("--plugin", required=True, help="the plugin or module of Kith")
    parser.add_argument("--control", required=True, help="the helper plugin")
    parser.add_argument("--library-dir", required=True, help="where libkith is")
    parser.add_argument("--schema-dir", required=True, help="where gschemas.compiled is")
    parser.add_argument("--data-dir", required=True, help="for XDG_DATA_DIRS")
    parser.add_argument("--messages", required=True, help="folder of .eml files")
    parser.add_argument("--server", required=True, help="kith-fixture-server.py")
    parser.add_argument("--output", required=True, help="folder for logs and screenshots")
    parser.add_argument("--module-dir", help="folder of provider modules")
    parser.add_argument("--kith", help="the command")
    parser.add_argument("--book", help="the program that changes Evolution's address book")
    parser.add_argument("--preload", help="runtime of the sanitizers")
    options = parser.parse_args()
    # The mail programs run in a folder of their own.
    for name in ("plugin", "control", "library_dir", "schema_dir", "data_dir", "messages", "server", "output"):
        setattr(options, name, os.path.abspath(getattr(options, name)))
    for name in ("module_dir", "kith", "book"):
        if getattr(options, name):
            setattr(options, name, os.path.abspath(getattr(options, name)))
    return options


def sha256(address):
    return hashlib.sha256(address.lower().encode("utf-8")).hexdigest()


class Card:
    """The card in one window; find() gives the window."""

    def __init__(self, find):
        self.find = find
        self.panel = None

    def find_panel(self):
        window = self.find()
        return card_reader.find_panel(window) if window is not None else None

    def read(self):
        """{accessible id: text}, without what is hidden; None where there is no panel."""
        try:
            if self.panel is None or not self.panel.showing:
                self.panel = self.find_panel()
        except card_reader.GLib.Error:
            self.panel = self.find_panel()
        if self.panel is None:
            return None
        return {name: text for name, text in card_reader.read(self.panel) if name}

    def wait(self, wanted, what, seconds=10):
        """Polls until the texts with these ids are these; None stands for one that does not show."""
        seen = {}

        def matches():
            seen["card"] = self.read()
            return seen["card"] is not None and all(seen["card"].get(name) == text for name, text in wanted.items())
        try:
            wait_for(matches, what, seconds)
        except AssertionError as error:
            raise AssertionError("%s\nwanted %r\nthe card says %r" % (error, wanted, seen.get("card"))) from None
        return seen["card"]

    def wait_hidden(self, seconds=10):
        def hidden():
            try:
                return self.panel is None or not self.panel.showing
            except card_reader.GLib.Error:
                return True
        wait_for(hidden, "the panel to hide", seconds)
        self.panel = None
        assert self.find_panel() is None, "a panel still shows"

    def control(self, accessible_id):
        """A control of the card, brought into sight if need be."""
        node = card_reader.find(self.panel, lambda n: n.id == accessible_id and n.has_state(card_reader.VISIBLE), ())
        if node is not None and not node.showing:
            node.focus()
        return node if node is not None and node.showing else None

    def press(self, accessible_id):
        wait_for(lambda: self.read() is not None and self.control(accessible_id), "the control " + accessible_id).press()

    def asks(self):
        """Whether it asks about services, in sight or not."""
        self.read()
        return card_reader.find(self.panel, lambda n: n.id == "kith-offers-section" and n.has_state(card_reader.VISIBLE), ()) is not None

    def node(self, accessible_id):
        return card_reader.find(self.panel, lambda n: n.id == accessible_id and n.showing, ())


def main_card(program):
    return Card(program.main_window)


def window_card(program):
    return Card(program.message_window)


def provider_settings(server, enabled=True):
    """Gravatar answered by the fixture server, as the owner would set it with the kith command."""
    return {"org/kith/kith/providers/gravatar": {"enabled": "'on'" if enabled else "'off'", "base-url": "'%s'" % server.base_url,
                                                 "ca-file": "'%s'" % server.ca_file}}


def show_figure(tap, what, figure):
    tap.note("%s: the main loop is held for %.1f ms at most in %.1f s (%.1f ms by the clock, with the time that the processor was with others; "
             "%d turns, %d above 4 ms), by Kith for %.1f ms, by all but the program itself for %.1f ms"
             % (what, figure["held_usec"] / 1000, figure["seconds"], figure["longest_usec"] / 1000, figure["turns"], figure["over_4_msec"],
                figure["kith_usec"] / 1000, figure["not_program_usec"] / 1000))
    if figure["not_program_usec"] > 4000:
        tap.note("  in " + figure["calls"])


def check_end(tap, program, baseline=None):
    """Quits, and looks at what was printed."""
    status = program.quit()
    tap.equal(status, 0, "%s quits by itself with status 0" % program.title)
    tap.equal(program.reports(), [], "no warning of Kith, no report of a sanitizer (%s)" % os.path.basename(program.log))
    if baseline is not None:
        tap.equal(sorted(program.complaints() - baseline), [], "no complaint of GTK or GLib that %s does not make without Kith" % program.title)
