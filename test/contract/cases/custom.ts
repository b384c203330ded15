import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { storeDocuments } from '#libs/cases/documents/store-documents.js';
import type { Department } from '#libs/cases/judging/department.js';
import { rulesInForce } from '#libs/cases/rules/rules-in-force.js';
import { CustomFact, CustomServiceClient, FieldValue } from '#libs/contracts/cx/custom/v1/custom.js';
import { FactsServiceClient } from '#libs/contracts/cx/facts/v1/facts.js';
import type { OwnDepartmentEntry } from '#libs/custom/own-fact.js';
import type { DepartmentEntry } from '#libs/documents/departments/departments-document.js';
import type { Source } from '#libs/domain/source.js';
import { call } from '#libs/grpc/client.js';
import { CurrentRules } from '#services/custom/current-rules.js';
import { customService } from '#services/custom/grpc/custom-service.js';
import { ownFacts } from '#services/custom/grpc/facts.js';
import { judgeOwn, ownOf } from '#services/custom/judge.js';
import { FOURTEEN_DAYS_MS, startSource } from './source.js';

export const PRODUCT = 'product' as Source;

/** A department of the company's own as its process judges. */
export const ownDepartment = (source: Source, current: CurrentRules): Department => ({
  source,
  metrics: current.definitions,
  silentAfterMs: FOURTEEN_DAYS_MS,
  shards: 1,
  judge: (facts, rules) => judgeOwn(facts, ownOf(rules)),
  rules: rulesInForce(source),
});

/** The services of the own department `product`. The feed generator reports. It has no documents yet. */
export async function startProduct() {
  const current = new CurrentRules(PRODUCT);
  const source = await startSource({
    department: ownDepartment(PRODUCT, current),
    facts: ownFacts(PRODUCT, current),
    service: customService,
  });
  const feed = source.as(CustomServiceClient, 'generator');
  let position = 0;
  return {
    ...source,
    facts: source.as(FactsServiceClient, 'generator'),
    /** Brings a version of the document departments, as a batch of scoring would. */
    publish: async (validFrom: string, entry: (OwnDepartmentEntry & Pick<DepartmentEntry, 'units'>) | undefined) => {
      position += 1;
      const departments = entry === undefined ? {} : { product: entry };
      const text = stringify({ valid_from: validFrom, departments });
      const sha256 = createHash('sha256').update(text).digest();
      const named = { position, kind: 'departments', version: position, firstDay: validFrom } as const;
      const arrivedIn = { epoch: 1, number: BigInt(position) };
      const document = {
        ...named,
        boundAfterStart: false,
        text,
        sha256,
        publishedAt: Date.parse('2018-01-01'),
        arrivedIn,
      };
      await source.database.transaction((tx) => storeDocuments(tx, [document]));
      await current.refresh(source.database);
    },
    send: (...facts: CustomFact[]) => call(feed, 'recordCustomFacts', { facts, origin: 1 }),
  };
}

type Values = Readonly<Record<string, NonNullable<FieldValue['value']>>>;

/** A fact of a kind with these fields. */
export function customFact(factId: string, at: string, what: CustomFact['what'], values: Values = {}): CustomFact {
  const fields = new Map(Object.entries(values).map(([name, value]) => [name, FieldValue.fromPartial({ value })]));
  return { ...CustomFact.fromPartial({ factId, happenedAt: new Date(at) }), what, fields };
}
