import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import headless from '@xterm/headless';
import { playground, startDemoGateway, type TerminalClient } from './testing/demo-gateway.ts';

const size = { cols: 80, rows: 24 };

/** A terminal that shows what a client receives, and what it shows. */
class Screen {
  readonly terminal = new headless.Terminal({ ...size, scrollback: 5000, allowProposedApi: true });
  #written = Promise.resolve();

  follow(client: TerminalClient): void {
    client.onBytes = bytes => {
      this.#written = new Promise(resolve => this.terminal.write(bytes, resolve));
    };
  }

  async lines(): Promise<readonly string[]> {
    await this.#written;
    const { active } = this.terminal.buffer;
    return Array.from(
      { length: size.rows },
      (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
    );
  }
}

function ids() {
  return { session: randomUUID(), client: randomUUID() };
}

test('who comes back after more output than is kept sees what somebody who stayed sees', {
  timeout: 60_000,
}, async () => {
  await using stack = await startDemoGateway({
    ringBytes: 64 * 1024,
    highWatermark: 32 * 1024,
    lowWatermark: 8 * 1024,
  });
  const { session, client } = ids();
  const stayed = stack.connect({ type: 'open', session, client, target: playground, size, command: ['sh'] });
  const whole = new Screen();
  whole.follow(stayed);
  await stayed.until(() => stayed.text.length > 0);
  stayed.type(
    'seq 1 100000; printf "\\033[?1049h\\033[2J\\033[5;10H\\033[1;31mhello\\033[?2004h\\033[10;3H"; sleep 60\r',
  );
  await stayed.until(() => stayed.text.includes('\x1b[10;3H'), 30_000);
  const late = stack.connect({ type: 'resume', session, client: randomUUID(), offset: 10, size: undefined });
  const restored = new Screen();
  restored.follow(late);
  await late.until(() => late.find('attached') !== undefined);
  const attached = late.find('attached');
  assert.equal(attached?.snapshot?.exact, true);
  assert.ok((attached?.snapshot?.bytes ?? 0) > 0);
  assert.equal(attached?.offset, stayed.offset);
  await late.until(() => restored.terminal.buffer.active.type === 'alternate');
  assert.deepEqual(await restored.lines(), await whole.lines());
  assert.equal(restored.terminal.modes.bracketedPasteMode, true);
  assert.deepEqual(
    [restored.terminal.buffer.active.cursorX, restored.terminal.buffer.active.cursorY],
    [whole.terminal.buffer.active.cursorX, whole.terminal.buffer.active.cursorY],
  );
  stayed.send({ type: 'end' });
  assert.equal(await late.closed, 1000);
});

test('output goes on exactly after the screen', { timeout: 60_000 }, async () => {
  await using stack = await startDemoGateway({
    ringBytes: 64 * 1024,
    highWatermark: 32 * 1024,
    lowWatermark: 8 * 1024,
    detachedBytesPerSecond: 1e9,
  });
  const { session, client } = ids();
  const first = stack.connect({ type: 'open', session, client, target: playground, size, command: ['sh'] });
  await first.until(() => first.text.length > 0);
  first.type('i=0; while [ $i -lt 30000 ]; do i=$((i+1)); echo line $i; done; echo; echo end of it\r');
  await first.until(() => first.text.includes('line 100\r'));
  first.socket.terminate();
  await new Promise(resolve => setTimeout(resolve, 300));
  const second = stack.connect({ type: 'resume', session, client, offset: first.offset, size });
  let snapshot = '';
  second.onBytes = (bytes, isSnapshot) => {
    if (isSnapshot) snapshot += bytes.toString();
  };
  // On a fast machine all of it was printed before the second client came.
  const isOver = () => second.text.includes('end of it\r') || /\nend of it/.test(snapshot);
  await second.until(isOver, 40_000);
  const missed = second.find('attached')?.missed ?? 0;
  const numbers = [...`${missed > 0 ? snapshot : ''}${second.text}`.matchAll(/line (\d+)\r?\n/g)].map(
    ([, n]) => Number(n),
  );
  const last = numbers.slice(-500);
  assert.deepEqual(
    last,
    Array.from({ length: last.length }, (_, i) => 30_000 - last.length + 1 + i),
  );
  second.send({ type: 'end' });
  assert.equal(await second.closed, 1000);
});
