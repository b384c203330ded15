import { DEFAULT_PERSON } from '#cli/session/demo.js';

/** A person whom the demo issuer knows. */
export interface DemoPerson {
  /** What tokens call the person, and `cx --as`. */
  readonly subject: string;
  readonly name: string;
  /** What the access document of a company binds to roles. */
  readonly groups: readonly string[];
}

/** The people of the demo. They have no passwords: a user who can read the data folder may act for each of them. */
export const PEOPLE: readonly DemoPerson[] = [
  {
    subject: DEFAULT_PERSON,
    name: 'You, at this machine',
    groups: ['auditors', 'operators', 'hr-makers', 'rules-authors', 'rules-publishers'],
  },
  { subject: 'lead-of-delivery', name: 'Dana, lead of delivery', groups: ['leads-of-delivery'] },
  {
    subject: 'lead-of-ordering',
    name: 'Omar, lead of ordering and a reviewer',
    groups: ['leads-of-ordering', 'reviewers'],
  },
  { subject: 'reviewer', name: 'Rita, rules on contests', groups: ['reviewers'] },
  { subject: 'second-reviewer', name: 'Remy, rules on contests', groups: ['reviewers'] },
  { subject: 'hr-maker', name: 'Hana, makes bonus inputs', groups: ['hr-makers'] },
  { subject: 'hr-approver', name: 'Haro, approves bonus inputs', groups: ['hr-approvers'] },
  { subject: 'second-hr-approver', name: 'Hilde, approves bonus inputs', groups: ['hr-approvers'] },
  { subject: 'finance-approver', name: 'Fina, approves bonus inputs for finance', groups: ['finance-approvers'] },
  { subject: 'auditor', name: 'Aude, audits', groups: ['auditors'] },
  { subject: 'operator', name: 'Otis, keeps it running', groups: ['operators'] },
  { subject: 'rules-author', name: 'Rana, writes rules', groups: ['rules-authors'] },
  { subject: 'rules-publisher', name: 'Paul, publishes rules', groups: ['rules-publishers'] },
];

/** The groups whose people publish the first documents of a company. */
export const FIRST_PUBLISHERS: readonly string[] = ['rules-authors', 'rules-publishers'];
