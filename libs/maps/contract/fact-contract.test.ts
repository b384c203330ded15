import { describe, expect, it } from 'vitest';
import { commonFields, FACT_CONTRACTS } from './fact-contract.js';

const fieldsOf = (department: string, kind: string, isOfSubject = false) => {
  const contract = FACT_CONTRACTS[department];
  if (contract === undefined) throw new Error(department);
  return commonFields(contract, kind, isOfSubject);
};

describe('what every fact has', () => {
  it('is an order for a fact about an order, and no subject', () => {
    expect(Object.keys(fieldsOf('warehouse', 'handed_over'))).toEqual([
      'fact_id',
      'order_id',
      'happened_at',
      'parcel_id',
    ]);
    expect(fieldsOf('warehouse', 'handed_over')['order_id']?.required).toBe(true);
  });

  it('is a subject for a fact about a subject, and no order', () => {
    expect(Object.keys(fieldsOf('warehouse', 'goods_received'))).toEqual(['fact_id', 'happened_at', 'subject_id']);
    expect(fieldsOf('warehouse', 'goods_received')['subject_id']?.required).toBe(true);
  });

  it('is either of a withdrawal', () => {
    expect(fieldsOf('warehouse', 'withdrawal')['subject_id']).toBeUndefined();
    expect(fieldsOf('warehouse', 'withdrawal', true)['subject_id']?.required).toBe(true);
  });

  it('has no subject in a department that has none', () => {
    expect(Object.keys(fieldsOf('survey', 'answered', true))).toEqual(['fact_id', 'order_id', 'happened_at']);
  });
});
