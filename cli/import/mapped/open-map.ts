import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { didYouMean } from '#libs/domain/nearest.js';
import type { Zone } from '#libs/domain/time.js';
import type { CompiledMap } from '#libs/maps/compile-map.js';
import type { FactContracts } from '#libs/maps/contract/fact-contract.js';
import { type PlacedFinding, readMap } from '#libs/maps/read-map.js';
import { UsageError } from '../../command.js';

/** A map without mistakes. */
export interface OpenMap {
  readonly file: string;
  readonly map: CompiledMap;
  /** Of its text, in hex. */
  readonly sha256: string;
}

/** A map with mistakes. Nothing was read but the map. */
export class MapError extends Error {
  constructor(
    readonly file: string,
    readonly findings: readonly PlacedFinding[],
  ) {
    super(
      findings.map(({ line, column, problem, cure }) => `${file}:${line}:${column}: ${problem}; ${cure}`).join('\n'),
    );
  }
}

/**
 * Reads a map: a file, or a shipped one by its name.
 *
 * @param contracts    what the facts need; default: what the departments need
 * @throws {MapError}    with every mistake in it
 * @throws {UsageError}  when there is no such map
 */
export function openMap(name: string, zone: Zone | undefined, contracts?: FactContracts): OpenMap {
  const file = fileOf(name);
  const text = readFileSync(file, 'utf8');
  const read = readMap(text, { zone, ...(contracts && { contracts }) });
  if (read.kind === 'findings') throw new MapError(name, read.findings);
  return { file, map: read.map, sha256: createHash('sha256').update(text).digest('hex') };
}

/** The departments that a map names, in whatever state it is; so that what they take can be asked for. @throws {UsageError} */
export function departmentsIn(name: string): readonly string[] {
  const facts = (parseYaml(readFileSync(fileOf(name), 'utf8')).value as { readonly facts?: unknown } | undefined)
    ?.facts;
  if (!Array.isArray(facts)) return [];
  return [
    ...new Set(facts.map((one: { readonly fact?: unknown } | null) => String(one?.fact ?? '').split('.')[0] ?? '')),
  ];
}

function fileOf(name: string): string {
  if (existsSync(name)) return name;
  const folder = shippedFolder();
  const shipped = folder === undefined ? [] : readdirSync(folder).filter((file) => file.endsWith('.yaml'));
  if (folder !== undefined && shipped.includes(`${name}.yaml`)) return join(folder, `${name}.yaml`);
  const names = shipped.map((file) => basename(file, '.yaml'));
  const meant = didYouMean(name, names) || (names.length === 0 ? '' : ` Shipped maps are ${names.join(', ')}.`);
  throw new UsageError(`There is no map ${name}.${meant}`);
}

/** The shipped maps stand beside the program: cli/cx.mjs, cli/main.ts or dist/cli/cx.cjs. */
function shippedFolder(): string | undefined {
  const [, program = ''] = process.argv;
  const places = [join('cli', 'import', 'maps')];
  if (existsSync(program)) places.unshift(join(dirname(realpathSync(program)), 'import', 'maps'));
  return places.find(existsSync);
}
