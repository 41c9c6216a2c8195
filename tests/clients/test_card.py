#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The card beside a real message in a real mail program, with what the message itself tells; nothing is sent."""

import os

import card_reader
from client_session import Session, wait_for
from scenario import (ADA, ADDRESSES, HOSTILE, LIST, NAMES, NO_FROM, PROGRAMS, RENEE, TOMAS, check_end, main_card, parse_options, show_figure,
                      window_card)
from tap import Tap

CARDS = {
    ADA: {"kith-name": NAMES[ADA], "kith-role": "Head of Sensor Design", "kith-company": "Tidewell Instruments"},
    RENEE: {"kith-name": NAMES[RENEE], "kith-role": None, "kith-company": "Fernhill Architects"},
    TOMAS: {"kith-name": NAMES[TOMAS], "kith-role": None, "kith-company": None, "kith-address": ADDRESSES[TOMAS]},
    LIST: {"kith-name": NAMES[LIST], "kith-address": ADDRESSES[LIST]},
    # As text, without the character that turns the writing direction.
    HOSTILE: {"kith-name": "<b>Mallory</b> &amp; elim", "kith-company": '<span size="xx-large">Pitfall</span> & Sons'},
}


def show_selection(tap, program):
    """The program itself holds its loop for longer when it shows a message: printed with and without Kith, for people to compare."""
    for number in (RENEE, ADA, TOMAS):
        program.settle()
        figure = program.watch(0.7, lambda n=number: program.select(n))
        show_figure(tap, "selecting message %d %s Kith" % (number, "with" if program.kith else "without"), figure)


def baseline(tap, session, options):
    """What the program complains of without Kith, in the same steps."""
    program = PROGRAMS[options.program](session, options, kith=False)
    program.start()
    for number in (ADA, RENEE, LIST, NO_FROM, HOSTILE):
        program.select(number)
        program.settle()
    show_selection(tap, program)
    program.tell("open")
    wait_for(program.message_window, "a message window")
    program.settle()
    program.tell("close")
    wait_for(lambda: program.message_window() is None, "the window to close")
    # Any item of the View menu: GTK itself complains when a closed menu is used through AT-SPI.
    for _ in range(2):
        wait_for(lambda: card_reader.check_item(program.main_window(), program.other_menu_item_name), "an item").press()
        program.settle()
    if options.program == "claws":
        for layout in (1, 2, 4, 0):
            program.tell("layout %d" % layout)
            program.settle()
    program.quit()
    return program.complaints()


def selection(tap, session, program, card):
    for number in (ADA, RENEE, TOMAS):
        with tap.step("selecting a message shows the card of %s" % NAMES[number]):
            program.select(number)
            card.wait(CARDS[number], "the card of " + NAMES[number])
        session.screenshot("card-%d" % number)
    with tap.step("coming back to the first message shows its card again, and says who said so"):
        program.select(ADA)
        seen = card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
        assert "essage" in seen.get("kith-sources", ""), "sources: %r" % seen.get("kith-sources")
    with tap.step("so does a glance at another message, shorter than the program takes to load it"):
        for _ in range(3):
            program.select(RENEE)
            program.select(ADA)
            program.settle()
            seen = card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
            assert "essage" in seen.get("kith-sources", ""), "sources: %r" % seen.get("kith-sources")


def odd_messages(tap, session, program, card):
    with tap.step("list mail shows its writer"):
        program.select(LIST)
        card.wait(CARDS[LIST], "the card of " + NAMES[LIST])
    with tap.step("a message without From shows no person"):
        program.select(NO_FROM)
        card.wait({"kith-name": None, "kith-empty": "This message does not say who sent it."}, "words instead of a card")
    session.screenshot("no-from")
    with tap.step("markup and a turned writing direction in the headers are shown as text"):
        program.select(HOSTILE)
        card.wait(CARDS[HOSTILE], "the card of the hostile message")
    session.screenshot("hostile")
    with tap.step("when nothing is selected the card is cleared"):
        program.select(ADA)
        card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
        program.clear()
        card.wait({"kith-name": None, "kith-empty": "Select a message to see who wrote it."}, "an empty panel")
    session.screenshot("cleared")


def message_window(tap, session, program, card):
    other = window_card(program)
    with tap.step("a message in a window of its own has its card, with what is in its vCard"):
        program.select(ADA)
        card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
        program.tell("open")
        wait_for(program.message_window, "the message window")
        other.wait(CARDS[ADA], "the card in the window")
    session.screenshot("window")
    with tap.step("the main window goes on by itself"):
        program.select(RENEE)
        card.wait(CARDS[RENEE], "the card of " + NAMES[RENEE])
        other.wait(CARDS[ADA], "the card in the window")
    with tap.step("the panel of the window goes with the one of the main window"):
        program.press_menu_item()
        card.wait_hidden()
        other.wait_hidden()
        program.press_menu_item()
        card.wait(CARDS[RENEE], "the card of " + NAMES[RENEE])
        other.wait(CARDS[ADA], "the card in the window")
    with tap.step("the window closes with its card"):
        program.tell("close")
        wait_for(lambda: program.message_window() is None, "the window to close")
        card.wait(CARDS[RENEE], "the card of " + NAMES[RENEE])


def toggle(tap, session, program, card):
    program.select(ADA)
    card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
    with tap.step("the item in the View menu is checked, and hides the panel"):
        assert program.menu_item().has_state(card_reader.CHECKED), "not checked"
        program.press_menu_item()
        card.wait_hidden()
        assert not program.menu_item().has_state(card_reader.CHECKED), "still checked"
    session.screenshot("hidden")
    with tap.step("Shift+F9 shows it again"):
        program.key("shift+F9")
        card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
    with tap.step("Shift+F9 hides it"):
        program.key("shift+F9")
        card.wait_hidden()
    with tap.step("that it is hidden is kept"):
        wait_for(lambda: program.read_setting("org/kith/kith", "sidebar-visible") == "false", "the setting")
    with tap.step("it follows the selection while it is hidden"):
        program.select(RENEE)
        program.key("shift+F9")
        card.wait(CARDS[RENEE], "the card of " + NAMES[RENEE])
        wait_for(lambda: program.read_setting("org/kith/kith", "sidebar-visible") != "false", "the setting")


def claws_layouts(tap, session, program, card):
    for layout in (1, 2, 4, 0):
        with tap.step("layout %d keeps the card" % layout):
            program.tell("layout %d" % layout)
            program.select(ADA)
            card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
            program.select(RENEE)
            card.wait(CARDS[RENEE], "the card of " + NAMES[RENEE])
        session.screenshot("layout-%d" % layout)


def claws_unload(tap, session, program, card, options):
    other = window_card(program)
    program.select(ADA)
    card.wait(CARDS[ADA], "the card of " + NAMES[ADA])
    program.tell("open")
    other.wait(CARDS[ADA], "the card in the window")
    for turn in range(1, 7):
        with tap.step("unloaded and loaded while two windows show a card: %d" % turn):
            program.tell("unload Kith")
            card.wait_hidden()
            other.wait_hidden()
            assert program.menu_item() is None, "the menu item is left"
            program.select(RENEE if turn % 2 else TOMAS)
            program.tell("load " + options.plugin)
            card.wait(CARDS[RENEE if turn % 2 else TOMAS], "the card of the selected message")
            other.wait(CARDS[ADA], "the card in the window")
    session.screenshot("loaded-again")
    program.tell("close")


def main():
    options = parse_options(__doc__)
    tap = Tap()
    with Session(os.path.join(options.output, "card-" + options.program)) as session:
        complaints = baseline(tap, session, options)
        program = PROGRAMS[options.program](session, options)
        with tap.step("%s starts with Kith" % program.title, vital=True):
            program.start()
        card = main_card(program)
        selection(tap, session, program, card)
        odd_messages(tap, session, program, card)
        show_selection(tap, program)
        message_window(tap, session, program, card)
        toggle(tap, session, program, card)
        if options.program == "claws":
            claws_layouts(tap, session, program, card)
            claws_unload(tap, session, program, card, options)
        session.screenshot("end")
        check_end(tap, program, complaints)
    tap.end()


if __name__ == "__main__":
    main()
