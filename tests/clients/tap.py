# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Results as TAP: one line per check; the first failure of a step does not hide the later ones."""

import contextlib
import sys
import traceback


class Tap:
    def __init__(self):
        self.count = 0
        self.failed = 0

    def note(self, text):
        for line in str(text).splitlines():
            print("# " + line, flush=True)

    def ok(self, good, what, details=""):
        self.count += 1
        self.failed += 0 if good else 1
        print("%s %d - %s" % ("ok" if good else "not ok", self.count, what.replace("#", "")), flush=True)
        if not good and details:
            self.note(details)
        return bool(good)

    def equal(self, got, wanted, what):
        return self.ok(got == wanted, what, "got    %r\nwanted %r" % (got, wanted))

    @contextlib.contextmanager
    def step(self, what, vital=False):
        """A block that passes when nothing is raised in it; after a vital one nothing else is worth a try."""
        try:
            yield
        except Exception as error:  # pylint: disable=broad-except
            self.ok(False, what, "".join(traceback.format_exception(type(error), error, error.__traceback__)[-3:]))
            if vital:
                raise SystemExit(1) from None
        else:
            self.ok(True, what)

    def end(self):
        print("1..%d" % self.count, flush=True)
        sys.exit(1 if self.failed or not self.count else 0)
