import { type CheckedExpression, checkExpression } from '#libs/expressions/check.js';
import { type Known, NOTHING, union } from '#libs/expressions/presence.js';
import type { FieldSpec, Scope, Surroundings } from '#libs/expressions/types.js';
import type { Path } from '../finding.js';
import type { DepartmentEntry } from './departments-document.js';
import type { Heard } from './heard-milestones.js';
import type { OwnMetric, PublishedMilestone } from './own-department.js';

/** What an expression of CEL must give. */
export type ExpressionType = 'yes_no' | 'instant' | 'day' | 'text';

/** An expression of a department of the company's own. */
export interface Expression {
  /** Inside the department: ["metrics", "price_competitive", "hit"]. */
  readonly path: Path;
  readonly text: string;
  readonly gives: ExpressionType;
}

/** An expression with what was found of it, and what is known to be present whenever it is evaluated. */
export interface ReadExpression extends Expression {
  readonly known: Known;
  readonly checked: CheckedExpression;
}

const RULES = { hit: 'yes_no', due: 'instant', day: 'day', unit: 'text' } as const;

/** What the expressions of a department may read: its facts, and the milestones that it hears. */
export function surroundingsOf(
  { facts = {} }: Pick<DepartmentEntry, 'facts'>,
  heard: Readonly<Record<string, Heard>>,
  calendars: ReadonlySet<string> | undefined,
): Surroundings {
  const milestones = Object.entries(heard).map(([name, { fields }]) => [name, fields] as const);
  const reported = Object.fromEntries(
    Object.entries(facts).map(([kind, { fields }]) => [
      kind,
      Object.fromEntries(
        Object.entries(fields).map(([name, { type, choices, required }]): [string, FieldSpec] => [
          name,
          { type, required: required !== false, ...(choices && { choices }) },
        ]),
      ),
    ]),
  );
  const scope: Scope = { ...Object.fromEntries(milestones), ...reported };
  return { scope, calendars };
}

/**
 * Every expression of a metric, checked in the order in which they are evaluated: the population first, the others only for its cases,
 * and an entry of `not_accountable` only when no earlier one took the case. So each knows what was asked before it.
 */
export function readExpressions(name: string, metric: OwnMetric, surroundings: Surroundings): ReadExpression[] {
  const read: ReadExpression[] = [];
  const path = ['metrics', name];
  const add = (one: Expression, known: Known): CheckedExpression => {
    const checked = checkExpression(one.text, one.gives, surroundings, known);
    read.push({ ...one, known, checked });
    return checked;
  };
  const { population: condition } = metric;
  const population = condition && add({ path: [...path, 'population'], text: condition, gives: 'yes_no' }, NOTHING);
  const asked = population && population.kind === 'checked' ? population.whenTrue : everything(surroundings);
  for (const key of Object.keys(RULES) as (keyof typeof RULES)[]) {
    const text = metric[key];
    if (text !== undefined) add({ path: [...path, key], text, gives: RULES[key] }, asked);
  }
  let reached = asked;
  for (const [place, { when, responsible }] of (metric.not_accountable ?? []).entries()) {
    const entry = [...path, 'not_accountable', place];
    const condition = add({ path: [...entry, 'when'], text: when, gives: 'yes_no' }, reached);
    const taken = condition.kind === 'checked' ? condition.whenTrue : everything(surroundings);
    add({ path: [...entry, 'responsible'], text: responsible, gives: 'text' }, union(reached, taken));
    if (condition.kind === 'checked') reached = union(reached, condition.whenFalse);
  }
  return read;
}

/**
 * The expressions of a milestone that a department publishes: when it happened, and then the others.
 *
 * @param surroundings  without milestones of others: a milestone is made of the facts of its own department
 */
export function readPublished(
  name: string,
  milestone: PublishedMilestone,
  surroundings: Surroundings,
): ReadExpression[] {
  const path = ['publishes', name];
  const { when, happened_at, day, text } = milestone;
  const condition = checkExpression(when, 'yes_no', surroundings);
  const known = condition.kind === 'checked' ? condition.whenTrue : everything(surroundings);
  const others = [
    ['happened_at', happened_at, 'instant'],
    ['day', day, 'day'],
    ['text', text, 'text'],
  ] as const;
  return [
    { path: [...path, 'when'], text: when, gives: 'yes_no', known: NOTHING, checked: condition },
    ...others.flatMap(([key, written, gives]): ReadExpression[] =>
      written === undefined
        ? []
        : [
            {
              ...{ path: [...path, key], text: written, gives, known },
              checked: checkExpression(written, gives, surroundings, known),
            },
          ],
    ),
  ];
}

/** After a condition with a mistake nothing is reported as absent: the author corrects the condition first. */
function everything({ scope }: Surroundings): Known {
  return new Set(
    Object.entries(scope).flatMap(([kind, fields]) => [
      kind,
      ...Object.keys(fields).map((field) => `${kind}.${field}`),
    ]),
  );
}
