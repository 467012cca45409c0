#!/bin/sh
# The browser tests use the system's Chromium and a Chinese font. On Debian and as root what is missing is installed;
# elsewhere it is named, and the browser tests skip.
set -eu
command -v chromium >/dev/null 2>&1 && [ -n "$(find /usr/share/fonts -iname 'NotoSansCJK*' 2>/dev/null | head -n 1)" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "Installing Chromium and Chinese fonts for the browser tests …"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-cjk >/dev/null
else
  echo "Chromium or Chinese fonts are missing: browser tests will be skipped (Debian: apt-get install chromium fonts-noto-cjk)."
fi
