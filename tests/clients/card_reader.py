# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Reads the card as a screen reader does: AT-SPI on the accessibility bus, without a cache in between, every call with a limit.

Any object may vanish at any time, which raises GLib.Error: callers poll.
"""

import gi

gi.require_version("Gio", "2.0")
from gi.repository import Gio, GLib  # noqa: E402  pylint: disable=wrong-import-position

LIMIT_MSEC = 3000
CLIENT = Gio.DBusConnectionFlags.AUTHENTICATION_CLIENT | Gio.DBusConnectionFlags.MESSAGE_BUS_CONNECTION
MAX_DEPTH = 60
MAX_CHILDREN = 400

# Numbers of the AT-SPI 2 protocol (role.h and state.h of at-spi2-core).
CHECK_MENU_ITEM, DIALOG, FRAME, LABEL, MENU, MENU_BAR, BUTTON = 8, 16, 23, 29, 33, 34, 43
TABLE, TOOL_BAR, TREE, TREE_TABLE, WINDOW, DOCUMENT_WEB = 55, 63, 65, 66, 69, 95
CHECKED, SENSITIVE, SHOWING, VISIBLE = 4, 24, 25, 30

# Big, and the card is not in them.
WITHOUT_BULK = (DOCUMENT_WEB, TREE_TABLE, TABLE, TREE, MENU, MENU_BAR, TOOL_BAR)
WITHOUT_LISTS = (DOCUMENT_WEB, TREE_TABLE, TABLE, TREE)


class Node:
    """One accessible object."""

    def __init__(self, bus, name, path):
        self.bus, self.owner, self.path = bus, name, path

    def call(self, interface, method, arguments=None):
        reply = self.bus.call_sync(self.owner, self.path, interface, method, arguments, None, Gio.DBusCallFlags.NO_AUTO_START,
                                   LIMIT_MSEC, None)
        return reply.unpack()

    def get(self, name):
        return self.call("org.freedesktop.DBus.Properties", "Get", GLib.Variant("(ss)", ("org.a11y.atspi.Accessible", name)))[0]

    @property
    def name(self):
        return self.get("Name")

    @property
    def id(self):
        try:
            return self.get("AccessibleId")
        except GLib.Error:
            return ""

    @property
    def role(self):
        return self.call("org.a11y.atspi.Accessible", "GetRole")[0]

    def has_state(self, state):
        words = self.call("org.a11y.atspi.Accessible", "GetState")[0]
        return bool(words[state // 32] & (1 << (state % 32)))

    @property
    def showing(self):
        return self.has_state(SHOWING)

    def focus(self):
        """Gives it the keyboard, which brings it into sight."""
        return self.call("org.a11y.atspi.Component", "GrabFocus")[0]

    def children(self):
        found = self.call("org.a11y.atspi.Accessible", "GetChildren")[0][:MAX_CHILDREN]
        return [Node(self.bus, name, path) for name, path in found if not path.endswith("/null")]

    def press(self):
        return self.call("org.a11y.atspi.Action", "DoAction", GLib.Variant("(i)", (0,)))[0]

    def set_text(self, text):
        return self.call("org.a11y.atspi.EditableText", "SetTextContents", GLib.Variant("(s)", (text,)))[0]


def connect(session_bus):
    """The accessibility bus that belongs to the session bus at this address."""
    session = Gio.DBusConnection.new_for_address_sync(session_bus, CLIENT, None, None)
    address = session.call_sync("org.a11y.Bus", "/org/a11y/bus", "org.a11y.Bus", "GetAddress", None, None, Gio.DBusCallFlags.NONE,
                                LIMIT_MSEC, None).unpack()[0]
    return Gio.DBusConnection.new_for_address_sync(address, CLIENT, None, None)


def application(bus, pid):
    """By its process: the name differs between versions of a program."""
    for child in Node(bus, "org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root").children():
        owner = bus.call_sync("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixProcessID",
                              GLib.Variant("(s)", (child.owner,)), None, Gio.DBusCallFlags.NONE, LIMIT_MSEC, None).unpack()[0]
        if owner == pid:
            return child
    return None


def walk(node, skip=WITHOUT_BULK, depth=0):
    """Depth first; an object that vanishes under way is left out."""
    yield node
    try:
        children = [] if depth >= MAX_DEPTH or node.role in skip else node.children()
    except GLib.Error:
        return
    for child in children:
        yield from walk(child, skip, depth + 1)


def find(root, test, skip=WITHOUT_BULK):
    for node in walk(root, skip):
        try:
            if test(node):
                return node
        except GLib.Error:
            pass
    return None


def frames(app):
    """The windows that show."""
    return [child for child in app.children() if child.role in (FRAME, WINDOW, DIALOG) and child.showing]


def find_panel(window):
    """The sidebar of a window, if it shows."""
    return find(window, lambda n: n.id == "kith-sidebar" and n.showing)


def read(panel):
    """What the card says: a list of (accessible id, text), in the order on the screen. A hidden panel would keep its text."""
    found = []
    for node in walk(panel, ()):
        try:
            if node.showing:
                found.append((node.id, node.name))
        except GLib.Error:
            pass
    return found


def texts(panel):
    return [text for _, text in read(panel) if text]


def check_item(window, name):
    """The item of a menu bar; every view of a new Evolution has a menu bar of its own, and only one of them shows."""
    for bar in walk(window, WITHOUT_LISTS + (MENU_BAR,)):
        try:
            if bar.role == MENU_BAR and bar.showing:
                item = find(bar, lambda n: n.role == CHECK_MENU_ITEM and n.name == name, ())
                if item is not None:
                    return item
        except GLib.Error:
            pass
    return None


def describe(root, skip=WITHOUT_BULK):
    lines = []

    def add(node, depth):
        try:
            lines.append("%s%d %r id=%r%s" % ("  " * depth, node.role, node.name, node.id, "" if node.showing else " (hidden)"))
            for child in [] if node.role in skip else node.children():
                add(child, depth + 1)
        except GLib.Error:
            pass

    add(root, 0)
    return "\n".join(lines)
