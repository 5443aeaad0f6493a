import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseConfig } from './config-file.ts';

const sections: readonly (readonly [string, object])[] = [
  ['debug: {images: [a:1, b, a:1], lifetime: 2h}', { images: ['a:1', 'b'], lifetimeMs: 7_200_000 }],
  ['debug: {images: []}', { images: [] }],
  ['debug: {lifetime: 10m}', { lifetimeMs: 600_000 }],
];

for (const [text, expected] of sections)
  test(text, () => assert.deepEqual(parseConfig(text, 'x.yaml').debug, expected));

const mistakes: readonly (readonly [string, string])[] = [
  ['debug: {images: busybox}', 'x.yaml: debug.images: must be a list of images'],
  [
    'debug: {images: ["busybox latest"]}',
    'x.yaml: debug.images.0: must be the name of an image, such as busybox:1.37',
  ],
  ['debug: {lifetime: 5s}', 'x.yaml: debug.lifetime: must be 1m or more'],
];

for (const [text, message] of mistakes)
  test(`${text} is a mistake`, () => assert.throws(() => parseConfig(text, 'x.yaml'), { message }));
