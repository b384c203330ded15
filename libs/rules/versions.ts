import type { PublishedDocument, TravellingKind } from '#libs/documents/published-document.js';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { type Day, type Instant, startOfDay, type Zone } from '#libs/domain/time.js';

/** A version of a document and the day from which it holds until the next one. */
export interface Turn<Document> {
  readonly from: Day;
  readonly version: number;
  readonly value: Document;
}

/** A turn by the instant at which its first day begins. */
export interface TimedTurn<Document> {
  readonly begins: Instant;
  readonly version: number;
  readonly value: Document;
}

/** A version of a document as it was published. */
export interface Version<Document> {
  readonly version: number;
  readonly position: number;
  readonly publishedAt: Instant;
  readonly value: Document;
}

/**
 * The versions of a document in turns: on each day the version with the highest number holds whose first day is not later. A version that
 * never holds is left out.
 */
export function turnsOf<Document extends { readonly valid_from: Day }>(
  documents: readonly PublishedDocument[],
  kind: TravellingKind,
): Turn<Document>[] {
  const versions = versionsOf<Document>(documents, kind);
  const days = [...new Set(versions.map(({ value }) => value.valid_from))].sort();
  const turns = days.map((from) => {
    const holding = versions.findLast(({ value }) => value.valid_from <= from);
    if (holding === undefined) throw new Error(`a version that begins on ${from} holds on no day`);
    const { version, value } = holding;
    return { from, version, value };
  });
  return turns.filter(({ version }, place) => version !== turns[place - 1]?.version);
}

/** The turns of a document in the zone of the newest company document, or in UTC without one: calls ask for an instant, so days become instants once. */
export function timedTurnsOf<Document extends { readonly valid_from: Day }>(
  documents: readonly PublishedDocument[],
  kind: TravellingKind,
): TimedTurn<Document>[] {
  const zone = newestOf<{ readonly zone: Zone }>(documents, 'company')?.value.zone ?? 'UTC';
  return turnsOf<Document>(documents, kind).map(({ from, version, value }) => {
    return { begins: startOfDay(from, zone), version, value };
  });
}

/** The newest version of a document, whatever its first day; undefined when there is none. */
export function newestOf<Document>(
  documents: readonly PublishedDocument[],
  kind: TravellingKind,
): { readonly version: number; readonly value: Document } | undefined {
  const newest = ofKind(documents, kind).at(-1);
  return newest && { version: newest.version, value: valueOfText(newest.text) };
}

/** All versions of a document, in the order of publication. */
export function versionsOf<Document>(
  documents: readonly PublishedDocument[],
  kind: TravellingKind,
): Version<Document>[] {
  return ofKind(documents, kind).map(({ version, position, publishedAt, text }) => ({
    ...{ version, position, publishedAt },
    value: valueOfText<Document>(text),
  }));
}

/** The zone of the company when a document was published; UTC without one. */
export function zoneBefore(documents: readonly PublishedDocument[], position: number): Zone {
  const before = documents.filter((one) => one.position < position);
  return newestOf<{ readonly zone: Zone }>(before, 'company')?.value.zone ?? 'UTC';
}

/** The turn that holds on a day; undefined before the first one. */
export function turnOn<Document>(turns: readonly Turn<Document>[], day: Day): Turn<Document> | undefined {
  return turns.findLast(({ from }) => from <= day);
}

/** The turn that holds at an instant; undefined before the first one. */
export function turnAt<Document>(turns: readonly TimedTurn<Document>[], now: Instant): TimedTurn<Document> | undefined {
  return turns.findLast(({ begins }) => begins <= now);
}

function ofKind(documents: readonly PublishedDocument[], kind: TravellingKind): PublishedDocument[] {
  return documents.filter((one) => one.kind === kind).sort((a, b) => a.version - b.version);
}

/** @throws {Error} for a text that is no YAML: documents were checked before they were published */
function valueOfText<Document>(text: string): Document {
  const { value, mistakes } = parseYaml(text);
  if (mistakes.length > 0) throw new Error(`a published document cannot be read: ${mistakes[0]?.problem}`);
  return value as Document;
}
