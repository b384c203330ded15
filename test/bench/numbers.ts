/** "1,234,567" */
export function grouped(value: number): string {
  return value.toLocaleString('en-US');
}

/** Three digits are as precise as a run can be. */
export function rate(value: number): string {
  return grouped(Number(value.toPrecision(3)));
}
