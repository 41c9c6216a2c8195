#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The manual's write-a-provider.md, followed word by word: its answers are served, its file is written, its commands are run."""

import json
import os
import re
import subprocess

from cases import check, equal, run
from kith_home import KITH, SOURCE, Home, Server

MANUAL = os.path.join(SOURCE, "data/manual/write-a-provider.md")


def blocks():
    """Each fenced block: its kind, what stands behind that, its text."""
    with open(MANUAL, encoding="utf-8") as stream:
        text = stream.read()
    return [(m.group(1), m.group(2).strip(), m.group(3)) for m in re.finditer(r"^```(\w+)([^\n]*)\n(.*?)^```$", text, re.M | re.S)]


def commands(block):
    """Each command with the lines that the manual shows below it."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line)
    return found


class Reader:
    """Somebody who follows the manual in a home of their own, on a network where Brightwater is a server of the test."""

    def __init__(self, home, server):
        self.home, self.server = home, server
        self.exports = []
        home.environment["XDG_DATA_HOME"] = os.path.join(home.folder, ".local/share")
        home.environment["PATH"] = os.path.dirname(KITH) + ":" + home.environment["PATH"]

    def serve(self, where, body):
        method, path = where.split(" ")
        self.server.route(path, method=method, headers={"Content-Type": "application/json"}, body=json.loads(body),
                          require={"Authorization": "Bearer s3cret"})

    def shell(self, command):
        if command.startswith("export "):
            self.exports.append(command)
        text = "; ".join(self.exports + [command])
        done = subprocess.run(["/bin/sh", "-c", text], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                              timeout=120, env=self.home.environment, cwd=self.home.folder, encoding="utf-8")
        return " ".join(done.stdout.replace(self.home.folder + "/", "").split())

    def stand_in(self):
        """The name crm.brightwater.example leads nowhere: the server of the test takes its place, as the owner's own would."""
        for args in (("base-url", self.server.base_url), ("ca-file", self.server.ca_file)):
            result = self.home.run("provider", "set", "crm", *args)
            equal((result.status, result.err), (0, ""))

    def follow(self, command, shown):
        if command.startswith("kith provider test") and "base-url" not in "".join(self.exports):
            self.stand_in()
        out = self.shell(command)
        position = 0
        for line in shown:
            words = " ".join(line.split())
            position = out.find(words, position)
            check(position >= 0, "%s: the manual says %r, the command said %r" % (command, words, out))


def test_the_tutorial_is_true():
    with Home() as home, Server() as server:
        reader = Reader(home, server)
        kinds = [kind for kind, _, _ in blocks()]
        check(kinds.count("json") >= 2 and kinds.count("xml") == 1 and kinds.count("console") >= 5, str(kinds))
        for kind, where, text in blocks():
            if kind == "json":
                reader.serve(where, text)
            elif kind == "xml":
                home.write(where, text)
            elif kind == "console":
                for command, shown in commands(text):
                    reader.follow(command, shown)
        requests = [(r["method"], r["target"]) for r in server.requests()]
        check(all(target.startswith("/api/v1/") for _, target in requests), str(requests))
        # The names of the other person are nowhere.
        check("Marshall" not in home.run("show", "--json", "--offline", "ada.marsh@example.org").out, "another person's facts")


def test_a_new_file_passes_the_check():
    with Home() as home:
        for url, id in (("https://crm.example.org", "crm"), ("https://api.people.example.org/v2/", "people"), ("https://www.example.org:8443/a", "example"),
                        ("https://9lives.example.org/?x", "my-9lives"), ("https://münchen.example/", "xn-mnchen-3ya")):
            result = home.run("provider", "new", url)
            equal((result.status, result.err), (0, ""), url)
            check('<provider id="%s"' % id in result.out, result.out[:900])
            path = home.write("new.provider", result.out)
            equal(home.run("provider", "check", path).status, 0, url)
        for url in ("http://crm.example.org", "https://me:secret@crm.example.org", "https://10.0.0.1/", "https://localhost/", "ftp://x", "", "crm"):
            result = home.run("provider", "new", url)
            equal((result.status, result.out), (2, ""), url)
            check("secret" not in result.err, result.err)


if __name__ == "__main__":
    run(globals())
