import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';
import { findTool } from '#test/foreign/tools.js';
import { ROOT } from '#test/run/step.js';

export const FOLDER = join(ROOT, 'deploy/compose');

interface Secret {
  readonly source: string;
  readonly target: string;
}

/** A service of the compose file, with the fields that the tests read. */
export interface ComposeService {
  readonly image: string;
  readonly command?: readonly string[];
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>> | readonly string[];
  readonly secrets?: readonly (Secret | string)[];
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

export const compose = parse(readFileSync(join(FOLDER, 'compose.yaml'), 'utf8'), { merge: true }) as ComposeFile;

/** The services that run a process of this product. Those that migrate are apart. */
export const processes = Object.entries(compose.services).filter(
  ([name, { image }]) => image.startsWith('cx-index:') && !name.startsWith('migrate-'),
);

/** The secrets that a service mounts, by their name in the file and under /run/secrets. */
export function secretsOf({ secrets = [] }: ComposeService): readonly Secret[] {
  return secrets.map((secret) => (typeof secret === 'string' ? { source: secret, target: secret } : secret));
}

const tool = await findTool('dclint');

/** Why there is no schema of compose files; undefined when there is one. */
export const noComposeSchema = 'reason' in tool ? tool.reason : undefined;

/** What the schema of compose files objects to. */
export function composeProblems(file: unknown): readonly string[] {
  if ('reason' in tool) throw new Error(tool.reason);
  const { $schema: _, ...schema } = JSON.parse(readFileSync(join(tool.path, 'schemas/compose.schema.json'), 'utf8'));
  const validate = new Ajv({ strict: false, validateFormats: false, allErrors: true }).compile(schema);
  validate(file);
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  );
}
