import { CATALOGUE } from '#libs/catalogue/catalogue.js';
import { limitsOf } from '#libs/catalogue/limits.js';
import type { MetricDefinition } from '#libs/catalogue/metric.js';
import { inYaml } from '#libs/documents/reading/json-schema.js';
import { isBuiltIn } from '#libs/domain/source.js';
import { addDays, type Day, dayOf, type Instant } from '#libs/domain/time.js';
import type { Answers } from './answers.js';
import { feedOf, isAskedAtFirst, ownDepartment, ownMetricName, titleOf } from './departments.js';

/** The first documents of a company, with comments. They hold from the month before, so that its facts can be reported at once. */
export function companyFiles(answers: Answers, now: Instant): Readonly<Record<string, string>> {
  const first = monthBefore(dayOf(now, answers.zone));
  const from = `${first}-01`;
  return {
    'company.yaml': company(answers, from),
    'departments.yaml': departments(answers, from),
    'metrics.yaml': metrics(answers, from),
    'ruleset.yaml': ruleset(answers, first, now),
    'feeds.yaml': feeds(answers, from),
    'access.yaml': access(answers, from),
  };
}

/** Share of the weights that must be measured, of 10,000. */
const MINIMUM_COVERAGE_BP = 8_000;

const headOf = (kind: string) => `# yaml-language-server: $schema=schemas/${kind}.json\n`;

function company({ name, zone, currency }: Answers, from: Day): string {
  return `${headOf('company')}# What is true of the whole company.

# First day on which this holds. A change is a new version with a later day.
valid_from: ${from}
name: ${JSON.stringify(name)}

# Decides when a period is over. A case belongs to a day where its customer is.
zone: ${zone}
currency: ${currency}
first_day_of_week: monday

# Calendars by which limits in working time are measured: { working_hours: 4, calendar: helpdesk }.
calendars:
  helpdesk:
    zone: ${zone}
    hours:
      monday: ["09:00-18:00"]
      tuesday: ["09:00-18:00"]
      wednesday: ["09:00-18:00"]
      thursday: ["09:00-18:00"]
      friday: ["09:00-18:00"]
      saturday: []
      sunday: []
    # Holidays do not repeat by themselves: list those of each year.
    holidays: []
    #  - { day: ${from.slice(0, 4)}-12-25, title: Christmas Day }
    half_days: []
    #  - { day: ${from.slice(0, 4)}-12-24, title: Christmas Eve, hours: ["09:00-12:00"] }
`;
}

function departments({ departments: named }: Answers, from: Day): string {
  const entries = named.map((department) =>
    isBuiltIn(department) ? `  ${department}:\n    title: ${titleOf(department)}\n` : ownDepartment(department),
  );
  return `${headOf('departments')}# Who is measured. Units come with the facts; list those that should have a name for people:
#    units:
#      - { unit: carrier/acme, title: ACME }
valid_from: ${from}
departments:
${entries.join('')}`;
}

function metrics({ departments: named }: Answers, from: Day): string {
  const entries = metricsOf(named).map(({ id, question, parameters }) => {
    const { limits } = limitsOf(id);
    const stated = limits.map((limit) => `      ${limit.name}: ${inYaml(written(limit.parameter, parameters))}\n`);
    return `  # ${question}\n  ${id}:\n    - valid_from: ${from}\n${stated.join('')}`;
  });
  return `${headOf('metrics')}# Which metrics are asked, and their limits. A limit may differ from case to case:
#      by:
#        - { channel: [phone, chat], limit: { minutes: 3 } }
metrics:${entries.length === 0 ? ' {}' : ''}
${entries.join('')}`;
}

/** A parameter of the catalogue as a document writes it: its unit stands in its name. */
function written(parameter: string, parameters: MetricDefinition['parameters']): unknown {
  const value = parameters[parameter];
  if (typeof value === 'object') return value.map((word) => String(word).toLowerCase());
  if (parameter.endsWith('CivilDays')) return { civil_days: value };
  return parameter.endsWith('Minutes') ? { minutes: value } : value;
}

function ruleset({ zone, departments: named }: Answers, first: string, now: Instant): string {
  const entries = named
    .filter((one) => one !== 'survey')
    .map((department) => {
      const scored = isBuiltIn(department)
        ? metricsOf(named)
            .filter(({ source }) => source === department)
            .filter(({ role }) => role === 'SCORED')
        : [];
      const weighed = isBuiltIn(department) ? scored.map(({ id }) => id) : [ownMetricName(department)];
      return `  ${department}:\n${weightsOf(weighed).map(weight).join('')}`;
    });
  return `${headOf('ruleset')}# How counts become an index. The rate of hits at the floor earns 0 points, at the target 80, at world class 100, in parts per
# million. These anchors are a start: set your own when some months have been measured.
ruleset: ${first.slice(0, 4)}-first

# A month that began before this instant is shown and never payable.
published_at: ${new Date(now).toISOString().slice(0, 19)}Z
zone: ${zone}

# Without a last month the calendar is open: it goes on until another ruleset names a month.
calendar:
  months: { first: ${first} }

# A metric with fewer accountable cases is not measured.
minimum_cases: { department: 100, unit: 30 }

# Share of the weights that must be measured; below it there is no index.
minimum_coverage_bp: ${MINIMUM_COVERAGE_BP}
departments:
${entries.join('')}`;
}

/** A metric with days of grace is judged when these are over. The others alone reach the least coverage, so that the month at hand has an index. */
const GRACE_BP = 10_000 - MINIMUM_COVERAGE_BP;

/** Metrics with their shares of 10,000; the first takes what does not divide. */
function weightsOf(metrics: readonly string[]): readonly (readonly [metric: string, weightBp: number])[] {
  const withGrace = metrics.filter((metric) => limitsOf(metric).limits.some(({ name }) => name === 'grace'));
  const others = metrics.length - withGrace.length;
  const rest = 10_000 - GRACE_BP * withGrace.length;
  return metrics.map((metric, place) => {
    if (withGrace.includes(metric)) return [metric, GRACE_BP];
    return [metric, Math.floor(rest / others) + (place === 0 ? rest % others : 0)];
  });
}

function weight([metric, weightBp]: readonly [metric: string, weightBp: number]): string {
  return `    - metric: ${metric}
      definition: 1
      weight_bp: ${weightBp}
      floor_ppm: 800000
      target_ppm: 950000
      world_class_ppm: 990000
`;
}

function feeds({ zone, departments: named }: Answers, from: Day): string {
  const entries = named.map(
    (department) =>
      `  ${feedOf(department)}:\n    reports:\n      - { to: ${inYaml(department)}, origin: REPORTED, zone: ${zone}, late_after_hours: 30 }\n`,
  );
  return `${headOf('feeds')}# Who may report what. zone is the customer's zone when a fact does not state one. late_after_hours: how long a feed may declare nothing
# before it is late; 30 is an export every night, 6 a system that reports by itself.
valid_from: ${from}
feeds:
${entries.join('')}
# ONE_FEED: this feed alone says how far a department has reported. SEVERAL_FEEDS: all of them must have.
measured_by:
${named.map((department) => `  ${department}: ONE_FEED\n`).join('')}`;
}

function access({ departments: named }: Answers, from: Day): string {
  const readers = named.map(
    (department) =>
      `  - { group: ${inYaml(department)}, role: department_reader, departments: [${inYaml(department)}] }\n`,
  );
  const clients = [...new Set(named.map(feedOf))].map(
    (feed) => `  - { client: ${inYaml(feed)}, role: feed, feed: ${inYaml(feed)} }\n`,
  );
  return `${headOf('access')}# Who may do what. Groups, people (person: the subject of a token) and clients are named as your issuer of tokens names them;
# docs/access.md lists what each role may call.
valid_from: ${from}
bindings:
${readers.join('')}  - { group: hr-makers, role: hr_maker }
  - { group: hr-approvers, role: hr_approver }
  - { group: reviewers, role: reviewer }
  - { group: auditors, role: auditor }
  - { group: operators, role: operator }
  # Publishing a document takes two people: one proposes it, another one publishes it.
  - { group: rules-authors, role: rules_author }
  - { group: rules-publishers, role: rules_publisher }
  # Programs that report facts, by their client id.
${clients.join('')}`;
}

/** The first definitions of the metrics that these departments can be asked by the facts that they report first. */
function metricsOf(named: readonly string[]): readonly MetricDefinition[] {
  return CATALOGUE.all.filter(
    ({ id, definition, source, needs }) =>
      isAskedAtFirst(id) && definition === 1 && named.includes(source) && needs.every((need) => named.includes(need)),
  );
}

function monthBefore(today: Day): string {
  return addDays(`${today.slice(0, 7)}-01`, -1).slice(0, 7);
}
