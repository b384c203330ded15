import { beforeAll, describe, expect, it } from 'vitest';
import { publicKeysIn } from '#libs/signing/public-keys.js';
import { BUNDLE_KINDS, changedFiles } from '#test/real-orders/changed-bytes.js';
import { type MadeBundle, madeBundle, PLANTED, SIGNED_AT } from '#test/real-orders/made-bundle.js';
import { manifestBytes } from '../bundle/bundle-files.js';
import { chainBytes } from '../bundle/bundle-of.js';
import { chainAfter, NOTHING_BEFORE, sha256Of } from '../record-hash.js';
import type { TrustedKey } from './check-signatures.js';
import { BundleDiffers, type Difference } from './difference.js';
import { verifyBundle } from './verify-bundle.js';

let whole: MadeBundle;
beforeAll(async () => {
  whole = await madeBundle();
});

const folderOf = (files: ReadonlyMap<string, Buffer>) => ({
  paths: [...files.keys()],
  read: (path: string) => files.get(path) ?? Buffer.alloc(0),
});
const steps = (files: ReadonlyMap<string, Buffer>, trusted: readonly TrustedKey[] = []) => [
  ...verifyBundle(folderOf(files), trusted),
];

/** The first difference that a verifier finds; undefined when it finds none. */
function differenceIn(files: ReadonlyMap<string, Buffer>, trusted: readonly TrustedKey[] = []): Difference | undefined {
  try {
    steps(files, trusted);
    return undefined;
  } catch (error) {
    if (error instanceof BundleDiffers) return error.difference;
    throw error;
  }
}

/** The same files with others in their place, and a manifest that fits them, as a forger would make it. */
function forged(change: Readonly<Record<string, Buffer>>): ReadonlyMap<string, Buffer> {
  return refitted(whole.files, change, true);
}

function refitted(
  of: ReadonlyMap<string, Buffer>,
  change: Readonly<Record<string, Buffer>>,
  hasBatches: boolean,
): ReadonlyMap<string, Buffer> {
  const files = new Map([...of, ...Object.entries(change)]);
  files.delete('manifest.json');
  const rows = [...files].map(([path, file]) => ({ path, bytes: file.length, sha256: sha256Of(file) }));
  return files.set('manifest.json', manifestBytes(whole.snapshot, hasBatches, rows));
}

function fileOf(path: string): Buffer {
  const file = whole.files.get(path);
  if (file === undefined) throw new Error(`the bundle has no ${path}`);
  return file;
}

describe('a bundle', () => {
  it('is proved from its files alone, step by step', () => {
    const found = steps(whole.files);
    expect(found.map(({ name }) => name)).toEqual([
      ...[
        'manifest',
        'records',
        'chain',
        'Merkle root',
        'signatures',
        'documents',
        'counts',
        'batches',
        'fold',
        'index',
      ],
    ]);
    expect(found.filter(({ isSkipped }) => isSkipped)).toEqual([]);
  });

  it('states cases that waited, by metric only', () => {
    const { waiting } = JSON.parse(fileOf('records/delivery.json').toString()) as { waiting: unknown };
    expect(waiting).toEqual([{ metric: 'arrived_at_last', definition: '1', cases: '3' }]);
  });

  it('without batches is proved from its counts on, and says so', async () => {
    const { files } = await madeBundle(false);
    const skipped = steps(files).filter(({ isSkipped }) => isSkipped);
    expect(skipped.map(({ name }) => name)).toEqual(['batches']);
  });

  it('holds no person, no salary and no order, although the database does', async () => {
    const names = [...whole.files].map(([path, file]) => `${path}\n${file.toString('latin1')}`);
    expect(names.filter((text) => PLANTED.some((planted) => text.includes(planted)))).toEqual([]);
  });

  it('has a record without a case: no ref of a batch stands in it', () => {
    const refs = Buffer.from(fileOf('batches/ordering-1-1.bin').subarray(-16)).toString('hex');
    const records = [...whole.files].filter(([path]) => !path.startsWith('batches/'));
    expect(records.filter(([, file]) => file.includes(refs) || file.includes(Buffer.from(refs, 'hex')))).toEqual([]);
  });
});

describe('one changed byte is named', () => {
  it.each(Object.entries(BUNDLE_KINDS))('at 100 places of %s', (_, kind) => {
    for (const { time, path, changed } of changedFiles(whole.files, kind, 100, 7)) {
      const difference = differenceIn(new Map(whole.files).set(path, changed));
      // A changed manifest may name another file, or a file otherwise: then the file that is named differs from it.
      if (path !== 'manifest.json') expect([time, path, difference?.file]).toEqual([time, path, path]);
      expect([time, difference?.field]).toEqual([time, expect.any(String)]);
    }
  });

  it.each(Object.entries(BUNDLE_KINDS).filter(([name]) => name !== 'manifest'))(
    'at 20 places of %s, also when the manifest is made to fit',
    (_, kind) => {
      for (const { time, path, changed } of changedFiles(whole.files, kind, 20, 11))
        expect([time, path, differenceIn(forged({ [path]: changed })) === undefined]).toEqual([time, path, false]);
    },
    60_000,
  );
});

describe('a file that fits the manifest', () => {
  it('is refused when a chain ends in another record, whose hashes are right', () => {
    const path = 'chains/delivery.json';
    const { links } = JSON.parse(fileOf(path).toString()) as { links: { record_id: string; snapshot: string }[] };
    const other = sha256Of('another record');
    let head = NOTHING_BEFORE;
    const made = links.map(({ record_id: id, snapshot }, place) => {
      const own = place === links.length - 1 ? other : id;
      head = chainAfter(head, own);
      return { position: place + 1, snapshot, id: own, chainSha256: head };
    });
    const difference = differenceIn(forged({ [path]: chainBytes('delivery', made) }));
    expect(difference).toMatchObject({ file: path, field: 'links[1].record_id', found: other });
  });

  it('is refused when a count is of another unit, also without batches, although every sum is the same', async () => {
    const { files } = await madeBundle(false);
    const counts = Buffer.from(files.get('counts.jsonl')?.toString().replace('"unit":"', '"unit":"x') ?? '');
    const difference = differenceIn(refitted(files, { 'counts.jsonl': counts }, false));
    expect(difference).toMatchObject({ file: 'counts.jsonl', field: 'sha256' });
  });
});

describe('a forger who holds the key and makes every hash fit', () => {
  const late = 'delivered_by_first_promise';

  it('cannot change a figure: it is computed again', async () => {
    const { files } = await madeBundle(true, (record) => ({
      ...record,
      metrics: record.metrics.map((one) => (one.metric === late ? { ...one, pointsE4: one.pointsE4 + 1n } : one)),
    }));
    const points = (text: Buffer) =>
      /"metric":"delivered_by_first_promise"[^{}]*?"points_e4":"(\d+)"/.exec(text.toString())?.[1];
    const [right, wrong] = [
      points(fileOf('records/delivery.json')),
      points(files.get('records/delivery.json') ?? Buffer.alloc(0)),
    ];
    expect(differenceIn(files)).toEqual({
      ...{
        file: 'records/delivery.json',
        field: `metrics[${late}].points_e4`,
        metric: late,
        expected: right,
        found: wrong,
      },
    });
  });

  it('cannot name another engine, add a field or leave a document out', async () => {
    const reject = async (change: object) =>
      differenceIn((await madeBundle(true, (record) => ({ ...record, ...change }))).files)?.field;
    expect(await reject({ person: 'Maria' })).toBe('person');
    expect(await reject({ engine: { name: 'cx-index', version: '9.9.9' } })).toBe('engine');
    expect(await reject({ documents: [] })).toBe('file');
  });

  it('is stopped by a reader who knows the public key from elsewhere', async () => {
    const { files } = await madeBundle();
    const [key] = publicKeysIn(JSON.parse(fileOf('keys.json').toString()));
    if (key === undefined) throw new Error('the bundle has no key');
    expect(differenceIn(whole.files, [key])).toBeUndefined();
    expect(differenceIn(whole.files, [{ publicKey: key.publicKey }])).toBeUndefined();
    expect(differenceIn(files, [key])).toMatchObject({ file: 'signatures.json', field: 'signatures[0].key_id' });
    const unsigned = forged({
      'signatures.json': Buffer.from('{"signatures":[]}'),
      'keys.json': Buffer.from('{"keys":[]}'),
    });
    expect(differenceIn(unsigned)).toBeUndefined();
    expect(differenceIn(unsigned, [key])).toMatchObject({ file: 'signatures.json', field: 'signatures' });
  });
});

describe('the span of a key', () => {
  const field = 'signatures[0].signed_at';

  it('is named when its signature was made before it or after it', async () => {
    expect(differenceIn((await madeBundle(true, undefined, { until: SIGNED_AT + 1 })).files)).toBeUndefined();
    const ended = await madeBundle(true, undefined, { until: SIGNED_AT });
    expect(differenceIn(ended.files)).toMatchObject({
      file: 'signatures.json',
      field,
      found: '2018-10-01T09:00:00.000Z',
    });
    const later = await madeBundle(true, undefined, { from: SIGNED_AT + 1 });
    expect(differenceIn(later.files)).toMatchObject({ file: 'signatures.json', field });
  });

  it('is that of the reader, who learned of a rotation after the bundle was made', () => {
    const [key] = publicKeysIn(JSON.parse(fileOf('keys.json').toString()));
    if (key === undefined) throw new Error('the bundle has no key');
    expect(differenceIn(whole.files, [{ ...key, until: SIGNED_AT + 1 }])).toBeUndefined();
    expect(differenceIn(whole.files, [{ ...key, until: SIGNED_AT }])).toMatchObject({ field });
  });
});
