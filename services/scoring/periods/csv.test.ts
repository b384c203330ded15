import { describe, expect, it } from 'vitest';
import type { DepartmentInput, MetricInput, SnapshotContent } from './content.js';
import { COLUMNS, csvManifest, snapshotCsv } from './csv.js';

const promise: MetricInput = {
  metric: 'delivered_by_first_promise',
  definitionSha256: 'd1',
  reportedBy: 'SELF',
  origin: 'IMPORTED',
  hits: 1_776n,
  cases: 1_866n,
  livedHits: 1_776n,
  livedCases: 1_920n,
  ratePpm: 951_768n,
  floorPpm: 800_000n,
  targetPpm: 950_000n,
  worldClassPpm: 990_000n,
  scoreE4: 808_842n,
  effectiveWeightBp: 7_000n,
  pointsE4: 566_190n,
};
const delivery: DepartmentInput = {
  department: 'delivery',
  indexE4: 834_271n,
  lowerE4: 790_000n,
  upperE4: 870_000n,
  coverageBp: 10_000n,
  status: 'MEASURED',
  notPayableReasons: ['NOT_APPROVED', 'IDENTITY_NOT_PROVEN'],
  selfReportedBp: 10_000n,
  origin: 'IMPORTED',
  metrics: [promise],
  observationsL0: 0n,
  observationsL1: 3_760n,
  observationsL2: 0n,
  changeSinceLastVersionE4: -5n,
};
const content: SnapshotContent = {
  period: '2018-08',
  version: 1,
  supersedes: 0,
  state: 'PROVISIONAL',
  payable: false,
  notPayableReasons: ['NOT_APPROVED'],
  firstDay: '2018-08-01',
  lastDay: '2018-08-31',
  zone: 'America/Sao_Paulo',
  earningStart: Date.UTC(2018, 7, 1, 3),
  earningEnd: Date.UTC(2018, 8, 1, 3),
  ruleset: '2018-first',
  rulesetSha256: 'aa',
  rulesetPublishedAt: Date.UTC(2026, 10, 24),
  engine: 'cx-index 0.1.0',
  cutSha256: 'bb',
  countsSha256: 'cc',
  reason: 'FIRST',
  inputs: [delivery],
};

const cells = (csv: string, line: number) => {
  const values = (csv.split('\n')[line] ?? '').split(',');
  return Object.fromEntries(COLUMNS.map((column, place) => [column, values[place]]));
};

describe('the file that HR loads', () => {
  const csv = snapshotCsv(content, 'ee');

  it('has a row per metric and one TOTAL per department', () => {
    expect(cells(csv, 1)).toMatchObject({ line: 'METRIC', hits: '1776', points_e4: '566190', content_sha256: 'ee' });
    expect(cells(csv, 2)).toMatchObject({
      line: 'TOTAL',
      index_e4: '834271',
      record_id: 'periods/2018-08/snapshots/1/delivery/TOTAL',
    });
  });

  it('keeps a negative number a number', () => expect(cells(csv, 2)['change_since_last_version_e4']).toBe('-5'));

  it('leaves a cell empty where nothing was measured, and never writes 0 there', () => {
    const thin = { ...delivery, indexE4: undefined, metrics: [{ ...promise, scoreE4: undefined, pointsE4: 0n }] };
    const row = snapshotCsv({ ...content, inputs: [thin] }, 'ee');
    expect(cells(row, 1)).toMatchObject({ score_e4: '', points_e4: '' });
    expect(cells(row, 2)['index_e4']).toBe('');
  });

  it('disarms text that a spreadsheet would run', () => {
    expect(cells(snapshotCsv({ ...content, engine: '=cmd()' }, 'ee'), 1)['engine']).toBe("'=cmd()");
  });

  it('is the same bytes every time, and its manifest counts its rows', () => {
    expect(snapshotCsv(content, 'ee')).toBe(csv);
    expect(csvManifest(content, csv, 'ff')).toEqual({
      snapshot: 'periods/2018-08/snapshots/1',
      rows: 2,
      sum_of_index_e4: '834271',
      file_sha256: 'ff',
    });
  });
});
