#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""What one provider found, such as a user name, is what another asks with; what the sender wrote into the message is not."""

import contextlib

from cases import check, equal, run
from kith_home import PROFILE, Home, Server

ADA = "ada.marsh@rail.example"
PROFILE_PAGE = "https://social.example.org/@ada"
ACCOUNT = {"id": "42", "username": "ada", "acct": "ada@social.example.org", "display_name": "Ada Marsh", "note": "<p>Signals</p>", "url": PROFILE_PAGE,
           "avatar": "", "avatar_static": "", "fields": []}
FRIEND = {"id": "7", "username": "bram", "acct": "bram@social.example.org", "display_name": "Bram Okoro", "url": "https://social.example.org/@bram"}
MESSAGE = ("From: Ada Marsh <%s>\r\nTo: nora@home.example\r\nSubject: Points\r\nMessage-ID: <1@rail.example>\r\nMIME-Version: 1.0\r\n"
           "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello\r\n--b\r\n"
           "Content-Type: text/vcard; charset=utf-8\r\n\r\nBEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Marsh\r\nEMAIL:%s\r\nURL:%s\r\nEND:VCARD\r\n"
           "--b--\r\n") % (ADA, ADA, PROFILE_PAGE)


@contextlib.contextmanager
def scene():
    """A home with Mastodon on, played by a server of ours."""
    with Home() as home, Server() as server:
        server.route("/api/v1/accounts/search", any_query=True, headers={"Content-Type": "application/json"}, body=[ACCOUNT])
        server.route("/api/v1/accounts/familiar_followers", any_query=True, headers={"Content-Type": "application/json"},
                     body=[{"id": "42", "accounts": [FRIEND]}])
        for args in (("set", "mastodon", "base-url", server.base_url), ("set", "mastodon", "ca-file", server.ca_file), ("enable", "mastodon")):
            result = home.run("provider", *args)
            equal((result.status, result.err), (0, ""), str(args))
        home.environment["KITH_TOKEN_MASTODON"] = "s3cret"
        yield home, server


def state_of(card, provider):
    return [p["state"] for p in card["providers"] if p["id"] == provider][0]


def reasons_of(card):
    return [p.get("reason") for p in card["providers"] if p["id"] == "mastodon"]


def show(home, *args):
    return home.run("show", "--json", *args).json["cards"][0]


def check_found(home, server):
    card = show(home, ADA)
    equal(state_of(card, "mastodon"), "found")
    check("Bram Okoro" in [c.get("name") for c in card["connections"]], str(card["connections"]))
    asked = [r["target"] for r in server.requests() if r["target"].startswith("/api/v1/accounts/search")]
    equal(asked, ["/api/v1/accounts/search?q=ada%40social.example.org&resolve=true&limit=1"])


def check_can_be_tried(home):
    result = home.run("provider", "test", "mastodon", ADA)
    check("search?q=ada%40social.example.org" in result.out and "Ada Marsh" in result.out, result.out + result.err)


def test_from_the_word_of_the_owner():
    with scene() as (home, server):
        equal(home.run("correct", ADA, "link", PROFILE_PAGE).status, 0)
        check_found(home, server)


def test_from_another_service():
    with scene() as (home, server):
        server.profile(ADA, dict(PROFILE, verified_accounts=[{"service_type": "mastodon", "url": PROFILE_PAGE, "is_hidden": False}]))
        server.use_in(home)
        check_found(home, server)
        check_can_be_tried(home)


def test_tried_by_hand():
    """With the word of the owner, or what others said the last time; without either there is nothing to ask, and nobody else is asked."""
    with scene() as (home, server):
        server.use_in(home)
        result = home.run("provider", "test", "mastodon", ADA)
        check("There is nothing to ask it." in result.out + result.err, result.out + result.err)
        equal(server.requests(), [])
        equal(home.run("correct", ADA, "link", PROFILE_PAGE).status, 0)
        check_can_be_tried(home)


def test_never_from_the_message():
    """Whoever writes a page into a message could write another one for each reader, and would learn who reads."""
    with scene() as (home, server):
        for name in ("fediverse", "hcard"):
            equal(home.run("provider", "enable", name).status, 0)
        card = show(home, "--message=" + home.write("message.eml", MESSAGE))
        check(PROFILE_PAGE in [f["value"] for f in card["facts"]["link"]], "the card in the message was not read")
        equal(server.requests(), [])
        check("There is nothing to ask it." in reasons_of(card), str(card["providers"]))
        # That nobody was asked is no answer: it is not kept as one.
        equal(home.run("correct", ADA, "link", PROFILE_PAGE).status, 0)
        check_found(home, server)


if __name__ == "__main__":
    run(globals())
