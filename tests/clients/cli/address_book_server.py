# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Real CardDAV servers as Debian ships them, started for a test on loopback, over TLS."""

import base64
import http.client
import imaplib
import os
import pwd
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

    more_environment = {}

    def __init__(self, cards):
        self.folder = tempfile.mkdtemp(prefix="kith-books-")
        self.cards = cards
        self.process = None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process is not None:
            # One that has children ends them when it is asked to.
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        shutil.rmtree(self.folder)

    def start(self, port, *command):
        environment = {"PATH": "/usr/bin:/bin", "HOME": self.folder, "LC_ALL": "C.UTF-8", "PYTHONDONTWRITEBYTECODE": "1", **self.more_environment}
        with open(os.path.join(self.folder, "output"), "wb") as output:
            self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=self.folder,
                                            start_new_session=True)
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


class Cyrus(AddressBookServer):
    """Debian's cyrus-imapd with its HTTP module, in a folder of its own. Not in the suite: see check-cyrus."""

    def __init__(self, cards, facts):
        super().__init__(cards)
        imap, https = find_port(), find_port()
        # Started by root it gives that up for its own user.
        owner = "cyrus" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        for name in ("conf", "spool"):
            os.mkdir(os.path.join(self.folder, name))
        for name, source in (("cert.pem", facts["cert_file"]), ("key.pem", facts["key_file"])):
            shutil.copy(source, os.path.join(self.folder, name))
        self.write("imapd.conf", "configdirectory: {0}/conf\npartition-default: {0}/spool\ndefaultpartition: default\nadmins: boss\n"
                   "sasl_pwcheck_method: auxprop\nsasl_auxprop_plugin: sasldb\nsasl_sasldb_path: {0}/users\nsasl_mech_list: PLAIN\nallowplaintext: yes\n"
                   "httpmodules: carddav\nvirtdomains: off\nunixhierarchysep: no\nservername: localhost\n"
                   "tls_server_cert: {0}/cert.pem\ntls_server_key: {0}/key.pem\n")
        self.write("cyrus.conf", "START {{\n recover cmd=\"ctl_cyrusdb -C {0}/imapd.conf -r\"\n}}\nSERVICES {{\n"
                   " imap cmd=\"imapd -C {0}/imapd.conf\" listen=\"127.0.0.1:%d\" prefork=0\n"
                   " https cmd=\"httpd -s -C {0}/imapd.conf\" listen=\"127.0.0.1:%d\" prefork=0\n}}\nEVENTS {{\n}}\n" % (imap, https))
        for user in ("boss", USER):
            subprocess.run(["/usr/sbin/saslpasswd2", "-p", "-c", "-f", os.path.join(self.folder, "users"), "-u", "localhost", user],
                           input=PASSWORD.encode(), check=True)
        if os.getuid() == 0:
            subprocess.run(["chown", "-R", "cyrus", self.folder], check=True)
        self.more_environment = {"CYRUS_USER": owner}
        self.start(https, "/usr/sbin/cyrmaster", "-C", os.path.join(self.folder, "imapd.conf"), "-M", os.path.join(self.folder, "cyrus.conf"), "-D",
                   "-p", os.path.join(self.folder, "pid"))
        self.base_url = "https://localhost:%d" % https
        try:
            self.make_account(imap)
            self.fill(https, facts["ca_file"])
        except Exception:
            self.__exit__()
            raise

    def write(self, name, text):
        with open(os.path.join(self.folder, name), "w", encoding="utf-8") as stream:
            stream.write(text.format(self.folder))

    @staticmethod
    def make_account(port):
        server = imaplib.IMAP4("127.0.0.1", port)
        server.login("boss", PASSWORD)
        server.create("user." + USER)
        server.logout()

    def fill(self, port, ca_file):
        context = ssl.create_default_context(cafile=ca_file)
        credentials = base64.b64encode(("%s:%s" % (USER, PASSWORD)).encode()).decode()
        # The first look at the home makes the book in it.
        connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=LIMIT_SECONDS)
        connection.request("PROPFIND", "/dav/addressbooks/user/%s/" % USER, headers={"Depth": "1", "Authorization": "Basic " + credentials})
        connection.getresponse().read()
        connection.close()
        for name, text in self.cards.items():
            connection = http.client.HTTPSConnection("localhost", port, context=context, timeout=LIMIT_SECONDS)
            connection.request("PUT", "/dav/addressbooks/user/%s/Default/%s" % (USER, name), text.encode(),
                               {"Content-Type": "text/vcard", "Authorization": "Basic " + credentials})
            status = connection.getresponse().status
            connection.close()
            if status not in (201, 204):
                raise AssertionError("%s: %d" % (name, status))
