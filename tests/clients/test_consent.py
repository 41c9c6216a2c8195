#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The card asks whether services may be used, once, and nothing leaves before; yes and no to a guess; a letter begun from the card."""

import json
import os

import card_reader
from client_session import Session, stays, wait_for
from fixture_server import FixtureServer
from scenario import ADA, ADDRESSES, LIST, NAMES, PROGRAMS, RENEE, TOMAS, check_end, main_card, parse_options, sha256
from tap import Tap

CONNECTIONS = """First Name,Last Name,URL,Email Address,Company,Position,Connected On
Tomas,Varga,https://www.linkedin.com/in/tomas-varga-example,,Quillworks,Typesetter,04 Feb 2021
Renée,Okonkwo,https://www.linkedin.com/in/renee-okonkwo-example,,Somewhere Else,Juggler,05 Feb 2021
"""


def profile_path(number):
    return "/v3/profiles/" + sha256(ADDRESSES[number])


def prepare_server(server):
    body = {"hash": sha256(ADDRESSES[ADA]), "display_name": NAMES[ADA], "location": "Leeds, UK", "profile_url": "https://gravatar.test/ada"}
    server.command(op="route", method="GET", path=profile_path(ADA), headers={"Content-Type": "application/json"}, body=json.dumps(body))


def import_linkedin(session, program, options):
    name = session.path("Connections.csv")
    with open(name, "w", encoding="utf-8") as stream:
        stream.write(CONNECTIONS)
    env = program.environment()
    env.pop("KITH_TEST_SOCKET")
    env.pop("LD_PRELOAD", None)
    done = session.run([options.kith, "import", "linkedin", name], 60, env)
    assert done.returncode == 0, done.stdout


def first_run(tap, session, program, card, server):
    with tap.step("nobody is asked about services on the card of list mail"):
        program.select(LIST)
        card.wait({"kith-name": NAMES[LIST]}, "the card of " + NAMES[LIST])
        assert stays(lambda: not card.asks(), 1.5), "it asks"
    with tap.step("the card of a person asks, and nothing has left"):
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA]}, "the card of " + NAMES[ADA])
        wait_for(card.asks, "the question")
        wait_for(lambda: card.control("kith-offer-gravatar"), "the switch")
        session.screenshot("question")
        assert stays(lambda: not server.requests(), 1.5), "a request was sent"
    with tap.step("switched on in the card, the service is asked at once"):
        card.press("kith-offer-gravatar")
        wait_for(lambda: [r["target"].partition("?")[0] for r in server.requests()][:1] == [profile_path(ADA)], "the request")
        wait_for(lambda: "Gravatar" in (card.read() or {}).get("kith-sources", ""), "the answer")
        assert program.read_setting("org/kith/kith/providers/gravatar", "enabled") == "'on'"
        text = json.dumps(server.requests()).lower()
        assert ADDRESSES[ADA] not in text and "brightwater" not in text, "the address or the name was sent"
    session.screenshot("switched-on")
    with tap.step("the next card does not ask any more"):
        program.select(RENEE)
        card.wait({"kith-name": NAMES[RENEE]}, "the card of " + NAMES[RENEE])
        assert stays(lambda: not card.asks(), 1.5), "it asks"


def sent(tap, session, program, card):
    def window():
        return next((f for f in card_reader.frames(program.app) if f.name == "What was sent for " + NAMES[ADA]), None)
    with tap.step("what was sent for a person is listed from the card"):
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA]}, "the card of " + NAMES[ADA])
        card.press("kith-refresh")
        program.settle()
        wait_for(lambda: card.control("kith-menu"), "the menu").press()
        item = wait_for(lambda: card_reader.find(program.app, lambda n: n.id == "kith-menu-sent" and n.showing, ()), "the item")
        session.screenshot("menu")
        item.press()
        # The list is read from the disk while its window shows.
        said = wait_for(lambda: [t for t in card_reader.texts(window()) if t.startswith("Gravatar")], "the requests in the list")
        session.screenshot("sent")
        assert all("127.0.0.1" in t or "localhost" in t for t in said), said
    with tap.step("the list goes with the person"):
        program.select(RENEE)
        wait_for(lambda: window() is None, "the list to close")


def guesses(tap, session, program, card):
    with tap.step("a guess is no fact, and can be answered"):
        program.select(TOMAS)
        card.wait({"kith-name": NAMES[TOMAS], "kith-role": None}, "the card of " + NAMES[TOMAS])
        wait_for(lambda: (card.read() or {}).get("kith-role-unconfirmed") == "Typesetter?", "the guess")
        session.screenshot("guess")
    with tap.step("yes makes it one, which is remembered"):
        card.press("kith-role-yes")
        card.wait({"kith-role": "Typesetter", "kith-role-unconfirmed": None}, "the fact")
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA]}, "the card of " + NAMES[ADA])
        program.select(TOMAS)
        card.wait({"kith-name": NAMES[TOMAS], "kith-role": "Typesetter"}, "the fact again")
    session.screenshot("confirmed")
    with tap.step("no takes it away, which is remembered"):
        program.select(RENEE)
        wait_for(lambda: (card.read() or {}).get("kith-role-unconfirmed") == "Juggler?", "the guess")
        card.press("kith-role-no")
        card.wait({"kith-name": NAMES[RENEE], "kith-role": None, "kith-role-unconfirmed": None}, "no guess")
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA]}, "the card of " + NAMES[ADA])
        program.select(RENEE)
        card.wait({"kith-name": NAMES[RENEE], "kith-role": None, "kith-role-unconfirmed": None}, "no guess")


def texts(window):
    found = []
    for node in card_reader.walk(window, ()):
        try:
            found.append(node.name)
            found.append(node.call("org.a11y.atspi.Text", "GetText", card_reader.GLib.Variant("(ii)", (0, -1)))[0])
        except card_reader.GLib.Error:
            pass
    return [t for t in found if t]


def compose(tap, session, program, card):
    with tap.step("Write begins a letter to the person on the card"):
        program.select(TOMAS)
        card.wait({"kith-name": NAMES[TOMAS]}, "the card of " + NAMES[TOMAS])
        card.press("kith-write")
        window = wait_for(lambda: next((f for f in card_reader.frames(program.app) if "ompose" in f.name), None), "the composer", 20)
        wait_for(lambda: any(ADDRESSES[TOMAS] in t for t in texts(window)), "the address in the composer", 15)
        session.screenshot("compose")


def not_now(tap, session, options):
    """A second start, with the settings of somebody who has not been asked."""
    program = PROGRAMS[options.program](session, options)
    program.first = LIST
    program.settings.update({"org/kith/kith": {"first-run-dismissed": "false"}})
    with tap.step("%s starts with nothing decided" % program.title, vital=True):
        program.start()
    card = main_card(program)
    with tap.step("Not now is final"):
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA]}, "the card of " + NAMES[ADA])
        wait_for(card.asks, "the question")
        card.press("kith-offers-not-now")
        wait_for(lambda: not card.asks(), "the question to go")
        program.select(RENEE)
        card.wait({"kith-name": NAMES[RENEE]}, "the card of " + NAMES[RENEE])
        assert stays(lambda: not card.asks(), 1.5), "it asks"
        wait_for(lambda: program.read_setting("org/kith/kith", "first-run-dismissed") == "true", "the setting")
    check_end(tap, program)
    # The start writes the settings anew: those that were kept.
    kept = program.read_setting("org/kith/kith", "first-run-dismissed")
    program = PROGRAMS[options.program](session, options)
    program.first = LIST
    program.settings.update({"org/kith/kith": {"first-run-dismissed": kept}})
    with tap.step("%s starts again" % program.title, vital=True):
        program.start()
    card = main_card(program)
    with tap.step("it is final after a restart"):
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA]}, "the card of " + NAMES[ADA])
        assert stays(lambda: not card.asks(), 1.5), "it asks"
    check_end(tap, program)


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with Session(os.path.join(options.output, "consent-" + options.program)) as session:
        server = FixtureServer(options.server, session.path("server"))
        try:
            prepare_server(server)
            program = PROGRAMS[options.program](session, options)
            program.first = LIST
            program.settings.update({"org/kith/kith/providers/gravatar": {"base-url": "'%s'" % server.base_url, "ca-file": "'%s'" % server.ca_file}})
            with tap.step("%s starts with Kith" % program.title, vital=True):
                import_linkedin(session, program, options)
                program.start()
            card = main_card(program)
            first_run(tap, session, program, card, server)
            sent(tap, session, program, card)
            guesses(tap, session, program, card)
            compose(tap, session, program, card)
            check_end(tap, program)
            not_now(tap, session, options)
        finally:
            server.end()
    tap.end()


if __name__ == "__main__":
    main()
