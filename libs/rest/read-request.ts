import {
  create,
  type DescField,
  type DescMessage,
  fromJson,
  type JsonValue,
  ScalarType,
  toBinary,
} from '@bufbuild/protobuf';
import { parameterName, type Route } from './contract.js';
import { matchPath } from './path-template.js';
import { RefusedRequest } from './refused-request.js';

/** A request as a call takes it. */
export interface ReadRequest {
  readonly route: Route;
  /** As protobuf writes it. */
  readonly message: Uint8Array;
}

/**
 * Finds the call of an address, and makes its request.
 *
 * @param address          "/v1/periods?pageSize=10"
 * @throws {RefusedRequest} PATH_UNKNOWN, PARAMETER_UNKNOWN, PARAMETER_INVALID
 */
export function readRequest(routes: readonly Route[], address: string): ReadRequest {
  const at = address.indexOf('?');
  const path = at === -1 ? address : address.slice(0, at);
  for (const route of routes) {
    const stated = matchPath(route.template, path);
    if (stated === undefined) continue;
    const { input } = route.method;
    const json: Record<string, JsonValue> = {};
    for (const [name, value] of stated) json[name] = value;
    Object.assign(json, parametersIn(input, at === -1 ? '' : address.slice(at + 1), new Set(stated.keys())));
    const message = Object.keys(json).length === 0 ? create(input) : fromJson(input, json);
    return { route, message: toBinary(input, message) };
  }
  // Not the path itself: it may hold an order number, or a token that stands in the wrong place.
  throw new RefusedRequest('PATH_UNKNOWN', 'no call has this path; docs/openapi.yaml lists all of them');
}

/** @param bound  fields that stand in the path */
function parametersIn(input: DescMessage, query: string, bound: ReadonlySet<string>): Record<string, JsonValue> {
  const sent = new URLSearchParams(query);
  const found: Record<string, JsonValue> = {};
  for (const name of new Set(sent.keys())) {
    const field = input.fields.find((one) => parameterName(one) === name);
    if (field === undefined || bound.has(field.name)) {
      const known = input.fields.filter((one) => !bound.has(one.name)).map(parameterName);
      const shown = name.slice(0, 200);
      const which = known.length === 0 ? 'it has none' : `it has ${known.join(', ')}`;
      throw new RefusedRequest('PARAMETER_UNKNOWN', `the call has no parameter ${shown}; ${which}`, shown);
    }
    found[name] = parameterValue(input, field, sent.getAll(name));
  }
  return found;
}

function parameterValue(input: DescMessage, field: DescField, texts: readonly string[]): JsonValue {
  const name = parameterName(field);
  if (field.fieldKind !== 'list' && texts.length > 1)
    throw new RefusedRequest('PARAMETER_INVALID', `${name} takes one value`, name);
  const values = texts.map((text) => jsonOf(field, text));
  const value = field.fieldKind === 'list' ? values : (values[0] ?? null);
  try {
    fromJson(input, { [name]: value });
    return value;
  } catch {
    throw new RefusedRequest('PARAMETER_INVALID', `the value of ${name} is not of its type`, name);
  }
}

/** Protobuf reads numbers and names of enums from texts; of a bool it wants the word itself. */
function jsonOf(field: DescField, text: string): JsonValue {
  const isBool = field.scalar === ScalarType.BOOL;
  return isBool && (text === 'true' || text === 'false') ? text === 'true' : text;
}
