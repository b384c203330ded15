/** The rules that every Prometheus of an installation evaluates, in the repository: those written by hand, and those of the service levels. */
export const RULE_FILES = ['deploy/prometheus/rules/cx.yaml', 'deploy/prometheus/rules/slo.yaml'] as const;
