import { topicAccess } from '#libs/batches/format/flows.js';

/** The consumers of the processes, each alone in a group of this prefix. */
const GROUPS = 'cx-follow-';

/** deploy/kafka/acls.sh: what each process may do in Kafka, as commands of Kafka's own tool. */
export function kafkaAcls(): string {
  const rules = topicAccess().flatMap(({ process, writes, reads }) => [
    '',
    `# ${process}`,
    ...writes.map(
      (topic) => `allow cx-${process} --operation Write --operation Create --operation Describe --topic ${topic}`,
    ),
    ...reads.map((topic) => `allow cx-${process} --operation Read --operation Describe --topic ${topic}`),
    `allow cx-${process} --operation Read --group ${GROUPS} --resource-pattern-type prefixed`,
  ]);
  return [
    '#!/bin/sh',
    '# Permits each process its own topics only. Printed by `npm run docs` from libs/batches/format/flows.ts; change it there.',
    '#',
    '#   BROKERS=broker-1.example.com:9093 ADMIN=admin.properties sh deploy/kafka/acls.sh',
    '#',
    '# Each process logs in as a user of its own, cx-delivery and so on. Without Create, make the topics by hand. The file may be run again.',
    "# A department of the company's own, NAME, writes cx.observations.NAME.v1 and cx.milestones.NAME.v1, and reads cx.documents.scoring.v1 and",
    '# the milestones of the departments that its document names; scoring then also reads cx.observations.NAME.v1.',
    'set -eu',
    'allow() {',
    '  user=$1',
    '  shift',
    '  kafka-acls.sh --bootstrap-server "$BROKERS" --command-config "$ADMIN" --add --allow-principal "User:$user" "$@"',
    '}',
    ...rules,
    '',
  ].join('\n');
}

/** deploy/kafka/strimzi.yaml: the same as resources of Strimzi, with the topics; for installations without the chart. */
export function strimziResources(): string {
  const topics = topicAccess().flatMap(({ writes }) => writes);
  return [
    '# Topics and users of Strimzi. Printed by `npm run docs` from libs/batches/format/flows.ts; change it there. The chart makes the same',
    '# resources (kafka.strimzi.enabled). Replace the cluster "kafka" by the name of yours, and partitions by CX_SHARDS.',
    ...topics.flatMap((topic) => [
      '---',
      'apiVersion: kafka.strimzi.io/v1beta2',
      'kind: KafkaTopic',
      `metadata: { name: ${topic}, labels: { strimzi.io/cluster: kafka } }`,
      'spec:',
      `  topicName: ${topic}`,
      '  partitions: 1',
      '  replicas: 3',
      `  config: { min.insync.replicas: 2, max.message.bytes: 1048576${topic === 'cx.index.v1' ? ', cleanup.policy: compact' : ''} }`,
    ]),
    ...topicAccess().flatMap(({ process, writes, reads }) => [
      '---',
      'apiVersion: kafka.strimzi.io/v1beta2',
      'kind: KafkaUser',
      `metadata: { name: cx-${process}, labels: { strimzi.io/cluster: kafka } }`,
      'spec:',
      '  authentication: { type: scram-sha-512 }',
      '  authorization:',
      '    type: simple',
      '    acls:',
      ...writes.map((topic) => `      - { resource: { type: topic, name: ${topic} }, operations: [Write, Describe] }`),
      ...reads.map((topic) => `      - { resource: { type: topic, name: ${topic} }, operations: [Read, Describe] }`),
      `      - { resource: { type: group, name: ${GROUPS}, patternType: prefix }, operations: [Read] }`,
    ]),
    '',
  ].join('\n');
}
