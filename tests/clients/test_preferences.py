#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The page of preferences in a real mail program: a provider is switched on, given a token, tried out, moved and switched off; what was
sent is read, a person is forgotten; what "kith provider" changes shows in the open page."""

import json
import os

import card_reader
from client_session import Session, stays, wait_for
from fixture_server import FixtureServer
from preferences_page import PreferencesPage
from scenario import PROGRAMS, check_end, main_card, parse_options, provider_settings, sha256, show_figure
from tap import Tap

JANE = "jane.doe@example.org"
TOKEN = "token-of-the-owner"
FRAME_USEC = 16000
GROUP = "org/kith/kith/providers/gravatar"


def prepare_server(server):
    server.command(op="route", method="GET", path="/v3/profiles/" + sha256(JANE), headers={"Content-Type": "application/json"},
                   body=json.dumps({"job_title": "Vice President", "company": "Example Widgets BV"}))


class BareSession(Session):
    """Without a secret service, whatever this machine has."""

    def start_buses(self):
        folder = self.path("run", "dbus-1", "services")
        os.makedirs(folder)
        with open(os.path.join(folder, "org.freedesktop.secrets.service"), "w", encoding="ascii") as stream:
            stream.write("[D-BUS Service]\nName=org.freedesktop.secrets\nExec=/bin/false\n")
        super().start_buses()


def open_page(program, card):
    """From the card, as its menu offers it."""
    wait_for(card.find_panel, "the panel")
    card.read()
    wait_for(lambda: card.node("kith-menu"), "the menu's button").press()
    wait_for(lambda: card_reader.find(program.app, lambda n: n.id == "kith-menu-preferences", ()), "the menu's item").press()


def run_kith(session, program, options, *args):
    return session.run([options.kith, *args], 30, program.environment())


def switches(tap, session, page, server, program, options):
    with tap.step("a provider is switched on"):
        page.flip("kith-switch-gravatar", True)
        wait_for(lambda: program.read_setting(GROUP, "enabled") == "'on'", "the setting")
    with tap.step("a token is given; without a secret service the page says what to install, and that it holds for this session"):
        page.press("kith-details-gravatar")
        page.wait_text("kith-detail-name", lambda text: text == "Gravatar", "the details")
        page.type("kith-token", TOKEN)
        page.press("kith-token-save")
        page.wait_text("kith-access-state", lambda text: text == "A token is kept.", "the token to be kept")
        page.wait_text("kith-access-note", lambda text: "gnome-keyring" in text, "what to install")
    session.screenshot("details")
    with tap.step("it is tried out against a server on loopback, with the token"):
        server.command(op="clear-log")
        page.type("kith-test-address", JANE)
        page.press("kith-test-start")
        page.wait_text("kith-test-verdict", lambda text: text == "It works. It knows: Role, Company.", "the verdict")
    sent = server.requests()
    tap.equal([(r["method"], r["target"]) for r in sent], [("GET", "/v3/profiles/" + sha256(JANE))], "one request was sent: the hash of the address")
    tap.ok(sent and ["Authorization", "Bearer " + TOKEN] in sent[0]["headers"], "the token was in it")
    with tap.step("it is moved up"):
        page.press("kith-back")
        before = wait_for(page.rows, "the list")
        place = before.index("gravatar")
        page.press("kith-details-gravatar")
        page.press("kith-move-up")
        page.press("kith-back")
        after = before[:place - 1] + ["gravatar", before[place - 1]] + before[place + 1:]
        wait_for(lambda: page.rows() == after, "the new order")
        wait_for(lambda: "gravatar" in (program.read_setting("org/kith/kith", "provider-order") or ""), "the setting")
    with tap.step("“kith provider” in a terminal shows in the open page"):
        run_kith(session, program, options, "provider", "disable", "gravatar")
        page.wait_switch("kith-switch-gravatar", False)
        run_kith(session, program, options, "provider", "enable", "gravatar")
        page.wait_switch("kith-switch-gravatar", True)
        run_kith(session, program, options, "provider", "set", "gravatar", "mode", "click")
        page.wait_text("kith-row-gravatar-status", lambda text: text == "Asked only when you click.", "the mode")
    program.rest()
    figures = []
    for verb in ("disable", "enable") * 2:
        figures.append(program.watch(1, lambda change=verb: run_kith(session, program, options, "provider", change, "gravatar")))
        show_figure(tap, "while the open page follows", figures[-1])
    limit = FRAME_USEC * (5 if options.preload else 1)
    kith = max(f["kith_usec"] for f in figures)
    tap.ok(kith <= limit, "Kith holds the main loop for less than a frame, each time: %.1f ms" % (kith / 1000))
    held = max(f["held_usec"] for f in figures)
    tap.ok(held <= limit, "the page follows in less than a frame, each time: %.1f ms" % (held / 1000))
    with tap.step("it is switched off"):
        page.flip("kith-switch-gravatar", False)
        wait_for(lambda: program.read_setting(GROUP, "enabled") == "'off'", "the setting")
    session.screenshot("providers")


def forgets(tap, session, page, program, options):
    with tap.step("what was sent is there to be read"):
        page.press("kith-page-ledger")
        page.type("kith-ledger-search", "Jane")
        page.wait_text("kith-ledger-summary", lambda text: text == "1 request.", "the record")
        cells = [n.name for n in card_reader.walk(page.node("kith-ledger"), ())]
        assert "Gravatar" in cells and JANE in cells and "a hash of the address" in cells, "the table says %r" % cells
        page.type("kith-ledger-search", "nobody")
        page.wait_text("kith-ledger-summary", lambda text: text == "Nothing like that was sent.", "the search")
        page.type("kith-ledger-search", JANE)
        page.wait_text("kith-ledger-summary", lambda text: text == "1 request.", "the record")
    session.screenshot("ledger")
    with tap.step("a person is forgotten, after a question"):
        page.press("kith-page-storage")
        page.type("kith-forget-address", JANE)
        page.press("kith-forget")
        page.answer("Forget")
        page.wait_text("kith-storage-status", lambda text: text.startswith("Forgotten."), "the person to be forgotten")
    session.screenshot("storage")
    with tap.step("nothing of the person is left in the record"):
        page.press("kith-page-ledger")
        page.wait_text("kith-ledger-summary", lambda text: text == "Nothing like that was sent.", "a record without the person")
        listed = run_kith(session, program, options, "ledger", JANE)
        tap.equal(listed.returncode, 1, "“kith ledger” finds nothing either")


def rules(tap, session, page, program):
    with tap.step("a rule holds at once"):
        page.press("kith-page-rules")
        page.flip("kith-setting-ask-only-on-click", True)
        wait_for(lambda: program.read_setting("org/kith/kith", "ask-only-on-click") == "true", "the setting")
        page.type("kith-setting-never-domains-entry", "Example.ORG")
        page.press("kith-setting-never-domains-add")
        page.node("kith-remove-example.org")
        page.press("kith-remove-example.org")
        wait_for(lambda: page.find("kith-remove-example.org") is None, "the domain to go")
    session.screenshot("rules")


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with BareSession(os.path.join(options.output, "preferences-" + options.program)) as session:
        server = FixtureServer(options.server, session.path("server"))
        try:
            prepare_server(server)
            program = PROGRAMS[options.program](session, options)
            program.settings.update(provider_settings(server, enabled=False))
            with tap.step("%s starts with Kith" % program.title, vital=True):
                program.start()
            page = PreferencesPage(program)
            with tap.step("the page opens from the card", vital=True):
                open_page(program, main_card(program))
                page.node("kith-switch-gravatar")
            session.screenshot("opened")
            tap.ok(stays(lambda: not server.requests(), 1), "opening it sends nothing")
            switches(tap, session, page, server, program, options)
            forgets(tap, session, page, program, options)
            rules(tap, session, page, program)
            tap.ok(TOKEN not in program.log_text(), "the token is in no log")
            check_end(tap, program)
        finally:
            server.end()
    tap.end()


if __name__ == "__main__":
    main()
