import { type MetricSpec, OPEN } from './spec.js';

type LabelSet = Readonly<Record<string, string>>;

/** Takes the place of a label value that is not in the list. */
export const OTHER = 'other';

/** Labels whose values are departments: `from` says which one a feed waited for. */
const DEPARTMENT_LABELS: ReadonlySet<string> = new Set(['department', 'from']);

/**
 * Adds the process's own labels to those of a caller, and replaces values that are not in the list.
 *
 * @param isDeclared  whether the company has declared this department besides the built-in ones
 */
export function valuesChecked(
  spec: MetricSpec,
  own: LabelSet,
  onMistake: (message: string) => void,
  isDeclared: (department: string) => boolean,
): (labels: LabelSet) => Record<string, string> {
  return (labels) =>
    Object.fromEntries(
      spec.labels.map((label) => {
        if (own[label] !== undefined) return [label, own[label]];
        const value = labels[label] ?? '';
        const listed = spec.values[label] ?? OPEN;
        const isAllowed =
          listed === OPEN || listed.includes(value) || (DEPARTMENT_LABELS.has(label) && isDeclared(value));
        if (isAllowed) return [label, value];
        onMistake(`${spec.name} has no ${label} "${value}"`);
        return [label, OTHER];
      }),
    );
}

/**
 * The series of a metric that exist before anything happened. A gauge for which 0 would be wrong has none.
 *
 * @param own  labels with one value: those of the process, or a department that was declared just now
 */
export function seriesAtStart(spec: MetricSpec, own: LabelSet): LabelSet[] {
  const isQuantity = spec.unit === 'batches' || spec.unit === 'observations';
  if (spec.type === 'gauge' && !isQuantity) return [];
  if (spec.starts !== undefined) return spec.starts.map((labels) => ({ ...labels, ...own }));

  let sets: LabelSet[] = [{}];
  for (const label of spec.labels) {
    const values = own[label] === undefined ? (spec.values[label] ?? OPEN) : [own[label]];
    sets = sets.flatMap((set) => values.map((value) => ({ ...set, [label]: value })));
  }
  return sets;
}
