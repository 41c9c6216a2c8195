#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The ledger holds each request with all that belongs to it, and it holds it before the first byte has left."""

import contextlib
import json
import os
import signal
import sqlite3
import subprocess
import time

from kith_home import KITH, PROFILE, Home, Server, hashes, profile_path
from cases import check, equal, run

ADDRESS = "Ada.Marsh@rail.example"
NORMAL = ADDRESS.lower()
WRITER = "bela.kovacs@rail.example"
MESSAGE = "From: Bela <%s>\nTo: Ada <%s>\nDate: Mon, 02 Nov 2026 10:00:00 +0000\nMessage-ID: <1@rail.example>\nSubject: x\n\nhello\n" % (WRITER, ADDRESS)


@contextlib.contextmanager
def scene():
    with Home() as home, Server() as server:
        server.profile(NORMAL, PROFILE)
        server.use_in(home)
        yield home, server


def rows(home, *args):
    return home.run("ledger", "--json", *args).json["requests"]


def database(home):
    return os.path.join(home.environment["XDG_STATE_HOME"], "kith", "ledger.db")


def test_each_request_with_all_that_belongs_to_it():
    with scene() as (home, server):
        server.route(profile_path(WRITER), status=404, body={})
        before = int(time.time())
        home.run("show", "--message=" + home.write("m.eml", MESSAGE))
        found = {r["address"]: r for r in rows(home)}
        equal(set(found), {NORMAL, WRITER})
        request = found[NORMAL]
        equal((request["provider"], request["host"].partition(":")[0], request["method"], request["status"], request["outcome"]),
              ("gravatar", "localhost", "GET", 200, "ok"))
        equal((request["sender"], found[WRITER]["sender"]), (WRITER, WRITER), "because of whose message")
        equal(found[WRITER]["status"], 404)
        equal(request["identifier_kind"], "address-sha256")
        check("identifier" not in request, "the identifier is kept unasked")
        moment = int(subprocess.run(["date", "-ud", request["time"], "+%s"], stdout=subprocess.PIPE, check=True).stdout)
        check(before <= moment <= time.time(), request["time"])
        arrived = [r for r in server.requests() if r["target"] == profile_path(NORMAL)][0]
        equal(request["bytes_sent"], len(arrived["head"].encode()) + len(b"\r\n\r\n"), "bytes out are those that arrived")
        check(request["bytes_received"] > len(json.dumps(PROFILE)) // 2, str(request))
        text = home.run("ledger").out
        for word in (NORMAL, WRITER, "gravatar", "localhost", "ok"):
            check(word in text, "%s is missing: %s" % (word, text))


def test_the_identifier_where_the_owner_wants_it():
    with scene() as (home, server):
        with open(os.path.join(home.environment["XDG_CONFIG_HOME"], "kith", "settings.ini"), "a", encoding="utf-8") as stream:
            stream.write("\n[org/kith/kith]\nledger-keep-identifiers=true\n")
        home.run("show", ADDRESS)
        equal([r["identifier"] for r in rows(home)], [hashes(NORMAL)[0]])
        equal(len(rows(home, "--search=" + hashes(NORMAL)[0][:12].upper())), 1)


def test_filters():
    with scene() as (home, server):
        server.route("/v3/profiles/*", status=404, body={})
        home.run("show", ADDRESS, WRITER)
        equal([r["address"] for r in rows(home, ADDRESS)], [NORMAL])
        for text, count in (("MARSH", 1), ("gravatar", 2), ("localhost", 2), ("rail.example", 2), ("sha256", 2), ("get", 2), ("nothing-of-it", 0)):
            result = home.run("ledger", "--json", "--search=" + text)
            equal((len(result.json["requests"]), result.status), (count, 0 if count else 1), text)
        equal(len(rows(home, "--search=gravatar", WRITER)), 1)
        equal(home.run("ledger", "--search").status, 2)
        equal(home.run("ledger", "--search=" + "\udcff").status, 1)


def test_a_connection_that_breaks_is_in_it():
    with scene() as (home, server):
        for what, route in (("reset", {"reset": 0, "body": "x"}), ("in the middle", {"reset": 20, "body": "x" * 500})):
            home.run("forget", "--everything")
            server.route(profile_path(NORMAL), **route)
            equal(home.run("show", ADDRESS).status, 3, what)
            found = rows(home)
            check(found and all(r["address"] == NORMAL and r["outcome"] == "failed" for r in found), "%s: %s" % (what, found))


def test_written_before_the_first_byte_leaves():
    """The server looks into the ledger at the moment at which the request arrives: the process has been stopped by then, and is killed."""
    with scene() as (home, server):
        server.route(profile_path(NORMAL), delay=60, body={})
        child = subprocess.Popen([KITH, "show", ADDRESS], env=home.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        limit = time.monotonic() + 60
        while not server.requests() and time.monotonic() < limit:
            time.sleep(0.02)
        child.send_signal(signal.SIGKILL)
        child.wait()
        equal(len(server.requests()), 1)
        found = rows(home)
        equal([(r["address"], r["provider"], r["method"], r["bytes_sent"]) for r in found], [(NORMAL, "gravatar", "GET", 0)])
        check("outcome" not in found[0], "an outcome that nobody saw")
        check("cut off" in home.run("ledger").out, "the end is not known, and not said")


def test_what_cannot_be_written_down_is_not_sent():
    with scene() as (home, server):
        home.run("ledger")
        os.makedirs(os.path.dirname(database(home)), exist_ok=True)
        connection = sqlite3.connect(database(home), isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        result = home.run("show", ADDRESS)
        equal((result.status, server.requests()), (3, []))
        check("ledger" in result.err, result.err)
        connection.execute("ROLLBACK")
        connection.close()
        equal(home.run("show", ADDRESS).status, 0)


def test_kept_for_ninety_days():
    with scene() as (home, server):
        home.run("show", ADDRESS)
        for days, left in ((89, 1), (91, 0)):
            connection = sqlite3.connect(database(home))
            connection.execute("UPDATE requests SET time = ?", (int(time.time()) - days * 86400,))
            connection.commit()
            connection.close()
            equal(len(rows(home)), left, "%d days" % days)


run(globals())
