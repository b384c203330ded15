import { z } from 'zod';
import { isDay } from '#libs/domain/time.js';
import { departmentName, identifier, rule, title, unit, zone } from '../fields.js';

/** The document `events`: what happened to the company that no department answers for, by which hits and misses are taken out alike. */

const wallTime = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/, 'a time is written 2027-01-31T06:00')
  .refine(
    (text) => !/^\d{4}-\d{2}-\d{2}T/.test(text) || isDay(text.slice(0, 10)),
    rule('DAY_INVALID', 'this day does not exist', 'Write an existing day from 2000 on, such as 2027-01-31T06:00.'),
  );

const evidence = z
  .strictObject({
    reference: z
      .string()
      .min(1)
      .max(500)
      .regex(/^\S[^\p{Cc}]*$/u, 'a reference is one line and does not begin with a blank')
      .meta({
        description: 'Where others find the evidence: an address, or the number of a file.',
        examples: ['https://www.dwd.de/warnings/2027-02-09'],
      }),
    sentence: z
      .string()
      .min(20)
      .max(500)
      .regex(/^\S[^\p{Cc}]*$/u, 'a sentence is one line and does not begin with a blank')
      .meta({
        description:
          'What the evidence shows, and how it kept the department from its work: a sentence of 20 to 500 characters.',
        examples: ['The weather service warned of black ice, and the carriers drove no routes in the north.'],
      }),
  })
  .meta({ description: 'Both are demanded: an event without evidence takes nothing out.' });

const scope = z
  .strictObject({
    department: departmentName.meta({ description: 'The department.', examples: ['delivery'] }),
    metrics: z
      .array(identifier)
      .min(1)
      .max(200)
      .optional()
      .meta({
        description: 'Metrics of the department by id. Without it: every metric of the department.',
        examples: [['delivered_by_first_promise', 'arrived_at_last']],
      }),
    units: z
      .array(unit)
      .min(1)
      .max(1000)
      .optional()
      .meta({
        description:
          'Units in which cases are counted or that feeds report: a carrier, an area, a shop. A unit stands for all that lies below it. Without it: the whole department.',
        examples: [['carrier/acme', 'area/north']],
      }),
  })
  .meta({ description: 'What is taken out of one department.' });

const event = z
  .strictObject({
    title: title.meta({ description: 'What happened, for people.', examples: ['Black ice in the north'] }),
    kind: z.enum(['weather', 'strike', 'outage', 'closure']).meta({
      description:
        'What kind of event it was: weather; a strike; an outage of a service that the company does not run; a closure of roads or borders by an authority.',
      examples: ['weather'],
    }),
    zone: zone.meta({ description: 'IANA zone in which the span is written.', examples: ['Europe/Berlin'] }),
    from: wallTime.meta({ description: 'Begin, by the clocks of the zone.', examples: ['2027-02-09T00:00'] }),
    until: wallTime.meta({
      description:
        'End, by the clocks of the zone; at most 92 days later. A promise of a day falls due when that day ends, so let the span end at the midnight after the last day that it takes out.',
      examples: ['2027-02-11T00:00'],
    }),
    evidence,
    takes_out: z
      .array(scope)
      .min(1)
      .max(100)
      .meta({ description: 'What is taken out: cases whose question fell due in the span, hits and misses alike.' }),
  })
  .meta({ description: 'An event, by a name that stands in counts: "event/black_ice".' });

export const eventsDocument = z
  .strictObject({
    events: z.record(identifier, event).meta({
      description: 'Every event by name. Those of periods that have a snapshot stay as they are.',
    }),
  })
  .meta({
    title: 'events',
    description:
      'Declared events: a storm, a strike, an outage. They take hits and misses out of the account of a department alike, and every index shows what it would be without them.',
  });

export type EventsDocument = z.infer<typeof eventsDocument>;
export type WrittenEvent = EventsDocument['events'][string];
export type WrittenScope = WrittenEvent['takes_out'][number];
