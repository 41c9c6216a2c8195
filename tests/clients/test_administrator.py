#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an administrator locks in a file holds in the real mail programs, and changes of it act at once, without a restart."""

import json
import os

from client_session import Session, stays, wait_for
from fixture_server import FixtureServer
from scenario import ADA, ADDRESSES, NAMES, PROGRAMS, RENEE, TOMAS, check_end, main_card, parse_options, provider_settings, sha256
from tap import Tap

LOCK = "/org/kith/kith/providers/gravatar/enabled\n"


def prepare_server(server):
    for number in (ADA, RENEE, TOMAS):
        body = {"hash": sha256(ADDRESSES[number]), "display_name": NAMES[number], "location": "Ghent, Belgium"}
        server.command(op="route", method="GET", path="/v3/profiles/" + sha256(ADDRESSES[number]), headers={"Content-Type": "application/json"},
                       body=json.dumps(body))


def administer(session, locks):
    """As an editor writes it: a new file in the place of the old one."""
    name = session.path("etc", "kith", "locks")
    os.makedirs(os.path.dirname(name), exist_ok=True)
    with open(name + ".new", "w", encoding="utf-8") as stream:
        stream.write(locks)
    os.replace(name + ".new", name)


def show(program, card, number):
    program.select(number)
    card.wait({"kith-name": NAMES[number]}, "the card of " + NAMES[number])


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with Session(os.path.join(options.output, "administrator-" + options.program)) as session:
        server = FixtureServer(options.server, session.path("server"))
        try:
            prepare_server(server)
            administer(session, LOCK)
            session.env["XDG_CONFIG_DIRS"] = session.path("etc") + ":/etc/xdg"
            program = PROGRAMS[options.program](session, options)
            program.settings.update(provider_settings(server))
            with tap.step("%s starts with Kith" % program.title, vital=True):
                program.start()
            card = main_card(program)
            with tap.step("the owner's file says on, the administrator's lock holds: nothing leaves"):
                show(program, card, TOMAS)
                assert program.read_setting("org/kith/kith/providers/gravatar", "enabled") == "'on'"
                show(program, card, RENEE)
                assert stays(lambda: not server.requests(), 2), "a request was sent"
            session.screenshot("locked")
            with tap.step("without the lock the owner's word counts, at once"):
                administer(session, "")
                wait_for(lambda: show(program, card, TOMAS) or stays(lambda: not server.requests(), 0.5) is False, "a request", 30)
                wait_for(lambda: "Gravatar" in (card.read() or {}).get("kith-sources", ""), "the answer")
            session.screenshot("unlocked")
            with tap.step("locked again, nothing leaves any more"):
                administer(session, LOCK)
                wait_for(lambda: "Gravatar" not in (card.read() or {}).get("kith-sources", ""), "the card to say so", 30)
                count = len(server.requests())
                show(program, card, ADA)
                assert stays(lambda: len(server.requests()) == count, 2), "a request was sent"
            check_end(tap, program)
        finally:
            server.end()
    tap.end()


if __name__ == "__main__":
    main()
