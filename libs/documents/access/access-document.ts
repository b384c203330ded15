import { z } from 'zod';
import { ROLES, type Role } from '#libs/domain/access.js';
import { departmentName, name, title, validFrom } from '../fields.js';

/** The document `access`: which people, groups and clients hold which roles, for which departments and feeds. */

/** Roles of processes. They prove what they are by their certificates, so no document makes one. */
const OF_PROCESSES: readonly Role[] = ['SERVICE', 'PAYOUT'];

/** A role as the document writes it. */
export const WRITTEN_ROLES = ROLES.words
  .filter((role) => !OF_PROCESSES.includes(role))
  .map((role) => role.toLowerCase());

/** What an issuer of tokens calls a person, a group or a client: an id, an address, a path. */
const given = z
  .string()
  .min(1)
  .max(255)
  .regex(/^\S(?:[^\p{Cc}]*\S)?$/u, 'a name of the issuer is one line without a blank at either end');

const binding = z
  .strictObject({
    person: given.optional().meta({
      description: 'The person, by the subject of their token. Write one of person, group and client.',
      examples: ['8f2c6a10-4a55-4c55-9a3e-0f6f3f1f2a77'],
    }),
    group: given.optional().meta({
      description: 'All people in this group, as the token lists groups.',
      examples: ['leads-of-delivery'],
    }),
    client: given.optional().meta({
      description: 'A program with a token of its own, by its client id: a feed, or a tool of the company.',
      examples: ['shop'],
    }),
    role: z
      .enum(WRITTEN_ROLES as [string, ...string[]])
      .meta({ description: 'The role. docs/access.md lists what each may call.', examples: ['department_lead'] }),
    departments: z
      .array(departmentName)
      .min(1)
      .max(100)
      .optional()
      .meta({
        description: 'The departments of a department_reader or department_lead, or [all].',
        examples: [['delivery']],
      }),
    feed: name.optional().meta({
      description: 'The feed of feeds.yaml that a client with the role feed or agency is.',
      examples: ['shop'],
    }),
    title: title.optional().meta({ description: 'Who that is, for people.', examples: ['Dana, lead of delivery'] }),
  })
  .meta({ description: 'Who holds a role, and for what.' });

export const accessDocument = z
  .strictObject({
    valid_from: validFrom.meta({
      description:
        'First day on which this holds, in the zone of the company. The newest version that holds today says who may do what.',
      examples: ['2027-01-01'],
    }),
    bindings: z.array(binding).min(1).max(2000).meta({ description: 'Who holds which role.' }),
  })
  .meta({
    title: 'access',
    description:
      'Who may do what. Whom it does not name may do nothing: docs/security.md says what holds before the first version, and who may read it.',
  });

export type AccessDocument = z.infer<typeof accessDocument>;
export type WrittenBinding = AccessDocument['bindings'][number];
