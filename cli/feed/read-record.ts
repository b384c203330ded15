import type { GroupRecord } from '#libs/kafka/group-reader.js';
import type { MappedFact } from '#libs/maps/facts/fact.js';
import { factIdThatFits } from '#libs/maps/facts/fact-id.js';
import type { Cell } from '#libs/maps/rows/column.js';
import { jsonCell } from '#libs/maps/rows/json-cells.js';
import type { CompiledTable } from '#libs/maps/rows/table.js';
import { Fault, Faults } from '#libs/maps/values/value.js';
import { reasonText } from '../import/mapped/refused-words.js';
import { type Refusal, refusalOf } from './dead-letter.js';

/** Where the ids of facts come from: what the map says, the key of the record, or its topic, partition and offset. */
export const ID_SOURCES = ['map', 'key', 'offset'] as const;
export type IdSource = (typeof ID_SOURCES)[number];

export type ReadRecord =
  | { readonly kind: 'facts'; readonly facts: readonly MappedFact[] }
  | { readonly kind: 'refused'; readonly refusal: Refusal };

/**
 * Makes facts of a record, as a row of a JSON file would be. A column whose name begins with $ is about the record itself: $key,
 * $topic, $partition, $offset, $written_at (ISO 8601) and $headers.NAME.
 */
export function readRecord(record: GroupRecord, table: CompiledTable, ids: IdSource): ReadRecord {
  const parsed = objectIn(record.value);
  if ('problem' in parsed) return refused(refusalOf('NOT_JSON', '', parsed.problem));
  if (ids === 'key' && (record.key === undefined || record.key.length === 0)) return refused(refusalOf('KEY_MISSING'));
  const cells = table.columns.map(({ name }) => cellOf(record, parsed.value, name));
  try {
    const facts = table.facts(table.row([cells], () => undefined));
    return { kind: 'facts', facts: ids === 'map' ? facts : withIds(facts, prefixOf(record, ids)) };
  } catch (error) {
    const faults = error instanceof Faults ? error.faults : error instanceof Fault ? [error] : undefined;
    if (faults === undefined) throw error;
    const columns = new Set(faults.flatMap((fault) => fault.columns));
    return refused(refusalOf('MAP_REFUSED', [...columns].join(', '), faults.map(reasonText).join('. ')));
  }
}

function refused(refusal: Refusal): ReadRecord {
  return { kind: 'refused', refusal };
}

function cellOf(record: GroupRecord, value: object, name: string): Cell {
  if (!name.startsWith('$')) return jsonCell(value, name);
  if (name.startsWith('$headers.')) return record.headers[name.slice('$headers.'.length)] ?? '';
  switch (name) {
    case '$key':
      return record.key === undefined ? '' : new TextDecoder().decode(record.key);
    case '$topic':
      return record.topic;
    case '$partition':
      return String(record.partition);
    case '$offset':
      return String(record.offset);
    case '$written_at':
      return new Date(record.writtenAt).toISOString();
    default:
      return jsonCell(value, name);
  }
}

function prefixOf({ key, topic, partition, offset }: GroupRecord, ids: 'key' | 'offset'): string {
  return ids === 'key' ? new TextDecoder().decode(key) : `${topic}/${partition}/${offset}`;
}

/** "4711/ordering.placed"; of several facts of one kind the others are "4711/ordering.placed/2". */
function withIds(facts: readonly MappedFact[], prefix: string): readonly MappedFact[] {
  const places = new Map<string, number>();
  return facts.map((one) => {
    const place = (places.get(one.kind) ?? 0) + 1;
    places.set(one.kind, place);
    const factId = factIdThatFits(`${prefix}/${one.kind}${place === 1 ? '' : `/${place}`}`);
    return { ...one, fact: { ...one.fact, factId } };
  });
}

/** The serializers of a schema registry write five bytes before the JSON: a zero and the number of the schema. */
const REGISTRY_BYTES = 5;

function objectIn(bytes: Uint8Array | undefined): { readonly value: object } | { readonly problem: string } {
  if (bytes === undefined) return { problem: 'the record has no value' };
  try {
    const json = bytes[0] === 0 ? bytes.subarray(REGISTRY_BYTES) : bytes;
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return { value };
    return { problem: Array.isArray(value) ? 'the value is a JSON array' : 'the value is no JSON object' };
  } catch {
    return { problem: 'the value is not JSON in UTF-8' };
  }
}
