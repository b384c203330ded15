import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BOARDS } from '#deploy/grafana/boards.js';
import { RULE_FILES } from '#deploy/prometheus/rule-files.js';
import { migrationSettings } from '#libs/process/migrate.js';
import { readConfig } from '#libs/runtime/config.js';
import { type KubernetesObject, lint, noHelm, render } from '#test/chart/helm.js';
import { ofKind, type Pod, podsOf, selects } from '#test/chart/objects.js';
import { noSchemas, problemsOf } from '#test/chart/schemas.js';
import { settingOf, settingsOf, withoutFiles } from '#test/chart/settings.js';
import { MATRIX, MISTAKES, SMALLEST } from '#test/chart/values.js';
import { ROOT } from '#test/run/step.js';

if (noHelm !== undefined) console.warn(`\nTHE CHART IS NOT RENDERED, there is no helm: ${noHelm}\n`);
if (noSchemas !== undefined) console.warn(`\nTHE OBJECTS OF THE CHART ARE NOT COMPARED WITH SCHEMAS: ${noSchemas}\n`);

const rendered = new Map<string, readonly KubernetesObject[]>();
function objectsOf(title: string): readonly KubernetesObject[] {
  const known = rendered.get(title);
  if (known !== undefined) return known;
  const result = render(MATRIX[title] ?? {});
  if ('refused' in result) throw new Error(result.refused);
  rendered.set(title, result.objects);
  return result.objects;
}

const program = (pod: Pod) =>
  pod.container.args.map((argument) => /^services\/(\w+)\/main\.js$/.exec(argument)?.[1]).find(Boolean) ?? '';
const everything = 'everything at once';

/** Which Services stand in CX_UPSTREAMS of a process: none of the signer and of payout; the signer asks no one, payout scoring alone. */
function isReached({ args }: { readonly args: readonly string[] }, service: string): boolean {
  if (/-(signer|payout)$/.test(service) || args.join().includes('services/signer/')) return false;
  return !args.join().includes('services/payout/') || service.endsWith('-scoring');
}

describe.skipIf(noHelm !== undefined)('the chart', () => {
  it('has nothing that helm lint --strict objects to', () => {
    expect(lint(SMALLEST)).toMatchObject({ status: 0 });
    expect(lint(MATRIX[everything] ?? {})).toMatchObject({ status: 0 });
  });

  it.each(MISTAKES)('refuses %s and names the field', (_, values, field) => {
    const result = render(values);
    expect(result).toHaveProperty('refused');
    expect('refused' in result ? result.refused : '').toContain(field);
  });

  it('refuses at least 20 planted mistakes', () => {
    expect(MISTAKES.length).toBeGreaterThanOrEqual(20);
  });
});

describe.skipIf(noHelm !== undefined).each(Object.keys(MATRIX))('the chart with %s', (title) => {
  it.skipIf(noSchemas !== undefined)(
    'renders objects that the schemas of Kubernetes and of the operators accept',
    () => {
      expect(objectsOf(title).flatMap(problemsOf)).toEqual([]);
    },
  );

  it('names every object once', () => {
    const names = objectsOf(title).map(({ kind, metadata }) => `${kind}/${metadata.name}`);
    expect(names.filter((name, place) => names.indexOf(name) !== place)).toEqual([]);
  });

  it('starts pods without privileges, on a read-only root, with limits', () => {
    for (const { title: pod, spec, container } of podsOf(objectsOf(title))) {
      expect(spec.securityContext, pod).toMatchObject({
        ...{ runAsNonRoot: true, runAsUser: 10_001, runAsGroup: 10_001 },
        seccompProfile: { type: 'RuntimeDefault' },
      });
      expect(container.securityContext, pod).toMatchObject({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true, privileged: false },
        capabilities: { drop: ['ALL'] },
      });
      expect([spec.automountServiceAccountToken, spec.hostNetwork, spec.hostPID], pod).toEqual([
        false,
        undefined,
        undefined,
      ]);
      for (const of of ['requests', 'limits'] as const)
        expect(Object.keys(container.resources[of]).sort(), pod).toEqual(['cpu', 'memory']);
      expect(container.image, pod).toMatch(/(:\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})$/);
    }
  });

  it('spreads and probes every process', () => {
    for (const { title: pod, spec, container, labels } of podsOf(objectsOf(title)).filter(
      ({ kind }) => kind === 'Deployment',
    )) {
      const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
      expect(
        probes.map((probe) => probe?.httpGet),
        pod,
      ).toEqual(['/livez', '/livez', '/readyz'].map((path) => ({ path, port: 'http', scheme: 'HTTPS' })));
      const spread = spec.topologySpreadConstraints as { labelSelector: object; topologyKey: string }[];
      expect(spread.map(({ topologyKey }) => topologyKey).sort(), pod).toEqual([
        'kubernetes.io/hostname',
        'topology.kubernetes.io/zone',
      ]);
      expect(
        spread.every(({ labelSelector }) => selects(labelSelector, labels)),
        pod,
      ).toBe(true);
    }
  });

  it('gives secrets as files of existing Secrets, and none as a value', () => {
    expect(ofKind(objectsOf(title), 'Secret')).toEqual([]);
    for (const { title: pod, spec, container } of podsOf(objectsOf(title))) {
      const mounts = container.volumeMounts.map(({ mountPath }) => mountPath);
      const files = container.env.filter(({ name }) => name.endsWith('_FILE'));
      expect(
        files.filter(({ value }) => !mounts.some((mount) => value.startsWith(`${mount}/`))),
        pod,
      ).toEqual([]);
      expect(
        container.env.filter(({ value }) => /:\/\/[^/]*:[^/]*@|-----BEGIN/.test(value)),
        pod,
      ).toEqual([]);
      expect(
        container.env.filter(({ name }) => /(PASSWORD|_KEY|SECRET|TOKEN)$/.test(name)),
        pod,
      ).toEqual([]);
      const volumes = spec.volumes as { name: string; secret: { secretName: string; defaultMode: number } }[];
      expect(volumes.map(({ name }) => name).sort(), pod).toEqual(
        container.volumeMounts.map(({ name }) => name).sort(),
      );
      expect(
        volumes.every(({ secret }) => secret.defaultMode === 288),
        pod,
      ).toBe(true);
    }
  });

  it('gives every process settings that it reads, all that it needs, and in their form', () => {
    for (const pod of podsOf(objectsOf(title)).filter(({ kind }) => kind === 'Deployment')) {
      const schema = settingsOf(program(pod));
      const env = Object.fromEntries(pod.container.env.map(({ name, value }) => [name, value]));
      expect(
        Object.keys(env).filter((name) => settingOf(name, schema) === undefined),
        pod.title,
      ).toEqual([]);
      expect(() => readConfig(schema, withoutFiles(env, schema)), pod.title).not.toThrow();
    }
  });

  it('leads every process to every other one, by a Service of its own', () => {
    const objects = objectsOf(title);
    const deployed = podsOf(objects).filter(({ kind }) => kind === 'Deployment');
    const services = ofKind(objects, 'Service');
    for (const { container } of deployed) {
      const upstreams = JSON.parse(container.env.find(({ name }) => name === 'CX_UPSTREAMS')?.value ?? '') as Record<
        string,
        string
      >;
      const reached = services.map(({ metadata }) => metadata.name).filter((name) => isReached(container, name));
      expect(Object.values(upstreams).sort()).toEqual(reached.map((name) => `${name}.cx.svc:7100`).sort());
    }
    for (const { metadata, spec } of services)
      expect(
        deployed.filter(({ labels }) => selects({ matchLabels: spec.selector }, labels)),
        metadata.name,
      ).toHaveLength(1);
  });
});

describe.skipIf(noHelm !== undefined)('the chart', () => {
  it('starts with a budget for each process, and denies what no policy permits', () => {
    const objects = objectsOf('the smallest one');
    const pods = podsOf(objects);
    for (const { spec } of ofKind(objects, 'PodDisruptionBudget'))
      expect(pods.filter(({ labels }) => selects(spec.selector, labels))).toHaveLength(1);
    expect(ofKind(objects, 'PodDisruptionBudget')).toHaveLength(6);
    const deny = ofKind(objects, 'NetworkPolicy').find(({ metadata }) => metadata.name.endsWith('-deny'));
    expect(deny?.spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect(deny?.spec).not.toHaveProperty('ingress');
    expect(pods.every(({ labels }) => selects(deny?.spec.podSelector, labels))).toBe(true);
  });

  it('answers REST on scoring alone, for the callers that are named, and nowhere without it', () => {
    const restOf = (title: string) => {
      const objects = objectsOf(title);
      const ports = (of: readonly { readonly name?: string }[]) => of.some(({ name }) => name === 'rest');
      const rules = ofKind(objects, 'NetworkPolicy').flatMap(({ spec }) => spec.ingress ?? []);
      return {
        services: ofKind(objects, 'Service')
          .filter(({ spec }) => ports(spec.ports))
          .map(({ metadata }) => metadata.name),
        settings: podsOf(objects).flatMap(({ container }) =>
          container.env.filter(({ name }) => name === 'CX_REST_PORT'),
        ),
        callers: rules.filter((rule: { ports: { port: unknown }[] }) => rule.ports.some(({ port }) => port === 'rest')),
      };
    };
    expect(restOf('the smallest one')).toEqual({ services: [], settings: [], callers: [] });
    expect(restOf(everything)).toMatchObject({
      services: [expect.stringMatching(/-scoring$/)],
      settings: [{ name: 'CX_REST_PORT', value: '7400' }],
      callers: [{ from: [{ namespaceSelector: { matchLabels: { team: 'hr' } } }] }],
    });
  });

  it('lets scoring alone send messages, to the receivers that are named, and mount their secrets', () => {
    const sendingOf = (title: string) => {
      const objects = objectsOf(title);
      const policy = ofKind(objects, 'NetworkPolicy').find(({ metadata }) => metadata.name.endsWith('-webhooks'));
      const isSet = ({ name }: { readonly name: string }) => name === 'CX_WEBHOOK_SECRETS_FILE';
      const pods = podsOf(objects).filter(({ container }) => container.env.some(isSet));
      return { to: policy?.spec.egress[0].to, processes: pods.map(({ title: name }) => name) };
    };
    expect(sendingOf('the smallest one')).toEqual({ to: undefined, processes: [] });
    expect(sendingOf(everything)).toEqual({
      to: [{ ipBlock: { cidr: '203.0.113.0/24' } }],
      processes: [expect.stringMatching(/scoring$/)],
    });
  });

  it('opens only the ports that are used, to the peers that are named', () => {
    const policies = ofKind(objectsOf(everything), 'NetworkPolicy').map(({ spec }) => spec);
    const ports = policies.flatMap(({ egress = [] }) =>
      egress.flatMap((rule: { ports: { port: unknown }[] }) => rule.ports.map(({ port }) => port)),
    );
    expect(ports.sort()).toEqual([443, 443, 53, 53, 5432, 7100, 9093]);
    const open = policies
      .flatMap(({ egress = [], ingress = [] }) => [...egress, ...ingress])
      .filter((rule) => rule.to === undefined && rule.from === undefined);
    expect(open).toEqual([]);
  });

  it('migrates each database by the migration role before the processes start', () => {
    const jobs = podsOf(objectsOf('departments of the company')).filter(({ kind }) => kind === 'Job');
    expect(jobs).toHaveLength(8);
    for (const { spec, container } of jobs) {
      expect(container.args.at(-1)).toBe('migrate');
      const read = { ...migrationSettings.shape, ...settingsOf('custom').pick({ CX_DEPARTMENT: true }).shape };
      expect(container.env.filter(({ name }) => !(name.replace(/_FILE$/, '') in read))).toEqual([]);
      expect(container.env.map(({ name }) => name)).toContain('CX_SERVICE_ROLE');
      expect(container.env.find(({ name }) => name === 'CX_DATABASE_URL')?.value).toContain('://cx_migrate@');
      expect(spec.volumes.map(({ secret }: { secret: { secretName: string } }) => secret.secretName)).toEqual([
        'cx-migrate-database',
        'cx-database-ca',
      ]);
    }
    for (const { metadata } of ofKind(objectsOf('departments of the company'), 'Job'))
      expect(metadata.annotations?.['helm.sh/hook']).toBe('pre-install,pre-upgrade');
    expect(ofKind(objectsOf('no migration role'), 'Job')).toEqual([]);
  });

  it('carries the alerts and the boards of this repository', () => {
    const objects = objectsOf('the Prometheus operator and Grafana');
    const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
    const groups = RULE_FILES.flatMap((file) => parse(read(file)).groups);
    expect(ofKind(objects, 'PrometheusRule').map(({ spec }) => spec)).toEqual([{ groups }]);
    const boards = ofKind(objects, 'ConfigMap').flatMap(({ data = {} }) =>
      Object.entries(data as Record<string, string>),
    );
    expect(
      Object.fromEntries(boards.map(([file, text]) => [`deploy/grafana/boards/${file}`, JSON.parse(text)])),
    ).toEqual(Object.fromEntries(Object.keys(BOARDS).map((path) => [path, JSON.parse(read(path))])));
  });

  it('gives each process a certificate with its name', () => {
    const certificates = ofKind(objectsOf(everything), 'Certificate').flatMap(({ spec }) => spec.uris);
    expect(certificates.sort()).toEqual(
      ['delivery', 'ordering', 'product', 'scoring', 'support', 'survey', 'warehouse'].map(
        (name) => `spiffe://cx.internal/${name}`,
      ),
    );
  });

  it('gives scoring no case key', () => {
    const scoring = podsOf(objectsOf(everything)).find(
      (pod) => pod.kind === 'Deployment' && program(pod) === 'scoring',
    );
    expect(JSON.stringify(scoring)).not.toMatch(/case-key|CASE_KEY/);
  });

  it('lets each process write its own topics alone', () => {
    const objects = objectsOf('departments of the company');
    const writers = ofKind(objects, 'KafkaUser').flatMap(({ metadata, spec }) =>
      spec.authorization.acls
        .filter(({ operations }: { operations: string[] }) => operations.includes('Write'))
        .map(({ resource }: { resource: { name: string } }) => [resource.name, metadata.name]),
    );
    const topics = ofKind(objects, 'KafkaTopic').map(({ spec }) => spec.topicName);
    expect(writers.map(([topic]) => topic).sort()).toEqual(topics.sort());
    expect(writers).toContainEqual(['cx.milestones.product_range.v1', 'cx-product-range']);
  });
});
