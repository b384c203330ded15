import type { KubernetesObject } from './helm.js';

/** A container with the fields that the tests read. */
export interface Container {
  readonly name: string;
  readonly image: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly securityContext: Readonly<Record<string, unknown>>;
  readonly resources: Readonly<Record<'requests' | 'limits', Readonly<Record<string, string>>>>;
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string; readonly readOnly: boolean }[];
  readonly startupProbe?: Probe;
  readonly livenessProbe?: Probe;
  readonly readinessProbe?: Probe;
}

interface Probe {
  readonly httpGet: { readonly path: string; readonly port: string; readonly scheme: string };
}

/** What a Deployment or a Job starts. */
export interface Pod {
  /** "Deployment shop-cx-index-delivery" */
  readonly title: string;
  readonly kind: string;
  readonly labels: Readonly<Record<string, string>>;
  // biome-ignore lint/suspicious/noExplicitAny: a PodSpec, which the schema test has checked
  readonly spec: any;
  readonly container: Container;
}

/** The pods of all Deployments and Jobs. */
export function podsOf(objects: readonly KubernetesObject[]): readonly Pod[] {
  return objects
    .filter(({ kind }) => kind === 'Deployment' || kind === 'Job')
    .map(({ kind, metadata, spec }) => ({
      title: `${kind} ${metadata.name}`,
      kind,
      labels: spec.template.metadata.labels,
      spec: spec.template.spec,
      container: spec.template.spec.containers[0],
    }));
}

/** Whether labels are those that a selector asks for. */
export function selects(
  selector: { readonly matchLabels?: Readonly<Record<string, string>> },
  labels: Pod['labels'],
): boolean {
  return Object.entries(selector.matchLabels ?? {}).every(([name, value]) => labels[name] === value);
}

export function ofKind(objects: readonly KubernetesObject[], kind: string): readonly KubernetesObject[] {
  return objects.filter((object) => object.kind === kind);
}
