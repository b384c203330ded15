import type { Reason } from '#libs/domain/error.js';
import { database } from '../scoring-bench.js';
import type { Provocation } from './provocation.js';
import { fillDisk } from './provoke-sources.js';
import { companyWith, metricsWith, PARENT, publication, publicationOf, REAL, rulesOf } from './publications.js';

const COMPANY = publicationOf('company', companyWith('helpdesk', '2041-01-01'), 0);
const METRICS = publicationOf('metrics', metricsWith(4), 0);

export const DOCUMENTS: Readonly<Record<string, Partial<Record<Reason, Provocation>>>> = {
  PublishDocument: {
    NAME_INVALID: { requests: [{ parent: 'rules', text: REAL, reason: 'a test' }] },
    DOCUMENT_KIND_UNKNOWN: { requests: [{ parent: 'documents/salaries', text: REAL, reason: 'a test' }] },
    DOCUMENT_INVALID: { requests: [publication('ruleset: 1', 0)] },
    REASON_MISSING: { requests: [{ parent: PARENT, text: REAL }] },
    FIRST_DAY_PASSED: { requests: [publication(REAL, 0), publication(REAL, 1)] },
    VERSION_NOT_LATEST: { requests: [publication(rulesOf(2041), 700)] },
    DOCUMENT_NAME_USED: { requests: [publication(rulesOf(2042), 0), publication(rulesOf(2043, 'rules-2042'), 1)] },
    PERIODS_NAMED_TWICE: { requests: [publication(rulesOf(2042, 'other'), 1)] },
    COMPANY_NOT_PUBLISHED: { requests: [METRICS] },
    DOCUMENT_NEEDED: {
      requests: [COMPANY, METRICS, publicationOf('company', companyWith('nightdesk', '2042-01-01'), 1)],
    },
    DEFINITION_CHANGED: { requests: [COMPANY, METRICS, publicationOf('metrics', metricsWith(5), 1)] },
    DEFINITION_REMOVED: { requests: [COMPANY, METRICS, publicationOf('metrics', 'metrics: {}\n', 1)] },
    STORE_FULL: {
      requests: [publicationOf('departments', 'valid_from: 2041-01-01\ndepartments: { support: {} }\n', 0)],
      before: () => fillDisk(database, ['document_version']),
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
    DOCUMENT_UNKNOWN: { requests: [{ from: '2018-01', to: '2018-08' }], before: withoutVersions },
  },
  ShadowRuleset: {
    DOCUMENT_INVALID: { requests: [{ text: 'ruleset: 1' }] },
    PERIOD_INVALID: { requests: [{ text: REAL, through: '2018-13' }] },
  },
};

/** As before the first publication. */
async function withoutVersions() {
  await database.execute('alter table document_version rename to versions_before');
  await database.execute('create table document_version (like versions_before)');
  return async () => {
    await database.execute('drop table document_version');
    await database.execute('alter table versions_before rename to document_version');
  };
}
