import { describe, expect, it } from 'vitest';
import { SUPPORT } from '#libs/catalogue/support/metrics.js';
import { ListObservationsRequest } from '#libs/contracts/cx/facts/v1/facts.js';
import { evidenceToProto, questionFrom } from './facts-mapping.js';

const asked = (metric: string, definition = 0) =>
  questionFrom(
    ListObservationsRequest.fromPartial({ metric, definition, firstDay: '2018-08-01', lastDay: '2018-08-31' }),
    'support',
    SUPPORT,
    SUPPORT,
  ).question.metric;

const trace = {
  ...{ limits: 'limit 3 minutes', documents: 'metrics 2, company 1', worked: [], reportedUnit: '' },
  event: undefined,
};

describe('a metric', () => {
  it.each(['first_response_in_time', 'first_response_within_60_minutes'])('may be called %s in a request', (name) => {
    expect(asked(name)).toBe('first_response_within_60_minutes');
  });

  it('of another department, or of none, is refused', () => {
    for (const name of ['order_kept', 'unheard_of']) {
      expect(() => asked(name)).toThrow(expect.objectContaining({ reason: 'METRIC_UNKNOWN' }));
    }
  });

  it('may be asked for by one of its definitions, and by no other', () => {
    expect(asked('first_response_in_time', 1)).toBe('first_response_within_60_minutes');
    expect(() => asked('first_response_in_time', 2)).toThrow('there is no definition 2 of first_response_in_time');
  });

  it('has its id in the answer, whatever name it is recorded by', () => {
    const verdict = {
      ...{ metric: 'first_response_within_60_minutes', definition: 1, unit: 'team/one', part: '', day: '2018-08-10' },
      ...{ reason: '', responsible: '', hits: 1, misses: 0, cause: 'desk/1', version: 1 },
      class: 'ACCOUNTABLE' as const,
      origin: 'REPORTED' as const,
    };
    const evidence = {
      ref: Buffer.alloc(16),
      verdict,
      judgedAt: 0,
      facts: [],
      inconsistencies: [],
      rulesPosition: 3,
      erasedAt: undefined,
      rulings: [],
    };
    const describeCase = () => ({ caseId: 'contact-1', caseKind: 'contact', details: [] });
    expect(evidenceToProto(evidence, trace, describeCase)).toMatchObject({
      metric: 'first_response_in_time',
      appliedLimits: 'limit 3 minutes',
      judgedBy: 'metrics 2, company 1',
    });
  });

  it('has the contradictions of the part that was judged and of the whole case, not those of other parts', () => {
    const verdict = {
      ...{ metric: 'delivered_by_first_promise', definition: 1, unit: 'area/be', day: '2018-08-10' },
      ...{ reason: '', responsible: '', hits: 1, misses: 0, cause: 'sweep', version: 1 },
      class: 'ACCOUNTABLE' as const,
      origin: 'REPORTED' as const,
    };
    const inconsistencies = ['DELIVERED_TWICE A', 'DELIVERED_TWICE B', 'PARCEL_NOT_NAMED'];
    const shown = (part: string) => {
      const evidence = {
        ref: Buffer.alloc(16),
        verdict: { ...verdict, part },
        judgedAt: 0,
        facts: [],
        inconsistencies,
        erasedAt: undefined,
        rulings: [],
        rulesPosition: 3,
      };
      return evidenceToProto(evidence, trace, () => ({ caseId: '', caseKind: '', details: [] })).inconsistencies;
    };
    expect(shown('A')).toEqual(['DELIVERED_TWICE A', 'PARCEL_NOT_NAMED']);
    expect(shown('')).toEqual(inconsistencies);
  });
});
