import { randomBytes, randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { jsonSchemaOf } from '#libs/documents/reading/json-schema.js';
import { DOCUMENT_KINDS } from '#libs/domain/document-kind.js';
import type { Instant } from '#libs/domain/time.js';
import type { Answers } from './answers.js';
import { companyFiles } from './documents.js';
import { readmeOf } from './readme.js';

/** The folder cannot take the documents. The message is a sentence with the cure. */
export class FolderError extends Error {}

/**
 * Writes the documents of a company, the schemas by which editors check them, a README, and `env` with new secrets, which only the
 * user may read.
 *
 * @throws {FolderError} for a folder that is not empty or cannot be written: nothing of the user's is ever replaced
 */
export function writeCompany(folder: string, answers: Answers, now: Instant): void {
  const schemas = DOCUMENT_KINDS.map(
    (kind) => [`schemas/${kind}.json`, `${JSON.stringify(jsonSchemaOf(kind), undefined, 2)}\n`] as const,
  );
  const files = [
    ...Object.entries(companyFiles(answers, now)),
    ...schemas,
    ['README.md', readmeOf(answers)] as const,
    ['.gitignore', '# Secrets and data stay on this machine.\nenv\n.cx/\n'] as const,
  ];
  try {
    mkdirSync(folder, { recursive: true });
    if (readdirSync(folder).length > 0) throw new FolderError(`${folder} is not empty. Name a new folder.`);
    for (const [path, text] of files) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text, { flag: 'wx' });
    }
    writeFileSync(join(folder, 'env'), newEnv(), { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if (error instanceof FolderError || !(error instanceof Error && 'code' in error)) throw error;
    throw new FolderError(`${folder} cannot be written: ${String(error.code)}. Name another folder.`, { cause: error });
  }
}

/** Settings with secrets of this installation. They are made once: another key would make every case another one. */
function newEnv(): string {
  return `# Secrets of this installation. Only you may read this file; give each process its settings (docs/settings.md).

# The company, in every batch. Every process has it.
CX_INSTALLATION=${randomUUID()}

# The key of the case refs. The departments and the survey have it, scoring must not. Never change it.
CX_CASE_KEY=${randomBytes(32).toString('hex')}

# A password for the database users, to be set in PostgreSQL, too (docs/secure-connections.md).
CX_DATABASE_PASSWORD=${randomBytes(24).toString('base64url')}
`;
}
