# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A screen that nobody looks at: Xvfb, a window manager, a session bus and the accessibility bus, private to one test.

Everything is a child of this process, has its home in a temporary folder, and is gone when the session ends: this process adopts
what its children leave behind. Works as root and in a chroot.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import card_reader

PR_SET_CHILD_SUBREAPER = 36
SCREEN = (1280, 900)


class Timeout(AssertionError):
    """Something that was to happen did not, within its limit."""


def wait_for(condition, what, seconds=20.0, interval=0.05):
    """Polls until condition() is true and returns its value. What it raises counts as "not yet": accessible objects vanish."""
    end = time.monotonic() + seconds
    last = None
    while True:
        try:
            value = condition()
            if value:
                return value
        except Exception as error:  # pylint: disable=broad-except
            last = error
        if time.monotonic() > end:
            raise Timeout("timed out after %g s: %s%s" % (seconds, what, " (%r)" % last if last else ""))
        time.sleep(interval)


def stays(condition, seconds, interval=0.1):
    """Whether the condition holds, each time it is looked at."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if not condition():
            return False
        time.sleep(interval)
    return True


def children():
    """Processes whose parent is this one."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit():
            continue
        try:
            with open("/proc/%s/stat" % name, encoding="utf-8", errors="replace") as stream:
                parent = int(stream.read().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if parent == os.getpid():
            found.append(int(name))
    return found


class Session:
    def __init__(self, output):
        self.output = os.path.abspath(output)
        self.folder = None
        self.spawned = []
        self.env = {}
        self.accessibility = None

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def __enter__(self):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        # A time limit of the test runner ends in order, too.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
        shutil.rmtree(self.output, ignore_errors=True)
        os.makedirs(self.output)
        self.folder = tempfile.mkdtemp(prefix="kith-client-")
        try:
            self.prepare()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.spawned):
            self.end(process)
        self.end_orphans()
        shutil.rmtree(self.folder, ignore_errors=True)

    def prepare(self):
        home = self.path("home")
        for name in ("home", "run", "config", "data", "cache", "state"):
            os.mkdir(self.path(name), 0o700)
        # Nothing of the caller's desktop.
        self.env = {
            "PATH": "/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin", "HOME": home, "USER": "tester", "LOGNAME": "tester",
            "XDG_RUNTIME_DIR": self.path("run"), "XDG_CONFIG_HOME": self.path("config"), "XDG_DATA_HOME": self.path("data"),
            "XDG_CACHE_HOME": self.path("cache"), "XDG_STATE_HOME": self.path("state"),
            "XDG_DATA_DIRS": "/usr/local/share:/usr/share", "TMPDIR": self.folder,
            "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8", "TZ": "UTC",
            "GDK_BACKEND": "x11", "GTK_THEME": "Adwaita", "GSETTINGS_BACKEND": "keyfile", "GIO_USE_VFS": "local", "GVFS_DISABLE_FUSE": "1",
            "LIBGL_ALWAYS_SOFTWARE": "1", "WEBKIT_DISABLE_COMPOSITING_MODE": "1", "WEBKIT_DISABLE_DMABUF_RENDERER": "1",
            # A test may run in a root made by debootstrap, where no sandbox can be had.
            "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        }
        self.start_screen()
        self.start_buses()
        self.start_window_manager()

    def start_screen(self):
        # The server picks a free display itself. -noreset: it would start anew whenever its last client leaves.
        name = self.path("display")
        with open(name, "wb") as stream:
            server = self.spawn("xvfb", ["Xvfb", "-displayfd", str(stream.fileno()), "-screen", "0", "%dx%dx24" % SCREEN, "-nolisten", "tcp",
                                         "-noreset"], pass_fds=(stream.fileno(),))
        def display():
            with open(name, encoding="ascii") as stream:
                return stream.read().strip()
        self.env["DISPLAY"] = ":" + wait_for(display, "Xvfb")
        self.env["KITH_TEST_DISPLAY_PID"] = str(server.pid)

    def start_window_manager(self):
        # Without one no window gets the keyboard.
        self.spawn("openbox", ["openbox", "--sm-disable"])
        wait_for(lambda: self.run(["xdotool", "get_num_desktops"]).returncode == 0, "the window manager")

    def start_buses(self):
        address = "unix:path=" + self.path("run", "bus")
        self.spawn("dbus", ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--address=" + address])
        self.env["DBUS_SESSION_BUS_ADDRESS"] = address
        wait_for(lambda: os.path.exists(self.path("run", "bus")), "the session bus")
        # Before the mail program, so that GTK finds it.
        launcher = next(p for p in ("/usr/libexec/at-spi-bus-launcher", "/usr/lib/at-spi2-core/at-spi-bus-launcher") if os.path.exists(p))
        self.spawn("at-spi", [launcher, "--launch-immediately"])
        wait_for(lambda: self.run(["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus",
                                   "org.a11y.Bus.GetAddress"]).returncode == 0, "the accessibility bus")
        self.accessibility = card_reader.connect(address)

    def spawn(self, name, command, env=None, **options):
        """Starts a process that the session ends; its output goes to a log in the output folder."""
        with open(os.path.join(self.output, name + ".log"), "ab") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
                                       env=env or self.env, cwd=self.folder, start_new_session=True, **options)
        self.spawned.append(process)
        try:
            # What is measured should be the program, not how busy the machine is with other things.
            os.setpriority(os.PRIO_PROCESS, process.pid, -10)
        except OSError:
            pass
        return process

    def run(self, command, seconds=10, env=None):
        try:
            return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env or self.env,
                                  cwd=self.folder, timeout=seconds, check=False, encoding="utf-8", errors="replace")
        except subprocess.TimeoutExpired:
            return subprocess.CompletedProcess(command, 124, "")

    def end(self, process, seconds=5):
        """Asks, then insists. Returns whether asking was enough."""
        asked = True
        if process.poll() is None:
            process.terminate()
            try:
                process.wait(seconds)
            except subprocess.TimeoutExpired:
                asked = False
                process.kill()
                process.wait()
        if process in self.spawned:
            self.spawned.remove(process)
        return asked

    @staticmethod
    def end_orphans():
        end = time.monotonic() + 3
        while True:
            orphans = children()
            if not orphans:
                return
            for pid in orphans:
                try:
                    os.kill(pid, signal.SIGTERM if time.monotonic() < end else signal.SIGKILL)
                    os.waitpid(pid, os.WNOHANG)
                except (ProcessLookupError, ChildProcessError):
                    pass
            time.sleep(0.05)

    def screenshot(self, name):
        self.run(["import", "-window", "root", os.path.join(self.output, name + ".png")])

    def xdotool(self, *args):
        done = self.run(["xdotool", *[str(a) for a in args]])
        return done.stdout.strip() if done.returncode == 0 else ""
