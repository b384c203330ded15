#!/usr/bin/env bash
# Replaces the authority of an installation, and every certificate, while it runs:
#   bash deploy/operate/rotate-certificates.sh FOLDER [COMMAND...]
#
# FOLDER   holds ca.crt and ca.key, and NAME.crt with NAME.key for each process, as deploy/compose/make-secrets.sh makes them
# COMMAND  what brings the files to processes that read others: kubectl apply, rsync. It runs after each of the three steps.
#
# 1. ca.crt holds a new authority beside the old one, so that certificates of both are believed.
# 2. Every NAME gets a new key and a certificate by the new authority, for the same names as before.
# 3. ca.crt holds the new authority alone.
#
# After each step the script waits CX_WAIT_SECONDS (10): a process looks at its files every 5 seconds. Where files need longer to arrive,
# as Secrets of Kubernetes do, set 120. With CX_ADDRESSES ("scoring=127.0.0.1:7100,...") it looks before step 3 whether each of these
# servers shows a certificate of the new authority, and stops when one does not: then both authorities stay, and nothing is refused. The
# next run begins with a new authority. What was there before is in FOLDER/before, for the way back. Every other program that trusts
# ca.crt needs the new file too: cx, Prometheus, feeds.
set -euo pipefail
[ $# -ge 1 ] || { echo "bash deploy/operate/rotate-certificates.sh FOLDER [COMMAND...]" >&2; exit 1; }
. "$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/files.sh"
folder=$1
shift
need openssl
[ -s "$folder/ca.crt" ] && [ -s "$folder/ca.key" ] || refuse FOLDER_INVALID "$folder holds no ca.crt and ca.key"
names=()
for file in "$folder"/*.crt; do
  name=$(basename "$file" .crt)
  [ "$name" = ca ] || names+=("$name")
  [ -s "$folder/$name.key" ] || refuse FOLDER_INVALID "$folder/$name.key is missing"
done
[ "${#names[@]}" -gt 0 ] || refuse FOLDER_INVALID "$folder holds no certificate of a process"
settle() { sleep "${CX_WAIT_SECONDS:-10}"; }
days=${CX_CERTIFICATE_DAYS:-825}

rm -rf "$folder/before"
(umask 077 && mkdir "$folder/before" && cp -p "$folder"/*.crt "$folder"/*.key "$folder/before/")

subject=$(openssl x509 -in "$folder/ca.crt" -noout -subject -nameopt RFC2253 | sed 's/^subject= *CN *= *//')
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 3650 -subj "/CN=${subject//\//\\/}" \
  -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' -addext 'subjectKeyIdentifier=hash' \
  -keyout "$work/ca.key" -out "$work/ca.crt" 2>"$work/error" || refuse OPENSSL_FAILED "$(tail -1 "$work/error")"
cat "$work/ca.crt" "$folder/ca.crt" | write_over "$folder/ca.crt"
bring "$@"
settle
echo "1. the new authority is believed beside the old one"

# Both authorities have one name, so a certificate says by the key which of them has signed it.
for name in "${names[@]}"; do
  hosts=$(openssl x509 -in "$folder/$name.crt" -noout -ext subjectAltName | sed -e 1d -e 's/IP Address:/IP:/g' -e 's/^ *//')
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$name" \
    -keyout "$work/$name.key" -out "$work/$name.csr" 2>"$work/error" || refuse OPENSSL_FAILED "$name: $(tail -1 "$work/error")"
  printf '%s\n' "subjectAltName=$hosts" 'basicConstraints=critical,CA:FALSE' 'keyUsage=critical,digitalSignature' \
    'extendedKeyUsage=serverAuth,clientAuth' 'authorityKeyIdentifier=keyid' >"$work/$name.ext"
  openssl x509 -req -sha256 -days "$days" -in "$work/$name.csr" -CA "$work/ca.crt" -CAkey "$work/ca.key" -CAcreateserial \
    -extfile "$work/$name.ext" -out "$work/$name.crt" 2>"$work/error" || refuse OPENSSL_FAILED "$name: $(tail -1 "$work/error")"
done
# The files come only when all could be made.
for name in "${names[@]}"; do
  write_over "$folder/$name.key" <"$work/$name.key"
  write_over "$folder/$name.crt" <"$work/$name.crt"
done
write_over "$folder/ca.key" <"$work/ca.key"
# Kafka of deploy/compose takes key and certificate as one file.
if [ -e "$folder/kafka.pem" ]; then cat "$folder/kafka.key" "$folder/kafka.crt" | write_over "$folder/kafka.pem"; fi
bring "$@"
settle
echo "2. new certificates for ${#names[@]} names: ${names[*]}"

IFS=, read -ra addresses <<<"${CX_ADDRESSES:-}"
for address in "${addresses[@]}"; do
  shown=$(openssl s_client -connect "${address#*=}" -CAfile "$work/ca.crt" -verify_return_error </dev/null 2>&1 || true)
  [[ $shown == *"Verify return code: 0 (ok)"* ]] ||
    refuse AUTHORITY_IN_USE "${address%%=*} still shows a certificate of the old authority; both stay in ca.crt. Its log says why"
done
write_over "$folder/ca.crt" <"$work/ca.crt"
bring "$@"
settle
echo "3. the old authority is not believed any more; the files of before are in $folder/before"
echo "check: cx_certificate_expires_timestamp_seconds of each process is $(date -u -d "$(openssl x509 -in "$work/ca.crt" -noout -enddate | cut -d= -f2)" +%s) for certificate=\"authority\""
