import { canonicalJson } from '#libs/domain/canonical-json.js';

/** The first thing in which a bundle is not what it says. */
export interface Difference {
  /** "records/delivery.json" */
  readonly file: string;
  /** "metrics[arrived_at_last].score_e4"; "sha256" of a whole file. */
  readonly field: string;
  /** The metric that the field is about, where it is about one. */
  readonly metric?: string | undefined;
  readonly expected: string;
  readonly found: string;
}

/** Ends the verification of a bundle. */
export class BundleDiffers extends Error {
  constructor(readonly difference: Difference) {
    super(`${difference.file}: ${difference.field}: expected ${difference.expected}, found ${difference.found}`);
    this.name = 'BundleDiffers';
  }
}

/** @throws {BundleDiffers} unless the two are equal */
export function mustEqual(
  file: string,
  field: string,
  expected: string | number | bigint,
  found: string | number | bigint | undefined,
): void {
  if (String(expected) === String(found)) return;
  throw new BundleDiffers({ file, field, expected: String(expected), found: String(found ?? 'nothing') });
}

type Json = string | boolean | readonly Json[] | { readonly [key: string]: Json | undefined } | undefined;

/**
 * Reads a file that is in canonical JSON.
 *
 * @throws {BundleDiffers} when it is no JSON or in another spelling: one meaning has one spelling
 */
export function readCanonical(file: string, bytes: Buffer): Readonly<Record<string, Json>> {
  const text = bytes.toString('utf8');
  let parsed: unknown;
  let spelled: string | undefined;
  try {
    parsed = JSON.parse(text);
    spelled = canonicalJson(parsed as object);
  } catch {
    spelled = undefined;
  }
  const isSame =
    spelled === text && Buffer.from(text).equals(bytes) && typeof parsed === 'object' && !Array.isArray(parsed);
  if (isSame) return parsed as Readonly<Record<string, Json>>;
  throw new BundleDiffers({ file, field: 'spelling', expected: 'canonical JSON', found: 'other bytes' });
}

/** @throws {BundleDiffers} at the first field of a file that is not what was computed again */
export function mustBeSame(file: string, expected: Buffer, found: Buffer): void {
  if (expected.equals(found)) return;
  const [should, is] = [readCanonical(file, expected), readCanonical(file, found)];
  const first = firstDifference(should, is, '', undefined);
  throw new BundleDiffers({ file, ...(first ?? { field: 'spelling', expected: 'other bytes', found: 'these' }) });
}

function firstDifference(
  expected: Json,
  found: Json,
  field: string,
  metric: string | undefined,
): Omit<Difference, 'file'> | undefined {
  if (Array.isArray(expected) && Array.isArray(found)) {
    for (let place = 0; place < Math.max(expected.length, found.length); place++) {
      const label = labelOf(expected[place]) ?? labelOf(found[place]) ?? String(place);
      const within = metricOf(expected[place]) ?? metricOf(found[place]) ?? metric;
      const one = firstDifference(expected[place], found[place], `${field}[${label}]`, within);
      if (one !== undefined) return one;
    }
    return undefined;
  }
  if (isObject(expected) && isObject(found)) {
    for (const key of [...new Set([...Object.keys(expected), ...Object.keys(found)])].sort()) {
      const one = firstDifference(expected[key], found[key], field === '' ? key : `${field}.${key}`, metric);
      if (one !== undefined) return one;
    }
    return undefined;
  }
  if (expected === found) return undefined;
  return { field, metric, expected: shown(expected), found: shown(found) };
}

/** What names an entry of a list. */
function labelOf(entry: Json): string | undefined {
  if (!isObject(entry)) return undefined;
  const named = ['metric', 'department', 'path', 'source', 'kind', 'party', 'event', 'class'].find(
    (key) => typeof entry[key] === 'string',
  );
  const label = named === undefined ? undefined : entry[named];
  if (typeof label !== 'string') return undefined;
  return typeof entry['day'] === 'string' ? `${label} ${entry['day']}` : label;
}

function metricOf(entry: Json): string | undefined {
  const metric = isObject(entry) ? entry['metric'] : undefined;
  return typeof metric === 'string' ? metric : undefined;
}

function isObject(value: Json): value is { readonly [key: string]: Json | undefined } {
  return typeof value === 'object' && !Array.isArray(value);
}

function shown(value: Json): string {
  if (value === undefined) return 'nothing';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 200 ? `${text.slice(0, 200)}...` : text;
}
