#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The directory of an organisation on a real server, set up and asked with the kith command alone."""

import base64
import os
import socket
import time

from address_book_server import find_port
from cases import check, equal, run
from directory_server import ADMIN, ADMIN_PASSWORD, BASE, PEOPLE, Slapd
from kith_home import Home as BareHome
from kith_home import Server

ADA = "ada.marsh@example.org"
PIXEL = base64.b64encode(b"\xff\xd8\xff\xe0" + bytes(60)).decode()


class Home(BareHome):
    """Where the module for directories is installed."""

    def __init__(self):
        super().__init__()
        self.environment["KITH_MODULE_DIR"] = os.environ["KITH_TEST_LDAP_FOLDER"]


def entry(uid, name, **values):
    lines = ["dn: uid=%s,%s" % (uid, PEOPLE), "objectClass: inetOrgPerson", "uid: " + uid, "sn: " + name.split()[-1]]
    values = dict({"cn": name, "mail": "%s@example.org" % uid}, **values)
    for attribute, value in values.items():
        for each in value if isinstance(value, list) else [value]:
            lines.append("%s:: %s" % (attribute, base64.b64encode(each.encode()).decode()))
    return "\n".join(lines) + "\n\n"


def dn(uid):
    return "uid=%s,%s" % (uid, PEOPLE)


LDIF = (entry("bram.okoro", "Bram Okoro", title="Chief Engineer", o="Example Rail Ltd")
        + entry("ada.marsh", "Ada Marsh", displayName="Ada Marsh", title="Head of Signalling", o="Example Rail Ltd", ou="Signalling",
                manager=dn("bram.okoro"), secretary=dn("cleo.dufour"), telephoneNumber=["+44 20 7946 0011", "+44 20 7946 0012"],
                labeledURI="https://ada.marsh.test/ home page", l="York").rstrip("\n") + "\njpegPhoto:: %s\n\n" % PIXEL
        + entry("cleo.dufour", "Cleo Dufour", manager=dn("bram.okoro"))
        + entry("zoe", "Zoë Hämäläinen", title="Ingénieure")
        + entry("star", "Star (All) \\ Person", mail="we*rd(all)@example.org", title="Odd one")
        + entry("lost", "Lost Manager", manager=dn("nobody"), title="Clerk")
        + entry("twin1", "First Twin", mail="twins@example.org", title="One") + entry("twin2", "Second Twin", mail="twins@example.org", title="Two"))


def set_up(home, url, ca_file, user=None, password=None):
    settings = [("set", "ldap", "base-url", url), ("set", "ldap", "ca-file", ca_file), ("enable", "ldap")]
    if user is not None:
        settings.append(("set", "ldap", "user", user))
    for args in settings:
        result = home.run("provider", *args)
        equal((result.status, result.err), (0, ""), str(args))
    if password is not None:
        # There is no keyring here: the password comes from the environment.
        home.environment["KITH_TOKEN_LDAP"] = password


def values(card, field):
    return [f["value"] for f in card["facts"].get(field, []) if f["provider"] == "ldap"]


def state(card):
    return [p["state"] for p in card["providers"] if p["id"] == "ldap"][0]


def show(home, address):
    result = home.run("show", "--json", address)
    return result, result.json["cards"][0]


def ledger(home):
    return [(r["host"], r["method"], r["outcome"]) for r in home.run("ledger", "--json").json["requests"] if r["provider"] == "ldap"]


def test_a_person():
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF) as directory:
        set_up(home, directory.url, fixture.ca_file)
        result, card = show(home, ADA)
        equal((result.status, result.err), (0, ""))
        equal([values(card, f) for f in ("name", "role", "company", "department", "manager", "assistant", "location")],
              [["Ada Marsh"], ["Head of Signalling"], ["Example Rail Ltd"], ["Signalling"], ["Bram Okoro"], ["Cleo Dufour"], ["York"]])
        equal(values(card, "phone"), ["+44 20 7946 0011", "+44 20 7946 0012"])
        equal(values(card, "link"), ["https://ada.marsh.test/"])
        check(values(card, "photo")[0].startswith("data:image/jpeg;base64,/9j/"), str(card["facts"].get("photo")))
        # Who has the same manager is a colleague of both; neither the person nor the manager is one of them.
        equal([(c["name"], c["address"], c["kind"]) for c in card["connections"] if c["provider"] == "ldap"],
              [("Cleo Dufour", "cleo.dufour@example.org", "directory")])
        check("manager" in card["connections"][0]["evidence"], str(card["connections"]))
        equal(ledger(home), [("127.0.0.1", "SEARCH", "ok")])
        row = home.run("ledger", "--json").json["requests"][0]
        check(row["bytes_sent"] > 100 and row["bytes_received"] > 100, str(row))
        # From the cache now.
        equal(show(home, ADA)[1]["connections"], card["connections"])
        equal(len(ledger(home)), 1)


def test_other_entries():
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF) as directory:
        set_up(home, directory.url, fixture.ca_file)
        card = show(home, "zoe@example.org")[1]
        equal((values(card, "name"), values(card, "role")), (["Zoë Hämäläinen"], ["Ingénieure"]))
        # A manager who is gone costs the name of the manager.
        card = show(home, "lost@example.org")[1]
        equal((values(card, "role"), values(card, "manager")), (["Clerk"], []))
        # Nobody can tell whose the address of two is.
        card = show(home, "twins@example.org")[1]
        equal((state(card), values(card, "name")), ("not-found", []))
        equal(show(home, "absent.person@example.org")[1]["facts"].get("role"), None)


def test_an_address_is_no_filter():
    """RFC 4515: an asterisk that is not escaped would return the whole directory."""
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF) as directory:
        set_up(home, directory.url, fixture.ca_file)
        for address in ("*@example.org", "a*@example.org", '"*)(uid=*"@example.org'):
            card = show(home, address)[1]
            equal((state(card), values(card, "name")), ("not-found", []), address)


def test_the_size_limit_of_a_server():
    more = "".join(entry("peer%d" % i, "Peer %d" % i, manager=dn("bram.okoro")) for i in range(20))
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF + more, sizelimit=5) as directory:
        set_up(home, directory.url, fixture.ca_file)
        card = show(home, ADA)[1]
        equal((state(card), values(card, "role")), ("found", ["Head of Signalling"]))
        check(len([c for c in card["connections"] if c["provider"] == "ldap"]) <= 5, str(card["connections"]))


def test_a_password():
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF, closed=True) as directory:
        set_up(home, directory.url, fixture.ca_file)
        equal(state(show(home, ADA)[1]) in ("not-found", "failed"), True)
        set_up(home, directory.url, fixture.ca_file, ADMIN, "wrong-one")
        told = home.run("provider", "test", "ldap", ADA)
        equal(told.status, 3)
        check("password" in told.err and "wrong-one" not in told.err + told.out, told.err)
        home.environment["KITH_TOKEN_LDAP"] = ADMIN_PASSWORD
        told = home.run("provider", "test", "ldap", ADA)
        equal((told.status, told.err), (0, ""))
        check("SEARCH" in told.out and "Head of Signalling" in told.out and ADMIN_PASSWORD not in told.out, told.out)
        equal(home.find(ADMIN_PASSWORD), [], "the password was written down")
        # A name without a password would sign in as nobody, and look as if it had worked.
        del home.environment["KITH_TOKEN_LDAP"]
        told = home.run("provider", "test", "ldap", ADA)
        equal(told.status, 3)
        check("password" in told.err, told.err)


def test_where_there_is_nothing():
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF) as directory:
        root = "ldaps://127.0.0.1:%d" % directory.port
        set_up(home, root + "/dc=nowhere", fixture.ca_file)
        told = home.run("provider", "test", "ldap", ADA)
        equal(told.status, 3)
        check("address of the server" in told.err, told.err)
        # Without a place the directory says itself where its people are.
        set_up(home, root, fixture.ca_file)
        equal(home.run("provider", "test", "ldap", ADA).status, 0)
        set_up(home, "ldaps://127.0.0.1:%d/%s" % (find_port(), BASE), fixture.ca_file)
        told = home.run("provider", "test", "ldap", ADA)
        equal(told.status, 3)
        check("could not be reached" in told.err, told.err)


def test_the_certificate_is_always_verified():
    """Whatever the settings of libldap say."""
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF) as directory:
        for args in (("set", "ldap", "base-url", directory.url), ("enable", "ldap")):
            equal(home.run("provider", *args).status, 0)
        home.write(".ldaprc", "TLS_REQCERT never\n")
        for more in ({}, {"LDAPTLS_REQCERT": "never"}, {"LDAPTLS_REQCERT": "allow"}, {"LDAPTLS_CACERT": fixture.ca_file}):
            told = home.run("provider", "test", "ldap", ADA, **more)
            equal(told.status, 3, str(more))
            check("certificate" in told.err, told.err)
        # The right authority, and another name than the certificate's.
        set_up(home, directory.url.replace("127.0.0.1", "localhost"), fixture.ca_file)
        equal(home.run("provider", "test", "ldap", ADA, LDAPTLS_REQCERT="never").status, 3)


def test_no_other_kind_of_address():
    with Home() as home:
        for url in ("ldap://localhost/" + BASE, "https://localhost/", "ldaps://user@localhost/", "ldaps://localhost/x?mail"):
            result = home.run("provider", "set", "ldap", "base-url", url)
            equal(result.status in (2, 3), True, url)
            equal(result.err.count("\n"), 1, result.err)
        result = home.run("provider", "set", "gravatar", "base-url", "ldaps://localhost/")
        check(result.status in (2, 3) and "https" in result.err, result.err)


CLAWS = """<?xml version="1.0" encoding="UTF-8" ?>
<addressbook>
  <ldap_list>
    <server name="Staff" host="127.0.0.1" port="%d" base-dn="%s" bind-dn="" max-entry="30" timeout="30" max-age="600" dyn-search="yes" match-opt="begin-with" enable-tls="no" enable-ssl="yes" >
      <attribute name="mail" />
    </server>
    <server name="Clear" host="127.0.0.1" port="389" base-dn="%s" bind-dn="cn=reader" bind-pass="secret-of-nora" max-entry="30" timeout="30" enable-tls="no" enable-ssl="no" />
  </ldap_list>
</addressbook>
"""


def test_what_claws_mail_knows_is_offered():
    """Listed and not asked; its address is as good as one that was typed; what Claws Mail asks in the clear has none."""
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF) as directory:
        told = home.run("provider", "servers", "ldap")
        equal((told.status, told.out, told.err), (1, "", ""))
        os.makedirs(os.path.join(home.folder, ".claws-mail/addrbook"))
        home.write(".claws-mail/addrbook/addrbook--index.xml", CLAWS % (directory.port, PEOPLE, PEOPLE))
        told = home.run("provider", "servers", "ldap")
        equal((told.status, told.err), (0, ""))
        check("Staff" in told.out and "without TLS" in told.out and "secret-of-nora" not in told.out, told.out)
        urls = [line.split()[1] for line in told.out.splitlines() if line.split()[0] == "base-url"]
        equal(urls, ["ldaps://127.0.0.1:%d/%s" % (directory.port, PEOPLE)])
        show(home, ADA)
        equal(home.run("provider", "set", "ldap", "base-url", urls[0]).status, 0)
        show(home, ADA)
        equal(ledger(home), [], "nobody was asked before it was switched on")
        set_up(home, urls[0], fixture.ca_file)
        equal(values(show(home, ADA)[1], "role"), ["Head of Signalling"])
        equal(ledger(home), [("127.0.0.1", "SEARCH", "ok")])
        equal(home.run("provider", "servers", "gravatar").status, 1)
        equal(home.run("provider", "servers", "nobody").status, 2)
        equal(home.run("provider", "servers").status, 2)
        equal(home.run("provider", "disable", "claws").status, 0)
        equal(home.run("provider", "servers", "ldap").status, 1)


def test_nothing_is_sent_before_it_is_switched_on():
    with Home() as home, Server() as fixture, Slapd(fixture.facts, LDIF) as directory:
        equal(home.run("provider", "set", "ldap", "base-url", directory.url).status, 0)
        check("LDAP directory" in home.run("explain", ADA).out, "it is explained")
        show(home, ADA)
        equal(ledger(home), [])


def test_a_directory_that_hangs():
    """It accepts and says nothing: the others go on, and the command ends."""
    with Home() as home, Server() as fixture, socket.create_server(("127.0.0.1", 0)) as deaf:
        set_up(home, "ldaps://127.0.0.1:%d/%s" % (deaf.getsockname()[1], BASE), fixture.ca_file)
        begun = time.monotonic()
        told = home.run("provider", "test", "ldap", ADA)
        equal(told.status, 3)
        check(time.monotonic() - begun < 60, "it waited too long")
        check(ledger(home)[0][2] in ("failed", "timed-out"), str(ledger(home)))


if __name__ == "__main__":
    run(globals())
