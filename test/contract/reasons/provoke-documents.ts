import type { Reason } from '#libs/domain/error.js';
import { FACT_KINDS } from '#libs/maps/contract/fact-contract.js';
import { proposeDocument } from '#services/scoring/documents/propose.js';
import { publishDirectly } from '../documents/publish-directly.js';
import { database } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { fillDisk } from './provoke-sources.js';
import {
  companyWith,
  documentIn,
  eventsIn,
  metricsWith,
  PARENT,
  publication,
  publicationOf,
  REAL,
  rulesOf,
} from './publications.js';
import { clock } from './servers.js';

const COMPANY = publicationOf('company', companyWith('helpdesk', '2041-01-01'), 0);
const OTHER_COMPANY = publicationOf('company', companyWith('nightdesk', '2042-01-01'), 0);
const NEXT_COMPANY = publicationOf('company', companyWith('nightdesk', '2042-01-01'), 1);
const METRICS = publicationOf('metrics', metricsWith(4), 0);
const DEPARTMENTS = publicationOf('departments', 'valid_from: 2041-01-01\ndepartments: { support: {} }\n', 0);

/** A snapshot stays, so each provocation has a month of its own. */
const [PROPOSED, PUBLISHED] = ['2041-02', '2041-03'];
const eventsOf = (month: string) => publicationOf('events', eventsIn(month), 0);

/** Which mistakes of a document both calls find. */
const MISTAKES: Partial<Record<Reason, Provocation>> = {
  NAME_INVALID: { requests: [{ parent: 'rules', text: REAL, reason: 'a test' }] },
  DOCUMENT_KIND_UNKNOWN: { requests: [{ parent: 'documents/salaries', text: REAL, reason: 'a test' }] },
  DOCUMENT_INVALID: { requests: [publication('ruleset: 1', 0)] },
  REASON_MISSING: { requests: [{ parent: PARENT, text: REAL }] },
};

export const DOCUMENTS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  ProposeDocument: {
    ...MISTAKES,
    VERSION_NOT_LATEST: { requests: [publication(rulesOf(2041), 700)] },
    FIRST_DAY_PASSED: { requests: [publication(REAL, 0)], before: () => published() },
    DOCUMENT_NAME_USED: {
      requests: [publication(rulesOf(2043, 'rules-2042'), 1)],
      before: () => published(publication(rulesOf(2042), 0)),
    },
    PERIODS_NAMED_TWICE: {
      requests: [publication(rulesOf(2042, 'other'), 1)],
      before: () => published(publication(rulesOf(2042), 0)),
    },
    COMPANY_NOT_PUBLISHED: { requests: [METRICS], before: () => published() },
    DOCUMENT_NEEDED: { requests: [NEXT_COMPANY], before: () => published(COMPANY, METRICS) },
    DEFINITION_CHANGED: {
      requests: [publicationOf('metrics', metricsWith(5), 1)],
      before: () => published(COMPANY, METRICS),
    },
    DEFINITION_REMOVED: {
      requests: [publicationOf('metrics', 'metrics: {}\n', 1)],
      before: () => published(COMPANY, METRICS),
    },
    EVENT_IN_FROZEN_PERIOD: {
      requests: [eventsOf(PROPOSED)],
      before: () => also(published(COMPANY, DEPARTMENTS), () => frozen(PROPOSED)),
    },
    STORE_FULL: {
      requests: [publication(rulesOf(2047), 0)],
      before: () => also(published(), () => fillDisk(database, ['document_proposal'])),
    },
  },
  GetProposal: {
    NAME_INVALID: { requests: [{ name: PARENT }] },
    DOCUMENT_KIND_UNKNOWN: { requests: [{ name: 'documents/salaries/proposals/1' }] },
    PROPOSAL_UNKNOWN: { requests: [{ name: `${PARENT}/proposals/700` }] },
  },
  ListProposals: {
    NAME_INVALID: { requests: [{ parent: 'rules' }] },
    DOCUMENT_KIND_UNKNOWN: { requests: [{ parent: 'documents/salaries' }] },
    PAGE_INVALID: { requests: [{ parent: PARENT, pageSize: -1 }] },
  },
  PublishDocument: {
    ...MISTAKES,
    PUBLISHER_DIFFERS: { requests: [{ ...publication(rulesOf(2041), 0), publishedBy: 'ann' }] },
    NOT_PROPOSED: { requests: [publication(rulesOf(2048), 0)], before: () => published() },
    SAME_PERSON: {
      requests: [publication(rulesOf(2049), 0)],
      before: () => also(published(), () => propose('all', publication(rulesOf(2049), 0))),
    },
    VERSION_NOT_LATEST: {
      requests: [publication(rulesOf(2041), 700)],
      before: () => also(published(), () => propose('ann', publication(rulesOf(2041), 0))),
    },
    FIRST_DAY_PASSED: {
      requests: [publication(REAL, 0)],
      before: () => also(published(), () => propose('ann', publication(REAL, 0))),
    },
    DOCUMENT_NAME_USED: {
      requests: [publication(rulesOf(2042), 0), publication(rulesOf(2043, 'rules-2042'), 1)],
      before: () =>
        also(published(), () =>
          propose('ann', publication(rulesOf(2042), 0), publication(rulesOf(2043, 'rules-2042'), 0)),
        ),
    },
    PERIODS_NAMED_TWICE: {
      requests: [publication(rulesOf(2042), 0), publication(rulesOf(2042, 'other'), 1)],
      before: () =>
        also(published(), () => propose('ann', publication(rulesOf(2042), 0), publication(rulesOf(2042, 'other'), 0))),
    },
    PROPOSAL_OUTDATED: {
      requests: [COMPANY, OTHER_COMPANY],
      before: () => also(published(), () => propose('ann', COMPANY, OTHER_COMPANY)),
    },
    COMPANY_NOT_PUBLISHED: { requests: [METRICS], before: () => also(published(), proposeMetricsBeside) },
    DOCUMENT_NEEDED: {
      requests: [METRICS, NEXT_COMPANY],
      before: () => also(published(COMPANY), () => propose('ann', METRICS, NEXT_COMPANY)),
    },
    EVENT_IN_FROZEN_PERIOD: {
      requests: [eventsOf(PUBLISHED)],
      before: () =>
        also(
          also(published(COMPANY, DEPARTMENTS), () => propose('ann', eventsOf(PUBLISHED))),
          () => frozen(PUBLISHED),
        ),
    },
    STORE_FULL: {
      requests: [DEPARTMENTS],
      before: () =>
        also(
          also(published(COMPANY), () => propose('ann', DEPARTMENTS)),
          () => fillDisk(database, ['document_version']),
        ),
    },
  },
  GetDocument: {
    NAME_INVALID: { requests: [{ name: PARENT }] },
    DOCUMENT_KIND_UNKNOWN: { requests: [{ name: 'documents/salaries/versions/1' }] },
    DOCUMENT_UNKNOWN: { requests: [{ name: `${PARENT}/versions/700` }] },
  },
  ListDocuments: {
    NAME_INVALID: { requests: [{ parent: 'rules' }] },
    DOCUMENT_KIND_UNKNOWN: { requests: [{ parent: 'documents/salaries' }] },
    PAGE_INVALID: { requests: [{ parent: PARENT, pageSize: -1 }] },
  },
  SuggestRuleset: {
    PERIOD_INVALID: {
      requests: [
        { from: '2018-02', to: '2018-01' },
        { from: '2018', to: '2018' },
      ],
    },
    DOCUMENT_INVALID: { requests: [{ from: '2018-01', to: '2018-08', basedOn: 'ruleset: 1' }] },
    DOCUMENT_UNKNOWN: { requests: [{ from: '2018-01', to: '2018-08' }], before: () => published() },
  },
  ShadowRuleset: {
    DOCUMENT_INVALID: { requests: [{ text: 'ruleset: 1' }] },
    PERIOD_INVALID: { requests: [{ text: REAL, through: '2018-13' }] },
  },
};

type Publication = ReturnType<typeof publication>;
type Undo = () => Promise<unknown>;

/** Nothing is published but these documents, and nothing is proposed. */
async function published(...documents: readonly Publication[]): Promise<Undo> {
  for (const table of TABLES) {
    await database.execute(`alter table ${table} rename to ${table}_before`);
    await database.execute(`create table ${table} (like ${table}_before)`);
  }
  for (const one of documents) await publishDirectly(publishing(), documentIn(one), clock.now());
  return async () => {
    for (const table of TABLES) {
      await database.execute(`drop table ${table}`);
      await database.execute(`alter table ${table}_before rename to ${table}`);
    }
  };
}

const TABLES = ['document_version', 'document_proposal'];
const publishing = () => ({ database, factKinds: FACT_KINDS });

/** One state after the other; undone in reverse order. */
async function also(first: Promise<Undo>, then: () => Promise<Undo | undefined>): Promise<Undo> {
  const undo = await first;
  const undoThen = await then();
  return async () => {
    await undoThen?.();
    await undo();
  };
}

/** A month has a snapshot, for ever. */
async function frozen(month: string): Promise<undefined> {
  const days = JSON.stringify({ first_day: `${month}-01`, last_day: `${month}-28` });
  await database.execute(
    `insert into snapshot
     select $1, 1, content, sha256(content), gen_random_uuid(), sha256(content), 'a test', now()
     from convert_to($2, 'UTF8') as content
     on conflict do nothing`,
    [month, days],
  );
}

async function propose(proposedBy: string, ...documents: readonly Publication[]): Promise<undefined> {
  for (const one of documents) {
    const proposing = { ...documentIn(one), allowAfterFirstDay: true, reason: 'a test', proposedBy, beside: [] };
    await proposeDocument(publishing(), proposing, clock.now());
  }
}

/** Metrics that are to be published after a company that is not published yet. */
async function proposeMetricsBeside(): Promise<undefined> {
  const proposing = { ...documentIn(METRICS), reason: 'a test', proposedBy: 'ann', beside: [documentIn(COMPANY)] };
  await proposeDocument(publishing(), proposing, clock.now());
}
