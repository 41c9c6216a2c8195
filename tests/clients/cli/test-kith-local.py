#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What this computer knows by itself: the company by the people of a domain, signatures of earlier mails. Nothing is sent."""

import json
import os

import jsonschema

from kith_home import SOURCE, Home
from cases import check, equal, run

with open(os.path.join(SOURCE, "data/card.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)
ADA = "ada.marsh@examplerail.example"


def card_of(home, *args):
    document = home.run("show", "--json", *args).json
    jsonschema.validate(document, SCHEMA)
    return document["cards"][0]


def best(card, field):
    facts = card["facts"].get(field, [])
    return facts[0] if facts else {"value": None, "provider": None}


def value_of(card, field, provider=None):
    for fact in card["facts"].get(field, []):
        if provider in (None, fact["provider"]) and not fact.get("unconfirmed"):
            return fact["value"]
    return None


def check_nothing_sent(home):
    equal(home.run("ledger", "--json").json, {"requests": []})


def write_message(home, number, sender, body, day=1, headers=""):
    text = "From: %s\nTo: you@example.org\nSubject: x\nDate: Mon, %d Jun 2026 10:00:00 +0000\nMessage-ID: <%d@mail.example>\n%s\n%s" % (
        sender, day, number, headers, body)
    return "--message=" + home.write("message-%d" % number, text)


SIGNED = "Dear you,\n\nthe plans.\n\nBest regards,\nAda Marsh\n%s\n%s\nT +44 20 7946 0011\n"


def test_a_reply_without_a_signature():
    with Home() as home:
        ada = "Ada Marsh <%s>" % ADA
        first = write_message(home, 1, ada, SIGNED % ("Head of Signalling", "Example Rail Ltd"), 1)
        reply = write_message(home, 2, ada, "Yes.\n\nAda\n", 2)
        equal(value_of(card_of(home, reply), "role"), None)
        equal(value_of(card_of(home, first), "role"), "Head of Signalling")
        card = card_of(home, reply)
        equal(value_of(card, "role"), "Head of Signalling")
        equal(value_of(card, "company"), "Example Rail Ltd")
        card = card_of(home, ADA)
        equal((value_of(card, "role"), best(card, "role")["fetched"]), ("Head of Signalling", "2026-06-01T10:00:00Z"))
        # A later one wins, and stays when an earlier one is looked at again.
        later = write_message(home, 3, ada, SIGNED % ("Director of Operations", "Example Rail Ltd"), 9)
        equal(value_of(card_of(home, later), "role"), "Director of Operations")
        equal(value_of(card_of(home, first), "role"), "Director of Operations")
        # Who works elsewhere now does not keep the role.
        moved = write_message(home, 4, ada, "Hello,\n\nmy new mail.\n\nBest regards,\nAda Marsh\nOther Line GmbH\nT +44 20 7946 0012\n", 20)
        card = card_of(home, moved)
        equal((value_of(card, "company"), value_of(card, "role")), ("Other Line GmbH", None))
        check_nothing_sent(home)


def test_a_signature_is_forgotten():
    with Home() as home:
        card_of(home, write_message(home, 1, "Ada Marsh <%s>" % ADA, SIGNED % ("Head of Signalling", "Example Rail Ltd")))
        os.remove(os.path.join(home.folder, "message-1"))
        check(home.find("Head of Signalling"), "nothing was kept")
        equal(home.run("forget", ADA).status, 0)
        equal(home.find("Head of Signalling", "Example Rail", "ada.marsh", "7946 0011"), [])


def test_what_is_forged_or_junk_is_not_kept():
    with Home() as home:
        home.run("show", "--json", write_message(home, 1, "Ada Marsh <%s>" % ADA, SIGNED % ("Queen", "Example Rail Ltd"), 1, "Precedence: bulk\n"))
        equal(value_of(card_of(home, ADA), "role"), None)
        equal(value_of(card_of(home, ADA), "company"), None)


def test_the_company_of_a_domain():
    with Home() as home:
        for name in ("bram", "cleo"):
            home.run("correct", "%s@mail.examplerail.example" % name, "company", "Example Rail Ltd")
        card = card_of(home, "dora@examplerail.example")
        equal((best(card, "company")["value"], best(card, "company")["provider"]), ("Example Rail Ltd", "company"))
        check(not best(card, "company").get("unconfirmed"), "two of two are a majority")
        # Freemail has no company, nor has another domain of the same suffix.
        home.run("correct", "bram@gmail.com", "company", "Example Rail Ltd")
        home.run("correct", "cleo@gmail.com", "company", "Example Rail Ltd")
        equal(best(card_of(home, "dora@gmail.com"), "company")["value"], None)
        equal(best(card_of(home, "dora@other.example"), "company")["value"], None)
        check_nothing_sent(home)


def test_ties_and_single_voices():
    with Home() as home:
        home.run("correct", "bram@fr-42.example", "company", "Example Rail Ltd")
        fact = best(card_of(home, "dora@fr-42.example"), "company")
        equal((fact["value"], fact["unconfirmed"]), ("Example Rail Ltd", True))
        home.run("correct", "cleo@fr-42.example", "company", "Other Line GmbH")
        equal(best(card_of(home, "dora@fr-42.example"), "company")["value"], None)
        home.run("correct", "eva@fr-42.example", "company", "other line gmbh")
        equal(best(card_of(home, "dora@fr-42.example"), "company")["value"].lower(), "other line gmbh")
        # Nobody votes on themselves.
        home.run("correct", "gil@solo-7.example", "company", "Solo Ltd")
        providers = {f["provider"] for f in card_of(home, "gil@solo-7.example")["facts"]["company"]}
        equal(providers, {"you"})


def test_people_share_some_domains():
    with Home() as home:
        for name in ("bram", "cleo"):
            home.run("correct", "%s@bram.github.io" % name, "company", "Bram Lights")
        equal(best(card_of(home, "dora@bram.github.io"), "company")["value"], "Bram Lights")
        equal(best(card_of(home, "dora@dora.github.io"), "company")["value"], None)


def test_the_company_is_learnt_from_cards():
    with Home() as home:
        for number, name in enumerate(("Bram Okoro", "Cleo Dufour"), 1):
            sender = "%s <%s@xr-99.example>" % (name, name.split()[0].lower())
            body = "Hello,\n\nfine.\n\nBest regards,\n%s\nEngineer\nExample Rail Ltd\n" % name
            equal(value_of(card_of(home, write_message(home, number, sender, body)), "company"), "Example Rail Ltd")
        equal(value_of(card_of(home, "dora@xr-99.example"), "company", "company"), "Example Rail Ltd")
        equal(home.run("provider", "disable", "company").status, 0)
        equal(best(card_of(home, "dora@xr-99.example"), "company")["value"], None)
        check_nothing_sent(home)


def test_bulk_mail_teaches_nothing():
    with Home() as home:
        for number, name in enumerate(("bram", "cleo", "eva"), 1):
            message = write_message(home, number, "%s@news-5.example" % name, "Roses!\n", number,
                                    "Organization: Garden Weekly Media Ltd\nPrecedence: bulk\nList-Unsubscribe: <https://news-5.example/u>\n")
            equal(best(card_of(home, message), "company").get("unconfirmed", True), True)
        equal(best(card_of(home, "dora@news-5.example"), "company")["value"], None)


def test_connections_at_the_company():
    with Home() as home:
        home.run("import", "linkedin", os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv"))
        home.run("correct", "dora@examplerail.example", "company", "Example Rail Ltd")
        found = home.run("connections", "--json", "dora@examplerail.example").json["connections"]
        equal(sorted(c["name"] for c in found), ["Ada Marsh", "Bram Okoro", "Cleo Dufour"])
        equal({(c["kind"], c["provider"]) for c in found}, {("colleague", "linkedin")})


def test_connected_since():
    """Of the one who shares the address for sure; of one of that name only perhaps; of nobody else, and it is nothing to correct."""
    with Home() as home:
        home.run("import", "linkedin", os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv"))
        ada = home.run("show", "--json", "ada.marsh@example.org").json["cards"][0]["facts"]["connected-since"]
        equal([(f["value"], f["provider"], f.get("unconfirmed", False)) for f in ada], [("2026-06-20", "linkedin", False)])
        bram = home.run("show", "--json", "Bram Okoro <bram@elsewhere.example>").json["cards"][0]["facts"]["connected-since"]
        equal([(f["value"], f.get("unconfirmed", False)) for f in bram], [("2024-02-14", True)])
        equal("connected-since" in home.run("show", "--json", "dora@example.org").json["cards"][0]["facts"], False)
        equal(home.run("correct", "ada.marsh@example.org", "connected-since", "2020-01-01").status, 2)


def test_the_company_however_it_is_written():
    with Home() as home:
        home.run("import", "linkedin", os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv"))
        home.run("correct", "dora@examplerail.example", "company", "EXAMPLE RAIL")
        found = home.run("connections", "--json", "dora@examplerail.example").json["connections"]
        equal(sorted(c["name"] for c in found), ["Ada Marsh", "Bram Okoro", "Cleo Dufour"])
        # Two spellings are no dispute.
        home.run("correct", "eva@examplerail.example", "company", "Example Rail Ltd")
        equal(best(card_of(home, "gil@examplerail.example"), "company")["confidence"] > 0.7, True)


def test_people_of_one_name():
    with Home() as home:
        path = os.path.join(home.folder, "Connections.csv")
        with open(path, "w", encoding="utf-8") as stream:
            stream.write("First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                         "Bob,Roe,https://www.linkedin.test/in/bob-1,,Acme GmbH,Engineer,02 Feb 2021\n"
                         "Bob,Roe,https://www.linkedin.test/in/bob-2,,Globex,Plumber,02 Feb 2022\n"
                         "Wei,Chen,https://www.linkedin.test/in/wei,,Donghai,Buyer,03 Mar 2023\n")
        equal(home.run("import", "linkedin", path).status, 0)
        # Nobody knows which one, unless the domain or what is known of the company tells.
        equal(best(card_of(home, "Bob Roe <bob@other.example>"), "role")["value"], None)
        role = best(card_of(home, "Bob Roe <bob@acme.example>"), "role")
        equal((role["value"], role["unconfirmed"]), ("Engineer", True))
        home.run("correct", "bob@post.example", "company", "Globex Ltd")
        role = best(card_of(home, "Bob Roe <bob@post.example>"), "role")
        equal((role["value"], role["unconfirmed"]), ("Plumber", True))
        role = best(card_of(home, "Chen Wei <cw@other.example>"), "role")
        equal((role["value"], role["unconfirmed"]), ("Buyer", True))


def test_a_yes_to_a_connection():
    bram = "Bram Okoro <bram@rail-7.example>"
    with Home() as home:
        home.run("import", "linkedin", os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv"))
        card = card_of(home, bram)
        equal((best(card, "role")["unconfirmed"], best(card, "company")["unconfirmed"]), (True, True))
        # Yes to the profile is yes to all that it says, also after the next import.
        equal(home.run("confirm", bram, "link", "linkedin").status, 0)
        card = card_of(home, bram)
        check(not best(card, "role").get("unconfirmed") and not best(card, "company").get("unconfirmed"), card["facts"])
        check(card["connections"], "the people at the company")
        equal(home.run("reject", bram, "link", "linkedin").status, 0)
        card = card_of(home, bram)
        equal((best(card, "role")["value"], best(card, "link")["value"], card["connections"]), (None, None, []))
        equal(home.run("reject", "--undo", bram, "link", "linkedin").status, 0)
        equal(best(card_of(home, bram), "role")["unconfirmed"], True)


run(globals())
