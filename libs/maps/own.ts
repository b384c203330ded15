/** What a record holds under a key of its own: "constructor" is a word that a map may use, and no record has it. */
export function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}
