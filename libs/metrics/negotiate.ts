/** The two text formats of /metrics. */
export type ExpositionFormat = 'text' | 'openmetrics';

/** One entry of a header such as Accept: what is asked for, its parameters, and how much it is wanted, 0 to 1. */
interface Range {
  readonly name: string;
  readonly parameters: ReadonlyMap<string, string>;
  readonly q: number;
}

/** Media type and version of each format, in the order in which they are given to a caller that wants both equally. */
const FORMATS: readonly { readonly format: ExpositionFormat; readonly type: string; readonly version: string }[] = [
  { format: 'text', type: 'text/plain', version: '0.0.4' },
  { format: 'openmetrics', type: 'application/openmetrics-text', version: '1.0.0' },
];

/**
 * The format that an Accept header wants most. The text format 0.0.4 when the header says nothing, wants both equally by a
 * wildcard, or wants neither: a scraper that can read something is better off with an answer than with a refusal.
 */
export function wantedFormat(accept: string | undefined): ExpositionFormat {
  const ranges = rangesOf(accept ?? '');
  const offers = FORMATS.map(({ format, type, version }) => ({ format, ...wish(ranges, type, version) }));
  const [best] = offers.filter(({ q }) => q > 0).toSorted((a, b) => b.q - a.q || a.place - b.place);
  return best?.format ?? 'text';
}

/** Whether an Accept-Encoding header takes gzip. */
export function takesGzip(acceptEncoding: string | undefined): boolean {
  const ranges = rangesOf(acceptEncoding ?? '');
  const named = ranges.find(({ name }) => name === 'gzip' || name === 'x-gzip');
  const range = named ?? ranges.find(({ name }) => name === '*');
  return range !== undefined && range.q > 0;
}

/** How much a type is wanted, by the most specific range that covers it, and the place of that range in the header. */
function wish(ranges: readonly Range[], type: string, version: string): { readonly q: number; readonly place: number } {
  const group = `${type.split('/')[0]}/*`;
  const covers = [
    ({ name, parameters }: Range) => name === type && parameters.get('version') === version,
    ({ name, parameters }: Range) => name === type && !parameters.has('version'),
    ({ name }: Range) => name === group,
    ({ name }: Range) => name === '*/*',
  ];
  for (const covering of covers) {
    const place = ranges.findIndex(covering);
    if (place !== -1) return { q: ranges[place]?.q ?? 0, place };
  }
  return { q: 0, place: ranges.length };
}

function rangesOf(header: string): Range[] {
  const entries = header.split(',').filter((entry) => entry.trim() !== '');
  return entries.map((entry) => {
    const [name = '', ...rest] = entry.split(';').map((part) => part.trim().toLowerCase());
    const parameters = new Map(
      rest.map((part) => part.split('=').map((word) => word.trim().replaceAll('"', '')) as [string, string]),
    );
    const q = Number(parameters.get('q') ?? 1);
    return { name, parameters, q: q >= 0 && q <= 1 ? q : 0 };
  });
}
