# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Real CardDAV servers as Debian ships them, started for a test on loopback, over TLS."""

import base64
import http.client
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time

USER, PASSWORD = "nora", "s3cret"
LIMIT_SECONDS = 60


def find_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def wait_for(port, process):
    until = time.monotonic() + LIMIT_SECONDS
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        except OSError:
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise AssertionError("the address book server does not listen")


class AddressBookServer:
    """One server process in a folder of its own; both go away at the end."""

    def __init__(self, cards):
        self.folder = tempfile.mkdtemp(prefix="kith-books-")
        self.cards = cards
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)

    def start(self, port, *command):
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
        with open(os.path.join(self.folder, "output"), "wb") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=self.folder)
        wait_for(port, self.process)


class Radicale(AddressBookServer):
    """Speaks TLS and asks for a password itself."""

    def __init__(self, cards, facts):
        super().__init__(cards)
        port = find_port()
        book = os.path.join(self.folder, "collections/collection-root", USER, "contacts")
        os.makedirs(book)
        for name, text in cards.items():
            with open(os.path.join(book, name), "w", encoding="utf-8", newline="") as stream:
                stream.write(text)
        with open(os.path.join(book, ".Radicale.props"), "w", encoding="utf-8") as stream:
            stream.write('{"tag": "VADDRESSBOOK"}')
        with open(os.path.join(self.folder, "users"), "w", encoding="utf-8") as stream:
            stream.write("%s:%s\n" % (USER, PASSWORD))
        config = os.path.join(self.folder, "config")
        with open(config, "w", encoding="utf-8") as stream:
            stream.write("[server]\nhosts = 127.0.0.1:%d\nssl = True\ncertificate = %s\nkey = %s\n"
                         "[auth]\ntype = htpasswd\nhtpasswd_filename = %s/users\nhtpasswd_encryption = plain\n"
                         "[storage]\nfilesystem_folder = %s/collections\n"
                         % (port, facts["cert_file"], facts["key_file"], self.folder, self.folder))
        self.base_url = "https://localhost:%d" % port
        self.start(port, "/usr/bin/python3", "-m", "radicale", "-C", config)


class Front:
    """What stands before a server that has neither TLS nor passwords: takes off the one and asks for the other."""

    def __init__(self, facts, inner_port):
        self.inner_port = inner_port
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(facts["cert_file"], facts["key_file"])
        self.context.set_alpn_protocols(["http/1.1"])
        self.wanted = "Basic " + base64.b64encode(("%s:%s" % (USER, PASSWORD)).encode()).decode()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = "https://localhost:%d" % self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            with self.context.wrap_socket(client, server_side=True) as stream, stream.makefile("rb") as lines:
                while self.exchange(stream, lines):
                    pass
        except OSError:
            pass

    def exchange(self, stream, lines):
        first = lines.readline().decode("latin-1").split(" ")
        if len(first) < 3:
            return False
        headers = http.client.parse_headers(lines)
        body = lines.read(int(headers.get("Content-Length") or 0))
        if headers.get("Authorization") != self.wanted:
            stream.sendall(b"HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"books\"\r\nContent-Length: 0\r\n\r\n")
            return True
        inner = http.client.HTTPConnection("127.0.0.1", self.inner_port, timeout=LIMIT_SECONDS)
        inner.request(first[0], first[1], body, {k: v for k, v in headers.items() if k.lower() not in ("authorization", "connection")})
        answer = inner.getresponse()
        data = answer.read()
        head = "HTTP/1.1 %d %s\r\n" % (answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection", "keep-alive"):
                head += "%s: %s\r\n" % (name, value)
        stream.sendall((head + "Content-Length: %d\r\n\r\n" % len(data)).encode("latin-1") + data)
        inner.close()
        return True

    def end(self):
        self.listener.close()


class Xandikos(AddressBookServer):
    def __init__(self, cards, facts):
        super().__init__(cards)
        port = find_port()
        self.start(port, "/usr/bin/xandikos", "-d", os.path.join(self.folder, "dav"), "--defaults", "--current-user-principal", "/%s/" % USER,
                   "-l", "127.0.0.1", "-p", str(port))
        for name, text in cards.items():
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT_SECONDS)
            connection.request("PUT", "/%s/contacts/addressbook/%s" % (USER, name), text.encode(), {"Content-Type": "text/vcard"})
            status = connection.getresponse().status
            connection.close()
            if status not in (201, 204):
                raise AssertionError("%s: %d" % (name, status))
        self.front = Front(facts, port)
        self.base_url = self.front.base_url

    def __exit__(self, *_):
        self.front.end()
        super().__exit__(*_)
