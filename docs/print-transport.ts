import { SOURCE_REASONS } from '#libs/domain/source-fault.js';
import { TRANSPORT_REASONS, TRANSPORT_TASKS } from '#libs/domain/transport-fault.js';

/** docs/transport.md: what keeps a process from using Kafka. */
export function transportPage(): string {
  const reasons = Object.entries(TRANSPORT_REASONS).map(
    ([reason, { says, cure }]) => `| \`${reason}\` | ${says} | ${cure} |`,
  );
  const tasks = Object.entries(TRANSPORT_TASKS).map(([task, words]) => `| \`${task}\` | ${words} |`);
  const sources = Object.entries(SOURCE_REASONS).map(
    ([reason, { says, cure }]) => `| \`${reason}\` | ${says} | ${cure} |`,
  );
  return [
    '# What keeps a process from using Kafka',
    '',
    '<!-- Printed by `npm run docs` from libs/domain/transport-fault.ts. Change it there. -->',
    '',
    'No call is refused for any of these, and nothing is lost: departments accept facts, sources keep their batches, and readers',
    'fetch batches from the source. The reason stands in the log of the process when it begins, in `cx doctor`, at `/statusz`',
    'under `transportFaults`, and as `cx_transport_fault_since_timestamp_seconds`. The alert is',
    '[CxKafkaFaultStands](runbook.md#cxkafkafaultstands).',
    '',
    '| reason | what it means | what to do |',
    '| --- | --- | --- |',
    ...reasons,
    '',
    '| task | what does not happen |',
    '| --- | --- |',
    ...tasks,
    '',
    '## What keeps a process from fetching batches',
    '',
    'Batches that Kafka does not bring, and without Kafka all of them, are fetched from the process that sealed them, at its address in',
    '`CX_UPSTREAMS`. When that fails for 15 seconds the reason stands in the log once, in `cx doctor`, and at `/statusz` under `sourceFaults`.',
    'It is asked again all the time, and nothing is lost: the source keeps its batches.',
    '',
    '| reason | what it means | what to do |',
    '| --- | --- | --- |',
    ...sources,
    '',
  ].join('\n');
}
