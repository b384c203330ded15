import { describe, expect, it } from 'vitest';
import { DocumentsStatus } from '#libs/contracts/cx/batches/v1/batches.js';
import { documentFindings } from './doctor-documents.js';

const NOW = new Date('2026-12-01T12:00:00Z');
const LONG_AGO = new Date('2026-11-01T12:00:00Z');

const status = (position: number, change: Partial<DocumentsStatus> = {}) =>
  DocumentsStatus.create({ position, sha256: Buffer.alloc(32, position), publishedAt: LONG_AGO, ...change });
const of = (published: DocumentsStatus | undefined, delivery: DocumentsStatus | undefined, now = NOW) =>
  documentFindings(published, [{ source: 'delivery', documents: delivery }], now).map(
    ({ sign, text }) => `${sign} ${text}`,
  );

describe('cx doctor, asked about documents', () => {
  it('says how many there are when each department has them', () => {
    expect(of(status(5), status(5))).toEqual(['ok documents: 5 published']);
  });

  it('says that a department has none yet, and what it does meanwhile', () => {
    expect(of(status(0), status(0))).toEqual([
      '!! the company has published no documents yet: cx company propose DIR --reason WHY',
      '!! delivery has no documents yet: it takes facts and judges nothing',
    ]);
    expect(of(status(5), status(0)).at(-1)).toBe('NO delivery has no documents yet: it takes facts and judges nothing');
  });

  it('finds a department with older documents, unless the newest one is on its way', () => {
    const older = 'delivery decides by older documents: it has 3 of 5';
    expect(of(status(5), status(3)).at(-1)).toBe(`NO ${older}`);
    const fresh = status(5, { publishedAt: new Date(NOW.getTime() - 1_000) });
    expect(of(fresh, status(3)).at(-1)).toBe(`!! ${older}`);
  });

  it('finds a department with other documents than scoring', () => {
    const other = status(5, { sha256: Buffer.alloc(32, 9) });
    expect(of(status(5), other).at(-1)).toBe('NO delivery decides by other documents than scoring has published');
    expect(of(status(3), status(5)).at(-1)).toBe('NO delivery decides by other documents than scoring has published');
  });

  it('names batches that are missing or in quarantine', () => {
    expect(of(status(5), status(4, { missingBatches: 1n, quarantinedBatches: 2n }))).toEqual([
      'ok documents: 5 published',
      'NO delivery: 1 batches of documents missing',
      'NO delivery: 2 batches of documents in quarantine',
      'NO delivery decides by older documents: it has 4 of 5',
    ]);
  });

  it('says nothing of processes of an older version', () => {
    expect(of(undefined, status(5))).toEqual([]);
    expect(of(status(5), undefined)).toEqual(['ok documents: 5 published']);
  });
});
