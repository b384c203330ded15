import { decodePageToken, encodePageToken } from '#libs/domain/page-token.js';
import { isPart, type Part } from '#libs/domain/part.js';
import { type Day, isDay } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import { refFromHex } from '../facts/stored.js';
import type { EvidenceQuestion } from './evidence-question.js';

/** The last row of a page. The next page begins after it, also when rows were added meanwhile. */
export interface PageEnd {
  readonly day: Day;
  readonly ref: Buffer;
  readonly unit: string;
  readonly part: Part;
  readonly definition: number;
}

/** A token that continues after a page of one question and of no other. */
export function encodePageEnd({ day, ref, unit, part, definition }: PageEnd, question: EvidenceQuestion): string {
  return encodePageToken(fieldsOf(question), [day, ref.toString('hex'), definition, unit, part]);
}

/** Where a page ended; undefined for a token of another question, and for a text that is no token. */
export function decodePageEnd(token: string, question: EvidenceQuestion): PageEnd | undefined {
  const position = decodePageToken(token, fieldsOf(question)) ?? [];
  const [day, ref, definition, unit, part, ...more] = position.map(String);
  if (part === undefined || more.length > 0) return undefined;
  const after = refFromHex(ref ?? '');
  if (after === undefined || !isUnit(unit ?? '') || !isPart(part)) return undefined;
  if (!isDay(day ?? '') || !/^[1-9]\d{0,8}$/.test(definition ?? '')) return undefined;
  return { day: day ?? '', ref: after, unit: unit ?? '', part, definition: Number(definition) };
}

function fieldsOf(question: EvidenceQuestion): string[] {
  const { source, metric, definition, firstDay, lastDay, unit, outcome, responsible } = question;
  return [source, metric, definition, firstDay, lastDay, unit, outcome, responsible].map(String);
}
