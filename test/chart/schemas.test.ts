import { describe, expect, it } from 'vitest';
import type { KubernetesObject } from './helm.js';
import { noSchemas, problemsOf } from './schemas.js';

const labels = {};
const service = (spec: object): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'x', labels } },
  spec,
});

describe.skipIf(noSchemas !== undefined)('a check of an object by its schema', () => {
  it('accepts what is in order', () => {
    expect(problemsOf(service({ ports: [{ name: 'grpc', port: 7100 }], selector: { app: 'x' } }))).toEqual([]);
  });

  it('names a field of the wrong type', () => {
    expect(problemsOf(service({ ports: [{ port: '7100' }] }))).toEqual([
      'Service x/spec/ports/0/port: type {"type":"integer"}',
    ]);
  });

  it('names a field that does not exist, at any depth', () => {
    expect(problemsOf(service({ ports: [{ port: 7100, protcol: 'TCP' }], selektor: {} }))).toEqual([
      'Service x/spec/ports/0/protcol: unknown field',
      'Service x/spec/selektor: unknown field',
    ]);
  });

  it('knows the objects of the operators', () => {
    const metadata = { name: 'x', labels };
    const scaled = {
      apiVersion: 'keda.sh/v1alpha1',
      kind: 'ScaledObject',
      metadata,
      spec: { scaleTargetRef: {}, triggers: [] },
    };
    expect(problemsOf(scaled)).toEqual(['ScaledObject x/spec/scaleTargetRef: required {"missingProperty":"name"}']);
    expect(problemsOf({ ...scaled, apiVersion: 'example.com/v1' })).toEqual([
      'ScaledObject x: no schema of example.com/v1',
    ]);
  });
});
