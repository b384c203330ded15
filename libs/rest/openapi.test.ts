import { describe, expect, it } from 'vitest';
import { descriptorImage } from '#libs/grpc/descriptor-image.js';
import { contractOf } from './contract.js';
import { openApi } from './openapi.js';

const SERVICES = ['cx.bonus.v1.PeriodService', 'cx.bonus.v1.ExportService', 'cx.scoring.v1.ScoringService'];
const printed = openApi(contractOf(descriptorImage(), SERVICES)) as {
  readonly paths: Readonly<Record<string, { readonly get: Readonly<Record<string, unknown>> }>>;
  readonly components: { readonly schemas: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
};
const schema = (name: string) => printed.components.schemas[name] as Readonly<Record<string, never>> | undefined;

describe('the description of HTTP', () => {
  it('names each part of a resource as a parameter, the rest of the request as its query', () => {
    const get = printed.paths['/v1/departments/{department}/statements/{statement}:file']?.get ?? {};
    const parameters = (get['parameters'] as { name: string; in: string; required: boolean }[]).map(
      ({ name, in: where, required }) => `${where} ${name}${required ? '!' : ''}`,
    );
    expect(parameters).toEqual(['path department!', 'path statement!', 'query version', 'query format!']);
    expect(get['operationId']).toBe('ExportService_GetStatementFile');
    expect(get['summary']).toMatch(/^GetStatementFile returns the statement .*\.$/);
  });

  it('has no operation twice', () => {
    const ids = Object.values(printed.paths).map(({ get }) => get['operationId']);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says which fields are always there, and which are left out when they were not measured', () => {
    const index = schema('cx.scoring.v1.Index');
    expect(index?.['required']).toContain('coverageBp');
    expect(index?.['required']).not.toContain('indexE4');
    expect(index?.['properties']).toMatchObject({
      indexE4: { type: 'string', format: 'int64' },
      rulesetSha256: { type: 'string', contentEncoding: 'base64' },
      metrics: { type: 'array', items: { $ref: '#/components/schemas/cx.scoring.v1.MetricScore' } },
    });
    expect(schema('cx.scoring.v1.IndexState')?.['enum']).toContain('INDEX_STATE_CLOSED');
  });
});
