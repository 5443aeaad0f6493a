import {
  type ClientMessage,
  closeCodes,
  type EndReason,
  type NoticeMessage,
  type Outcome,
  type Restrictions,
  type SessionSummary,
  type Target,
  type TerminalSize,
} from '@podbay/protocol';
import { Awaited, type DetachOptions } from './awaited.ts';
import { Deadlines } from './deadlines.ts';
import { Greeter, type SessionFacts } from './greeter.ts';
import { InputGate } from './input-gate.ts';
import { InputQueue } from './input-queue.ts';
import type { SessionInspection } from './inspect.ts';
import { Output } from './output.ts';
import type { Launch, Process } from './process.ts';
import type { OpenRecorder } from './recorder.ts';
import { Run, type RunListener } from './run.ts';
import type { OpenScreen } from './screen.ts';
import type { SessionEvent } from './session-event.ts';
import type { SessionLimits } from './session-limits.ts';
import { endMessage, warning } from './session-messages.ts';
import { Viewer, type ViewerChannel } from './viewer.ts';

export interface SessionOptions {
  readonly id: string;
  /** Who may see it: an opaque name, compared as a whole. */
  readonly owner: string;
  readonly target: Target;
  readonly size: TerminalSize;
  readonly launch: Launch;
  readonly limits: SessionLimits;
  readonly openScreen: OpenScreen;
  /** Called once, when the session holds nothing any more. */
  readonly onClose: (session: Session) => void;
  /** Called for what happens to it, as it happens. Must not throw. */
  readonly onEvent?: (event: SessionEvent) => void;
  /** Called for what nobody expected: a launch that rejected. */
  readonly onError: (error: unknown) => void;
}

export interface AttachOptions {
  readonly channel: ViewerChannel;
  readonly client: string;
  /** Absolute offset of the first output byte wanted. */
  readonly offset: number;
  readonly size?: TerminalSize | undefined;
  /** Where its browser is, for records. */
  readonly from?: string | undefined;
  /** Everybody else has to leave. */
  readonly takeOver?: boolean | undefined;
}

/**
 * One process and everybody who looks at it.
 *
 *             launched            last viewer leaves
 *  starting ───────────► running ────────────────────► detached
 *     │                   │    ◄──────────────────────  │
 *     │ refused           │ exit       attach           │ grace over
 *     ▼                   ▼                             ▼
 *   ended ◄──────────── ended ◄──── hangup done ──── ending ◄──── end(reason), from every state
 *
 * The outcome is set once: by the process's exit, by a refused launch or by `end`. From then on output and input are
 * over; each viewer still gets what the ring holds for it, then the end, then the close, in this order.
 *
 * It closes (holds nothing, is forgotten) when three things are true: the process is gone, no viewer is left, and the end
 * has been told to everybody who may still come for it, or they have not come within the grace period, which begins anew
 * with an end that nobody saw. A viewer counts as told when its side answered the close. One that leaves otherwise may come
 * back: its connection broke, or its page is being loaded again.
 *
 * Everything that may vanish: a viewer (its channel says so, `detach`), the process (`handleExit`), the launch
 * (rejects, or is aborted by `end`). None of them is waited for without the grace timer or `end` being able to stop it.
 */
export class Session {
  readonly id: string;
  readonly owner: string;
  readonly target: Target;
  readonly createdAt = new Date();
  readonly #limits: SessionLimits;
  readonly #onClose: (session: Session) => void;
  readonly #onError: (error: unknown) => void;
  readonly #onEvent: (event: SessionEvent) => void;
  readonly #output: Output;
  readonly #greeter: Greeter;
  readonly #input: InputQueue;
  readonly #gate = new InputGate();
  readonly #deadlines: Deadlines;
  readonly #run: Run;
  #size: TerminalSize;
  readonly #awaited = new Awaited();
  #graceTimer: NodeJS.Timeout | undefined;
  #closed = false;
  #resumable = false;
  #inputBytes = 0;

  constructor(options: SessionOptions) {
    const { limits, size, openScreen } = options;
    this.id = options.id;
    this.owner = options.owner;
    this.target = options.target;
    this.#size = size;
    this.#limits = limits;
    this.#onClose = options.onClose;
    this.#onError = options.onError;
    this.#onEvent = options.onEvent ?? (() => {});
    this.#output = new Output({
      limits,
      size,
      openScreen,
      onCut: viewer => this.#handleCut(viewer),
    });
    this.#greeter = new Greeter({
      output: this.#output,
      describe: viewer => this.#describe(viewer),
      redraw: () => this.#run.redraw(),
      onError: this.#onError,
    });
    this.#input = new InputQueue((client, offset) => this.#handleInputWritten(client, offset));
    this.#deadlines = new Deadlines(limits, {
      onWarn: (deadline, remainingMs) => this.notify(warning(deadline, remainingMs)),
      onOver: reason => void this.end(reason),
    });
    this.#startGrace();
    this.#run = new Run({ launch: options.launch, size, listener: this.#listener() });
    this.#run.start();
  }

  get state(): SessionSummary['state'] {
    if (this.outcome !== undefined) return this.#run.isGone ? 'ended' : 'ending';
    if (this.#run.process === undefined) return 'starting';
    return this.#viewers.size > 0 ? 'running' : 'detached';
  }

  /** How it ended, once that is known. */
  get outcome(): Outcome | undefined {
    return this.#run.outcome;
  }

  /** When reading its output stopped, in ms since the epoch; `undefined` while it goes on. */
  get pausedSince(): number | undefined {
    return this.#output.pausedSince;
  }

  /** Bytes of input so far; those of its output are in the summary. */
  get inputBytes(): number {
    return this.#inputBytes;
  }

  /** What the owner may know of it. */
  summary(): SessionSummary {
    return {
      id: this.id,
      target: this.target,
      state: this.state,
      createdAt: this.createdAt.toISOString(),
      viewers: this.#viewers.size,
      offset: this.#output.end,
    };
  }

  /** What it holds now. */
  inspect(): SessionInspection {
    return {
      id: this.id,
      owner: this.owner,
      target: this.target,
      state: this.state,
      ageMs: Date.now() - this.createdAt.getTime(),
      idleMs: this.#deadlines.idleMs,
      viewers: [...this.#viewers].map(viewer => viewer.inspect(this.#output.end)),
      output: this.#output.inspect(),
      queuedInputBytes: this.#input.queuedBytes,
      process: this.#run.process?.inspect() ?? null,
      timers: [
        ...(this.#graceTimer === undefined ? [] : ['grace']),
        ...(this.#run.isRedrawing ? ['redraw'] : []),
        ...(this.#output.waiting ? ['slice'] : []),
        ...this.#deadlines.pending,
      ],
    };
  }

  /** Adds a viewer. A viewer of the same client gives way: it is the same terminal on a connection that broke. */
  attach({ channel, client, from, offset: wanted, size, takeOver = false }: AttachOptions): Viewer {
    this.#replace(viewer => takeOver || viewer.client === client);
    this.#awaited.welcome(client);
    if (this.outcome === undefined) this.#stopGrace();
    const { start, end } = this.#output;
    const offset = wanted < start ? end : Math.min(wanted, end);
    const viewer = new Viewer({ channel, client, from, offset, windowBytes: this.#limits.highWatermark });
    if (size !== undefined) this.#handleResize(size, viewer);
    this.#greeter.greet(viewer, wanted);
    if (this.#run.process !== undefined) viewer.tell({ type: 'started' });
    this.#output.add(viewer);
    const isBack = this.#resumable && this.#viewers.size === 1;
    this.#onEvent({ type: isBack ? 'resumed' : 'attached', viewers: this.#viewers.size, from });
    this.#resumable = true;
    return viewer;
  }

  /** Removes a viewer whose connection is gone. */
  detach(viewer: Viewer, how: DetachOptions): void {
    if (!this.#output.remove(viewer)) return;
    const { size: viewers } = this.#viewers;
    this.#onEvent({ type: 'detached', viewers, from: viewer.from, unproven: how.unproven });
    this.#awaited.leave(viewer.client, { ...how, told: viewer.told });
    if (this.#viewers.size === 0) this.#startGrace();
    this.#closeWhenDone();
  }

  /** Takes input from a viewer. */
  handleInput(viewer: Viewer, bytes: Uint8Array): void {
    if (!this.#viewers.has(viewer) || this.outcome !== undefined) return;
    if (!this.#gate.admits(viewer, bytes)) {
      this.#input.skip(viewer.client, bytes.length);
      return;
    }
    this.#deadlines.touch();
    this.#output.activate(viewer);
    this.#inputBytes += bytes.length;
    this.#input.accept(viewer.client, bytes);
    if (this.#input.queuedBytes > this.#limits.maxQueuedInputBytes) viewer.channel.pauseInput();
  }

  /** Takes a control message from a viewer. */
  handleMessage(viewer: Viewer, message: ClientMessage): void {
    if (!this.#viewers.has(viewer)) return;
    switch (message.type) {
      case 'ack':
        this.#handleAck(viewer, message.offset);
        return;
      case 'resize':
        this.#handleResize({ cols: message.cols, rows: message.rows }, viewer);
        return;
      case 'ping':
        viewer.tell({ type: 'pong', id: message.id });
        return;
      case 'end':
        void this.end('user');
        return;
      default:
        message satisfies never;
    }
  }

  /** What its viewers may not do; `undefined`: nothing is restricted. */
  get restrictions(): Restrictions | undefined {
    return this.#gate.restrictions;
  }

  /** From its start on it lives no longer than this, in ms; only ever shortens. */
  limitLifetime(totalMs: number): void {
    this.#deadlines.limitLifetime(totalMs);
  }

  /** From now on its viewers are restricted, and what they have typed that still waits may be forgotten. Everybody may still end it. */
  restrict(restrictions: Restrictions): void {
    const { role } = this.#gate;
    this.#gate.restrict(restrictions);
    if (restrictions.readOnly) this.#input.discard();
    this.#viewers.broadcast({ type: 'restricted', role: this.#gate.role, restrictions });
    if (role !== this.#gate.role) this.#onEvent({ type: 'restricted', role: this.#gate.role });
  }

  /** Whether what it shows is recorded, or was until its end. */
  get isRecorded(): boolean {
    return this.#output.isRecorded;
  }

  /** From here on everything that it shows is recorded, and its viewers know that before the next byte. Throws what `open` throws. */
  record(open: OpenRecorder): void {
    this.#output.record(open);
    this.#viewers.broadcast({ type: 'recording', on: true });
  }

  /** Nothing more is recorded. */
  stopRecording(): void {
    if (!this.isRecorded) return;
    this.#output.stopRecording();
    this.#viewers.broadcast({ type: 'recording', on: false });
  }

  /** Tells everybody who looks. */
  notify(notice: NoticeMessage): void {
    this.#viewers.broadcast(notice);
  }

  /** Ends the process and what it started. Resolves when that is done; never rejects. The first reason counts. */
  end(reason: EndReason): Promise<void> {
    return this.#run.end(reason);
  }

  get #viewers() {
    return this.#output.viewers;
  }

  #listener(): RunListener {
    return {
      handleStarted: process => this.#handleStarted(process),
      handleOutput: bytes => this.#output.append(bytes),
      handleDrain: () => this.#handleDrain(),
      handleOutcome: outcome => this.#handleOutcome(outcome),
      handleGone: () => this.#closeWhenDone(),
      handleError: this.#onError,
    };
  }

  #handleStarted(process: Process): void {
    this.#output.startFlow(process);
    this.#input.start(process);
    this.#viewers.broadcast({ type: 'started' });
  }

  #handleAck(viewer: Viewer, offset: number): void {
    if (this.#output.acknowledge(viewer, offset)) return;
    viewer.channel.close(closeCodes.badRequest, 'ack is beyond what was sent');
    this.detach(viewer, { complete: true });
  }

  #handleCut(viewer: Viewer): void {
    this.#onEvent({ type: 'cut' });
    this.detach(viewer, { complete: false });
  }

  #handleInputWritten(client: string, offset: number): void {
    for (const viewer of this.#viewers) if (viewer.client === client) viewer.acknowledgeInput(offset);
  }

  #handleDrain(): void {
    this.#input.handleDrain();
    if (this.#input.queuedBytes > 0) return;
    for (const viewer of this.#viewers) viewer.channel.resumeInput();
  }

  #handleResize(size: TerminalSize, from: Viewer): void {
    if (size.cols === this.#size.cols && size.rows === this.#size.rows) return;
    if (this.#gate.role === 'reader') from.tell({ type: 'resized', ...this.#size });
    else this.#resize(size, from);
  }

  #resize(size: TerminalSize, from: Viewer): void {
    this.#size = size;
    this.#output.resize(size);
    this.#run.resize(size);
    this.#viewers.broadcast({ type: 'resized', ...size }, from);
  }

  #replace(mustLeave: (viewer: Viewer) => boolean): void {
    for (const viewer of [...this.#viewers].filter(mustLeave)) {
      viewer.channel.close(closeCodes.replaced, 'this session was taken over');
      this.detach(viewer, { complete: true });
    }
  }

  #describe({ client }: Viewer): SessionFacts {
    const { restrictions, role } = this.#gate;
    return {
      session: this.id,
      target: this.target,
      role,
      ...(restrictions && { restrictions }),
      ...(this.isRecorded && { recording: true }),
      input: this.#input.accepted(client),
      ...this.#size,
    };
  }

  #handleOutcome(outcome: Outcome): void {
    this.#onEvent({ type: 'ended', outcome });
    this.#deadlines.close();
    this.#input.close();
    this.#startGrace();
    for (const viewer of this.#viewers) viewer.channel.resumeInput();
    this.#output.finish(endMessage(outcome));
  }

  #startGrace(): void {
    this.#graceTimer ??= setTimeout(() => this.#handleGraceOver(), this.#limits.graceMs).unref();
  }

  #stopGrace(): void {
    clearTimeout(this.#graceTimer);
    this.#graceTimer = undefined;
  }

  // Who comes back too late is told so, for as long once more.
  #handleGraceOver(): void {
    this.#graceTimer = undefined;
    if (this.outcome === undefined) void this.end('grace');
    else this.#giveUpTelling();
  }

  #giveUpTelling(): void {
    this.#awaited.giveUp();
    for (const viewer of this.#viewers) {
      viewer.channel.cut(closeCodes.ended, 'session ended');
      this.detach(viewer, { complete: true });
    }
    // Where the process has been hung up before, nobody else looks.
    this.#closeWhenDone();
  }

  // After an end that its user asked for, nobody needs to be told what they know; at a shutdown nobody can come back.
  #closeWhenDone(): void {
    const { outcome } = this;
    const isKnown = outcome?.type === 'ended' && ['user', 'shutdown'].includes(outcome.reason);
    const told = this.#awaited.isOver || isKnown;
    if (this.#closed || !this.#run.isGone || this.#viewers.size > 0 || !told) return;
    this.#closed = true;
    this.#stopGrace();
    this.#output.close();
    this.#onClose(this);
  }
}
