import { readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { checkDocuments } from '#libs/documents/check.js';
import type { Finding } from '#libs/documents/finding.js';
import { kindOfFile } from '#libs/documents/kinds.js';
import { type ReadPlan, readPlan } from '#libs/documents/pay-plan/read-plan.js';
import { UsageError } from '../command.js';

/** A draft, and what the linter finds in it beside the other documents of its folder. The plan is unset where it cannot be computed with. */
export interface DraftPlan {
  readonly read: ReadPlan | undefined;
  readonly findings: readonly Finding[];
}

/** Reads a draft from a file. Other documents of its folder are what it is checked against. @throws {UsageError} without such a file */
export function draftPlan(file: string): DraftPlan {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file} cannot be read`, { cause: error });
  }
  const folder = dirname(file);
  const others = readdirSync(folder)
    .filter((name) => name !== basename(file) && kindOfFile(name) !== undefined && kindOfFile(name) !== 'pay-plan')
    .map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));
  const checked = checkDocuments([{ file: 'pay-plan.yaml', text }, ...others]);
  const findings = checked.kind === 'documents' ? [] : checked.findings.filter((one) => one.file === 'pay-plan.yaml');
  const own = findings.filter(({ reason }) => reason !== 'FILE_MISSING').map((one) => ({ ...one, file }));
  const isBroken = own.some(({ reason }) => reason === 'CURVE_GAP' || reason === 'CURVE_OVERLAP');
  return { read: isBroken ? undefined : readPlan(text), findings: own };
}
