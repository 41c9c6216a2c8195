#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""The manual agrees with the files: each provider has its page, which says what the file says; what is left out is named with its reason."""

import json
import os
import re
import xml.etree.ElementTree

from cases import check, equal, run

SOURCE = os.environ["KITH_TEST_SOURCE"]
FILES = os.path.join(SOURCE, "data/providers")
MANUAL = os.path.join(SOURCE, "data/manual")
VECTORS = os.path.join(SOURCE, "tests/fixtures/vectors")
RECEIVERS = {"service": "to the service", "sender-server": "to the person's own server", "own-server": "to a server of your own"}
SECTIONS = ("What it needs", "What leaves", "What comes", "Limits", "Terms")


def read(*path):
    with open(os.path.join(*path), encoding="utf-8") as stream:
        return stream.read()


def providers():
    for name in sorted(os.listdir(FILES)):
        if name.endswith(".provider"):
            root = xml.etree.ElementTree.parse(os.path.join(FILES, name)).getroot()
            yield root.get("id"), root


def sections(page):
    parts = re.split(r"^## (.*)$", page, flags=re.M)
    return dict(zip(parts[1::2], (text.strip() for text in parts[2::2])))


def leading_words(text):
    """The words in backticks at the beginning, before anything else is said."""
    return re.findall(r"`([a-z-]+)`", re.match(r"(?:`[a-z-]+`(?:, )?)*", text).group(0))


def test_each_provider_has_its_page():
    index = read(MANUAL, "index.md")
    count = 0
    for id, root in providers():
        parts = sections(read(MANUAL, "providers", id + ".md"))
        for title in SECTIONS:
            check(len(parts.get(title, "")) > 3, "%s: %s" % (id, title))
        check("](providers/%s.md)" % id in index, "%s is not in the index" % id)
        check("`%s`" % id in read(MANUAL, "providers", id + ".md"), id)
        terms = root.get("terms")
        check(terms is None or "](%s)" % terms in parts["Terms"], "%s: where its terms are" % id)
        count += 1
    check(count >= 24, str(count))


def test_what_leaves_is_what_the_file_sends():
    for id, root in providers():
        privacy = root.find("privacy")
        text = sections(read(MANUAL, "providers", id + ".md"))["What leaves"]
        equal(leading_words(text), privacy.get("sends").split(), id)
        check(RECEIVERS[privacy.get("reveals-to")] in text.split(".")[0], "%s: to whom" % id)
        server = root.find("server")
        if privacy.get("reveals-to") == "service":
            check(re.sub(r"^https://([^/]*).*$", r"\1", server.get("url")) in text, "%s: which host" % id)
        if privacy.get("when") == "click":
            check("click" in text, "%s: only on a click" % id)
        if privacy.get("freemail") == "no":
            check("Mail providers" in text, "%s: mail providers" % id)


def test_what_comes_is_what_the_file_reads():
    for id, root in providers():
        text = sections(read(MANUAL, "providers", id + ".md"))["What comes"]
        equal(set(leading_words(text)), {fact.get("field") for fact in root.iter("fact")}, id)
        shared = any(True for _ in root.iter("connection"))
        equal("Shared connections" in text, shared, "%s: shared connections" % id)


def test_limits_are_those_of_the_file():
    for id, root in providers():
        text = sections(read(MANUAL, "providers", id + ".md"))["Limits"]
        for limit in root.findall("limit"):
            for number in (limit.get("requests"), limit.get("with-token")):
                check(number is None or re.search(r"\b%s\b" % number, text), "%s: %s" % (id, number))


def test_what_is_left_out_is_named_with_its_reason():
    plans = json.loads(read(SOURCE, "tests/providers/vectors.json"))
    left_out = accounted = 0
    for folder in sorted(os.listdir(VECTORS)):
        if not os.path.isdir(os.path.join(VECTORS, folder)):
            continue
        check(folder in plans, "%s has no plan" % folder)
        for case in json.loads(read(VECTORS, folder, "index.json"))["cases"]:
            accounted += 1
            plan = dict(plans[folder]["all"], **plans[folder].get("cases", {}).get(case["id"], {}))
            if "reason" not in plan:
                continue
            left_out += 1
            page = read(MANUAL, plan["page"] + ".md") if "page" in plan else read(MANUAL, "providers", plan["provider"] + ".md")
            check("`%s`" % case["id"] in page and plan["reason"] in page, "%s/%s: %s" % (folder, case["id"], plan["reason"]))
    print("# %d recorded cases, %d of them left out with a reason in the manual" % (accounted, left_out))
    check(accounted >= 239, str(accounted))


def test_what_files_say_is_offered_for_translation():
    offered = read(SOURCE, "plugin/providers/kith-description-words.c")
    for id, root in providers():
        texts = [root.find("about").text]
        for connection in root.iter("connection"):
            words = re.findall(r"words\('([^']*)'", connection.get("evidence"))
            check(words or "'" not in connection.get("evidence"), "%s: %s" % (id, connection.get("evidence")))
            texts += words
        for text in texts:
            check('N_("%s")' % text in offered, "%s: %s" % (id, text))


def test_links_lead_somewhere():
    for folder, _, names in os.walk(MANUAL):
        for name in names:
            if not name.endswith(".md"):
                continue
            for target in re.findall(r"\]\(([^)#:]+\.md)\)", read(folder, name)):
                check(os.path.exists(os.path.join(folder, target)), "%s: %s" % (name, target))


if __name__ == "__main__":
    run(globals())
