import type { DescField } from '@bufbuild/protobuf';
import { HTTP_REASONS } from '#libs/domain/http-reasons.js';
import { Comments } from './comments.js';
import { type Contract, fieldsIn, parameterName, type Route } from './contract.js';
import { described, type Schema, Schemas } from './openapi-schemas.js';

const ABOUT = `What HTTP answers of cx-index: reading only. Each path is a call of the gRPC API with the same access, audit log and limits; docs/rest.md
shows how to use it. Whole numbers of 64 bits are texts; a figure that was not measured is left out and never 0.`;

/** The description of all paths, OpenAPI 3.1. It is a plain object for a printer of YAML or JSON. */
export function openApi({ registry, routes }: Contract): Schema {
  const comments = new Comments();
  const schemas = new Schemas(comments);
  const paths = Object.fromEntries(
    routes.map((route) => [shownPath(route), { get: operation(route, routes, comments, schemas) }]),
  );
  const status = registry.getMessage('google.rpc.Status');
  if (status !== undefined) schemas.of(status);
  return {
    openapi: '3.1.0',
    info: {
      title: 'cx-index',
      version: 'v1',
      description: ABOUT.replaceAll('\n', ' '),
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'https://127.0.0.1:7400', description: 'after npm start' }],
    security: [{ token: [] }, { certificate: [] }],
    paths,
    components: { schemas: schemas.all, headers: HEADERS, responses: { Refused: refused() }, securitySchemes: PROOFS },
  };
}

const PROOFS = {
  token: {
    type: 'http',
    scheme: 'bearer',
    bearerFormat: 'JWT',
    description: 'Of a person or a feed, from the issuer of the installation.',
  },
  certificate: { type: 'mutualTLS', description: 'Of a service of the installation.' },
};

const HEADERS = {
  ETag: {
    description:
      'The hash of the body. Sent again as If-None-Match it is answered with 304 while the body is the same.',
    schema: { type: 'string' },
  },
};

function refused(): Schema {
  const reasons = Object.keys(HTTP_REASONS).join(', ');
  return {
    description: `A refusal. The reason stands in google.rpc.ErrorInfo: one of those of the call, or of HTTP: ${reasons}. docs/errors.md says what each means.`,
    content: { 'application/json': { schema: { $ref: '#/components/schemas/google.rpc.Status' } } },
  };
}

function operation(route: Route, routes: readonly Route[], comments: Comments, schemas: Schemas): Schema {
  const { method, template } = route;
  const comment = comments.ofMethod(method);
  const place = routes.filter(({ call }) => call === route.call).indexOf(route);
  const bound = fieldsIn(template);
  const free = method.input.fields.filter(({ name }) => !bound.has(name));
  const isFile = method.output.typeName === 'google.api.HttpBody';
  return {
    operationId: `${method.parent.name}_${method.name}${place === 0 ? '' : `_${place + 1}`}`,
    tags: [method.parent.name],
    summary: comment.split(/(?<=\.)\s/)[0] ?? '',
    ...described(comment),
    parameters: [...pathParameters(route, comments), ...free.map((field) => queryParameter(field, comments, schemas))],
    responses: {
      200: {
        description: isFile ? 'The file, in the content type of its format.' : 'The answer.',
        headers: { ETag: { $ref: '#/components/headers/ETag' } },
        content: isFile ? { '*/*': {} } : { 'application/json': { schema: schemas.of(method.output) } },
      },
      304: { description: 'The body is the one that If-None-Match names.' },
      default: { $ref: '#/components/responses/Refused' },
    },
  };
}

/** OpenAPI knows no parameter with slashes, so each part of a name is one: "/v1/periods/{period}/snapshots/{snapshot}:file". */
function shownPath({ template: { segments, verb } }: Route): string {
  const parts = segments.map(({ word }, place) => word ?? `{${partName(segments[place - 1]?.word)}}`);
  return `/${parts.join('/')}${verb === '' ? '' : `:${verb}`}`;
}

/** "index" behind "indexes", "period" behind "periods" */
function partName(before: string | undefined): string {
  return (before ?? 'name').replace(/(?<=x)es$|s$/, '');
}

function pathParameters({ template: { segments }, method }: Route, comments: Comments): Schema[] {
  return segments.flatMap(({ word, field: name }, place) => {
    if (word !== undefined) return [];
    const field = method.input.fields.find((one) => one.name === name);
    const about = field === undefined ? '' : `Part of ${name}: ${comments.ofField(field)}`;
    const part = partName(segments[place - 1]?.word);
    return [{ name: part, in: 'path', required: true, ...described(about), schema: { type: 'string' } }];
  });
}

function queryParameter(field: DescField, comments: Comments, schemas: Schemas): Schema {
  const comment = comments.ofField(field);
  return {
    ...{ name: parameterName(field), in: 'query', required: /\bREQUIRED\b/.test(comment) },
    ...described(comment),
    schema: schemas.ofField(field),
  };
}
