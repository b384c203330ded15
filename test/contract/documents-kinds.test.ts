import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type DocumentServiceClient, ProposeDocumentRequest } from '#libs/contracts/cx/documents/v1/documents.js';
import { call, refusalOf } from '#libs/grpc/client.js';
import { type RunningServer, startServer } from '#libs/grpc/server.js';
import { countsReader } from '#services/scoring/counts/read.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { documentService } from '#services/scoring/grpc/documents/documents-service.js';
import { namedCallers } from '#test/doubles/named-callers.js';
import { testCallers } from '#test/stack/callers.js';
import { publishOne, twoPeople } from '#test/stack/two-people.js';
import { database, setScoringUp } from './scoring-bench.js';

setScoringUp();

/** Half past nine in the evening of 31 December in UTC; in Berlin the last half hour of the year has begun. */
const NOW = Date.parse('2026-12-31T21:30:00Z');

const companyFrom = (day: string, calendar = 'helpdesk') => `valid_from: ${day}
name: Acme
zone: Europe/Berlin
currency: EUR
first_day_of_week: monday
calendars:
  ${calendar}:
    zone: Europe/Berlin
    hours:
      monday: ["09:00-18:00"]
      tuesday: ["09:00-18:00"]
      wednesday: ["09:00-18:00"]
      thursday: ["09:00-18:00"]
      friday: ["09:00-18:00"]
      saturday: []
      sunday: []
`;
const metricsWith = (...versions: string[]) =>
  `metrics:\n  first_response_in_time:\n${versions.map((one) => `    - ${one}\n`).join('')}`;
const HOURS = '{ valid_from: 2027-01-01, limit: { working_hours: 4, calendar: helpdesk } }';
const departments = 'valid_from: 2027-01-01\ndepartments:\n  support:\n    title: Help desk\n';

describe('the documents that departments follow', () => {
  let server: RunningServer;
  let people: ReturnType<typeof twoPeople>;
  let documents: DocumentServiceClient;

  beforeAll(async () => {
    const metrics = { documentsTotal: { inc: () => undefined } } as never;
    const service = documentService({
      ...{ database, clock: { now: () => NOW }, metrics, counts: countsReader(database) },
      rulesets: await PublishedRulesets.open(database),
      onPublished: async () => {},
    });
    server = await startServer({
      ...{ host: '127.0.0.1', port: 0, services: [service], ...namedCallers(testCallers()) },
      onBug: (error: unknown) => {
        throw error;
      },
    });
    people = twoPeople(`127.0.0.1:${server.port}`);
    documents = people.author;
  });
  beforeEach(async () => {
    await database.transaction(async (tx) => {
      await tx.execute('alter table document_version disable trigger all');
      await tx.execute('truncate document_version');
      await tx.execute('alter table document_version enable trigger all');
    });
  });
  afterAll(async () => {
    people.close();
    await server.drain(500);
  });

  const publish = (kind: string, text: string, expectedLatestVersion = 0, change: object = {}) =>
    publishOne(people, { parent: `documents/${kind}`, text, expectedLatestVersion, ...change });
  const check = (kind: string, text: string, beside: ProposeDocumentRequest['beside'] = []) => {
    const given = { parent: `documents/${kind}`, text, reason: 'a test', validateOnly: true, beside };
    return call(documents, 'proposeDocument', ProposeDocumentRequest.create(given));
  };
  const refusal = async (...args: Parameters<typeof publish>) => {
    const answer = await publish(...args).catch(refusalOf);
    if (answer === undefined || !('reason' in answer) || !('field' in answer)) throw new Error('it was published');
    return answer;
  };

  it('are numbered by kind, and have one row of positions over all kinds', async () => {
    expect(await publish('company', companyFrom('2027-01-01'))).toMatchObject({
      ...{ name: 'documents/company/versions/1', title: 'Acme', firstDay: '2027-01-01', position: 1 },
      boundAfterStart: false,
    });
    expect(await publish('departments', departments)).toMatchObject({ version: 1, title: '', position: 2 });
    expect(await publish('metrics', metricsWith(HOURS))).toMatchObject({ firstDay: '2027-01-01', position: 3 });
    expect(await publish('company', companyFrom('2028-01-01'), 1)).toMatchObject({ version: 2, position: 4 });
  });

  it('published again are the newest version that they were; an earlier version may return', async () => {
    await publish('company', companyFrom('2027-01-01'));
    const [one, two] = ['Help desk', 'Service'].map((title) => departments.replace('Help desk', title));
    const first = await publish('departments', one ?? '');
    expect(await publish('departments', `# a comment\n${one}`, 1)).toEqual(first);
    await publish('departments', two ?? '', 1);
    expect(await publish('departments', one ?? '', 2)).toMatchObject({ version: 3, position: 4 });
  });

  it('need the zone of the company, which decides when a day begins', async () => {
    expect(await refusal('departments', departments)).toMatchObject({ reason: 'COMPANY_NOT_PUBLISHED' });
  });

  it('are refused after their first day has begun in the zone of the company, unless that is asked for by name', async () => {
    const begun = companyFrom('2026-12-31');
    expect(await refusal('company', begun)).toMatchObject({
      reason: 'FIRST_DAY_PASSED',
      field: 'allow_after_first_day',
    });
    const asked = { allowAfterFirstDay: true };
    expect(await publish('company', begun, 0, asked)).toMatchObject({ boundAfterStart: true });
    const days = metricsWith('{ valid_from: 2026-12-31 }', '{ valid_from: 2027-01-01 }');
    expect(await refusal('metrics', days)).toMatchObject({ reason: 'FIRST_DAY_PASSED' });
    expect(await publish('metrics', days, 0, asked)).toMatchObject({ firstDay: '2026-12-31', boundAfterStart: true });
  });

  it('of metrics begin with the earliest version that was added, also when it corrects the past', async () => {
    await publish('company', companyFrom('2027-01-01'));
    await publish('metrics', metricsWith(HOURS));
    const later = metricsWith(HOURS, '{ valid_from: 2027-07-01, limit: { minutes: 30 } }');
    expect(await publish('metrics', later, 1)).toMatchObject({ firstDay: '2027-07-01', boundAfterStart: false });
    const corrected = `${later}    - { valid_from: 2026-12-01, limit: { minutes: 45 } }\n`;
    expect(await refusal('metrics', corrected, 2)).toMatchObject({ reason: 'FIRST_DAY_PASSED' });
    const asked = { allowAfterFirstDay: true };
    expect(await publish('metrics', corrected, 2, asked)).toMatchObject({
      ...{ firstDay: '2026-12-01', boundAfterStart: true },
    });
  });

  it('of metrics are the definitions that rulesets may count and that answers state', async () => {
    await publish('company', companyFrom('2027-01-01'));
    await publish('departments', departments);
    const rulesets = await PublishedRulesets.open(database);
    const titles = () => rulesets.definitions.named('first_response_in_time').map(({ title }) => title);
    expect(titles()).toEqual(['First response within 60 minutes (T03)']);
    await publish('metrics', metricsWith(HOURS));
    await publish('metrics', metricsWith(HOURS, '{ valid_from: 2027-07-01, limit: { minutes: 30 } }'), 1);
    await rulesets.refresh();
    expect(titles()).toEqual([
      'First response within 4 working hours of the calendar helpdesk (T03)',
      'First response within 30 minutes (T03)',
    ]);
    // A metric that the document does not ask stays known: an earlier ruleset may count it.
    expect(rulesets.definitions.named('order_kept')).toHaveLength(1);
  });

  it('of metrics keep every version as it was published', async () => {
    await publish('company', companyFrom('2027-01-01'));
    await publish('metrics', metricsWith(HOURS));
    const changed = await refusal('metrics', metricsWith(HOURS.replace('4', '5')), 1);
    expect(changed).toMatchObject({ reason: 'DEFINITION_CHANGED', field: 'text' });
    expect(changed.message).toMatch(/^metrics\.first_response_in_time\[0\]: .*append a version/);
    const other = metricsWith(HOURS).replace('first_response_in_time', 'solved_without_second_contact');
    const removed = await refusal('metrics', other.replace('working_hours: 4, calendar: helpdesk', 'civil_days: 7'), 1);
    expect(removed).toMatchObject({ reason: 'DEFINITION_REMOVED' });
    expect(removed.message).toContain('asked: false');
  });

  it('are checked against the others as they are published', async () => {
    await publish('company', companyFrom('2027-01-01', 'nightdesk'));
    const unknown = await refusal('metrics', metricsWith(HOURS));
    expect(unknown).toMatchObject({ reason: 'DOCUMENT_INVALID', field: 'text' });
    expect(unknown.message).toMatch(
      /metrics\.yaml: .*limit\.calendar: CALENDAR_UNKNOWN in line 3, .* Do: Write nightdesk/,
    );
    await publish('company', companyFrom('2027-01-01'), 1);
    await publish('metrics', metricsWith(HOURS));
    const needed = await refusal('company', companyFrom('2028-01-01', 'nightdesk'), 2);
    expect(needed).toMatchObject({ reason: 'DOCUMENT_NEEDED', field: 'text' });
    expect(needed.message).toContain('metrics.yaml: metrics.first_response_in_time[0].limit.calendar');
  });

  it('name kinds of facts that the departments take', async () => {
    await publish('company', companyFrom('2027-01-01'));
    const feeds = 'valid_from: 2027-01-01\nfeeds:\n  desk:\n    reports:\n      - { to: support, facts: [recieved] }\n';
    expect((await refusal('feeds', feeds)).message).toContain('FACT_KIND_UNKNOWN');
  });

  it('that are proposed together are checked against each other, and none is stored', async () => {
    const beside = [{ parent: 'documents/company', text: companyFrom('2027-01-01') }];
    expect(await check('metrics', metricsWith(HOURS), beside)).toMatchObject({ version: 1, firstDay: '2027-01-01' });
    expect(await check('metrics', metricsWith(HOURS)).catch(refusalOf)).toMatchObject({
      reason: 'COMPANY_NOT_PUBLISHED',
    });
    const listing = { parent: 'documents/metrics', pageSize: 0, pageToken: '' };
    expect((await call(documents, 'listDocuments', listing)).documents).toEqual([]);
  });

  describe('of events', () => {
    const strike = (from: string, until: string, title = 'Strike') => `events:
  strike:
    title: ${title}
    kind: strike
    zone: Europe/Berlin
    from: ${from}T00:00
    until: ${until}T00:00
    evidence: { reference: file 7, sentence: The union announced the strike. }
    takes_out:
      - { department: support, metrics: [first_response_in_time] }
`;
    const freeze = (period: string, firstDay: string, lastDay: string) =>
      database.execute(
        `insert into snapshot select $1, 1, content, sha256(content), gen_random_uuid(), sha256(content), 'a test', now()
         from (select convert_to(json_build_object('first_day', $2::text, 'last_day', $3::text)::text, 'UTF8') as content) as made`,
        [period, firstDay, lastDay],
      );
    beforeEach(async () => {
      await publish('company', companyFrom('2027-01-01'));
      await publish('departments', departments);
      await publish('metrics', metricsWith(HOURS));
    });

    it('are declared when they have happened, and begin with the first event that changed', async () => {
      const begun = await publish('events', strike('2026-11-03', '2026-11-05'));
      expect(begun).toMatchObject({ version: 1, firstDay: '2026-11-03', boundAfterStart: false, position: 4 });
      const moved = await publish('events', strike('2026-12-03', '2026-12-05'), 1);
      expect(moved).toMatchObject({ version: 2, firstDay: '2026-11-03' });
    });

    it('are checked against metrics and departments as they are published', async () => {
      const other = strike('2026-11-03', '2026-11-05').replace('first_response_in_time', 'order_kept');
      expect((await refusal('events', other)).message).toContain('METRIC_OF_OTHER');
    });

    it('leave a period that has a snapshot as it was judged: none is added, changed or removed there', async () => {
      await publish('events', strike('2026-10-30', '2026-10-31'));
      await freeze('2026-10', '2026-10-01', '2026-10-31');
      for (const text of [
        strike('2026-10-29', '2026-10-31'),
        strike('2026-10-30', '2026-10-31', 'A better title'),
        'events: {}\n',
        strike('2026-11-03', '2026-11-05'),
      ]) {
        const refused = await refusal('events', text, 1);
        expect(refused).toMatchObject({ reason: 'EVENT_IN_FROZEN_PERIOD', field: 'text' });
        expect(refused.message).toContain('2026-10 has a snapshot');
      }
      const added =
        strike('2026-10-30', '2026-10-31') + strike('2026-11-03', '2026-11-05').replace('events:\n  strike', '  storm');
      expect(await publish('events', added, 1)).toMatchObject({ version: 2, firstDay: '2026-11-03' });
    });
  });

  describe('pay plans', () => {
    const plan = (day: string, change = '') => `plan: first
valid_from: ${day}
steps: [gates, curve, improvement, floor_and_cap, hold_harmless, proration, eligibility, pool, rounding]
curve: { kind: PIECEWISE_LINEAR, knots: [{ index_e4: 0, factor_ppm: 0 }, { index_e4: 1000000, factor_ppm: 1250000 }] }
gates: [${change}]
unmeasured: NOT_SCORED_PAY_TARGET
floor_ppm: 0
cap_ppm: 1250000
minimum_eligible_days: 0
rounding: HALF_EVEN
pools: { de-eur: { entity: Acme, currency: EUR, under_spend: RETURN, targets_minor: { support: 100 } } }
`;
    beforeEach(async () => {
      await publish('company', companyFrom('2027-01-01'));
      await publish('departments', departments);
    });

    it('are published by two people, are numbered, and do not travel to the departments', async () => {
      const first = await publish('pay-plan', plan('2027-02-01'));
      expect(first).toMatchObject({
        ...{ name: 'documents/pay-plan/versions/1', title: 'first', firstDay: '2027-02-01', position: 0 },
        boundAfterStart: false,
      });
      expect(await publish('pay-plan', plan('2027-03-01'), 1)).toMatchObject({ version: 2, position: 0 });
      expect(await publish('metrics', metricsWith(HOURS))).toMatchObject({ position: 3 });
    });

    it('bind before the first day of the first period, unless that is asked for by name', async () => {
      expect(await refusal('pay-plan', plan('2026-12-31'))).toMatchObject({ reason: 'FIRST_DAY_PASSED' });
      const late = await publish('pay-plan', plan('2026-12-31'), 0, { allowAfterFirstDay: true });
      expect(late).toMatchObject({ boundAfterStart: true });
    });

    it('are refused with what the linter finds, and with departments that are not published', async () => {
      const zero = plan('2027-02-01', '{ kind: MIN_VOLUME, limit: 1, outcome: ZERO }');
      const refused = await refusal('pay-plan', zero);
      expect(refused).toMatchObject({ reason: 'DOCUMENT_INVALID', field: 'text' });
      expect(refused.message).toContain('GATE_ZERO_ON_DATA');
      const other = await refusal('pay-plan', plan('2027-02-01').replace('support: 100', 'shipping: 100'));
      expect(other.message).toContain('DEPARTMENT_UNKNOWN');
    });
  });
});
