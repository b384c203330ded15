/** What canonical JSON can hold; an unset field is left out, never null. */
type Plain = string | boolean | bigint | number | undefined | readonly Plain[] | object;

/**
 * The one spelling of a record that is hashed: keys in snake_case and sorted, no spaces, every number a string of decimal
 * digits, unset fields left out. Two machines that agree on the values agree on the bytes.
 *
 * @throws {RangeError} for a number that is not whole: nothing that leads to pay is a fraction
 */
export function canonicalJson(value: Plain): string {
  if (Array.isArray(value)) return `[${value.map((item: Plain) => canonicalJson(item)).join(',')}]`;
  if (typeof value === 'object') return objectJson(value as Readonly<Record<string, Plain>>);
  if (typeof value === 'bigint') return `"${value}"`;
  if (typeof value === 'number') return `"${whole(value)}"`;
  return JSON.stringify(value);
}

function objectJson(value: Readonly<Record<string, Plain>>): string {
  const fields = Object.entries(value)
    .filter(([, field]) => field !== undefined)
    .map(([key, field]) => [snakeCase(key), field] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([key, field]) => `${JSON.stringify(key)}:${canonicalJson(field)}`).join(',')}}`;
}

function snakeCase(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

function whole(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not whole`);
  return value;
}
