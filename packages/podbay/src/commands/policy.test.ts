import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { runCli } from '../testing/run-cli.ts';

const config = `
policy:
  default: deny
  rules:
    - name: no databases
      match: { labels: app=db }
      effect: deny
      message: Ask the database team.
    - match: { group: 'dev-*', namespace: shop }
      effect: allow
      readOnly: true
      maxLifetime: 1h
      shells: [bash]
      record: always
recording: { directory: /recordings }
`;

describe('podbay policy explain', { concurrency: 3 }, () => {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-policy-'));
  const path = join(dir, 'podbay.yaml');
  const empty = join(dir, 'empty.yaml');
  writeFileSync(path, config);
  writeFileSync(empty, '');
  after(() => rmSync(dir, { recursive: true }));
  const where = ['--context', 'prod', '--namespace', 'shop', '--pod', 'web-1'];
  const explain = (...args: readonly string[]) => runCli(['policy', 'explain', ...args]);

  test('says which rule decided, what holds, and why the earlier ones did not', async () => {
    const { code, stdout } = await explain(
      '--config',
      path,
      '--user',
      'ada',
      '--group',
      'ops',
      '--group',
      'dev-a',
      ...where,
    );
    const words = [
      'allow, by rule 2',
      '  read-only: input is refused',
      '  ends 3600 s after it was opened',
      '  starts one of: bash',
      '  recorded, and the user is told',
      'passed over:',
      '  rule 1 (no databases): the labels do not fulfil app=db',
      '',
    ];
    assert.deepEqual([code, stdout.toString()], [0, words.join('\n')]);
  });

  test('a denial is exit code 1, with what the user is told', async () => {
    const { code, stdout } = await explain('--config', path, '--user', 'ada', ...where, '--label', 'app=db');
    assert.equal(code, 1);
    assert.equal(
      stdout.toString(),
      'deny, by rule 1 (no databases)\n  the user is told: Ask the database team.\n',
    );
  });

  test('as JSON', async () => {
    const { code, stdout } = await explain('--config', path, '--user', 'ada', ...where, '--json');
    assert.equal(code, 1);
    assert.partialDeepStrictEqual(JSON.parse(stdout.toString()), {
      effect: 'deny',
      rule: null,
      restrictions: {},
      passedOver: [
        { rule: { number: 1, name: 'no databases' } },
        { rule: { number: 2 }, why: 'no group is dev-*' },
      ],
    });
  });

  const wrong: readonly (readonly [args: readonly string[], says: RegExp])[] = [
    [['--user', 'ada', ...where], /required option '--config/],
    [['--config', path, ...where], /required option '--user/],
    [['--config', path, '--user', 'ada', ...where, '--label', 'app'], /'app' is invalid. Expected KEY=VALUE/],
    [['--config', join(dir, 'none'), '--user', 'ada', ...where], /there is no such file/],
    [['--config', empty, '--user', 'ada', ...where], /there is no policy in it/],
  ];
  for (const [args, says] of wrong) {
    test(`wrong use is exit code 2: ${says}`, async () => {
      const { code, stdout, stderr } = await explain(...args);
      assert.deepEqual([code, stdout.toString()], [2, '']);
      assert.match(stderr, says);
    });
  }
});
