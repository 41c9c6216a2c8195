#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""kith index and kith connections: mail in, the people both know out, with why; forgotten without a trace. Nothing is sent."""

import email.utils
import json
import mailbox
import os
import re
import shutil
import signal
import subprocess
import time

import jsonschema

from kith_home import KITH, SOURCE, Home
from cases import check, equal, run

OWNER = "Olive Owner <olive@home.example>"
ANNA, BO, CARA, DAN = "Anna Berg <anna@acme.example>", "Bo Dahl <bo@firm.example>", "Cara Ek <cara@acme.example>", "Dan Fors <dan@third.example>"


def message(ident, date, sender, to, cc="", answers="", more=""):
    return ("From: %s\nTo: %s\n%sDate: %s\nMessage-ID: <%s@example.org>\n%s%sSubject: hidden subject\n\nhidden body\n"
            % (sender, to, "Cc: %s\n" % cc if cc else "", email.utils.format_datetime(date), ident,
               "In-Reply-To: <%s@example.org>\n" % answers if answers else "", more)).encode()


def day(year, month, number):
    import datetime
    return datetime.datetime(year, month, number, 12, 0, tzinfo=datetime.timezone.utc)


MAIL = [message("a1", day(2026, 3, 3), ANNA, OWNER, BO), message("a2", day(2026, 3, 4), OWNER, ANNA, BO, "a1"),
        message("b1", day(2026, 1, 5), BO, OWNER + ", " + ANNA), message("c1", day(2024, 2, 6), OWNER, ANNA + ", " + DAN),
        message("d1", day(2025, 4, 7), CARA, OWNER),
        message("l1", day(2026, 3, 8), ANNA, "dev@lists.example, " + OWNER, DAN, more="List-Id: <dev.lists.example>\n")]
EXPECTED = [("Bo Dahl", "bo@firm.example", "correspondence", "2 conversations, last in March 2026"),
            ("Dan Fors", "dan@third.example", "correspondence", "1 conversation, last in February 2024"),
            ("Cara Ek", "cara@acme.example", "colleague", "colleague at acme.example")]


def fill(home, kind):
    path = os.path.join(home.folder, "mail")
    box = {"maildir": mailbox.Maildir, "mh": mailbox.MH, "mbox": mailbox.mbox}[kind](path)
    for text in MAIL:
        box.add(text)
    box.close()
    return path


def connections(home, address):
    result = home.run("connections", "--json", address)
    return [(c.get("name"), c["address"], c["kind"], c["evidence"]) for c in result.json["connections"]]


def test_the_same_people_from_each_kind_of_mailbox():
    for kind in ("maildir", "mh", "mbox"):
        with Home() as home:
            path = fill(home, kind)
            result = home.run("index", "--json", "--own", "olive@home.example", path)
            equal((result.status, result.err), (0, ""), kind)
            equal((result.json["index"]["read"], result.json["index"]["messages"]), (len(MAIL), len(MAIL)), kind)
            equal(connections(home, "Anna@Acme.Example"), EXPECTED, kind)
            again = home.run("index", "--json", path)
            equal(again.json["index"]["read"], 0, kind)
            check(not home.find("hidden subject", "hidden body") or all(p.startswith(path) for p in home.find("hidden subject", "hidden body")),
                  "subjects or bodies were kept")


def test_the_owner_is_found_in_the_mail():
    with Home() as home:
        home.run("index", fill(home, "maildir"))
        equal(connections(home, "anna@acme.example"), EXPECTED)


def test_the_card_tells_since_when():
    with Home() as home:
        home.run("index", "--own", "olive@home.example", fill(home, "maildir"))
        result = home.run("show", "--json", "anna@acme.example")
        with open(os.path.join(SOURCE, "data/card.schema.json"), encoding="utf-8") as schema:
            jsonschema.validate(result.json, json.load(schema))
        card = result.json["cards"][0]
        equal([card["facts"][f][0]["value"] for f in ("first-contact", "last-contact", "message-count")], ["2024-02-06", "2026-03-04", "3"])
        equal([c["address"] for c in card["connections"]], [e[1] for e in EXPECTED])


def show(home, sender):
    """The facts of the card of whoever wrote a message that was not read before."""
    path = os.path.join(home.folder, "new.eml")
    with open(path, "wb") as stream:
        stream.write(message("new", day(2026, 3, 5), sender, OWNER))
    facts = home.run("show", "--json", "--message=" + path).json["cards"][0]["facts"]
    return {field: values[0]["value"] for field, values in facts.items()}


def test_the_card_warns_of_a_known_name_at_a_new_address():
    with Home() as home:
        home.run("index", "--own", "olive@home.example", fill(home, "maildir"))
        facts = show(home, "Anna Berg <anna@acrne.test>")
        equal(facts.get("warning"), "This may not be Anna Berg.\nYou know Anna Berg at acme.example; this address is new, and you share no one.")
        equal(facts.get("hint"), "First message from this address")
        facts = show(home, "Billing <billing@acrne.example>")
        check("only looks like it" in facts.get("warning", ""), "no warning of the domain: %r" % facts)
        facts = show(home, ANNA)
        equal((facts.get("warning"), facts.get("hint")), (None, None), "somebody known")


def test_nobody_is_status_1():
    with Home() as home:
        equal(home.run("connections", "nobody@example.org").status, 1)
        home.run("index", fill(home, "maildir"))
        equal(home.run("connections", "nobody@example.org").status, 1)
        equal(home.run("connections").status, 2)
        equal(home.run("index").status, 2)
        result = home.run("index", os.path.join(home.folder, "nothing-there"))
        equal((result.status, result.err.count("\n")), (2, 1))


def test_deleted_and_forgotten():
    with Home() as home:
        path = fill(home, "maildir")
        home.run("index", "--own", "olive@home.example", path)
        box = mailbox.Maildir(path)
        for key, text in list(box.items()):
            if "<c1@" in text["Message-ID"]:
                box.remove(key)
        home.run("index", path)
        equal([c[1] for c in connections(home, "anna@acme.example")], ["bo@firm.example", "cara@acme.example"])
        equal(home.run("forget", "anna@acme.example").status, 0)
        shutil.rmtree(path)
        equal(home.find("anna", "Berg"), [])
        check(home.find("Dahl"), "others were forgotten too")
        equal(home.run("forget", "--everything").status, 0)
        equal(home.find("Dahl", "firm.example", "example.firm"), [])


def test_removed_and_switched_off():
    with Home() as home:
        path = fill(home, "maildir")
        equal(home.run("index", path).status, 0, "indexed")
        equal(len(connections(home, "anna@acme.example")), 3, "connections")
        equal(home.run("index", "--remove", path).status, 2, "with a path as well")
        equal(home.run("index", "--remove").status, 0, "removed")
        left = [name for _, _, names in os.walk(os.path.join(home.folder, "cache", "kith", "history")) for name in names if name != "lock"]
        equal(left, [], "files")
        equal(connections(home, "anna@acme.example"), [], "connections")
        refused = home.run("index", path)
        equal((refused.status, "kith provider enable history" in refused.err), (3, True), refused.err)
        equal(home.run("provider", "set", "history", "enabled", "true").status, 0, "switched on")
        equal(home.run("index", path).status, 0, "indexed again")
        equal(len(connections(home, "anna@acme.example")), 3, "connections")


def wait_for_handler(process, number):
    """Until the program does something of its own with the signal."""
    limit = time.monotonic() + 60
    while time.monotonic() < limit:
        with open("/proc/%d/status" % process.pid, encoding="ascii") as stream:
            caught = int(re.search(r"^SigCgt:\s*([0-9a-f]+)", stream.read(), re.M).group(1), 16)
        if caught & 1 << (number - 1):
            return
    raise AssertionError("it does nothing with the signal")


def test_an_interrupt_keeps_what_was_read():
    with Home() as home:
        path = os.path.join(home.folder, "mail")
        box = mailbox.Maildir(path)
        box.close()
        for number in range(3000):
            with open(os.path.join(path, "cur", "%d.x" % number), "wb") as stream:
                stream.write(message("m%d" % number, day(2026, 3, 3), ANNA, OWNER, BO))
        running = subprocess.Popen([KITH, "index", path], env=home.environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE)
        wait_for_handler(running, signal.SIGINT)
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
        # It may have been done before.
        check((running.returncode, err.decode()) in ((3, "kith: stopped; what was read stays, and the same command goes on from there\n"), (0, "")),
              "%d %r" % (running.returncode, err))
        equal(home.run("index", "--json", path).json["index"]["messages"], 3000)


run(globals())
