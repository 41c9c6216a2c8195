#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Signing in with the real command: a browser that comes back, a server that checks what OAuth 2 checks, and no token where none belongs."""

import json
import os
import re
import time

from cases import check, equal, run
from sign_in_scene import ADA, Desktop, errors, fact, outcome


def graph(desktop, **keys):
    """Microsoft 365, played by the server of the test."""
    desktop.provide("msgraph", sign_in_url=desktop.server.base_url + "/tenant", client_id="kith-test", **keys)


def show(desktop, address=ADA):
    return desktop.run("show", "--json", "--refresh", address)


def check_no_secret_anywhere(desktop):
    """Not in a file of the home, not in what a program said, not in the ledger or the caches."""
    secrets = desktop.server.secrets()
    check(len(secrets) >= 2, "there are no secrets to look for")
    equal(desktop.home.find(*secrets), [], "a secret stands in a file")
    for text in desktop.said:
        for secret in secrets:
            check(secret not in text, "a program said a secret: " + text)


def test_in_the_browser_with_pkce():
    with Desktop() as desktop:
        graph(desktop)
        check("needs you to sign in" in desktop.good("providers").out, "the list says nothing of signing in")
        result = desktop.good("provider", "sign-in", "msgraph")
        check("You are signed in." in result.out, result.out)
        visit = desktop.visits()[0]
        equal(visit["pages"], [302, 200], "the browser's pages")
        query = desktop.server.log("/authorize")[0]["query"]
        equal((query["client_id"], query["scope"], query["code_challenge_method"]), ("kith-test", "offline_access People.Read", "S256"))
        check(re.fullmatch(r"http://localhost:[0-9]+/kith", query["redirect_uri"]), query["redirect_uri"])
        check(visit["uri"].startswith(desktop.server.base_url + "/tenant/oauth2/v2.0/authorize?"), visit["uri"])
        equal(desktop.server.grants(), ["authorization_code"])
        card = show(desktop)
        equal((outcome(card, "msgraph")["state"], fact(card, "role")), ("found", ["Head of Signalling"]))
        equal(desktop.server.grants(), ["authorization_code"], "a token that is good is not renewed")
        check(desktop.kept("msgraph").startswith('{"access_token"'), "nothing is in the keyring")
        check("sign-in" in desktop.good("ledger").out, "the ledger does not know of the sign-in")
        check_no_secret_anywhere(desktop)


def test_a_program_that_runs_says_nothing_of_a_token_to_other_programs():
    with Desktop() as desktop:
        graph(desktop)
        desktop.good("provider", "sign-in", "msgraph")
        desktop.server.set(hold=60)
        process = desktop.start("show", "--json", "--refresh", ADA)
        for _ in range(600):
            if desktop.server.log("/me/people"):
                break
            time.sleep(0.05)
        equal(len(desktop.server.log("/me/people")), 1, "the service is being asked")
        for name in ("environ", "cmdline"):
            with open("/proc/%d/%s" % (process.pid, name), "rb") as stream:
                seen = stream.read()
            for secret in desktop.server.secrets():
                check(secret.encode() not in seen, "a token stands in %s" % name)
        desktop.server.command(op="go-on")
        equal(outcome(desktop.finish(process), "msgraph")["state"], "found")
        check_no_secret_anywhere(desktop)


def test_wrong_state_is_refused_and_spoils_nothing():
    with Desktop() as desktop:
        graph(desktop)
        desktop.browse("wrong-state")
        desktop.good("provider", "sign-in", "msgraph")
        equal(desktop.visits()[0]["pages"], [400, 400, 400, 302, 200], "the browser's pages")
        equal([r["form"]["code"] for r in desktop.server.log("/token") if r["form"]["code"] == "stolen"], [], "a code that came with a wrong state was used")


def test_refused_in_the_browser():
    with Desktop() as desktop:
        graph(desktop)
        desktop.browse("refuse")
        result = desktop.run("provider", "sign-in", "msgraph")
        equal((result.status, errors(result)), (3, ["kith: The sign-in was refused."]))
        equal((desktop.server.grants(), desktop.kept("msgraph")), ([], ""))


def test_the_browser_never_returns():
    with Desktop() as desktop:
        graph(desktop)
        desktop.browse("never")
        process = desktop.start("provider", "sign-in", "msgraph")
        desktop.wait_for_visit()
        equal(process.poll(), None, "it waits")
        # The owner gives up; another sign-in is not in its way.
        process.terminate()
        process.communicate(timeout=60)
        desktop.browse("come-back")
        desktop.good("provider", "sign-in", "msgraph")


def test_by_a_code_without_a_display():
    with Desktop() as desktop:
        graph(desktop)
        desktop.server.set(slow_down=0)
        process_environment = dict(desktop.environment)
        desktop.environment = dict(process_environment, DISPLAY="")
        process = desktop.start("provider", "sign-in", "msgraph")
        first = desktop.read_lines(process, 2)
        check("WDJB-MJHT" in first and "https://service.example/device" in first, first)
        for _ in range(600):
            if desktop.server.grants():
                break
            time.sleep(0.05)
        equal(desktop.server.grants()[0], "urn:ietf:params:oauth:grant-type:device_code")
        equal(desktop.server.log("/devicecode")[0]["form"], {"client_id": "kith-test", "scope": "offline_access People.Read"})
        desktop.server.command(op="approve")
        result = desktop.finish(process)
        equal((result.status, "You are signed in." in result.out), (0, True))
        desktop.environment = process_environment
        check(not os.path.exists(os.path.join(desktop.folder, "visits")), "a browser was opened")
        equal(outcome(show(desktop), "msgraph")["state"], "found")
        check_no_secret_anywhere(desktop)


def test_expired_is_renewed_before_anything_is_asked():
    with Desktop() as desktop:
        graph(desktop)
        desktop.server.set(expires_in=1)
        desktop.good("provider", "sign-in", "msgraph")
        desktop.server.set(expires_in=3600)
        desktop.server.command(op="expire")
        equal(outcome(show(desktop), "msgraph")["state"], "found")
        equal(desktop.server.grants(), ["authorization_code", "refresh_token"])
        check(all(r["authorization"] != "Bearer " + desktop.server.secrets()[2] for r in desktop.server.log("/me/people")), "an expired token was sent")
        equal(outcome(show(desktop), "msgraph")["state"], "found")
        equal(desktop.server.grants(), ["authorization_code", "refresh_token"], "what was renewed is kept")
        check_no_secret_anywhere(desktop)


def test_one_renewal_after_401_and_the_same_question_once_more():
    with Desktop() as desktop:
        graph(desktop)
        desktop.good("provider", "sign-in", "msgraph")
        desktop.server.command(op="expire")
        card = show(desktop)
        equal((outcome(card, "msgraph")["state"], fact(card, "name")), ("found", ["Ada Marsh"]))
        equal(desktop.server.grants(), ["authorization_code", "refresh_token"])
        first, second = desktop.server.log("/me/people")[:2]
        check(first["authorization"] != second["authorization"] and first["query"] == second["query"], "it was not the same question")
        # A service that never accepts anything is not asked for ever.
        desktop.server.set(resource={})
        desktop.server.command(op="expire")
        before = len(desktop.server.log())
        desktop.good("provider", "set", "msgraph", "base-url", desktop.server.base_url)
        show(desktop)
        check(len(desktop.server.log()) - before < 12, "it went on asking")
        check_no_secret_anywhere(desktop)


def test_revoked_is_asked_for_again():
    with Desktop() as desktop:
        graph(desktop)
        desktop.good("provider", "sign-in", "msgraph")
        show(desktop)
        desktop.server.command(op="revoke")
        card = show(desktop)
        reason = outcome(card, "msgraph")["reason"]
        check("sign in again" in reason and "kith provider sign-in msgraph" in reason, reason)
        equal(fact(card, "role"), ["Head of Signalling"], "what is known stays")
        equal(desktop.kept("msgraph"), "", "the token is dropped")
        count = len(desktop.server.log())
        reason = outcome(show(desktop), "msgraph")["reason"]
        equal((reason, len(desktop.server.log())), ("It needs you to sign in.", count), "nothing is sent without a sign-in")
        check("needs you to sign in" in desktop.good("providers").out, "the list says nothing of signing in")
        desktop.good("provider", "sign-in", "msgraph")
        equal(outcome(show(desktop), "msgraph")["state"], "found")
        check_no_secret_anywhere(desktop)


def test_hostile_answers_of_the_token_endpoint():
    with Desktop() as desktop:
        graph(desktop)
        hostile = [
            {"token_body": "<html>a captive portal</html>"},
            {"token_body": json.dumps(["access_token"])},
            {"token_body": json.dumps({"access_token": 17, "token_type": "Bearer"})},
            {"token_body": json.dumps({"access_token": "x\r\nX-Evil: 1"})},
            {"token_body": json.dumps({"access_token": "a" * 20000})},
            {"token_body": json.dumps({"access_token": "a", "padding": "b" * 300000})},
            {"token_body": json.dumps({"access_token": "a", "token_type": "mac"})},
            {"token_body": "{\"access_token\": \"a\", \"access_token\": \"b\"}"},
            {"token_body": "[" * 50000},
            {"token_body": "", "token_status": 503},
            {"token_location": "https://elsewhere.example/token"},
        ]
        for answer in hostile:
            desktop.server.set(**dict({"token_body": None, "token_status": None, "token_location": None}, **answer))
            result = desktop.run("provider", "sign-in", "msgraph")
            equal((result.status, len(errors(result)), desktop.kept("msgraph")), (3, 1, ""), str(answer)[:80])
        desktop.server.set(token_body=None, token_status=None, token_location=None)
        desktop.good("provider", "sign-in", "msgraph")
        # A sign-in that is good survives a server that is out of order for a while.
        desktop.server.command(op="expire")
        for answer in ({"token_body": "<html>", "token_status": 503}, {"token_body": "no", "token_status": 403}):
            desktop.server.set(**answer)
            show(desktop)
            check(desktop.kept("msgraph") != "", "the sign-in is gone after " + str(answer))
        desktop.server.set(token_body=None, token_status=None)
        equal(outcome(show(desktop), "msgraph")["state"], "found")
        check_no_secret_anywhere(desktop)


def test_a_token_stays_with_the_server_it_was_given_for():
    with Desktop() as desktop, Desktop(secret_service=False) as other:
        graph(desktop)
        desktop.good("provider", "sign-in", "msgraph")
        desktop.good("provider", "set", "msgraph", "base-url", other.server.base_url)
        desktop.good("provider", "set", "msgraph", "ca-file", other.server.ca_file)
        reason = outcome(show(desktop), "msgraph")["reason"]
        check("sign in" in reason, reason)
        # Nor does whoever names another server to sign in at get what renews it.
        desktop.good("provider", "set", "msgraph", "base-url", desktop.server.base_url)
        desktop.good("provider", "set", "msgraph", "sign-in-url", other.server.base_url)
        desktop.server.command(op="expire")
        check("sign in" in outcome(show(desktop), "msgraph")["reason"], "the sign-in holds elsewhere")
        check(desktop.run("provider", "sign-out", "msgraph").status == 0, "signing out")
        equal(other.server.log(), [], "another server was asked")
        equal(desktop.kept("msgraph"), "", "the sign-in is still there")


def test_signing_out_revokes():
    with Desktop() as desktop:
        desktop.server.set(resource={"/api/v1/accounts/search": []}, refresh=False, expires_in=None,
                           metadata={"issuer": "{base-url}/", "authorization_endpoint": "{base-url}/oauth/authorize",
                                     "token_endpoint": "{base-url}/oauth/token", "revocation_endpoint": "{base-url}/oauth/revoke",
                                     "app_registration_endpoint": "{base-url}/api/v1/apps"})
        desktop.provide("mastodon")
        desktop.good("provider", "sign-in", "mastodon")
        app = desktop.server.log("/apps")[0]
        query = desktop.server.log("/authorize")[0]["query"]
        equal(app["form"], {"client_name": "Kith", "redirect_uris": query["redirect_uri"], "scopes": "read:accounts read:follows read:search"})
        check(re.fullmatch(r"http://127\.0\.0\.1:[0-9]+/kith", query["redirect_uri"]), query["redirect_uri"])
        token = desktop.server.secrets()[-1]
        check(token in desktop.kept("mastodon"), "the token is not kept")
        desktop.good("provider", "sign-out", "mastodon")
        revoked = desktop.server.log("/oauth/revoke")[0]["form"]
        equal((revoked["token"], revoked["client_id"], "client_secret" in revoked), (token, query["client_id"], True))
        equal(desktop.kept("mastodon"), "")
        # The owner is told where the service cannot be.
        desktop.good("provider", "sign-in", "mastodon")
        desktop.server.set(revocation_status=500)
        result = desktop.run("provider", "sign-out", "mastodon")
        check(result.status == 3 and "signed out here" in errors(result)[0], result.err)
        equal(desktop.kept("mastodon"), "")
        check_no_secret_anywhere(desktop)


def test_a_server_that_sends_the_sign_in_elsewhere():
    with Desktop() as desktop:
        desktop.server.set(metadata={"authorization_endpoint": "https://elsewhere.example/authorize", "token_endpoint": "https://elsewhere.example/t"})
        desktop.provide("mastodon")
        result = desktop.run("provider", "sign-in", "mastodon")
        check(result.status == 3 and "to another server" in errors(result)[0], result.err)
        equal([r["path"] for r in desktop.server.log()], ["/.well-known/oauth-authorization-server"])


def test_as_the_program_itself():
    with Desktop() as desktop:
        desktop.server.set(client_secret="a-client-secret-of-the-test", resource={"/V8/module/Contacts": {"data": []}})
        desktop.provide("suitecrm")
        result = desktop.run("provider", "sign-in", "suitecrm")
        check(result.status == 2 and "client-id" in errors(result)[0], result.err)
        desktop.good("provider", "set", "suitecrm", "client-id", "crm-client")
        result = desktop.run("provider", "sign-in", "suitecrm")
        check(result.status == 2 and "kith provider client-secret suitecrm" in errors(result)[0], result.err)
        desktop.good("provider", "client-secret", "suitecrm", stdin=b"a-client-secret-of-the-test\n")
        desktop.good("provider", "sign-in", "suitecrm")
        asked = desktop.server.log("/Api/access_token")[0]
        equal((asked["type"], asked["form"]), ("application/vnd.api+json", {"grant_type": "client_credentials", "client_id": "crm-client",
                                                                           "client_secret": "a-client-secret-of-the-test"}))
        check(not os.path.exists(os.path.join(desktop.folder, "visits")), "a browser was opened")
        equal(outcome(show(desktop), "suitecrm")["state"], "not-found")
        # The token lasts an hour; the next one needs nobody.
        desktop.server.command(op="expire")
        equal(outcome(show(desktop), "suitecrm")["state"], "not-found")
        equal(desktop.server.grants(), ["client_credentials", "client_credentials"])
        equal(desktop.home.find("a-client-secret-of-the-test"), [], "the secret of the client stands in a file")
        check_no_secret_anywhere(desktop)


def test_the_server_that_the_sign_in_names():
    with Desktop() as desktop:
        contact = {"Id": "1", "Name": "Ada Marsh", "Title": "Head of Signalling", "Email": ADA, "AccountId": None}
        desktop.server.set(instance_url=True, expires_in=None, resource={"/services/data/v62.0/query": {"records": [contact]}})
        desktop.provide("salesforce", base_url=None, sign_in_url=desktop.server.base_url, client_id="kith-test")
        for _ in range(20):
            # The port that Salesforce has to know may be in use by another test for a moment.
            result = desktop.run("provider", "sign-in", "salesforce")
            if "is in use" not in result.err:
                break
            time.sleep(0.5)
        equal((result.status, errors(result)), (0, []))
        check(desktop.server.log("/authorize")[0]["query"]["redirect_uri"] == "http://localhost:47117/kith", "the port is not the one that is known")
        card = show(desktop)
        equal((outcome(card, "salesforce")["state"], fact(card, "role")), ("found", ["Head of Signalling"]))
        # No expiry is said: status 401 says it.
        desktop.server.command(op="expire")
        equal(outcome(show(desktop), "salesforce")["state"], "found")
        equal(desktop.server.grants(), ["authorization_code", "refresh_token"])
        check_no_secret_anywhere(desktop)


def test_a_token_that_nothing_renews():
    with Desktop() as desktop:
        desktop.server.set(refresh=False, expires_in=None, resource={"/search/users": {"items": []}})
        desktop.provide("github", sign_in_url=desktop.server.base_url, client_id="kith-test")
        process = desktop.start("provider", "sign-in", "github")
        for _ in range(600):
            if desktop.server.grants():
                break
            time.sleep(0.05)
        desktop.server.command(op="approve")
        equal(desktop.finish(process).status, 0)
        equal(desktop.server.log("/login/device/code")[0]["form"], {"client_id": "kith-test", "scope": "read:user"})
        equal(outcome(show(desktop), "github")["state"], "not-found")
        desktop.server.command(op="revoke")
        card = show(desktop)
        check("sign in again" in outcome(card, "github")["reason"], outcome(card, "github")["reason"])
        equal(desktop.kept("github"), "", "a revoked token is dropped")
        # One that the owner copied from somewhere is theirs: it is not thrown away.
        desktop.good("provider", "token", "github", stdin=b"a-token-of-mine\n")
        show(desktop)
        equal(desktop.kept("github"), "a-token-of-mine")
        check_no_secret_anywhere(desktop)


def test_without_a_client_id():
    with Desktop() as desktop:
        for provider, keys in (("msgraph", {}), ("google-people", {}), ("github", {})):
            desktop.provide(provider, **keys)
            result = desktop.run("provider", "sign-in", provider)
            check(result.status == 2 and "kith provider set %s client-id ID" % provider in errors(result)[0] and "https://" in errors(result)[0], result.err)
        equal(desktop.server.log(), [])
        result = desktop.run("provider", "sign-in", "gravatar")
        check(result.status == 2 and "no sign-in" in errors(result)[0], result.err)
        result = desktop.run("provider", "client-secret", "gravatar", stdin=b"x\n")
        check(result.status == 2 and "no client secret" in errors(result)[0], result.err)
        equal(desktop.run("provider", "sign-in").status, 2)


def test_the_secret_service_in_every_mood():
    with Desktop() as desktop:
        graph(desktop)
        desktop.service.say("mood dismissed")
        result = desktop.run("provider", "sign-in", "msgraph")
        check(result.status == 3 and len(errors(result)) == 1 and "until this program ends" in errors(result)[0], result.err)
        # It falls off the bus when it is asked for the token, and comes back empty.
        desktop.service.say("mood crashing")
        desktop.good("provider", "sign-in", "msgraph")
        asked = len(desktop.server.log("/me/people"))
        check("secret service" in outcome(show(desktop), "msgraph")["reason"], "nothing is said of the crash")
        equal(len(desktop.server.log("/me/people")), asked, "it was asked without a token")
        desktop.service.end()
        desktop.service = desktop.start_secret_service()
        # It has the name and says nothing: a few seconds, and on.
        desktop.service.say("mood silent")
        result = desktop.run("provider", "sign-in", "msgraph")
        check(result.status == 3 and "does not answer" in errors(result)[0], result.err)
        desktop.service.say("mood locked")
        desktop.good("provider", "sign-in", "msgraph")
        equal(desktop.service.say("prompts"), "1", "the keyring was unlocked once")
        # Locked and closed again: what cannot be read is said, nothing is dropped.
        desktop.service.say("mood dismissed")
        card = show(desktop)
        check("keyring is locked" in outcome(card, "msgraph")["reason"], str(outcome(card, "msgraph")))
        desktop.service.say("mood well")
        equal(outcome(show(desktop), "msgraph")["state"], "found")
        check_no_secret_anywhere(desktop)


def test_without_a_secret_service():
    with Desktop(secret_service=False) as desktop:
        graph(desktop)
        result = desktop.run("provider", "sign-in", "msgraph")
        check(result.status == 3 and "install gnome-keyring" in errors(result)[0], result.err)
        check_no_secret_anywhere(desktop)


run(globals())
