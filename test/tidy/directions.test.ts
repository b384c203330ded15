import { describe, expect, it } from 'vitest';
import { type Source, sourceOf, sources } from './source.js';

/** The libraries that each library may import. Imports only go down this table (DESIGN.md, 5). */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  catalogue: ['domain'],
  expressions: ['domain'],
  payout: ['domain'],
  signing: ['domain'],
  exports: ['domain', 'payout'],
  workbook: [],
  statements: ['domain', 'payout', 'exports', 'workbook'],
  documents: ['domain', 'catalogue', 'expressions', 'payout', 'exports'],
  custom: ['domain', 'catalogue', 'documents', 'expressions'],
  webhooks: [],
  rules: ['domain', 'catalogue', 'documents', 'custom'],
  contracts: [],
  clients: ['domain', 'contracts', 'runtime', 'grpc', 'documents', 'payout', 'signing'],
  maps: ['domain', 'documents'],
  runtime: ['domain'],
  tls: ['domain'],
  security: ['domain'],
  identity: ['domain'],
  metrics: ['domain', 'catalogue', 'tls', 'webhooks'],
  postgres: ['domain'],
  kafka: ['domain'],
  grpc: ['domain', 'contracts', 'tls'],
  rest: ['domain', 'tls', 'metrics', 'grpc'],
  audit: ['domain', 'contracts', 'runtime', 'metrics', 'postgres', 'grpc'],
  batches: ['domain', 'catalogue', 'documents', 'contracts', 'runtime', 'metrics', 'postgres', 'kafka', 'grpc'],
  process: [
    'domain',
    'security',
    'runtime',
    'metrics',
    'postgres',
    'kafka',
    'tls',
    'identity',
    'grpc',
    'audit',
    'batches',
  ],
  cases: [
    'domain',
    'catalogue',
    'documents',
    'rules',
    'contracts',
    'runtime',
    'metrics',
    'postgres',
    'kafka',
    'tls',
    'grpc',
    'audit',
    'batches',
    'process',
  ],
};

/** Files that translate generated messages into domain types and back. No other file imports generated types. */
const ADAPTERS: readonly RegExp[] = [
  /\/grpc\//,
  /\/main\.ts$/,
  /^(cli|deploy|test)\//,
  /^libs\/batches\/format\//,
  /^libs\/clients\//,
  /^libs\/batches\/(source\/(outbox|parts|serve)|transport\/batch-source)\.ts$/,
  /^libs\/cases\/milestones\/milestone-codec\.ts$/,
  /^(libs\/cases\/process|services\/[^/]+\/run)\//,
];

const all = sources();
const code = all.filter(({ isTest }) => !isTest);

/** "services/ordering" of "services/ordering/main.ts"; undefined for a package. */
const partOf = (path: string) => /^(?:libs|services)\/[^/]+/.exec(path)?.[0];

const faults = (files: readonly Source[], isFault: (file: Source, imported: string) => boolean) =>
  files.flatMap((file) =>
    file.imports.filter((imported) => isFault(file, imported)).map((imported) => `${file.path} imports ${imported}`),
  );

describe('who may import whom', () => {
  it('services never import each other: they meet over contracts', () => {
    const foreign = (file: Source, imported: string) =>
      /^services\//.test(file.path) && /^services\//.test(imported) && partOf(file.path) !== partOf(imported);
    expect(faults(code, foreign)).toEqual([]);
  });

  it('libraries import only libraries below them, and no service, command or test', () => {
    const upward = (file: Source, imported: string) => {
      const own = partOf(file.path);
      const other = partOf(imported);
      if (!own?.startsWith('libs/') || own === other) return false;
      if (/^(services|cli|deploy|test)\//.test(imported)) return true;
      return other !== undefined && !(BELOW[own.slice(5)] ?? []).includes(other.slice(5));
    };
    expect(faults(code, upward)).toEqual([]);
  });

  it('services import no command and no deployment', () => {
    const outward = (file: Source, imported: string) =>
      /^services\//.test(file.path) && /^(cli|deploy|docs)\//.test(imported);
    expect(faults(code, outward)).toEqual([]);
  });

  it('no production file imports a test', () => {
    expect(faults(code, (_, imported) => /^test\/|\.test\.ts$/.test(imported))).toEqual([]);
  });

  it('generated types stop at the adapters', () => {
    const inside = (file: Source, imported: string) =>
      imported.startsWith('libs/contracts/') && !ADAPTERS.some((adapter) => adapter.test(file.path));
    expect(faults(code, inside)).toEqual([]);
  });

  it('the list of adapters contains only existing files', () => {
    const unused = ADAPTERS.filter((adapter) => !code.some(({ path }) => adapter.test(path)));
    expect(unused).toEqual([]);
  });

  it('an alias and a relative path of one file count as the same', () => {
    const { imports } = sourceOf(
      'services/a/x.ts',
      "import { y } from '#libs/b/y.js';\nimport type { z } from '../b/z.js';",
    );
    expect(imports).toEqual(['libs/b/y.ts', 'services/b/z.ts']);
  });
});
