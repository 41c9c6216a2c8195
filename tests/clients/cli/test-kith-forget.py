#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""After forget, no file of Kith holds anything of the person: not as text, not in UTF-16, not as a hash in any form, not in free pages or logs."""

import base64
import contextlib
import hashlib
import os
import sqlite3
import subprocess
import time
import urllib.parse

from full_home import ADDRESS, OTHER, full_home
from kith_home import KITH, profile_path
from cases import check, equal, run

# What is known of the person besides the address: from the service, the mail, the import, and the owner's own word.
WORDS = ("Ada Marsh", "Head of Signalling", "Chief of Signals", "ada-marsh", "adamarsh", "prefers calls after 15:00", "York, UK")
SUFFIXES = ("", "-wal", "-shm", "-journal")


def forms_of_address():
    """The address as it could stand anywhere, and its hashes as bytes, hexadecimal and base64."""
    local, _, domain = ADDRESS.partition("@")
    texts = [ADDRESS, local, "%s@%s" % (".".join(reversed(domain.split("."))), local), urllib.parse.quote(ADDRESS, safe="")]
    for text in texts:
        yield text.encode()
        yield base64.b64encode(text.encode()).rstrip(b"=")[:-1]
    for name in ("md5", "sha1", "sha224", "sha256", "sha384", "sha512"):
        digest = hashlib.new(name, ADDRESS.encode()).digest()
        yield digest
        yield digest.hex().encode()
        yield base64.b64encode(digest).rstrip(b"=")
        yield base64.urlsafe_b64encode(digest).rstrip(b"=")
        yield base64.b32encode(digest).rstrip(b"=")


def needles():
    for data in forms_of_address():
        yield data
    for word in WORDS:
        yield word.encode()
    for word in WORDS + (ADDRESS,):
        yield word.encode("utf-16-le")
        yield word.encode("utf-16-be")


def state_files(home):
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        for folder, _, files in os.walk(home.environment[name]):
            for file in files:
                yield os.path.join(folder, file)


def find_traces(home):
    found = []
    for path in state_files(home):
        with open(path, "rb") as stream:
            data = stream.read().lower()
        # strings(1) as well, in the two widths that a text is likely to have.
        for width in ("s", "l"):
            out = subprocess.run(["strings", "-a", "-n", "6", "-e", width, path], stdout=subprocess.PIPE, check=True, timeout=60).stdout.lower()
            found += [(path, "strings", word) for word in WORDS + (ADDRESS,) if word.lower().encode() in out]
        found += [(path, "bytes", needle) for needle in needles() if needle.lower() in data]
    return found


def databases(home):
    return [path for path in state_files(home) if path.endswith(".db")]


def check_others_stay(home):
    document = home.run("export", OTHER).json
    equal([n["text"] for n in document["notes"]], ["collects tickets"])
    check(any(a["provider"] == "gravatar" and a["facts"] for a in document["answers"]), "another person's answer is gone")
    equal(len(document["ledger"]), 1)


def test_no_trace_in_any_file():
    with full_home() as (home, _server):
        kept = {needle for _, _, needle in find_traces(home)}
        for needle in (ADDRESS.encode(), b"Ada Marsh", b"Head of Signalling", b"Chief of Signals", b"prefers calls after 15:00", b"ada-marsh"):
            check(needle in kept or needle.decode() in kept, "%s is kept nowhere, so its absence shows nothing" % needle)
        equal(len(databases(home)), 5)
        equal(home.run("forget", ADDRESS).status, 0)
        equal(find_traces(home), [])
        check_others_stay(home)
        equal(home.run("show", "--offline", ADDRESS).status, 1)


def test_never_keeps_a_salted_hash_alone():
    with full_home() as (home, server):
        equal(home.run("forget", "--never", ADDRESS).status, 0)
        equal(find_traces(home), [])
        home.run("show", "--refresh", ADDRESS)
        home.run("export", ADDRESS)
        equal(find_traces(home), [])
        equal(server.requests(), [])
        check_others_stay(home)


def test_everything():
    with full_home() as (home, _server):
        equal(home.run("forget", "--everything").status, 0)
        equal(find_traces(home), [])
        equal(home.run("ledger").status, 1)


SIGNED = """From: Ada Marsh <%s>
To: Olive <olive@home.example>
Message-ID: <s1@example.org>
Date: Mon, 02 Nov 2026 10:00:00 +0000
Subject: x
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Dear Olive,

see you on Thursday.

Best regards,
Ada

--
Ada Marsh
Chief Lamp Officer
Example Rail Ltd
Tel: +44 1904 555 0199
%s
""" % (ADDRESS, ADDRESS)


def test_a_connection_that_was_said_to_be_the_person():
    person = "Bob Lampwick <bob@acme.example>"
    with full_home() as (home, _server):
        path = home.write("own.csv", "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
                          "Bob,Lampwick,https://www.linkedin.test/in/lampwick,,Acme,Trimmer,01 Jan 2020\n"
                          "Zoe,Other,https://www.linkedin.test/in/zoe,,Acme,Cook,01 Jan 2020\n")
        equal(home.run("import", "linkedin", path).status, 0)
        os.remove(path)
        equal(home.run("confirm", person, "link", "linkedin").status, 0)
        equal([row["name"] for row in home.run("export", person).json["linkedin"]], ["Bob Lampwick"])
        equal(home.run("forget", person).status, 0)
        equal([p for p in state_files(home) if b"lampwick" in open(p, "rb").read().lower()], [])
        equal([row["name"] for row in home.run("export").json["linkedin"]], ["Zoe Other"])


def test_what_was_learnt_from_mails():
    with full_home() as (home, _server):
        path = home.write("signed.eml", SIGNED)
        check("Chief Lamp Officer" in home.run("show", "--message=" + path, ADDRESS).out, "the signature was not read")
        os.remove(path)
        kept = [p for p in state_files(home) if b"chief lamp officer" in open(p, "rb").read().lower()]
        check(kept, "nothing was learnt, so its absence shows nothing")
        equal(home.run("forget", ADDRESS).status, 0)
        equal(find_traces(home), [])
        for word in (b"chief lamp officer", b"555 0199", b"5550199"):
            equal([p for p in state_files(home) if word in open(p, "rb").read().lower()], [], word.decode())


def test_after_much_came_and_went():
    """Pages that were split, merged and freed."""
    with full_home() as (home, server):
        server.route("/v3/profiles/*", status=404, body={})
        others = ["p%03d@many.example" % i for i in range(150)]
        home.run("show", *others)
        for i in range(5):
            home.run("note", ADDRESS, "prefers calls after 15:00, and %s" % ("x" * 2000 * i))
        home.run("show", "--refresh", ADDRESS)
        home.run("forget", *others[:75])
        equal(home.run("forget", ADDRESS).status, 0)
        equal(find_traces(home), [])


@contextlib.contextmanager
def readers(home):
    """Another program that has all files open, has read them, and reads no more."""
    connections = []
    for path in databases(home):
        connection = sqlite3.connect(path)
        for (table,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            connection.execute("SELECT * FROM %s" % table).fetchall()
        connections.append(connection)
    yield
    for connection in connections:
        connection.close()


def test_while_another_program_has_the_files_open():
    with full_home() as (home, _server):
        with readers(home):
            home.run("note", ADDRESS, "prefers calls after 15:00")
            check(any(path.endswith("-wal") for path in state_files(home)), "no log is there to be cleaned")
            result = home.run("forget", ADDRESS)
            equal((result.status, result.err), (0, ""))
            equal(find_traces(home), [])
        equal(find_traces(home), [])


def test_while_another_program_reads():
    """Then traces would stay in the log: it is said what to do, and done again it works."""
    with full_home() as (home, _server):
        path = [p for p in databases(home) if p.endswith("people.db")][0]
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("BEGIN")
        connection.execute("SELECT * FROM notes").fetchall()
        result = home.run("forget", ADDRESS)
        equal(result.status, 3)
        check("Another program is reading" in result.err and result.err.count("\n") == 1, result.err)
        connection.execute("ROLLBACK")
        connection.close()
        equal(home.run("forget", ADDRESS).status, 0)
        equal(find_traces(home), [])


def test_while_another_program_asks():
    """The answer arrives after the person was forgotten: it is not kept."""
    with full_home() as (home, server):
        server.route(profile_path(ADDRESS), delay=8, body={"display_name": "Ada Marsh", "job_title": "Head of Signalling"})
        server.command(op="clear-log")
        child = subprocess.Popen([KITH, "show", "--refresh", ADDRESS], env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        limit = time.monotonic() + 60
        while not server.requests() and time.monotonic() < limit:
            time.sleep(0.02)
        equal(home.run("forget", ADDRESS).status, 0)
        check(child.poll() is None, "the other program has ended before")
        out, _ = child.communicate(timeout=60)
        check(b"Head of Signalling" in out, "it is shown to whoever asked")
        equal(find_traces(home), [])


run(globals())
