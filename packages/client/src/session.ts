import {
  type AttachedMessage,
  type AttachQuery,
  type ClientMessage,
  closeCodes,
  mayResume,
  type Refusal,
  type Restrictions,
  type Role,
  type ServerMessage,
  type TerminalSize,
} from '@podbay/protocol';
import { Api } from './api.ts';
import { attachUrl } from './attach-url.ts';
import { Backoff } from './backoff.ts';
import { Connection } from './connection.ts';
import { Emitter, type EventSource } from './emitter.ts';
import { Heartbeat } from './heartbeat.ts';
import { newId } from './ids.ts';
import { InputStream } from './input-stream.ts';
import { OutputStream } from './output-stream.ts';
import { inputTooLong, type SessionEvents, unrestricted } from './session-events.ts';
import { type SessionOptions, sessionDefaults } from './session-options.ts';
import { closedReason, type Ending, type SessionState } from './session-state.ts';
import { SharedSize } from './shared-size.ts';

/** A connection that lasted this long starts the backoff afresh; one that breaks at once does not. */
const lastingMs = 5000;

/** Nobody is told of a connection that is made anew on purpose, unless it takes longer. */
const quietMs = 1500;

/** As TCP does: an echo is acknowledged together with the next ones. */
const ackDelayMs = 1000;

/** One shell, across as many connections as it takes. Knows no terminal and no page. */
export class Session implements EventSource<SessionEvents> {
  readonly id: string;
  readonly #options: typeof sessionDefaults & SessionOptions;
  readonly #clientId = newId();
  readonly #events = new Emitter<SessionEvents>();
  readonly #input: InputStream;
  readonly #output = new OutputStream();
  readonly #backoff: Backoff;
  readonly #stopWaking: () => void;
  #state: SessionState;
  #connection: Connection | undefined;
  #heartbeat: Heartbeat | undefined;
  #cancelWait: () => void = () => {};
  #cancelAck: (() => void) | undefined;
  #attachedAt: number | undefined;
  #known: boolean;
  // Once: who takes over does not do it again with each reconnect.
  #takeOver: { readonly takeOver?: true };
  #ending = false;
  #disposed = false;
  #role: Role = 'writer';
  #restrictions = unrestricted;
  #isRecorded = false;
  readonly #size: SharedSize;

  constructor(options: SessionOptions) {
    const { start } = options;
    this.#options = { ...sessionDefaults, ...options };
    this.id = start.type === 'open' ? newId() : start.session;
    this.#known = start.type === 'resume';
    this.#takeOver = start.type === 'resume' && start.takeOver ? { takeOver: true } : {};
    this.#size = new SharedSize(options.size ?? (start.type === 'open' ? this.#options.size : undefined));
    this.#input = new InputStream(options.input);
    this.#backoff = new Backoff(options.backoff);
    this.#state = { type: 'connecting', attempt: 0, resuming: this.#known };
    this.#stopWaking = this.#options.wake.onWake(() => this.retry());
  }

  get state(): SessionState {
    return this.#state;
  }

  /** True while what the terminal answers to the output must not be sent: nobody waits for it, or another viewer answers. */
  get muted(): boolean {
    return this.#output.muted;
  }

  /** What the gateway's policy does not allow here, as far as it is known. */
  get restrictions(): Restrictions {
    return this.#restrictions;
  }

  /** Whether what it shows is being recorded, as far as it is known. */
  get isRecorded(): boolean {
    return this.#isRecorded;
  }

  /** Bytes of input that are still to be sent. */
  get unsentBytes(): number {
    return this.#input.unsentBytes;
  }

  on<Type extends keyof SessionEvents>(
    type: Type,
    handler: (event: SessionEvents[Type]) => void,
  ): () => void {
    return this.#events.on(type, handler);
  }

  /** Connects for the first time. Later calls do nothing. */
  start(): void {
    if (this.#connection === undefined && this.#state.type === 'connecting') this.#connect();
  }

  /** Ends a wait for the next try. */
  retry(): void {
    if (this.#state.type === 'waiting') this.#connect();
  }

  /** Sends what the user typed. Kept and sent later while there is no connection. */
  send(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.#state.type === 'ended' || this.#role === 'reader') return;
    if (this.#input.push(bytes)) this.#flushInput();
    else this.#events.emit('notice', inputTooLong(bytes.length));
  }

  /** The terminal has another size now. */
  resize(size: TerminalSize): void {
    this.#size.want(size);
    this.#sendSize();
  }

  /** The terminal has parsed every output byte before `offset`. */
  handleParsed(offset: number): void {
    this.#output.parse(offset);
    this.#sendAck();
  }

  /** Ends the process and all that it started; `ended` follows. Where there is no connection, on the next one. */
  end(): void {
    this.#ending = true;
    this.#send({ type: 'end' });
  }

  /** Lets go of the session. It lives on at the gateway for its grace period, unless it was ended. */
  dispose(): void {
    this.#disposed = true;
    this.#disconnect();
    this.#stopWaking();
    this.#events.dispose();
  }

  #connect(): void {
    this.#disconnect();
    this.#setState({ type: 'connecting', attempt: this.#backoff.tries, resuming: this.#known });
    if (!this.#disposed) this.#openConnection();
  }

  #openConnection(): void {
    const { clock, openTimeoutMs } = this.#options;
    this.#connection = new Connection({
      findUrl: signal => this.#findUrl(signal),
      clock,
      openTimeoutMs,
      listener: {
        handleMessage: message => this.#handleMessage(message),
        handleBytes: bytes => this.#handleBytes(bytes),
        handleClose: code => this.#handleClose(code),
      },
    });
  }

  #disconnect(): void {
    this.#cancelWait();
    this.#forgetAck();
    this.#heartbeat?.dispose();
    this.#heartbeat = undefined;
    this.#connection?.close();
    this.#connection = undefined;
    this.#attachedAt = undefined;
  }

  async #findUrl(signal: AbortSignal): Promise<string> {
    const query = this.#query();
    const { baseUrl, api = new Api(baseUrl === undefined ? {} : { baseUrl }) } = this.#options;
    const purpose = query.type === 'open' ? { target: query.target } : { session: query.session };
    return attachUrl(query, { baseUrl, ticket: await api.ticket(purpose, signal) });
  }

  #query(): AttachQuery {
    const { start } = this.#options;
    const size = this.#size.wanted;
    const ids = { session: this.id, client: this.#clientId };
    if (this.#known || start.type === 'resume')
      return { type: 'resume', ...ids, ...this.#takeOver, offset: this.#output.parsed, size };
    const { target, command = [] } = start;
    return { type: 'open', ...ids, target, command, size: size ?? this.#options.size };
  }

  #handleMessage(message: ServerMessage): void {
    this.#heartbeat?.handleTraffic();
    switch (message.type) {
      case 'attached':
        this.#handleAttached(message);
        break;
      case 'started':
        this.#updateAttached({ started: true });
        break;
      case 'input-ack':
        this.#input.ack(message.offset);
        this.#flushInput();
        break;
      case 'pong':
        this.#heartbeat?.handlePong(message.id);
        break;
      case 'resized':
        this.#size.follow(message);
        this.#events.emit('resized', { cols: message.cols, rows: message.rows });
        break;
      case 'viewers':
        this.#output.turn(message);
        this.#events.emit('viewers', message.count);
        break;
      case 'restricted':
        this.#restrict(message);
        break;
      case 'recording':
        this.#tellRecording(message.on);
        break;
      case 'notice':
        this.#events.emit('notice', message);
        break;
      case 'exit':
        this.#finish({ type: 'exit', outcome: message.outcome });
        break;
      case 'refused':
        this.#handleRefused(message.refusal);
        break;
      default:
        message satisfies never;
    }
  }

  #handleAttached(message: AttachedMessage): void {
    const { clock } = this.#options;
    this.#cancelWait();
    this.#known = true;
    this.#takeOver = {};
    this.#attachedAt = clock.now();
    this.#restrict(message);
    this.#tellRecording(message.recording ?? false);
    const size = { cols: message.cols, rows: message.rows };
    this.#size.learn(size);
    this.#input.rewind(message.input);
    const { offset, head } = message;
    const snapshotBytes = message.snapshot?.bytes ?? 0;
    const missed = this.#output.attach({ offset, head, snapshotBytes });
    if (this.#state.type !== 'attached')
      this.#setState({ type: 'attached', started: false, rttMs: undefined });
    if (this.#attachedAt === undefined) return;
    if (this.#size.wanted === undefined) this.#events.emit('resized', size);
    const exact = message.snapshot?.exact ?? false;
    if (missed > 0) this.#events.emit('gap', { missed, end: offset, restored: snapshotBytes > 0, exact });
    this.#events.emit('viewers', 1);
    this.#heartbeat = this.#startHeartbeat();
    if (this.#ending) this.end();
    this.#sendSize();
    this.#flushInput();
  }

  #restrict({ role, restrictions }: Pick<AttachedMessage, 'role' | 'restrictions'>): void {
    this.#role = role;
    this.#restrictions = restrictions ?? unrestricted;
    this.#events.emit('restrictions', this.#restrictions);
  }

  #tellRecording(on: boolean): void {
    this.#isRecorded = on;
    this.#events.emit('recording', on);
  }

  #startHeartbeat(): Heartbeat {
    const { clock, wake, pingIntervalMs, silenceMs, wakeSilenceMs } = this.#options;
    return new Heartbeat({
      clock,
      wake,
      intervalMs: pingIntervalMs,
      silenceMs,
      wakeSilenceMs,
      sendPing: id => this.#connection?.send({ type: 'ping', id }),
      handleRtt: rttMs => this.#updateAttached({ rttMs }),
      handleDead: () => this.#connection?.abandon('silent'),
    });
  }

  #updateAttached(change: { readonly started: true } | { readonly rttMs: number }): void {
    if (this.#state.type === 'attached') this.#setState({ ...this.#state, ...change });
  }

  #handleBytes(bytes: Uint8Array): void {
    this.#heartbeat?.handleTraffic();
    for (const slice of this.#output.receive(bytes)) this.#events.emit('output', slice);
    this.#sendAck();
  }

  // Too many tries are no reason to lose a terminal.
  #handleRefused(refusal: Refusal): void {
    const retryAfterMs = Number(refusal.details?.retryAfterMs);
    if (retryAfterMs > 0) this.#handleLoss(retryAfterMs);
    else this.#finish({ type: 'refused', refusal });
  }

  #handleClose(code: number): void {
    if (code === closeCodes.unauthorized) this.#events.emit('loginNeeded', undefined);
    if (code === closeCodes.proveAgain && this.#hasLasted()) this.#renew();
    else if (mayResume(code) || code === closeCodes.unauthorized) this.#handleLoss();
    else this.#finish({ type: 'closed', reason: closedReason(code) });
  }

  #hasLasted(): boolean {
    return this.#attachedAt !== undefined && this.#options.clock.now() - this.#attachedAt >= lastingMs;
  }

  // Nothing broke: the gateway wants to be shown by a new request who this is.
  #renew(): void {
    const tellLate = () => this.#setState({ type: 'connecting', attempt: 0, resuming: true });
    this.#disconnect();
    this.#cancelWait = this.#options.clock.schedule(tellLate, quietMs);
    this.#openConnection();
  }

  #handleLoss(leastMs = 0): void {
    const { clock } = this.#options;
    if (this.#hasLasted()) this.#backoff.reset();
    this.#disconnect();
    const waitMs = Math.max(this.#backoff.nextMs(), leastMs);
    const attempt = this.#backoff.tries;
    this.#cancelWait = clock.schedule(() => this.#connect(), waitMs);
    this.#setState({ type: 'waiting', attempt, waitMs, resuming: this.#known });
  }

  #finish(ending: Ending): void {
    this.#disconnect();
    this.#stopWaking();
    this.#setState({ type: 'ended', ending });
    if (ending.type === 'exit') this.#events.emit('exit', ending.outcome);
    if (ending.type === 'refused') this.#events.emit('refused', ending.refusal);
  }

  #flushInput(): void {
    if (this.#attachedAt === undefined) return;
    for (let message = this.#input.next(); message !== undefined; message = this.#input.next())
      this.#connection?.sendBytes(message);
  }

  #sendSize(): void {
    if (this.#attachedAt === undefined) return;
    const size = this.#size.take();
    if (size !== undefined) this.#send({ type: 'resize', cols: size.cols, rows: size.rows });
  }

  #sendAck(): void {
    if (this.#attachedAt === undefined) return;
    const { ackDue } = this.#output;
    if (ackDue === 'now') this.#ack();
    if (ackDue !== 'soon' || this.#cancelAck !== undefined) return;
    this.#cancelAck = this.#options.clock.schedule(() => this.#ack(), ackDelayMs);
  }

  #ack(): void {
    this.#forgetAck();
    this.#send({ type: 'ack', offset: this.#output.takeAck() });
  }

  #forgetAck(): void {
    this.#cancelAck?.();
    this.#cancelAck = undefined;
  }

  #send(message: ClientMessage): void {
    if (this.#attachedAt !== undefined) this.#connection?.send(message);
  }

  #setState(state: SessionState): void {
    this.#state = state;
    this.#events.emit('state', state);
  }
}
