import { create, toBinary } from '@bufbuild/protobuf';
import { FileDescriptorSetSchema } from '@bufbuild/protobuf/wkt';
import { describe, expect, it } from 'vitest';
import { DescriptorFiles } from './descriptor-files.js';

/** Contracts with extensions, which ours do not have: an option on messages, declared in a file of its own and in a message. */
const image = toBinary(
  FileDescriptorSetSchema,
  create(FileDescriptorSetSchema, {
    file: [
      { name: 'base.proto', package: 'shop', messageType: [{ name: 'Open', nestedType: [{ name: 'Inner' }] }] },
      {
        name: 'more.proto',
        package: 'shop',
        dependency: ['base.proto'],
        extension: [{ name: 'colour', number: 101, extendee: '.shop.Open' }],
        messageType: [{ name: 'Holder', extension: [{ name: 'size', number: 100, extendee: '.shop.Open' }] }],
        service: [{ name: 'Paint', method: [{ name: 'Mix' }] }],
        enumType: [{ name: 'Tone', value: [{ name: 'DARK', number: 0 }] }],
      },
      { name: 'elsewhere.proto', package: '', service: [{ name: 'Other' }] },
    ],
  }),
);

describe('the files of one server', () => {
  const files = new DescriptorFiles(image, ['shop.Paint']);

  it('are found by extension, wherever it is declared', () => {
    expect(files.extensionNumbers('shop.Open')).toEqual([100, 101]);
    expect(files.extensionNumbers('shop.Holder')).toEqual([]);
    expect(files.byExtension('shop.Open', 100)).toHaveLength(2);
    expect(files.byExtension('shop.Open', 102)).toBeUndefined();
  });

  it.each(['shop.Paint', 'shop.Paint.Mix', 'shop.Tone', 'shop.DARK', 'shop.Holder.size', 'shop.colour'])(
    'are found by %s, with what they import',
    (symbol) => {
      expect(files.bySymbol(symbol)).toEqual(files.byName('more.proto'));
      expect(files.bySymbol(symbol)).toHaveLength(2);
    },
  );

  it('are those of its services and no others', () => {
    expect(files.bySymbol('shop.Open.Inner')).toHaveLength(1);
    expect([files.bySymbol('Other'), files.byName('elsewhere.proto')]).toEqual([undefined, undefined]);
    expect(new DescriptorFiles(image, ['Other']).bySymbol('Other')).toHaveLength(1);
  });

  it('must declare every service', () => {
    expect(() => new DescriptorFiles(image, ['shop.Nothing'])).toThrow('does not declare shop.Nothing');
  });
});
