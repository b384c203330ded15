import { z } from 'zod';
import { BUILT_IN_SOURCES } from '#libs/domain/observation.js';
import { departmentName, identifier, title, unit, validFrom } from '../fields.js';
import { caseOf, factKind, heardMilestone, ownMetric, publishedMilestone } from './own-department.js';

/** The document `departments`: who is measured, who is a unit of whom, and departments of the company's own. */

const unitEntry = z
  .strictObject({
    unit: unit.meta({
      description: 'The unit as feeds report it: one to four names joined by slashes.',
      examples: ['carrier/acme', 'depot-7'],
    }),
    title: title
      .optional()
      .meta({ description: 'What people read in place of the path.', examples: ['ACME, depot 7'] }),
    of: unit.optional().meta({
      description:
        'The unit that it belongs to: depot-7 of carrier/acme is counted in carrier/acme/depot-7, and so in carrier/acme and carrier, from the first day of the document on. What lies below it moves with it. When it is left out, the path says it: carrier/acme/depot-7 is a unit of carrier/acme.',
      examples: ['carrier/acme'],
    }),
  })
  .meta({ description: 'A unit of the department.' });

const department = z
  .strictObject({
    title: title.optional().meta({ description: 'What people read in place of its name.', examples: ['Help desk'] }),
    units: z
      .array(unitEntry)
      .max(10_000)
      .optional()
      .meta({ description: 'Units with display names. A unit that is not listed is still counted, under its path.' }),
    case: caseOf.optional(),
    facts: z
      .record(identifier, factKind)
      .optional()
      .meta({ description: "Of the company's own departments: the kinds of facts that feeds report, by name." }),
    hears: z.record(identifier, heardMilestone).optional().meta({
      description:
        "Of the company's own departments: milestones of others about its cases, by the name under which expressions read them.",
    }),
    publishes: z.record(identifier, publishedMilestone).optional().meta({
      description:
        "Of the company's own departments: milestones that it publishes, by name; other departments of the company's own may hear them.",
    }),
    metrics: z
      .record(identifier, ownMetric)
      .optional()
      .meta({ description: "Of the company's own departments: what is measured, by the name of the metric." }),
  })
  .meta({
    description: `A department by name. ${BUILT_IN_SOURCES.join(', ')} are built in; every other name is a department of the company's own, with case, facts and metrics.`,
  });

export const departmentsDocument = z
  .strictObject({
    valid_from: validFrom,
    departments: z.record(departmentName, department).meta({
      description: 'Every department that is measured, by name. A built-in one that is not listed is not measured.',
    }),
  })
  .meta({ title: 'departments', description: 'Departments, their units, and what a department of the company is.' });

export type DepartmentsDocument = z.infer<typeof departmentsDocument>;
export type DepartmentEntry = z.infer<typeof department>;
