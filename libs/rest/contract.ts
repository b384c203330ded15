import {
  createFileRegistry,
  type DescField,
  type DescMethod,
  type FileRegistry,
  fromBinary,
  getExtension,
  hasExtension,
} from '@bufbuild/protobuf';
import { FileDescriptorSetSchema, type MethodOptions } from '@bufbuild/protobuf/wkt';
import { overlap, type PathTemplate, pathTemplate } from './path-template.js';

/** A path, and the call that it stands for. */
export interface Route {
  readonly template: PathTemplate;
  readonly method: DescMethod;
  /** "/cx.scoring.v1.ScoringService/GetIndex" */
  readonly call: string;
}

/** What is answered by HTTP, as the contracts say. */
export interface Contract {
  readonly registry: FileRegistry;
  readonly routes: readonly Route[];
}

/** What a message in google.api.http is, as far as this product uses it (google/api/http.proto). */
interface HttpRule {
  readonly pattern: { readonly case: string | undefined; readonly value?: unknown };
  readonly body: string;
  readonly responseBody: string;
  readonly additionalBindings: readonly HttpRule[];
}

/**
 * Reads the paths of these services from what `buf build` wrote.
 *
 * @param services  full names; the calls of others are not answered here
 * @throws {Error}  for a path that two calls have, and for a rule that is not a plain GET
 */
export function contractOf(image: Uint8Array, services: Iterable<string>): Contract {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  const routes: Route[] = [];
  for (const name of services) {
    for (const method of registry.getService(name)?.methods ?? []) routes.push(...routesOf(registry, method));
  }
  for (const [place, { template, call }] of routes.entries()) {
    const other = routes.slice(0, place).find((one) => overlap(one.template, template));
    if (other !== undefined)
      throw new Error(`${other.call} at ${other.template.text} and ${call} at ${template.text} can be one path`);
  }
  return { registry, routes };
}

/** The name of a field in JSON, which is that of the parameter. */
export const parameterName = (field: DescField) => field.jsonName;

function routesOf(registry: FileRegistry, method: DescMethod): Route[] {
  const rule = ruleOf(registry, method.proto.options);
  if (rule === undefined) return [];
  const call = `/${method.parent.typeName}/${method.name}`;
  return [rule, ...rule.additionalBindings].map(({ pattern, body, responseBody }) => {
    if (pattern.case !== 'get' || body !== '' || responseBody !== '' || method.methodKind !== 'unary')
      throw new Error(`${call} is no GET with one request and one response`);
    const template = pathTemplate(String(pattern.value));
    for (const name of fieldsIn(template)) requireText(method, name, call);
    for (const field of method.input.fields) requireParameter(field, call);
    return { template, method, call };
  });
}

function ruleOf(registry: FileRegistry, options: MethodOptions | undefined): HttpRule | undefined {
  const extension = registry.getExtension('google.api.http');
  if (extension === undefined || options === undefined || !hasExtension(options, extension)) return undefined;
  return getExtension(options, extension) as unknown as HttpRule;
}

/** The fields that stand in a path, each once. */
export function fieldsIn({ segments }: PathTemplate): ReadonlySet<string> {
  return new Set(segments.flatMap(({ field }) => field ?? []));
}

function requireText({ input }: DescMethod, name: string, call: string): void {
  const field = input.fields.find((one) => one.name === name);
  if (field?.fieldKind !== 'scalar') throw new Error(`${call} has no text field ${name}`);
}

function requireParameter({ fieldKind, name, ...rest }: DescField, call: string): void {
  const isPlain = fieldKind === 'scalar' || fieldKind === 'enum';
  const isList = fieldKind === 'list' && 'listKind' in rest && rest.listKind !== 'message';
  if (!isPlain && !isList) throw new Error(`${call}: ${name} cannot stand in an address`);
}
