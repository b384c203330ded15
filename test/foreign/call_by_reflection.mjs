// Calls a server that it knows nothing about with grpc-reflection-js, the library that Postman's gRPC client is built on (v1alpha).
//
// node call_by_reflection.mjs PACKAGE '{"address": ..., "method": "cx.x.v1.S/M", "caller": ..., "message": {}}'
// Prints {"services": [...], "answer": {}} or {"services": [...], "refused": {"code": 3, "details": "..."}}.
import { createRequire } from 'node:module';

const [, , folder, text] = process.argv;
const require = createRequire(`${folder}/package.json`);
const { Client: Reflection } = require(folder);
const { Client, Metadata, credentials } = require('@grpc/grpc-js');

const { address, method, caller, message } = JSON.parse(text);
const metadata = new Metadata();
metadata.set('cx-caller', caller);
const reflection = new Reflection(address, credentials.createInsecure(), undefined, metadata);
const services = await reflection.listServices();
const [service, name] = method.split('/');
const root = await reflection.fileContainingSymbol(service);
const { requestType, responseType } = root.lookupService(service).methods[name];
const [asked, answered] = [requestType, responseType].map((type) => root.lookupType(type));

const client = new Client(address, credentials.createInsecure());
const encode = (value) => Buffer.from(asked.encode(asked.fromObject(value)).finish());
const decode = (bytes) => answered.toObject(answered.decode(bytes), { longs: String, enums: String });
const result = await new Promise((resolve) => {
  client.makeUnaryRequest(`/${method}`, encode, decode, message, metadata, (error, answer) =>
    resolve(error ? { refused: { code: error.code, details: error.details } } : { answer }),
  );
});
console.log(JSON.stringify({ services, ...result }));
process.exit(0);
