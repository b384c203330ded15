import { z } from 'zod';
import { parseDuration } from '#libs/domain/duration.js';
import { problemOfId } from '#libs/domain/id.js';
import { SOURCE_FORM, SOURCE_PATTERN } from '#libs/domain/source.js';
import { isDay, isZone } from '#libs/domain/time.js';
import { isUnit } from '#libs/domain/unit.js';
import type { FindingReason } from './finding.js';

/**
 * Fields that several documents have. A schema states what an editor can check; it changes no value and fills in none, so that what
 * is read is what is written. A check that needs more is a `rule` with the reason and the cure of its finding.
 */

/** What a rule refuses with: the message of the schema, and what `refine` carries to the linter. */
export function rule(reason: FindingReason, error: string, cure: string) {
  return { error, params: { reason, cure } };
}

export const NAME_PATTERN = /^[a-z][a-z0-9_-]{0,63}$/;

/** A name by which documents refer to something of the company: "helpdesk", "checkout-2". */
export const name = z
  .string()
  .regex(NAME_PATTERN, 'a name begins with a-z and has at most 64 characters of a-z, 0-9, "_" and "-"');

/** The name of a department, built in or of the company's own. It stands in batches, counts, metrics and the names of indexes. */
export const departmentName = z.string().regex(SOURCE_PATTERN, SOURCE_FORM);

/** A name that expressions may use: of a metric, a kind of fact, a field. */
export const identifier = z
  .string()
  .regex(/^[a-z][a-z0-9_]{0,63}$/, 'a name begins with a-z and has at most 64 characters of a-z, 0-9 and "_"');

/** A text as feeds report it, such as a service level: the same rule as for ids. */
export const reportedText = z
  .string()
  .refine(
    (text) => problemOfId(text) === undefined,
    rule(
      'FORM_WRONG',
      'no feed can report this text',
      'Write 1 to 128 printable characters without a blank at either end.',
    ),
  );

/** A text for people on one line. */
export const title = z
  .string()
  .min(1)
  .max(120)
  .regex(/^\S[^\p{Cc}]*$/u, 'a text for people is one line and does not begin with a blank');

export const zone = z
  .string()
  .max(64)
  .refine(isZone, rule('ZONE_UNKNOWN', 'this is no IANA time zone', 'Write an IANA zone such as Europe/Berlin.'));

export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'a day is written 2027-01-31')
  .refine(
    isDay,
    rule('DAY_INVALID', 'this day does not exist', 'Write an existing day from 2000 on, such as 2027-01-31.'),
  );

export const validFrom = day.meta({
  description: 'First day on which this holds. The day of a case decides which version judges it.',
  examples: ['2027-01-01'],
});

export const unit = z
  .string()
  .max(128)
  .refine(
    isUnit,
    rule('UNIT_INVALID', 'this is no unit', 'Write one to four names of a-z, 0-9, "_" and "-", joined by "/".'),
  );

const length = z.int().min(1).optional();

/** How long something may take, as documents write it: one length, with a calendar if and only if it is working time. */
export const duration = z
  .strictObject({
    seconds: length,
    minutes: length,
    hours: length,
    civil_days: length,
    working_minutes: length,
    working_hours: length,
    calendar: name.optional(),
  })
  .refine(
    (written) => parseDuration(written) !== undefined,
    rule(
      'DURATION_INVALID',
      'this is no duration',
      'Write one length from 1 to ten years, such as {seconds: 20}, {minutes: 60}, {hours: 24}, {civil_days: 1} or {working_hours: 4, calendar: helpdesk}.',
    ),
  )
  .meta({
    description:
      'How long something may take: seconds, minutes and hours pass at night, too; civil_days end at the same time of day where the customer is; working_minutes and working_hours pass while the named calendar is open.',
    examples: [
      { seconds: 20 },
      { minutes: 60 },
      { hours: 24 },
      { civil_days: 1 },
      { working_hours: 4, calendar: 'helpdesk' },
    ],
    oneOf: [
      { required: ['seconds'], maxProperties: 1 },
      { required: ['minutes'], maxProperties: 1 },
      { required: ['hours'], maxProperties: 1 },
      { required: ['civil_days'], maxProperties: 1 },
      { required: ['working_minutes', 'calendar'], maxProperties: 2 },
      { required: ['working_hours', 'calendar'], maxProperties: 2 },
    ],
  });

export type WrittenLength = z.infer<typeof duration>;
