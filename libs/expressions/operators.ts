import type { TypeName } from './types.js';

/** The operators that take two values of these types, and what they give. */
export const OPERATORS: Readonly<Record<string, readonly (readonly [TypeName, TypeName, TypeName])[]>> = {
  '_+_': [
    ['whole_number', 'whole_number', 'whole_number'],
    ['text', 'text', 'text'],
    ['instant', 'duration', 'instant'],
    ['duration', 'instant', 'instant'],
    ['duration', 'duration', 'duration'],
  ],
  '_-_': [
    ['whole_number', 'whole_number', 'whole_number'],
    ['instant', 'duration', 'instant'],
    ['instant', 'instant', 'duration'],
    ['duration', 'duration', 'duration'],
  ],
  '_*_': [['whole_number', 'whole_number', 'whole_number']],
  '_/_': [['whole_number', 'whole_number', 'whole_number']],
  '_%_': [['whole_number', 'whole_number', 'whole_number']],
};
/** Comparisons take two values of one type. */
export const COMPARISONS = new Set(['_<_', '_<=_', '_>_', '_>=_', '_==_', '_!=_']);
/** Types of which one value is less than another. */
export const ORDERED: readonly string[] = ['whole_number', 'instant', 'day', 'duration'];
/** Of a comparison or an operator: "_<=_" is written "<=". */
export const written = (name: string) => name.replaceAll('_', '').replace('@', '');

/** How an author gets a value of a type. */
export const CURES: Readonly<Record<TypeName | 'list', string>> = {
  text: 'Write a text in quotation marks, read a field of type text or choice, or use string().',
  whole_number: 'Write a whole number, or read a field of type whole_number.',
  instant: 'Read happened_at or a field of type instant, or use endOfDay(day, zone).',
  day: 'Read a field of type day, or use dayOf(instant, zone).',
  yes_no: 'Write a comparison, has(), or a field of type yes_no.',
  duration: 'Write a duration such as duration("1h30m").',
  list: 'Write a list such as ["a", "b"].',
};
