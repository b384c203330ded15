import type { Path } from '../finding.js';
import type { DepartmentEntry } from './departments-document.js';

/** What an expression of CEL must give. */
export type ExpressionType = 'yes_no' | 'instant' | 'day' | 'text';

/** An expression of a department of the company's own. */
export interface Expression {
  /** Inside the department: ["metrics", "price_competitive", "hit"]. */
  readonly path: Path;
  readonly text: string;
  readonly gives: ExpressionType;
}

const GIVES = { population: 'yes_no', hit: 'yes_no', due: 'instant', day: 'day', unit: 'text' } as const;

/** Every expression of a department with the type that it must give. A checker of CEL types takes its work from this list. */
export function expressionsOf({ metrics = {} }: DepartmentEntry): Expression[] {
  return Object.entries(metrics).flatMap(([name, metric]) => {
    const path = ['metrics', name];
    const rules = (Object.keys(GIVES) as (keyof typeof GIVES)[]).map((key): Expression => {
      return { path: [...path, key], text: metric[key], gives: GIVES[key] };
    });
    const classes = (metric.not_accountable ?? []).flatMap(({ when, responsible }, place): Expression[] => [
      { path: [...path, 'not_accountable', place, 'when'], text: when, gives: 'yes_no' },
      { path: [...path, 'not_accountable', place, 'responsible'], text: responsible, gives: 'text' },
    ]);
    return [...rules, ...classes];
  });
}
