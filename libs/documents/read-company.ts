import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Checked, checkDocuments, type SourceFile } from './check.js';
import type { FactKinds } from './checks/documents.js';
import type { Finding, FindingReason } from './finding.js';
import { MOST_BYTES } from './reading/parse-yaml.js';

/** A company has a handful of documents, and some rulesets. */
const MOST_FILES = 100;

/**
 * Reads and checks the documents of a company: every YAML file of a folder, without folders inside it. What is wrong comes as
 * findings, and so does a folder or file that cannot be read: it throws nothing.
 *
 * @param factKinds  as `checkDocuments`
 */
export function readCompany(folder: string, factKinds: FactKinds = {}): Checked {
  const names = namesIn(folder);
  if (!Array.isArray(names)) return { kind: 'findings', findings: [names] };
  if (names.length > MOST_FILES) {
    const problem = `The folder has ${names.length} YAML files.`;
    return { kind: 'findings', findings: [finding('.', 'FILE_TOO_LARGE', problem, `Keep at most ${MOST_FILES}.`)] };
  }
  const read = names.map((name) => readText(folder, name));
  const unreadable = read.flatMap((one) => ('reason' in one ? [one] : []));
  if (unreadable.length > 0) return { kind: 'findings', findings: unreadable };
  return checkDocuments(
    read.flatMap((one) => ('text' in one ? [one] : [])),
    factKinds,
  );
}

function namesIn(folder: string): string[] | Finding {
  try {
    return readdirSync(folder)
      .filter((name) => /\.ya?ml$/i.test(name))
      .sort();
  } catch (error) {
    return finding(
      '.',
      'FOLDER_UNREADABLE',
      `${folder} cannot be read: ${codeOf(error)}.`,
      'Name the folder that has company.yaml.',
    );
  }
}

function readText(folder: string, file: string): SourceFile | Finding {
  try {
    const { size } = statSync(join(folder, file));
    if (size > MOST_BYTES) {
      return finding(
        file,
        'FILE_TOO_LARGE',
        `The document has more than ${MOST_BYTES / 1024} KiB.`,
        'Leave out what is not needed.',
      );
    }
    return { file, text: new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(folder, file))) };
  } catch (error) {
    if (error instanceof TypeError) {
      return finding(file, 'NOT_UTF8', 'The document is not encoded in UTF-8.', 'Save it as UTF-8.');
    }
    return finding(
      file,
      'FILE_UNREADABLE',
      `The document cannot be read: ${codeOf(error)}.`,
      'Make it a file that you may read.',
    );
  }
}

function finding(file: string, reason: FindingReason, problem: string, cure: string): Finding {
  return { file, line: 1, column: 1, path: '', reason, problem, cure };
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
