import { EXPORTED_METRICS } from '#libs/metrics/exported-metrics.js';
import type { ExportedBy, MetricSpec } from '#libs/metrics/spec.js';

const BY: Readonly<Record<ExportedBy, string>> = {
  sources: 'every source, about itself',
  scoring: 'scoring',
  appliers: 'scoring, and departments that take milestones, about the source',
  signer: 'the signer',
  payout: 'the payout process',
  all: 'every service',
  feeds: '`cx feed kafka`',
};

/** docs/exported-metrics.md: what /metrics of every process says to Prometheus. */
export function exportedMetricsPage(): string {
  const specs: readonly MetricSpec[] = Object.values(EXPORTED_METRICS);
  return [
    '# Exported metrics',
    '',
    '<!-- Printed by `npm run docs` from libs/metrics/exported-metrics.ts. Change it there. -->',
    '',
    'What `/metrics` of every process says. Base units: seconds, ratios from 0 to 1; a timestamp is in seconds since 1970, never',
    'an age. Prometheus has a copy in floating point; the book of record is PostgreSQL.',
    '',
    '| metric | type | labels | exported by | what it says |',
    '| --- | --- | --- | --- | --- |',
    ...specs.map((spec) => `| \`${spec.name}\` | ${spec.type} | ${labelsOf(spec)} | ${BY[spec.by]} | ${spec.help} |`),
    '',
  ].join('\n');
}

function labelsOf({ labels, values }: MetricSpec): string {
  return labels.map((label) => described(label, values[label] ?? [])).join('; ');
}

function described(label: string, listed: readonly string[]): string {
  if (listed.length === 0 || label === 'reason') return `\`${label}\``;
  const own = label === 'department' ? ", the company's own" : '';
  return `\`${label}\`: ${listed.join(', ')}${own}`;
}
