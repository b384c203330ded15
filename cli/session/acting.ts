/** For whom this run of `cx` acts: what --as or CX_AS names; "" is the person who signed in. */
let person = '';

export function actFor(named: string): void {
  person = named;
}

export function actingFor(): string {
  return person;
}
