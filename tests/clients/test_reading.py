#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A big folder is read into the history while somebody works: the main loop of the real mail program is not held for it. Off is off."""

import glob
import json
import os
import sqlite3

from client_session import Session, stays, wait_for
from scenario import PROGRAMS, check_end, parse_options, show_figure
from tap import Tap

COUNT = 20000
FRAME_USEC = 16000
TICK_USEC = 4000
SOMEBODY = "p7@people.example"


def message(number):
    return ("From: Person %d <p%d@people.example>\nTo: Test User <user@example.org>\nCc: Friend %d <f%d@people.example>\nSubject: Message %d\n"
            "Date: %d Mar 2024 10:00:00 +0000\nMessage-ID: <%d.reading@kith.example>\n\nText.\n"
            % (number % 1000, number % 1000, number % 77, number % 77, number, 1 + number % 28, number)).encode("utf-8")


def kith(program, *args):
    return program.session.run([program.options.kith, *args], 30, program.environment())


def count_messages(program):
    """How many messages with one person the history knows."""
    card = json.loads(kith(program, "show", "--json", SOMEBODY).stdout)["cards"][0]
    return int(next(iter(card["facts"].get("message-count", [{"value": "0"}])))["value"])


def summary_is_complete(program):
    """Evolution makes the summary of a folder that it meets for the first time."""
    if program.name != "evolution":
        return True
    name = os.path.join(program.session.env["XDG_DATA_HOME"], "evolution", "mail", "test-account", "folders.db")
    with sqlite3.connect("file:%s?mode=ro" % name, uri=True) as database:
        return database.execute("SELECT count(*) FROM big").fetchone()[0] == COUNT


def index_size(program):
    return sum(os.path.getsize(name) for name in glob.glob(program.session.path("cache", "kith", "history", "base-*")))


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with Session(os.path.join(options.output, "reading-" + options.program)) as session:
        program = PROGRAMS[options.program](session, options)
        program.more = {"big": [message(number) for number in range(COUNT)]}
        program.settings["org/kith/kith/providers/history"] = {"enabled": "'off'"}
        with tap.step("%s starts with the history switched off" % program.title, vital=True):
            program.start()
        with tap.step("nothing is read then"):
            wait_for(lambda: summary_is_complete(program), "the summary of the folder", 60, 0.5)
            program.settle()
            assert stays(lambda: not index_size(program), 3), "there is an index"
        program.clear()
        program.rest()
        held = program.watch(0.2, lambda: program.tell("hold 25"))
        tap.ok(held["not_program_usec"] > 20000, "what holds the main loop for 25 ms is seen, and not taken for the program's own work: %.1f ms"
               % (held["not_program_usec"] / 1000))
        # Each change of a setting has the sidebar look at the providers again.
        quiet = program.watch(2, lambda: kith(program, "provider", "set", "history", "mode", "always"))
        show_figure(tap, "while a setting is changed and nothing is read, for comparison", quiet)
        with tap.step("switched on, all of it is read"):
            program.tell("watch")
            assert kith(program, "provider", "set", "history", "enabled", "true").returncode == 0, "the setting"
            wait_for(lambda: index_size(program) > COUNT * 20, "the index", 60, 0.2)
            # And what comes of it: the sidebar is told, and looks at its card again.
            assert stays(lambda: index_size(program) > COUNT * 20, 1), "the index has gone"
        figure = json.loads(program.tell("watched"))
        show_figure(tap, "while %d messages are read" % COUNT, figure)
        slower = 5 if options.preload else 1
        tap.ok(figure["kith_usec"] <= TICK_USEC * slower, "Kith never holds the main loop for more than 4 ms: %.1f ms" % (figure["kith_usec"] / 1000))
        # Reading itself does not touch the loop; that there is an index now has the sidebar look at its card again, once.
        tap.ok(figure["over_4_msec"] <= 2 * slower and figure["held_usec"] < FRAME_USEC * slower,
               "the main loop is not held for more than 4 ms but to draw a card, and never for a frame: %.1f ms" % (figure["held_usec"] / 1000))
        with tap.step("the history knows them"):
            # A file of the index is written before the index says that it is the one.
            wait_for(lambda: count_messages(program) == COUNT // 1000, "the number of messages", 20, 0.5)
        with tap.step("kith index --remove deletes it, and nothing makes it anew"):
            assert kith(program, "index", "--remove").returncode == 0, "the command"
            assert stays(lambda: not index_size(program), 3), "there is an index"
        check_end(tap, program)
    tap.end()


if __name__ == "__main__":
    main()
