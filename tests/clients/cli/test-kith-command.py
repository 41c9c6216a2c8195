#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The kith command on its own: statuses, errors, JSON against its schema, messages of every badness. Nothing is sent here."""

import json
import os
import pty
import random
import re
import subprocess

import jsonschema

from kith_home import KITH, SOURCE, Home
from cases import check, equal, run

with open(os.path.join(SOURCE, "data/card.schema.json"), encoding="utf-8") as schema_file:
    SCHEMA = json.load(schema_file)
SAMPLE = os.path.join(SOURCE, "tests/fixtures/sample")
COMMANDS = (["show"], ["explain"], ["providers"], ["provider"], ["provider", "enable"], ["provider", "disable"], ["provider", "set"],
            ["provider", "token"], ["provider", "test"], ["provider", "check"], ["ledger"], ["forget"])
ADDRESS = "ada.marsh@rail.example"


def sample(name):
    return "--message=" + os.path.join(SAMPLE, name)


def cards_of(result):
    document = result.json
    jsonschema.validate(document, SCHEMA)
    return document["cards"]


def fact(card, field):
    return card["facts"].get(field, [{"value": None}])[0]["value"]


def check_error(result, status, what):
    equal(result.status, status, what)
    check(re.fullmatch(r"kith: [^\n]+\n", result.err), "%s: no single line on standard error: %r" % (what, result.err))


def test_help_of_each_command():
    with Home() as home:
        result = home.run("--help")
        equal((result.status, result.err), (0, ""))
        for command in COMMANDS:
            check(command[0] in result.out, "%s is missing in the help" % command)
            own = home.run(*command, "--help")
            equal((own.status, own.err), (0, ""), str(command))
            check("kith " + " ".join(command) in own.out, own.out)
        equal(home.run("--version").status, 0)


def test_wrong_usage_is_status_2():
    with Home() as home:
        for args in ([], ["nonsense"], ["show"], ["show", "--nonsense", ADDRESS], ["show", "--message"], ["show", "--offline", "--refresh", ADDRESS],
                     ["explain"], ["providers", "x"], ["provider"], ["provider", "nonsense"], ["provider", "enable"], ["provider", "set", "gravatar"],
                     ["provider", "token"], ["provider", "test", "gravatar"], ["provider", "check"], ["ledger", "a@b.example", "c@d.example"],
                     ["forget"], ["forget", "--everything", ADDRESS], ["forget", "--everything", "--never"]):
            check_error(home.run(*args), 2, str(args))


def test_errors_never_name_the_address():
    with Home() as home:
        secret = "very.private.person"
        for args in (["show", secret], ["show", secret + "@"], ["forget", "@" + secret], ["ledger", secret], ["show", "--json=%s@x.example" % secret],
                     ["explain", "%s@a@b" % secret], ["provider", "test", "gravatar", secret], ["provider", "test", "nosuch", secret + "@x.example"]):
            result = home.run(*args)
            check(result.status in (2, 3), "%s: %d" % (args, result.status))
            check(secret not in result.err, result.err)
            check_error(result, result.status, str(args))


def test_unknown_person_is_status_1():
    with Home() as home:
        result = home.run("show", "--json", ADDRESS)
        equal(result.status, 1)
        cards = cards_of(result)
        equal((len(cards), cards[0]["address"], cards[0]["part"], cards[0]["facts"]), (1, ADDRESS, None, {}))
        gravatar = [p for p in cards[0]["providers"] if p["id"] == "gravatar"][0]
        equal(gravatar["state"], "not-asked")
        check(gravatar["reason"], "the reason is missing")


def test_message_gives_name_role_and_company():
    with Home() as home:
        result = home.run("show", "--json", sample("2-jonas.eml"))
        equal((result.status, result.err), (0, ""))
        cards = cards_of(result)
        equal([(c["address"], c["part"]) for c in cards],
              [("j.feld@papierwerk.example", "from"), ("robin@kith.example", "to"), (ADDRESS, "cc")])
        equal([fact(cards[0], f) for f in ("name", "role", "company")], ["Jonas Feld", "Key Account Manager", "Papierwerk Nord GmbH"])
        equal(fact(cards[2], "name"), "Ada Marsh")
        equal(home.run("ledger", "--json").json, {"requests": []})


def test_standard_input_is_as_good_as_a_file():
    with Home() as home:
        with open(os.path.join(SAMPLE, "2-jonas.eml"), "rb") as stream:
            data = stream.read()
        values = [{f: [x["value"] for x in facts] for f, facts in c["facts"].items()}
                  for args in ([sample("2-jonas.eml")], ["--message=-"]) for c in cards_of(home.run("show", "--json", *args, stdin=data))]
        equal(values[:3], values[3:])
        equal(home.run("show", "--json", "-", stdin=data).status, 0)


def test_addresses_narrow_a_message_down():
    with Home() as home:
        cards = cards_of(home.run("show", "--json", sample("2-jonas.eml"), ADDRESS))
        equal([(c["address"], c["part"]) for c in cards], [(ADDRESS, "cc")])


def test_unreadable_file_is_status_3():
    with Home() as home:
        for path in ("no-such-file", home.folder, "/proc/self/mem"):
            for command in ("show", "explain"):
                result = home.run(command, "--json", "--message=" + path)
                check_error(result, 3, path)
                equal(result.out, "", path)


def nasty_messages():
    """Messages that no sane program writes, each with whether a card can come of it."""
    head = "To: b@kith.example\nSubject: x\n\nbody\n"
    yield "empty", b""
    yield "no-from", "Subject: nobody\n\nbody\n"
    yield "only-body", "\njust text\n"
    yield "several-from", "From: A <a@x.example>, B <b@y.example>\n" + head
    yield "group", "From: Team: A <a@x.example>, b@y.example;\nTo: undisclosed-recipients:;\n\nbody\n"
    yield "recipients", "From: a@x.example\nTo: " + ",\n ".join("P%d <p%d@many.example>" % (i, i) for i in range(10000)) + "\n\nbody\n"
    yield "lying-words", "From: =?utf-8?q?boss=40bank.example?= <a@x.example>\n" + head
    yield "broken-words", "From: =?nosuch?x?%%%?= =?utf-8?b?////?= <a@x.example>\n" + head
    yield "long-address", "From: <" + "a" * 65536 + "@x.example>\n" + head
    yield "long-name", "From: " + "n" * 65536 + " <a@x.example>\n" + head
    yield "controls", b"From: \"A\x1b]0;owned\x07\x08\x9b31m\xe2\x80\xae gnp\xe2\x81\xa6\" <a@x.example>\n" + head.encode()
    yield "controls-encoded", "From: =?utf-8?q?=1B[31mRed=0A=0D=00_=E2=80=AEevil?= <a@x.example>\n" + head
    yield "markup", "From: \"<b>A & B</b>\" <a@x.example>\nOrganization: <span size='99'>X</span> &amp; &lt;\n" + head
    yield "nul", b"From: A\x00B <a@x.example>\nOrganization: x\x00y\n\nbody\x00\n"
    yield "latin1", b"From: J\xfcrgen <a@x.example>\nOrganization: B\xe4ckerei\n\nbody\n"
    yield "crlf", "From: A <a@x.example>\nOrganization: O\n".replace("\n", "\r\n") + "\r\nbody\r\n"
    yield "mbox", "From a@x.example Mon Nov 16 09:12:04 2026\nFrom: A <a@x.example>\n" + head
    yield "long-header", "From: a@x.example\nX-Long: " + "x" * (1 << 20) + "\n" + head
    yield "many-headers", "From: a@x.example\n" + "X-A: b\n" * 50000 + head
    yield "deep", "From: a@x.example\n" + "".join("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (i, i) for i in range(500))
    yield "bad-vcard", "From: a@x.example\nContent-Type: text/vcard\n\nBEGIN:VCARD\nTITLE:" + "\\n" * 100000
    yield "bad-face", "From: a@x.example\nFace: " + "!" * 1000 + "\n" + head
    yield "bytes", random.Random(7).randbytes(100000)
    yield "surrogates", b"From: \xed\xa0\x80\xff\xfe <a@x.example>\n\n"


def test_nasty_messages_give_valid_json():
    with Home() as home:
        for name, data in nasty_messages():
            path = home.write(name + ".eml", data)
            result = home.run("show", "--json", "--message=" + path)
            check(result.status in (0, 1), "%s: status %d, %s" % (name, result.status, result.err))
            equal(result.err, "", name)
            cards = cards_of(result)
            check(result.status == 1 or cards, name)
            # Each is one start of the program: a sanitizer makes many of them slow.
            if name in ("empty", "several-from", "group", "controls"):
                result = home.run("explain", "--json", "--message=" + path)
                check(result.status in (0, 1) and "people" in result.json, name)


def test_no_from_is_an_empty_document():
    with Home() as home:
        result = home.run("show", "--json", "--message=" + home.write("x.eml", "Subject: nobody\n\nbody\n"))
        equal((result.status, result.json), (1, {"cards": []}))


def test_nasty_names_do_not_reach_the_terminal():
    with Home() as home:
        for name, data in nasty_messages():
            if name not in ("controls", "controls-encoded", "nul", "markup", "several-from"):
                continue
            result = home.run("show", "--message=" + home.write(name + ".eml", data))
            check(result.status in (0, 1), name)
            check(not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\u061c]", result.out), "%s: %r" % (name, result.out[:500]))


def test_card_for_reading():
    with Home() as home:
        result = home.run("show", sample("2-jonas.eml"))
        equal(result.status, 0)
        lines = result.out.splitlines()
        equal(lines[:3], ["Jonas Feld", "Key Account Manager · Papierwerk Nord GmbH", "j.feld@papierwerk.example · From"])
        check("\033" not in result.out, "colours in a pipe")


def on_terminal(home, *args, **environment):
    """Runs the command on a terminal of its own and gives what it wrote there."""
    master, slave = pty.openpty()
    child = subprocess.Popen([KITH, *args], stdin=slave, stdout=slave, stderr=slave, env=dict(home.environment, **environment))
    os.close(slave)
    out = b""
    while True:
        try:
            data = os.read(master, 65536)
        except OSError:
            data = b""
        if not data:
            break
        out += data
    os.close(master)
    child.wait(60)
    return out.decode()


def test_colours_on_a_terminal_only_where_wanted():
    with Home() as home:
        check("\033[1mJonas Feld" in on_terminal(home, "show", sample("2-jonas.eml"), TERM="xterm"), "no colours on a terminal")
        check("\033" not in on_terminal(home, "show", sample("2-jonas.eml"), TERM="xterm", NO_COLOR="1"), "NO_COLOR is not obeyed")
        check("\033" not in on_terminal(home, "show", sample("2-jonas.eml"), TERM="dumb"), "a dumb terminal gets colours")


def test_text_is_utf8_in_every_locale():
    with Home() as home:
        result = home.run("show", sample("6-anastasia.eml"), LC_ALL="C")
        check("Анастасия-Мария Константиновна" in result.out and "речного судоходства" in result.out, result.out)


def test_explain_says_why():
    with Home() as home:
        for name, person in (("3-list.eml", "priya.raman@fieldnotes.example"), ("4-no-reply.eml", "no-reply@parcels.example")):
            home.run("provider", "enable", "gravatar")
            result = home.run("explain", "--json", sample(name))
            equal(result.status, 0)
            who = result.json["people"][0]
            equal((who["address"], who["part"]), (person, "from"))
            gravatar = [p for p in who["providers"] if p["id"] == "gravatar"][0]
            equal(gravatar["verdict"], "no", name)
            check(gravatar["reason"] and gravatar["rule"] != "ask", str(gravatar))
            check(home.run("explain", sample(name)).status == 0, name)
        gravatar = [p for p in home.run("explain", "--json", ADDRESS).json["people"][0]["providers"] if p["id"] == "gravatar"][0]
        equal((gravatar["verdict"], gravatar["rule"], gravatar["host"]), ("ask", "ask", "api.gravatar.com"))
        check(gravatar["sends"], "what is sent is missing")
        equal(home.run("ledger").status, 1)


def test_providers_and_their_switch():
    with Home() as home:
        def gravatar():
            return [p for p in home.run("providers", "--json").json["providers"] if p["id"] == "gravatar"][0]
        before = gravatar()
        equal((before["enabled"], before["local"], before["locked"], before["sends"], before["reveals_to"]), (False, False, False, ["address-hash"], "service"))
        check({"name", "role", "company"} <= set(before["fields"]), str(before))
        equal(home.run("provider", "enable", "gravatar").status, 0)
        equal(gravatar()["enabled"], True, "kept without a session bus")
        equal(home.run("provider", "disable", "gravatar").status, 0)
        equal(gravatar()["enabled"], False)
        local = [p for p in home.run("providers", "--json").json["providers"] if p["id"] == "message"][0]
        equal((local["local"], local["enabled"], local["sends"]), (True, True, []))
        equal(home.run("providers").status, 0)


def test_wrong_settings_are_refused():
    with Home() as home:
        for args in (["enable", "nosuch"], ["set", "gravatar", "nosuch", "x"], ["set", "gravatar", "base-url", "http://x.example/"],
                     ["set", "gravatar", "base-url", "https://me:secret@x.example/"], ["set", "gravatar", "base-url", "file:///etc/passwd"]):
            result = home.run("provider", *args)
            check(result.status in (2, 3), str(args))
            check_error(result, result.status, str(args))
            check("secret" not in result.err, result.err)


def test_provider_files_are_checked():
    with Home() as home:
        good = os.path.join(SOURCE, "data/providers/gravatar.provider")
        result = home.run("provider", "check", good)
        equal((result.status, result.err), (0, ""))
        with open(good, encoding="utf-8") as stream:
            text = stream.read()
        for name, bad in (("unknown", text.replace("<about>", "<nonsense/><about>")), ("broken", text[:-20]), ("none", ""),
                          ("more", text.replace("{address-sha256}", "{address}")),
                          ("doctype", text.replace("<provider ", "<!DOCTYPE x><provider ", 1))):
            path = home.write(name + ".provider", bad)
            check_error(home.run("provider", "check", path), 3, name)
        check_error(home.run("provider", "check", "no-such-file"), 3, "missing file")


def test_the_provider_in_the_readme_is_right():
    with Home() as home:
        with open(os.path.join(SOURCE, "README.md"), encoding="utf-8") as stream:
            example = re.search(r"```xml\n(.*?)```", stream.read(), re.S).group(1)
        result = home.run("provider", "check", home.write("directory.provider", example))
        equal((result.status, result.err), (0, ""))


run(globals())
