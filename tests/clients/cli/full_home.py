# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A home in which something of everything is kept about two people."""

import contextlib
import mailbox
import os

from kith_home import PROFILE, SOURCE, Home, Server
from cases import equal

CONNECTIONS = os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv")
ADDRESS = "ada.marsh@example.org"
OTHER = "bela.kovacs@rail.example"


def letter(ident, sender, to, cc=""):
    return ("From: %s\nTo: %s\n%sDate: Tue, 03 Mar 2026 12:00:00 +0000\nMessage-ID: <%s@example.org>\nSubject: x\n\nbody\n"
            % (sender, to, "Cc: %s\n" % cc if cc else "", ident)).encode()


@contextlib.contextmanager
def full_home():
    """A home that holds something of everything about two people."""
    with Home() as home, Server() as server:
        server.profile(ADDRESS, dict(PROFILE, avatar_url=server.base_url + "/ada.png"))
        server.profile(OTHER, {"display_name": "Bela Kovács", "job_title": "Archivist", "company": "Rail Museum"})
        server.use_in(home)
        equal(home.run("show", ADDRESS, OTHER).status, 0)
        home.run("import", "linkedin", CONNECTIONS)
        home.run("note", ADDRESS, "prefers calls after 15:00")
        home.run("note", OTHER, "collects tickets")
        home.run("correct", ADDRESS, "role", "Chief of Signals")
        home.run("reject", ADDRESS, "location", "gravatar")
        box = mailbox.Maildir(os.path.join(home.folder, "mail"))
        for text in (letter("1", "Ada Marsh <%s>" % ADDRESS, "Olive <olive@home.example>", "Bela <%s>" % OTHER),
                     letter("2", "Olive <olive@home.example>", "Ada Marsh <%s>" % ADDRESS)):
            box.add(text)
        home.run("index", os.path.join(home.folder, "mail"))
        server.command(op="clear-log")
        yield home, server
