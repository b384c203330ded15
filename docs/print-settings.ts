import { z } from 'zod';
import { departmentSettings } from '#libs/cases/process/settings.js';
import { migrationSettings } from '#libs/process/migrate.js';
import { settings as customSettings } from '#services/custom/config.js';
import { settings as payoutSettings } from '#services/payout/config.js';
import { settings as scoringSettings } from '#services/scoring/config.js';
import { settings as signerSettings } from '#services/signer/config.js';
import { SETTING_COSTS } from './setting-costs.js';

/** Settings of what is no service: the command line and the start on one machine. */
const TOOLS: readonly (readonly [name: string, of: string, meaning: string])[] = [
  ['CX_ADDRESSES', '`cx`', 'where the services answer, when it is not this machine; `cx --help` shows the form'],
  ['CX_PORT_BASE', '`npm start`, `cx`', 'the first port of an installation on one machine; 7100 when unset'],
  ['CX_DATA', '`npm start`', 'the folder of the installation, like `--data`'],
  ['CX_AS', '`cx`', 'the person of the demo for whom it acts, like `--as`'],
  ['CX_OIDC_CLIENT', '`cx`', 'the name of the public client by which it signs people in; `cx` when unset'],
  [
    'CX_FEED_CLIENT',
    '`cx import csv`, `cx feed kafka`',
    'the client of the feed at the issuer; the name of the feed when unset',
  ],
  [
    'CX_FEED_SECRET',
    '`cx import csv`, `cx feed kafka`',
    'the secret of that client; secret, and may be given as `CX_FEED_SECRET_FILE`',
  ],
  [
    'CX_FEED_PLAIN_METRICS',
    '`cx feed kafka`',
    'yes: `--metrics-host` may be another address than loopback although there is no certificate',
  ],
  ['CX_DEMO_ISSUER', 'the demo issuer', 'what `npm start` tells it; not for people'],
  ['CX_CACHE', '`npm start`, tests', 'the folder for downloads, such as the jars of Kafka'],
];

interface Row {
  readonly default?: unknown;
  readonly secret?: boolean;
  readonly description?: string;
}

/** docs/settings.md: every setting of every process, as the processes themselves read them. */
export function settingsPage(): string {
  const departments = rowsOf(departmentSettings(0));
  const scoring = rowsOf(scoringSettings);
  const custom = Object.entries(rowsOf(customSettings)).map(
    ([name, { description = '' }]) =>
      `| \`${name}\` | departments of the company's own | ${description} | none: it must be set | ${costsOf(name)} |`,
  );
  const apart = [
    ['the signer', signerSettings],
    ['the payout process', payoutSettings],
  ] as const;
  const ofApart = apart.flatMap(([of, schema]) =>
    Object.entries(rowsOf(schema))
      .filter(([name]) => departments[name] === undefined)
      .map(([name, row]) => {
        const secret = row.secret === true ? '; secret' : '';
        return `| \`${name}\` | ${of} | ${row.description ?? ''}${secret} | ${defaultOf(name, row)} | ${costsOf(name)} |`;
      }),
  );
  const names = [...new Set([...Object.keys(departments), ...Object.keys(scoring)])];
  const rows = names.map((name) => {
    const of =
      scoring[name] === undefined ? 'every source' : departments[name] === undefined ? 'scoring' : 'every service';
    const { description = '' } = departments[name] ?? scoring[name] ?? {};
    const secret = (departments[name] ?? scoring[name])?.secret === true ? '; secret' : '';
    return `| \`${name}\` | ${of} | ${description}${secret} | ${defaultOf(name, departments[name] ?? scoring[name])} | ${costsOf(name)} |`;
  });
  return [
    '# Settings',
    '',
    '<!-- Printed by `npm run docs` from the settings that the services read. Change them there. -->',
    '',
    'A process reads its settings from the environment, once, when it starts. It reports all mistakes together and ends.',
    '',
    'Every setting of a service can be given as a file: `CX_CASE_KEY_FILE=/run/secrets/case-key` stands for `CX_CASE_KEY` with the',
    'content of that file, without one line break at its end. The process ends when both are set, and when the file is missing, empty,',
    'unreadable, not UTF-8 or larger than 1 MiB. When every user of the machine may read or change the file of a *secret*, the process',
    'writes one warning and goes on, because Docker and Kubernetes mount secrets with mode 0444 or 0644; give such files mode 0600 or 0640.',
    'No value is ever logged. Passwords and certificates are read again when their files change; restart a process after another one did:',
    '[secure connections](secure-connections.md#new-secrets).',
    '',
    '## Services',
    '',
    '| setting | read by | meaning | default | unit | what it costs |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
    ...custom,
    ...ofApart,
    '',
    '## A process that only migrates',
    '',
    '`main.js migrate` of a service creates and alters its tables and ends: [PostgreSQL](postgresql.md#roles). Besides `CX_DATABASE_URL` and',
    '`CX_DATABASE_PASSWORD` it reads:',
    '',
    '| setting | meaning | default |',
    '| --- | --- | --- |',
    ...Object.entries(rowsOf(migrationSettings))
      .filter(([name]) => departments[name] === undefined)
      .map(([name, row]) => `| \`${name}\` | ${row.description} | ${defaultOf(name, row)} |`),
    '',
    '## Command line and start on one machine',
    '',
    '| setting | read by | meaning |',
    '| --- | --- | --- |',
    ...TOOLS.map(([name, of, meaning]) => `| \`${name}\` | ${of} | ${meaning} |`),
    '',
  ].join('\n');
}

/** Unit and costs, as two cells. */
function costsOf(name: string): string {
  const stated = SETTING_COSTS[name];
  if (stated === undefined) throw new Error(`docs/setting-costs.ts does not state what ${name} costs`);
  return `${stated.unit ?? ''} | ${stated.costs}`;
}

/** The settings of a schema as their texts are before they are read. */
function rowsOf(schema: z.ZodType): Readonly<Record<string, Row>> {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return properties as Readonly<Record<string, Row>>;
}

/** Ports differ from service to service. */
const PORTS: Readonly<Record<string, string>> = {
  CX_GRPC_PORT:
    "7100 scoring, 7101 ordering, 7102 warehouse, 7103 delivery, 7104 support, 7105 survey, 7108 the payout process, 7109 the signer, 7110 a department of the company's own",
  CX_HTTP_PORT: '100 more than the gRPC port',
};

function defaultOf(name: string, row: Row | undefined): string {
  if (PORTS[name] !== undefined) return PORTS[name];
  if (row?.default === undefined) return 'none: it must be set';
  return row.default === '' ? 'empty' : `\`${String(row.default)}\``;
}
