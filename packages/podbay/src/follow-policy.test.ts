import assert from 'node:assert/strict';
import { mkdtempSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AccessEvent, allowAll, RulePolicy } from '@podbay/gateway';
import { pino } from 'pino';
import { followPolicy } from './follow-policy.ts';

function setUp(t: { after(end: () => void): void }) {
  const dir = mkdtempSync(join(tmpdir(), 'podbay-follow-'));
  const path = join(dir, 'podbay.yaml');
  const log: { msg: string; why?: string }[] = [];
  const logger = pino({ level: 'info' }, { write: line => log.push(JSON.parse(line)) });
  const events: AccessEvent[] = [];
  const record = (event: AccessEvent) => events.push(event);
  const policy = new RulePolicy(allowAll);
  const follow = () =>
    t.after(followPolicy(path, policy, { logger, record, canRecord: false, intervalMs: 10 }));
  t.after(() => rmSync(dir, { recursive: true }));
  const until = async (condition: () => boolean) => {
    const deadline = Date.now() + 5000;
    while (!condition()) {
      assert.ok(Date.now() < deadline, JSON.stringify(log));
      await sleep(5);
    }
  };
  return { dir, path, log, events, policy, follow, until };
}

test('a file that changes changes the policy, and one that is wrong does not', async t => {
  const { path, log, events, policy, follow, until } = setUp(t);
  writeFileSync(path, 'policy: {}');
  follow();
  await sleep(50);
  writeFileSync(path, 'policy: { default: deny } # changed');
  await until(() => policy.rules.otherwise === 'deny');
  writeFileSync(path, 'policy: { default: perhaps }');
  await until(() => log.length === 2);
  assert.match(log[1]?.why ?? '', /policy.default: must be allow or deny$/);
  writeFileSync(path, '');
  await until(() => log.length === 3);
  assert.match(log[2]?.why ?? '', /there is no policy in it any more/);
  rmSync(path);
  await until(() => log.length === 4);
  assert.equal(policy.rules.otherwise, 'deny');
  const [replaced, ...refused] = events;
  assert.deepEqual(replaced, { type: 'policy-replaced', file: path, rules: 0, otherwise: 'deny' });
  assert.deepEqual(
    refused.map(event => event.type === 'policy-refused' && [event.file, event.message === '']),
    Array.from({ length: 3 }, () => [path, false]),
  );
});

test('a policy that demands recordings is refused where there is no place for them', async t => {
  const { path, log, policy, follow, until } = setUp(t);
  writeFileSync(path, 'policy: {}');
  follow();
  await sleep(50);
  writeFileSync(
    path,
    'policy: { default: deny, rules: [{ effect: allow, record: always }] }\nrecording: { directory: /r }',
  );
  await until(() => log.length === 1);
  assert.match(log[0]?.why ?? '', /podbay was started without `recording`/);
  assert.equal(policy.rules, allowAll);
});

test('a file that is swapped below a link is followed', async t => {
  const { dir, path, policy, follow, until } = setUp(t);
  writeFileSync(join(dir, 'one'), 'policy: {}');
  writeFileSync(join(dir, 'two'), 'policy: { default: deny }');
  symlinkSync('one', path);
  follow();
  await sleep(50);
  symlinkSync('two', join(dir, 'next'));
  renameSync(join(dir, 'next'), path);
  await until(() => policy.rules.otherwise === 'deny');
});
