import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeLogBytes, encodeLogMessage, type LogMessage } from '@podbay/protocol';
import { LogFeed } from './log-feed.ts';
import { LogSlots } from './log-slots.ts';

const source = { context: 'c', namespace: 'n', pod: 'p', container: 'app' };
const options = { previous: false, sinceSeconds: undefined, tailLines: 10 };
const text = new TextEncoder();

const sources: LogMessage = { type: 'sources', containers: ['app'] };
const over: LogMessage = {
  type: 'ended',
  container: 'app',
  state: { type: 'terminated', reason: 'Completed', message: '', exitCode: 0 },
};

function answer(...parts: readonly (LogMessage | string)[]): Response {
  const frames = parts.map(part =>
    typeof part === 'string' ? encodeLogBytes(0, text.encode(part)) : encodeLogMessage(part),
  );
  return new Response(Buffer.concat(frames));
}

async function until(condition: () => boolean): Promise<void> {
  for (let i = 0; i < 400 && !condition(); i++) await new Promise(resolve => setTimeout(resolve, 10));
  assert.ok(condition());
}

test('after a break it goes on from the last line, and ends when the container has done its work', async () => {
  const paths: string[] = [];
  const answers = [
    answer(sources, '2026-05-04T13:07:01.1Z one\n2026-05-04T13:07:02.2Z two\n2026-05-04T13:07:03.3Z cut o'),
    answer(
      sources,
      '2026-05-04T13:07:02.2Z two\n2026-05-04T13:07:03.3Z cut off\n2026-05-04T13:07:04Z last',
      over,
    ),
  ];
  const request = async (path: string) => {
    paths.push(path);
    return answers.shift() ?? assert.fail('asked once too often');
  };
  const feed = new LogFeed({ source, options, request });
  feed.start();
  await until(() => feed.state.type === 'complete');
  assert.deepEqual(
    feed.buffer.lines.map(line => line.text),
    ['one', 'two', 'cut off', 'last'],
  );
  assert.match(
    paths[0] ?? '',
    /^contexts\/c\/namespaces\/n\/pods\/p\/log\?container=app&follow=true&tailLines=10$/,
  );
  assert.match(paths[1] ?? '', /from=app%402026-05-04T13%3A07%3A02.2Z/);
  feed.dispose();
});

test('a connection that ends after a while is made again at once, and nobody sees it', async () => {
  let nowMs = 0;
  const states: string[] = [];
  const answers = [
    answer(sources, '2026-05-04T13:07:01Z one\n'),
    answer(sources, '2026-05-04T13:07:02Z two', over),
  ];
  const request = async () => {
    states.push(feed.state.type);
    nowMs += 6000;
    return answers.shift() ?? assert.fail('asked once too often');
  };
  const feed = new LogFeed({ source, options, request, now: () => nowMs });
  feed.start();
  await until(() => feed.state.type === 'complete');
  assert.deepEqual(states, ['connecting', 'live']);
  assert.deepEqual(
    feed.buffer.lines.map(line => line.text),
    ['one', 'two'],
  );
  feed.dispose();
});

test('what is refused for good is not asked for again', async () => {
  let count = 0;
  const refusal = { code: 'forbidden', message: 'no' } as const;
  const request = async () => {
    count += 1;
    throw Object.assign(new Error('no'), { status: 403, refusal });
  };
  const feed = new LogFeed({ source, options, request });
  feed.start();
  await until(() => feed.state.type === 'refused');
  assert.equal(count, 1);
  feed.dispose();
});

test('a pause lets go of the connection at once', async () => {
  let stopped = 0;
  const request = async (_path: string, signal: AbortSignal) => {
    const start = (controller: ReadableStreamDefaultController<Uint8Array>) => {
      controller.enqueue(encodeLogMessage(sources));
      signal.addEventListener('abort', () => {
        stopped += 1;
        controller.error(signal.reason);
      });
    };
    return new Response(new ReadableStream({ start }));
  };
  const feed = new LogFeed({ source, options, request });
  feed.start();
  await until(() => feed.state.type === 'live');
  feed.pause();
  assert.equal(stopped, 1);
  assert.equal(feed.state.type, 'paused');
  feed.dispose();
});

test('logs that can be seen come before those that can not', () => {
  const slots = new LogSlots();
  const taken: string[] = [];
  const holder = (name: string, visible: boolean) => ({
    isVisible: () => visible,
    handleTaken: () => void taken.push(name),
  });
  const holders = [holder('a', true), holder('b', false), holder('c', true)];
  assert.ok(holders.every(one => slots.take(one)));
  assert.equal(slots.take(holder('d', true)), true);
  assert.deepEqual(taken, ['b']);
  assert.equal(slots.take(holder('e', true)), false);
  slots.free(holders[0] ?? holder('', true));
  assert.equal(slots.take(holder('e', true)), true);
});
