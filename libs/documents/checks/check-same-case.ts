import { isBuiltIn } from '#libs/domain/source.js';
import type { DepartmentEntry } from '../departments/departments-document.js';
import { type Entries, ORDER_CASE } from '../departments/heard-milestones.js';
import type { Mistake, Path } from '../finding.js';
import { oneOfWords } from './documents.js';

/** What is wrong with "same_as": a case of two departments is named by equal values in both. */
export function sameCaseMistakes(name: string, entry: DepartmentEntry, entries: Entries, path: Path): Mistake[] {
  const sameAs = entry.case?.same_as;
  if (sameAs === undefined) return [];
  const wrongOwner = ownerMistake(name, sameAs, entries);
  if (wrongOwner !== undefined) return [{ path: [...path, 'case', 'same_as'], reason: 'CASE_DIFFERS', ...wrongOwner }];
  const [own, other] = [namingTypes(entry), sameAs === ORDER_CASE ? ['text'] : namingTypes(entries[sameAs])];
  if (own === undefined || other === undefined || own.join() === other.join()) return [];
  const whose =
    sameAs === ORDER_CASE ? 'An order is named by one text' : `A case of ${sameAs} is named by ${other.join(', ')}`;
  return [
    {
      path: [...path, 'case', 'named_by'],
      reason: 'FIELD_TYPE_WRONG',
      problem: `${whose}, and here it is named by ${own.join(', ')}.`,
      cure: `Name the case by ${other.length === 1 ? 'one field' : `${other.length} fields`} of type ${other.join(', ')}, in this order.`,
    },
  ];
}

/** The cases belong to the orders of the shop, or to a department that names them itself. */
function ownerMistake(name: string, sameAs: string, entries: Entries): Pick<Mistake, 'problem' | 'cure'> | undefined {
  if (sameAs === ORDER_CASE) return undefined;
  const naming = Object.keys(entries).filter(
    (one) =>
      one !== name && !isBuiltIn(one) && entries[one]?.case !== undefined && entries[one]?.case?.same_as === undefined,
  );
  if (naming.includes(sameAs)) return undefined;
  return {
    problem: `${sameAs} is no department that names cases of its own.`,
    cure: `Write ${oneOfWords([ORDER_CASE, ...naming])}.`,
  };
}

/** The types of the fields that name a case; undefined while one of them has a mistake of its own. */
function namingTypes(entry: DepartmentEntry | undefined): readonly string[] | undefined {
  const [first] = Object.values(entry?.facts ?? {});
  const types = (entry?.case?.named_by ?? []).map((field) =>
    first !== undefined && Object.hasOwn(first.fields, field) ? first.fields[field]?.type : undefined,
  );
  return types.every((type) => type !== undefined) ? types : undefined;
}
