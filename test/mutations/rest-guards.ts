import { contract, type Guard, unit } from './guard.js';

/** Guards of what is read by HTTP. */
export const REST_GUARDS: readonly Guard[] = [
  {
    guard: 'what is asked by HTTP passes the access rules and bounds of gRPC',
    file: 'libs/grpc/in-process-call.ts',
    find: 'const call = interceptors.reduce',
    replace: 'const call = interceptors.slice(0, 1).reduce',
    test: contract('brought-calls.test.ts'),
  },
  {
    guard: 'nothing is changed by HTTP',
    file: 'libs/rest/rest-server.ts',
    find: "if (method !== 'GET' && method !== 'HEAD')",
    replace: "if (method === '')",
    test: contract('rest.test.ts'),
  },
  {
    guard: 'a coded slash makes no other name by HTTP',
    file: 'libs/rest/path-template.ts',
    find: "parts.some((part) => part.includes('/')) ? undefined : { parts, verb }",
    replace: '{ parts, verb }',
    test: unit('libs/rest/path-template.test.ts'),
  },
  {
    guard: 'two calls never have one path by HTTP',
    file: 'libs/rest/contract.ts',
    find: 'if (other !== undefined)',
    replace: 'if (other !== undefined && routes.length < 0)',
    test: unit('libs/rest/contract.test.ts'),
  },
  {
    guard: 'a field of the path is not stated again as a parameter by HTTP',
    file: 'libs/rest/read-request.ts',
    find: 'if (field === undefined || bound.has(field.name)) {',
    replace: 'if (field === undefined) {',
    test: contract('rest.test.ts'),
  },
  {
    guard: 'a client that has the answer gets it again by HTTP only when it changed',
    file: 'libs/rest/answer.ts',
    find: 'if (known !== undefined) return',
    replace: 'if (known === hash) return',
    test: contract('rest.test.ts'),
  },
];
