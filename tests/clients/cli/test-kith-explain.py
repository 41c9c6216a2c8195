#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""kith explain gives each provider's verdict with its reason, for messages as programs in the field write them, and sends nothing."""

import os

from kith_home import SOURCE, Home, Server
from cases import check, equal, run

JANE = "From: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n"
# Name, rule, reason, headers. tests/engine/test-policy-messages.c has the long table.
MESSAGES = (
    ("a person", "ask", None, JANE),
    ("Mailman", "list", "This came through a mailing list.",
     JANE + "Precedence: list\nX-Mailman-Version: 2.1.39\nList-Id: <dev.lists.example.net>\nList-Post: <mailto:dev@lists.example.net>\n"),
    ("Google Groups", "list", "This came through a mailing list.",
     JANE + "Mailing-list: list gardeners@groups.example.com; contact gardeners+owners@groups.example.com\nList-ID: <gardeners.groups.example.com>\n"),
    ("GitHub", "no-reply", "Nobody reads mail at this address.",
     "From: Jane Doe <notifications@forge.example>\nTo: team/tool <tool@noreply.forge.example>\nX-GitHub-Reason: mention\nList-ID: <tool.team.forge.example>\n"),
    ("Jira", "automatic", "This was sent automatically.",
     "From: \"Jane Doe (Jira)\" <jane-tracker@widgets.example>\nTo: me@example.org\nX-JIRA-FingerPrint: 1\nAuto-Submitted: auto-generated\n"),
    ("a newsletter", "list", "This came through a mailing list.", JANE + "List-Unsubscribe: <https://news.widgets.example/u>\nFeedback-ID: 1:2:3:m\n"),
    ("a bounce", "automatic", "This was sent automatically.",
     JANE + "MIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status; boundary=\"b\"\n"),
    ("a calendar robot", "no-reply", "Nobody reads mail at this address.",
     "From: Google Calendar <calendar-notification@calendar.example>\nTo: me@example.org\n"),
    ("via", "via", "This is the address of the service through which somebody wrote.",
     "From: Jane Doe via DocuSign <dse@sign.example>\nReply-To: Jane Doe <jane.doe@widgets.example>\nTo: me@example.org\n"),
    ("an office", "role", "This is the address of an office, not of a person.", "From: Widgets <info@widgets.example>\nTo: me@example.org\n"),
    ("out of office", "automatic", "This was sent automatically.", JANE + "Auto-Submitted: auto-replied\n"),
    ("encrypted", "encrypted", "This message is encrypted.",
     JANE + "MIME-Version: 1.0\nContent-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=\"b\"\n"),
    ("forged", "authentication", "Your mail server says that the sender may be forged.",
     "Authentication-Results: mx.example.org; dmarc=fail header.from=widgets.example\n" + JANE),
    ("own", "own-address", "This is your own address.", "From: Me <me@example.org>\nTo: jane.doe@widgets.example\n"),
    ("never", "never", "You asked never to look up this person.", "From: Jane <jane@court.example>\nTo: me@example.org\n"),
)
SETTINGS = """[org/kith/kith]
own-addresses=['me@example.org']
never-domains=['court.example']
trusted-authserv-ids=['mx.example.org']
[org/kith/kith/providers/gravatar]
enabled='on'
[org/kith/kith/providers/openpgp]
enabled='on'
domains=['corp.example']
[org/kith/kith/providers/github]
enabled='on'
mode='click'
[org/kith/kith/providers/carddav]
enabled='on'
[org/kith/kith/providers/hunter]
enabled='on'
"""


def settings(home, text=SETTINGS):
    folder = os.path.join(home.environment["XDG_CONFIG_HOME"], "kith")
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(folder, "settings.ini"), "w", encoding="utf-8") as stream:
        stream.write(text)


def verdicts(result):
    return {p["id"]: p for p in result.json["people"][0]["providers"]}


def test_each_kind_of_message():
    with Home() as home:
        settings(home)
        ids = {p["id"] for p in home.run("providers", "--json").json["providers"]}
        for name, rule, reason, headers in MESSAGES:
            path = home.write("m.eml", headers + "Date: Mon, 02 Nov 2026 10:00:00 +0000\nSubject: x\n\nhello\n")
            result = home.run("explain", "--json", "--message=" + path)
            equal((result.status, result.err), (0, ""), name)
            found = verdicts(result)
            equal(set(found), ids, name)
            for provider in found.values():
                equal(provider["verdict"], "ask" if provider["rule"] == "ask" else "no", name)
                equal("reason" in provider, provider["verdict"] == "no", "%s: a no has a reason, a yes none" % name)
                check("sends" in provider and provider["name"], str(provider))
            equal((found["gravatar"]["rule"], found["gravatar"].get("reason")), (rule, reason), name)
            equal(found["message"]["rule"], "ask", "what is on this computer may always be looked at")
            equal(found["libravatar"]["rule"], "switched-off", name)
        equal(home.run("ledger", "--json").json, {"requests": []})


def test_a_folder_for_junk():
    with Home() as home:
        settings(home)
        for folder, rule in (("Mail/.Junk/cur", "junk"), ("Mail/.INBOX.Spam/new", "junk"), ("mh/Pourriel", "junk"), ("Mail/cur", "ask"), ("junkyard", "ask")):
            os.makedirs(os.path.join(home.folder, folder))
            path = home.write(os.path.join(folder, "1"), JANE + "\nHello\n")
            said = home.run("explain", "--json", "--message=" + path).json["people"][0]["providers"]
            equal([p["rule"] for p in said if p["id"] == "gravatar"], [rule], folder)


def test_each_provider_has_its_own_verdict():
    with Home() as home:
        settings(home)
        found = verdicts(home.run("explain", "--json", "jane.doe@widgets.example"))
        equal({i: (found[i]["rule"], found[i].get("reason")) for i in ("gravatar", "openpgp", "github", "carddav", "hunter", "libravatar")},
              {"gravatar": ("ask", None), "openpgp": ("domain", "It is only asked about other domains."),
               "github": ("click", "It is only asked when you click."), "carddav": ("needs-server", "It needs the address of your server."),
               "hunter": ("needs-token", "It needs a token."), "libravatar": ("switched-off", "It is switched off.")})
        equal((found["gravatar"]["host"], found["gravatar"]["sends"]), ("api.gravatar.com", "sends a hash of the address to api.gravatar.com"))


def test_a_mail_service_is_no_company():
    with Home() as home:
        settings(home)
        companies = [i for i, p in verdicts(home.run("explain", "--json", "jane.doe@gmail.com", KITH_TOKEN_HUNTER="x")).items() if p["rule"] == "freemail"]
        check("hunter" in companies, str(companies))
        for name in companies:
            check(verdicts(home.run("explain", "--json", "jane.doe@widgets.example", KITH_TOKEN_HUNTER="x"))[name]["rule"] != "freemail", name)


def test_only_on_a_click_for_all():
    with Home() as home, Server() as server:
        server.use_in(home)
        with open(os.path.join(home.environment["XDG_CONFIG_HOME"], "kith", "settings.ini"), "a", encoding="utf-8") as stream:
            stream.write("\n[org/kith/kith]\nask-only-on-click=true\n")
        equal(verdicts(home.run("explain", "--json", "jane.doe@widgets.example"))["gravatar"]["rule"], "click")
        home.run("show", "jane.doe@widgets.example")
        equal(server.requests(), [])
        home.run("show", "--refresh", "jane.doe@widgets.example")
        equal(len(server.requests()), 1)


def test_for_reading():
    with Home() as home:
        settings(home)
        out = home.run("explain", "--message=" + os.path.join(SOURCE, "tests/fixtures/sample/3-list.eml")).out
        check("not asked: This came through a mailing list." in out, out)
        equal(home.run("explain", "--message=/nonexistent").status, 3)


run(globals())
