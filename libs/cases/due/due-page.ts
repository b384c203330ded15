import { decodePageToken, encodePageToken, otherPageToken } from '#libs/domain/page-token.js';
import { isPart, type Part } from '#libs/domain/part.js';
import { type Instant, isoInstant } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import { refFromHex } from '../facts/stored.js';
import type { DueGroup } from './due-groups.js';

/** Where a page ended inside a group. */
export interface DueRow {
  readonly dueAt: Instant;
  readonly ref: Buffer;
  readonly unit: string;
  readonly part: Part;
}

/** The groups that are still to come, the first one after a row of it. */
export interface DuePosition {
  readonly groups: readonly DueGroup[];
  /** Undefined: from the beginning of the first group. */
  readonly after: DueRow | undefined;
}

/**
 * A token that continues after a row. It names the groups that follow, so that every page has the order of the first one, whatever
 * happens to the prices.
 */
export function encodeDuePage(question: readonly string[], { groups, after }: DuePosition): string {
  if (after === undefined) throw new Error('a page that has a next one has a last row');
  const { dueAt, ref, unit, part } = after;
  return encodePageToken(question, [isoInstant(dueAt), ref.toString('hex'), unit, part, ...groups.map(keyOf)]);
}

/**
 * @param groups  those that are known now; a group that is not asked any more is left out
 * @throws {CxError} PAGE_INVALID for a token of another question, and for a text that is no token
 */
export function decodeDuePage(token: string, question: readonly string[], groups: readonly DueGroup[]): DuePosition {
  if (token === '') return { groups, after: undefined };
  const [due, ref, unit, part, ...keys] = (decodePageToken(token, question) ?? []).map(String);
  const after = rowFrom(due, ref, unit, part);
  if (after === undefined || keys.length === 0) {
    throw otherPageToken();
  }
  const known = new Map(groups.map((group) => [keyOf(group), group]));
  const rest = keys.flatMap((key) => known.get(key) ?? []);
  const isFirstKnown = known.has(keys[0] ?? '');
  return { groups: rest, after: isFirstKnown ? after : undefined };
}

function rowFrom(due = '', ref = '', unit = '', part: string | undefined = undefined): DueRow | undefined {
  const dueAt = Date.parse(due);
  const of = refFromHex(ref);
  if (!Number.isFinite(dueAt) || of === undefined || !isUnit(unit)) return undefined;
  return part !== undefined && isPart(part) ? { dueAt, ref: of, unit, part } : undefined;
}

function keyOf({ metric, asKnown }: DueGroup): string {
  return `${metric.recordedAs} ${metric.definition} ${asKnown}`;
}
