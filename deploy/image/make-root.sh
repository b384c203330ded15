#!/bin/sh
# Lays out the root file system of the image in an empty folder: sh deploy/image/make-root.sh FOLDER. Run `npm run build` before.
# The Dockerfile runs it; a test runs it without a container engine, and starts every process from the result.
set -eu
umask 022
cd "$(dirname "$0")/../.."
root=$1
app=$root/app
mkdir -p "$app" "$root/usr/local/bin" "$root/etc" "$root/tmp" "$root/proc" "$root/dev" "$root/sys"

# The services and the packages that they need.
cp -R dist/. "$app/"
cp package-lock.json LICENSE "$app/"
if [ -f .npmrc ]; then cp .npmrc "$app/"; fi
(
  cd "$app"
  npm ci --omit=dev --ignore-scripts --no-audit --no-fund --silent
  npm pkg delete devDependencies scripts
)

# Node.js, and the shared libraries that it and the native packages load.
node=$(readlink -f "$(command -v node)")
cp "$node" "$root/usr/local/bin/node"
libraries=$({
  ldd "$node"
  find "$app/node_modules" -name '*.node' -exec ldd {} ';'
} | sed -n 's/^[^/]*\(\/[^ ]*\) (0x.*/\1/p' | sort -u)
for library in $libraries; do
  mkdir -p "$root$(dirname "$library")"
  cp -L "$library" "$root$library"
done

# The list of all that, and then nothing that no process reads: sources, types, maps and pages of packages. Licences stay.
(cd "$app" && npm sbom --omit=dev --sbom-format=cyclonedx) | node deploy/image/sbom.mjs $libraries > "$root/sbom.cdx.json"
mv "$root/sbom.cdx.json" "$app/"
rm -rf "$app/.npmrc" "$app/package-lock.json" "$app/node_modules/.package-lock.json" "$app/node_modules/.bin"
find "$app/node_modules" -type f \( -name '*.map' -o -name '*.ts' -o -name '*.cts' -o -name '*.mts' -o -name '*.md' \) \
  ! -iname 'licen[cs]e*' ! -iname 'notice*' -delete

# The user of the processes, and how names of hosts are looked up.
echo 'cx:x:10001:10001:cx-index:/app:/nonexistent' > "$root/etc/passwd"
echo 'cx:x:10001:' > "$root/etc/group"
echo 'hosts: files dns' > "$root/etc/nsswitch.conf"
