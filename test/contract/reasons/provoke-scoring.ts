import type { JsonValue } from '@bufbuild/protobuf';
import type { Reason } from '#libs/domain/error.js';
import type { Provocation } from './provocation.js';
import { RECEIPT } from './valid.js';

type Provocations = Partial<Record<Reason, Provocation>>;

const asking = (...requests: JsonValue[]): Provocation => ({ requests });

/** The reasons of a call that names one index, by how that name stands in its request. */
function ofName(request: (name: string) => JsonValue): Provocations {
  return {
    NAME_INVALID: asking(request('delivery/2018-03')),
    PERIOD_INVALID: asking(request('departments/delivery/indexes/March')),
    DEPARTMENT_UNKNOWN: asking(request('departments/marketing/indexes/2018-03')),
    UNIT_UNKNOWN: asking(request('departments/delivery/units/never-seen/indexes/2018-03')),
    PERIOD_NOT_IN_CALENDAR: asking(request('departments/delivery/indexes/2031-01')),
  };
}

const NAME = 'departments/delivery/indexes/2018-03';
const many = (count: number) => Array.from({ length: count }, () => NAME);

export const SCORING: Readonly<Record<string, Provocations>> = {
  GetIndex: {
    ...ofName((name) => ({ name })),
    RECEIPT_INVALID: asking({ name: NAME, atLeast: 'no receipt' }),
    RECEIPT_NOT_REACHED: { ...asking({ name: NAME, atLeast: RECEIPT }), deadlineMs: 2_000 },
  },
  BatchGetIndexes: {
    TOO_MANY_NAMES: asking({ names: many(501) }, { names: [] }),
    NAME_INVALID: asking({ names: ['delivery/2018-03'] }),
    PERIOD_INVALID: asking({ names: ['departments/delivery/indexes/March'] }),
  },
  ListIndexes: {
    NAME_INVALID: asking({ parent: 'delivery' }),
    FILTER_INVALID: asking({ parent: 'departments/delivery', filter: 'color = "red"' }),
    ORDER_BY_INVALID: asking({ parent: 'departments/delivery', orderBy: 'color' }),
    PAGE_INVALID: asking({ parent: 'departments/delivery', pageSize: -1 }),
    DEPARTMENT_UNKNOWN: asking({ parent: 'departments/marketing' }),
    UNIT_UNKNOWN: asking({ parent: 'departments/delivery/units/never-seen' }),
  },
  ExplainIndex: ofName((name) => ({ name })),
  CompareIndexes: {
    ...ofName((name) => ({ from: name, to: NAME })),
    NOT_COMPARABLE: asking({ from: NAME, to: 'departments/delivery/indexes/2018-04' }),
    RULESETS_DIFFER: asking({ from: 'departments/delivery/indexes/2017-02', to: NAME }),
  },
  ListMisses: {
    ...ofName((parent) => ({ parent, groupBy: 'responsible' })),
    GROUP_BY_INVALID: asking({ parent: NAME, groupBy: 'color' }),
    METRIC_UNKNOWN: asking({ parent: NAME, groupBy: 'responsible', metric: 'happiness' }),
  },
  ListMissPrices: {
    NAME_INVALID: asking({ parent: 'delivery' }, { parent: 'departments/-' }),
    DEPARTMENT_UNKNOWN: asking({ parent: 'departments/marketing' }),
  },
  WatchIndex: {
    ...ofName((name) => ({ names: [name] })),
    TOO_MANY_NAMES: asking({ names: [] }),
    RESUME_TOKEN_EXPIRED: asking({ names: [NAME], resumeToken: 'from another run' }),
  },
  ListMetrics: {
    NAME_INVALID: asking({ parent: 'delivery' }),
    PAGE_INVALID: asking({ parent: 'departments/delivery', pageToken: 'from another question' }),
    DEPARTMENT_UNKNOWN: asking({ parent: 'departments/marketing' }),
  },
};
