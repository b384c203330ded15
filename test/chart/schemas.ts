import { createRequire } from 'node:module';
import { join } from 'node:path';
import { findTool } from '#test/foreign/tools.js';
import type { KubernetesObject } from './helm.js';

/** A fault of an object, as the compiled schemas of kubernetes-models describe it. */
interface Fault {
  readonly instancePath: string;
  readonly message?: string;
  readonly keyword: string;
  readonly params: unknown;
}

interface Validate {
  (data: unknown): boolean;
  errors?: readonly Fault[] | null;
}

/** The modules with the schemas of each group. Core objects have no group. */
const SCHEMAS: Readonly<Record<string, string>> = {
  v1: 'kubernetes-models/_schemas/IoK8sApiCoreV1',
  'apps/v1': 'kubernetes-models/_schemas/IoK8sApiAppsV1',
  'batch/v1': 'kubernetes-models/_schemas/IoK8sApiBatchV1',
  'policy/v1': 'kubernetes-models/_schemas/IoK8sApiPolicyV1',
  'autoscaling/v2': 'kubernetes-models/_schemas/IoK8sApiAutoscalingV2',
  'networking.k8s.io/v1': 'kubernetes-models/_schemas/IoK8sApiNetworkingV1',
  'keda.sh/v1alpha1': '@kubernetes-models/keda/_schemas/KedaShV1alpha1',
  'cert-manager.io/v1': '@kubernetes-models/cert-manager/_schemas/CertManagerIoV1',
  'monitoring.coreos.com/v1': '@kubernetes-models/prometheus-operator/_schemas/MonitoringCoreosComV1',
};

/** No package has the schemas of Strimzi: a test of its own reads these objects. */
const WITHOUT_SCHEMA = 'kafka.strimzi.io/v1beta2';

const require = createRequire(import.meta.url);
const models = await findTool('kubernetes-models');

/** Why there are no schemas; undefined when there are. */
export const noSchemas = 'reason' in models ? models.reason : undefined;

/** What the schema of an object's kind objects to, unknown fields too; empty when it is in order. */
export function problemsOf(object: KubernetesObject): readonly string[] {
  if ('reason' in models) throw new Error(models.reason);
  const { apiVersion, kind, metadata } = object;
  if (apiVersion === WITHOUT_SCHEMA) return [];
  const title = `${kind} ${metadata.name}`;
  const module = SCHEMAS[apiVersion];
  if (module === undefined) return [`${title}: no schema of ${apiVersion}`];
  const { validate } = require(join(models.path, '..', `${module}${kind}.js`)) as { readonly validate: Validate };
  const seen = new Set<string>();
  if (!validate(watched(object, '', seen)))
    return (validate.errors ?? []).map(
      (fault) => `${title}${fault.instancePath}: ${fault.keyword} ${JSON.stringify(fault.params)}`,
    );
  return fieldsOf(object, '')
    .filter((path) => !seen.has(path))
    .map((path) => `${title}${path}: unknown field`);
}

/** The schemas take unknown fields, as a cluster does, which then ignores them. A field that no schema reads is one of these. */
function watched<T>(value: T, path: string, seen: Set<string>): T {
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get(target, name) {
      const field = Reflect.get(target, name) as unknown;
      if (typeof name === 'symbol') return field;
      seen.add(`${path}/${name}`);
      return watched(field, `${path}/${name}`, seen);
    },
  });
}

function fieldsOf(value: unknown, path: string): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => [`${path}/${name}`, ...fieldsOf(field, `${path}/${name}`)]);
}
