import { EXPRESSION_REASONS } from '#libs/expressions/mistake.js';

/** Everything that the linter finds wrong. The one closed list: docs/company-documents.md is printed from it. */
export const FINDING_REASONS = {
  // Files
  FOLDER_UNREADABLE: 'The folder of the documents does not exist or cannot be read.',
  FILE_MISSING: 'The folder lacks a document that every company has.',
  FILE_UNKNOWN: 'A YAML file has a name that no document has, so nothing would read it.',
  FILE_UNREADABLE: 'A document cannot be read.',
  FILE_TOO_LARGE: 'A document has more than 256 KiB, or the folder has too many of them.',
  NOT_UTF8: 'A document is not encoded in UTF-8.',

  // YAML
  YAML_INVALID: 'The text is not YAML.',
  KEY_TWICE: 'A key stands twice in one place, so one of its values would be lost.',
  TOO_DEEP: 'Values are nested deeper than 32 levels.',
  ALIAS_USED: 'The text uses an anchor or an alias of YAML. Documents state each value where it counts.',
  TAG_USED: 'The text uses a tag or a directive of YAML, such as !!binary or %YAML 1.1.',
  DOCUMENT_TWICE: 'A file has a second document, after a line "---".',

  // Shape
  KEY_UNKNOWN: 'A key has no meaning here.',
  KEY_MISSING: 'A key that is required is missing.',
  TYPE_WRONG: 'A value is of another type: a text where a number belongs, a list where one value belongs.',
  VALUE_UNKNOWN: 'A value is not one of those that are possible here.',
  FORM_WRONG: 'A text is not of the form that is needed here.',
  OUT_OF_RANGE: 'A number or the length of a text or list is out of range.',

  // Company
  ZONE_UNKNOWN: 'A zone is not an IANA time zone.',
  CURRENCY_UNKNOWN: 'The currency is not a code of ISO 4217.',
  DAY_INVALID: 'A day does not exist in the calendar.',
  DAY_TWICE: 'A calendar names a day twice, as a holiday, a half day or an extra day.',
  DAY_KIND_WRONG: 'A half day is on a weekday that is closed, or an extra day on one that is open.',
  HOURS_INVALID: 'A span of opening hours has no such time of day, or no length.',
  HOURS_OVERLAP: 'Two spans of opening hours overlap.',
  CALENDAR_WITHOUT_HOURS: 'A calendar is never open, so no limit in its working time would ever end.',
  CALENDAR_UNKNOWN: 'A limit or a ruleset names a calendar that the company does not have.',

  // Departments
  DEPARTMENT_UNKNOWN: 'A document names a department that departments.yaml does not declare.',
  DEPARTMENT_INCOMPLETE: "A department of the company's own lacks its case, its facts or its metrics.",
  DEPARTMENT_RESERVED: 'A department has a name that means something else where departments are named.',
  DEPARTMENT_BUILT_IN: 'One of the built-in departments states what is fixed for it: its case, facts or metrics.',
  UNIT_INVALID: 'A unit is not one to four names of a-z, 0-9, "_" and "-", joined by "/".',
  UNIT_TWICE: 'A department declares a unit twice.',
  UNIT_UNKNOWN: 'A unit is said to belong to a unit that is not declared.',
  UNIT_UNDER_ITSELF: 'A unit belongs to itself, directly or through others.',
  UNITS_TOO_DEEP: 'A unit lies below more than three others.',
  UNIT_PATH_TOO_LONG: 'A unit, with the units that it belongs to, would have more than 128 characters.',
  UNIT_PLACE_TAKEN: 'A unit would be counted in the place of another one, or would move on from it.',
  FIELD_UNKNOWN: 'A case is named by a field that a kind of fact does not have.',
  FIELD_TYPE_WRONG: 'A case is named by a field that cannot name it.',
  MILESTONE_UNKNOWN: 'A department hears a milestone that the other one does not publish.',
  MILESTONE_OF_MILESTONE: 'A milestone that a department publishes reads a milestone that it hears.',
  CASE_DIFFERS: 'A department hears a milestone about cases that are not its own.',
  CHOICES_WRONG: 'A choice has no values, or another type has some.',
  EXPRESSION_BLANK: 'An expression is empty.',
  ...EXPRESSION_REASONS,
  METRIC_NAME_TAKEN: "A metric of the company's own has the name of another metric.",
  METRIC_INCOMPLETE: 'A metric that counts cases lacks one of its rules.',
  METRIC_IS_TALLIED: 'A metric whose source judges itself states a rule.',
  CLASS_UNREACHABLE: 'A class is never reached, because an earlier condition is always true or the same.',
  CLASS_REASON_TWICE: 'Two classes of one metric give one reason.',

  // Metrics and limits
  METRIC_UNKNOWN: 'No metric has this name.',
  DEPARTMENT_NEEDED:
    'A metric needs milestones of a department that is not declared, so its cases would wait for ever.',
  DURATION_INVALID: 'A duration is not exactly one length, with a calendar if and only if it is working time.',
  LIMIT_KIND_WRONG: 'A limit is of a kind that the metric cannot take.',
  LIMIT_UNREACHABLE: 'An exception is never reached: an earlier one takes all of its cases.',
  LIMIT_WITHOUT_CHANGE: 'An exception states no limit.',
  CONDITION_MISSING: 'An exception states no condition, so it would take every case.',

  // Ruleset
  WEIGHTS_WRONG: 'The weights of a department do not add up to 10,000 basis points.',
  ANCHORS_OUT_OF_ORDER: 'The anchors do not rise from floor to target to world class.',
  ANCHORS_TOO_STEEP: 'The last points above the target would be paid more than those below it.',
  METRIC_TWICE: 'A department weighs a metric twice.',
  METRIC_NOT_ASKED: 'The ruleset weighs, or an event takes out, a metric that metrics.yaml does not ask.',
  METRIC_OF_OTHER: 'The ruleset weighs, or an event takes out, a metric of another department.',
  METRIC_NOT_SCORED: 'The ruleset weighs a metric that only stands beside an index.',
  DEFINITION_UNKNOWN: 'A metric has no definition of this number.',
  DEPARTMENT_NOT_MEASURED:
    'The ruleset weighs a department that is not measured, the survey, or states people of one that it does not weigh.',
  PERIOD_INVALID: 'A period is not written as its kind is, or the last comes before the first.',
  PERIODS_OVERLAP: 'Two rulesets name one period.',
  ZONE_DIFFERS: 'The ruleset has another zone than the company.',
  RULESET_TWICE: 'Two rulesets have one name.',

  // Feeds
  FEED_TWICE: 'A feed reports to a department twice.',
  FACT_KIND_UNKNOWN: 'A feed is to report a kind of fact that the department does not take.',
  FEEDS_TOO_MANY: 'Several feeds report to a department that is measured by one.',
  DEPARTMENT_WITHOUT_FEED: 'No feed reports to a department, so it would never be measured.',

  // Access
  HOLDER_WRONG: 'A role is bound to no holder, to several holders at once, or to a holder that cannot have it.',
  BINDING_TWICE: 'A role is bound to one holder twice, or a client is bound to two feeds.',
  BINDING_INCOMPLETE: 'A role lacks the departments or the feed for which it is held.',
  BINDING_TOO_NARROW: 'A role that is held for the whole company is bound to departments or a feed.',
  FEED_UNKNOWN: 'A role is bound to a feed that feeds.yaml does not have.',
  PUBLISHERS_MISSING: 'No two people could propose and publish a document any more.',

  // Events
  EVENT_SPAN_WRONG: 'An event does not end after it begins, or lasts longer than 92 days.',
  EVENT_TAKES_TWICE: 'Two events, or two entries of one, could take out the same case.',

  // Pay plan
  STEPS_OUT_OF_ORDER: 'The order in which an amount is made is not the one that every plan has.',
  CURVE_GAP: 'A payout curve does not begin at 0, so some indexes would have no factor.',
  CURVE_OVERLAP: 'Two knots stand at one index, or in the wrong order, so an index would have two factors.',
  CURVE_FALLS: 'A payout curve pays less for more.',
  CURVE_CLIFF: 'One point moves more than a tenth of the target amount.',
  CURVE_DEAD_ZONE: 'Over more than 25 points a department gains nothing by being better.',
  CURVE_SATURATES_EARLY: 'Nothing more is paid from below 90 points on.',
  EVENT_MOVES_PAY: 'One event can move more than 5 % of a target amount in a department with the fewest cases.',
  GATE_ZERO_ON_DATA: 'A gate about data makes a factor 0.',
  GATE_NOT_MEASURED: 'A gate looks at a figure that no call states yet, so it always passes.',
  GATE_TWICE: 'Two gates of one kind lead to the same.',
  FLOOR_ABOVE_CAP: 'The least factor is above the greatest one.',
  POOL_BELOW_TARGETS: 'A pool does not suffice when every department is on target.',
  POOL_TWICE: 'An entity has two pools in one currency.',
  ACCEPTANCE_UNNEEDED: 'A plan accepts something that the linter does not find.',

  // Export profiles
  COLUMN_WRONG: 'A column takes what its rows do not have, or lacks how its values are written.',
  HEADERS_DIFFER: 'The columns of a file have different numbers of headers, or two have one name where JSON needs two.',

  // Webhooks
  URL_WRONG: 'A URL is not one to which messages can be sent, or may hold a secret.',
} as const satisfies Record<string, string>;

export type FindingReason = keyof typeof FINDING_REASONS;

/** Keys of objects and places in lists that lead to a value of a document. */
export type Path = readonly PropertyKey[];

/** Something that is wrong at a place of a document. */
export interface Mistake {
  readonly path: Path;
  /** The key itself is wrong, not its value. */
  readonly atKey?: boolean;
  readonly reason: FindingReason;
  /** Characters of the text before what is wrong in it, from 0; unset when the whole value is meant. */
  readonly inside?: number;
  /** What is wrong, a sentence. */
  readonly problem: string;
  /** What the author does about it, a sentence. */
  readonly cure: string;
}

/** A mistake with the place where an editor opens it. */
export interface Finding extends Omit<Mistake, 'path' | 'atKey' | 'inside'> {
  /** The file inside the folder: "metrics.yaml". */
  readonly file: string;
  /** From 1; 1 when the whole file is meant. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number;
  /** "metrics.first_response_in_time[0].limit"; empty when the whole document is meant. */
  readonly path: string;
}

/** "metrics.first_response_in_time[0].limit" */
export function pathText(path: Path): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`))
    .join('')
    .replace(/^\./, '');
}

/** "metrics.yaml:12:5 METRIC_UNKNOWN: no metric has this name. Do: ..." as people read it and editors find it. */
export function findingText({ file, line, column, reason, problem, cure }: Finding): string {
  return `${file}:${line}:${column} ${reason}: ${problem} Do: ${cure}`;
}
