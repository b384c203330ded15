#!/bin/sh
# Makes the authority, certificates, passwords and keys of an installation by compose: sh deploy/compose/make-secrets.sh [FOLDER]
#
# What is there already stays: the case key can never change. The folder has mode 0700. Its files are readable for every user inside
# the containers, because compose mounts files with the owner and the mode that they have here. Delete the certificates of a process
# (tls/NAME.*) to get new ones; delete tls/ca.* as well for a new authority.
set -eu
umask 022
folder=${1:-$(dirname "$0")/secrets}
domain=${CX_TRUST_DOMAIN:-cx.internal}
days=${CX_CERTIFICATE_DAYS:-825}
mkdir -p "$folder/tls"
chmod 0700 "$folder"
cd "$folder"

secret() { if [ ! -s "$1" ]; then openssl rand -hex "$2" > "$1"; fi; }

secret case-key 32
for name in postgres grafana issuer issuer-database migrate scoring ordering warehouse delivery support survey signer payout; do
  secret "$name-password" 24
done
# By which messages to a first subscriber are signed, whose document names it: docs/webhooks.md.
if [ ! -s webhook-secrets ]; then printf 'first whsec_%s\n' "$(openssl rand -base64 32)" > webhook-secrets; fi
# The first key of the signer, as `cx key make` writes it; `cx key rotate` adds the next one.
if [ ! -s signing-keys ]; then
  openssl genpkey -algorithm ed25519 -outform DER -out signing.der 2>/dev/null
  private=$(tail -c 32 signing.der | od -An -v -tx1 | tr -d ' \n')
  openssl pkey -inform DER -in signing.der -pubout -outform DER 2>/dev/null | tail -c 32 > signing.public
  printf '{"keys":[{"key_id":"%s","public_key":"%s","private_key":"%s","from":"%s"}]}\n' \
    "$(openssl dgst -sha256 -r signing.public | cut -c 1-16)" "$(od -An -v -tx1 signing.public | tr -d ' \n')" "$private" \
    "$(date -u +%Y-%m-%dT%H:%M:%SZ)" > signing-keys
  rm -f signing.der signing.public
fi
if [ ! -s installation ]; then
  openssl rand -hex 16 | sed -E 's/^(.{8})(.{4}).(.{3}).(.{3})(.{12})$/\1-\2-4\3-a\4-\5/' > installation
fi

if [ ! -s tls/ca.key ]; then
  openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -days 3650 -subj "/CN=cx-index $domain" \
    -addext 'basicConstraints=critical,CA:TRUE' -addext 'keyUsage=critical,keyCertSign,cRLSign' \
    -keyout tls/ca.key -out tls/ca.crt 2>/dev/null
  chmod 0600 tls/ca.key
fi

# NAME and the names under which its host is reached. A process is known by the name in its URI.
certificate() {
  name=$1
  if [ -s "tls/$name.crt" ]; then return; fi
  shift
  hosts=$(printf 'DNS:%s,' "$@")
  openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -sha256 -subj "/CN=$name" \
    -keyout "tls/$name.key" -out "tls/$name.csr" 2>/dev/null
  printf '%s\n' "subjectAltName=${hosts}URI:spiffe://$domain/$name" 'basicConstraints=critical,CA:FALSE' \
    'keyUsage=critical,digitalSignature' 'extendedKeyUsage=serverAuth,clientAuth' > "tls/$name.ext"
  openssl x509 -req -sha256 -days "$days" -in "tls/$name.csr" -CA tls/ca.crt -CAkey tls/ca.key -CAcreateserial \
    -extfile "tls/$name.ext" -out "tls/$name.crt" 2>/dev/null
  rm -f "tls/$name.csr" "tls/$name.ext" tls/ca.srl
  chmod 0644 "tls/$name.key"
}

for name in scoring ordering warehouse delivery support survey signer payout; do certificate "$name" "$name" localhost; done
certificate prometheus prometheus
certificate postgres postgres
certificate kafka kafka
certificate grafana grafana localhost
certificate issuer issuer issuer.localhost localhost
# Kafka takes key and certificate as one file.
cat tls/kafka.key tls/kafka.crt > tls/kafka.pem
echo "secrets in $folder"
