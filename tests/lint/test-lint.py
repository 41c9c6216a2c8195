#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The rules of the house that a compiler does not know: layers, exported symbols, licence lines, translations, things that are not done."""

import os
import re
import subprocess
import sys

from cases import check, equal, run

SOURCE = sys.argv[1]
LIBRARY = sys.argv[2]

# A folder may use only those before it; ui and clients use the public headers alone.
LAYERS = ["model", "parse", "net", "store", "history", "providers", "engine"]
SCRIPTS = ("try", "check", ".ci/run", ".ci/count")
NOT_DONE = (
    (r"\bgoto\b", "goto"),
    (r"\b(sprintf|strcpy|strcat|gets|system) \(", "an unbounded or unchecked call"),
    (r"SSL_VERIFY(PEER|HOST), *0", "TLS verification switched off"),
    (r"XML_PARSE_(NOENT|HUGE|DTDLOAD|DTDATTR)", "a dangerous option of libxml2"),
    (r"g_markup_printf_escaped|gtk_label_set_markup|pango_parse_markup", "markup from text"),
    (r"\b(TODO|FIXME|XXX|HACK)\b", "something left open"),
    (r"g_test_(skip|incomplete)", "a test that can skip"),
    (r"G_TEST_OPTION_ISOLATE_DIRS,", "folders that GLib loses, which LeakSanitizer reports: tests/meson.build isolates"),
)


def walk(*folders):
    """Paths below the folders, relative to the sources."""
    for folder in folders:
        for path, names, files in os.walk(os.path.join(SOURCE, folder)):
            names[:] = [n for n in names if not n.startswith(("build", ".", "__"))]
            for name in sorted(files):
                yield os.path.relpath(os.path.join(path, name), SOURCE)


def read(path):
    with open(os.path.join(SOURCE, path), encoding="utf-8") as stream:
        return stream.read()


def includes(path):
    return re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]', read(path), re.M)


def layer_of(path):
    return path.split("/")[1]


def c_files(*folders):
    return [p for p in walk(*folders) if p.endswith((".c", ".h"))]


def may_include(path, target):
    mine, other = layer_of(path), layer_of(target)
    if os.path.dirname(path) == os.path.dirname(target):
        return True
    if mine in LAYERS:
        return other in LAYERS and LAYERS.index(other) <= LAYERS.index(mine)
    return mine == "clients" and "/cli/" not in path and (other == "ui" or os.path.dirname(target) == "plugin/clients")


def test_each_folder_uses_only_lower_ones():
    # Two folders may have headers of one name: then one of them must be allowed.
    homes = {}
    for path in c_files("plugin"):
        if path.endswith(".h"):
            homes.setdefault(os.path.basename(path), []).append(path)
    equal([(path, name) for path in c_files("plugin") for kind, name in includes(path)
           if kind == '"' and name in homes and not any(may_include(path, target) for target in homes[name])], [], "includes")


def test_toolkits_stay_in_their_folders():
    wrong = []
    for path in c_files("plugin", "include"):
        for kind, name in includes(path):
            if kind != "<":
                continue
            if re.match(r"(gtk|gdk|gdk-pixbuf)/", name) and not re.match(r"plugin/(ui|clients/(claws|evolution))/", path):
                wrong.append("%s: %s" % (path, name))
            if re.match(r"(evolution|mail/|shell/e-|e-util/|camel/|libe|libedata)", name) \
                    and not path.startswith(("plugin/clients/evolution/", "plugin/providers/evolution/")):
                wrong.append("%s: %s" % (path, name))
    equal(wrong, [], "includes")


def test_the_public_headers_stand_alone():
    private = {os.path.basename(p) for p in c_files("plugin") if p.endswith(".h")}
    wrong = ["%s: %s" % (p, name) for p in c_files("include") for kind, name in includes(p)
             if not name.startswith("kith/") and (kind == '"' or os.path.basename(name) in private)]
    equal(wrong, [], "includes")
    listed = {"include/" + name for _, name in includes("include/kith/kith.h")}
    equal({p for p in c_files("include") if not p.endswith("/kith.h")}, listed, "kith.h")


def declared_symbols():
    symbols = set()
    for path in c_files("include"):
        text = re.sub(r"/\*.*?\*/", "", read(path), flags=re.S)
        text = re.sub(r"^\s*#(?:.*\\\n)*.*$", "", text, flags=re.M)
        symbols.update(t + "_get_type" for t in re.findall(r"G_DECLARE_\w+_TYPE \(\w+, (kith_\w+),", text))
        text = re.sub(r"G_DE(CLARE|FINE)_\w+ \([^)]*\)", "", text)
        symbols.update(re.findall(r"\b(kith_\w+) \(", text))
    return symbols


def test_the_library_exports_what_the_headers_declare():
    out = subprocess.run(["nm", "-D", "--defined-only", LIBRARY], stdout=subprocess.PIPE, check=True, encoding="ascii").stdout
    # The sanitizers have symbols of their own.
    exported = {line.split()[2].partition("@")[0] for line in out.splitlines() if not re.search(r"__(asan|ubsan|odr)", line)}
    declared = declared_symbols()
    equal(sorted(exported - declared), [], "exported, not declared")
    equal(sorted(declared - exported), [], "declared, not exported")


def test_no_widget_ends_in_a_thread_of_a_task():
    # The thread may be the last to hold the task, and with it the source object.
    wrong = []
    for path in c_files("plugin/ui", "plugin/clients"):
        text = read(path)
        if "g_task_run_in_thread (" in text:
            wrong += ["%s: %s" % (path, source) for source in re.findall(r"g_task_new \((\w+)", text) if source != "NULL"]
    equal(wrong, [], "tasks with a source object in a file that runs tasks in threads")


def test_each_file_says_its_licence():
    wrong = []
    for path in list(walk("plugin", "include", "tests", "data")) + list(SCRIPTS):
        if path.endswith((".c", ".h", ".py", ".sh", ".provider", ".xml", ".ui", ".css", ".rng")) or path in SCRIPTS:
            if "tests/fixtures/" in path and not path.endswith((".c", ".h", ".py")):
                continue
            head = read(path)[:600]
            if "SPDX-FileCopyrightText:" not in head or "SPDX-License-Identifier: LGPL-2.1-or-later" not in head:
                wrong.append(path)
    equal(wrong, [], "without the two lines")


def test_every_text_is_offered_for_translation():
    listed = [line for line in read("po/POTFILES.in").splitlines() if line and not line.startswith("#")]
    equal(listed, sorted(set(listed)), "po/POTFILES.in in order")
    wanted = {p for p in c_files("plugin") if re.search(r"\bN?C?_ \(|\bN?C?_\(|ngettext \(", re.sub(r"/\*.*?\*/", "", read(p), flags=re.S))}
    wanted |= {p for p in walk("plugin", "data") if p.endswith((".ui", ".metainfo.xml.in", ".desktop.in"))}
    wanted |= {p for p in walk("plugin", "data") if p.endswith(".gschema.xml") and "gettext-domain" in read(p)}
    equal(sorted(wanted - set(listed)), [], "missing in po/POTFILES.in")
    equal(sorted(p for p in listed if not os.path.exists(os.path.join(SOURCE, p))), [], "gone")


def test_nothing_that_is_not_done():
    wrong = []
    for path in c_files("plugin", "include", "tests"):
        text = read(path)
        for pattern, what in NOT_DONE:
            if re.search(pattern, text):
                wrong.append("%s: %s" % (path, what))
        lines = text.count("\n")
        if lines > 800:
            wrong.append("%s: %d lines" % (path, lines))
    equal(wrong, [], "to be done otherwise")


def test_the_metainfo_is_valid():
    done = subprocess.run(["appstreamcli", "validate", "--no-net", "--no-color", os.path.join(SOURCE, "data/org.kith.Kith.metainfo.xml")],
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, encoding="utf-8")
    # Kith has no site of its own to name.
    wrong = [line for line in done.stdout.splitlines() if line.startswith(("E:", "W:")) and "url-homepage-missing" not in line]
    equal(wrong, [], done.stdout)


def test_the_manual_names_every_command():
    commands = re.findall(r'^  \{ "([a-z]+)", ', read("plugin/clients/cli/kith-main.c"), re.M)
    check(len(commands) > 5, "no commands are found")
    manual = read("data/kith.1").replace("\\-", "-")
    equal([c for c in commands if not re.search(r"^\.B kith %s\b" % c, manual, re.M)], [], "missing in data/kith.1")


def test_the_manual_names_every_setting():
    keys = set(re.findall(r'<key name="([a-z-]+)"', read("data/org.kith.Kith.gschema.xml")))
    check(len(keys) > 20, "no settings are found")
    manual = read("data/manual/administrator.md")
    tables = "".join(line for line in manual.splitlines() if line.startswith("| `"))
    equal(sorted(k for k in keys if "`%s`" % k not in tables), [], "missing in data/manual/administrator.md")


def test_the_manual_has_no_loose_ends():
    pages = [os.path.relpath(os.path.join(folder, name), SOURCE) for folder, _, names in os.walk(os.path.join(SOURCE, "data/manual")) for name in names]
    linked = set()
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)[^):]*\)", read(page)):
            path = os.path.normpath(os.path.join(os.path.dirname(page), target))
            check(os.path.exists(os.path.join(SOURCE, path)), "%s links %s, which is missing" % (page, target))
            linked.add(path)
    equal(sorted(set(pages) - linked - {"data/manual/index.md"}), [], "linked from nowhere")


def test_scripts_are_sound():
    for path in ("try", "check", ".ci/run", ".ci/packages.sh", ".ci/root.sh"):
        if os.path.exists(os.path.join(SOURCE, path)):
            done = subprocess.run(["bash", "-n", os.path.join(SOURCE, path)], stderr=subprocess.PIPE, check=False)
            equal((done.returncode, done.stderr), (0, b""), path)
            check(not re.search(r"https?://(?!www\.gnu\.org)[a-z0-9.-]*(debian|mirror)", read(path)), "%s names a mirror" % path)


run(globals())
