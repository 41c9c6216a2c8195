# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A mail server with one folder: as much of IMAP4rev1 (RFC 3501) as a mail program asks that reads it."""

import re
import socket
import threading

FETCH = re.compile(r"UID FETCH (\S+) (.*)", re.I)
STORE = re.compile(r"UID STORE (\S+) ([+-])FLAGS(?:\.SILENT)? \((.*)\)", re.I)
FIELDS = re.compile(r"BODY(?:\.PEEK)?\[HEADER\.FIELDS \((.*?)\)\]", re.I)


class Message:
    def __init__(self, uid, text):
        self.uid = uid
        self.text = text.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        self.flags = {"\\Recent"}

    def header(self, names):
        lines = self.text.partition(b"\r\n\r\n")[0].split(b"\r\n")
        return b"".join(line + b"\r\n" for line in lines if line.partition(b":")[0].decode().upper() in names) + b"\r\n"

    def answer(self, items):
        """The value of each item that is asked for."""
        fields = FIELDS.search(items)
        found = [b"UID %d" % self.uid]
        if re.search(r"\bFLAGS\b", items, re.I):
            found.append(b"FLAGS (%s)" % " ".join(sorted(self.flags)).encode())
        if "RFC822.SIZE" in items.upper():
            found.append(b"RFC822.SIZE %d" % len(self.text))
        if fields is not None:
            names = fields.group(1).upper()
            found.append(self.literal(b"BODY[HEADER.FIELDS (%s)]" % names.encode(), self.header(names.split())))
        elif "BODY.PEEK[]" in items.upper() or "BODY[]" in items.upper():
            found.append(self.literal(b"BODY[]", self.text))
        return b" ".join(found)

    @staticmethod
    def literal(name, text):
        return b"%s {%d}\r\n%s" % (name, len(text), text)


class MailServer:
    def __init__(self):
        self.lock = threading.Lock()
        self.messages = []
        self.next_uid = 1
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, daemon=True).start()

    def deliver(self, text):
        with self.lock:
            self.messages.append(Message(self.next_uid, text))
            self.next_uid += 1
            return self.next_uid - 1

    def remove(self, uid):
        with self.lock:
            self.messages = [m for m in self.messages if m.uid != uid]

    def end(self):
        self.listener.close()

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(client,), daemon=True).start()

    def serve(self, client):
        try:
            with client, client.makefile("rwb") as stream:
                stream.write(b"* PREAUTH [CAPABILITY IMAP4rev1] at your service\r\n")
                stream.flush()
                for line in stream:
                    tag, _, command = line.decode("utf-8", "replace").strip().partition(" ")
                    with self.lock:
                        lines = self.answer(command)
                    stream.write(b"".join(b"* %s\r\n" % text for text in lines) + b"%s OK done\r\n" % tag.encode())
                    stream.flush()
                    if command.upper() == "LOGOUT":
                        return
        except OSError:
            pass

    def answer(self, command):
        """The untagged lines; what is not known is done without a word."""
        word = command.upper().partition(" ")[0]
        if word == "CAPABILITY":
            return [b"CAPABILITY IMAP4rev1"]
        if word == "LIST":
            return [b'LIST (\\Noselect) "/" ""' if command.endswith(('""', "NIL")) else b'LIST (\\HasNoChildren) "/" INBOX']
        if word == "STATUS":
            unseen = sum("\\Seen" not in m.flags for m in self.messages)
            return [b"STATUS INBOX (MESSAGES %d UIDNEXT %d UIDVALIDITY 7 UNSEEN %d)" % (len(self.messages), self.next_uid, unseen)]
        if word in ("SELECT", "EXAMINE"):
            return [b"FLAGS (\\Answered \\Flagged \\Deleted \\Seen \\Draft)", b"%d EXISTS" % len(self.messages), b"%d RECENT" % len(self.messages),
                    b"OK [UIDVALIDITY 7] valid", b"OK [UIDNEXT %d] next" % self.next_uid]
        return self.fetch(*FETCH.match(command).groups()) if FETCH.match(command) else self.store(command)

    def fetch(self, numbers, items):
        wanted = self.choose(numbers)
        return [b"%d FETCH (%s)" % (index, m.answer(items)) for index, m in enumerate(self.messages, 1) if m.uid in wanted]

    def store(self, command):
        match = STORE.match(command)
        for message in self.messages if match is not None else ():
            if message.uid in self.choose(match.group(1)):
                change = message.flags.update if match.group(2) == "+" else message.flags.difference_update
                change(match.group(3).split())
        return []

    def choose(self, numbers):
        """The messages of a set such as 1:3,7:*; the last one is in any that ends with an asterisk."""
        uids = [m.uid for m in self.messages]
        wanted = set()
        for part in numbers.split(","):
            low, _, high = part.partition(":")
            if "*" in (low, high):
                wanted.update(uids[-1:])
            low, high = (max(uids, default=0) if n == "*" else int(n) for n in (low, high or low))
            wanted.update(u for u in uids if low <= u <= high)
        return wanted
