{{- /* "release", or "release-cx-index" when the name of the release does not say what it is. */ -}}
{{- define "cx.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 30 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 30 | trimSuffix "-" }}{{ end }}
{{- end }}

{{- define "cx.labels" -}}
helm.sh/chart: {{ .Chart.Name }}-{{ .Chart.Version }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
{{ include "cx.selector" . }}
{{- end }}

{{- define "cx.selector" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{- define "cx.selectorJson" -}}{{ include "cx.selector" . | fromYaml | toJson }}{{- end }}

{{- define "cx.image" -}}
{{- with .Values.image }}{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}{{ end }}
{{- end }}

{{- /*
  Every process of the installation: {list: [{name, object, values, program, department}]}. `object` is the name of its objects,
  `values` are those of the process over the defaults, `department` is empty but for departments of the company's own.
*/ -}}
{{- define "cx.processes" -}}
{{- $list := list }}
{{- $fullname := include "cx.fullname" . }}
{{- $named := dict "scoring" .Values.scoring }}
{{- range $name, $values := .Values.departments }}{{ $_ := set $named $name $values }}{{ end }}
{{- range $name, $values := $named }}
  {{- $object := printf "%s-%s" $fullname $name }}
  {{- $list = append $list (dict "name" $name "object" $object "program" $name "department" "" "values" (mergeOverwrite (deepCopy $.Values.defaults) (deepCopy ($values | default dict)))) }}
{{- end }}
{{- if .Values.signer.enabled }}
  {{- $_ := set $named "signer" .Values.signer }}
  {{- $object := printf "%s-signer" $fullname }}
  {{- $list = append $list (dict "name" "signer" "object" $object "program" "signer" "department" "" "values" (mergeOverwrite (deepCopy .Values.defaults) (omit (deepCopy .Values.signer) "enabled" "keys" "auditors"))) }}
{{- end }}
{{- if .Values.payout.enabled }}
  {{- if not .Values.signer.enabled }}{{ fail "payout.enabled: it signs every manifest, so signer.enabled must be true" }}{{ end }}
  {{- $_ := set $named "payout" .Values.payout }}
  {{- $object := printf "%s-payout" $fullname }}
  {{- $list = append $list (dict "name" "payout" "object" $object "program" "payout" "department" "" "values" (mergeOverwrite (deepCopy .Values.defaults) (omit (deepCopy .Values.payout) "enabled"))) }}
{{- end }}
{{- range .Values.ownDepartments }}
  {{- if hasKey $named .name }}{{ fail (printf "ownDepartments: %s is listed twice, or is a department of the product" .name) }}{{ end }}
  {{- $_ := set $named .name . }}
  {{- $object := printf "%s-%s" $fullname (.name | replace "_" "-") }}
  {{- $list = append $list (dict "name" .name "object" $object "program" "custom" "department" .name "values" (mergeOverwrite (deepCopy $.Values.defaults) (omit (deepCopy .) "name"))) }}
{{- end }}
{{- dict "list" $list | toYaml }}
{{- end }}

{{- define "cx.kebab" -}}{{ . | replace "_" "-" }}{{- end }}

{{- /* The database of a process: name, user, secret. Arguments: root, process. */ -}}
{{- define "cx.database" -}}
{{- $own := .process.values.database | default dict }}
name: {{ $own.name | default (printf "cx_%s" .process.name) }}
user: {{ $own.user | default (printf "cx_%s" .process.name) }}
secret: {{ $own.secret | default (printf "cx-%s-database" (include "cx.kebab" .process.name)) }}
host: {{ $own.host | default .root.Values.database.host }}
port: {{ $own.port | default .root.Values.database.port }}
{{- end }}

{{- /* Arguments: root, process, user. */ -}}
{{- define "cx.databaseUrl" -}}
{{- $database := include "cx.database" . | fromYaml }}
{{- $host := $database.host | required "database.host is not set: the host of PostgreSQL" }}
{{- with .root.Values.database }}
{{- $ca := ternary (printf "&sslrootcert=/etc/cx/database-ca/%s" .ca.key) "" (ne .ca.secret "") }}
{{- printf "postgres://%s@%s:%v/%s?sslmode=%s%s" $.user $host $database.port $database.name .sslmode $ca }}
{{- end }}
{{- end }}

{{- /* The Secret with certificate, key and authority of a process. Arguments: root, process. */ -}}
{{- define "cx.tlsSecret" -}}{{ .process.values.tlsSecret | default (printf "%s-tls" .process.object) }}{{- end }}

{{- /* JSON: where each process is reached. */ -}}
{{- define "cx.upstreams" -}}
{{- $all := dict }}
{{- range (include "cx.processes" . | fromYaml).list }}{{ if not (has .name (list "signer" "payout")) }}{{ $_ := set $all .name (printf "%s.%s.svc:7100" .object $.Release.Namespace) }}{{ end }}{{ end }}
{{- $all | toJson }}
{{- end }}

{{- define "cx.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end }}

{{- define "cx.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
privileged: false
runAsNonRoot: true
capabilities: { drop: [ALL] }
{{- end }}
