#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A service answers the card in a real mail program: what leaves the machine, and that a server which stalls holds nobody up."""

import base64
import json
import os
import struct
import time
import zlib

from client_session import Session, stays, wait_for
from fixture_server import FixtureServer
from scenario import (ADA, ADDRESSES, HOSTILE, LIST, NAMES, OWN, PROGRAMS, RENEE, TOMAS, check_end, main_card, parse_options, provider_settings, sha256, show_figure)
from tap import Tap

LIMIT_USEC = 4000
FRAME_USEC = 16000
STALL_SECONDS = 30
QUIET_SECONDS = 2
DELAY_SECONDS = 2
LATE_PLACES = {RENEE: "Leeds, UK", HOSTILE: "Somewhere else"}


def slower(options):
    """Code with sanitizers in it takes several times as long."""
    return 5 if options.preload else 1


def picture():
    """A square in one colour, as PNG."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    rows = (b"\0" + b"\x2a\x7f\xb8" * 128) * 128
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 128, 128, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def profile_path(number):
    return "/v3/profiles/" + sha256(ADDRESSES[number])


def set_profile(server, number, delay=0, **members):
    body = {"hash": sha256(ADDRESSES[number]), "display_name": NAMES.get(number, "Mallory"), "profile_url": "https://gravatar.test/someone"}
    body.update(members)
    server.command(op="route", method="GET", path=profile_path(number), headers={"Content-Type": "application/json"}, template=True,
                   body=json.dumps(body), delay=delay)


def prepare_server(server):
    set_profile(server, TOMAS, job_title="Typesetter", company="Quill Works", location="Ghent, Belgium",
                avatar_url="{base-url}/avatar/tomas")
    server.command(op="route", method="GET", path="/avatar/tomas", any_query=True, headers={"Content-Type": "image/png"},
                   body_base64=base64.b64encode(picture()).decode("ascii"))
    set_profile(server, ADA, STALL_SECONDS, job_title="Somebody", company="Somewhere")
    set_profile(server, RENEE, DELAY_SECONDS, job_title="Architect", company="Fernhill Architects", location="Leeds, UK", pronouns="she/her",
                description="Houses of wood and light.", timezone="Europe/London",
                verified_accounts=[{"service_type": "mastodon", "url": "https://social.example.org/@renee", "is_hidden": False}])
    set_profile(server, HOSTILE, DELAY_SECONDS, location="Somewhere else", description="Nothing to see here.")


def requests_to(server):
    return [(r["method"], r["target"].partition("?")[0]) for r in server.requests()]


def answers(tap, session, program, card, server):
    with tap.step("the sender of list mail is not asked about"):
        card.wait({"kith-name": NAMES[LIST]}, "the card of " + NAMES[LIST])
        assert stays(lambda: not server.requests(), 1.5), "a request was sent"
    with tap.step("the owner is not asked about"):
        program.select(OWN)
        card.wait({"kith-name": NAMES[OWN]}, "the card of " + NAMES[OWN])
        assert stays(lambda: not server.requests(), 1.5), "a request was sent"
    with tap.step("nobody is asked about while the program works offline"):
        program.set_online(False)
        program.select(TOMAS)
        card.wait({"kith-name": NAMES[TOMAS], "kith-role": None}, "the card of " + NAMES[TOMAS])
        assert stays(lambda: not server.requests(), 1.5), "a request was sent"
        program.select(LIST)
        card.wait({"kith-name": NAMES[LIST]}, "the card of " + NAMES[LIST])
        program.set_online(True)
    with tap.step("role, company and place come from the service"):
        program.select(TOMAS)
        seen = card.wait({"kith-name": NAMES[TOMAS], "kith-role": "Typesetter", "kith-company": "Quill Works"}, "the answer")
        assert "Gravatar" in seen.get("kith-sources", ""), "sources: %r" % seen.get("kith-sources")
    wanted = [("GET", profile_path(TOMAS)), ("GET", "/avatar/tomas")]
    with tap.step("the picture is fetched"):
        wait_for(lambda: len(server.requests()) >= 2, "the second request")
    session.screenshot("answered")
    with tap.step("a person who is known is not asked about again"):
        program.select(LIST)
        card.wait({"kith-name": NAMES[LIST]}, "the card of " + NAMES[LIST])
        program.select(TOMAS)
        card.wait({"kith-name": NAMES[TOMAS], "kith-role": "Typesetter"}, "the answer from the cache")
        assert stays(lambda: len(server.requests()) <= 2, 1), "a request was sent"
    tap.equal(requests_to(server), wanted, "exactly these requests were sent: the profile by its hash, and the picture")
    text = json.dumps(server.requests()).lower()
    tap.ok(not any(w in text for w in ("tomas.varga", "varga", "quillworks", "proofs", "user@example.org")),
           "neither the address nor the name nor the subject is in any byte that was sent")


def stalls(tap, session, program, card, server, options):
    limit = LIMIT_USEC * slower(options)
    program.select(LIST)
    program.rest()
    show_figure(tap, "while nothing is asked, for comparison", program.watch(QUIET_SECONDS))
    server.command(op="clear-log")
    with tap.step("what the message tells is shown while the server stalls"):
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA], "kith-role": "Head of Sensor Design", "kith-company": "Tidewell Instruments"}, "the card")
        wait_for(lambda: requests_to(server) == [("GET", profile_path(ADA))], "the request that stalls")
    begin = time.monotonic()
    session.screenshot("stalled")
    program.rest()
    figure = program.watch(QUIET_SECONDS)
    show_figure(tap, "while the server stalls", figure)
    held = figure["held_usec"]
    tap.ok(time.monotonic() - begin < STALL_SECONDS, "the server still stalled while this was measured")
    tap.ok(held <= limit, "the main loop is not held for more than %g ms while a server stalls: %.1f ms" % (limit / 1000, held / 1000))
    with tap.step("other messages show their cards meanwhile"):
        program.select(TOMAS)
        card.wait({"kith-name": NAMES[TOMAS], "kith-role": "Typesetter"}, "the card of " + NAMES[TOMAS], 5)


def arrives(tap, session, program, card, server, options):
    """The answer itself comes while the program has nothing else to do: what holds the loop then is GTK, which measures and
    paints the texts of the card: less than a frame of the screen."""
    figures = []
    for number in (RENEE, HOSTILE):
        server.command(op="clear-log")
        with tap.step("the answer about message %d comes after %d seconds and is shown" % (number, DELAY_SECONDS)):
            program.select(number)
            wait_for(lambda: requests_to(server)[:1] == [("GET", profile_path(number))], "the request")
            # Not rest(), which would wait for the loop: the answer is on its way.
            assert program.tell("finish") == "ok", "the program's own work"
            figures.append(program.watch(DELAY_SECONDS + 1.5))
            show_figure(tap, "while the answer arrives and is shown", figures[-1])
            wait_for(lambda: (card.read() or {}).get("kith-location", "").startswith(LATE_PLACES[number]), "the answer")
        session.screenshot("arrived-%d" % number)
    held = max(f["held_usec"] for f in figures)
    tap.ok(held <= FRAME_USEC * slower(options), "an answer is shown in less than a frame: %.1f ms" % (held / 1000))


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with Session(os.path.join(options.output, "network-" + options.program)) as session:
        server = FixtureServer(options.server, session.path("server"))
        try:
            prepare_server(server)
            program = PROGRAMS[options.program](session, options)
            program.first = LIST
            program.settings.update(provider_settings(server))
            with tap.step("%s starts with Kith" % program.title, vital=True):
                program.start()
            card = main_card(program)
            answers(tap, session, program, card, server)
            arrives(tap, session, program, card, server, options)
            stalls(tap, session, program, card, server, options)
            begin = time.monotonic()
            check_end(tap, program)
            tap.ok(time.monotonic() - begin < 15, "it quits while the server stalls")
        finally:
            server.end()
    tap.end()


if __name__ == "__main__":
    main()
