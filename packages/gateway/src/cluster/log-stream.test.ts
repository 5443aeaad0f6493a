import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { after, test } from 'node:test';
import { LogFrameReader, type LogMessage, type LogQuery } from '@podbay/protocol';
import { type LogStreamTiming, streamLogs } from './log-stream.ts';
import { loadTest } from './testing/load.ts';
import { answer, failure, type ScriptedApi, startScriptedApi } from './testing/scripted-api.ts';
import { waitUntil } from './testing/wait-until.ts';

const log = '/api/v1/namespaces/web/pods/p/log';
const pod = {
  metadata: { name: 'p' },
  spec: {
    nodeName: 'n',
    containers: [{ name: 'app' }, { name: 'proxy' }],
    initContainers: [{ name: 'init' }],
  },
  status: {
    containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ContainerCreating', message: '' } } }],
  },
};

interface Call {
  readonly query: URLSearchParams;
  readonly response: ServerResponse;
}

/** An API server whose logs are what `serve` makes of a request. */
async function start(serve: (call: Call) => void) {
  const calls: Call[] = [];
  const api: ScriptedApi = await startScriptedApi({
    handler: (_request, response, url) => {
      if (url.pathname !== log) return answer(response, 200, pod);
      const call = { query: url.searchParams, response };
      calls.push(call);
      serve(call);
    },
  });
  const cluster = await loadTest(api.kubeconfig());
  after(async () => {
    cluster.close();
    await api.close();
  });
  return { api, calls, cluster };
}

const all: LogQuery = { containers: [], follow: true, previous: false, from: new Map() };

type Started = Awaited<ReturnType<typeof start>>;

function open({ cluster }: Started, query: LogQuery, timing: Partial<LogStreamTiming> = {}) {
  const ending = new AbortController();
  const state = { closed: 0 };
  const stream = streamLogs(cluster.client, {
    pod: { context: 'test', namespace: 'web', pod: 'p' },
    query,
    signal: ending.signal,
    onClose: () => {
      state.closed += 1;
    },
    timing,
  });
  return { stream, ending, state };
}

/** All that a stream says until it ends: what it tells, and what each source has. */
async function readAll(stream: ReadableStream<Uint8Array>) {
  const reader = new LogFrameReader();
  const messages: LogMessage[] = [];
  const texts = new Map<number, string>();
  for await (const bytes of stream)
    for (const frame of reader.push(bytes)) {
      if (frame.type !== 'bytes') messages.push(frame);
      else texts.set(frame.source, (texts.get(frame.source) ?? '') + Buffer.from(frame.bytes));
    }
  return { messages, texts: [...texts.values()] };
}

test('all containers of a pod come as one stream, each whole, and each says how it ended', async () => {
  const started = await start(({ query, response }) => response.end(`t ${query.get('container')}\n`));
  const { stream, state } = open(started, all);
  const { messages, texts } = await readAll(stream);
  assert.deepEqual(messages[0], { type: 'sources', containers: ['init', 'app', 'proxy'] });
  assert.deepEqual(texts.toSorted(), ['t app\n', 't init\n', 't proxy\n']);
  const ended = messages.filter(({ type }) => type === 'ended');
  assert.deepEqual(
    ended.find(message => message.type === 'ended' && message.container === 'app'),
    { type: 'ended', container: 'app', state: { type: 'waiting', reason: 'ContainerCreating', message: '' } },
  );
  assert.equal(ended.length, 3);
  assert.equal(state.closed, 1);
});

test('what is asked for comes to the API server, and where to go on in place of the last lines', async () => {
  const started = await start(({ response }) => response.end());
  const from = new Map([['app', '2026-05-04T13:07:09.5Z']]);
  const query = {
    containers: ['app', 'proxy'],
    follow: false,
    previous: true,
    sinceSeconds: 60,
    tailLines: 5,
    from,
  };
  await readAll(open(started, query).stream);
  assert.deepEqual(started.calls.map(({ query: asked }) => asked.toString()).toSorted(), [
    'container=app&timestamps=true&previous=true&sinceTime=2026-05-04T13%3A07%3A09.5Z',
    'container=proxy&timestamps=true&previous=true&sinceSeconds=60&tailLines=5',
  ]);
});

test('a browser that does not read leaves the API server standing, and gets all of it in the end', async () => {
  const bytes = 16 << 20;
  let taken = 0;
  const started = await start(({ response }) => {
    const write = () => {
      while (taken < bytes) {
        taken += 65_536;
        if (!response.write(Buffer.alloc(65_536, 97))) return void response.once('drain', write);
      }
      response.end();
    };
    write();
  });
  const { stream } = open(started, { ...all, containers: ['app'], follow: false });
  await waitUntil(() => started.calls.length === 1);
  await new Promise(resolve => setTimeout(resolve, 300));
  assert.ok(taken < 12 << 20, `${taken} bytes were taken although nobody read`);
  const { texts } = await readAll(stream);
  assert.equal(texts[0]?.length, bytes);
});

for (const [name, leave] of [
  ['the browser leaves', ({ stream }: ReturnType<typeof open>) => stream.cancel()],
  ['the login ends', ({ ending }: ReturnType<typeof open>) => ending.abort()],
] as const)
  test(`the API server is let go at once when ${name}`, async () => {
    let gone = 0;
    const started = await start(({ response }) => {
      response.write('t line\n');
      response.on('close', () => {
        gone += 1;
      });
    });
    const opened = open(started, { ...all, containers: ['app', 'proxy'] });
    await waitUntil(() => started.calls.length === 2);
    await leave(opened);
    await waitUntil(() => gone === 2, 1000);
    if (name === 'the login ends') await readAll(opened.stream);
    assert.equal(opened.state.closed, 1);
  });

const refusals = [
  [
    'forbidden',
    failure(
      403,
      'pods "p" is forbidden: User "u" cannot get resource "pods/log" in API group "" in the namespace "web"',
    ),
    403,
    /get pods\/log/,
  ],
  [
    'container-not-running',
    failure(400, 'container "app" in pod "p" is waiting to start: ContainerCreating'),
    400,
    /not running yet \(ContainerCreating\)/,
  ],
  ['pod-not-found', failure(404, 'pods "p" not found', { details: { kind: 'pods' } }), 404, /no pod p/],
] as const;

for (const [code, body, status, words] of refusals)
  test(`refused: ${code}`, async () => {
    const started = await start(({ response }) => answer(response, status, body));
    const { messages } = await readAll(open(started, { ...all, containers: ['app'] }).stream);
    const refused = messages.find(message => message.type === 'refused');
    assert.equal(refused?.type === 'refused' && refused.refusal.code, code);
    assert.match(refused?.type === 'refused' ? refused.refusal.message : '', words);
  });

test('a run that there was not is said so', async () => {
  const started = await start(({ response }) =>
    answer(response, 400, failure(400, 'previous terminated container')),
  );
  const { messages } = await readAll(open(started, { ...all, containers: ['app'], previous: true }).stream);
  assert.match(JSON.stringify(messages), /has not run before/);
});

test('a connection that breaks is told, and one that is silent shows that it lives', async () => {
  const started = await start(({ response }) => {
    response.write('t line\n');
    setTimeout(() => response.destroy(), 200);
  });
  const { stream } = open(started, { ...all, containers: ['app'] }, { aliveMs: 20 });
  const { messages, texts } = await readAll(stream);
  assert.deepEqual(texts, ['t line\n']);
  assert.ok(messages.some(({ type }) => type === 'alive'));
  assert.ok(messages.some(({ type }) => type === 'lost'));
});

test('a stream ends after a while, so that rights are looked at anew', async () => {
  const started = await start(({ response }) => response.write('t line\n'));
  const { messages, texts } = await readAll(
    open(started, { ...all, containers: ['app'] }, { renewMs: 150 }).stream,
  );
  assert.deepEqual(texts, ['t line\n']);
  assert.deepEqual(
    messages.map(({ type }) => type),
    ['sources'],
  );
});
