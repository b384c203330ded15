import { describe, expect, it } from 'vitest';
import {
  JULY,
  JULY_DELTAS,
  JULY_FACTORS,
  JULY_LINES,
  JULY_PAYOUT,
  JULY_RESTATED,
} from '#libs/exports/fixtures/july.js';
import type { Profile } from '#libs/exports/profile/profile.js';
import { type ExportTerms, makeExport, needsPlan, notPayable } from './make-export.js';

const column = (field: 'department' | 'factor' | 'payee') => ({
  ...{ headers: [field], source: { field }, day: 'YYYY-MM-DD' as const, codes: undefined, longest: undefined },
  number:
    field === 'factor'
      ? { decimals: 4, rounding: 'HALF_UP' as const, shift: 0, least: undefined, most: undefined }
      : undefined,
  mayBeEmpty: false,
});
const PURPOSES = { DEPARTMENTS: 'RESULT', METRICS: 'RESULT', PAYEES: 'PAY', DELTAS: 'CORRECTION' } as const;
const profileWith = (rows: Profile['rows'], field: 'department' | 'factor' | 'payee'): Profile => ({
  ...{ name: 'p', purpose: PURPOSES[rows], rows, file: 'p-{period}-v{version}.csv' },
  ...{ encoding: 'UTF_8', lineEnd: 'LF', decimalSign: 'DOT', columns: [column(field)] },
  csv: { separator: 'COMMA', quoting: 'WHEN_NEEDED', hasHead: true },
});
const terms = (change: Partial<ExportTerms> = {}): ExportTerms => ({
  ...{ frozen: JULY, profile: profileWith('DEPARTMENTS', 'department'), plan: undefined, payout: undefined },
  profiles: { name: 'documents/export-profiles/versions/1', sha256: 'aa', isDraft: false, profiles: new Map() },
  isSimulation: false,
  ...change,
});
const payout = {
  ...{ mark: 'PAYABLE', snapshot: JULY.snapshot, snapshotSha256: JULY.contentSha256, terms: JULY_PAYOUT },
  ...{ lines: JULY_LINES, departments: ['ordering', 'warehouse', 'delivery'], manifestSha256: 'cc', paid: '57899.02' },
};
const correction = {
  ...{ restated: JULY_RESTATED.snapshot, restatedSha256: JULY_RESTATED.contentSha256, postingPeriod: '2018-08' },
  ...{ terms: JULY_PAYOUT, lines: JULY_DELTAS, departments: ['ordering', 'delivery'], notRestated: ['warehouse'] },
  ...{ manifestSha256: 'dd', paid: '4152.17', netted: '-94.19', reportedOnly: '2' },
};
const plan = {
  ...{ name: JULY_FACTORS.plan, sha256: JULY_FACTORS.planSha256, boundAfterStart: false },
  factors: [...JULY_FACTORS.of].map(([department, factor]) => ({
    department,
    factor,
    onHold: department === 'delivery',
  })),
} as unknown as NonNullable<ExportTerms['plan']>;

describe('an export', () => {
  it('leaves out a department against which a reason stands; the others go on', () => {
    const { inputs, exported } = makeExport(terms());
    expect(inputs).toMatchObject({
      ...{ mark: 'PAYABLE', departments: ['ordering', 'warehouse', 'delivery'], file: 'p-2018-07-v3.csv' },
      leftOut: [{ department: 'support', reasons: ['GENERATED_DATA'] }],
    });
    expect(exported).toMatchObject({ kind: 'file', rows: 3 });
  });

  it.each<[string, Partial<ExportTerms>]>([
    ['PERIOD_NOT_CLOSED', { frozen: { ...JULY, state: 'PROVISIONAL' } }],
    ['WHAT_IF', { profile: profileWith('PAYEES', 'payee'), payout: { ...payout, mark: 'SIMULATION' } }],
    ['PLAN_BOUND_AFTER_START', { plan: { ...plan, boundAfterStart: true } }],
    ['PROFILE_IS_DRAFT', { profiles: { ...terms().profiles, isDraft: true } }],
  ])('is refused with %s, and simulated with it', (reason, change) => {
    expect(() => makeExport(terms(change))).toThrow(expect.objectContaining({ reason }));
    const { inputs, exported } = makeExport(terms({ ...change, isSimulation: true }));
    expect(inputs).toMatchObject({ mark: 'SIMULATION', notPayableReasons: [reason] });
    expect(inputs.file).toMatch(/^SIMULATION-/);
    expect(exported.kind === 'file' && exported.bytes.toString().split('\n')[1]).toMatch(/,SIMULATION$/);
  });

  it('is refused when no department is payable', () => {
    const none = JULY.departments.map((one) => ({ ...one, notPayableReasons: ['HELD'] }));
    expect(() => makeExport(terms({ frozen: { ...JULY, departments: none } }))).toThrow(
      expect.objectContaining({ reason: 'NOTHING_PAYABLE' }),
    );
  });

  it('of factors leaves out a department that the plan holds', () => {
    const made = makeExport(terms({ profile: profileWith('DEPARTMENTS', 'factor'), plan }));
    expect(made.inputs.leftOut).toContainEqual({ department: 'delivery', reasons: ['HELD_BY_PLAN'] });
    expect(made.exported.kind === 'file' && made.exported.bytes.toString()).toBe('factor\n1.0000\n1.1216\n');
  });

  it('of payees is of the version from which it was allocated, and of no other, not even as a simulation', () => {
    const of = { profile: profileWith('PAYEES', 'payee'), payout };
    expect(makeExport(terms(of)).inputs).toMatchObject({ payout: { pool: 'br-brl', paid: '57899.02' } });
    const other = { ...of, payout: { ...payout, snapshotSha256: 'ff' }, isSimulation: true };
    expect(() => notPayable(terms(other))).toThrow(expect.objectContaining({ reason: 'PAYOUT_OF_OTHER_VERSION' }));
  });

  it('needs the pay plan for a factor only', () => {
    expect(needsPlan(profileWith('DEPARTMENTS', 'factor'))).toBe(true);
    expect(needsPlan(profileWith('DEPARTMENTS', 'department'))).toBe(false);
    expect(needsPlan(profileWith('PAYEES', 'payee'))).toBe(false);
  });
});

describe('an export of a correction', () => {
  const of = { frozen: JULY_RESTATED, profile: profileWith('DELTAS', 'payee'), correction };

  it('has a row for each delta that is paid or netted, and claims the departments that it corrects', () => {
    const { inputs, exported } = makeExport(terms(of));
    expect(exported).toMatchObject({ kind: 'file', rows: 2 });
    expect(exported.kind === 'file' && exported.bytes.toString()).toBe('payee\n100018\n100017\n');
    expect(inputs).toMatchObject({
      ...{ mark: 'PAYABLE', departments: ['ordering', 'delivery'], file: 'p-2018-07-v4.csv' },
      leftOut: [
        { department: 'warehouse', reasons: ['NOT_RESTATED'] },
        { department: 'support', reasons: ['GENERATED_DATA'] },
      ],
      correction: { pool: 'br-brl', postingPeriod: '2018-08', paid: '4152.17', netted: '-94.19', reportedOnly: '2' },
    });
  });

  it.each<[string, Partial<ExportTerms>]>([
    ['CORRECTION_OF_OTHER_VERSION', { frozen: JULY }],
    ['NO_DELTAS', { correction: { ...correction, lines: [] } }],
    ['PROFILE_IS_DRAFT', { profiles: { ...terms().profiles, isDraft: true } }],
  ])('is refused with %s', (reason, change) => {
    expect(() => makeExport(terms({ ...of, ...change }))).toThrow(expect.objectContaining({ reason }));
  });

  it('needs no pay plan: the deltas have it', () => {
    expect(needsPlan(profileWith('DELTAS', 'payee'))).toBe(false);
  });
});
