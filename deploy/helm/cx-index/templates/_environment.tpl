{{- /*
  The environment of a process, as settings of docs/settings.md. Secrets are files that _volumes.tpl mounts; their values stand nowhere
  here. Arguments: root, process.
*/ -}}
{{- define "cx.environment" -}}
{{- $root := .root }}{{ $process := .process }}
{{- $database := include "cx.database" . | fromYaml }}
{{- $env := dict
  "CX_HOST" $root.Values.installation.listen
  "CX_GRPC_PORT" "7100"
  "CX_HTTP_PORT" "7200"
  "CX_INSTALLATION" ($root.Values.installation.id | required "installation.id is not set: the UUID of this company")
  "CX_SHARDS" (toString $root.Values.installation.shards)
  "CX_LOG_LEVEL" $root.Values.installation.logLevel
  "CX_UPSTREAMS" (include "cx.upstreams" $root)
  "CX_DATABASE_URL" (include "cx.databaseUrl" (dict "root" $root "process" $process "user" $database.user))
  "CX_DATABASE_PASSWORD_FILE" (printf "/etc/cx/database/%s" $root.Values.database.passwordKey)
  "KAFKA_BROKERS" (join "," $root.Values.kafka.brokers)
}}
{{- $env = merge $env (include "cx.identityEnvironment" $root | fromYaml) }}
{{- if $root.Values.migrations.enabled }}{{ $_ := set $env "CX_MIGRATE" "wait" }}{{ end }}
{{- if $process.department }}{{ $_ := set $env "CX_DEPARTMENT" $process.department }}{{ end }}
{{- if and (eq $process.name "scoring") $root.Values.rest.enabled }}{{ $_ := set $env "CX_REST_PORT" "7400" }}{{ end }}
{{- if and (eq $process.name "scoring") $root.Values.webhooks.secret }}
  {{- $_ := set $env "CX_WEBHOOK_SECRETS_FILE" (printf "/etc/cx/webhooks/%s" $root.Values.webhooks.key) }}
{{- end }}
{{- if and (has $process.name (list "scoring" "payout")) $root.Values.signer.enabled }}
  {{- $_ := set $env "CX_SIGNER" (printf "%s-signer.%s.svc:7100" (include "cx.fullname" $root) $root.Release.Namespace) }}
{{- end }}
{{- if eq $process.name "signer" }}
  {{- $_ := set $env "CX_SIGNING_KEYS_FILE" (printf "/etc/cx/signing-keys/%s" $root.Values.signer.keys.key) }}
  {{- $_ := set $env "CX_AUDITORS" (join "," $root.Values.signer.auditors) }}
  {{- $_ := set $env "CX_UPSTREAMS" "{}" }}
  {{- $_ := set $env "KAFKA_BROKERS" "" }}
  {{- $_ := unset $env "CX_SHARDS" }}
{{- else if eq $process.name "payout" }}
  {{- $_ := set $env "CX_UPSTREAMS" (dict "scoring" (printf "%s-scoring.%s.svc:7100" (include "cx.fullname" $root) $root.Release.Namespace) | toJson) }}
  {{- $_ := set $env "KAFKA_BROKERS" "" }}
  {{- $_ := unset $env "CX_SHARDS" }}
{{- else if ne $process.name "scoring" }}
  {{- $_ := set $env "CX_CASE_KEY_FILE" (printf "/etc/cx/case-key/%s" $root.Values.caseKey.key) }}
  {{- $_ := set $env "CX_SILENT_AFTER_DAYS" (toString $root.Values.installation.silentAfterDays) }}
{{- end }}
{{- if and $root.Values.kafka.brokers (not (has $process.name (list "signer" "payout"))) }}{{ $env = merge $env (include "cx.kafkaEnvironment" . | fromYaml) }}{{ end }}
{{- range $name, $value := mergeOverwrite (deepCopy $root.Values.settings) (deepCopy ($process.values.settings | default dict)) }}
  {{- if hasKey $env $name }}{{ fail (printf "settings.%s: the chart sets it; use the value that leads to it" $name) }}{{ end }}
  {{- $_ := set $env $name (toString $value) }}
{{- end }}
{{- range $name := keys $env | sortAlpha }}
- name: {{ $name }}
  value: {{ get $env $name | quote }}
{{- end }}
{{- end }}

{{- define "cx.identityEnvironment" -}}
CX_TLS_CERTIFICATE_FILE: /etc/cx/tls/tls.crt
CX_TLS_KEY_FILE: /etc/cx/tls/tls.key
CX_TLS_CA_FILE: /etc/cx/tls/ca.crt
CX_TRUST_DOMAIN: {{ .Values.installation.trustDomain }}
CX_OIDC_ISSUER: {{ .Values.oidc.issuer | quote }}
CX_OIDC_AUDIENCE: {{ .Values.oidc.audience | quote }}
CX_OIDC_GROUPS_CLAIM: {{ .Values.oidc.groupsClaim | quote }}
CX_FIRST_PUBLISHERS: {{ join "," .Values.oidc.firstPublishers | quote }}
{{- if .Values.oidc.ca.secret }}
CX_OIDC_CA_FILE: /etc/cx/oidc-ca/{{ .Values.oidc.ca.key }}
{{- end }}
{{- end }}

{{- /* Arguments: root, process. */ -}}
{{- define "cx.kafkaEnvironment" -}}
{{- $process := .process }}
{{- with .root.Values.kafka }}
KAFKA_COMPRESSION: {{ .compression | quote }}
{{- if .tls.enabled }}
KAFKA_TLS: "yes"
{{- if .tls.ca.secret }}
KAFKA_TLS_CA_FILE: /etc/cx/kafka-ca/{{ .tls.ca.key }}
{{- end }}
{{- if .tls.clientCertificates }}
KAFKA_TLS_CERTIFICATE_FILE: /etc/cx/kafka/user.crt
KAFKA_TLS_KEY_FILE: /etc/cx/kafka/user.key
{{- end }}
{{- if .tls.serverName }}
KAFKA_TLS_SERVER_NAME: {{ .tls.serverName | quote }}
{{- end }}
{{- end }}
{{- if ne .sasl.mechanism "none" }}
KAFKA_SASL_MECHANISM: {{ .sasl.mechanism }}
KAFKA_SASL_USERNAME: {{ include "cx.kafkaUser" (dict "process" $process) }}
KAFKA_SASL_PASSWORD_FILE: /etc/cx/kafka/{{ .sasl.passwordKey }}
{{- end }}
{{- end }}
{{- end }}

{{- /* The user of a process for Kafka, which is also the name of its Secret, as Strimzi names it. Arguments: process. */ -}}
{{- define "cx.kafkaUser" -}}
{{- $own := .process.values.kafka | default dict }}{{ $own.user | default (printf "cx-%s" (include "cx.kebab" .process.name)) }}
{{- end }}
