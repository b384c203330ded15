import { ADJUSTMENT_GUARDS } from './adjustment-guards.js';
import { EXPORT_GUARDS } from './export-guards.js';
import { contract, type Guard, unit } from './guard.js';
import { RECORD_GUARDS } from './record-guards.js';
import { REST_GUARDS } from './rest-guards.js';
import { RULING_GUARDS } from './ruling-guards.js';
import { WEBHOOK_GUARDS } from './webhook-guards.js';

/** Guards that let only two people publish a document. */
export const PUBLISHING_GUARDS: readonly Guard[] = [
  ...RULING_GUARDS,
  ...RECORD_GUARDS,
  ...ADJUSTMENT_GUARDS,
  ...EXPORT_GUARDS,
  ...WEBHOOK_GUARDS,
  ...REST_GUARDS,
  {
    guard: 'two people publish: no person publishes what that person alone has proposed',
    file: 'services/scoring/documents/proposal-of-another.ts',
    find: 'open.find(({ proposedBy }) => proposedBy !== publishedBy)',
    replace: 'open.find(({ proposedBy }) => proposedBy !== undefined)',
    test: unit('services/scoring/documents/proposal-of-another.test.ts'),
  },
  {
    guard: 'two people publish: a proposal is not published after another version of its kind',
    file: 'services/scoring/documents/sql/list-proposals.sql',
    find: "when proposal.kind <> 'ruleset' and count(*) > 0 then 'OUTDATED'",
    replace: "when proposal.kind is null then 'OUTDATED'",
    test: contract('two-people.test.ts'),
  },
  {
    guard: 'two people publish: who publishes is what the call proves, not what the request says',
    file: 'services/scoring/grpc/documents/publish-document.ts',
    find: 'const publishedBy = context.caller.name;',
    replace: 'const publishedBy = request.publishedBy || context.caller.name;',
    test: contract('two-people.test.ts'),
  },
  {
    guard: 'two people publish: what was proposed is checked again when it is published',
    file: 'services/scoring/documents/publish.ts',
    find: 'const next = nextVersion(proposed, read, { ...published, factKinds, now });',
    replace: 'const next = { ...nextVersion, ...proposal, read, factKinds, now, proposed };',
    test: contract('two-people.test.ts'),
  },
  {
    guard: 'two people publish: the database refuses one person in both places, also to the service',
    file: 'services/scoring/documents/migrations/0004_proposals.sql',
    find: ' and proposed_by <> published_by)',
    replace: ')',
    test: contract('two-people.test.ts'),
  },
  {
    guard: 'two people publish: the database refuses a version that was not proposed with this content by this person',
    file: 'services/scoring/documents/migrations/0004_proposals.sql',
    find: 'foreign key (proposal, kind, sha256, proposed_by) references document_proposal (number, kind, sha256, proposed_by)',
    replace: 'foreign key (proposal) references document_proposal (number)',
    test: contract('two-people.test.ts'),
  },
  {
    guard: 'two people publish: a proposal is never changed, also not by the owner of the table',
    file: 'services/scoring/documents/migrations/0004_proposals.sql',
    find: 'before update or delete on document_proposal',
    replace: 'before delete on document_proposal',
    test: contract('two-people.test.ts'),
  },
];
