# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# The one list of Debian packages, sourced by ./try and ./check: names that Debian 12 and Debian 13 share.
# shellcheck shell=bash disable=SC2034

packages_build=(
  gcc libc6-dev pkg-config meson ninja-build gettext
  libglib2.0-dev libcurl4-openssl-dev libxml2-dev libsqlite3-dev libsecret-1-dev libjansson-dev libgmime-3.0-dev libarchive-dev libpsl-dev libldap-dev
)
# The fixture server and the certificate authority of a run.
packages_server=(python3 openssl ca-certificates)
packages_claws=(libgtk-3-dev claws-mail libclaws-mail-dev)
packages_evolution=(libgtk-3-dev evolution evolution-dev libebook1.2-dev)
# A screen that nobody looks at, a window manager, a session bus and the accessibility bus to read the card.
packages_screen=(
  xvfb openbox xdotool imagemagick x11-utils dbus dbus-x11 at-spi2-core gir1.2-atspi-2.0 python3-gi
  librsvg2-common adwaita-icon-theme fonts-dejavu-core procps
)
packages_tests=(evolution-data-server dbus libasan8 libubsan1 nghttp2-server libatspi2.0-dev python3-jsonschema python3-radicale xandikos slapd binutils appstream
  dconf-cli dconf-gsettings-backend dconf-service)

# Prints those of the packages named that are not installed.
missing_packages ()
{
  local p
  for p in "$@"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || echo "$p"
  done | sort -u
}

# Says what it is about to install, then installs it, as root or with sudo.
install_packages ()
{
  local missing as_root=()
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  command -v apt-get >/dev/null || { echo "This needs Debian; please install: ${missing[*]}" >&2; return 1; }
  echo "Installing from Debian: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || { echo "Please run this as root, or install sudo." >&2; return 1; }
    as_root=(sudo)
  fi
  # The tests start a directory server of their own; the package would set up and start another.
  case " ${missing[*]} " in
    *" slapd "*) echo "slapd slapd/no_configuration boolean true" | "${as_root[@]}" debconf-set-selections ;;
  esac
  as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
  "${as_root[@]}" -qq update || return 1
  "${as_root[@]}" -qq -y --no-install-recommends install "${missing[@]}" >/dev/null
}
