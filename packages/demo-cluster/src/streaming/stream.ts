import { channels } from '@podbay/remotecommand';
import type { WebSocket } from 'ws';
import {
  type Container,
  type ContainerProcess,
  RuntimeError,
  type UnreadOutput,
} from '../runtime/runtime.ts';
import { closeAtOnce, resetConnection } from './connection.ts';
import type { MalformedFrame } from './faults.ts';
import type { Found } from './find-container.ts';
import { FrameSender } from './frame-sender.ts';
import { executionError, exitStatus, internalError, success } from './status.ts';
import type { StreamCounters } from './stream-counters.ts';
import type { FaultEvent, StreamFaults } from './stream-faults.ts';
import { StreamInput } from './stream-input.ts';
import type { StreamRequest } from './stream-request.ts';
import type { Negotiated } from './subprotocol.ts';

/** As Go's `io.Copy`. */
const maxOutputBytes = 32 * 1024;

export interface StreamOptions {
  readonly request: StreamRequest;
  readonly negotiated: Negotiated;
  readonly webSocket: WebSocket;
  readonly faults: StreamFaults;
  readonly counters: StreamCounters;
  /** Without a message in either direction for so long the connection is dropped. */
  readonly idleMs: number;
}

/**
 * One exec or attach, from the 101 on.
 *
 *   client ──► StreamInput ──► process ──┬─ output ──► FrameSender ──► client
 *                                        └─ exit ────► status, close 1000
 *
 * When the client leaves, the process stays: on A and B the translator goes on swallowing its output, on C nobody reads it any more.
 */
export class Stream {
  readonly #options: StreamOptions;
  readonly #sender: FrameSender;
  readonly #input: StreamInput;
  readonly #idle: NodeJS.Timeout;
  #process: ContainerProcess | undefined;
  #finishing = false;
  #ended = false;
  #clientGone = false;
  #processLeft = false;
  #exited = false;
  #orphaned = false;

  constructor(options: StreamOptions) {
    const { webSocket, idleMs } = options;
    this.#options = options;
    this.#sender = new FrameSender(webSocket, () => this.#process?.resume());
    this.#input = new StreamInput({
      ...options,
      handleMessage: () => this.#idle.refresh(),
      handleBadClose: () => this.#close(),
    });
    this.#idle = setTimeout(() => webSocket.terminate(), idleMs);
    this.#idle.unref();
    webSocket.once('close', () => this.#handleClientGone());
  }

  /** Says "connected"; on path A that is before anybody has asked the kubelet. */
  open(): void {
    const { stdout, stderr } = this.#options.request;
    const lowestWritable = stdout ? channels.stdout : stderr ? channels.stderr : channels.error;
    this.#send(lowestWritable, Buffer.alloc(0));
    this.#options.faults.listen({
      handleWire: wire => {
        this.#input.setStalled(wire.stalled);
        this.#sender.setWire(wire);
      },
      handleEvent: event => this.#handleFault(event),
    });
  }

  /** Runs the command, or tells why it can't. */
  async run(found: Found): Promise<void> {
    if (found.type === 'failure') return this.#finish(found.status);
    try {
      this.#connect(await this.#start(found.container), found.container);
    } catch (error) {
      if (error instanceof RuntimeError)
        await this.#finish(executionError(this.#options.negotiated.path, error.message));
      else await this.#finish(internalError(String(error)));
    }
  }

  #start(container: Container): ContainerProcess | Promise<ContainerProcess> {
    const { kind, command, stdin, tty } = this.#options.request;
    return kind === 'attach' ? container.attach() : container.exec({ command, stdin, tty });
  }

  #connect(process: ContainerProcess, container: Container): void {
    const { kind, tty } = this.#options.request;
    this.#process = process;
    process.listen({
      handleOutput: (stream, bytes) => this.#handleOutput(stream, bytes),
      handleDrain: () => this.#input.handleDrain(),
      handleExit: code => this.#handleExit(code),
    });
    if (this.#losesTerminal) process.detach('blocks');
    const hasTerminal = kind === 'attach' ? container.tty : tty;
    this.#input.connect(process, { resizable: hasTerminal });
    if (this.#clientGone) this.#leaveProcess();
  }

  /** containerd takes a stdin that was not asked for as one that has ended, and then reads the terminal no more. */
  get #losesTerminal(): boolean {
    const { negotiated, request } = this.#options;
    return negotiated.path === 'C' && request.kind === 'exec' && request.tty && !request.stdin;
  }

  #handleOutput(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    const { request } = this.#options;
    if (this.#ended || !request[stream]) return;
    let room = true;
    for (let start = 0; start < bytes.length; start += maxOutputBytes) {
      room = this.#send(channels[stream], bytes.subarray(start, start + maxOutputBytes));
    }
    if (!room) this.#process?.pause();
  }

  #handleExit(exitCode: number): void {
    this.#exited = true;
    if (this.#orphaned) this.#options.counters.orphaned--;
    // An attach ends when the streams end; it does not know of exit codes.
    void this.#finish(this.#options.request.kind === 'attach' ? success : exitStatus(exitCode));
  }

  /** The status after the last byte, then the close. */
  async #finish(status: string): Promise<void> {
    if (this.#finishing || this.#ended) return;
    this.#finishing = true;
    if (!this.#options.faults.withoutStatus) this.#send(channels.error, Buffer.from(status));
    await this.#sender.flush();
    this.#close();
  }

  #close(): void {
    if (this.#ended) return;
    this.#ended = true;
    closeAtOnce(this.#options.webSocket, this.#options.request.socket);
  }

  #send(channel: number, payload: Uint8Array): boolean {
    if (this.#ended || this.#clientGone) return true;
    this.#idle.refresh();
    const frame = Buffer.allocUnsafe(payload.length + 1);
    frame[0] = channel;
    frame.set(payload, 1);
    return this.#sender.send(frame);
  }

  #handleClientGone(): void {
    this.#clientGone = true;
    this.#ended = true;
    clearTimeout(this.#idle);
    this.#input.stop();
    this.#sender.close();
    this.#options.faults.close();
    this.#leaveProcess();
  }

  /** Its pipes were closed (stdin ends, unless it is a terminal); nothing else happens to the process. */
  #leaveProcess(): void {
    this.#detach(this.#options.negotiated.path === 'C' ? 'blocks' : 'swallowed');
  }

  #detach(unread: UnreadOutput): void {
    if (this.#process === undefined || this.#processLeft) return;
    this.#processLeft = true;
    this.#process.detach(unread);
    this.#orphaned = !this.#exited && this.#options.request.kind === 'exec';
    if (this.#orphaned) this.#options.counters.orphaned++;
  }

  #handleFault(event: FaultEvent): void {
    switch (event.type) {
      case 'cut':
        this.#options.request.socket.destroy();
        return;
      case 'reset':
        resetConnection(this.#options.request.socket);
        return;
      case 'malformed':
        this.#sender.send(malformedFrames[event.frame]);
        return;
      case 'close-without-status':
        this.#close();
        return;
      case 'lost-runtime':
        this.#loseRuntime();
        return;
      default:
        event satisfies never;
    }
  }

  /** The translator takes the end of its streams for a success; on C the client's connection was the runtime's. */
  #loseRuntime(): void {
    this.#detach('blocks');
    if (this.#options.negotiated.path === 'C') this.#options.request.socket.destroy();
    else void this.#finish(success);
  }
}

const malformedFrames: Readonly<Record<MalformedFrame, Buffer | string>> = {
  'unknown-channel': Buffer.from([9, ...Buffer.from('nobody listens here')]),
  'garbage-status': Buffer.from([channels.error, ...Buffer.from('{"status":')]),
  text: 'a text message',
};
