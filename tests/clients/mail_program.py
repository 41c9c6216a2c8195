# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The real mail programs: an account with the sample messages in a throw-away home, start, command, quit."""

import glob
import json
import os
import re
import shutil
import socket
import subprocess
import time

import card_reader
from client_session import wait_for

# Evolution runs its first-start assistant and migrations unless it finds its own version.
VERSION = re.compile(r"(\d+\.\d+\.\d+)")
REPORTS = re.compile(r"Kith-(CRITICAL|WARNING|ERROR)|AddressSanitizer|LeakSanitizer|runtime error:|UndefinedBehaviorSanitizer")
CRITICALS = re.compile(r"\(\S+:\d+\): (\S*-CRITICAL) \*\*: [\d:.]+: (.*)")
WARNINGS = re.compile(r"\(\S+:\d+\): ((?:Gtk|Gdk|GLib-GObject|GLib|Atk|Pango)-WARNING) \*\*: [\d:.]+: (.*)")


class MailProgram:
    name = None
    title = None
    menu_item_name = "Kith sidebar"
    other_menu_item_name = "Status bar"
    first = 1  # the message that is selected at the start

    def __init__(self, session, options, kith=True):
        self.session = session
        self.options = options
        self.kith = kith
        self.process = None
        self.connection = None
        self.app = None
        self.log = None
        self.settings = {}
        self.socket = session.path("control-" + self.name)
        self.messages = sorted(glob.glob(os.path.join(options.messages, "*.eml")))
        # More mail: {folder: [message as bytes]}, with "inbox", "sent", "drafts", and any other name.
        self.more = {}

    # Preparation.

    def environment(self):
        env = dict(self.session.env)
        env["KITH_TEST_SOCKET"] = self.socket
        env["LD_LIBRARY_PATH"] = self.options.library_dir
        if self.options.schema_dir:
            env["GSETTINGS_SCHEMA_DIR"] = self.options.schema_dir
        if self.options.data_dir:
            env["XDG_DATA_DIRS"] = self.options.data_dir + ":" + env["XDG_DATA_DIRS"]
        if self.options.module_dir:
            env["KITH_MODULE_DIR"] = self.options.module_dir
        if self.options.preload:
            env["LD_PRELOAD"] = self.options.preload
            # The mail programs leak by themselves, and link the runtime not at all.
            env["ASAN_OPTIONS"] = "detect_leaks=0:verify_asan_link_order=0:abort_on_error=0:exitcode=66:detect_odr_violation=0"
            env["UBSAN_OPTIONS"] = "print_stacktrace=1"
        return env

    def write_settings(self):
        """Through the key file backend of GSettings: {group: {key: GVariant text}}."""
        folder = os.path.join(self.session.env["XDG_CONFIG_HOME"], "glib-2.0", "settings")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, "keyfile"), "w", encoding="utf-8") as stream:
            for group, keys in self.settings.items():
                stream.write("[%s]\n" % group)
                stream.writelines("%s=%s\n" % pair for pair in keys.items())
                stream.write("\n")

    def plugins(self):
        """The helper first: a test watches from the start."""
        return [p for p in (self.options.control, self.options.plugin if self.kith else None) if p is not None]

    def in_order(self):
        """The messages, the first one first: whatever a program selects by itself, it is that one."""
        return [self.messages[self.first - 1]] + self.messages[:self.first - 1] + self.messages[self.first:]

    def position(self, number):
        return self.in_order().index(self.messages[number - 1]) + 1

    def count(self):
        return len(self.messages) + len(self.more.get("inbox", []))

    def read_setting(self, group, key):
        name = os.path.join(self.session.env["XDG_CONFIG_HOME"], "glib-2.0", "settings", "keyfile")
        current = None
        with open(name, encoding="utf-8") as stream:
            for line in stream:
                if line.startswith("["):
                    current = line.strip().strip("[]")
                elif current == group and line.partition("=")[0] == key:
                    return line.partition("=")[2].strip()
        return None

    def prepare(self):
        raise NotImplementedError

    def command(self):
        raise NotImplementedError

    # Life.

    def launch(self):
        self.prepare()
        self.write_settings()
        run = self.name if self.kith else self.name + "-without-kith"
        self.log = os.path.join(self.session.output, run + ".log")
        if os.path.exists(self.socket):
            os.unlink(self.socket)
        self.process = self.session.spawn(run, self.command(), env=self.environment())

    def wait_for_window(self, seconds=60):
        self.app = wait_for(lambda: card_reader.application(self.session.accessibility, self.process.pid),
                            "%s on the accessibility bus" % self.title, seconds)
        wait_for(self.main_window, "the main window", seconds)

    def start(self):
        """Launches the program, and returns when its list of messages is there."""
        self.launch()
        try:
            wait_for(self.connect, "%s to start" % self.title, 60)
            self.wait_for_window()
            wait_for(lambda: self.tell("count") == str(self.count()), "the list of messages", 30)
            self.settle()
        except AssertionError:
            self.session.screenshot(self.name + "-did-not-start")
            raise

    def connect(self):
        if self.process.poll() is not None:
            raise RuntimeError("%s ended with status %d: see %s" % (self.title, self.process.returncode, self.log))
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(10)
        try:
            connection.connect(self.socket)
        except OSError:
            connection.close()
            return False
        self.connection = connection.makefile("rw", encoding="utf-8", newline="\n")
        connection.close()
        return self.tell("ping") == "pong"

    def tell(self, line):
        """One command to the helper inside the program."""
        if self.connection is None:
            raise AssertionError("%s is not running" % self.title)
        self.connection.write(line + "\n")
        self.connection.flush()
        answer = self.connection.readline().strip()
        if not answer or answer.startswith("error"):
            raise AssertionError("%s: %s" % (line, answer or "no answer"))
        return answer

    def watch(self, seconds, meanwhile=None):
        """What the main loop does meanwhile. Nothing may be read through AT-SPI: the program answers that in the same loop."""
        self.tell("watch")
        if meanwhile is not None:
            meanwhile()
        time.sleep(seconds)
        return json.loads(self.tell("watched"))

    def settle(self):
        """Until the program has done what it was told: its loop is free for a third of a second."""
        wait_for(lambda: self.watch(0.3)["held_usec"] < 6000, "%s to be quiet" % self.title, 15, 0)

    def rest(self):
        """As settle(), and what the program would do by itself some seconds later has been done, too."""
        self.settle()
        assert self.tell("finish") == "ok", "the program's own work"
        self.settle()

    def main_window(self):
        return next((f for f in card_reader.frames(self.app) if self.is_main(f)), None)

    def message_window(self):
        return next((f for f in card_reader.frames(self.app) if not self.is_main(f)), None)

    def is_main(self, frame):
        raise NotImplementedError

    def select(self, number):
        raise NotImplementedError

    def clear(self):
        raise NotImplementedError

    def set_online(self, online):
        self.ask_to_be_online(online)
        wait_for(lambda: self.tell("is-online") == ("yes" if online else "no"), "%s to go %s" % (self.title, "online" if online else "offline"))

    def ask_to_be_online(self, online):
        raise NotImplementedError

    def menu_item(self):
        return card_reader.check_item(self.main_window(), self.menu_item_name)

    def press_menu_item(self):
        wait_for(self.menu_item, "the item in the View menu").press()

    def quit_command(self):
        raise NotImplementedError

    def quit(self, seconds=20):
        """Returns the exit status, or None where it had to be killed."""
        if self.connection is not None:
            self.connection.close()
            self.connection = None
        # Another process of the program, which loads its modules as well.
        env = self.environment()
        env.pop("KITH_TEST_SOCKET")
        self.session.run(self.quit_command(), 15, env)
        try:
            status = self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.session.screenshot(self.name + "-did-not-quit")
            self.session.end(self.process, 2)
            return None
        self.session.end(self.process)
        return status

    def key(self, keys):
        """A key stroke to the main window, as from a keyboard."""
        window = self.x_window()
        self.session.xdotool("windowactivate", "--sync", window)
        self.session.xdotool("key", "--clearmodifiers", keys)

    def x_window(self):
        return self.session.xdotool("search", "--onlyvisible", "--class", self.x_class).split("\n")[0]

    # What it printed.

    def log_text(self):
        with open(self.log, encoding="utf-8", errors="replace") as stream:
            return stream.read()

    def reports(self):
        return [line for line in self.log_text().splitlines() if REPORTS.search(line)]

    def complaints(self):
        """Criticals and toolkit warnings, without what differs from run to run."""
        found = set()
        for pattern in (CRITICALS, WARNINGS):
            for domain, text in pattern.findall(self.log_text()):
                found.add(domain + ": " + re.sub(r"0x[0-9a-f]+|\d+", "N", text))
        return found


class ClawsMail(MailProgram):
    name = "claws"
    title = "Claws Mail"
    x_class = "^Claws-mail$"

    def __init__(self, session, options, kith=True, layout=0):
        super().__init__(session, options, kith)
        self.layout = layout
        self.config = session.path("home", ".claws-mail")
        self.mail = session.path("home", "Mail")

    def prepare(self):
        mail = self.mail
        shutil.rmtree(self.config, ignore_errors=True)
        shutil.rmtree(mail, ignore_errors=True)
        os.makedirs(self.config)
        for name in ("inbox", "sent", "draft", "queue", "trash"):
            os.makedirs(os.path.join(mail, name))
        # Claws Mail opens the first unread message of a folder.
        for position, message in enumerate(self.in_order(), 1):
            shutil.copy(message, os.path.join(mail, "inbox", str(position)))
        self.write_more(mail)
        self.write("folderlist.xml", FOLDERLIST % (mail, "".join('        <folderitem type="normal" name="%s" path="%s" />\n' % (name, name)
                                                                 for name in self.more if name not in self.FOLDERS)))
        self.write("accountrc", ACCOUNT)
        self.write("clawsrc", CLAWSRC % (self.layout, "\n".join(self.plugins())))

    FOLDERS = {"inbox": "inbox", "sent": "sent", "drafts": "draft", "trash": "trash"}

    def write_more(self, mail):
        for name, messages in self.more.items():
            folder = os.path.join(mail, self.FOLDERS.get(name, name))
            os.makedirs(folder, exist_ok=True)
            for number, message in enumerate(messages, 1 + (len(self.messages) if name == "inbox" else 0)):
                with open(os.path.join(folder, str(number)), "wb") as stream:
                    stream.write(message)

    def name_of_more(self, folder, index):
        """What the program calls a message of `more` in its folder."""
        return str(index + 1 + (len(self.messages) if folder == "inbox" else 0))

    def visit(self, folder):
        self.tell("visit #mh/Mailbox/" + self.FOLDERS.get(folder, folder))

    def write(self, name, text):
        with open(os.path.join(self.config, name), "w", encoding="utf-8") as stream:
            stream.write(text)

    def command(self):
        return ["claws-mail", "--alternate-config-dir", self.config, "--select", "#mh/Mailbox/inbox"]

    def quit_command(self):
        return ["claws-mail", "--alternate-config-dir", self.config, "--exit"]

    def is_main(self, frame):
        return "Claws Mail" in frame.name

    def select(self, number):
        self.tell("select %d" % self.position(number))

    def clear(self):
        # Without a selection Claws Mail goes on showing the message; leaving the folder closes it.
        self.tell("clear-view")

    def ask_to_be_online(self, online):
        self.session.run(["claws-mail", "--alternate-config-dir", self.config, "--online" if online else "--offline"])


class Evolution(MailProgram):
    name = "evolution"
    title = "Evolution"
    x_class = "evolution"
    menu_item_name = "Kith Sidebar"
    other_menu_item_name = "Show Status Bar"

    def __init__(self, session, options, kith=True):
        super().__init__(session, options, kith)
        self.uids = ["%d.%d_1.example" % (1700000000 + n, n) for n in range(1, len(self.messages) + 1)]

    def prepare(self):
        env = self.session.env
        sources = os.path.join(env["XDG_CONFIG_HOME"], "evolution", "sources")
        mail = os.path.join(env["XDG_CONFIG_HOME"], "evolution", "mail")
        modules = os.path.join(env["XDG_DATA_HOME"], "evolution", "modules", "lib", "evolution", "modules")
        for folder in (sources, mail, modules, os.path.join(env["XDG_DATA_HOME"], "evolution", "preview-plugins")):
            os.makedirs(folder, exist_ok=True)
        self.prepare_local_store()
        maildir = self.prepare_account(sources)
        # This folder acts as a prefix of its own, hence its inner one.
        for name in os.listdir(modules):
            os.unlink(os.path.join(modules, name))
        for module in self.plugins():
            os.symlink(module, os.path.join(modules, os.path.basename(module)))
        with open(os.path.join(mail, "state.ini"), "w", encoding="utf-8") as stream:
            stream.write(EVOLUTION_STATE % self.uids[0])
        for uid, message in zip(self.uids, self.in_order()):
            shutil.copy(message, os.path.join(maildir, "cur", uid + ":2,S"))
        self.write_more(maildir)
        # From 3.56 on this loads the modules, too, and with them the runtime of the sanitizers.
        done = self.session.run(["evolution", "--version"], env=self.environment())
        self.settings.update(EVOLUTION_SETTINGS)
        self.settings["org/gnome/evolution"] = {"version": "'%s'" % VERSION.search(done.stdout).group(1)}

    def prepare_local_store(self):
        local = os.path.join(self.session.env["XDG_DATA_HOME"], "evolution", "mail", "local")
        # Without .Outbox a modal dialog asks to convert the local mail.
        for folder in ("", ".Outbox", ".Drafts", ".Sent", ".Templates"):
            for name in ("cur", "new", "tmp"):
                os.makedirs(os.path.join(local, folder, name), exist_ok=True)
        with open(os.path.join(local, "..maildir++"), "w", encoding="ascii") as stream:
            stream.write("maildir++ 1")

    def prepare_account(self, sources):
        # The local store never looks again at its folders, so that the messages are in an account of their own.
        maildir = self.session.path("maildir")
        shutil.rmtree(maildir, ignore_errors=True)
        for name in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(maildir, name))
        with open(os.path.join(maildir, "..maildir++"), "w", encoding="ascii") as stream:
            stream.write("maildir++ 1")
        for name, text in EVOLUTION_SOURCES.items():
            with open(os.path.join(sources, name + ".source"), "w", encoding="utf-8") as stream:
                for key, value in (("@MAILDIR@", maildir), ("@SENT@", self.own_folder("sent", "Sent")), ("@DRAFTS@", self.own_folder("drafts", "Drafts"))):
                    text = text.replace(key, value)
                stream.write(text)
        return maildir

    FOLDERS = {"inbox": "Inbox", "sent": "Sent", "drafts": "Drafts"}

    def own_folder(self, kind, name):
        return "folder://%s/%s" % ("test-account" if kind in self.more else "local", name)

    def write_more(self, maildir):
        for name, messages in self.more.items():
            folder = maildir if name == "inbox" else os.path.join(maildir, "." + self.FOLDERS.get(name, name))
            for part in ("cur", "new", "tmp"):
                os.makedirs(os.path.join(folder, part), exist_ok=True)
            for index, message in enumerate(messages):
                with open(os.path.join(folder, "cur", self.name_of_more(name, index) + ":2,S"), "wb") as stream:
                    stream.write(message)

    def name_of_more(self, folder, index):
        """What the program calls a message of `more` in its folder."""
        return "%d.%s_1.example" % (1700001000 + index, folder)

    def visit(self, folder):
        self.tell("visit folder://test-account/" + self.FOLDERS.get(folder, folder))

    def command(self):
        return ["evolution", "-c", "mail"]

    def quit_command(self):
        return ["evolution", "--quit"]

    def is_main(self, frame):
        # "Inbox (6 total) — Evolution" and "Mail — Evolution"; a message window bears the subject alone.
        return frame.name.endswith("Evolution")

    def select(self, number):
        self.tell("select " + self.uids[self.position(number) - 1])

    def clear(self):
        self.tell("clear")

    def ask_to_be_online(self, online):
        self.tell("online" if online else "offline")


FOLDERLIST = """<?xml version="1.0" encoding="UTF-8"?>
<folderlist config_version="4">
    <folder type="mh" collapsed="0" name="Mailbox" path="%s" sort="0">
        <folderitem type="inbox" sort_key="number" sort_type="ascending" name="inbox" path="inbox" />
        <folderitem type="outbox" name="sent" path="sent" />
        <folderitem type="draft" name="draft" path="draft" />
        <folderitem type="queue" name="queue" path="queue" />
        <folderitem type="trash" name="trash" path="trash" />
%s    </folder>
</folderlist>
"""

ACCOUNT = """[Account: 1]
account_name=test
is_default=1
name=Test User
address=user@example.org
protocol=3
receive_server=
smtp_server=localhost
use_mail_command=1
mail_command=/bin/true
receive_at_get_all=0
inbox=#mh/Mailbox/inbox
config_version=4
"""

# enable_aspell=0: an alert without dictionaries; a modal alert also follows a plugin that does not load.
CLAWSRC = """[Common]
config_version=4
layout_mode=%d
mainwin_x=0
mainwin_y=0
mainwin_width=1270
mainwin_height=860
folderview_width=150
summaryview_height=220
summaryview_width=400
messageview_visible=1
display_header_pane=1
work_offline=0
check_on_startup=0
open_selected_message_on_directional=1
always_show_message_when_selected=1
confirm_on_exit=0
warn_queued_on_exit=0
clean_trash_on_exit=0
save_xface=0
enable_aspell=0
show_searchbar=0

[Plugins_GTK3]
%s
"""

EVOLUTION_SOURCES = {
    "test-account": """[Data Source]
DisplayName=Test Account
Enabled=true
Parent=

[Mail Account]
BackendName=maildir
IdentityUid=test-identity
NeedsInitialSetup=false

[Maildir Backend]
Path=@MAILDIR@
FilterInbox=false
""",
    "test-identity": """[Data Source]
DisplayName=Test Account
Enabled=true
Parent=test-account

[Mail Identity]
Address=user@example.org
Name=Test User

[Mail Submission]
TransportUid=test-transport
SentFolder=@SENT@

[Mail Composition]
DraftsFolder=@DRAFTS@
""",
    "test-transport": """[Data Source]
DisplayName=Test Account
Enabled=true
Parent=test-account

[Mail Transport]
BackendName=sendmail
""",
}

EVOLUTION_SETTINGS = {
    "org/gnome/evolution/mail": {
        "show-startup-wizard": "false", "show-to-do-bar": "false", "show-to-do-bar-sub": "false", "layout": "1", "paned-size": "1650000",
        "hpaned-size": "1700000", "mark-seen": "false", "prompt-check-if-default-mailer": "false", "prompt-on-mark-all-read": "false",
        "prompt-on-reply-close-browser": "'never'",
    },
    # Evolution 3.56 hides its menu bar.
    "org/gnome/evolution/shell": {
        "default-component-id": "'mail'", "skip-warning-dialog": "true", "use-header-bar": "false", "menubar-visible": "true",
        "menubar-visible-sub": "true",
    },
    "org/gnome/evolution/shell/window": {"width": "1240", "height": "840", "x": "10", "y": "10"},
    "org/gnome/desktop/interface": {"toolkit-accessibility": "true"},
}

EVOLUTION_STATE = """[Folder Tree]
Selected=folder://test-account/Inbox

[Store test-account]
Expanded=true

[GlobalFolder]
PreviewVisible=true
GroupByThreads=false

[Folder folder://test-account/Inbox]
SelectedMessage=%s
PreviewVisible=true
GroupByThreads=false
"""
