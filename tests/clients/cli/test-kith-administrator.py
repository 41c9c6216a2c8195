#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What an administrator has switched off stays off, whichever way it is tried; and an administrator cannot make Kith send anything."""

import contextlib
import json
import mailbox
import os
import re
import subprocess

from kith_home import KITH, PROFILE, SOURCE, Home, Server
from cases import check, equal, run

ADDRESS = "ada.marsh@rail.example"
MESSAGE = "Your administrator has switched this provider off."
GROUP = "[org/kith/kith/providers/gravatar]\n"
LOCK = "/org/kith/kith/providers/gravatar/enabled\n"


def administer(home, defaults="", locks=""):
    """The administrator's two files: $XDG_CONFIG_DIRS stands for /etc/xdg, and can only add to it."""
    folder = os.path.join(home.folder, "etc", "kith")
    os.makedirs(folder, exist_ok=True)
    home.environment["XDG_CONFIG_DIRS"] = os.path.dirname(folder)
    for name, text in (("defaults", defaults), ("locks", locks)):
        with open(os.path.join(folder, name), "w", encoding="utf-8") as stream:
            stream.write(text)


@contextlib.contextmanager
def scene(defaults=GROUP + "enabled='off'\n", locks=LOCK):
    """The owner had Gravatar on before the administrator switched it off."""
    with Home() as home, Server() as server:
        server.profile(ADDRESS, PROFILE)
        server.use_in(home)
        administer(home, defaults, locks)
        yield home, server


def provider_of(home, name="gravatar", **environment):
    return [p for p in home.run("providers", "--json", **environment).json["providers"] if p["id"] == name][0]


def reason_of(home, name="gravatar", **environment):
    card = home.run("show", "--json", "--refresh", ADDRESS, **environment).json["cards"][0]
    provider = [p for p in card["providers"] if p["id"] == name][0]
    equal(provider["state"], "not-asked")
    return provider["reason"]


def check_off(home, server, name="gravatar", **environment):
    equal(reason_of(home, name, **environment), MESSAGE)
    found = provider_of(home, name, **environment)
    equal((found["enabled"], found["locked"]), (False, True))
    equal(server.requests(), [])


def check_refused(result):
    equal((result.status, result.err, result.out), (3, "kith: %s\n" % MESSAGE, ""))


def own_file(home):
    return os.path.join(home.environment["XDG_CONFIG_HOME"], "kith", "settings.ini")


def test_by_command():
    with scene() as (home, server):
        check_refused(home.run("provider", "enable", "gravatar"))
        for value in ("on", "true", "default", ""):
            check_refused(home.run("provider", "set", "gravatar", "enabled", value))
        check_refused(home.run("provider", "test", "gravatar", ADDRESS))
        check_refused(home.run("provider", "token", "gravatar", stdin=b"tok-1\n"))
        check_refused(home.run("provider", "sign-in", "gravatar"))
        check_off(home, server)


def test_by_a_token_in_the_environment():
    with scene() as (home, server):
        check_off(home, server, KITH_TOKEN_GRAVATAR="tok-2")
        check_refused(home.run("provider", "test", "gravatar", ADDRESS, KITH_TOKEN_GRAVATAR="tok-2"))
        equal(server.requests(), [])


def test_by_a_click():
    with scene() as (home, server):
        home.run("show", "--refresh", ADDRESS)
        home.run("show", "--refresh", "--message=" + os.path.join(SOURCE, "tests/fixtures/sample/2-jonas.eml"))
        equal(server.requests(), [])
        check_off(home, server)


def test_by_the_settings_file_in_the_home_folder():
    with scene() as (home, server):
        with open(own_file(home), encoding="utf-8") as stream:
            check("enabled='on'" in stream.read(), "the owner's file does not say on")
        check_off(home, server)
        with open(own_file(home), "a", encoding="utf-8") as stream:
            stream.write("\n[org/kith/kith]\nallowed-providers=['gravatar']\nask-about-list-senders=true\n")
        check_off(home, server)


def test_by_another_keeper_of_settings():
    with scene() as (home, server):
        folder = os.path.join(home.environment["XDG_CONFIG_HOME"], "glib-2.0", "settings")
        os.makedirs(folder)
        with open(own_file(home), encoding="utf-8") as source, open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as target:
            target.write(source.read())
        for keeper in ("keyfile", "memory", "dconf"):
            check_off(home, server, GSETTINGS_BACKEND=keeper)
            check_refused(home.run("provider", "enable", "gravatar", GSETTINGS_BACKEND=keeper))


def gsettings(home, key, value):
    """With a session bus that lives as long as the command, as somebody would who knows their way about."""
    schema = "org.kith.Kith.Provider:/org/kith/kith/providers/gravatar/"
    subprocess.run(["dbus-run-session", "--", "gsettings", "set", schema, key, value], env=home.environment, check=True, timeout=120,
                   stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def on_a_bus(home, *args):
    done = subprocess.run(["dbus-run-session", "--", KITH, *args], env=home.environment, check=False, timeout=120, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE)
    # dbus-daemon has its own to say on standard error.
    err = "".join(line + "\n" for line in done.stderr.decode().splitlines() if line.startswith("kith: "))
    return done.returncode, done.stdout.decode(), err


def test_by_dconf_with_and_without_a_bus():
    with scene() as (home, server):
        gsettings(home, "enabled", "on")
        gsettings(home, "base-url", server.base_url)
        gsettings(home, "ca-file", server.ca_file)
        check_off(home, server)
        status, out, _ = on_a_bus(home, "show", ADDRESS)
        check(MESSAGE in out, out)
        status, _, err = on_a_bus(home, "provider", "enable", "gravatar")
        equal((status, err), (3, "kith: %s\n" % MESSAGE))
        equal(server.requests(), [])
        # Without the lock the owner's word in dconf counts on the bus: it was the lock that held.
        administer(home)
        status, out, _ = on_a_bus(home, "show", ADDRESS)
        equal(status, 0, out)
        equal(len(server.requests()), 1)


def compile_dconf(home, text, locks):
    """A system database of dconf, as an administrator makes it."""
    folder = os.path.join(home.folder, "dconf.d")
    os.makedirs(os.path.join(folder, "locks"))
    for path, content in (("kith", text), ("locks/kith", locks)):
        with open(os.path.join(folder, path), "w", encoding="utf-8") as stream:
            stream.write(content)
    database = os.path.join(home.folder, "system-db")
    subprocess.run(["dconf", "compile", database, folder], env=home.environment, check=True, timeout=60)
    home.environment["DCONF_PROFILE"] = home.write("profile", "user-db:user\nfile-db:%s\n" % database)


def test_locked_by_dconf():
    with Home() as home, Server() as server:
        server.profile(ADDRESS, PROFILE)
        server.use_in(home)
        compile_dconf(home, GROUP + "enabled='off'\n", LOCK)
        check_off(home, server)
        check_refused(home.run("provider", "enable", "gravatar"))
        # The environment names another keeper of the owner's settings; the lock is not the owner's.
        check_off(home, server, GSETTINGS_BACKEND="memory")
        status, _, err = on_a_bus(home, "provider", "enable", "gravatar")
        equal((status, err), (3, "kith: %s\n" % MESSAGE))
        equal(server.requests(), [])


def test_preset_by_dconf():
    with Home() as home, Server() as server:
        server.profile(ADDRESS, PROFILE)
        compile_dconf(home, "[org/kith/kith]\nledger-days=12\nask-about-encrypted=true\n" + GROUP
                      + "enabled='on'\nmode='click'\nbase-url='%s'\nca-file='%s'\n" % (server.base_url, server.ca_file), "/org/kith/kith/ledger-days\n")
        for settings in (home.run("export").json["settings"], json.loads(on_a_bus(home, "export")[1])["settings"],
                         home.run("export", GSETTINGS_BACKEND="memory").json["settings"]):
            equal((settings["ledger-days"], settings["providers"]["gravatar"]["mode"]), (12, "click"))
        equal(provider_of(home)["enabled"], False, "a preset is not the owner's word")
        home.run("show", "--refresh", ADDRESS)
        equal(server.requests(), [])
        equal(home.run("provider", "enable", "gravatar").status, 0)
        equal(home.run("provider", "set", "gravatar", "mode", "always").status, 0)
        equal(home.run("show", ADDRESS).status, 0)
        equal(len(server.requests()), 1)


def test_what_looks_on_this_computer_only_can_be_locked_off_too():
    with Home() as home:
        administer(home, "[org/kith/kith/providers/message]\nenabled='off'\n", "/org/kith/kith/providers/message/enabled\n")
        message = "--message=" + os.path.join(SOURCE, "tests/fixtures/sample/2-jonas.eml")
        card = home.run("show", "--json", message).json["cards"][0]
        equal([p["reason"] for p in card["providers"] if p["id"] == "message"], [MESSAGE])
        check_refused(home.run("provider", "enable", "message"))


def test_nothing_is_read_for_what_is_locked_off():
    for name, command in (("history", ("index", "mail")), ("linkedin", ("import", "linkedin", os.path.join(SOURCE, "tests/fixtures/linkedin/Connections.csv")))):
        with scene(GROUP.replace("gravatar", name) + "enabled='off'\n", LOCK.replace("gravatar", name)) as (home, _):
            mailbox.Maildir(os.path.join(home.folder, "mail")).add("From: %s\nTo: olive@home.example\nMessage-ID: <1@x>\n\nx\n" % ADDRESS)
            check_refused(home.run(*command[:-1], os.path.join(home.folder, command[-1])))
            equal([home.run("export").json[part] for part in ("history", "linkedin")], [{"addresses": []}, []])


def test_by_provider_files():
    with open(os.path.join(SOURCE, "data/providers/gravatar.provider"), encoding="utf-8") as stream:
        text = stream.read()
    with scene() as (home, server):
        folder = os.path.join(home.environment["XDG_DATA_HOME"], "kith", "providers")
        os.makedirs(folder)
        for name, content in (("gravatar", text), ("again", text.replace('id="gravatar"', 'id="again"'))):
            with open(os.path.join(folder, name + ".provider"), "w", encoding="utf-8") as stream:
                stream.write(content)
        check_off(home, server)
        # The same service under another name
        result = home.run("provider", "enable", "again")
        check(result.status == 3 and MESSAGE in result.err, result.err)
        with open(own_file(home), "a", encoding="utf-8") as stream:
            stream.write("\n" + GROUP.replace("gravatar", "again") + "enabled='on'\n")
        equal(reason_of(home, "again"), MESSAGE)
        check(MESSAGE in home.run("provider", "test", "again", ADDRESS).err, "a copy can be tested")


def test_as_the_server_of_another_provider():
    with scene() as (home, server):
        for url in ("https://API.gravatar.com/", "https://api.gravatar.com./"):
            home.run("provider", "set", "libravatar", "base-url", url)
            check_refused(home.run("provider", "enable", "libravatar"))
            check_refused(home.run("provider", "test", "libravatar", ADDRESS))
        equal(server.requests(), [])


def test_a_service_without_a_provider_file():
    with scene(GROUP.replace("gravatar", "linkedin-dma") + "enabled='off'\n", LOCK.replace("gravatar", "linkedin-dma")) as (home, _):
        check_refused(home.run("import", "linkedin", "--online"))
        home.run("provider", "set", "libravatar", "base-url", "https://api.linkedin.com/")
        check_refused(home.run("provider", "enable", "libravatar"))
        check_refused(home.run("provider", "test", "libravatar", ADDRESS))


def test_by_another_schema():
    with scene() as (home, server):
        folder = os.path.join(home.folder, "schemas")
        os.makedirs(folder)
        with open(os.path.join(SOURCE, "data/org.kith.Kith.gschema.xml"), encoding="utf-8") as stream:
            text = stream.read()
        changed = re.sub(r"<default>'default'</default>", "<default>'on'</default>", text)
        check(changed != text, "the schema was not changed")
        with open(os.path.join(folder, "org.kith.Kith.gschema.xml"), "w", encoding="utf-8") as stream:
            stream.write(changed)
        subprocess.run(["glib-compile-schemas", folder], check=True, timeout=60)
        os.remove(own_file(home))
        equal(reason_of(home, GSETTINGS_SCHEMA_DIR=folder), MESSAGE)
        administer(home)
        equal(provider_of(home, GSETTINGS_SCHEMA_DIR=folder)["enabled"], False, "a default is not the owner's word")
        equal(server.requests(), [])


def test_only_some_are_allowed():
    with scene("[org/kith/kith]\nallowed-providers=['openpgp']\n", "/org/kith/kith/allowed-providers\n") as (home, server):
        check_off(home, server)
        check_refused(home.run("provider", "enable", "gravatar"))
        equal(home.run("provider", "enable", "openpgp").status, 0)
        equal(provider_of(home, "message")["enabled"], True)


def test_presets_are_the_owners_to_change():
    with scene("[org/kith/kith]\nask-only-on-click=true\n" + GROUP + "domains=['rail.example']\n", "") as (home, server):
        equal(reason_of_plain(home), "It is only asked when you click.")
        equal(server.requests(), [])
        other = home.run("show", "--json", "--refresh", "x@elsewhere.example").json["cards"][0]
        equal([p["reason"] for p in other["providers"] if p["id"] == "gravatar"], ["It is only asked about other domains."])
        equal(home.run("provider", "set", "gravatar", "domains", "elsewhere.example").status, 0)
        home.run("show", "--refresh", "x@elsewhere.example")
        equal(len(server.requests()), 1)


def reason_of_plain(home):
    card = home.run("show", "--json", ADDRESS).json["cards"][0]
    return [p for p in card["providers"] if p["id"] == "gravatar"][0]["reason"]


def test_an_administrator_cannot_switch_on():
    for locks in ("", LOCK, "/org/kith/kith/\n"):
        with Home() as home, Server() as server:
            server.profile(ADDRESS, PROFILE)
            administer(home, "[org/kith/kith]\nask-about-list-senders=true\nask-about-encrypted=true\n" + GROUP
                       + "enabled='on'\nbase-url='%s'\nca-file='%s'\n" % (server.base_url, server.ca_file), locks)
            equal(provider_of(home)["enabled"], False)
            home.run("show", "--refresh", ADDRESS)
            equal(server.requests(), [])


def test_another_server_needs_the_owners_word():
    with Home() as home, Server() as server, Server() as other:
        server.profile(ADDRESS, PROFILE)
        other.profile(ADDRESS, PROFILE)
        home.run("provider", "set", "gravatar", "ca-file", server.ca_file)
        administer(home, GROUP + "base-url='%s'\n" % server.base_url)
        provider = provider_of(home)
        equal((provider["enabled"], provider["base_url"]), (False, server.base_url), "the owner sees where it would go")
        check("localhost" in home.run("providers").out, "the server is not shown")
        equal(home.run("provider", "enable", "gravatar").status, 0)
        equal(home.run("show", ADDRESS).status, 0)
        equal(len(server.requests()), 1)
        administer(home, GROUP + "base-url='%s'\n" % other.base_url, "/org/kith/kith/providers/gravatar/base-url\n")
        check("named another server" in reason_of(home), reason_of(home))
        equal(other.requests(), [])
        home.run("provider", "set", "gravatar", "ca-file", other.ca_file)
        equal(home.run("provider", "enable", "gravatar").status, 0)
        home.run("show", "--refresh", ADDRESS)
        equal(len(other.requests()), 1)
        result = home.run("provider", "set", "gravatar", "base-url", server.base_url)
        equal((result.status, result.err), (3, "kith: The setting “base-url” is locked by the administrator\n"))


run(globals())
