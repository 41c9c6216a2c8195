#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The owner's own LinkedIn data online: the recorded answers, page by page, and what leaves the computer."""

import contextlib
import json
import os

from kith_home import SOURCE, Home, Server
from cases import check, equal, run

VECTORS = os.path.join(SOURCE, "tests/fixtures/vectors/linkedin")
PATH = "/rest/memberSnapshotData?q=criteria&domain=CONNECTIONS&start=%d"
TOKEN = "AQX-secret-token"
ADDRESS = "ada.marsh@example.org"
with open(os.path.join(VECTORS, "index.json"), encoding="utf-8") as index_file:
    CASES = {case["id"]: case for case in json.load(index_file)["cases"]}


def body_of(case):
    with open(os.path.join(VECTORS, CASES[case]["response"]["body_file"]), encoding="utf-8") as stream:
        return json.load(stream)


def answer(server, page, case, **headers):
    response = CASES[case]["response"]
    server.route(PATH % page, status=response["status"], headers=dict(response["headers"], **headers), body=body_of(case))


@contextlib.contextmanager
def scene(token=TOKEN):
    with Home() as home, Server() as server:
        home.run("provider", "set", "linkedin-dma", "base-url", server.base_url)
        home.run("provider", "set", "linkedin-dma", "ca-file", server.ca_file)
        if token:
            home.environment["KITH_TOKEN_LINKEDIN_DMA"] = token
        yield home, server


def import_online(home):
    return home.run("import", "linkedin", "--online")


def best(home, address, field):
    facts = home.run("show", "--json", "--offline", address).json["cards"][0]["facts"].get(field, [])
    return facts[0] if facts else {"value": None}


def test_nothing_before_it_is_switched_on():
    with scene() as (home, server):
        result = import_online(home)
        equal(result.status, 3)
        check("provider enable linkedin-dma" in result.err, result.err)
        equal(server.requests(), [])
        provider = [p for p in home.run("providers", "--json").json["providers"] if p["id"] == "linkedin-dma"][0]
        equal(provider["enabled"], False)


def test_pages_until_the_end():
    with scene() as (home, server):
        home.run("provider", "enable", "linkedin-dma")
        answer(server, 0, "dma_connections_page0")
        page1 = body_of("dma_connections_page0")
        page1["elements"][0]["snapshotData"] = [{"First Name": "Dora", "Last Name": "Lind", "URL": "", "Email Address": "dora@harbour.example",
                                                 "Company": "Harbour Test GmbH", "Position": "Pilot", "Connected On": "01 Jan 2026"}]
        server.route(PATH % 1, headers={"Content-Type": "application/json"}, body=page1)
        answer(server, 2, "dma_end")
        result = import_online(home)
        equal((result.status, result.err), (0, ""))
        check(result.out.startswith("%d " % (len(body_of("dma_connections_page0")["elements"][0]["snapshotData"]) + 1)), result.out)
        expected = CASES["dma_connections_page0"]["expect"]
        equal([best(home, ADDRESS, f)["value"] for f in ("name", "role", "company")], [expected["name"], expected["title"], expected["company"]])
        equal(best(home, "dora@harbour.example", "role")["value"], "Pilot")
        found = home.run("connections", "--json", ADDRESS).json["connections"]
        equal(sorted(c["name"] for c in found if c["provider"] == "linkedin"), [s["name"] for s in expected["shared"]])
        # What left: the pages with the version and the token, and nothing about anybody.
        equal([r["target"] for r in server.requests()], [PATH % 0, PATH % 1, PATH % 2])
        for request in server.requests():
            headers = dict((name.lower(), value) for name, value in request["headers"])
            equal(set(headers) - {"host", "accept-encoding", "user-agent"}, {"accept", "linkedin-version", "authorization"})
            equal((headers["linkedin-version"], headers["authorization"], request["body_base64"]), ("202312", "Bearer " + TOKEN, ""))
        rows = home.run("ledger", "--json").json["requests"]
        equal([(r["provider"], r["status"]) for r in rows], [("linkedin-dma", 404), ("linkedin-dma", 200), ("linkedin-dma", 200)])
        check(all(not r.get("address") and not r.get("identifier") for r in rows), str(rows))
        equal(home.find(TOKEN), [])


def test_what_goes_wrong_keeps_what_is_there():
    says = {"dma_wrong_version": "version", "unauthorized": "token", "forbidden": "r_dma_portability_self_serve", "ratelimited": "wait"}
    with scene() as (home, server):
        home.run("provider", "enable", "linkedin-dma")
        home.run("import", "linkedin", os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv"))
        for case, word in says.items():
            answer(server, 0, "dma_connections_page0")
            answer(server, 1, case)
            result = import_online(home)
            equal((result.status, result.err.count("\n")), (3, 1), case)
            check(word in result.err and TOKEN not in result.err, result.err)
            equal(best(home, ADDRESS, "role")["value"], "Head of Signalling")
        # The service asked to wait: it is not asked again, also by the next command.
        n = len(server.requests())
        equal(import_online(home).status, 3)
        equal(len(server.requests()), n)


def test_nothing_there_and_nonsense():
    with scene() as (home, server):
        home.run("provider", "enable", "linkedin-dma")
        home.run("import", "linkedin", os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv"))
        answer(server, 0, "dma_end")
        equal(import_online(home).status, 1)
        for body in ("<html>", "[]", "{}", "{\"elements\": 7}", "[" * 100000, "{\"elements\": [{\"snapshotData\": [\"x\", 7, null]}]}",
                     "{\"elements\": [{\"snapshotData\": [{\"firstName\": \"Ada\"}]}]}"):
            server.route(PATH % 0, headers={"Content-Type": "application/json"}, body=body)
            check(import_online(home).status in (1, 3), body[:40])
        equal(best(home, ADDRESS, "role")["value"], "Head of Signalling")


def test_it_needs_a_token():
    with scene(token=None) as (home, server):
        home.run("provider", "enable", "linkedin-dma")
        result = import_online(home)
        equal(result.status, 3)
        check("kith provider token linkedin-dma" in result.err, result.err)
        equal(server.requests(), [])


def test_once_a_week_by_itself():
    with scene() as (home, server):
        home.run("provider", "enable", "linkedin-dma")
        answer(server, 0, "dma_connections_page0")
        answer(server, 1, "dma_end")
        equal(home.run("show", "--json", "dora@other.example", "eva@other.example").status in (0, 1), True)
        equal([r["target"] for r in server.requests()], [PATH % 0, PATH % 1])
        equal(best(home, ADDRESS, "role")["value"], "Head of Signalling")
        home.run("show", "--json", "gil@other.example")
        equal(len(server.requests()), 2)


def test_a_trial_keeps_nothing():
    with scene() as (home, server):
        home.run("provider", "enable", "linkedin-dma")
        answer(server, 0, "dma_connections_page0")
        result = home.run("provider", "test", "linkedin-dma", ADDRESS)
        check("connections" in result.out + result.err, result.out + result.err)
        equal(len(server.requests()), 1)
        equal(best(home, ADDRESS, "role")["value"], None)


run(globals())
