#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""An HTTPS server on loopback for tests and for ./try: routes are data, every byte received is logged.

The certificate authority is made for the run. The first line on standard output is one JSON object: port, base_url, ca_file,
cert_file, key_file, log_file, dir. After it each line on standard input is a command and gets one line of JSON as its answer:

  {"op": "route", "method": "GET", "path": "/x", "status": 200, "headers": {...}, "body": "text", ...}   add or replace a route
  {"op": "unroute", "method": "GET", "path": "/x"}      {"op": "clear"}       take routes away
  {"op": "vector", "id": "found_key", "vectors": "gravatar"}                  answer the paths of this case with this case
  {"op": "listen", "certificate": "expired", "mode": "tls", "seconds": 5}     another port; see CERTIFICATES and MODES
  {"op": "clear-log"}   {"op": "stats"}   {"op": "drop"} (close idle connections)   {"op": "stop"}

The server ends when standard input does (with --stay: when its parent does).

A route:
  method ("*": any), path (with its query; "any_query": true ignores the query; a "*" at the end matches the rest)
  status, reason, headers (object, or list of pairs), and one of body, body_base64, body_file, generate
  template: true     {base-url} in the body stands for this server's origin
  compress: "gzip" or "deflate"      delay: seconds before the answer      body_delay: seconds in the middle of the body
  trickle: seconds between single bytes of the body      chunked: true     close: true (after the answer)
  etag, last_modified: answers 304 to a matching condition       retry_after_date: seconds from now, as an HTTP date
  require: headers that must be there, else 401                  digest: {user, password}: RFC 7616 with MD5
  content_length: a wrong one      reset: N bytes of the answer, then a TCP reset
  endless: N bytes of chunked body        gzip_bomb: N bytes of zeros, compressed
  big_header: N bytes in one header       endless_headers: true       raw_base64: these bytes instead of HTTP
  sequence: [routes without method and path], one per request, the last one stays
  generate: {"kind": "deep-json", "depth": N} or {"kind": "fill", "bytes": N}
"""

import argparse
import base64
import ctypes
import email.utils
import hashlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading
import time
import zlib

CERTIFICATES = ("good", "wrong-name", "expired", "untrusted")
MODES = ("tls", "plain", "garbage", "slow-handshake", "stall-handshake", "reset")
MAX_HEAD = 1 << 20
MAX_BODY = 16 << 20
REASONS = {200: "OK", 204: "No Content", 301: "Moved Permanently", 302: "Found", 304: "Not Modified", 401: "Unauthorized",
           403: "Forbidden", 404: "Not Found", 429: "Too Many Requests", 500: "Internal Server Error",
           503: "Service Unavailable"}


class Authority:
    """A certificate authority for one run, made with the openssl command."""

    EC = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    def __init__(self, folder):
        self.folder = folder
        self.make_ca("ca")

    def path(self, name):
        return os.path.join(self.folder, name)

    def openssl(self, *args):
        environment = {k: v for k, v in os.environ.items() if not k.startswith("OPENSSL")}
        done = subprocess.run(["openssl", *args], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=environment, check=False)
        if done.returncode != 0:
            raise RuntimeError("openssl: " + done.stdout.decode("utf-8", "replace"))

    def make_ca(self, name):
        self.openssl("req", "-x509", *self.EC, "-keyout", self.path(name + ".key"), "-out", self.path(name + ".pem"),
                     "-days", "7", "-subj", "/CN=Kith fixture authority " + name,
                     "-addext", "keyUsage=critical,keyCertSign,cRLSign")

    def make(self, kind):
        """Returns the files of a server certificate and its key; made at the first use."""
        certificate, key = self.path(kind + ".pem"), self.path(kind + ".key")
        if os.path.exists(certificate):
            return certificate, key
        issuer = "ca"
        if kind == "untrusted":
            issuer = "other-ca"
            self.make_ca(issuer)
        names = "DNS:localhost,DNS:*.books.localhost,IP:127.0.0.1,IP:::1"
        if kind == "wrong-name":
            names = "DNS:elsewhere.example"
        extensions = self.path(kind + ".ext")
        with open(extensions, "w", encoding="ascii") as stream:
            stream.write("basicConstraints=critical,CA:FALSE\nextendedKeyUsage=serverAuth\nsubjectAltName=" + names + "\n")
        request = self.path(kind + ".csr")
        self.openssl("req", "-new", *self.EC, "-keyout", key, "-out", request, "-subj", "/CN=Kith fixture server")
        sign = ["x509", "-req", "-in", request, "-CA", self.path(issuer + ".pem"), "-CAkey", self.path(issuer + ".key"),
                "-CAcreateserial", "-extfile", extensions, "-out", certificate + ".new"]
        if kind == "expired":
            try:
                self.openssl(*sign, "-days", "-1")
            except RuntimeError:
                self.openssl(*sign, "-not_before", "20200101000000Z", "-not_after", "20200201000000Z")
        else:
            self.openssl(*sign, "-days", "7")
        os.rename(certificate + ".new", certificate)
        return certificate, key


class Vectors:
    """One folder of the provider test vectors: recorded answers by method and path."""

    def __init__(self, folder):
        self.folder = folder
        with open(os.path.join(folder, "index.json"), encoding="utf-8") as stream:
            index = json.load(stream)
        self.name = index["provider"]
        self.cases = [case for case in index["cases"] if case["request"]["method"] != "LDAP"]
        self.base = self.without_origin(index.get("base", ""))
        self.chosen = []

    @staticmethod
    def without_origin(url):
        return re.sub(r"^https?://[^/]*", "", url)

    def choose(self, case_id):
        case = next((c for c in self.cases if c["id"] == case_id), None)
        if case is None:
            return False
        if case in self.chosen:
            self.chosen.remove(case)
        self.chosen.insert(0, case)
        return True

    def matches(self, case, request):
        if case["request"]["method"] != request.method:
            return False
        path = self.without_origin(case["request"]["path"])
        pattern = "".join("[^&/]*" if i % 2 else re.escape(part) for i, part in enumerate(re.split(r"\{[^}]*\}", path)))
        prefix = "(?:/" + re.escape(self.name) + ")?(?:" + re.escape(self.base) + ")?"
        return re.fullmatch(prefix + pattern, request.target) is not None

    def score(self, case, request):
        """Cases often share a path: the body, then the headers that are there, decide; then the order in the file."""
        wanted = case["request"]
        names = {name.lower() for name, _ in request.headers}
        headers = {name.lower() for name in wanted.get("headers", {})}
        score = 2 * len(headers & names) - 3 * len(headers - names) - ("authorization" in names - headers)
        body = wanted.get("body")
        if wanted.get("body_file"):
            with open(os.path.join(self.folder, wanted["body_file"]), encoding="utf-8") as stream:
                body = stream.read()
        if body is not None and self.same(body, request.body):
            score += 100
        return score

    @staticmethod
    def same(wanted, got):
        try:
            value = wanted if not isinstance(wanted, str) else json.loads(wanted)
            return value == json.loads(got)
        except ValueError:
            return isinstance(wanted, str) and wanted.encode("utf-8") == got

    def find(self, request):
        found = [case for case in self.cases if self.matches(case, request)]
        if not found:
            return None
        for case in self.chosen:
            if case in found:
                return self.route(case)
        return self.route(max(found, key=lambda case: self.score(case, request)))

    def route(self, case):
        response = dict(case["response"])
        name = response.pop("body_file", None)
        if name:
            response["body_file"] = os.path.join(self.folder, name)
        return response


class Request:
    """One request as it came, byte by byte."""

    def __init__(self, head):
        self.head = head
        lines = head.decode("latin-1").split("\r\n")
        self.line = lines[0]
        parts = self.line.split(" ")
        self.method, self.target = (parts + ["", ""])[:2]
        self.headers = []
        for line in lines[1:]:
            name, colon, value = line.partition(":")
            if colon:
                self.headers.append((name, value.strip(" \t")))
        self.body = b""

    def get(self, name):
        return next((value for n, value in self.headers if n.lower() == name.lower()), None)


class Fixture:
    """Routes, vectors, listeners and the log."""

    def __init__(self, folder, host):
        self.folder = folder
        self.host = host
        self.lock = threading.Lock()
        self.authority = Authority(folder)
        self.routes = []
        self.vectors = []
        self.base_url = None
        self.connections = 0
        self.open = set()
        self.requests = 0
        self.unlisted = 0
        self.log_file = os.path.join(folder, "requests.jsonl")
        with open(self.log_file, "wb"):
            pass

    # Routes.

    def add_route(self, route, folder=None):
        route = dict(route)
        if "path" not in route:
            raise ValueError("a route needs a path")
        if folder and route.get("body_file"):
            route["body_file"] = os.path.join(folder, route["body_file"])
        route.setdefault("method", "GET")
        with self.lock:
            self.remove_route(route["method"], route["path"])
            self.routes.append(route)

    def remove_route(self, method, path):
        self.routes = [r for r in self.routes if (r["method"], r["path"]) != (method, path)]

    def load_routes(self, path):
        names = [path]
        if os.path.isdir(path):
            names = sorted(os.path.join(path, n) for n in os.listdir(path) if n.endswith(".json"))
        for name in names:
            with open(name, encoding="utf-8") as stream:
                loaded = json.load(stream)
            for route in loaded["routes"] if isinstance(loaded, dict) else loaded:
                self.add_route(route, os.path.dirname(os.path.abspath(name)))

    @staticmethod
    def route_matches(route, request):
        if route["method"] not in ("*", request.method):
            return False
        path, target = route["path"], request.target
        if route.get("any_query"):
            target = target.partition("?")[0]
        if path.endswith("*"):
            return target.startswith(path[:-1])
        return path == target

    def find(self, request):
        with self.lock:
            for route in self.routes:
                if self.route_matches(route, request):
                    steps = route.get("sequence")
                    if steps:
                        return steps.pop(0) if len(steps) > 1 else steps[0]
                    return route
            for vectors in self.vectors:
                route = vectors.find(request)
                if route is not None:
                    return route
        return None

    # The log.

    def note(self, request, connection, port, listed):
        entry = {"connection": connection, "port": port, "method": request.method, "target": request.target,
                 "request_line": request.line, "headers": [list(pair) for pair in request.headers],
                 "head": request.head.decode("latin-1"),
                 "body_base64": base64.b64encode(request.body).decode("ascii"), "listed": listed}
        with self.lock:
            self.requests += 1
            self.unlisted += not listed
            entry["number"] = self.requests
            with open(self.log_file, "ab") as stream:
                stream.write(json.dumps(entry).encode("ascii") + b"\n")

    def clear_log(self):
        with self.lock:
            with open(self.log_file, "wb"):
                pass
            self.requests = self.unlisted = 0

    # Sockets.

    def listen(self, port=0, certificate="good", mode="tls", seconds=0.0):
        if certificate not in CERTIFICATES or mode not in MODES:
            raise ValueError("unknown certificate or mode")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*self.authority.make(certificate))
        context.set_alpn_protocols(["http/1.1"])
        sockets = self.bind(port)
        port = sockets[0].getsockname()[1]
        for listener in sockets:
            threading.Thread(target=self.accept, args=(listener, port, context, mode, seconds), daemon=True).start()
        return {"port": port, "base_url": "https://%s:%d" % (self.host, port)}

    @staticmethod
    def bind(port):
        """The same port on both loopback addresses where the machine has both, so that localhost never waits for the other one."""
        for _ in range(50):
            first = socket.create_server(("127.0.0.1", port), backlog=128)
            try:
                second = socket.create_server(("::1", first.getsockname()[1]), family=socket.AF_INET6, backlog=128)
            except OSError as error:
                if error.errno in (98,) and port == 0:
                    first.close()
                    continue
                return [first]
            return [first, second]
        raise OSError("no free port")

    def accept(self, listener, port, context, mode, seconds):
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with self.lock:
                self.connections += 1
                number = self.connections
            threading.Thread(target=self.serve, args=(client, port, context, mode, seconds, number), daemon=True).start()

    def serve(self, client, port, context, mode, seconds, number):
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if mode == "reset":
                return reset(client)
            if mode == "garbage":
                client.sendall(b"\x00\xff not TLS at all\r\n" * 64)
                return client.close()
            if mode in ("slow-handshake", "stall-handshake"):
                time.sleep(seconds)
                if mode == "stall-handshake":
                    return client.close()
            raw = client
            if mode != "plain":
                client = context.wrap_socket(raw, server_side=True)
            with self.lock:
                self.open.add(client)
            Connection(self, client, port, number).run()
        except (OSError, ssl.SSLError, ValueError):
            pass
        finally:
            with self.lock:
                self.open.discard(client)
            try:
                client.close()
            except OSError:
                pass
        return None

    # Commands.

    def command(self, order):
        op = order.pop("op", None)
        if op == "route":
            self.add_route(order)
        elif op == "unroute":
            with self.lock:
                self.remove_route(order.get("method", "GET"), order["path"])
        elif op == "clear":
            with self.lock:
                self.routes = []
                for vectors in self.vectors:
                    vectors.chosen = []
        elif op == "vector":
            with self.lock:
                sets = [v for v in self.vectors if order.get("vectors") in (None, v.name)]
                if not any([v.choose(order["id"]) for v in sets]):
                    raise ValueError("no such case")
        elif op == "listen":
            return self.listen(order.get("port", 0), order.get("certificate", "good"), order.get("mode", "tls"),
                               float(order.get("seconds", 0)))
        elif op == "clear-log":
            self.clear_log()
        elif op == "drop":
            with self.lock:
                clients = list(self.open)
            for client in clients:
                client.shutdown(socket.SHUT_RDWR)
        elif op == "stats":
            with self.lock:
                return {"connections": self.connections, "requests": self.requests, "unlisted": self.unlisted}
        elif op != "stop":
            raise ValueError("unknown command")
        return {}


def reset(client):
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    # The TLS object must not say goodbye first: the peer sees a reset in the middle.
    os.close(client.detach())


class Connection:
    """HTTP/1.1 with keep-alive on one socket."""

    def __init__(self, fixture, client, port, number):
        self.fixture = fixture
        self.client = client
        self.port = port
        self.number = number
        self.buffer = b""

    def fill(self):
        data = self.client.recv(65536)
        self.buffer += data
        return bool(data)

    def read_request(self):
        while b"\r\n\r\n" not in self.buffer:
            if len(self.buffer) > MAX_HEAD or not self.fill():
                return None
        head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
        request = Request(head)
        length = int(request.get("Content-Length") or 0)
        if length > MAX_BODY:
            return None
        while len(self.buffer) < length:
            if not self.fill():
                return None
        request.body, self.buffer = self.buffer[:length], self.buffer[length:]
        return request

    def run(self):
        while True:
            request = self.read_request()
            if request is None:
                return
            route = self.fixture.find(request)
            self.fixture.note(request, self.number, self.port, route is not None)
            if not self.answer(request, route or {"status": 404, "headers": {"Content-Type": "text/plain"}, "body": "not listed\n"}):
                return

    # Answers. Each returns whether the connection stays.

    def answer(self, request, route):
        if "delay" in route:
            time.sleep(route["delay"])
        if "raw_base64" in route:
            self.client.sendall(base64.b64decode(route["raw_base64"]))
            return False
        if route.get("endless_headers"):
            return self.endless_headers(route)
        refused = self.authenticate(request, route)
        if refused is not None:
            return self.send(request, refused)
        if self.unchanged(request, route):
            kept = dict(self.header_list(route))
            return self.send(request, {"status": 304, "headers": kept, "etag": route.get("etag"),
                                       "last_modified": route.get("last_modified")})
        if "endless" in route or "gzip_bomb" in route:
            return self.flood(route)
        return self.send(request, route)

    @staticmethod
    def unchanged(request, route):
        if route.get("etag") and request.get("If-None-Match") == route["etag"]:
            return True
        return bool(route.get("last_modified")) and request.get("If-None-Match") is None and \
            request.get("If-Modified-Since") == route["last_modified"]

    @staticmethod
    def authenticate(request, route):
        for name, value in route.get("require", {}).items():
            if request.get(name) != value:
                return {"status": 401, "headers": {"WWW-Authenticate": "Bearer"}, "body": ""}
        digest = route.get("digest")
        if digest is None:
            return None
        given = request.get("Authorization") or ""
        fields = dict(re.findall(r'(\w+)="?([^",]*)"?', given)) if given.startswith("Digest ") else {}
        def md5(*parts):
            return hashlib.md5(":".join(parts).encode("utf-8")).hexdigest()
        wanted = md5(md5(digest["user"], "kith", digest["password"]), fields.get("nonce", ""), fields.get("nc", ""),
                     fields.get("cnonce", ""), fields.get("qop", ""), md5(request.method, fields.get("uri", "")))
        if fields.get("response") == wanted:
            return None
        challenge = 'Digest realm="kith", nonce="%s", qop="auth", algorithm=MD5' % os.urandom(8).hex()
        return {"status": 401, "headers": {"WWW-Authenticate": challenge}, "body": "who are you\n"}

    @staticmethod
    def header_list(route):
        headers = route.get("headers") or {}
        return list(headers.items()) if isinstance(headers, dict) else [tuple(pair) for pair in headers]

    def body(self, route):
        if route.get("body_file"):
            with open(route["body_file"], "rb") as stream:
                data = stream.read()
        elif "body_base64" in route:
            data = base64.b64decode(route["body_base64"])
        elif "generate" in route:
            kind = route["generate"]["kind"]
            if kind == "deep-json":
                depth = route["generate"]["depth"]
                data = b"[" * depth + b"]" * depth
            else:
                data = b"x" * route["generate"]["bytes"]
        else:
            value = route.get("body") or ""
            data = (value if isinstance(value, str) else json.dumps(value)).encode("utf-8")
        if route.get("template"):
            data = data.replace(b"{base-url}", self.fixture.base_url.encode("ascii"))
        return data

    def head(self, route, extra):
        status = route.get("status", 200)
        lines = ["HTTP/1.1 %d %s" % (status, route.get("reason", REASONS.get(status, "Whatever")))]
        headers = self.header_list(route)
        names = {name.lower() for name, _ in headers}
        if route.get("etag") and "etag" not in names:
            headers.append(("ETag", route["etag"]))
        if route.get("last_modified") and "last-modified" not in names:
            headers.append(("Last-Modified", route["last_modified"]))
        if "retry_after_date" in route:
            headers.append(("Retry-After", email.utils.formatdate(time.time() + route["retry_after_date"], usegmt=True)))
        if "big_header" in route:
            headers.append(("X-Big", "x" * route["big_header"]))
        headers += [pair for pair in extra if pair[0].lower() not in names]
        if route.get("close"):
            headers.append(("Connection", "close"))
        lines += ["%s: %s" % pair for pair in headers]
        return ("\r\n".join(lines) + "\r\n\r\n").replace("{base-url}", self.fixture.base_url).encode("latin-1")

    def send(self, request, route):
        data = self.body(route)
        extra = []
        packing = {"gzip": 31, "deflate": 15}.get(route.get("compress"))
        if packing:
            packer = zlib.compressobj(9, zlib.DEFLATED, packing)
            data = packer.compress(data) + packer.flush()
            extra.append(("Content-Encoding", route["compress"]))
        if route.get("chunked"):
            extra.append(("Transfer-Encoding", "chunked"))
            data = b"".join(b"%x\r\n%s\r\n" % (len(data[i:i + 1024]), data[i:i + 1024]) for i in range(0, len(data), 1024)) + b"0\r\n\r\n"
        elif route.get("status", 200) not in (204, 304):
            extra.append(("Content-Length", str(route.get("content_length", len(data)))))
        if request.method == "HEAD" or route.get("status", 200) in (204, 304):
            data = b""
        head = self.head(route, extra)
        if "reset" in route:
            self.client.sendall((head + data)[:route["reset"]])
            # What was sent must arrive before the reset throws it away.
            time.sleep(0.05)
            reset(self.client)
            return False
        if "trickle" in route:
            self.client.sendall(head)
            for i in range(len(data)):
                self.client.sendall(data[i:i + 1])
                time.sleep(route["trickle"])
        elif "body_delay" in route:
            self.client.sendall(head + data[:len(data) // 2])
            time.sleep(route["body_delay"])
            self.client.sendall(data[len(data) // 2:])
        else:
            self.client.sendall(head + data)
        return not route.get("close") and "content_length" not in route and (request.get("Connection") or "").lower() != "close"

    def flood(self, route):
        total = route.get("endless", route.get("gzip_bomb"))
        extra = [("Transfer-Encoding", "chunked")]
        block = b"x" * 65536
        packer = None
        if "gzip_bomb" in route:
            extra.append(("Content-Encoding", "gzip"))
            block = bytes(1 << 20)
            packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        self.client.sendall(self.head(route, extra))
        sent = 0
        while sent < total:
            piece = packer.compress(block) if packer else block
            sent += len(block)
            if piece:
                self.client.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
        rest = packer.flush() if packer else b""
        if rest:
            self.client.sendall(b"%x\r\n%s\r\n" % (len(rest), rest))
        self.client.sendall(b"0\r\n\r\n")
        return False

    def endless_headers(self, route):
        self.client.sendall(b"HTTP/1.1 %d OK\r\n" % route.get("status", 200))
        for i in range(1 << 20):
            self.client.sendall(b"X-Header-%d: %s\r\n" % (i, b"y" * 100))
        return False


def end_with_parent():
    parent = os.getppid()
    ctypes.CDLL(None, use_errno=True).prctl(1, signal.SIGTERM, 0, 0, 0)
    if os.getppid() != parent:
        os.kill(os.getpid(), signal.SIGTERM)


def main():
    parser = argparse.ArgumentParser(description="A fixture HTTPS server on loopback.")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--host", default="localhost", help="the name in base_url: localhost, 127.0.0.1 or [::1]")
    parser.add_argument("--dir", help="folder for certificates and log; a temporary one, deleted at the end, without it")
    parser.add_argument("--routes", action="append", default=[], help="JSON file with routes, or a folder of such")
    parser.add_argument("--vectors", action="append", default=[], help="folder of provider test vectors")
    parser.add_argument("--certificate", default="good", choices=CERTIFICATES)
    parser.add_argument("--stay", action="store_true", help="take no commands; end with the parent process")
    parser.add_argument("--ready-file", help="also write the first line here, in one piece")
    options = parser.parse_args()

    folder = options.dir
    if folder:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        folder = os.path.abspath(folder)
    else:
        folder = tempfile.mkdtemp(prefix="kith-fixture-")

    def leave(*_):
        if not options.dir:
            shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        signal.signal(number, leave)
    try:
        fixture = Fixture(folder, options.host)
        for name in options.vectors:
            fixture.vectors.append(Vectors(os.path.abspath(name)))
        for name in options.routes:
            fixture.load_routes(name)
        first = fixture.listen(options.port, options.certificate)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        print("kith-fixture-server: %s" % error, file=sys.stderr)
        if not options.dir:
            shutil.rmtree(folder, ignore_errors=True)
        return 1
    fixture.base_url = first["base_url"]
    certificate, key = fixture.authority.make(options.certificate)
    first.update({"ca_file": fixture.authority.path("ca.pem"), "cert_file": certificate, "key_file": key,
                  "log_file": fixture.log_file, "dir": folder})
    if options.ready_file:
        with open(options.ready_file + ".new", "w", encoding="utf-8") as stream:
            stream.write(json.dumps(first) + "\n")
        os.rename(options.ready_file + ".new", options.ready_file)
    print(json.dumps(first), flush=True)

    if options.stay:
        end_with_parent()
        while True:
            signal.pause()
    for line in sys.stdin:
        try:
            order = json.loads(line)
            reply = fixture.command(dict(order))
            reply["ok"] = True
        except (ValueError, KeyError, TypeError, OSError, RuntimeError) as error:
            order, reply = {}, {"ok": False, "error": str(error)}
        print(json.dumps(reply), flush=True)
        if order.get("op") == "stop":
            break
    leave()
    return 0


if __name__ == "__main__":
    sys.exit(main())
