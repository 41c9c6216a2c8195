#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""kith export gives what is stored, of one person or of all; kith query finds people in it. Neither sends anything."""

import mailbox
import os

from full_home import ADDRESS, OTHER, full_home
from kith_home import Home, hashes
from cases import check, equal, run

LISTS = ("answers", "pictures", "notes", "corrections", "rejections", "never", "objections", "ledger", "linkedin")


def test_everything_about_a_person():
    with full_home() as (home, server):
        result = home.run("export", "Ada <%s>" % ADDRESS.upper())
        equal((result.status, result.err), (0, ""))
        document = result.json
        equal(document["address"], "ADA.MARSH@example.org")
        answer = [a for a in document["answers"] if a["provider"] == "gravatar"][0]
        equal({f["field"]: f["value"] for f in answer["facts"]}["role"], "Head of Signalling")
        equal([n["text"] for n in document["notes"]], ["prefers calls after 15:00"])
        equal([(c["field"], c["value"]) for c in document["corrections"]], [("role", "Chief of Signals")])
        equal([(r["field"], r["provider"]) for r in document["rejections"]], [("location", "gravatar")])
        equal([(r["provider"], r["method"], r["address"]) for r in document["ledger"]], [("gravatar", "GET", ADDRESS)])
        equal([p["name"] for p in document["linkedin"]], ["Ada Marsh"])
        equal(document["never"], [])
        history = document["history"]
        check(history["messages_from"] + history["messages_to"] > 0 or history["messages"], str(history))
        check("settings" not in document, "settings are nobody's")
        text = result.out.lower()
        check("bela" not in text.replace(OTHER, "") or "tickets" not in text, "another person's note is told")
        equal(server.requests(), [])


def test_everything_about_everybody():
    with full_home() as (home, server):
        document = home.run("export").json
        check("address" not in document, "an address for all")
        equal({n["address"] for n in document["notes"]}, {ADDRESS, OTHER})
        equal({a["address"] for a in document["answers"] if a["provider"] == "gravatar"}, {ADDRESS, OTHER})
        equal(len(document["linkedin"]), 4)
        check({ADDRESS, OTHER} <= {a["address"] for a in document["history"]["addresses"]}, str(document["history"]))
        settings = document["settings"]
        equal((settings["ledger-days"], settings["ask-about-encrypted"], settings["own-addresses"]), (90, False, []))
        equal(settings["providers"]["gravatar"]["enabled"], "on")
        equal(settings["providers"]["gravatar"]["base-url"], server.base_url)
        equal(server.requests(), [])


def test_nothing_is_known():
    with Home() as home:
        result = home.run("export", ADDRESS)
        equal((result.status, result.err), (1, ""))
        equal([result.json[name] for name in LISTS], [[]] * len(LISTS))
        equal(home.run("export").status, 0)


def test_never_is_a_salted_hash():
    with full_home() as (home, _server):
        home.run("forget", "--never", ADDRESS)
        document = home.run("export", ADDRESS).json
        equal([len(document[name]) for name in LISTS], [0, 0, 0, 0, 0, 1, 0, 0, 0])
        entry = document["never"][0]
        equal(len(entry["salted-hash"]), 64)
        check(entry["salted-hash"] not in hashes(ADDRESS), "the hash has no salt")
        equal(home.run("export").json["never"], [entry])
        equal(home.run("export", OTHER).json["never"], [])


def test_tokens_are_not_exported():
    with full_home() as (home, _server):
        token = "tok-5512ab77"
        result = home.run("export", KITH_TOKEN_GRAVATAR=token)
        check(token not in result.out + result.err, "a token is exported")


def test_what_cannot_be_written_is_said():
    with full_home() as (home, _server):
        with open("/dev/full", "wb") as full:
            import subprocess
            from kith_home import KITH
            done = subprocess.run([KITH, "export"], stdout=full, stderr=subprocess.PIPE, env=home.environment, check=False, timeout=120)
        equal(done.returncode, 3)
        check(done.stderr.startswith(b"kith: ") and done.stderr.count(b"\n") == 1, repr(done.stderr))


def people_of(result):
    return [line.split("\t") for line in result.out.splitlines()[1:]]


def test_query_gives_lines_for_mutt():
    with full_home() as (home, server):
        result = home.run("query", "ada")
        equal((result.status, result.err), (0, ""))
        equal(people_of(result), [[ADDRESS, "Ada Marsh", "Chief of Signals · Example Rail Ltd"]])
        for text in ("marsh", "ADA MAR", "ada.marsh@", "signals", "kovacs", "Kovács", "museum"):
            equal(home.run("query", text).status, 0, text)
        equal([p[0] for p in people_of(home.run("query", "kov", "arch"))], [OTHER])
        equal(server.requests(), [])


def test_query_finds_what_is_shown():
    with full_home() as (home, _server):
        equal(people_of(home.run("query", "kov")), [[OTHER, "Bela Kovács", "Archivist · Rail Museum"]])
        home.run("reject", OTHER, "role", "gravatar")
        equal(people_of(home.run("query", "kov")), [[OTHER, "Bela Kovács", "Rail Museum"]])
        home.run("provider", "disable", "gravatar")
        home.run("provider", "disable", "linkedin")
        home.run("provider", "disable", "history")
        equal(people_of(home.run("query", OTHER)), [[OTHER, "", ""]])


def test_query_finds_nobody():
    with full_home() as (home, _server):
        result = home.run("query", "zebedee")
        equal((result.status, people_of(result), result.err), (1, [], ""))
        for args in ([], [""], ["  "]):
            result = home.run("query", *args)
            equal(result.status, 2, str(args))
        equal(home.run("query", b"\xff\xfe").status, 1)


def test_query_keeps_its_columns():
    with Home() as home:
        path = os.path.join(home.folder, "mail")
        mailbox.Maildir(path).add(b"From: =?utf-8?q?Tab=09Name=0ALine?= <tab@x.example>\nTo: olive@home.example\nMessage-ID: <t@x>\nDate: Tue, 03 Mar 2026 12:00:00 +0000\n\nx\n")
        home.run("index", path)
        people = people_of(home.run("query", "tab"))
        equal([len(p) for p in people], [3])
        equal(people[0][0], "tab@x.example")


run(globals())
