# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A desktop to sign in on: a session bus of its own with a secret service, a browser, and a server to sign in at."""

import ctypes
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from cases import equal
from kith_home import KITH, SOURCE, Home, Result

SECRET_SERVICE = os.environ["KITH_TEST_SECRET_SERVICE"]
ADA = "ada.marsh@example.org"
# What Microsoft Graph says of Ada, as far as it matters here.
PEOPLE = {"value": [{"id": "p1", "displayName": "Ada Marsh", "jobTitle": "Head of Signalling", "companyName": "Example Rail Ltd",
                     "scoredEmailAddresses": [{"address": ADA}]}]}


class Child:
    """A program that says a line when it is ready, and answers each line with a line."""

    def __init__(self, args, environment):
        self.process = subprocess.Popen(args, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8", env=environment, start_new_session=True)
        self.first = self.process.stdout.readline().strip()

    def say(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().rstrip("\n")

    def end(self):
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type><listen>unix:dir=%s</listen>
  <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""


def end_with_parent():
    """PR_SET_PDEATHSIG: a test that is stopped leaves no bus behind."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


class Bus:
    """No service is started by it: what is not there is absent."""

    def __init__(self, folder):
        config = os.path.join(folder, "bus.conf")
        with open(config, "w", encoding="utf-8") as stream:
            stream.write(BUS % folder)
        self.process = subprocess.Popen(["dbus-daemon", "--nofork", "--print-address", "--config-file", config], stdout=subprocess.PIPE,
                                        stdin=subprocess.DEVNULL, encoding="utf-8", start_new_session=True, preexec_fn=end_with_parent)
        self.address = self.process.stdout.readline().strip()

    def end(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class OAuthServer(Child):
    def __init__(self, folder):
        super().__init__([sys.executable, os.path.join(SOURCE, "tests/servers/kith-oauth-server.py"), folder], dict(os.environ))
        facts = json.loads(self.first)
        self.base_url, self.ca_file = facts["base_url"], facts["ca_file"]
        self.set(resource={"/me/people": PEOPLE})

    def command(self, **order):
        reply = json.loads(self.say(json.dumps(order)))
        if not reply.pop("ok"):
            raise AssertionError(reply["error"])
        return reply

    def set(self, **settings):
        self.command(op="set", **settings)

    def log(self, end=""):
        return [r for r in self.command(op="log")["log"] if r["path"].endswith(end)]

    def grants(self):
        return [r["form"].get("grant_type") for r in self.log("token")]

    def secrets(self):
        return self.command(op="secrets")["secrets"]


class Desktop:
    """A home, a bus, a secret service (where wanted), a browser and a server. Whatever a program said is kept in `said`."""

    def __init__(self, secret_service=True):
        self.home = Home()
        self.folder = tempfile.mkdtemp(prefix="kith-desktop-")
        self.bus = Bus(self.folder)
        self.environment = dict(DBUS_SESSION_BUS_ADDRESS=self.bus.address, DISPLAY=":99", GSETTINGS_BACKEND="keyfile", G_MESSAGES_DEBUG="all")
        self.server = OAuthServer(self.folder)
        self.service = self.start_secret_service() if secret_service else None
        self.said = []
        self.install_browser()

    def start_secret_service(self):
        return Child([SECRET_SERVICE], dict(self.home.environment, DBUS_SESSION_BUS_ADDRESS=self.bus.address))

    def install_browser(self):
        applications = os.path.join(self.home.environment["XDG_DATA_HOME"], "applications")
        os.makedirs(applications)
        browser = os.path.join(SOURCE, "tests/servers/kith-fake-browser.py")
        with open(os.path.join(applications, "kith-test-browser.desktop"), "w", encoding="utf-8") as stream:
            stream.write("[Desktop Entry]\nType=Application\nName=Browser\nExec=%s %s %s %%u\nMimeType=x-scheme-handler/https;\n"
                         % (sys.executable, browser, self.folder))
        with open(os.path.join(self.home.environment["XDG_CONFIG_HOME"], "mimeapps.list"), "w", encoding="utf-8") as stream:
            stream.write("[Default Applications]\nx-scheme-handler/https=kith-test-browser.desktop\n")

    def browse(self, mode):
        with open(os.path.join(self.folder, "mode"), "w", encoding="utf-8") as stream:
            stream.write(mode)

    def visits(self):
        with open(os.path.join(self.folder, "visits"), encoding="utf-8") as stream:
            return [json.loads(line) for line in stream]

    def wait_for_visit(self):
        for _ in range(600):
            if os.path.exists(os.path.join(self.folder, "visits")):
                return
            time.sleep(0.05)
        raise AssertionError("the browser was not opened")

    def run(self, *args, stdin=b"", **environment):
        return self.heard(self.home.run(*args, stdin=stdin, **dict(self.environment, **environment)))

    def heard(self, result):
        """Keeps all that a program said; GLib writes what is for whoever looks for a mistake between the lines."""
        self.said.append(result.out + result.err)
        result.out = re.sub(r"(?m)^(\(.*:[0-9]+\): .*|\S+)-(DEBUG|INFO): .*\n", "", result.out)
        return result

    def start(self, *args):
        return subprocess.Popen([KITH, *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.home.folder,
                                env=dict(self.home.environment, **self.environment))

    def finish(self, process):
        out, err = process.communicate(timeout=120)
        return self.heard(Result(subprocess.CompletedProcess([], process.returncode, out, err)))

    @staticmethod
    def read_lines(process, count):
        """So many lines of what the program says to its owner."""
        lines = []
        while len(lines) < count:
            line = process.stdout.readline().decode()
            if line == "":
                raise AssertionError("the program ended: %s" % lines)
            if "-DEBUG: " not in line and "-INFO: " not in line:
                lines.append(line)
        return "".join(lines)

    def provide(self, provider, **keys):
        """Lets the server of the test be the service of a provider."""
        keys = dict({"base-url": self.server.base_url, "ca-file": self.server.ca_file, "enabled": "true"},
                    **{k.replace("_", "-"): v for k, v in keys.items()})
        for key, value in keys.items():
            if value is not None:
                self.good("provider", "set", provider, key, value)

    def good(self, *args, **more):
        result = self.run(*args, **more)
        equal((result.status, errors(result)), (0, []), " ".join(args) + ": " + result.err[-500:])
        return result

    def kept(self, name):
        return self.service.say("get " + name)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.service is not None:
            self.service.end()
        self.server.end()
        self.bus.end()
        shutil.rmtree(self.folder)
        self.home.__exit__()


def errors(result):
    """What the command says to its owner."""
    return [line for line in result.err.splitlines() if line.startswith("kith: ")]


def outcome(result, provider):
    return [p for p in result.json["cards"][0]["providers"] if p["id"] == provider][0]


def fact(result, field):
    return [f["value"] for f in result.json["cards"][0]["facts"].get(field, [])]
