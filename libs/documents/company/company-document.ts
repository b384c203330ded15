import { z } from 'zod';
import { parseOpenSpan, WEEKDAYS } from '#libs/domain/working-calendar.js';
import { day, name, rule, title, validFrom, zone } from '../fields.js';

/** The document `company`: name, zone, currency, first day of the week, and the calendars of working time. */

const span = z
  .string()
  .regex(/^\d{2}:\d{2}-\d{2}:\d{2}$/, 'a span of hours is written 09:00-18:00')
  .refine(
    (text) => !/^\d{2}:\d{2}-\d{2}:\d{2}$/.test(text) || parseOpenSpan(text) !== undefined,
    rule(
      'HOURS_INVALID',
      'this is no span of hours',
      'Write it as 09:00-18:00; 22:00-06:00 ends on the next day; 24:00 is midnight.',
    ),
  )
  .meta({
    description: 'From when until when, by the clocks of the calendar. 22:00-06:00 ends on the next day.',
    examples: ['09:00-18:00', '22:00-06:00', '00:00-24:00'],
  });

const spans = z.array(span).max(24);

const weekdayHours = spans.meta({
  description: 'Spans in which the team works on this weekday. A break is the gap between two of them; [] is closed.',
  examples: [['09:00-12:30', '13:30-18:00'], []],
});

const week = z
  .strictObject({
    monday: weekdayHours,
    tuesday: weekdayHours,
    wednesday: weekdayHours,
    thursday: weekdayHours,
    friday: weekdayHours,
    saturday: weekdayHours,
    sunday: weekdayHours,
  })
  .meta({ description: 'Opening hours of each weekday. All seven are stated, so that none is closed by mistake.' });

const otherDay = z.strictObject({
  day: day.meta({ description: 'The day, in the zone of the calendar.', examples: ['2027-12-24'] }),
  title: title.optional().meta({ description: 'What the day is, for people.', examples: ['Christmas Eve'] }),
  hours: spans.min(1).meta({ description: 'Spans in which the team works on that day.', examples: [['09:00-12:00']] }),
});

const calendar = z
  .strictObject({
    title: title.optional().meta({ description: 'What the calendar is for.', examples: ['Help desk in Berlin'] }),
    zone: zone.meta({
      description: 'IANA zone of the team. Hours and holidays are those of this zone, wherever the customer is.',
      examples: ['Europe/Berlin'],
    }),
    hours: week,
    holidays: z
      .array(
        z.strictObject({
          day: day.meta({ description: 'A day on which the team does not work.', examples: ['2027-01-01'] }),
          title: title.optional().meta({ description: 'What the day is, for people.', examples: ['New Year'] }),
        }),
      )
      .max(2000)
      .optional()
      .meta({ description: 'Public holidays as days. They do not repeat by themselves: list each year.' }),
    half_days: z
      .array(otherDay)
      .max(2000)
      .optional()
      .meta({ description: 'Days with other hours than their weekday.' }),
    extra_days: z
      .array(otherDay)
      .max(2000)
      .optional()
      .meta({ description: 'Days on which the team works although their weekday is closed.' }),
  })
  .meta({ description: 'Working time of a team, by which limits in working time are measured.' });

export const companyDocument = z
  .strictObject({
    valid_from: validFrom,
    name: title.meta({ description: 'Name of the company, for people.', examples: ['Beispielladen GmbH'] }),
    zone: zone.meta({
      description:
        'IANA zone of the company. It decides when a period is over; a case belongs to a day where its customer is.',
      examples: ['Europe/Berlin'],
    }),
    currency: z
      .string()
      .regex(/^[A-Z]{3}$/, 'a currency has three letters')
      .refine(
        (code) => CURRENCIES.has(code),
        rule('CURRENCY_UNKNOWN', 'this is no currency', 'Write a code of ISO 4217 such as EUR.'),
      )
      .meta({ description: 'Currency of amounts, ISO 4217.', examples: ['EUR'] }),
    first_day_of_week: z
      .enum(WEEKDAYS)
      .meta({ description: 'The weekday on which a week begins.', examples: ['monday'] }),
    calendars: z
      .record(name, calendar)
      .optional()
      .meta({ description: 'Calendars of working time by name. Limits refer to them by this name.' }),
  })
  .meta({ title: 'company', description: 'What is true of the whole company.' });

const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

export type CompanyDocument = z.infer<typeof companyDocument>;
export type CalendarDocument = z.infer<typeof calendar>;
