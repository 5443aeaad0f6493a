import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import { createRuntime } from '../runtime/create-runtime.ts';
import type { Container, Runtime } from '../runtime/runtime.ts';
import { startTestContainer } from '../runtime/runtime-test-bed.ts';
import type { StreamLookup, StreamPath, StreamRequest } from './stream-request.ts';
import { createStreamServer, type StreamServer, type StreamServerOptions } from './stream-server.ts';

/** A stream server on a port of its own, in front of one running container; for tests. */
export interface StreamTestBed {
  readonly streams: StreamServer;
  readonly runtime: Runtime;
  readonly container: Container;
  open(options?: OpenOptions): Promise<TestClient>;
  /** The HTTP answer to a handshake that fails. */
  refusal(
    options?: OpenOptions,
  ): Promise<{ statusCode: number | undefined; contentType: string | undefined; body: string }>;
  close(): Promise<void>;
}

export interface OpenOptions extends Partial<Omit<StreamRequest, 'request' | 'socket' | 'head' | 'lookup'>> {
  readonly protocols?: readonly string[];
  readonly lookup?: StreamLookup;
  readonly container?: Container;
}

export async function startStreamTestBed(options: StreamServerOptions = {}): Promise<StreamTestBed> {
  const runtime = await createRuntime();
  const container = await startTestContainer(runtime);
  const streams = createStreamServer(options);
  const server = createServer();
  const pending: OpenOptions[] = [];
  server.on('upgrade', (request, socket, head) => {
    const opened = pending.shift() ?? {};
    const found: StreamLookup = { type: 'running', container: opened.container ?? container };
    streams.handle({
      ...requestDefaults,
      ...opened,
      request,
      socket,
      head,
      lookup: () => opened.lookup ?? found,
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const connect = (opened: OpenOptions): WebSocket => {
    pending.push(opened);
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/exec`;
    return new WebSocket(url, [...(opened.protocols ?? ['v5.channel.k8s.io', 'v4.channel.k8s.io'])], {
      perMessageDeflate: false,
    });
  };
  return {
    streams,
    runtime,
    container,
    open: (opened = {}) => TestClient.open(connect(opened)),
    refusal: (opened = {}) => readRefusal(connect(opened)),
    close: () => closeAll(streams, server, runtime),
  };
}

const requestDefaults = {
  kind: 'exec',
  command: ['bash', '--norc'],
  stdin: true,
  stdout: true,
  stderr: true,
  tty: false,
  namespace: 'shop',
  pod: 'web-1',
  containerName: 'web',
  nodeName: 'node-1',
  path: 'B' as StreamPath,
} as const;

async function closeAll(streams: StreamServer, server: Server, runtime: Runtime): Promise<void> {
  await streams.close();
  await new Promise(resolve => server.close(resolve));
  await runtime.close();
}

const waitMs = 5_000;

/** A client that keeps what it gets. */
export class TestClient {
  readonly webSocket: WebSocket;
  readonly frames: Buffer[] = [];
  readonly texts: string[] = [];
  closeCode: number | undefined;
  pongs = 0;
  readonly #waiting = new Set<() => void>();

  private constructor(webSocket: WebSocket) {
    this.webSocket = webSocket;
    webSocket.on('error', () => {});
    webSocket.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) this.frames.push(data);
      else this.texts.push(data.toString());
      this.#check();
    });
    webSocket.on('pong', () => {
      this.pongs++;
      this.#check();
    });
    webSocket.on('close', code => {
      this.closeCode = code;
      this.#check();
    });
  }

  static async open(webSocket: WebSocket): Promise<TestClient> {
    const client = new TestClient(webSocket);
    let opened = false;
    webSocket.once('open', () => {
      opened = true;
    });
    await client.until(() => webSocket.readyState !== WebSocket.CONNECTING);
    assert.ok(opened, 'expected the handshake to succeed');
    return client;
  }

  send(channel: number, payload: string | Uint8Array | readonly number[]): void {
    const bytes = typeof payload === 'string' ? Buffer.from(payload) : Buffer.from(payload);
    this.webSocket.send(Buffer.concat([Buffer.from([channel]), bytes]));
  }

  type(text: string): void {
    this.send(0, text);
  }

  bytes(channel: number): Buffer {
    return Buffer.concat(this.frames.filter(frame => frame[0] === channel).map(frame => frame.subarray(1)));
  }

  text(channel = 1): string {
    return this.bytes(channel).toString();
  }

  get status():
    | { status: string; message?: string; reason?: string; details?: { causes: object[] } }
    | undefined {
    const text = this.text(3);
    return text === '' ? undefined : JSON.parse(text);
  }

  /** Until the condition holds, which is looked at with each event; fails after a few seconds. */
  async until(condition: () => boolean, maxMs = waitMs): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const check = () => condition() && resolve();
    const opened = () => this.#check();
    const deadline = setTimeout(
      () => reject(new Error(`gave up waiting for ${condition}; saw ${this.text()}`)),
      maxMs,
    );
    this.#waiting.add(check);
    this.webSocket.on('open', opened);
    check();
    try {
      await promise;
    } finally {
      clearTimeout(deadline);
      this.webSocket.off('open', opened);
      this.#waiting.delete(check);
    }
  }

  async untilText(text: string, channel = 1): Promise<void> {
    await this.until(() => this.text(channel).includes(text));
  }

  async untilClosed(maxMs = waitMs): Promise<number | undefined> {
    await this.until(() => this.closeCode !== undefined, maxMs);
    return this.closeCode;
  }

  /** Whether a ping gets its pong soon. */
  async answersPing(withinMs = 300): Promise<boolean> {
    const before = this.pongs;
    this.webSocket.ping();
    return this.until(() => this.pongs > before, withinMs).then(
      () => true,
      () => false,
    );
  }

  #check(): void {
    for (const check of [...this.#waiting]) check();
  }
}

async function readRefusal(webSocket: WebSocket) {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    webSocket.once('unexpected-response', (_request, answer) => resolve(answer));
    webSocket.on('error', reject);
    webSocket.once('open', () => reject(new Error('expected the handshake to fail')));
  });
  let body = '';
  response.setEncoding('utf8');
  for await (const part of response) body += part;
  webSocket.terminate();
  return { statusCode: response.statusCode, contentType: response.headers['content-type'], body };
}
