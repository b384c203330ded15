import { createHash } from 'node:crypto';
import { type Day, isDay } from '#libs/domain/time.js';
import type { EvidenceQuestion } from './evidence-question.js';

/** The last row of a page: the next one begins after it, also when rows were added meanwhile. */
export interface PageEnd {
  readonly day: Day;
  readonly ref: Buffer;
  readonly unit: string;
}

/** A token that goes on after a page of one question and of no other. */
export function encodePageToken({ day, ref, unit }: PageEnd, question: EvidenceQuestion): string {
  const content = JSON.stringify([hashOf(question), day, ref.toString('hex'), unit]);
  return Buffer.from(content).toString('base64url');
}

/** Where a page ended; undefined when the token is of another question, or nobody's. */
export function decodePageToken(token: string, question: EvidenceQuestion): PageEnd | undefined {
  const match = /^\["([0-9a-f]{16})","(\d{4}-\d\d-\d\d)","([0-9a-f]{32})","([a-z0-9_/-]*)"\]$/.exec(
    Buffer.from(token, 'base64url').toString(),
  );
  const [, hash, day, ref, unit] = match ?? [];
  if (hash !== hashOf(question) || day === undefined || !isDay(day)) return undefined;
  if (ref === undefined || unit === undefined) return undefined;
  return { day, ref: Buffer.from(ref, 'hex'), unit };
}

function hashOf(question: EvidenceQuestion): string {
  const { source, metric, firstDay, lastDay, unit, outcome, responsible } = question;
  const fields = [source, metric, firstDay, lastDay, unit, outcome, responsible];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, 16);
}
