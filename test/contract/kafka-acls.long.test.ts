import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } from 'kafkajs';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { topicAccess } from '#libs/batches/format/flows.js';
import type { KafkaClient } from '#libs/kafka/kafka-client.js';
import { kafkajsOf } from '#libs/kafka/kafkajs.js';
import { kafkajsClient } from '#libs/kafka/kafkajs-client.js';
import { PASSWORD } from '#test/stack/kafka-listeners.js';
import { type SecureKafka, startSecureKafka } from '#test/stack/secure-kafka.js';

const ACCESS = topicAccess();
const TOPICS = ACCESS.flatMap(({ writes }) => writes);
const USERS = ACCESS.map(({ process }) => `cx-${process}`);
/** Nothing is permitted that no rule permits; the broker and its controller may do all. */
const AUTHORIZER = {
  'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  'super.users': 'User:cx;User:ANONYMOUS',
  'allow.everyone.if.no.acl.found': 'false',
};

/** A broker that demands TLS and a login, with the rules of deploy/kafka/acls.sh. */
describe.skipIf(inject('kafkaBrokers') === '')('a Kafka with the printed rules', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cx-acls-'));
  const clients: KafkaClient[] = [];
  let kafka: SecureKafka;

  const as = (username: string) => {
    const { tls } = kafka.security;
    const login = { mechanism: 'SCRAM-SHA-512', username, password: PASSWORD } as const;
    const security = tls === undefined ? { login } : { tls, login };
    const client = kafkajsClient({ brokers: kafka.brokers, clientId: username, security });
    clients.push(client);
    return client;
  };

  beforeAll(async () => {
    kafka = await startSecureKafka(folder, AUTHORIZER, USERS);
    const admin = kafkajsOf({ brokers: kafka.brokers, clientId: 'admin', security: kafka.security }).admin();
    await admin.connect();
    await admin.createAcls({ acl: printedRules() });
    await admin.disconnect();
  });
  afterAll(async () => {
    for (const client of clients) await client.close();
    await kafka?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets each process create its topics', async () => {
    for (const { process, writes } of ACCESS)
      await as(`cx-${process}`).ensureTopics(writes.map((topic) => ({ topic, partitions: 1 })));
  });

  it.each(ACCESS)('lets $process write its own topics, and refuses it every other one', async ({ process, writes }) => {
    const client = as(`cx-${process}`);
    const outcomes: string[] = [];
    for (const topic of TOPICS) {
      const append = client.append(topic, 0, [{ value: Buffer.from(process), headers: {} }]);
      const outcome = await append.then(
        () => 'written',
        (error: { readonly reason: string }) => error.reason,
      );
      outcomes.push(`${topic} ${outcome}`);
    }
    expect(outcomes).toEqual(
      TOPICS.map((topic) => `${topic} ${writes.includes(topic) ? 'written' : 'NOT_AUTHORIZED'}`),
    );
  });

  it('lets delivery read the milestones that it needs, and refuses it observations', async () => {
    const [read, faults] = [new Set<string>(), new Set<string>()];
    const follow = (topic: string) =>
      as('cx-delivery').follow({
        from: [{ topic, partition: 0 }],
        onRecords: async (of) => void read.add(of),
        onFault: (fault) => void (fault !== undefined && faults.add(fault.reason)),
      });
    const following = [await follow('cx.milestones.ordering.v1'), await follow('cx.observations.ordering.v1')];
    await expect.poll(() => [...read], { timeout: 20_000 }).toEqual(['cx.milestones.ordering.v1']);
    await expect.poll(() => [...faults], { timeout: 20_000 }).not.toEqual([]);
    for (const one of following) await one.close();
    expect(read.has('cx.observations.ordering.v1')).toBe(false);
  });

  it('names the topic that a process may not read, also where it reads others in the same consumer', async () => {
    const topics = ['cx.milestones.ordering.v1', 'cx.observations.ordering.v1'];
    const reported: string[] = [];
    const following = await as('cx-delivery').follow({
      from: topics.map((topic) => ({ topic, partition: 0 })),
      onRecords: async () => undefined,
      onFault: (fault) => void (fault !== undefined && reported.push(`${fault.reason} ${fault.detail}`)),
    });
    await expect.poll(() => reported.length, { timeout: 20_000 }).toBeGreaterThan(1);
    await following.close();
    expect(new Set(reported.map((one) => one.split(' ')[0]))).toEqual(new Set(['NOT_AUTHORIZED']));
    expect(reported[0]).toContain('cx.observations.ordering.v1');
  });

  it('names a topic that is missing where the process may see it and not create it', async () => {
    const topic = 'cx.observations.not-there.v1';
    const admin = kafkajsOf({ brokers: kafka.brokers, clientId: 'admin', security: kafka.security }).admin();
    await admin.connect();
    const rule = { resourceType: AclResourceTypes.TOPIC, resourcePatternType: ResourcePatternTypes.LITERAL };
    const allow = { operation: AclOperationTypes.DESCRIBE, permissionType: AclPermissionTypes.ALLOW };
    await admin.createAcls({
      acl: [{ ...rule, ...allow, resourceName: topic, principal: 'User:cx-delivery', host: '*' }],
    });
    await admin.disconnect();
    const asked = as('cx-delivery').ensureTopics([{ topic, partitions: 1 }]);
    await expect(asked).rejects.toMatchObject({ reason: 'TOPIC_MISSING' });
  });
});

/** The rules of the printed file, in the form that the client takes. */
function printedRules() {
  const lines = readFileSync('deploy/kafka/acls.sh', 'utf8').split('\n');
  return lines.flatMap((line) => {
    const [, user, words] = /^allow (\S+) (.+)$/.exec(line) ?? [];
    if (user === undefined || words === undefined) return [];
    const [, kind, name] = /--(topic|group) (\S+)/.exec(words) ?? [];
    const operations = [...words.matchAll(/--operation (\w+)/g)].map(([, operation]) => operation?.toUpperCase());
    return operations.map((operation) => ({
      resourceType: kind === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
      resourceName: name ?? '',
      resourcePatternType: words.includes('prefixed') ? ResourcePatternTypes.PREFIXED : ResourcePatternTypes.LITERAL,
      principal: `User:${user}`,
      host: '*',
      operation: AclOperationTypes[operation as keyof typeof AclOperationTypes],
      permissionType: AclPermissionTypes.ALLOW,
    }));
  });
}
