#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""An OAuth 2 server on loopback over TLS, and a service that takes its tokens: for tests of signing in.

It does what RFC 6749, 7009, 7636, 8414 and 8628 ask of a server, and refuses what they refuse: a wrong verifier, a code that was used, a refresh
token that was replaced. The end of a path decides what it is (…/authorize, …/token, …/devicecode, …/revoke, …/apps), whatever stands before it;
every other path is the service, which answers a bearer token that is good and says 401 to any other.

The first line on standard output is one JSON object: base_url, ca_file. After it each line on standard input is a command:
  {"op": "set", "NAME": VALUE, …}   see DEFAULTS       {"op": "expire"}  no access token is good any more      {"op": "revoke"}  nor a refresh token
  {"op": "approve"}  the owner types the code           {"op": "log"}     what arrived                          {"op": "secrets"} all that is secret
"""

import base64
import hashlib
import http.server
import importlib.util
import json
import os
import secrets
import ssl
import sys
import threading
import urllib.parse

DEFAULTS = {
    "resource": {},             # path without its query, at its end: the JSON that the service answers
    "expires_in": 3600,         # None: not said
    "refresh": True,            # whether refresh tokens are given, and replaced at each use
    "client_secret": None,      # the one that is asked for
    "metadata": None,           # RFC 8414, with {base-url}
    "slow_down": 0,             # so many polls are answered so
    "instance_url": False,
    "token_body": None,         # what the token endpoint says whatever is asked: text
    "token_location": None,     # it sends elsewhere instead
    "token_status": None,
    "hold": 0,                  # seconds before the service answers
    "revocation_status": 200,
}


class State:
    def __init__(self, base_url):
        self.base_url = base_url
        self.lock = threading.Lock()
        self.settings = dict(DEFAULTS)
        self.log = []
        self.secrets = []
        self.access = set()
        self.refresh = set()
        self.codes = {}
        self.device = {}
        self.clients = {}
        self.approved = False

    def make(self, kind):
        value = "%s-%s" % (kind, secrets.token_urlsafe(24))
        self.secrets.append(value)
        return value


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, body=None, headers=()):
        data = b"" if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.take({})

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode()
        if "json" in self.headers.get("Content-Type", ""):
            self.take(json.loads(body))
        else:
            self.take(dict(urllib.parse.parse_qsl(body, keep_blank_values=True)))

    def take(self, form):
        state = self.server.state
        path, _, query = self.path.partition("?")
        with state.lock:
            state.log.append({"method": self.command, "path": path, "query": dict(urllib.parse.parse_qsl(query)), "form": form,
                              "type": self.headers.get("Content-Type"), "authorization": self.headers.get("Authorization")})
            for end, do in (("/authorize", self.authorize), ("/token", self.token), ("/access_token", self.token), ("/devicecode", self.start_device),
                            ("/device/code", self.start_device), ("/revoke", self.revoke), ("/apps", self.register),
                            ("/oauth-authorization-server", self.metadata)):
                if path.endswith(end):
                    do(state, dict(urllib.parse.parse_qsl(query)), form)
                    return
            hold = state.settings["hold"]
        if hold:
            self.server.wake.wait(hold)
        with state.lock:
            self.serve(state, path)

    # The owner is taken to have typed a password and clicked "Allow".
    def authorize(self, state, query, _):
        if query.get("response_type") != "code" or query.get("code_challenge_method") != "S256" or not query.get("redirect_uri", "").startswith("http://"):
            self.answer(400, {"error": "invalid_request"})
            return
        code = state.make("code")
        state.codes[code] = query
        self.answer(302, None, [("Location", query["redirect_uri"] + "?" + urllib.parse.urlencode({"code": code, "state": query["state"]}))])

    def register(self, state, _, form):
        client = state.make("client")
        state.clients[client] = (state.make("secret"), form)
        state.secrets.remove(client)
        self.answer(200, {"client_id": client, "client_secret": state.clients[client][0], "name": form["client_name"]})

    def metadata(self, state, *_):
        if state.settings["metadata"] is None:
            self.answer(404, {})
        else:
            self.answer(200, json.dumps(state.settings["metadata"]).replace("{base-url}", state.base_url))

    def start_device(self, state, _, form):
        device = state.make("device")
        state.device[device] = form
        state.approved = False
        self.answer(200, {"device_code": device, "user_code": "WDJB-MJHT", "verification_uri": "https://service.example/device", "expires_in": 300,
                          "interval": 0})

    def refuse(self, error, status=400):
        self.answer(status, {"error": error})

    def knows_client(self, state, form):
        client = form.get("client_id")
        wanted = state.clients[client][0] if client in state.clients else state.settings["client_secret"]
        return bool(client) and (wanted is None or form.get("client_secret") == wanted)

    def token(self, state, _, form):
        settings = state.settings
        if settings["token_location"] is not None:
            self.answer(307, None, [("Location", settings["token_location"])])
        elif settings["token_status"] is not None:
            self.answer(settings["token_status"], settings["token_body"] or "")
        elif settings["token_body"] is not None:
            self.answer(200, settings["token_body"])
        elif not self.knows_client(state, form):
            self.refuse("invalid_client", 401)
        else:
            {"authorization_code": self.take_code, "refresh_token": self.take_refresh, "client_credentials": self.take_client,
             "urn:ietf:params:oauth:grant-type:device_code": self.take_device}.get(form.get("grant_type"), self.take_nothing)(state, form)

    def take_nothing(self, *_):
        self.refuse("unsupported_grant_type")

    def take_code(self, state, form):
        query = state.codes.pop(form.get("code"), None)
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        state.secrets.append(form.get("code_verifier"))
        if query is None or query["redirect_uri"] != form.get("redirect_uri") or query["client_id"] != form["client_id"] \
           or base64.urlsafe_b64encode(digest).decode().rstrip("=") != query["code_challenge"]:
            self.refuse("invalid_grant")
        else:
            self.give(state)

    def take_device(self, state, form):
        if form.get("device_code") not in state.device:
            self.refuse("expired_token")
        elif state.settings["slow_down"] > 0:
            state.settings["slow_down"] -= 1
            self.refuse("slow_down", 200)
        elif not state.approved:
            self.refuse("authorization_pending")
        else:
            del state.device[form["device_code"]]
            self.give(state)

    def take_refresh(self, state, form):
        if form.get("refresh_token") not in state.refresh:
            self.refuse("invalid_grant")
        else:
            state.refresh.discard(form["refresh_token"])
            self.give(state)

    def take_client(self, state, form):
        if state.settings["client_secret"] is None:
            self.refuse("unauthorized_client")
        else:
            self.give(state, False)

    def give(self, state, refresh=True):
        settings = state.settings
        answer = {"access_token": state.make("access"), "token_type": "Bearer"}
        state.access.add(answer["access_token"])
        if settings["expires_in"] is not None:
            answer["expires_in"] = settings["expires_in"]
        if settings["refresh"] and refresh:
            answer["refresh_token"] = state.make("refresh")
            state.refresh.add(answer["refresh_token"])
        if settings["instance_url"]:
            answer["instance_url"] = state.base_url
        self.answer(200, answer)

    def revoke(self, state, _, form):
        state.access.discard(form.get("token"))
        state.refresh.discard(form.get("token"))
        self.answer(state.settings["revocation_status"], {})

    def serve(self, state, path):
        token = (self.headers.get("Authorization") or "").partition(" ")[2]
        if token not in state.access:
            self.answer(401, {"error": {"code": "InvalidAuthenticationToken"}}, [("WWW-Authenticate", "Bearer")])
            return
        for end, body in state.settings["resource"].items():
            if path.endswith(end):
                self.answer(200, body)
                return
        self.answer(404, {"error": {"code": "Request_ResourceNotFound"}})


def main():
    here = os.path.dirname(os.path.abspath(__file__))
    spec = importlib.util.spec_from_file_location("fixture", os.path.join(here, "kith-fixture-server.py"))
    fixture = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(fixture)
    authority = fixture.Authority(sys.argv[1])
    certificate, key = authority.make("good")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    server.daemon_threads = True
    server.wake = threading.Event()
    server.state = state = State("https://localhost:%d" % server.server_address[1])
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(json.dumps({"base_url": state.base_url, "ca_file": authority.path("ca.pem")}), flush=True)
    for line in sys.stdin:
        command = json.loads(line)
        reply = {"ok": True}
        with state.lock:
            op = command.pop("op")
            if op == "set":
                state.settings.update(command)
            elif op in ("expire", "revoke"):
                state.access.clear()
                if op == "revoke":
                    state.refresh.clear()
            elif op == "approve":
                state.approved = True
            elif op == "log":
                reply["log"] = state.log
            elif op == "secrets":
                reply["secrets"] = [s for s in state.secrets if s]
            elif op == "go-on":
                server.wake.set()
            else:
                reply = {"ok": False, "error": "there is no command " + op}
        print(json.dumps(reply), flush=True)


main()
