#!/usr/bin/env bash
# Installs the Debian packages that are missing. Usage: install-packages.sh build|conformance
set -euo pipefail
case "${1:?build or conformance}" in
  build) wanted="libssl-dev libsqlite3-dev libarchive-dev libdeflate-dev libisal-dev libacl1-dev libbz2-dev liblzma-dev
      liblz4-dev libzstd-dev nettle-dev zlib1g-dev libexpat1-dev libpng-dev libewf-dev libexif-dev
      libmagic-dev libqpdf-dev libturbojpeg0-dev libtiff-dev poppler-utils pkg-config" ;;
  conformance)
    wanted="openssl unzip p7zip-full libarchive-tools gnutls-bin libnss3-tools gpgsm libbcpkix-java
      default-jdk-headless golang-go golang-golang-x-mod-dev python3-venv time ewf-tools hashdeep" ;;
  *) echo "usage: install-packages.sh build|conformance" >&2; exit 2 ;;
esac
missing=""
for package in $wanted; do
  dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null | grep -q '^install ok installed$' || missing="$missing $package"
done
[ -z "$missing" ] && exit 0
as_root=""
[ "$(id -u)" = 0 ] || as_root=sudo
echo "Installing:$missing"
$as_root apt-get update -qq
$as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq $missing >/dev/null
