import { createHash } from 'node:crypto';
import { problemOfId } from '#libs/domain/id.js';
import { type Part, WHOLE } from '#libs/domain/part.js';
import { type Day, isDay } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
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
export function encodePageToken({ day, ref, unit, part, definition }: PageEnd, question: EvidenceQuestion): string {
  const content = JSON.stringify([hashOf(question), day, ref.toString('hex'), definition, unit, part]);
  return Buffer.from(content).toString('base64url');
}

/** Where a page ended; undefined for a token of another question, and for a text that is no token. */
export function decodePageToken(token: string, question: EvidenceQuestion): PageEnd | undefined {
  const [hash, day, ref, definition, unit, part, ...more] = textsIn(Buffer.from(token, 'base64url').toString());
  if (hash !== hashOf(question) || part === undefined || more.length > 0) return undefined;
  if (!isUnit(unit ?? '') || (part !== WHOLE && problemOfId(part) !== undefined)) return undefined;
  if (!isDay(day ?? '') || !/^[0-9a-f]{32}$/.test(ref ?? '') || !/^[1-9]\d{0,8}$/.test(definition ?? ''))
    return undefined;
  return { day: day ?? '', ref: Buffer.from(ref ?? '', 'hex'), unit: unit ?? '', part, definition: Number(definition) };
}

/** The elements of a JSON array as texts; none for any other text. */
function textsIn(json: string): string[] {
  try {
    const parsed: unknown = JSON.parse(json);
    return Array.isArray(parsed) ? parsed.map(String) : [];
  } catch {
    return [];
  }
}

function hashOf(question: EvidenceQuestion): string {
  const { source, metric, definition, firstDay, lastDay, unit, outcome, responsible } = question;
  const fields = [source, metric, definition, firstDay, lastDay, unit, outcome, responsible];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 16);
}
