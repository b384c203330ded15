import { execFileSync } from 'node:child_process';
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { BOARDS } from '#deploy/grafana/boards.js';
import { findPrometheus } from '#deploy/local/prometheus.js';
import { RULE_FILES } from '#deploy/prometheus/rule-files.js';
import { readConfig } from '#libs/runtime/config.js';
import { secretsIn } from '#libs/webhooks/secrets.js';
import { compose, composeProblems, FOLDER, noComposeSchema, processes, secretsOf } from '#test/chart/compose.js';
import { settingOf, settingsOf, withoutFiles } from '#test/chart/settings.js';

if (noComposeSchema !== undefined)
  console.warn(`\nTHE COMPOSE FILE IS NOT COMPARED WITH A SCHEMA: ${noComposeSchema}\n`);

/** Those that take batches of each other. */
const NAMES = ['scoring', 'ordering', 'warehouse', 'delivery', 'support', 'survey'];
const PROCESSES = [...NAMES, 'signer', 'payout'];
const all = Object.entries(compose.services);
const promtool = await findPrometheus();

describe('the compose file', () => {
  it.skipIf(noComposeSchema !== undefined)('is one by the schema of compose files', () => {
    expect(composeProblems(compose)).toEqual([]);
    expect(composeProblems({ services: { x: { image: 'x', comand: [] } } })).not.toEqual([]);
  });

  it('starts the eight processes from one image, each after its migrations', () => {
    expect(processes.map(([name]) => name)).toEqual(PROCESSES);
    for (const [name, service] of processes) {
      const migration = compose.services[`migrate-${name}`];
      expect([service.command, migration?.command]).toEqual([
        [`services/${name}/main.js`],
        [`services/${name}/main.js`, 'migrate'],
      ]);
      expect(service.depends_on).toMatchObject({
        [`migrate-${name}`]: { condition: 'service_completed_successfully' },
      });
      expect(migration?.environment?.['CX_DATABASE_URL']).toContain('://cx_migrate@');
      expect(migration?.environment?.['CX_SERVICE_ROLE']).toBe(`cx_${name}`);
      expect(service.environment?.['CX_DATABASE_URL']).toContain(`://cx_${name}@`);
    }
  });

  it.each(processes)('gives %s the settings that it reads, in their form', (name, { environment = {} }) => {
    const schema = settingsOf(name);
    expect(Object.keys(environment).filter((variable) => settingOf(variable, schema) === undefined)).toEqual([]);
    expect(() => readConfig(schema, withoutFiles(environment, schema))).not.toThrow();
  });

  it.each(all)('mounts every file that %s is told of', (_, service) => {
    const mounted = secretsOf(service);
    expect(mounted.filter(({ source }) => compose.secrets[source] === undefined)).toEqual([]);
    const named = JSON.stringify(service.environment ?? {}).match(/\/run\/secrets\/[\w.-]+/g) ?? [];
    const there = mounted.map(({ target }) => `/run/secrets/${target}`);
    expect(named.filter((path) => !there.includes(path))).toEqual([]);
    const own = (service.volumes ?? []).map((volume) => volume.split(':')[0] ?? '');
    const missing = own.filter((path) =>
      path.startsWith('.') ? !existsSync(join(FOLDER, path)) : !(path in compose.volumes),
    );
    expect(missing).toEqual([]);
  });

  it('names only services that there are, and ports once and on loopback', () => {
    const named = all.flatMap(
      ([, { depends_on: after = {} }]) => (Array.isArray(after) ? after : Object.keys(after)) as string[],
    );
    expect(named.filter((name) => compose.services[name] === undefined)).toEqual([]);
    const ports = all.flatMap(([, service]) => service.ports ?? []);
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
    const reaches: Readonly<Record<string, readonly string[]>> = { signer: [], payout: ['scoring'] };
    for (const [service, { environment }] of processes) {
      const upstreams = JSON.parse(environment?.['CX_UPSTREAMS'] ?? '') as Record<string, string>;
      const known = reaches[service] ?? NAMES;
      expect(upstreams).toEqual(Object.fromEntries(known.map((name) => [name, `${name}:7100`])));
    }
  });

  it('runs what is ours without privileges, and pins every image', () => {
    for (const [name, service] of all.filter(([, { image }]) => image.startsWith('cx-index:')))
      expect(service, name).toMatchObject({
        ...{ user: '10001:10001', read_only: true, cap_drop: ['ALL'] },
        security_opt: ['no-new-privileges:true'],
      });
    expect(all.filter(([, { image }]) => !/:(v?\d|\$\{CX_VERSION:-\d)/.test(image)).map(([name]) => name)).toEqual([]);
  });

  it('gives the case key to departments alone, and no secret as a value', () => {
    expect(secretsOf(compose.services['scoring'] ?? { image: '' }).map(({ source }) => source)).not.toContain(
      'case-key',
    );
    const values = all.flatMap(([, { environment = {} }]) => Object.entries(environment));
    expect(
      values.filter(
        ([name, value]) => /(PASSWORD|SECRET|_KEY|TOKEN)$/.test(name) && !value.startsWith('/run/secrets/'),
      ),
    ).toEqual([]);
    expect(values.filter(([, value]) => /:\/\/[^/]*:[^/]*@/.test(value))).toEqual([]);
  });
});

describe('what is mounted', () => {
  const yaml = (file: string) => parse(readFileSync(join(FOLDER, file), 'utf8'), { merge: true });

  it('lets Prometheus ask each process by its name, as the alerts and the board know it', () => {
    const jobs = yaml('prometheus.yaml').scrape_configs as {
      job_name: string;
      scheme: string;
      static_configs: object[];
    }[];
    expect(jobs.map(({ job_name: job, scheme, static_configs: targets }) => [job, scheme, targets])).toEqual(
      PROCESSES.map((name) => [name, 'https', [{ targets: [`${name}:7200`] }]]),
    );
  });

  it('gives Prometheus every rule, and Grafana every board', () => {
    const mounted = (service: string) =>
      (compose.services[service]?.volumes ?? []).map((volume) => volume.split(':').slice(0, 2).join(' at '));
    const rules = RULE_FILES.map((file) => basename(file));
    expect(mounted('prometheus')).toEqual(
      expect.arrayContaining(rules.map((file) => `../prometheus/rules/${file} at /etc/prometheus/rules/${file}`)),
    );
    expect(yaml('prometheus.yaml').rule_files).toEqual(rules.map((file) => `/etc/prometheus/rules/${file}`));
    const { path } = yaml('grafana/boards.yaml').providers[0].options;
    expect(mounted('grafana')).toContain(`../grafana/boards at ${path}`);
    expect(readdirSync(join(FOLDER, '../grafana/boards')).sort()).toEqual(
      Object.keys(BOARDS)
        .map((file) => basename(file))
        .sort(),
    );
  });

  it('makes an issuer whose tokens the processes take', () => {
    const realm = JSON.parse(readFileSync(join(FOLDER, 'issuer/realm.json'), 'utf8'));
    const { environment = {} } = compose.services['scoring'] ?? { image: '' };
    const hostname = compose.services['issuer']?.environment?.['KC_HOSTNAME'];
    expect(environment['CX_OIDC_ISSUER']).toBe(`${hostname}/realms/${realm.realm}`);
    const mapped = realm.clientScopes[0].protocolMappers.map(
      ({ config }: { config: Record<string, string> }) => config,
    );
    expect(mapped).toContainEqual(
      expect.objectContaining({ 'included.custom.audience': environment['CX_OIDC_AUDIENCE'] }),
    );
    expect(mapped).toContainEqual(expect.objectContaining({ 'claim.name': environment['CX_OIDC_GROUPS_CLAIM'] }));
    expect(realm.users ?? []).toEqual([]);
  });
});

describe('make-secrets.sh', () => {
  let folder: string;
  const make = () => execFileSync('sh', [join(FOLDER, 'make-secrets.sh'), folder], { encoding: 'utf8' });
  const read = (file: string) => readFileSync(join(folder, file), 'utf8');
  beforeAll(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'cx-secrets-')), 'secrets');
    make();
  });
  afterAll(() => rmSync(join(folder, '..'), { recursive: true }));

  it('makes every file that the compose file names, in a folder that is closed to others', () => {
    const files = Object.values(compose.secrets).map(({ file }) => file.replace(/^\.\/secrets\//, ''));
    expect(files.filter((file) => !existsSync(join(folder, file)) || read(file).trim() === '')).toEqual([]);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'tls/ca.key')).mode & 0o777).toBe(0o600);
  });

  it('makes a case key and an installation as the processes want them', () => {
    const { shape } = settingsOf('delivery');
    for (const [file, setting] of [
      ['case-key', 'CX_CASE_KEY'],
      ['installation', 'CX_INSTALLATION'],
    ] as const)
      expect(shape[setting].safeParse(read(file).trim()).success, file).toBe(true);
  });

  it('makes a secret for a first subscriber', () => {
    const { shape } = settingsOf('scoring');
    expect(shape['CX_WEBHOOK_SECRETS'].safeParse(read('webhook-secrets')).success).toBe(true);
    expect([...secretsIn(read('webhook-secrets')).keys()]).toEqual(['first']);
  });

  it('makes certificates of one authority, with the name and the host of each service', () => {
    const authority = new X509Certificate(read('tls/ca.crt'));
    for (const name of [...NAMES, 'prometheus', 'postgres', 'kafka', 'issuer', 'grafana']) {
      const certificate = new X509Certificate(read(`tls/${name}.crt`));
      expect(certificate.checkIssued(authority) && certificate.verify(authority.publicKey), name).toBe(true);
      expect(certificate.subjectAltName?.split(', '), name).toContain(`URI:spiffe://cx.internal/${name}`);
      expect(certificate.checkHost(name), name).toBe(name);
    }
  });

  it('leaves what is there when it runs again', () => {
    const all = () =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => statSync(join(folder, file)).isFile())
        .map((file) => [file, read(file)]);
    const before = all();
    make();
    expect(all()).toEqual(before);
  });

  it.skipIf('reason' in promtool)('makes the files that the configuration of Prometheus names', () => {
    const text = readFileSync(join(FOLDER, 'prometheus.yaml'), 'utf8')
      .replaceAll('/etc/prometheus/rules/', join(FOLDER, '../prometheus/rules/'))
      .replace('/run/secrets/tls-ca', join(folder, 'tls/ca.crt'))
      .replace('/run/secrets/tls-certificate', join(folder, 'tls/prometheus.crt'))
      .replace('/run/secrets/tls-key', join(folder, 'tls/prometheus.key'));
    writeFileSync(join(folder, 'prometheus.yaml'), text);
    if ('reason' in promtool) return;
    expect(
      execFileSync(promtool.promtool, ['check', 'config', join(folder, 'prometheus.yaml')], { encoding: 'utf8' }),
    ).toContain('SUCCESS');
  });
});
