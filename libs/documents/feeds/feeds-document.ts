import { z } from 'zod';
import { departmentName, name, title, validFrom, zone } from '../fields.js';

/** The document `feeds`: who may report what to which department, and what a feed need not repeat in every fact. */

const reports = z
  .strictObject({
    to: departmentName.meta({ description: 'The department.', examples: ['support'] }),
    facts: z
      .array(name)
      .min(1)
      .max(100)
      .optional()
      .meta({
        description: 'Kinds of facts that it may report; docs/facts.md lists them. Without it: every kind.',
        examples: [['received', 'first_response']],
      }),
    origin: z
      .enum(['REPORTED', 'IMPORTED', 'GENERATED'])
      .optional()
      .meta({ description: 'Origin of its facts when a call does not state one.', examples: ['REPORTED'] }),
    zone: zone
      .optional()
      .meta({ description: "The customer's zone when a fact does not state one.", examples: ['Europe/Berlin'] }),
    late_after_hours: z
      .int()
      .min(1)
      .max(336)
      .optional()
      .meta({
        description:
          'How many hours it may declare nothing more before it is late: CxFeedBehind and `cx doctor` say so. An export every night needs 30, one from Monday to Friday 80. Without it: 6. It decides about no case.',
        examples: [30],
      }),
  })
  .meta({ description: 'A department that the feed reports to.' });

const feed = z
  .strictObject({
    title: title.optional().meta({ description: 'What the feed is, for people.', examples: ['Ticket system'] }),
    reports: z.array(reports).min(1).max(100).meta({ description: 'What it may report.' }),
  })
  .meta({ description: 'A feed, by the name that its facts bear.' });

export const feedsDocument = z
  .strictObject({
    valid_from: validFrom.meta({
      description:
        'First day on which this holds, in the zone of the company. The newest version that holds today says who may report.',
      examples: ['2027-01-01'],
    }),
    feeds: z
      .record(name, feed)
      .meta({ description: 'Every feed, by the name that its facts bear. access.yaml says which client it is.' }),
    measured_by: z
      .record(
        departmentName,
        z.enum(['ONE_FEED', 'SEVERAL_FEEDS']).meta({
          description: 'Whether the department is measured by one feed or by several.',
          examples: ['ONE_FEED'],
        }),
      )
      .optional()
      .meta({
        description:
          'Whether a department is measured by one feed or by several. Of several, each must have reported up to a due instant before a case is judged. Without an entry it is SEVERAL_FEEDS; with ONE_FEED the linter refuses a second feed.',
        examples: [{ support: 'ONE_FEED' }],
      }),
  })
  .meta({ title: 'feeds', description: 'Who may report what.' });

export type FeedsDocument = z.infer<typeof feedsDocument>;
