import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findCycle, importsOf, problemWith } from './check-imports.ts';

const dependencies = new Set(['ws', 'hono', '@kubernetes/client-node']);
const eager = (specifier: string) => ({ specifier, typeOnly: false, lazy: false });

test('finds imports of every form', () => {
  const source = `
    import a from './a.ts';
    import type { B } from "b";
    export * from '@x/c';
    import './d.css';
    import {
      e,
    } from 'e/deep';
    const f = await import('f');
  `;
  assert.deepEqual(
    importsOf(source).map(({ specifier, typeOnly, lazy }) => [specifier, typeOnly, lazy]),
    [
      ['./a.ts', false, false],
      ['b', true, false],
      ['@x/c', false, false],
      ['./d.css', false, false],
      ['e/deep', false, false],
      ['f', false, true],
    ],
  );
});

test('knows who may import whom', () => {
  const cases: readonly (readonly [file: string, specifier: string, allowed: boolean])[] = [
    ['gateway/src/gateway.ts', '@podbay/protocol', true],
    ['gateway/src/gateway.ts', '@podbay/client', false],
    ['gateway/src/gateway.ts', './http/app.ts', true],
    ['gateway/src/session/session.ts', 'node:stream', true],
    ['gateway/src/session/session.ts', 'node:fs', false],
    ['gateway/src/session/session.ts', './viewer.ts', true],
    ['gateway/src/session/session.ts', '../http/app.ts', false],
    ['gateway/src/session/session.ts', 'ws', false],
    ['gateway/src/http/upgrade.ts', '../cluster/cluster.ts', false],
    ['gateway/src/http/upgrade.ts', '../auth/authenticator.ts', true],
    ['gateway/src/http/upgrade.ts', './testing/test-server.ts', false],
    ['gateway/src/http/upgrade.ts', 'ws', true],
    ['gateway/src/http/upgrade.ts', 'left-pad', false],
    ['gateway/src/http/upgrade.ts', '@kubernetes/client-node', false],
    ['gateway/src/cluster/client-node.ts', '@kubernetes/client-node', true],
    ['protocol/src/messages.ts', 'node:buffer', false],
    ['client/src/mount.ts', '@podbay/gateway', false],
    ['podbay/src/main.ts', '@podbay/demo-cluster', false],
    ['elsewhere/src/x.ts', './y.ts', false],
  ];
  for (const [file, specifier, allowed] of cases) {
    const problem = problemWith(file, eager(specifier), dependencies);
    assert.equal(problem === undefined, allowed, `${file} importing ${specifier}: ${problem}`);
  }
  assert.equal(
    problemWith('podbay/src/main.ts', { ...eager('@podbay/demo-cluster'), lazy: true }, dependencies),
    undefined,
  );
});

test('finds a cycle', () => {
  const graph = new Map([
    ['a', ['b']],
    ['b', ['c']],
    ['c', ['b']],
    ['d', []],
  ]);
  assert.deepEqual(findCycle(graph), ['b', 'c', 'b']);
  assert.equal(
    findCycle(
      new Map([
        ['a', ['b', 'c']],
        ['b', ['c']],
        ['c', []],
      ]),
    ),
    undefined,
  );
});
