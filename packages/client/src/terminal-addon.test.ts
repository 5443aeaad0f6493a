import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import headless from '@xterm/headless';
import { Session } from './session.ts';
import { SessionAddon, type SessionAddonOptions, type SessionTerminal } from './terminal-addon.ts';
import { FakeWake } from './testing/fake-wake.ts';
import { type GatewayConnection, ScriptedGateway } from './testing/scripted-gateway.ts';

const target = { context: 'c', namespace: 'n', pod: 'p', container: 'c' };

async function setUp(t: TestContext, options: SessionAddonOptions = {}) {
  const gateway = await ScriptedGateway.start();
  const terminal = new headless.Terminal({ cols: 80, rows: 24, allowProposedApi: true });
  const backoff = { random: () => 0 };
  const session = new Session({
    start: { type: 'open', target },
    baseUrl: gateway.url,
    wake: new FakeWake(),
    backoff,
  });
  const addon = new SessionAddon(session, { describeGap: missed => `missed ${missed}`, ...options });
  addon.activate(terminal as unknown as SessionTerminal);
  session.start();
  t.after(async () => {
    addon.dispose();
    session.dispose();
    terminal.dispose();
    await gateway[Symbol.asyncDispose]();
  });
  const line = (index: number) => terminal.buffer.active.getLine(index)?.translateToString(true);
  return { gateway, terminal, session, line };
}

function acked(offset: number) {
  return (connection: GatewayConnection) => connection.of('ack').at(-1)?.offset === offset;
}

test('a character that is cut by a message stays a character', async t => {
  const { gateway, line } = await setUp(t);
  const connection = await gateway.next();
  connection.attach();
  const bytes = Buffer.from('é中文🚀');
  for (const byte of bytes) connection.output(Uint8Array.of(byte));
  await connection.until(acked(bytes.length));
  assert.equal(line(0), 'é中文🚀');
});

test('acknowledges 1 MB by the portion as it is parsed, and all of it in the end', async t => {
  const { gateway } = await setUp(t);
  const connection = await gateway.next();
  connection.attach();
  const message = Buffer.alloc(16 * 1024, 'x');
  for (let count = 0; count < 64; count += 1) connection.output(message);
  await connection.until(acked(1024 * 1024));
  const offsets = connection.of('ack').map(({ offset }) => offset);
  assert.deepEqual(
    offsets,
    offsets.toSorted((a, b) => a - b),
  );
  assert.ok(offsets.length > 1 && offsets.length <= 64, `${offsets.length} acks`);
});

test('nothing is parsed before the terminal is ready, and what it was given meanwhile answers no replay', async t => {
  const ready = Promise.withResolvers<void>();
  const { gateway, terminal, line } = await setUp(t, { ready: ready.promise });
  const connection = await gateway.next();
  connection.attach({ head: 9 });
  connection.output('\x1b[cearly ');
  connection.output('\x1b[clate');
  await new Promise(resolve => setTimeout(resolve, 50));
  assert.equal(line(0), '');
  terminal.parser.registerCsiHandler({ final: 'c' }, () => {
    terminal.input('\x1b[?62;4;9;22c', false);
    return true;
  });
  ready.resolve();
  await connection.until(acked(16));
  assert.equal(line(0), 'early late');
  assert.equal(connection.input.toString(), '\x1b[?62;4;9;22c');
});

test('what is typed can be changed on its way', async t => {
  const { gateway, terminal } = await setUp(t, { mapInput: data => data.toUpperCase() });
  const connection = await gateway.next();
  connection.attach();
  terminal.input('ls', true);
  await connection.until(({ input }) => input.toString() === 'LS');
});

test('live queries are answered', async t => {
  const { gateway } = await setUp(t);
  const connection = await gateway.next();
  connection.attach();
  connection.output('\x1b[c');
  await connection.until(({ input }) => input.toString() === '\x1b[?1;2c');
});

const queries = [
  '\x1b[c',
  '\x1b[>c',
  '\x1b[5n',
  '\x1b[6n',
  '\x1b[?6n',
  '\x1b[?25$p',
  '\x1b[4$p',
  '\x1bP$qm\x1b\\',
];

test('queries in a replay are not answered, keys typed meanwhile are sent', async t => {
  const { gateway, terminal, line } = await setUp(t);
  const first = await gateway.next();
  first.attach();
  first.socket.terminate();
  const second = await gateway.next();
  const replay = `${queries.join('')}\x1b]11;?\x07\x1b[?1004hold`;
  second.attach({ head: replay.length });
  second.output(`${replay}\r\nnew\x1b[6n`);
  terminal.input('typed');
  await second.until(acked(replay.length + '\r\nnew\x1b[6n'.length));
  await second.until(({ input }) => input.length >= 'typed'.length + '\x1b[2;4R'.length);
  assert.equal(second.input.toString(), 'typed\x1b[2;4R');
  assert.deepEqual([line(0), line(1)], ['old', 'new']);
});

test('where output is missing the terminal starts afresh and says so', async t => {
  const { gateway, line } = await setUp(t);
  const first = await gateway.next();
  first.attach();
  first.output('\x1b[31;7mbefore\x1b[?1049h half of \xf0');
  await first.until(({ messages }) => messages.some(({ type }) => type === 'ack'));
  first.socket.terminate();
  const second = await gateway.next();
  assert.equal(second.query.type, 'resume');
  second.attach({ offset: 5000, head: 5000, missed: 4000 });
  second.output('after\x1b[6n');
  await second.until(acked(5000 + 'after\x1b[6n'.length));
  assert.match(line(0) ?? '', /^… missed \d+ …$/);
  assert.equal(line(1), 'after');
  await second.until(({ input }) => input.toString() === '\x1b[2;6R');
});

test('a snapshot draws the screen anew, and nothing in it is answered', async t => {
  const { gateway, line } = await setUp(t);
  const first = await gateway.next();
  first.attach();
  first.output('\x1b[7mbefore\x1b[?1049h');
  await first.until(({ messages }) => messages.some(({ type }) => type === 'ack'));
  first.socket.terminate();
  const second = await gateway.next();
  const picture = '\x1b[?1004h\x1b[6n$ vi';
  second.attach({ offset: 9000, head: 9000, missed: 8000, snapshot: { bytes: picture.length, exact: true } });
  second.output(`${picture}m\x1b[6n`);
  await second.until(acked(9000 + 'm\x1b[6n'.length));
  assert.equal(line(0), '$ vim');
  await second.until(({ inputBytes }) => inputBytes > 0);
  assert.equal(second.input.toString(), '\x1b[1;6R');
});

test('binary input, as mouse reports are, arrives byte for byte', async t => {
  const { gateway, terminal } = await setUp(t);
  const connection = await gateway.next();
  connection.attach();
  (
    terminal as unknown as { _core: { coreService: { triggerBinaryEvent(data: string): void } } }
  )._core.coreService.triggerBinaryEvent('\x1b[M \xff\xe9');
  await connection.until(({ input }) => input.length === 6);
  assert.deepEqual([...connection.input], [0x1b, 0x5b, 0x4d, 0x20, 0xff, 0xe9]);
});

test('a resized terminal tells its size', async t => {
  const { gateway, terminal } = await setUp(t);
  const connection = await gateway.next();
  connection.attach();
  await connection.until(({ messages }) => messages.length > 0);
  terminal.resize(120, 40);
  await connection.until(({ messages }) => messages.some(({ type }) => type === 'resize'));
  assert.deepEqual(connection.of('resize'), [{ type: 'resize', cols: 120, rows: 40 }]);
});

test('while another viewer answers, this one does not, and still types', async t => {
  const { gateway, terminal } = await setUp(t);
  const connection = await gateway.next();
  connection.attach();
  connection.output('\x1b[5n');
  connection.send({ type: 'viewers', count: 2, answers: false, from: 4 });
  connection.output(`${queries.join('')}\x1b[?1004h`);
  await connection.until(acked(4 + queries.join('').length + 8));
  terminal.input('typed');
  await connection.until(({ inputBytes }) => inputBytes >= 9);
  assert.equal(connection.input.toString(), '\x1b[0ntyped');
});
