import { isSource, SOURCE_FORM } from '#libs/domain/source.js';
import { unitInName } from '#libs/domain/unit.js';
import { UsageError } from './command.js';

/** "delivery" and "2018-08" -> departments/delivery/indexes/2018-08; "delivery/area/sp" names the unit inside. */
export function indexName(who: string, period: string): string {
  return `${ownerName(who)}/indexes/${period}`;
}

/** "delivery/area/sp" -> departments/delivery/units/area~sp. Which departments there are, scoring knows. */
export function ownerName(who: string): string {
  const [department = '', ...unit] = who.split('/');
  if (!isSource(department)) throw new UsageError(`There is no department ${department}: ${SOURCE_FORM}.`);
  return unit.length === 0
    ? `departments/${department}`
    : `departments/${department}/units/${unitInName(unit.join('/'))}`;
}

/** departments/delivery/units/area~sp/indexes/2018-08 -> "delivery/area/sp". */
export function whoIn(name: string): string {
  const [, department = '', kind, unit = ''] = name.split('/');
  return kind === 'units' ? `${department}/${unit.replaceAll('~', '/')}` : department;
}

/** The period at the end of an index's name. */
export function periodIn(name: string): string {
  return name.split('/').at(-1) ?? '';
}

/** metrics/order_kept -> order_kept. */
export function lastOf(name: string): string {
  return name.split('/').at(-1) ?? '';
}
