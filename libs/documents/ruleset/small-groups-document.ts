import { z } from 'zod';
import { departmentName } from '../fields.js';

/** Whose index is too near to a single person to be shown to others. */
export const smallGroupsDocument = z
  .strictObject({
    least_people: z
      .int()
      .min(2)
      .max(1_000)
      .optional()
      .meta({ description: 'Fewer people than this are a small group. Left out: 5.', examples: [5] }),
    least_cases: z
      .int()
      .min(1)
      .max(1_000_000)
      .optional()
      .meta({
        description:
          'A period with fewer accountable cases of a department than this tells too much of each. Left out: 100.',
        examples: [100],
      }),
    people: z
      .record(
        departmentName,
        z
          .int()
          .min(1)
          .max(1_000_000)
          .meta({ description: 'People in this department.', examples: [12] }),
      )
      .optional()
      .meta({ description: 'How many people each department has. One that is not named is taken to be large.' }),
  })
  .optional()
  .meta({
    description:
      'The index of a small group is shown to the group itself and to those who see every department. Others, and the metrics for Prometheus, do not show it.',
  });

export type SmallGroupsDocument = NonNullable<z.infer<typeof smallGroupsDocument>>;

/** What a ruleset states about small groups, nothing left out. */
export interface SmallGroups {
  readonly leastPeople: number;
  readonly leastCases: bigint;
  /** By name of the department. */
  readonly people: ReadonlyMap<string, number>;
}

/** What is left out has its default: five people, as most products for HR have it, and a hundred cases. */
export function smallGroupsOf(document: SmallGroupsDocument = {}): SmallGroups {
  return {
    leastPeople: document.least_people ?? 5,
    leastCases: BigInt(document.least_cases ?? 100),
    people: new Map(Object.entries(document.people ?? {})),
  };
}
