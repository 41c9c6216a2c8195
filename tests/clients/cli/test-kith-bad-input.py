#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Settings that cannot be meant, providers that go away, keyrings that are not there, two programs at once: a clear line, nothing lost, no hang."""

import json
import os
import re
import subprocess
import time

from kith_home import KITH, PROFILE, SOURCE, Home, Server, profile_path
from cases import check, equal, run

ADDRESS = "ada.marsh@rail.example"


def own_file(home):
    folder = os.path.join(home.environment["XDG_CONFIG_HOME"], "kith")
    os.makedirs(folder, mode=0o700, exist_ok=True)
    return os.path.join(folder, "settings.ini")


def write_settings(home, text):
    with open(own_file(home), "wb") as stream:
        stream.write(text if isinstance(text, bytes) else text.encode())


def provider_of(home, name):
    return [p for p in home.run("providers", "--json").json["providers"] if p["id"] == name][0]


WRONG_KEYS = ("ledger-days", "cache-max-mib", "own-addresses", "sidebar-visible", "ask-only-on-click", "never-domains")
WRONG_PROVIDER_KEYS = ("enabled", "mode", "domains", "keep-days")
WRONG = ("[org/kith/kith]\nledger-days='many'\ncache-max-mib=-3\nown-addresses='me'\nsidebar-visible=7\nask-only-on-click=perhaps\nnever-domains=[1]\n"
         "[org/kith/kith/providers/gravatar]\nenabled=true\nmode='sometimes'\ndomains=7\nkeep-days=99999\n")


def check_wrong_is_said(home, run_kith):
    status, out, err = run_kith("providers", "--json")
    equal(status, 0)
    lines = err.splitlines()
    for key in WRONG_KEYS:
        check("kith: The setting “%s” cannot be used as it is written, so its default holds; set it again" % key in lines, "%s: %s" % (key, err))
    for key in WRONG_PROVIDER_KEYS:
        check("kith: The setting “%s” of gravatar cannot be used as it is written, so its default holds; set it again" % key in lines, "%s: %s" % (key, err))
    equal(len(lines), len(WRONG_KEYS) + len(WRONG_PROVIDER_KEYS), err)
    check('"gravatar"' in out, out)


def test_wrong_types_in_the_file():
    with Home() as home:
        def run_kith(*args):
            result = home.run(*args)
            return result.status, result.out, result.err
        write_settings(home, WRONG)
        check_wrong_is_said(home, run_kith)
        equal(provider_of(home, "gravatar")["enabled"], False, "what is no “on” is no consent")
        equal(home.run("show", ADDRESS).status, 1)
        # Set again, each is said no more, and nothing else is lost.
        equal(home.run("provider", "enable", "gravatar").status, 0)
        equal(home.run("provider", "set", "gravatar", "mode", "click").status, 0)
        err = home.run("providers").err
        check("“enabled” of gravatar" not in err and "“mode”" not in err and "“domains” of gravatar" in err, err)


def test_wrong_types_in_dconf():
    """The whole on one session bus, which lives as long as the script."""
    with Home() as home:
        script = home.write("script", """set -e
dconf write /org/kith/kith/ledger-days "'many'"
dconf write /org/kith/kith/cache-max-mib -3
dconf write /org/kith/kith/own-addresses "'me'"
dconf write /org/kith/kith/sidebar-visible 7
dconf write /org/kith/kith/ask-only-on-click "'perhaps'"
dconf write /org/kith/kith/never-domains "[1]"
dconf write /org/kith/kith/providers/gravatar/enabled true
dconf write /org/kith/kith/providers/gravatar/mode "'sometimes'"
dconf write /org/kith/kith/providers/gravatar/domains 7
dconf write /org/kith/kith/providers/gravatar/keep-days 99999
exec "$KITH" "$@"
""")

        def run_kith(*args):
            done = subprocess.run(["dbus-run-session", "--", "sh", script, *args], env=dict(home.environment, KITH=KITH), timeout=120, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            err = "".join(line + "\n" for line in done.stderr.decode().splitlines() if line.startswith("kith: "))
            return done.returncode, done.stdout.decode(), err
        check_wrong_is_said(home, run_kith)


def test_a_file_that_is_none():
    for text in (b"no key file", b"\xff\xfe[\n=", b"[org/kith/kith\nx", b"\0" * 4096, b"[org/kith/kith]\n" + b"x=1\n" * 50000):
        with Home() as home:
            write_settings(home, text)
            equal(home.run("show", ADDRESS).status, 1, repr(text[:20]))
            equal(home.run("provider", "enable", "gravatar").status, 0, repr(text[:20]))
            equal(provider_of(home, "gravatar")["enabled"], True, repr(text[:20]))


def test_a_server_that_cannot_be_meant():
    with Home() as home:
        write_settings(home, "[org/kith/kith/providers/gravatar]\nenabled='on'\nbase-url='http://plain.example/'\n")
        provider = provider_of(home, "gravatar")
        equal(provider["enabled"], False)
        card = home.run("show", "--json", ADDRESS).json["cards"][0]
        reason = [p["reason"] for p in card["providers"] if p["id"] == "gravatar"][0]
        check("server's address" in reason, reason)


def own_provider(home, name, server):
    """A provider file of the owner's, as Gravatar's, which the fixture server plays."""
    folder = os.path.join(home.environment["XDG_DATA_HOME"], "kith", "providers")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(SOURCE, "data/providers/gravatar.provider"), encoding="utf-8") as stream:
        text = stream.read().replace('id="gravatar"', 'id="%s"' % name).replace("api.gravatar.com", "api.directory.example")
    path = os.path.join(folder, name + ".provider")
    with open(path, "w", encoding="utf-8") as stream:
        stream.write(text)
    for args in (("set", name, "base-url", server.base_url), ("set", name, "ca-file", server.ca_file), ("enable", name)):
        equal(home.run("provider", *args).status, 0, str(args))
    return path, text


def test_a_provider_that_is_removed_while_it_is_on():
    with Home() as home, Server() as server:
        server.profile(ADDRESS, PROFILE)
        path, text = own_provider(home, "directory", server)
        equal(home.run("show", ADDRESS).status, 0)
        os.remove(path)
        result = home.run("show", "--json", ADDRESS)
        equal(result.err, "")
        check("directory" not in {p["id"] for p in result.json["cards"][0]["providers"]}, "it is still there")
        for args in (("enable", "directory"), ("disable", "directory"), ("test", "directory", ADDRESS)):
            result = home.run("provider", *args)
            equal((result.status, result.err), (2, "kith: There is no such provider; “kith providers” lists them.\n"), str(args))
        # What was set is there again when it is.
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        equal(home.run("show", "--json", ADDRESS).status, 0)
        # And broken, it is said where.
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text[:-30])
        result = home.run("show", ADDRESS)
        check(re.search(r"^kith: .*directory\.provider:\d+: [^\n]+$", result.err, re.M), result.err)


def test_a_provider_that_is_removed_while_it_is_asked():
    with Home() as home, Server() as server:
        server.route(profile_path(ADDRESS), delay=2, body=PROFILE, headers={"Content-Type": "application/json"})
        path, _ = own_provider(home, "directory", server)
        child = subprocess.Popen([KITH, "show", ADDRESS], env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        limit = time.monotonic() + 60
        while not server.requests() and time.monotonic() < limit:
            time.sleep(0.02)
        os.remove(path)
        out, err = child.communicate(timeout=60)
        check(child.returncode in (0, 1), "%d %s" % (child.returncode, err))
        check(child.returncode == 1 or b"Head of Signalling" in out, out)


def test_no_keyring():
    with Home() as home:
        for command in ([KITH], ["dbus-run-session", "--", KITH]):
            begun = time.monotonic()
            done = subprocess.run([*command, "provider", "token", "gravatar"], input=b"tok-12345\n", env=home.environment, timeout=60, check=False,
                                  stdout=subprocess.PIPE, stderr=subprocess.PIPE)
            lines = [line for line in done.stderr.decode().splitlines() if line.startswith("kith: ")]
            equal((done.returncode, len(lines)), (3, 1), done.stderr.decode())
            check("until this program ends" in lines[0] and "tok-12345" not in lines[0], lines[0])
            check(time.monotonic() - begun < 30, "it waits too long")
            equal(home.find("tok-12345"), [])


def all_at_once(home, commands):
    children = [subprocess.Popen([KITH, *args], env=home.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for args in commands]
    for child, args in zip(children, commands):
        _, err = child.communicate(timeout=120)
        equal((child.returncode, err), (0, b""), str(args))


def test_many_programs_that_change_settings_at_once():
    with Home() as home:
        names = ("gravatar", "libravatar", "openpgp", "github", "mastodon", "hcard", "wikidata", "keys-openpgp-org")
        for value in ("1", "2"):
            all_at_once(home, [("provider", "set", name, key, content) for name in names
                               for key, content in (("keep-days", value), ("domains", "d%s.example" % value))])
            settings = home.run("export").json["settings"]["providers"]
            equal({name: (settings[name]["keep-days"], settings[name]["domains"]) for name in names},
                  {name: (int(value), ["d%s.example" % value]) for name in names}, "one took back what another had set")


def test_many_programs_that_change_one_setting():
    with Home() as home:
        all_at_once(home, [("provider", "set", "gravatar", "keep-days", str(i)) for i in range(1, 9)])
        check(home.run("export").json["settings"]["providers"]["gravatar"]["keep-days"] in range(1, 9), "a value that nobody set")
        all_at_once(home, [("provider", "enable" if i % 2 else "disable", "gravatar") for i in range(8)])
        check(provider_of(home, "gravatar")["enabled"] in (True, False), "")
        equal(home.run("provider", "enable", "gravatar").status, 0)
        equal(provider_of(home, "gravatar")["enabled"], True)


TOO_LARGE = "The attached vCard is too large: it was not read."
TOO_LONG = "The attached vCard is too long: only its beginning was read."
UNREADABLE = "The attached vCard cannot be read."


def vcard_message(home, name, card, media_type="text/vcard"):
    return "--message=" + home.write("message", "From: %s<%s>\nTo: you@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
                                     "--b\nContent-Type: text/plain\n\nhello\n--b\nContent-Type: %s; charset=utf-8\n\n%s\n--b--\n" %
                                     (name, ADDRESS, media_type, card))


def card_with(lines):
    return "BEGIN:VCARD\nVERSION:3.0\n%sEND:VCARD\n" % lines


def test_vcards_that_are_too_much():
    email, title = "EMAIL:%s\n" % ADDRESS, "TITLE:Head of Signalling\n"
    many = "X-A:1\n" * 10000
    cases = ((card_with(email + title), None, "Head of Signalling"), (card_with(email + title + "NOTE:%s\n" % ("x" * 300000)), TOO_LARGE, None),
             (card_with(email + title + many), TOO_LONG, "Head of Signalling"), (card_with(many + email + title), TOO_LONG, None),
             (card_with(email + many + title), TOO_LONG, None), ("hello", UNREADABLE, None))
    with Home() as home:
        for number, (card, line, role) in enumerate(cases):
            message = vcard_message(home, "Ada Marsh ", card)
            shown = home.run("show", "--json", message).json["cards"][0]
            outcome = [p for p in shown["providers"] if p["id"] == "message"][0]
            equal((outcome["state"], outcome.get("reason")), ("found", line), str(number))
            equal(shown["facts"]["name"][0]["value"], "Ada Marsh", "what else the message says is lost")
            equal(shown["facts"].get("role", [{}])[0].get("value"), role, str(number))
            text = home.run("show", message)
            equal((text.status, text.err), (0, ""), str(number))
            check(line is None or line in " ".join(text.out.split()), text.out)
        # Where the message says nothing else, nothing is found, and the line says why.
        result = home.run("show", vcard_message(home, "", card_with(email + title + "NOTE:%s\n" % ("x" * 300000))))
        equal((result.status, result.err), (1, ""))
        check("knows nothing. " + TOO_LARGE in " ".join(result.out.split()), result.out)


def test_a_message_that_names_many():
    people = ["person-%d@rail.example" % number for number in range(300)]
    with Home() as home:
        message = "--message=" + home.write("message", "From: Ada Marsh <%s>\nTo: %s\n\nhello\n" % (ADDRESS, ",\n ".join(people)))
        result = home.run("show", "--json", message)
        equal((result.status, result.err), (0, ""))
        # Each card is written as it is ready, in the order of the message, and the whole is laid out as any other document.
        equal([card["address"] for card in result.json["cards"]], [ADDRESS] + people)
        equal(result.out, json.dumps(result.json, indent=2, ensure_ascii=False) + "\n")
        text = home.run("show", message)
        places = [text.out.find(address) for address in [ADDRESS] + people[:9]]
        check(-1 not in places and places == sorted(places), str(places))
        equal(text.status, 0)
        nobody = home.run("show", "--json", "--message=" + home.write("nobody", "Subject: x\n\nhello\n"))
        equal((nobody.status, nobody.out), (1, '{\n  "cards": []\n}\n'))


run(globals())
