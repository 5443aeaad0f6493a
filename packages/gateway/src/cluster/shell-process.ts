import type { Outcome, Refusal, TerminalSize } from '@podbay/protocol';
import type { RemoteOutcome, RemoteProcess, RemoteProcessListener } from '@podbay/remotecommand';
import type { HangupReason, Process, ProcessInspection, ProcessListener } from '../session/process.ts';
import { type Announcement, AnnouncementFilter } from './start-announcement.ts';
import { type ExecFailure, explainEarlyEnd, type StartResult } from './start-result.ts';

export interface ShellProcessOptions {
  readonly listener: ProcessListener;
  /** What the announcement bears; `undefined`: the command announces nothing. */
  readonly marker: string | undefined;
  /** So long after the connection stands it counts as started, announced or not. */
  readonly startDeadlineMs: number;
  readonly explain: (failure: ExecFailure) => Refusal;
  /** Whether an exit status 0 is true; `pid` is the shell's. Never rejects. */
  readonly confirmExit: (pid: number) => Promise<boolean>;
  /** Ends what was started; `pid` 0: not known. Never rejects. */
  readonly reap: (pid: number, reason: HangupReason) => Promise<void>;
  /** Looks whether the container goes away under the shell; `onGone` is called once at most. */
  readonly watchContainer: (pid: number, onGone: () => void) => { close(): void };
  /** The shell's process id is known. */
  readonly onAnnounced: (pid: number) => void;
  /** The shell is known to be gone, or never to have been started; nothing will be reaped. */
  readonly onGone: (pid: number) => void;
}

/**
 * A shell in a container, as a session sees it.
 *
 *             announcement, or the deadline
 *   starting ──────────────────────────────► running ── its end ──► ended ── told once, after the last byte
 *      │ its end, or `missing`                  │ hangup               │ hangup after `lost`
 *      ▼                                        ▼                      ▼
 *   told by `started`                        hung up: nothing is told any more; reap, then close
 *
 * When the container goes away the connection gets `goneGraceMs` to end by itself, with what was still printed and mostly
 * a 137; then it counts as ended.
 *
 * What comes while starting is kept, and told when it runs: a start that fails prints nothing into the terminal.
 */
export class ShellProcess implements Process, RemoteProcessListener {
  /** Never rejects. */
  readonly started: Promise<StartResult>;
  readonly #options: ShellProcessOptions;
  readonly #filter: AnnouncementFilter | undefined;
  readonly #resolveStarted: (result: StartResult) => void;
  #remote: RemoteProcess | undefined;
  #disconnected = false;
  #state: 'starting' | 'running' | 'ended' = 'starting';
  #deadline: NodeJS.Timeout | undefined;
  #early: Buffer[] = [];
  #pid = 0;
  /** The program is known to be gone. */
  #gone = false;
  #hangup: Promise<void> | undefined;
  #containerWatch: { close(): void } | undefined;
  #goneTimer: NodeJS.Timeout | undefined;

  constructor(options: ShellProcessOptions) {
    const { promise, resolve } = Promise.withResolvers<StartResult>();
    this.started = promise;
    this.#resolveStarted = resolve;
    this.#options = options;
    if (options.marker !== undefined) {
      this.#filter = new AnnouncementFilter(options.marker, one => this.#handleAnnouncement(one));
    }
  }

  /** The connection stands. */
  bind(remote: RemoteProcess): void {
    this.#remote = remote;
    if (this.#hangup !== undefined) void remote.close();
    else if (this.#state === 'starting') {
      this.#deadline = setTimeout(() => this.#run(), this.#options.startDeadlineMs).unref();
    }
  }

  write(bytes: Uint8Array): boolean {
    return this.#remote?.write(bytes) ?? true;
  }

  resize(size: TerminalSize): void {
    this.#remote?.resize(size);
  }

  pause(): void {
    if (this.#hangup === undefined) this.#remote?.pause();
  }

  resume(): void {
    this.#remote?.resume();
  }

  hangup(reason: HangupReason): Promise<void> {
    this.#hangup ??= this.#hangUp(reason);
    return this.#hangup;
  }

  inspect(): ProcessInspection {
    return {
      sockets: this.#remote === undefined || this.#disconnected ? 0 : 1,
      bufferedBytes: this.#remote?.bufferedBytes ?? 0,
      paused: this.#remote?.paused ?? false,
      timers: this.#deadline === undefined ? [] : ['start'],
    };
  }

  handleStdout(bytes: Buffer): void {
    const rest = this.#filter === undefined ? bytes : this.#filter.filter(bytes);
    if (this.#state === 'starting') this.#handleEarly(rest);
    else if (this.#state === 'running') this.#tellOutput(rest);
  }

  handleStderr(): void {
    // With a terminal there is none.
  }

  handleDrain(): void {
    if (this.#hangup === undefined) this.#options.listener.handleDrain();
  }

  handleEnd(outcome: RemoteOutcome): void {
    this.#disconnected = true;
    if (this.#hangup !== undefined || this.#state === 'ended') return;
    this.#keepEarly(this.#filter?.release());
    const failed = this.#state === 'starting' && this.#pid === 0 ? this.#explainEarlyEnd(outcome) : undefined;
    if (failed === undefined) this.#end(outcome);
    else this.#failStart(failed);
  }

  #handleAnnouncement({ pid, word }: Announcement): void {
    this.#pid = pid;
    if (word === 'missing') this.#failStart({ type: 'missing' });
    else this.#options.onAnnounced(pid);
  }

  #explainEarlyEnd(outcome: RemoteOutcome): StartResult | undefined {
    const output = Buffer.concat(this.#early).toString();
    return explainEarlyEnd(outcome, { output, announces: this.#filter !== undefined });
  }

  #handleEarly(bytes: Buffer): void {
    this.#keepEarly(bytes);
    const begun = this.#filter === undefined ? this.#early.length > 0 : !this.#filter.searching;
    if (begun) this.#run();
  }

  #keepEarly(bytes: Buffer | undefined): void {
    // A copy: the bytes are a slice of what was received.
    if (bytes !== undefined && bytes.length > 0) this.#early.push(Buffer.from(bytes));
  }

  #stopDeadline(): void {
    clearTimeout(this.#deadline);
    this.#deadline = undefined;
  }

  /** At the deadline an announcement is not waited for any more; one that comes later is still taken out. */
  #run(): void {
    if (this.#state !== 'starting' || this.#hangup !== undefined) return;
    this.#containerWatch = this.#options.watchContainer(this.#pid, () => this.#handleContainerGone());
    this.#begin();
  }

  #begin(): void {
    if (this.#state !== 'starting') return;
    this.#stopDeadline();
    this.#state = 'running';
    this.#resolveStarted({ type: 'started' });
    this.#tellEarly();
  }

  /** Nothing is told to the listener, and nothing is left to be ended, unless the connection was lost. */
  #failStart(result: StartResult): void {
    this.#stopDeadline();
    this.#state = 'ended';
    if (result.type !== 'lost') this.#tellGone();
    this.#early = [];
    this.#resolveStarted(result);
  }

  #end(outcome: RemoteOutcome): void {
    this.#begin();
    this.#state = 'ended';
    this.#stopWatching();
    void this.#tellExit(outcome);
  }

  #handleContainerGone(): void {
    this.#goneTimer = setTimeout(() => {
      this.#state = 'ended';
      this.#options.listener.handleExit({ type: 'ended', reason: 'container-gone' });
    }, goneGraceMs);
  }

  #stopWatching(): void {
    this.#containerWatch?.close();
    clearTimeout(this.#goneTimer);
  }

  #tellGone(): void {
    this.#gone = true;
    this.#options.onGone(this.#pid);
  }

  #tellEarly(): void {
    for (const bytes of this.#early.splice(0)) this.#tellOutput(bytes);
  }

  async #tellExit(outcome: RemoteOutcome): Promise<void> {
    const told = await this.#judge(outcome);
    if (this.#hangup !== undefined) return;
    if (told.type !== 'lost') this.#tellGone();
    this.#options.listener.handleExit(told);
  }

  async #judge(outcome: RemoteOutcome): Promise<Outcome> {
    switch (outcome.type) {
      case 'exited':
        return (await this.#isTrue(outcome.code)) ? { type: 'exited', code: outcome.code } : falseSuccess;
      case 'failed':
        return { type: 'failed', refusal: this.#options.explain(outcome) };
      case 'lost':
        return { type: 'lost', message: outcome.message };
      case 'closed':
        return { type: 'lost', message: 'The connection was closed.' };
      default:
        return outcome satisfies never;
    }
  }

  /** Kubernetes reports success, too, when it has lost the kubelet or the runtime. */
  async #isTrue(code: number): Promise<boolean> {
    return code !== 0 || this.#pid === 0 || (await this.#options.confirmExit(this.#pid));
  }

  #tellOutput(bytes: Buffer): void {
    if (bytes.length > 0 && this.#hangup === undefined) this.#options.listener.handleOutput(bytes);
  }

  async #hangUp(reason: HangupReason): Promise<void> {
    this.#stopDeadline();
    this.#stopWatching();
    // A program that is blocked in its output could not end, and its end could not be read.
    this.#remote?.resume();
    if (!this.#gone) await this.#endProgram(reason);
    await this.#remote?.close();
  }

  async #endProgram(reason: HangupReason): Promise<void> {
    if (this.#options.marker !== undefined) return await this.#options.reap(this.#pid, reason);
    await this.#typeEnd();
  }

  /** Without a marker there is only the keyboard: interrupt what runs, then end the input. */
  async #typeEnd(): Promise<void> {
    const { promise: waited, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, typedEndMs);
    this.#remote?.write(Buffer.from('\x03\x04exit\r'));
    await Promise.race([this.#remote?.outcome, waited]);
    clearTimeout(timer);
  }
}

const typedEndMs = 2_000;
const goneGraceMs = 3_000;

const falseSuccess: Outcome = {
  type: 'lost',
  message: 'Kubernetes lost the connection to the container.',
};
