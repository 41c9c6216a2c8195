#!/usr/bin/python3
# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A browser whose owner signs in and allows at once: visits the page, follows it back to the program.

kith-fake-browser.py FOLDER URI: FOLDER holds ca.pem, and "mode": come-back (what it does without that file), wrong-state, refuse, never. What it
saw is added to FOLDER/visits, one JSON object a line.
"""

import json
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request


class Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None


def visit(opener, uri):
    try:
        with opener.open(uri, timeout=30) as answer:
            return answer.status, answer.headers, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read().decode()


def main():
    folder, uri = sys.argv[1:]
    try:
        with open(os.path.join(folder, "mode"), encoding="utf-8") as stream:
            mode = stream.read().strip()
    except FileNotFoundError:
        mode = "come-back"
    context = ssl.create_default_context(cafile=os.path.join(folder, "ca.pem"))
    # Python 3.13 wants more of an authority than one that is made for a test has.
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    opener = urllib.request.build_opener(Stay, urllib.request.HTTPSHandler(context=context), urllib.request.ProxyHandler({}))
    pages = []
    parameters = dict(urllib.parse.parse_qsl(uri.partition("?")[2]))
    back = parameters["redirect_uri"]
    if mode == "wrong-state":
        for query in ({"code": "stolen", "state": "x" * 43}, {"code": "stolen"}, {"code": "stolen", "state": ""}):
            pages.append(visit(opener, back + "?" + urllib.parse.urlencode(query))[0])
    if mode == "refuse":
        pages.append(visit(opener, back + "?" + urllib.parse.urlencode({"error": "access_denied", "state": parameters["state"]}))[0])
    elif mode != "never":
        status, headers, _ = visit(opener, uri)
        pages.append(status)
        if status == 302:
            pages.append(visit(opener, headers["Location"])[0])
    with open(os.path.join(folder, "visits"), "a", encoding="utf-8") as stream:
        stream.write(json.dumps({"uri": uri, "pages": pages}) + "\n")


main()
