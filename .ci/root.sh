# SPDX-FileCopyrightText: 2026 The Kith authors
# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Another Debian in a folder: made with debootstrap, entered with chroot in a mount namespace of its own. Root only.
# shellcheck shell=bash

# The mirror that apt already uses on this machine.
debian_mirror ()
{
  apt-get indextargets --format '$(LABEL) $(REPO_URI)' 'Created-By: Packages' 2>/dev/null | awk '$1 == "Debian" { print $2; exit }'
}

debian_codename ()
{
  case "$1" in
    12) echo bookworm ;;
    13) echo trixie ;;
    *) return 1 ;;
  esac
}

# make_root FOLDER VERSION: a minimal Debian that fetches packages the way this machine does.
make_root ()
{
  local root=$1 codename mirror proxy
  codename=$(debian_codename "$2") || { echo "No Debian $2 here; 12 and 13 are known." >&2; return 2; }
  mirror=$(debian_mirror)
  [ -n "$mirror" ] || { echo "apt names no Debian mirror; run apt-get update first." >&2; return 1; }
  proxy=$(apt-config dump --format '%v' Acquire::http::Proxy 2>/dev/null)
  [ -n "$proxy" ] && [ "$proxy" != DIRECT ] && export http_proxy=${http_proxy:-$proxy} https_proxy=${https_proxy:-$proxy}
  debootstrap --variant=minbase --include=ca-certificates "$codename" "$root" "$mirror" >"$root.log" 2>&1 \
    || { tail -n 20 "$root.log" >&2; return 1; }
  rm -f "$root.log"
  # No service is started in there.
  printf '#!/bin/sh\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
  chmod 755 "$root/usr/sbin/policy-rc.d"
  # How this machine reaches its mirror: proxies, clocks, names and certificates of its own.
  apt-config dump 2>/dev/null | grep -E '^Acquire::(http|https|Check-Valid-Until|Check-Date|Retries)\b' >"$root/etc/apt/apt.conf.d/90machine"
  cp -L /etc/resolv.conf /etc/hosts "$root/etc/" 2>/dev/null
  if compgen -G '/usr/local/share/ca-certificates/*.crt' >/dev/null; then
    cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/"
    chroot "$root" update-ca-certificates >/dev/null 2>&1
  fi
}

# enter_root FOLDER "FROM TO MODE …" COMMAND…: binds each FROM at TO (mode rw or ro) and runs the command. What is mounted vanishes with the
# namespace, however the command ends. WebKit needs /proc, /sys and the root as a mount point of its own.
enter_root ()
{
  local root=$1 binds=$2
  shift 2
  unshare --mount --propagation private --pid --fork --kill-child -- bash -c '
    set -e
    root=$1; read -r -a binds <<<"$2"; shift 2
    mount --bind "$root" "$root"
    mount -t proc proc "$root/proc"
    mount --rbind /sys "$root/sys"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$root/dev/pts"
    mount -t tmpfs -o mode=1777 shm "$root/dev/shm"
    mount -t tmpfs -o mode=1777 tmp "$root/tmp"
    for ((i = 0; i + 2 < ${#binds[@]}; i += 3)); do
      mkdir -p "$root${binds[i + 1]}"
      mount --bind "${binds[i]}" "$root${binds[i + 1]}"
      [ "${binds[i + 2]}" = rw ] || mount -o remount,bind,ro "$root${binds[i + 1]}"
    done
    exec chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 TERM="${TERM:-dumb}" "$@"' root "$root" "$binds" "$@"
}
