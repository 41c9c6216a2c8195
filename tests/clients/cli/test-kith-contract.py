#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What every command promises: its help, its place in the manual, one line on standard error, and the four exit statuses."""

import json
import mailbox
import os
import re

from full_home import ADDRESS, OTHER, full_home
from kith_home import SOURCE, Home
from cases import check, equal, run

NOBODY = "zebedee@nowhere.example"
NEVER = "never@nowhere.example"
MESSAGE = os.path.join(SOURCE, "tests/fixtures/sample/2-jonas.eml")
PROVIDER_FILE = os.path.join(SOURCE, "data/providers/gravatar.provider")


def commands_of(home):
    """As the helps list them: “show”, “provider enable” …"""
    found = []
    for args in (["--help"], ["provider", "--help"]):
        for line in home.run(*args).out.splitlines():
            match = re.match(r"  ([a-z]+(?: [a-z-]+)?)(?= [A-Z“\\[]|  )", line)
            if match:
                found.append(tuple(match.group(1).split()))
    return [c for c in found if c != ("provider",)]


def manual():
    with open(os.path.join(SOURCE, "data/kith.1"), encoding="utf-8") as stream:
        return stream.read().replace("\\-", "-")


def check_error(result, status, what):
    equal(result.status, status, "%s: %s" % (what, result.err))
    check(re.fullmatch(r"kith: [^\n]+\n", result.err), "%s: no single line on standard error: %r" % (what, result.err))
    equal(result.out, "", "%s: standard output" % what)


def test_every_command_has_help_and_a_place_in_the_manual():
    text = manual()
    with Home() as home:
        found = commands_of(home)
        check(len(found) > 18, str(found))
        for command in found:
            name = " ".join(command)
            for option in ("--help", "-h"):
                result = home.run(*command, option)
                equal((result.status, result.err), (0, ""), name)
                check(result.out.startswith("Usage:") and "kith " + name in result.out, result.out)
            check(re.search(r"^\.B kith %s\b" % re.escape(name), text, re.M) or name == "provider disable", "%s is missing in the synopsis" % name)
            for option in re.findall(r"(--[a-z][a-z-]+)", result.out):
                check(option in text or option == "--help", "%s %s is missing in the manual" % (name, option))
        check("provider disable" in text.replace('", " ', " ").replace(".BR", "") or "disable" in text, "disable is missing")


def test_every_setting_of_a_provider_is_in_the_manual():
    text = manual()
    with Home() as home:
        err = home.run("provider", "set", "gravatar", "nosuch", "x").err
        keys = re.search(r"there are: (.*)$", err).group(1).split(", ")
        check(len(keys) > 8, err)
        equal([k for k in keys if k not in text], [], "missing in data/kith.1")


def test_wrong_options_are_status_2():
    with Home() as home:
        for command in commands_of(home):
            check_error(home.run(*command, "--nonsense"), 2, str(command))
            check_error(home.run(*command, "--nonsense=" + ADDRESS), 2, str(command))
        for args in ((), ("nonsense",), ("provider",), ("provider", "nonsense"), ("SHOW", ADDRESS)):
            check_error(home.run(*args), 2, str(args))


def test_wrong_arguments_are_status_2():
    bad = "no-address-at-all"
    with Home() as home:
        for args in (("show",), ("show", bad), ("show", ADDRESS, bad), ("show", "--offline", "--refresh", ADDRESS), ("show", "--message"),
                     ("explain",), ("explain", bad), ("providers", "x"), ("connections",), ("connections", bad), ("connections", ADDRESS, OTHER),
                     ("index",), ("index", "--own", bad, home.folder), ("import",), ("import", "nosuch", "f"), ("note",), ("note", bad), ("note", ADDRESS, "x", "y"),
                     ("correct", ADDRESS), ("correct", ADDRESS, "nosuch", "x"), ("correct", bad, "role", "x"), ("correct", ADDRESS, "message-count", "7"),
                     ("reject", ADDRESS, "role"), ("reject", ADDRESS, "nosuch", "gravatar"), ("reject", bad, "role", "gravatar"),
                     ("ledger", bad), ("ledger", ADDRESS, OTHER), ("export", bad), ("export", ADDRESS, OTHER), ("query",), ("query", ""),
                     ("forget",), ("forget", bad), ("forget", ADDRESS, bad), ("forget", "--everything", ADDRESS), ("forget", "--everything", "--never"),
                     ("provider", "enable"), ("provider", "enable", "nosuch"), ("provider", "enable", "a", "b"), ("provider", "disable", "nosuch"),
                     ("provider", "set", "gravatar"), ("provider", "set", "gravatar", "mode"), ("provider", "set", "nosuch", "mode", "click"),
                     ("provider", "set", "gravatar", "mode", "sometimes"), ("provider", "set", "gravatar", "nosuch", "x"),
                     ("provider", "test", "gravatar"), ("provider", "test", "gravatar", bad), ("provider", "test", "nosuch", ADDRESS),
                     ("provider", "token"), ("provider", "token", "nosuch"), ("provider", "check")):
            check_error(home.run(*args, stdin=b"tok\n"), 2, str(args))


def test_what_fails_is_status_3():
    with Home() as home:
        garbage = home.write("garbage.csv", "x,y\n1,2\n")
        for args in (("show", "--message=/nonexistent"), ("explain", "--message=" + home.folder), ("import", "linkedin", "/nonexistent"),
                     ("import", "linkedin", garbage), ("provider", "check", "/nonexistent"), ("provider", "check", garbage)):
            check_error(home.run(*args), 3, str(args))


def test_found_and_not_found():
    with full_home() as (home, _server):
        for args in (("show", ADDRESS), ("show", "--offline", ADDRESS), ("show", "--message=" + MESSAGE), ("explain", NOBODY), ("providers",),
                     ("connections", ADDRESS), ("index", os.path.join(home.folder, "mail")), ("note", ADDRESS), ("note", ADDRESS, "another"),
                     ("correct", ADDRESS, "company", "Example Rail"), ("reject", ADDRESS, "pronouns", "gravatar"), ("ledger",), ("ledger", ADDRESS),
                     ("export",), ("export", ADDRESS), ("query", "ada"), ("provider", "test", "gravatar", ADDRESS), ("provider", "check", PROVIDER_FILE),
                     ("provider", "enable", "libravatar"), ("provider", "disable", "libravatar"), ("provider", "set", "libravatar", "mode", "click"),
                     ("forget", ADDRESS), ("forget", NOBODY), ("forget", "--never", NEVER), ("forget", "--everything"),
                     # That somebody is never to be looked up outlives everything.
                     ("export", NEVER)):
            result = home.run(*args)
            equal((result.status, result.err), (0, ""), str(args))
        for args in (("show", "--offline", NOBODY), ("connections", "--offline", NOBODY), ("note", NOBODY), ("ledger",), ("ledger", NOBODY),
                     ("export", NOBODY), ("query", "zebedee")):
            result = home.run(*args)
            equal((result.status, result.err), (1, ""), str(args))


def test_every_json_is_one_document():
    with full_home() as (home, _server):
        empty = os.path.join(home.folder, "none")
        mailbox.Maildir(empty)
        for args, name in ((("show", ADDRESS), "cards"), (("show", NOBODY), "cards"), (("explain", ADDRESS), "people"), (("providers",), "providers"),
                           (("connections", ADDRESS), "connections"), (("connections", NOBODY), "connections"), (("ledger",), "requests"),
                           (("ledger", NOBODY), "requests")):
            result = home.run(args[0], "--json", *args[1:])
            check(isinstance(json.loads(result.out)[name], list), str(args))
            equal(result.err, "", str(args))
        json.loads(home.run("index", "--json", empty).out)
        json.loads(home.run("export").out)


def test_a_reader_that_has_seen_enough():
    """kith export | head -1: no error is made of it."""
    import subprocess
    from kith_home import KITH
    with full_home() as (home, _server):
        done = subprocess.run(["sh", "-c", '"$KITH" export | head -1'], env=dict(home.environment, KITH=KITH), stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False, timeout=120)
        equal((done.stdout, done.stderr), (b"{\n", b""))


run(globals())
