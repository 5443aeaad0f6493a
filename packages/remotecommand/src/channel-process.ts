import { channels, type Frame, type Subprotocol, v5 } from './channel.ts';
import type { OpenedSocket } from './handshake.ts';
import { Heartbeat } from './heartbeat.ts';
import { type MessageListener, MessageSocket, type SocketClose } from './message-socket.ts';
import type { AttachOptions } from './options.ts';
import type { RemoteOutcome } from './outcome.ts';
import type { RemoteProcess } from './remote-process.ts';
import { Resizer } from './resizer.ts';
import { outcomeOfStatus } from './status.ts';
import { Stdin } from './stdin.ts';
import { clampSize, type TerminalSize } from './terminal-size.ts';
import type { Timing } from './timing.ts';

/**
 * A remote process on a socket that carries channels.
 *
 *   running ──► decided ──► ended
 *
 * running  Everything is passed on.
 * decided  The outcome is known and nothing is sent any more: the server may have closed, and what we send then would make
 *          the kernel drop what we have not read. The first of these decides: a status, a call of `close`, the signal, a
 *          silence, a listener that throws. After a status output is still told; some runtimes send it late.
 * ended    The socket is closed and all that came before has been told. The close itself decides where nothing else has.
 */
export class ChannelProcess implements RemoteProcess, MessageListener {
  readonly outcome: Promise<RemoteOutcome>;
  readonly #options: AttachOptions;
  readonly #socket: MessageSocket;
  readonly #stdin: Stdin;
  readonly #resizer: Resizer;
  readonly #heartbeat: Heartbeat;
  readonly #resolve: (outcome: RemoteOutcome) => void;
  readonly #handleAbort = () => void this.close();
  #decided: RemoteOutcome | undefined;

  constructor(opened: OpenedSocket, options: AttachOptions, timing: Timing) {
    const { promise, resolve } = Promise.withResolvers<RemoteOutcome>();
    this.outcome = promise;
    this.#resolve = resolve;
    this.#options = options;
    this.#socket = new MessageSocket(opened.ws, opened.transport, {
      listener: this,
      closeGraceMs: timing.closeGraceMs,
      maxMessageBytes: opened.maxMessageBytes,
    });
    this.#stdin = new Stdin(this.#socket, () => this.#tell(() => options.listener.handleDrain()));
    this.#resizer = new Resizer(this.#socket, timing.resizeIntervalMs);
    this.#heartbeat = new Heartbeat({
      socket: this.#socket,
      stdin: this.#stdin,
      timing,
      handleSilence: () => this.#handleSilence(),
    });
    options.signal?.addEventListener('abort', this.#handleAbort, { once: true });
    if (options.size) this.resize(options.size);
  }

  get subprotocol(): Subprotocol {
    // The handshake fails unless it is one of those that were offered.
    return this.#socket.subprotocol as Subprotocol;
  }

  get bufferedBytes(): number {
    return this.#stdin.bufferedBytes;
  }

  get paused(): boolean {
    return this.#socket.paused;
  }

  write(bytes: Uint8Array): boolean {
    if (!this.#options.stdin)
      throw new TypeError('write: expected a process with stdin: true, got stdin: false');
    if (!(bytes instanceof Uint8Array))
      throw new TypeError(`write: expected a Uint8Array, got ${typeof bytes}`);
    return this.#stdin.write(bytes);
  }

  end(): boolean {
    const { stdin, tty } = this.#options;
    if (!stdin || tty || this.subprotocol !== v5) return false;
    this.#stdin.end();
    return true;
  }

  resize(size: TerminalSize): void {
    clampSize(size);
    // Without a TTY nobody reads the channel: the second message blocks the server's read loop for ever.
    if (this.#options.tty && !this.#decided) this.#resizer.resize(size);
  }

  pause(): void {
    this.#socket.pause();
  }

  resume(): void {
    this.#socket.resume();
  }

  async close(): Promise<void> {
    this.#decide({ type: 'closed' });
    this.#socket.close();
    await this.outcome;
  }

  handleFrame({ channel, payload }: Frame): void {
    // Kubernetes' first message is empty: it says that the connection stands, not that the command runs.
    if (payload.length === 0) return;
    const { listener } = this.#options;
    switch (channel) {
      case channels.stdout:
        this.#tell(() => listener.handleStdout(this.#forListener(payload)));
        break;
      case channels.stderr:
        this.#tell(() => listener.handleStderr(this.#forListener(payload)));
        break;
      case channels.error:
        this.#decide(outcomeOfStatus(payload));
        this.#socket.endSoon();
        break;
      default:
      // A channel that a later version may add; like client-go we leave it alone.
    }
  }

  handlePong(data: Buffer): void {
    this.#heartbeat.handlePong(data);
  }

  handleClose(close: SocketClose): void {
    this.#decide(lostBy(close));
    this.#options.signal?.removeEventListener('abort', this.#handleAbort);
    const outcome = this.#decided as RemoteOutcome;
    try {
      this.#options.listener.handleEnd(outcome);
    } catch (error) {
      process.emitWarning(error instanceof Error ? error : `handleEnd threw ${words(error)}`);
    }
    this.#resolve(outcome);
  }

  #forListener(payload: Buffer): Buffer {
    return this.#options.reusesOutput ? payload : Buffer.from(payload);
  }

  #handleSilence(): void {
    this.#decide({
      type: 'lost',
      code: 'unresponsive',
      closeCode: 1006,
      message: 'The server has not answered for too long',
    });
    this.#socket.terminate();
  }

  #tell(call: () => void): void {
    try {
      call();
    } catch (cause) {
      this.#decide({
        type: 'lost',
        code: 'listener-failed',
        closeCode: 1006,
        message: `The listener threw ${words(cause)}`,
        cause,
      });
      this.#socket.abandon();
    }
  }

  #decide(outcome: RemoteOutcome): void {
    if (this.#decided) return;
    this.#decided = outcome;
    this.#heartbeat.stop();
    this.#stdin.stop();
    this.#resizer.stop();
  }
}

/** Not `String(thrown)`: that can throw in its turn. */
function words(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : `a ${typeof thrown}`;
}

function lostBy({ code, reason, violation, cause }: SocketClose): RemoteOutcome {
  const lost = { type: 'lost', closeCode: code } as const;
  if (violation) return { ...lost, code: 'protocol-error', message: violation.message, cause: violation };
  if (code !== 1006) {
    const message = `The server closed the connection without a status (${code}${reason && `: ${reason}`})`;
    return { ...lost, code: 'closed-without-status', message };
  }
  const message = `The connection was lost${cause ? ` (${cause.message})` : ''}`;
  return { ...lost, code: 'connection-lost', message, ...(cause && { cause }) };
}
