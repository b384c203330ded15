import { readFileSync } from 'node:fs';
import { parseYaml } from '#libs/documents/reading/parse-yaml.js';
import { canonicalJson } from '#libs/domain/canonical-json.js';
import type { DocumentKind } from '#libs/domain/document-kind.js';
import { PublishedRulesets } from '#services/scoring/documents/published-rulesets.js';
import { canonicalDocument } from '#services/scoring/records/documents.js';
import { sha256Of } from '#services/scoring/records/record-hash.js';
import { database } from '../scoring-bench.js';

const POSITIONS: Partial<Record<DocumentKind, number>> = { company: 1, departments: 2, metrics: 3, ruleset: 4 };

/** The documents of Olist, as they stand in the database once two people have published them. */
export async function publishOlist(): Promise<PublishedRulesets> {
  for (const kind of ['company', 'departments', 'metrics', 'ruleset'] as const) {
    const text = readFileSync(`data/olist/company/${kind}.yaml`, 'utf8');
    const content = [POSITIONS[kind], kind, text, Buffer.from(sha256Of(canonicalDocument(kind, text)), 'hex')];
    await database.execute(
      `insert into document_proposal (number, kind, base_version, title, first_day, bound_after_start, text, sha256, proposed_by, reason, proposed_at)
       values ($1, $2, 0, $2, '2017-01-01', false, $3, $4, 'joao.santos@example.org', 'test', '2017-01-05')`,
      content,
    );
    await database.execute(
      `insert into document_version (proposal, kind, version, title, first_day, bound_after_start, text, sha256, published_by, reason, published_at, position, proposed_by)
       values ($1, $2, 1, $2, '2017-01-01', false, $3, $4, 'maria.silva@example.org', 'test', '2017-01-05', $5, 'joao.santos@example.org')`,
      [...content, kind === 'ruleset' ? null : POSITIONS[kind]],
    );
  }
  return PublishedRulesets.open(database);
}

const BESIDE = { 'pay-plan': 6, 'export-profiles': 7 } as const;

/** A document of Olist by which no department judges, published before the first day of its first period. */
export async function publishBeside(kind: keyof typeof BESIDE): Promise<void> {
  const text = readFileSync(`data/olist/company/${kind}.yaml`, 'utf8');
  const sha256 = sha256Of(Buffer.from(canonicalJson(parseYaml(text).value as object)));
  await database.execute(
    `insert into document_proposal (number, kind, base_version, title, first_day, bound_after_start, text, sha256, proposed_by, reason, proposed_at)
     values ($1, $2, 0, $2, '2017-01-01', false, $3, $4, 'joao.santos@example.org', 'test', '2016-12-01')`,
    [BESIDE[kind], kind, text, Buffer.from(sha256, 'hex')],
  );
  await database.execute(
    `insert into document_version (proposal, kind, version, title, first_day, bound_after_start, text, sha256, published_by, reason, published_at, position, proposed_by)
     select number, kind, 1, title, first_day, false, text, sha256, 'maria.silva@example.org', 'test', '2016-12-02', null, proposed_by
     from document_proposal where number = $1`,
    [BESIDE[kind]],
  );
}

/** A second version of the document `metrics`, published by two others. It says the same. */
export async function publishMetrics(): Promise<void> {
  await database.execute(
    `insert into document_proposal (number, kind, base_version, title, first_day, bound_after_start, text, sha256, proposed_by, reason, proposed_at)
     select 5, kind, 1, title, '2019-01-01', false, text || '# again', sha256, proposed_by, 'test', now()
     from document_proposal where number = 3`,
  );
  await database.execute(
    `insert into document_version (proposal, kind, version, title, first_day, bound_after_start, text, sha256, published_by, reason, published_at, position, proposed_by)
     select 5, kind, 2, title, '2019-01-01', false, text || '# again', sha256, published_by, 'test', now(), 5, proposed_by
     from document_version where proposal = 3`,
  );
}
