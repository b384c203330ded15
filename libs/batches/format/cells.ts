import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import type { CellKey, Cell as CellMessage } from '#libs/contracts/cx/batches/v1/batches.js';
import { type Cell, CLASSES, ORIGINS } from '#libs/domain/observation.js';
import { type EncodedCell, EncodedCells } from './encoded-cells.js';
import type { ObservationChange } from './outgoing.js';

/** Groups changes by cell; the cells are sorted. */
export function cellsOf(changes: readonly ObservationChange[]): CellMessage[] {
  const gathering = new CellGathering();
  for (const change of changes) gathering.add(change);
  return gathering.cells();
}

/** The cells of Observations, for a gathering to which they are added. */
export function encodedCells(observations: Buffer): readonly EncodedCell[] {
  return READING.in(observations);
}

const READING = new EncodedCells((key) => sortText(key, key.class, key.origin));

/** Collects cases into cells until the cells are sealed. */
export class CellGathering {
  readonly #cells = new Map<string, Gathered>();
  /** Number of cases and tallies collected so far. */
  size = 0;

  add({ cell, ref, kind, hits, misses, isTally = false }: ObservationChange): void {
    const gathered = this.#cell(sortText(cell, CLASSES.numberOf(cell.class), ORIGINS.numberOf(cell.origin)), () =>
      keyToProto(cell),
    );
    this.size += 1;
    if (isTally || CATALOGUE.named(cell.metric)[0]?.counts === 'TALLY') {
      gathered.tally ??= { hits: 0n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
      gathered.tally[kind === 'record' ? 'hits' : 'retractedHits'] += BigInt(hits);
      gathered.tally[kind === 'record' ? 'misses' : 'retractedMisses'] += BigInt(misses);
      return;
    }
    push(gathered, COLUMN[kind][hits === 1 ? 'hit' : 'miss'], ref);
  }

  /** Adds a cell that an earlier transaction collected. */
  addCell({ key: { key, text }, columns, tally }: EncodedCell): void {
    const gathered = this.#cell(text, () => key);
    for (let place = 0; place < COLUMNS.length; place++) {
      const [column, refs] = [COLUMNS[place], columns[place]];
      if (column === undefined || refs === undefined) continue;
      push(gathered, column, refs);
      this.size += refs.length / REF_BYTES;
    }
    if (tally === undefined) return;
    this.size += 1;
    gathered.tally ??= { hits: 0n, misses: 0n, retractedHits: 0n, retractedMisses: 0n };
    for (const field of COLUMNS) gathered.tally[field] += tally[field];
  }

  cells(): CellMessage[] {
    const sorted = [...this.#cells].sort(([a], [b]) => (a < b ? -1 : 1));
    return sorted.map(([, { key, tally, ...columns }]) => ({
      key,
      hits: together(columns.hits),
      misses: together(columns.misses),
      retractedHits: together(columns.retractedHits),
      retractedMisses: together(columns.retractedMisses),
      tally,
    }));
  }

  #cell(text: string, keyOf: () => CellKey): Gathered {
    let gathered = this.#cells.get(text);
    if (gathered === undefined) {
      gathered = {
        key: keyOf(),
        hits: NONE,
        misses: NONE,
        retractedHits: NONE,
        retractedMisses: NONE,
        tally: undefined,
      };
      this.#cells.set(text, gathered);
    }
    return gathered;
  }
}

/** Length of a case ref in bytes. */
export const REF_BYTES = 16;

const COLUMNS = ['hits', 'misses', 'retractedHits', 'retractedMisses'] as const;
const COLUMN = {
  record: { hit: 'hits', miss: 'misses' },
  retract: { hit: 'retractedHits', miss: 'retractedMisses' },
} as const;

interface Gathered {
  readonly key: CellKey;
  hits: Uint8Array[];
  misses: Uint8Array[];
  retractedHits: Uint8Array[];
  retractedMisses: Uint8Array[];
  tally: { hits: bigint; misses: bigint; retractedHits: bigint; retractedMisses: bigint } | undefined;
}

/** Most columns of a cell stay empty, and most others get one piece: a list of its own and a copy would be made for each of them. */
const NONE: Uint8Array[] = [];
const NO_BYTES = Buffer.alloc(0);

function push(gathered: Gathered, column: (typeof COLUMNS)[number], refs: Uint8Array): void {
  if (gathered[column] === NONE) gathered[column] = [refs];
  else gathered[column].push(refs);
}

function together(pieces: readonly Uint8Array[]): Buffer {
  const [first] = pieces;
  if (first === undefined) return NO_BYTES;
  return pieces.length === 1 && Buffer.isBuffer(first) ? first : Buffer.concat(pieces);
}

function keyToProto({ metric, definition, unit, day, class: class_, reason, responsible, origin }: Cell): CellKey {
  return {
    metric,
    definition,
    unit,
    day,
    class: CLASSES.numberOf(class_),
    reason,
    responsible,
    origin: ORIGINS.numberOf(origin),
  };
}

/**
 * The sort key of a cell: its fields in the order of their numbers. NUL sorts before every character that a field may contain.
 */
function sortText(key: Omit<CellKey, 'class' | 'origin'>, class_: number, origin: number): string {
  const definition = DEFINITIONS[key.definition] ?? definitionText(key.definition);
  return `${key.metric}\0${definition}\0${key.unit}\0${key.day}\0${class_}\0${key.reason}\0${key.responsible}\0${origin}`;
}

function definitionText(definition: number): string {
  return String(definition).padStart(10, '0');
}

/** Nearly every metric has fewer definitions. */
const DEFINITIONS = Array.from({ length: 100 }, (_, definition) => definitionText(definition));
