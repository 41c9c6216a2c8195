# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""A real directory: OpenLDAP's slapd as Debian ships it, started for a test on loopback, over TLS."""

import os
import shutil
import subprocess
import tempfile

from address_book_server import find_port, wait_for

SLAPD = "/usr/sbin/slapd"
BASE = "dc=example,dc=org"
PEOPLE = "ou=people," + BASE
ADMIN, ADMIN_PASSWORD = "cn=admin," + BASE, "s3cret"

CONFIG = """include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
TLSCertificateFile {cert}
TLSCertificateKeyFile {key}
TLSVerifyClient never
sizelimit {sizelimit}
loglevel none
{access}
database mdb
maxsize 10485760
suffix "{base}"
directory {folder}/data
rootdn "{admin}"
rootpw {password}
"""

TREE = """dn: dc=example,dc=org
objectClass: organization
objectClass: dcObject
dc: example
o: Example Rail Ltd

dn: ou=people,dc=example,dc=org
objectClass: organizationalUnit
ou: people

"""


class Slapd:
    """
    One directory in a folder of its own; both go away at the end. Not named "localhost": libldap compares that with the certificate as this computer's
    own name.
    """

    def __init__(self, facts, ldif, closed=False, sizelimit=500):
        self.folder = tempfile.mkdtemp(prefix="kith-directory-")
        self.port = find_port()
        self.url = "ldaps://127.0.0.1:%d/%s" % (self.port, PEOPLE)
        os.mkdir(os.path.join(self.folder, "data"))
        self.config = self.write("slapd.conf", CONFIG.format(
            cert=facts["cert_file"], key=facts["key_file"], base=BASE, folder=self.folder, admin=ADMIN, password=ADMIN_PASSWORD, sizelimit=sizelimit,
            access="access to * by users read by anonymous auth" if closed else "access to * by * read"))
        subprocess.run([SLAPD, "-T", "add", "-f", self.config, "-l", self.write("tree.ldif", TREE + ldif)], check=True, stdout=subprocess.DEVNULL)
        with open(os.path.join(self.folder, "output"), "wb") as output:
            self.process = subprocess.Popen([SLAPD, "-f", self.config, "-h", "ldaps://127.0.0.1:%d" % self.port, "-d", "0"],
                                            stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        wait_for(self.port, self.process)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as stream:
            stream.write(text)
        return path

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        shutil.rmtree(self.folder)
