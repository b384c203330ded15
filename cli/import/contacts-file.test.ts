import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { ContactFact } from '#libs/contracts/cx/support/v1/support.js';
import { readContacts } from './contacts-file.js';
import { FileError } from './mistakes.js';

const home = mkdtempSync(join(tmpdir(), 'cx-contacts-'));
afterAll(() => rmSync(home, { recursive: true }));

const HEAD = 'contact_id,unit,received_at,first_response_at';
const BERLIN = { zone: 'Europe/Berlin', skipBadRows: false };

let files = 0;
function fileOf(content: string | Buffer): string {
  const file = join(home, `contacts-${files++}.csv`);
  writeFileSync(file, content);
  return file;
}
const read = (content: string | Buffer, options: Parameters<typeof readContacts>[1] = BERLIN) =>
  readContacts(fileOf(content), options);

/** The lines a user sees, without the path. */
async function mistakesOf(content: string | Buffer, options: Parameters<typeof readContacts>[1] = BERLIN) {
  const error = await read(content, options).catch((caught: unknown) => caught);
  if (!(error instanceof FileError)) throw new Error('the file was accepted', { cause: error });
  return error.message.replaceAll(/\S*contacts-\d+\.csv/g, 'FILE').split('\n');
}

const received = async (content: string | Buffer, options: Parameters<typeof readContacts>[1] = BERLIN) =>
  (await read(content, options)).facts.map(({ at, fact }) => [
    (fact as { factId: string }).factId,
    new Date(at).toJSON(),
  ]);

/** Two contacts, received at 08:00 and 09:30 UTC. */
const TWO = [
  ['c-1/received', '2018-08-03T08:00:00.000Z'],
  ['c-2/received', '2018-08-03T09:30:00.000Z'],
];

describe('a file of contacts', () => {
  it.each([
    ['offsets', `${HEAD}\nc-1,team/a,2018-08-03T05:00:00-03:00,\nc-2,team/a,2018-08-03T09:30:00Z,\n`],
    [
      'wall time in the zone that was named',
      `${HEAD}\nc-1,team/a,2018-08-03 10:00:00,\nc-2,team/a,2018-08-03T11:30,\n`,
    ],
    ['semicolons', `contact_id;unit;received_at\nc-1;team/a;2018-08-03 10:00\nc-2;team/a;2018-08-03 11:30\n`],
    ['tabs', `contact_id\tunit\treceived_at\nc-1\tteam/a\t2018-08-03 10:00\nc-2\tteam/a\t2018-08-03 11:30\n`],
    [
      'a byte order mark and CRLF',
      `\uFEFFcontact_id;unit;received_at\r\nc-1;team/a;2018-08-03 10:00\r\nc-2;team/a;2018-08-03 11:30\r\n`,
    ],
    [
      'blank lines and lines of separators',
      `\n${HEAD}\n\nc-1,team/a,2018-08-03 10:00,\n,,,\n\nc-2,team/a,2018-08-03 11:30,\n\n`,
    ],
    [
      'quotes, blanks around cells and columns that are not asked for',
      `${HEAD},note\n"c-1", team/a ,2018-08-03 10:00,,"a; b, ""c""\nd"\nc-2,team/a,2018-08-03 11:30,,\n`,
    ],
    [
      'a zone of its own in each row',
      `${HEAD},zone\nc-1,team/a,2018-08-03 05:00,,America/Sao_Paulo\nc-2,team/a,2018-08-03 11:30,,Europe/Berlin\n`,
    ],
  ])('with %s is read', async (_, content) => expect(await received(content)).toEqual(TWO));

  it('keeps the ids that shops write, and makes fact ids of them', async () => {
    const ids = ['#1001', 'DE 4711/2', 'Bestellung-\u00C47', '"a"', 'x'.repeat(128)];
    const rows = ids.map((id) => `"${id.replaceAll('"', '""')}",team/a,2018-08-03 10:00,`);
    const { facts } = await read([HEAD, ...rows].join('\n'));
    const sent = facts.map(({ fact }) => fact as ContactFact);
    expect(sent.map(({ contactId }) => contactId)).toEqual(ids);
    expect(sent.slice(0, 3).map(({ factId }) => factId)).toEqual(ids.slice(0, 3).map((id) => `${id}/received`));
  });

  it('is not read in a zone that was not named', async () => {
    const none = { zone: undefined, skipBadRows: false };
    expect(await mistakesOf(`${HEAD}\nc-1,team/a,2018-08-03 10:00:00,\n`, none)).toEqual([
      'FILE, line 2, received_at: "2018-08-03 10:00:00" has no offset; write 2018-03-02T14:10:00+01:00, or name its zone: --zone Europe/Berlin',
    ]);
    // An offset is enough to know the instant. The customer's day needs the zone.
    expect(await mistakesOf(`${HEAD}\nc-1,team/a,2018-08-03T10:00:00Z,\n`, none)).toEqual([
      'FILE: the time zone of the customer is missing in 1 row; name it for all: --zone Europe/Berlin, or for each in a column zone',
    ]);
    const own = `${HEAD},zone\nc-1,team/a,2018-08-03 10:00,,Europe/Berlin\nc-2,team/a,2018-08-03T09:30:00Z,,Europe/Berlin\n`;
    expect(await received(own, none)).toEqual(TWO);
  });

  it.each([
    ['a column twice', `${HEAD},unit\n`, ['FILE, line 1: the column unit stands there twice; remove or rename one']],
    [
      'ids that a service would refuse',
      `${HEAD}\n10\u200B01,team/a,2018-08-03 10:00,\nBestellung-A\u03087,team/a,2018-08-03 10:00,\n" 7",team/a,2018-08-03 10:00,\n${'x'.repeat(129)},team/a,2018-08-03 10:00,\n`,
      [
        'FILE, line 2, contact_id: the id holds U+200B, which cannot be printed; remove this character',
        'FILE, line 3, contact_id: the id is not in Unicode normal form C, so the same text could be two ids; send it in NFC',
        'FILE, line 4, contact_id: the id begins or ends with a blank; remove the blank',
        'FILE, line 5, contact_id: the id has 129 characters; send at most 128',
      ],
    ],
    [
      'columns that are missing or misspelt',
      'Contact ID,team,recieved_at\n',
      [
        'FILE, line 1: there is no column contact_id; rename "Contact ID" to contact_id',
        'FILE, line 1: there is no column unit; add it; the columns are Contact ID, team, recieved_at',
        'FILE, line 1: there is no column received_at; rename "recieved_at" to received_at',
      ],
    ],
    ['nothing in it', '', ['FILE, line 1: the file is empty; write the names of the columns first']],
    ['UTF-16', Buffer.from(`\uFEFF${HEAD}\n`, 'utf16le'), ['FILE: the file is UTF-16; save it as UTF-8']],
    [
      'a quote that is not closed',
      `${HEAD}\nc-1,team/a,soon,\nc-2,"team/a,2018-08-03 10:00,\nc-3,team/a,2018-08-03 10:00,\n`,
      [
        'FILE, line 2, received_at: "soon" is not a timestamp; write 2018-03-02T14:10:00+01:00',
        'FILE, line 3: a quote does not match; close the quote, and write a quote inside a quoted cell twice: ""',
      ],
    ],
    [
      'several mistakes, after a line break inside quotes',
      `${HEAD},note\r\nc-1,team/a,2018-08-03 10:00,,"two\r\nlines"\r\n,team/a,yesterday,03.08.2018,\r\nc-3,team/a\r\n`,
      [
        'FILE, line 4, contact_id: the cell is empty; fill it in',
        'FILE, line 4, received_at: "yesterday" is not a timestamp; write 2018-03-02T14:10:00+01:00',
        'FILE, line 4, first_response_at: "03.08.2018" is not a timestamp; write 2018-03-02T14:10:00+01:00',
        'FILE, line 5: the row has 2 cells, the header 5; add what is missing, or put quotes around a cell that holds the separator',
      ],
    ],
  ])('with %s gets each mistake with its place and its cure', async (_, content, lines) => {
    expect(await mistakesOf(content)).toEqual(lines);
  });

  it('with 25 mistakes lists 20 and says how many more there are', async () => {
    const rows = Array.from({ length: 25 }, (_, row) => `c-${row},team/a,soon,`);
    const lines = await mistakesOf([HEAD, ...rows].join('\n'));
    expect([lines.length, lines[19], lines[20]]).toEqual([
      21,
      expect.stringContaining('line 21, received_at'),
      'and 5 more mistakes',
    ]);
  });

  it('can be read without its bad rows, when that is asked for and nothing else is wrong', async () => {
    const content = `${HEAD}\nc-1,team/a,2018-08-03 10:00,\nc-x,team/a,soon,\nc-2,team/a,2018-08-03 11:30,\n`;
    const skip = { ...BERLIN, skipBadRows: true };
    expect(await received(content, skip)).toEqual(TWO);
    expect((await read(content, skip)).skipped).toMatchObject([{ line: 3, column: 'received_at' }]);
    expect(await mistakesOf(`${content}c-4,"team/a,`, skip)).toHaveLength(2);
  });
});
