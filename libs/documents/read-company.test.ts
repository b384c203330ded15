import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { exampleCompany } from './fixtures/example-company.js';
import { readCompany } from './read-company.js';
import { MOST_BYTES } from './reading/parse-yaml.js';

const home = mkdtempSync(join(tmpdir(), 'cx-documents-'));
afterAll(() => rmSync(home, { recursive: true }));

function companyWith(change: (folder: string) => void): string {
  const folder = mkdtempSync(join(home, 'company-'));
  for (const { file, text } of exampleCompany()) writeFileSync(join(folder, file), text);
  change(folder);
  return folder;
}

const found = (folder: string) => {
  const checked = readCompany(folder);
  return checked.kind === 'findings' ? checked.findings.map(({ file, reason }) => [file, reason]) : [];
};

describe('a folder of documents', () => {
  it('may hold other files and folders', () => {
    const folder = companyWith((at) => {
      writeFileSync(join(at, 'README.md'), '# Shop');
      writeFileSync(join(at, 'env'), 'A=b');
      mkdirSync(join(at, 'schemas'));
    });
    expect(readCompany(folder)).toMatchObject({
      kind: 'documents',
      documents: { rulesets: [{ file: 'ruleset.yaml' }] },
    });
  });

  it.each([
    ['a document of no known kind', 'metric.yaml', 'a: 1', 'FILE_UNKNOWN'],
    ['a document with the other ending', 'company.yml', 'a: 1', 'FILE_UNKNOWN'],
    ['a document that is too large', 'feeds.yaml', '#'.repeat(MOST_BYTES + 1), 'FILE_TOO_LARGE'],
    ['a document in another encoding', 'feeds.yaml', Buffer.from([0x61, 0x3a, 0x20, 0xe4]), 'NOT_UTF8'],
  ])('with %s', (_, file, content, reason) => {
    expect(found(companyWith((at) => writeFileSync(join(at, file), content)))).toEqual([[file, reason]]);
  });

  it('with a document that is a folder, or leads nowhere', () => {
    const folder = companyWith((at) => {
      mkdirSync(join(at, 'ruleset-second.yaml'));
      symlinkSync(join(at, 'nowhere'), join(at, 'ruleset-third.yaml'));
    });
    expect(found(folder)).toEqual([
      ['ruleset-second.yaml', 'FILE_UNREADABLE'],
      ['ruleset-third.yaml', 'FILE_UNREADABLE'],
    ]);
  });

  it('that does not exist, or is a file', () => {
    writeFileSync(join(home, 'file'), '');
    expect(found(join(home, 'nowhere'))).toEqual([['.', 'FOLDER_UNREADABLE']]);
    expect(found(join(home, 'file'))).toEqual([['.', 'FOLDER_UNREADABLE']]);
  });

  it('with more documents than a company has', () => {
    const folder = companyWith((at) => {
      for (let place = 0; place < 96; place++) writeFileSync(join(at, `ruleset-${place}.yaml`), '');
    });
    expect(found(folder)).toEqual([['.', 'FILE_TOO_LARGE']]);
  });
});
