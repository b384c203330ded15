import type { Instant } from '#libs/domain/time.js';
import { objectionToInstant } from './fact-checks.js';
import { factKind } from './fact-kind.js';
import { objectionToPlace, type PlaceValue } from './place.js';

interface TrainingOwedValue extends PlaceValue {
  readonly dueAt?: Date | undefined;
}

/** A person needs a training for the work. The first report counts: a later date never helps. The same for every department. */
export const trainingOwed = factKind({
  about: 'training',
  counts: 'first',
  check: (value: TrainingOwedValue) =>
    objectionToPlace(value, 'training_owed') ?? objectionToInstant(value.dueAt?.getTime(), 'training_owed.due_at'),
  read: ({ unit, zone, dueAt }, happenedAt: Instant) => ({
    ...{ about: 'training' as const, name: 'training_owed' as const, happenedAt, unit, zone },
    dueAt: dueAt?.getTime() ?? happenedAt,
  }),
  describe: ({ unit }) => `by ${unit}`,
  zone: ({ zone }) => zone,
});

/** The person completed it. The first report counts. */
export const trainingCompleted = factKind({
  about: 'training',
  counts: 'first',
  read: (_: object, happenedAt) => ({ about: 'training' as const, name: 'training_completed' as const, happenedAt }),
});
