#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The people you both know, from a folder on a mail server: Claws Mail keeps a list of its messages, and writes it when it leaves the folder."""

import os

from client_session import Session, stays, wait_for
from mail_server import MailServer
from scenario import ADA, PROGRAMS, check_end, main_card, parse_options, show_figure
from tap import Tap
from test_history import ANN, BO, BO_KNOWN, CY, CY_KNOWN, OWNER, connections, message, wait_for_connections
from test_reading import TICK_USEC, count_messages
from test_reading import message as message_of_many

MANY = 9000
AT_ONCE = 3000
FOLDER = "#imap/Server/INBOX"

ACCOUNT = """
[Account: 2]
account_name=Server
name=Test User
address=user@example.org
protocol=1
receive_server=127.0.0.1
user_id=tester
set_imapport=1
imap_port=%d
ssl_imap=0
use_mail_command=1
mail_command=/bin/true
config_version=4
"""

TREE = """    <folder type="imap" collapsed="0" name="Server" account_id="2" sort="0">
        <folderitem type="inbox" name="INBOX" path="INBOX" />
    </folder>
</folderlist>"""


def add_account(program, server):
    with open(os.path.join(program.config, "accountrc"), "a", encoding="utf-8") as stream:
        stream.write(ACCOUNT % server.port)
    name = os.path.join(program.config, "folderlist.xml")
    with open(name, encoding="utf-8") as stream:
        text = stream.read()
    with open(name, "w", encoding="utf-8") as stream:
        stream.write(text.replace("</folderlist>", TREE))


def look_into(program, card):
    """Opens the folder on the server, and leaves it when Kith has been told of it."""
    program.tell("visit " + FOLDER)
    wait_for(lambda: "Bo Dahl" in connections(card), "the card of a message there")
    program.settle()
    program.visit("inbox")
    program.settle()
    program.select(ADA)


def read(tap, session, program, card, server):
    both = dict(BO_KNOWN, **CY_KNOWN)
    with tap.step("what lies in a folder on a server is known when the folder was left"):
        look_into(program, card)
        wait_for_connections(card, BO_KNOWN, "Bo alone")
    session.screenshot("left")
    with tap.step("a new message is known at once, and stays so"):
        uid = server.deliver(message(204, ANN, OWNER + ", " + CY, 9))
        program.tell("check " + FOLDER)
        wait_for_connections(card, both, "Bo and Cy")
        assert stays(lambda: connections(card) == both, 2), "the card says %r" % connections(card)
        look_into(program, card)
        wait_for_connections(card, both, "Bo and Cy")
        assert stays(lambda: connections(card) == both, 2), "the card says %r" % connections(card)
    session.screenshot("new")
    with tap.step("one that is deleted on the server is not"):
        server.remove(uid)
        program.tell("check " + FOLDER)
        look_into(program, card)
        wait_for_connections(card, BO_KNOWN, "Bo alone")


def read_many(tap, program, server, slower):
    """Claws Mail has them in memory alone: Kith goes through them in the main loop, which it does not hold for it."""
    with tap.step("thousands of new messages are known at once"):
        for number in range(MANY):
            server.deliver(message_of_many(number))
            if (number + 1) % AT_ONCE == 0:
                program.tell("check " + FOLDER)
        figure = program.watch(2)
        wait_for(lambda: count_messages(program) == MANY // 1000, "the number of messages", 20, 0.5)
    show_figure(tap, "while %d new messages are told of" % MANY, figure)
    tap.ok(figure["kith_usec"] <= TICK_USEC * slower, "Kith never holds the main loop for more than 4 ms: %.1f ms" % (figure["kith_usec"] / 1000))


def main():
    options = parse_options(__doc__)
    tap = Tap()
    server = MailServer()
    for number in range(3):
        server.deliver(message(201 + number, ANN, OWNER + ", " + BO, 3 + number))
    with Session(os.path.join(options.output, "imap-" + options.program)) as session:
        program = PROGRAMS[options.program](session, options)
        prepare = program.prepare

        def prepare_all():
            prepare()
            add_account(program, server)
        program.prepare = prepare_all
        # The question whether services may be used would come first on the card.
        program.settings["org/kith/kith"] = {"first-run-dismissed": "true"}
        with tap.step("%s starts with Kith" % program.title, vital=True):
            program.start()
        read(tap, session, program, main_card(program), server)
        read_many(tap, program, server, 5 if options.preload else 1)
        check_end(tap, program)
    server.end()
    tap.end()


if __name__ == "__main__":
    main()
