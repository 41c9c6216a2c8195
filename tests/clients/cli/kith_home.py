# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The real kith command in a throw-away home, and the fixture server that plays a service."""

import hashlib
import json
import os
import shutil
import subprocess
import tempfile

from fixture_server import FixtureServer

SOURCE = os.environ["KITH_TEST_SOURCE"]
KITH = os.environ["KITH_TEST_COMMAND"]
# What a desktop would give and a bare machine does not: settings have to keep without it.
DESKTOP = ("DBUS_SESSION_BUS_ADDRESS", "DISPLAY", "WAYLAND_DISPLAY", "GSETTINGS_BACKEND", "XDG_RUNTIME_DIR", "XDG_CURRENT_DESKTOP",
           "NO_COLOR", "LANGUAGE", "COLUMNS")


def hashes(address):
    """Every form in which an address could be kept or sent."""
    data = address.lower().encode()
    return [hashlib.new(kind, data).hexdigest() for kind in ("sha256", "md5", "sha1")]


class Result:
    def __init__(self, done):
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8")
        self.err = done.stderr.decode("utf-8")

    @property
    def json(self):
        return json.loads(self.out)


class Home:
    """All XDG folders below one that goes away at the end."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="kith-home-")
        self.environment = {k: v for k, v in os.environ.items() if k not in DESKTOP and not k.startswith("KITH_")}
        for name, part in (("HOME", ""), ("XDG_CONFIG_HOME", "config"), ("XDG_DATA_HOME", "data"), ("XDG_CACHE_HOME", "cache"),
                           ("XDG_STATE_HOME", "state"), ("XDG_RUNTIME_DIR", "run")):
            self.environment[name] = os.path.join(self.folder, part)
            os.makedirs(self.environment[name], mode=0o700, exist_ok=True)
        self.environment.update(LC_ALL="C.UTF-8", TZ="UTC", GIO_USE_VFS="local")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder)

    def run(self, *args, stdin=b"", **environment):
        done = subprocess.run([KITH, *args], input=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120,
                              env=dict(self.environment, **environment), cwd=self.folder)
        return Result(done)

    def write(self, name, data):
        path = os.path.join(self.folder, name)
        with open(path, "wb") as stream:
            stream.write(data if isinstance(data, bytes) else data.encode())
        return path

    def files(self):
        for folder, _, names in os.walk(self.folder):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, "rb") as stream:
                    yield path, stream.read()

    def find(self, *texts):
        """The files in which one of the texts stands, in any case of letters or as UTF-16."""
        found = []
        for path, data in self.files():
            low = data.lower()
            if any(t.lower().encode(code) in low for t in texts for code in ("utf-8", "utf-16-le")):
                found.append(path)
        return found


class Server(FixtureServer):
    """tests/servers/kith-fixture-server.py in a folder that goes away with it."""

    def __init__(self):
        self.folder = tempfile.mkdtemp(prefix="kith-server-")
        super().__init__(os.path.join(SOURCE, "tests/servers/kith-fixture-server.py"), self.folder)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.end()
        shutil.rmtree(self.folder)

    def route(self, path, **route):
        self.command(op="route", path=path, **route)

    def profile(self, address, profile, **more):
        self.route(profile_path(address), headers={"Content-Type": "application/json"}, body=profile, **more)

    def use_in(self, home):
        """Lets this server play Gravatar."""
        for args in (("set", "gravatar", "base-url", self.base_url), ("set", "gravatar", "ca-file", self.ca_file), ("enable", "gravatar")):
            result = home.run("provider", *args)
            if result.status != 0:
                raise AssertionError(result.err)


def profile_path(address):
    return "/v3/profiles/" + hashes(address)[0]


PROFILE = {"display_name": "Ada Marsh", "profile_url": "https://profiles.example/adamarsh", "avatar_url": "", "location": "York, UK",
           "description": "", "job_title": "Head of Signalling", "company": "Example Rail Ltd", "pronouns": "she/her", "timezone": "",
           "verified_accounts": [{"service_type": "github", "url": "https://github.example/ada-marsh", "is_hidden": False},
                                 {"service_type": "x", "url": "https://x.example/hidden", "is_hidden": True}]}
