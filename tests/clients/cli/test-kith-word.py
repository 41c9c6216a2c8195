#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Your own word on people, and your own LinkedIn export: what is kept, what comes first, what goes. Nothing is sent here."""

import json
import os
import zipfile

import jsonschema

from kith_home import SOURCE, Home
from cases import check, equal, run

with open(os.path.join(SOURCE, "data/card.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)
CONNECTIONS = os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv")
ADDRESS = "ada.marsh@example.org"


def card_of(home, *args):
    document = home.run("show", "--json", *args).json
    jsonschema.validate(document, SCHEMA)
    return document["cards"][0]


def best(card, field):
    facts = card["facts"].get(field, [])
    return facts[0] if facts else {"value": None, "provider": None}


def check_nothing_sent(home):
    equal(home.run("ledger", "--json").json, {"requests": []})


def test_import_csv_and_zip():
    with Home() as home:
        archive = os.path.join(home.folder, "export.zip")
        with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as target:
            target.write(CONNECTIONS, "Basic_Export/Connections.csv")
        for file in (CONNECTIONS, archive):
            result = home.run("import", "linkedin", file)
            equal((result.status, result.err), (0, ""), file)
            check("4 " in result.out, result.out)
            card = card_of(home, ADDRESS)
            equal(best(card, "role")["value"], "Head of Signalling")
            equal(best(card, "company")["value"], "Example Rail Ltd")
            equal(best(card, "link")["service"], "linkedin")
            check("unconfirmed" not in best(card, "role") or not best(card, "role")["unconfirmed"], "an address that is shared is no guess")
            equal(sorted(c["name"] for c in card["connections"]), ["Bram Okoro", "Cleo Dufour"])
            equal({c["kind"] for c in card["connections"]}, {"colleague"})
        check_nothing_sent(home)


def test_a_name_alone_is_unconfirmed():
    with Home() as home:
        home.run("import", "linkedin", CONNECTIONS)
        card = card_of(home, "Bram Okoro <bram@rail.example>")
        equal(best(card, "role")["value"], "Operations Director")
        equal(best(card, "role")["unconfirmed"], True)
        shown = home.run("show", "Bram Okoro <bram@rail.example>").out
        check("Operations Director" not in shown.split("\n\n")[0], "a guess stands in the head of the card: %r" % shown)


def test_import_of_something_else_keeps_the_former():
    with Home() as home:
        home.run("import", "linkedin", CONNECTIONS)
        for file, text in (("a.csv", "x,y\n1,2\n"), ("b.zip", "PK\3\4garbage"), ("c.csv", "")):
            path = os.path.join(home.folder, file)
            with open(path, "w", encoding="latin-1") as target:
                target.write(text)
            result = home.run("import", "linkedin", path)
            equal(result.status, 3, file)
            check(result.err.startswith("kith: ") and result.err.count("\n") == 1, result.err)
        equal(home.run("import", "linkedin", os.path.join(home.folder, "nothing")).status, 3)
        equal(best(card_of(home, ADDRESS), "role")["value"], "Head of Signalling")


def test_note():
    with Home() as home:
        equal(home.run("note", ADDRESS).status, 1)
        equal(home.run("note", ADDRESS, "Met at a fair; prefers calls after 15:00.").status, 0)
        equal(home.run("note", ADDRESS).out, "Met at a fair; prefers calls after 15:00.\n")
        equal(best(card_of(home, ADDRESS), "note")["provider"], "you")
        equal(home.run("note", ADDRESS, "").status, 0)
        equal(home.run("note", ADDRESS).status, 1)


def test_correct_comes_first_and_can_be_taken_back():
    with Home() as home:
        home.run("import", "linkedin", CONNECTIONS)
        equal(home.run("correct", ADDRESS, "role", "Chief of Signals").status, 0)
        role = best(card_of(home, ADDRESS), "role")
        equal((role["value"], role["provider"]), ("Chief of Signals", "you"))
        check("stale" not in role, "your own word grows stale")
        equal(home.run("correct", ADDRESS, "role").status, 0)
        equal(best(card_of(home, ADDRESS), "role")["value"], "Head of Signalling")
        equal(home.run("correct", ADDRESS, "no-such-field", "x").status, 2)


def test_reject():
    with Home() as home:
        home.run("import", "linkedin", CONNECTIONS)
        equal(home.run("reject", ADDRESS, "company", "linkedin").status, 0)
        card = card_of(home, ADDRESS)
        equal(best(card, "company")["value"], None)
        equal(best(card, "role")["value"], "Head of Signalling")


def test_a_yes_is_kept():
    bram = "Bram Okoro <bram@rail.example>"
    with Home() as home:
        home.run("import", "linkedin", CONNECTIONS)
        equal(best(card_of(home, bram), "role")["unconfirmed"], True)
        equal(home.run("confirm", bram, "role", "linkedin").status, 0)
        role = best(card_of(home, bram), "role")
        equal((role["value"], role["provider"], role["confidence"]), ("Operations Director", "linkedin", 1.0))
        check("unconfirmed" not in role and "stale" not in role and "confirmed" in role, role)
        # It stays where the provider does not say it any more, and comes after the owner's own words.
        empty = os.path.join(home.folder, "Connections.csv")
        with open(empty, "w", encoding="utf-8") as target:
            target.write("First Name,Last Name,URL,Email Address,Company,Position,Connected On\nNobody,Else,,,,,\n")
        equal(home.run("import", "linkedin", empty).status, 0)
        equal(best(card_of(home, bram), "role")["value"], "Operations Director")
        home.run("correct", bram, "role", "Managing Director")
        equal(best(card_of(home, bram), "role")["provider"], "you")
        home.run("correct", bram, "role", "")
        equal(home.run("confirm", "--undo", bram, "role", "linkedin").status, 0)
        equal(best(card_of(home, bram), "role")["value"], None)
        equal(home.run("confirm", bram, "role", "linkedin").status, 1)
        equal(home.run("confirm", bram, "role").status, 2)
        check_nothing_sent(home)


def test_a_no_is_remembered():
    bram = "Bram Okoro <bram@rail.example>"
    with Home() as home:
        home.run("import", "linkedin", CONNECTIONS)
        home.run("confirm", bram, "role", "linkedin")
        equal(home.run("reject", bram, "role", "linkedin").status, 0)
        equal(best(card_of(home, bram), "role")["value"], None)
        home.run("import", "linkedin", CONNECTIONS)
        equal(best(card_of(home, bram), "role")["value"], None)
        equal(home.run("reject", "--undo", bram, "role", "linkedin").status, 0)
        equal(best(card_of(home, bram), "role")["unconfirmed"], True)


def test_forget_leaves_no_trace():
    with Home() as home:
        home.run("import", "linkedin", CONNECTIONS)
        home.run("note", ADDRESS, "a note that nobody else reads")
        home.run("correct", ADDRESS, "role", "Chief of Signals")
        home.run("confirm", ADDRESS, "company", "linkedin", "Example Rail Limited")
        equal(home.run("forget", ADDRESS).status, 0)
        for folder, _, files in os.walk(home.folder):
            for file in files:
                with open(os.path.join(folder, file), "rb") as source:
                    content = source.read().lower()
                for text in (b"ada.marsh@", b"a note that nobody", b"chief of signals", b"head of signalling", b"rail limited"):
                    check(text not in content, "%s is still in %s" % (text, file))


run(globals())
