{{- /* Which Secrets a process mounts, by the folder under /etc/cx. Arguments: root, process. */ -}}
{{- define "cx.secrets" -}}
{{- $own := .process.values.kafka | default dict }}
{{- $database := include "cx.database" . | fromYaml }}
tls: {{ include "cx.tlsSecret" . }}
database: {{ $database.secret }}
{{- with .root.Values.oidc.ca.secret }}
oidc-ca: {{ . }}
{{- end }}
{{- with .root.Values.database.ca.secret }}
database-ca: {{ . }}
{{- end }}
{{- if eq .process.name "scoring" }}
{{- with .root.Values.webhooks.secret }}
webhooks: {{ . }}
{{- end }}
{{- end }}
{{- if eq .process.name "signer" }}
signing-keys: {{ .root.Values.signer.keys.secret }}
{{- else if not (has .process.name (list "scoring" "payout")) }}
case-key: {{ .root.Values.caseKey.secret }}
{{- end }}
{{- if not (has .process.name (list "signer" "payout")) }}
{{- with .root.Values.kafka }}
{{- if and .brokers .tls.enabled .tls.ca.secret }}
kafka-ca: {{ .tls.ca.secret }}
{{- end }}
{{- if and .brokers (or (ne .sasl.mechanism "none") .tls.clientCertificates) }}
kafka: {{ $own.secret | default (include "cx.kafkaUser" (dict "process" $.process)) }}
{{- end }}
{{- end }}
{{- end }}
{{- end }}

{{- define "cx.volumeMounts" -}}
{{- range $folder, $_ := include "cx.secrets" . | fromYaml }}
- { name: {{ $folder }}, mountPath: /etc/cx/{{ $folder }}, readOnly: true }
{{- end }}
{{- end }}

{{- /* Mode 0440 (288) with the group of the process: other users read nothing. */ -}}
{{- define "cx.volumes" -}}
{{- range $folder, $secret := include "cx.secrets" . | fromYaml }}
- name: {{ $folder }}
  secret: { secretName: {{ $secret }}, defaultMode: 288 }
{{- end }}
{{- end }}
