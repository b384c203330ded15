import { describe, expect, it } from 'vitest';
import { namedCase, subjectWords } from './naming.js';

interface Names {
  readonly order: string;
  readonly subject: string;
}
const naming = {
  ...{
    caseKind: 'order' as const,
    caseIdOf: ({ order }: Names) => order,
    subjectIdOf: ({ subject }: Names) => subject,
  },
};
const named = (order: string, subject: string, stated?: string) =>
  namedCase({ order, subject }, naming, stated, ['receipt', 'return']);

describe('the case of a fact', () => {
  it('is the order if its kind is about no subject', () => {
    const order = { kind: 'order', id: '#1001', idField: 'order_id', isSubject: false, objection: undefined };
    expect(named('#1001', '')).toMatchObject(order);
    expect(named('#1001', '', '')).toMatchObject(order);
  });

  it('is the subject if its kind is about one', () => {
    const subject = { kind: 'return', id: 'R-7', idField: 'subject_id', isSubject: true, objection: undefined };
    expect(named('', 'R-7', 'return')).toMatchObject(subject);
  });

  it.each([
    ['an order and a subject, of a fact about an order', named('#1001', 'R-7'), 'SUBJECT_ID_UNEXPECTED', 'subject_id'],
    [
      'an order and a subject, of a fact about a subject',
      named('#1001', 'R-7', 'receipt'),
      'CASE_ID_UNEXPECTED',
      'order_id',
    ],
    [
      'a kind that the department does not have',
      named('', 'R-7', 'location_count'),
      'SUBJECT_KIND_UNKNOWN',
      'withdrawal.subject_kind',
    ],
  ])('is refused with %s', (_, { objection }, reason, field) => {
    expect(objection).toMatchObject({ reason, field });
  });

  it('has no subject in a department that has none', () => {
    const { objection } = namedCase({}, { caseKind: 'contact', caseIdOf: () => '' }, 'return', []);
    expect(objection?.detail).toBe('there is no kind of subject "return": this department has none');
  });

  it('is an issue of a contact only without a subject', () => {
    const contact = {
      caseKind: 'contact' as const,
      caseIdOf: () => '',
      subjectIdOf: () => 'R-7',
      issueIdOf: () => 'I',
    };
    expect(namedCase({}, contact, 'return', ['return'])).toMatchObject({
      ...{ issueId: undefined, objection: { reason: 'CASE_ID_UNEXPECTED', field: 'issue_id' } },
    });
    expect(namedCase({}, { ...contact, subjectIdOf: () => '' }, undefined, [])).toMatchObject({
      ...{ idField: 'contact_id', issueId: 'I', objection: undefined },
    });
  });

  it('is called by the words of its kind', () => {
    expect(subjectWords('location_count')).toBe('location count');
  });
});
