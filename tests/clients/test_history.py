#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The people you both know, from the folders of a real mail program: who they are, the messages that show it, and what deleting those does."""

import os
import re
import time

import card_reader
from client_session import Session, stays, wait_for
from scenario import ADA, ADDRESSES, NAMES, PROGRAMS, RENEE, check_end, main_card, parse_options
from tap import Tap

OWNER = "Test User <user@example.org>"
ANN = "%s <%s>" % (NAMES[ADA], ADDRESSES[ADA])
BO = "Bo Dahl <bo.dahl@firm.example>"
CY = "Cy Voss <cy.voss@voss.example>"


def message(number, sender, to, day, cc=None, answers=None, fields=""):
    lines = ["From: " + sender, "To: " + to]
    if cc:
        lines.append("Cc: " + cc)
    lines += ["Subject: Message %d" % number, "Date: %d Mar 2026 10:00:00 +0000" % day, "Message-ID: <%d.history@kith.example>" % number]
    if answers:
        lines += ["In-Reply-To: <%d.history@kith.example>" % answers, "References: <%d.history@kith.example>" % answers]
    if fields:
        lines.append(fields)
    return ("\n".join(lines) + "\nMIME-Version: 1.0\nContent-Type: text/plain\n\nText.\n").encode("utf-8")


def many(count):
    return ", ".join("Person %d <p%d@mass.example>" % (n, n) for n in range(count))


# Ada knows Bo by three conversations in three folders, and Cy by one that the owner sent. Nothing else makes acquaintances.
MAIL = {
    "inbox": [
        message(101, ANN, OWNER, 3, cc=BO),
        message(102, BO, OWNER + ", " + ANN, 4, answers=101),
        message(103, ANN, "list@lists.example", 5, cc=OWNER + ", Lena Lund <lena@lund.example>", fields="List-Id: <list.lists.example>"),
        message(104, ANN, OWNER + ", " + many(12), 6),
    ],
    "archive": [
        message(111, ANN, OWNER + ", " + BO, 7),
    ],
    "sent": [
        message(121, OWNER, ANN, 8, cc=BO),
        message(122, OWNER, ANN + ", " + CY, 9),
        message(123, OWNER, "Nora Noon <nora@noon.example>", 10),
    ],
    "drafts": [
        message(131, OWNER, ANN + ", Dora Dunn <dora@dunn.example>", 10),
    ],
}
JUNK = message(141, ANN, OWNER + ", June Jolly <june@jolly.example>", 11)
EVIDENCE = {"inbox": [0, 1], "archive": [0], "sent": [0]}
BO_KNOWN = {"Bo Dahl": "3 conversations, last in March 2026"}
CY_KNOWN = {"Cy Voss": "1 conversation, last in March 2026"}


def connections(card):
    """{name: evidence} as the card says."""
    seen = card.read() or {}
    return dict(text.split(", ", 1) for key, text in seen.items() if re.fullmatch(r"kith-connection-\d+", key))


def wait_for_connections(card, wanted, what, seconds=30):
    seen = {}

    def matches():
        seen["rows"] = connections(card)
        return seen["rows"] == wanted
    try:
        wait_for(matches, what, seconds, 0.2)
    except AssertionError as error:
        raise AssertionError("%s\nwanted %r\nthe card says %r" % (error, wanted, seen.get("rows"))) from None


def shown(program):
    return program.tell("shown")


def whom_ada_knows(tap, session, program, card):
    with tap.step("the card names whom both know, from all folders but drafts, without lists and mass mail"):
        if program.name == "evolution":
            # What Evolution has never opened has no summary yet.
            for folder in ("archive", "sent", "drafts", "junk", "inbox"):
                program.visit(folder)
                program.settle()
            for index in range(len(program.more["junk"])):
                program.visit("junk")
                program.tell("junk " + program.name_of_more("junk", index))
            program.visit("inbox")
            program.settle()
        program.select(ADA)
        wait_for_connections(card, dict(BO_KNOWN, **CY_KNOWN), "Bo and Cy")
    session.screenshot("connections")


def evolution_evidence(tap, session, program, card):
    names = sorted(program.name_of_more(folder, index) for folder, indexes in EVIDENCE.items() for index in indexes)
    with tap.step("the evidence lists exactly these messages, of three folders"):
        card.press("kith-connection-1")

        def listed():
            folder, count, uids = (part.strip() for part in shown(program).split(":", 2))
            # A search folder puts eight characters for the folder before the name of a message.
            return NAMES[ADA] in folder and count == str(len(names)) and sorted(uid[8:] for uid in uids.split()) == names
        try:
            wait_for(listed, "the messages with Bo")
        except AssertionError:
            session.screenshot("no-evidence")
            raise AssertionError("shown: %s, wanted %r" % (shown(program), names)) from None
        program.settle()
    session.screenshot("evidence")
    with tap.step("a click on the folder that was shown before leads back"):
        program.tell("tree folder://test-account/Inbox")
        wait_for(lambda: program.tell("count") == str(program.count()), "the inbox")
        program.settle()
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA]}, "the card of " + NAMES[ADA])
    with tap.step("all messages between the owner and a person are listed as well"):
        card.press("kith-all-messages")
        wait_for(lambda: shown(program).startswith("Messages with %s: 6:" % NAMES[ADA]), "Ada's messages; shown: " + shown(program))
        session.screenshot("all-messages")
        program.tell("tree folder://test-account/Inbox")
        wait_for(lambda: program.tell("count") == str(program.count()), "the inbox")


def claws_evidence(tap, session, program, card):
    wanted = ["%s %s" % (program.FOLDERS.get(folder, folder), " ".join(program.name_of_more(folder, index) for index in indexes))
              for folder, indexes in EVIDENCE.items()]
    found = []
    with tap.step("the evidence shows exactly these messages by a search that can be ended"):
        card.press("kith-connection-1")
        wait_for(lambda: shown(program) == wanted[0], "%s; shown: %s" % (wanted[0], shown(program)))
        program.settle()
        # The newest is selected, which Bo wrote: on his card Ada is the one whom both know.
        card.wait({"kith-name": "Bo Dahl", "kith-connection-1": NAMES[ADA] + ", 3 conversations, last in March 2026"}, "the card of Bo")
    session.screenshot("evidence")
    with tap.step("asked again, it goes on with the next folder"):
        for _ in wanted[1:]:
            try:
                wait_for(lambda: card.node("kith-connection-1") is not None, "a card with connections")
            except AssertionError:
                session.screenshot("no-card")
                raise AssertionError("after %r, shown: %s: %r" % (found, shown(program), card.read())) from None
            before = shown(program)
            card.press("kith-connection-1")
            wait_for(lambda b=before: shown(program) != b, "the next folder")
            program.settle()
            found.append(shown(program))
        assert found == wanted[1:], "shown: %r, wanted %r" % (found, wanted)
    with tap.step("all messages between the owner and a person are shown as well"):
        program.visit("inbox")
        program.tell("end-search")
        wait_for(lambda: program.tell("count") == str(program.count()), "the inbox")
        program.select(ADA)
        card.wait({"kith-name": NAMES[ADA], "kith-connection-1": "Bo Dahl, 3 conversations, last in March 2026"}, "the card of " + NAMES[ADA])
        card.press("kith-all-messages")
        wait_for(lambda: shown(program) == "inbox 1 8 11", "Ada's messages in the inbox; shown: " + shown(program))
        program.settle()
        session.screenshot("all-messages")
    program.tell("end-search")


def junk(tap, session, program, card):
    with tap.step("what is marked as junk makes nobody known, whatever else happens in its folder"):
        program.visit("sent")
        program.settle()
        program.tell("junk " + program.name_of_more("sent", 1))
        program.settle()
        program.tell("delete " + program.name_of_more("sent", 2))
        program.settle()
        program.visit("inbox")
        program.settle()
        program.select(ADA)
        wait_for_connections(card, BO_KNOWN, "Bo alone")
        assert stays(lambda: connections(card) == BO_KNOWN, 2), "the card says %r" % connections(card)
    with tap.step("until it is not junk any more"):
        program.visit("sent")
        program.settle()
        program.tell("no-junk " + program.name_of_more("sent", 1))
        program.visit("inbox")
        program.settle()
        program.select(ADA)
        wait_for_connections(card, dict(BO_KNOWN, **CY_KNOWN), "Bo and Cy")


def deleting(tap, session, program, card):
    with tap.step("deleting the messages removes the connection"):
        for folder, indexes in EVIDENCE.items():
            program.visit(folder)
            program.settle()
            for index in indexes:
                program.tell("delete " + program.name_of_more(folder, index))
        program.visit("inbox")
        program.settle()
        program.select(ADA)
        wait_for_connections(card, CY_KNOWN, "Cy alone")
    session.screenshot("deleted")


def elsewhere(tap, session, program, card):
    """The history may have a message from a place that the program does not know."""
    name = session.path("elsewhere", "cur")
    os.makedirs(name)
    with open(os.path.join(name, "1.x"), "wb") as stream:
        stream.write(message(151, ANN, OWNER, 13, cc="Ilse Iden <ilse@iden.example>"))
    env = program.environment()
    env.pop("KITH_TEST_SOCKET")
    env.pop("LD_PRELOAD", None)

    def ilse():
        return next((key for key, text in (card.read() or {}).items() if text.startswith("Ilse Iden, ")), None)
    with tap.step("of messages that are in none of the program's folders that is said"):
        done = session.run([program.options.kith, "index", session.path("elsewhere")], 60, env)
        assert done.returncode == 0, done.stdout
        program.select(RENEE)
        card.wait({"kith-name": NAMES[RENEE]}, "the card of " + NAMES[RENEE])
        program.select(ADA)
        card.press(wait_for(ilse, "the connection"))
        wait_for(lambda: card_reader.find(program.main_window(), lambda n: n.name.startswith("These messages are in none of") and n.showing), "the words")
    session.screenshot("elsewhere")


def claws_numbers(tap, session, program, card):
    """Another program deletes a message of an MH folder, and gives its number to a new one, while Claws Mail does not run."""
    folder = session.path("home", "Mail", "sent")
    name = os.path.join(folder, program.name_of_more("sent", 1))
    # The clock of files must show it.
    wait_for(lambda: time.time() > os.stat(folder).st_mtime + 4, "the time to go on")
    with open(name + ".new", "wb") as stream:
        stream.write(message(124, OWNER, ANN + ", Ned Nash <ned@nash.example>", 12))
    os.replace(name + ".new", name)
    program.more["inbox"] = [m for index, m in enumerate(program.more["inbox"]) if index not in EVIDENCE["inbox"]]
    program.prepare = lambda: None
    with tap.step("Claws Mail starts again", vital=True):
        program.start()
    with tap.step("a number that was given again meanwhile is another message, and the one before is gone"):
        program.select(ADA)
        wait_for_connections(card, {"Ned Nash": "1 conversation, last in March 2026"}, "Ned alone")
    elsewhere(tap, session, program, card)
    check_end(tap, program)


def claws_profile(tap, session, options):
    """Another profile of Claws Mail has a mailbox of the same name, with other mail in it."""
    program = PROGRAMS[options.program](session, options)
    program.config = session.path("home", "work profile")
    program.mail = session.path("home", "Mail of work")
    program.more = {"inbox": [message(161, ANN, OWNER + ", " + CY, 14)]}
    program.settings["org/kith/kith"] = {"first-run-dismissed": "true"}
    ned_and_cy = {"Ned Nash": "1 conversation, last in March 2026", "Cy Voss": "1 conversation, last in March 2026"}
    with tap.step("Claws Mail starts with another profile", vital=True):
        program.start()
    card = main_card(program)
    with tap.step("what the mail of the first profile says stays, and that of the other is read"):
        program.select(ADA)
        wait_for(lambda: ned_and_cy.items() <= connections(card).items(), "Ned and Cy")
        assert stays(lambda: ned_and_cy.items() <= connections(card).items(), 3), "the card says %r" % connections(card)
    session.screenshot("other-profile")
    with tap.step("the evidence is found in the folders of that profile"):
        card.press("kith-connection-%d" % (1 + list(connections(card)).index("Cy Voss")))
        wanted = "inbox " + program.name_of_more("inbox", 0)
        wait_for(lambda: shown(program) == wanted, "%s; shown: %s" % (wanted, shown(program)))
    check_end(tap, program)


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with Session(os.path.join(options.output, "history-" + options.program)) as session:
        program = PROGRAMS[options.program](session, options)
        program.more = dict(MAIL, junk=[JUNK])
        # The question whether services may be used would come first on the card.
        program.settings["org/kith/kith"] = {"first-run-dismissed": "true"}
        with tap.step("%s starts with Kith" % program.title, vital=True):
            program.start()
        card = main_card(program)
        whom_ada_knows(tap, session, program, card)
        if options.program == "evolution":
            evolution_evidence(tap, session, program, card)
        else:
            claws_evidence(tap, session, program, card)
        junk(tap, session, program, card)
        deleting(tap, session, program, card)
        if options.program == "evolution":
            elsewhere(tap, session, program, card)
        session.screenshot("end")
        check_end(tap, program)
        if options.program == "claws":
            claws_numbers(tap, session, program, card)
            claws_profile(tap, session, options)
    tap.end()


if __name__ == "__main__":
    main()
