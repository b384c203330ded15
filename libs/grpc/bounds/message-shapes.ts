import { createFileRegistry, type DescMessage, type DescMethod, fromBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import type { MessageShape } from './message-fields.js';

/**
 * The shapes of the requests of all calls, read from what `buf build` wrote.
 *
 * @returns the shape by path, "/cx.delivery.v1.DeliveryService/RecordDeliveryFacts"; undefined for a call that no contract has
 */
export function messageShapes(image: Uint8Array): (path: string) => MessageShape | undefined {
  const registry = createFileRegistry(fromBinary(FileDescriptorSetSchema, image));
  const known = new Map<string, Map<number, MessageShape>>();
  return (path) => {
    const [, service = '', name = ''] = path.split('/');
    const method = registry.getService(service)?.methods.find((one: DescMethod) => one.name === name);
    return method === undefined ? undefined : shapeOf(method.input, known);
  };
}

/** A message may contain itself, so its shape is known before its fields are. */
function shapeOf(message: DescMessage, known: Map<string, Map<number, MessageShape>>): MessageShape {
  const before = known.get(message.typeName);
  if (before !== undefined) return before;
  const shape = new Map<number, MessageShape>();
  known.set(message.typeName, shape);
  for (const field of message.fields) {
    if (field.message !== undefined) shape.set(field.number, shapeOf(field.message, known));
    // An entry of a map is a message of its own: 1 is the key, 2 the value.
    if (field.fieldKind === 'map')
      shape.set(field.number, new Map(field.message === undefined ? [] : [[2, shapeOf(field.message, known)]]));
  }
  return shape;
}
