#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What leaves the computer when kith asks a service, byte by byte, and what stays behind after forget."""

import base64
import contextlib
import json
import os
import re
import time

import jsonschema

from kith_home import PROFILE, SOURCE, Home, Server, hashes, profile_path
from cases import check, equal, run

with open(os.path.join(SOURCE, "data/card.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)
ADDRESS = "Ada.Marsh@Rail.example"
NORMAL = ADDRESS.lower()
OTHER = "bela.kovacs@rail.example"
HASH = hashes(ADDRESS)[0]


def card_of(result):
    jsonschema.validate(result.json, SCHEMA)
    return result.json["cards"][0]


def gravatar_of(card):
    return [p for p in card["providers"] if p["id"] == "gravatar"][0]


def facts_of(card, field):
    return [f["value"] for f in card["facts"].get(field, [])]


@contextlib.contextmanager
def scene():
    """A home in which Gravatar is on, and a server of ours plays it."""
    with Home() as home, Server() as server:
        server.profile(NORMAL, PROFILE)
        server.use_in(home)
        yield home, server


def check_says_nothing_more(request, base_url):
    """The bytes that arrived are these and no others: the hash stands in the path once, and nothing else names the person."""
    lines = request["head"].rstrip("\r\n").split("\r\n")
    equal(lines[0], "GET %s HTTP/1.1" % profile_path(NORMAL), "request line")
    headers = dict((name.lower(), value) for name, value in request["headers"])
    equal(set(headers) - {"host", "accept", "accept-encoding", "user-agent"}, set(), "headers")
    equal(headers["host"], base_url.partition("//")[2])
    check(re.fullmatch(r"Kith/[0-9.]+( \([^@]*\))?", headers["user-agent"]), headers["user-agent"])
    equal(request["body_base64"], "", "body")
    head = request["head"].lower()
    equal(head.count(HASH), 1, "the hash")
    for word in ("ada", "marsh", "rail", hashes(ADDRESS)[1], hashes(ADDRESS)[2], base64.b64encode(NORMAL.encode()).decode().lower()):
        check(word not in head.replace(HASH, ""), "%s left the computer: %s" % (word, request["head"]))


def test_one_request_with_the_hash_and_nothing_else():
    with scene() as (home, server):
        result = home.run("show", "--json", ADDRESS)
        equal((result.status, result.err), (0, ""))
        card = card_of(result)
        equal([facts_of(card, f)[0] for f in ("name", "role", "company", "location", "pronouns")],
              ["Ada Marsh", "Head of Signalling", "Example Rail Ltd", "York, UK", "she/her"])
        check("https://github.example/ada-marsh" in facts_of(card, "link"), str(card["facts"]))
        check("https://x.example/hidden" not in facts_of(card, "link"), "a hidden account is shown")
        equal((gravatar_of(card)["state"], gravatar_of(card)["from"]), ("found", "provider"))
        log = server.requests()
        equal(len(log), 1, "requests")
        check_says_nothing_more(log[0], server.base_url)


def test_second_call_sends_nothing():
    with scene() as (home, server):
        first = card_of(home.run("show", "--json", ADDRESS))
        second = card_of(home.run("show", "--json", NORMAL))
        equal(len(server.requests()), 1, "requests")
        equal(second["facts"], first["facts"])
        equal(gravatar_of(second)["from"], "cache")


def test_not_found_is_kept_too():
    with scene() as (home, server):
        server.route("/v3/profiles/*", status=404, body={"error": "nobody"})
        for _ in range(2):
            result = home.run("show", "--json", OTHER)
            equal((result.status, gravatar_of(card_of(result))["state"]), (1, "not-found"))
        equal(len(server.requests()), 1, "requests")


def test_refresh_is_conditional():
    with scene() as (home, server):
        server.profile(NORMAL, PROFILE, etag='"v1"')
        first = card_of(home.run("show", "--json", ADDRESS))
        server.command(op="clear-log")
        again = home.run("show", "--json", "--refresh", ADDRESS)
        equal(again.status, 0)
        log = server.requests()
        equal(len(log), 1, "requests")
        equal(dict(log[0]["headers"]).get("If-None-Match"), '"v1"')
        equal({k: [f["value"] for f in v] for k, v in card_of(again)["facts"].items()}, {k: [f["value"] for f in v] for k, v in first["facts"].items()})
        server.profile(NORMAL, dict(PROFILE, job_title="Director"), etag='"v2"')
        equal(facts_of(card_of(home.run("show", "--json", "--refresh", ADDRESS)), "role"), ["Director"])


def test_offline_sends_nothing():
    with scene() as (home, server):
        result = home.run("show", "--json", "--offline", ADDRESS)
        equal((result.status, gravatar_of(card_of(result))["state"]), (1, "not-asked"))
        equal(server.requests(), [])
        home.run("show", ADDRESS)
        result = home.run("show", "--json", "--offline", ADDRESS)
        equal((result.status, facts_of(card_of(result), "role")), (0, ["Head of Signalling"]))
        equal(len(server.requests()), 1, "requests")


def test_switched_off_again_it_is_not_asked():
    with scene() as (home, server):
        home.run("provider", "disable", "gravatar")
        equal(home.run("show", "--json", ADDRESS).status, 1)
        equal(server.requests(), [])


def test_explain_names_the_server_and_sends_nothing():
    with scene() as (home, server):
        person = home.run("explain", "--json", ADDRESS).json["people"][0]
        gravatar = [p for p in person["providers"] if p["id"] == "gravatar"][0]
        equal((person["address"].lower(), gravatar["verdict"]), (NORMAL, "ask"))
        check("localhost" in gravatar["host"], str(gravatar))
        equal(server.requests(), [])
        equal(home.run("ledger", "--json").json, {"requests": []})


def test_mail_of_lists_and_robots_asks_nobody():
    with scene() as (home, server):
        for name in ("3-list.eml", "4-no-reply.eml"):
            message = os.path.join(SOURCE, "tests/fixtures/sample", name)
            home.run("show", "--json", "--message=" + message)
        asked = [r["target"] for r in server.requests()]
        for person in ("priya.raman@fieldnotes.example", "no-reply@parcels.example", "signalling@lists.rail.example"):
            check(profile_path(person) not in asked, person)


def test_ledger_lists_each_request():
    with scene() as (home, server):
        before = int(time.time())
        home.run("show", ADDRESS)
        home.run("show", "--refresh", ADDRESS)
        requests = home.run("ledger", "--json").json["requests"]
        equal(len(requests), len(server.requests()), "requests")
        for request in requests:
            equal([request[k] for k in ("provider", "method", "status")], ["gravatar", "GET", 200])
            check("localhost" in request["host"] and request["identifier_kind"] and request["outcome"], str(request))
            check(request["bytes_sent"] > 0 and request["bytes_received"] > 0, str(request))
            check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", request["time"]), request["time"])
            check(abs(time.mktime(time.strptime(request["time"], "%Y-%m-%dT%H:%M:%SZ")) - time.timezone - before) < 86400, request["time"])
        equal(len(home.run("ledger", "--json", ADDRESS).json["requests"]), 2)
        equal(home.run("ledger", "--json", OTHER).status, 1)
        check("gravatar" in home.run("ledger").out, "the ledger for reading")


def test_an_objection_holds_for_good():
    with scene() as (home, server):
        server.route(profile_path(NORMAL), status=451, headers={"Content-Type": "application/json"}, body={"error": "no"})
        equal(gravatar_of(card_of(home.run("show", "--json", ADDRESS)))["state"], "refused")
        server.profile(NORMAL, PROFILE)
        # Not by asking again, not without the cache, not on a trial, and not when the person is forgotten.
        for args in (("show", "--json", "--refresh", ADDRESS), ("show", "--json", ADDRESS)):
            said = gravatar_of(card_of(home.run(*args)))
            equal(said["state"], "not-asked")
            check("objected" in said["reason"], said["reason"])
        equal(home.run("provider", "test", "gravatar", ADDRESS).status, 3)
        equal(home.run("forget", ADDRESS).status, 0)
        equal(gravatar_of(card_of(home.run("show", "--json", ADDRESS)))["state"], "not-asked")
        equal([p["rule"] for p in home.run("explain", "--json", ADDRESS).json["people"][0]["providers"] if p["id"] == "gravatar"], ["objected"])
        equal(len(server.requests()), 1, "requests")
        equal([(o["provider"], len(o["salted-hash"])) for o in home.run("export", ADDRESS).json["objections"]], [("gravatar", 64)])
        equal(home.run("export", OTHER).json["objections"], [])
        # What is remembered names nobody, and the others are asked all the same.
        equal(home.find(NORMAL, *hashes(ADDRESS)), [])
        server.profile(OTHER, PROFILE)
        equal(gravatar_of(card_of(home.run("show", "--json", OTHER)))["state"], "found")


def test_forget_leaves_no_trace():
    with scene() as (home, server):
        server.profile(OTHER, {"display_name": "Bela Kovacs", "job_title": "Archivist"})
        home.run("show", ADDRESS, OTHER)
        check(home.find(NORMAL, *hashes(ADDRESS), "Head of Signalling"), "nothing was kept, so nothing is shown by its absence")
        equal(home.run("forget", ADDRESS).status, 0)
        equal(home.find(ADDRESS, "ada.marsh", *hashes(ADDRESS), "Ada Marsh", "Head of Signalling", "ada-marsh"), [])
        equal([r.get("address") for r in home.run("ledger", "--json").json["requests"] if r.get("address") == NORMAL], [])
        equal(facts_of(card_of(home.run("show", "--json", "--offline", OTHER)), "role"), ["Archivist"], "others stay")


def test_forget_everything():
    with scene() as (home, server):
        home.run("show", ADDRESS)
        equal(home.run("forget", "--everything").status, 0)
        equal(home.find("ada.marsh", *hashes(ADDRESS), "Head of Signalling"), [])
        equal(home.run("ledger").status, 1)


def test_forget_never_asks_again():
    with scene() as (home, server):
        home.run("show", ADDRESS)
        equal(home.run("forget", "--never", ADDRESS).status, 0)
        equal(home.find("ada.marsh", *hashes(ADDRESS), "Head of Signalling"), [])
        server.command(op="clear-log")
        result = home.run("show", "--json", "--refresh", ADDRESS)
        equal((result.status, gravatar_of(card_of(result))["state"], server.requests()), (1, "not-asked", []))
        # Nor with a tag, which is the same mailbox.
        local, _, domain = ADDRESS.partition("@")
        result = home.run("show", "--json", local + "+news@" + domain)
        equal((gravatar_of(card_of(result))["state"], server.requests()), ("not-asked", []))


def test_token_goes_into_its_header_only():
    with scene() as (home, server):
        token = "tok-3f9a77c2e1"
        equal(home.run("show", ADDRESS, KITH_TOKEN_GRAVATAR=token).status, 0)
        log = server.requests()
        equal(len(log), 1, "requests")
        equal(dict(log[0]["headers"])["Authorization"], "Bearer " + token)
        equal(log[0]["head"].count(token), 1, "the token")
        equal(home.find(token), [])
        for args in (("ledger",), ("ledger", "--json"), ("providers",), ("providers", "--json"), ("explain", ADDRESS)):
            result = home.run(*args, KITH_TOKEN_GRAVATAR=token)
            check(token not in result.out + result.err, str(args))


def test_token_without_a_keyring_is_not_written_to_a_file():
    with scene() as (home, server):
        token = "tok-77aa00bb11"
        result = home.run("provider", "token", "gravatar", stdin=token.encode() + b"\n")
        check(result.status in (0, 3) and token not in result.out + result.err, result.err)
        equal(home.find(token), [])
        check(home.run("provider", "token", "gravatar", stdin=b"\n").status == 2, "an empty token is taken")


def test_provider_test_asks_and_says_so():
    with scene() as (home, server):
        result = home.run("provider", "test", "gravatar", ADDRESS)
        equal((result.status, result.err), (0, ""))
        check("Head of Signalling" in result.out, result.out)
        equal(len(server.requests()), 1, "requests")
        server.route("/v3/profiles/*", status=404, body={})
        equal(home.run("provider", "test", "gravatar", OTHER).status, 1)


def check_failure(result, what):
    """In plain words, on one line, without the address; the document is whole."""
    equal(result.status, 3, what)
    outcome = gravatar_of(card_of(result))
    equal(outcome["state"], "failed", what)
    check(outcome["reason"] and NORMAL not in outcome["reason"] and HASH not in outcome["reason"], "%s: %s" % (what, outcome))
    check(re.fullmatch(r"kith: [^\n]+\n", result.err), result.err)
    check(NORMAL not in result.err and HASH not in result.err, result.err)


def test_broken_services_are_said_plainly():
    for what, route in (("500", {"status": 500, "body": "oops"}), ("garbage", {"body": "{{{{", "headers": {"Content-Type": "application/json"}}),
                        ("endless", {"endless": 1 << 30}), ("bomb", {"gzip_bomb": 1 << 30}), ("deep", {"generate": {"kind": "deep-json", "depth": 100000}}),
                        ("redirect", {"status": 302, "headers": {"Location": "https://127.0.0.1:9/"}}),
                        ("file", {"status": 302, "headers": {"Location": "file:///etc/passwd"}}), ("reset", {"reset": 20, "body": "x" * 500})):
        with scene() as (home, server):
            server.route(profile_path(NORMAL), **route)
            check_failure(home.run("show", "--json", ADDRESS), what)


def test_a_failure_keeps_what_was_known():
    with scene() as (home, server):
        home.run("show", ADDRESS)
        server.route(profile_path(NORMAL), status=503)
        result = home.run("show", "--json", "--refresh", ADDRESS)
        equal((result.status, facts_of(card_of(result), "role")), (0, ["Head of Signalling"]))
        # Nor is it hidden that it cannot be asked now.
        told = home.run("show", "--refresh", ADDRESS).out
        check(re.search(r"Gravatar +said so on [0-9: -]+; now: \w", told), told)


def test_other_certificate_is_refused():
    with scene() as (home, server), Server() as stranger:
        equal(home.run("provider", "set", "gravatar", "base-url", stranger.base_url).status, 0)
        check_failure(home.run("show", "--json", ADDRESS), "a stranger's certificate")
        equal(stranger.requests(), [])


def test_no_server_at_all():
    with Home() as home:
        with Server() as server:
            server.use_in(home)
        check_failure(home.run("show", "--json", ADDRESS), "nobody listens")


run(globals())
