#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Starts a mail program with Kith and sample mail, for ./try: on the caller's display, or on one of its own for a picture of it."""

import argparse
import json
import os
import shutil
import sys
import tempfile

import card_reader
from client_session import Session, Timeout, wait_for
from fixture_server import FixtureServer
from mail_program import ClawsMail, Evolution

# What the card of the first sample message's sender must say before the picture is taken.
ROLE = "Head of Signalling"
DISPLAY_VARIABLES = ("DISPLAY", "WAYLAND_DISPLAY", "XAUTHORITY", "GTK_THEME", "LANG", "LC_ALL", "LC_MESSAGES", "TZ")


class Desktop(Session):
    """The display and the language of the caller; everything else is as private as in a test."""

    def start_screen(self):
        runtime = os.environ.get("XDG_RUNTIME_DIR", "")
        for name in DISPLAY_VARIABLES:
            self.env.pop(name, None)
            if name in os.environ:
                self.env[name] = os.environ[name]
        self.env.pop("GDK_BACKEND", None)
        if "DISPLAY" in self.env and "XAUTHORITY" not in self.env:
            self.env["XAUTHORITY"] = os.path.expanduser("~/.Xauthority")
        if self.env.get("WAYLAND_DISPLAY") and runtime:
            self.env["WAYLAND_DISPLAY"] = os.path.join(runtime, self.env["WAYLAND_DISPLAY"])

    def start_window_manager(self):
        pass


def card_text(program):
    panel = card_reader.find_panel(program.main_window())
    return card_reader.texts(panel) if panel is not None else []


def take_picture(session, program, path):
    program.wait_for_window(90)
    wait_for(lambda: any(ROLE in text for text in card_text(program)), "the card", 60)
    # The message beside the card is painted by another process, a moment later: the picture is taken when two in a row are the same.
    taken = []

    def settled():
        session.screenshot("try")
        with open(os.path.join(session.output, "try.png"), "rb") as stream:
            taken.append(stream.read())
        return len(taken) > 2 and taken[-1] == taken[-2] == taken[-3]

    try:
        wait_for(settled, "the window to settle", 15, 0.5)
    except Timeout:
        pass  # A blinking cursor never settles; the card was there.
    shutil.copyfile(os.path.join(session.output, "try.png"), path)
    for text in card_text(program):
        print("    " + text)
    print("Screenshot: " + path)


def options_for(program, source, build):
    plugin = {"claws": "plugin/clients/claws/kith.so", "evolution": "plugin/clients/evolution/module-kith.so"}[program]
    return argparse.Namespace(messages=os.path.join(source, "tests/fixtures/sample"), control=None, plugin=os.path.join(build, plugin),
                              library_dir=os.path.join(build, "plugin"), schema_dir=os.path.join(build, "data"),
                              data_dir=os.path.join(build, "data/share"), module_dir=None, preload=None)


def run(arguments, output):
    session_class = Session if arguments.screenshot else Desktop
    program_class = {"claws": ClawsMail, "evolution": Evolution}[arguments.program]
    with session_class(output) as session:
        server = FixtureServer(os.path.join(arguments.source, "tests/servers/kith-fixture-server.py"), session.path("server"))
        with open(os.path.join(arguments.source, "tests/fixtures/sample/gravatar.json"), encoding="utf-8") as routes:
            for route in json.load(routes):
                server.command(op="route", **route)
        program = program_class(session, options_for(arguments.program, arguments.source, arguments.build))
        program.settings["org/kith/kith/providers/gravatar"] = {
            "enabled": "'on'", "base-url": "'%s'" % server.base_url, "ca-file": "'%s'" % server.ca_file}
        # To whom the sample mail is written.
        program.settings["org/kith/kith"] = {"own-addresses": "['robin@kith.example']"}
        try:
            program.launch()
            if arguments.screenshot:
                take_picture(session, program, arguments.screenshot)
                program.quit()
            else:
                print("%s shows sample mail. Close its window to end; everything goes away then." % program.title)
                program.process.wait()
        except AssertionError as error:
            print("try: %s" % error, file=sys.stderr)
            print(program.log_text()[-4000:], file=sys.stderr)
            return 1
        finally:
            server.end()
    return 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("program", choices=("claws", "evolution"))
    parser.add_argument("--source", required=True)
    parser.add_argument("--build", required=True)
    parser.add_argument("--screenshot")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="kith-try-log-") as output:
        return run(arguments, output)


sys.exit(main())
