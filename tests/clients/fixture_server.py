# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The fixture HTTPS server of tests/servers as a child of a test."""

import json
import os
import subprocess
import sys


class FixtureServer:
    def __init__(self, program, folder):
        self.process = subprocess.Popen([sys.executable, program, "--dir", folder], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        encoding="utf-8", env={"PATH": os.environ.get("PATH", "/usr/bin:/bin")}, start_new_session=True)
        self.facts = json.loads(self.process.stdout.readline())
        self.base_url = self.facts["base_url"]
        self.ca_file = self.facts["ca_file"]

    def command(self, **order):
        self.process.stdin.write(json.dumps(order) + "\n")
        self.process.stdin.flush()
        reply = json.loads(self.process.stdout.readline())
        if not reply.get("ok"):
            raise AssertionError("fixture server: %s" % reply.get("error"))
        return reply

    def requests(self):
        """What arrived, oldest first."""
        try:
            with open(self.facts["log_file"], encoding="utf-8") as stream:
                return [json.loads(line) for line in stream if line.strip()]
        except FileNotFoundError:
            return []

    def end(self):
        self.process.stdin.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
