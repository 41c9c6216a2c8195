# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Test cases that are functions: each test_… of a module is one line of the report, and fails when it raises."""

from tap import Tap


def run(namespace):
    tap = Tap()
    for name, function in list(namespace.items()):
        if name.startswith("test_") and callable(function):
            with tap.step(name[len("test_"):].replace("_", "-")):
                function()
    tap.end()


def equal(got, wanted, what=""):
    if got != wanted:
        raise AssertionError("%s: got %r, wanted %r" % (what, got, wanted))


def check(condition, what):
    if not condition:
        raise AssertionError(what)
