import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { findTool } from '#test/foreign/tools.js';
import { ROOT } from '#test/run/step.js';
import type { Values } from './values.js';

export const CHART = join(ROOT, 'deploy/helm/cx-index');

/** An object of Kubernetes, as a chart renders it. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  // biome-ignore lint/suspicious/noExplicitAny: each kind has a schema of its own, which a test checks first
  readonly spec: any;
  /** Of a ConfigMap. */
  readonly data?: Readonly<Record<string, string>>;
}

/** What Helm made of the values: objects, or why it refused them. */
export type Rendered = { readonly objects: readonly KubernetesObject[] } | { readonly refused: string };

const found = await findTool('helm');

/** Why there is no Helm; undefined when there is one. */
export const noHelm = 'reason' in found ? found.reason : undefined;

/** Renders the chart as release "shop" in the namespace "cx". */
export function render(values: Values): Rendered {
  const { status, stdout, stderr } = helm(['template', 'shop', CHART, '--namespace', 'cx', '--values', '-'], values);
  if (status !== 0) return { refused: stderr };
  return { objects: parseAllDocuments(stdout).map((document) => document.toJS() as KubernetesObject) };
}

export function lint(values: Values): { readonly status: number | null; readonly output: string } {
  const { status, stdout, stderr } = helm(['lint', '--strict', CHART, '--values', '-'], values);
  return { status, output: `${stdout}${stderr}` };
}

function helm(args: readonly string[], values: Values) {
  if ('reason' in found) throw new Error(found.reason);
  const env = { ...process.env, HELM_CACHE_HOME: '/nonexistent', HELM_CONFIG_HOME: '/nonexistent' };
  return spawnSync(found.path, [...args], { input: JSON.stringify(values), encoding: 'utf8', env, maxBuffer: 1e8 });
}
