/** A number as Grafana shows it in a unit. */
export function shown(value: number, unit: string, decimals?: number): string {
  if (!Number.isFinite(value)) return '-';
  if (unit === 's') return scaled(value, SECONDS, decimals);
  if (unit === 'bytes') return scaled(value, BYTES, decimals);
  if (unit === 'percentunit') return `${plain(value * 100, decimals)} %`;
  if (unit === 'dateTimeAsIso') return new Date(value * 1_000).toISOString().slice(0, 16).replace('T', ' ');
  if (unit === 'cps') return `${scaled(value, COUNTS, decimals)} /s`;
  return unit === 'short' ? scaled(value, COUNTS, decimals) : plain(value, decimals);
}

type Steps = readonly (readonly [from: number, word: string])[];

const SECONDS: Steps = [
  [604_800, ' weeks'],
  [86_400, ' days'],
  [3_600, ' h'],
  [60, ' min'],
  [1, ' s'],
  [0.001, ' ms'],
];
const BYTES: Steps = [
  [2 ** 30, ' GiB'],
  [2 ** 20, ' MiB'],
  [1_024, ' KiB'],
  [1, ' B'],
];
const COUNTS: Steps = [
  [1e9, ' G'],
  [1e6, ' M'],
  [1e3, ' k'],
  [1, ''],
];

function scaled(value: number, steps: Steps, decimals: number | undefined): string {
  const step = steps.find(([from]) => Math.abs(value) >= from);
  return step === undefined ? plain(value, decimals) : `${plain(value / step[0], decimals)}${step[1]}`;
}

/** Three digits, unless it is said how many decimals. */
function plain(value: number, decimals?: number): string {
  return String(decimals === undefined ? Number(value.toPrecision(3)) : Number(value.toFixed(decimals)));
}
