#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The owner's own address books on real servers, set up and asked with the kith command alone."""

import os

from address_book_server import PASSWORD, USER, Radicale, Xandikos
from cases import check, equal, run
from kith_home import SOURCE, Home, Server

ADA = "ada.marsh@example.org"
NAMES = ("ada_v3.vcf", "bram_v3.vcf", "cleo_v4.vcf", "edge_v3.vcf", "group_v3.vcf")


def cards():
    read = {}
    for name in NAMES:
        with open(os.path.join(SOURCE, "tests/fixtures/vectors/carddav", name), encoding="utf-8", newline="") as stream:
            read[name] = stream.read()
    return read


def set_up(home, server, ca_file, password=PASSWORD):
    for args in (("set", "carddav", "base-url", server.base_url), ("set", "carddav", "ca-file", ca_file), ("set", "carddav", "user", USER),
                 ("enable", "carddav")):
        result = home.run("provider", *args)
        equal((result.status, result.err), (0, ""), str(args))
    # There is no keyring here: the token comes from the environment.
    home.environment["KITH_TOKEN_CARDDAV"] = password


def values(card, field):
    return [f["value"] for f in card["facts"].get(field, []) if f["provider"] == "carddav"]


def look_at_people(kind):
    with Home() as home, Server() as fixture, kind(cards(), fixture.facts) as server:
        set_up(home, server, fixture.ca_file)
        result = home.run("show", "--json", ADA)
        equal((result.status, result.err), (0, ""))
        card = result.json["cards"][0]
        equal([values(card, f) for f in ("name", "role", "company", "department", "manager")],
              [["Ada Marsh"], ["Head of Signalling"], ["Example Rail Ltd"], ["Signalling"], ["Bram Okoro"]])
        shared = [(c["name"], c["address"], c["kind"]) for c in card["connections"] if c["provider"] == "carddav" and "group" in c["evidence"]]
        check(("Bram Okoro", "bram.okoro@example.org", "directory") in shared, str(card["connections"]))
        # From the cache now: nothing is asked, and the same is said.
        equal(home.run("show", "--json", "--offline", ADA).json["cards"][0]["connections"], card["connections"])
        nobody = home.run("show", "--json", "absent.person@example.org")
        equal([p["state"] for p in nobody.json["cards"][0]["providers"] if p["id"] == "carddav"], ["not-found"])
        told = home.run("provider", "test", "carddav", ADA)
        equal(told.status, 0, told.err)
        check(PASSWORD not in told.out + told.err, told.out)
        check("PROPFIND" in told.out and "REPORT" in told.out and "Head of Signalling" in told.out, told.out)
        equal(home.find(PASSWORD), [], "the password was written down")


def test_radicale():
    look_at_people(Radicale)


def test_xandikos():
    look_at_people(Xandikos)


def test_a_wrong_password_says_what_to_do():
    for kind in (Radicale, Xandikos):
        with Home() as home, Server() as fixture, kind(cards(), fixture.facts) as server:
            set_up(home, server, fixture.ca_file, "wrong")
            result = home.run("provider", "test", "carddav", ADA)
            equal(result.status, 3)
            check("token" in result.err and "wrong" not in result.err, result.err)


if __name__ == "__main__":
    run(globals())
