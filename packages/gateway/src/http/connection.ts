import type { Duplex } from 'node:stream';
import { type CloseCode, closeCodes, parseClientMessage, type ServerMessage } from '@podbay/protocol';
import type { RawData, WebSocket } from 'ws';
import type { Login, LoginEnd } from '../auth/authenticator.ts';
import type { Session } from '../session/session.ts';
import type { Viewer, ViewerChannel } from '../session/viewer.ts';
import { spread } from '../spread.ts';
import { maxWholeBytes, wholeFrame } from './whole-frame.ts';

/** Control messages that a browser may leave unread, in bytes, before it is cut. Output has its own window. */
const maxUnreadBytes = 4 * 1024 * 1024;

const stalledPeriods = 4;

/** How long the outcome may take to reach somebody whose login was taken back. */
const lastWordMs = 1000;

export interface ConnectionOptions {
  /** What the socket runs on. */
  readonly transport: Duplex;
  /** Who is at the other end. When this login is over, the connection is closed. */
  readonly login: Login;
  /** Is told of bugs. */
  readonly onError: (error: unknown) => void;
}

/**
 * One browser's WebSocket: the channel of one viewer.
 *
 *   attach ──► messages to the session ──► `close` event: detach     The session may close or cut it first.
 *
 * `ws` tells `close` exactly once, whatever happened; that is the only place where the viewer leaves the session.
 */
export class Connection implements ViewerChannel {
  readonly #socket: WebSocket;
  readonly #options: ConnectionOptions;
  #viewer: Viewer | undefined;
  #session: Session | undefined;
  #silentPeriods = 0;
  // Nothing is taken from somebody who is not logged in any more.
  #isOver = false;

  constructor(socket: WebSocket, options: ConnectionOptions) {
    this.#socket = socket;
    this.#options = options;
    // What goes wrong on the socket is followed by `close`, which is where it counts.
    socket.on('error', () => {});
    socket.on('pong', () => this.#hear());
    socket.on('message', (data, isBinary) => this.#guard(() => this.#handleMessage(data, isBinary)));
    socket.on('close', code => this.#guard(() => this.#handleClose(code)));
    this.#followLogin(options.login.user.ended);
    this.#limitProof(options.login.proofMs);
  }

  /** Joins the session from the absolute output `offset` on. */
  attach(session: Session, options: Omit<Parameters<Session['attach']>[0], 'channel'>): void {
    this.#session = session;
    this.#viewer = session.attach({ ...options, channel: this });
  }

  /** It can still be attached: otherwise nobody would hear that it has left. */
  get isOpen(): boolean {
    return this.#socket.readyState === this.#socket.OPEN;
  }

  get bufferedBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Pings; a browser that has said nothing since the last call is gone, one with output to parse after four calls. */
  checkAlive(): void {
    if (this.#socket.isPaused) return; // its pongs wait unread with the input
    // What is sent and not parsed lies before the ping: a page that stands still would come to it later.
    const { sent = 0, acknowledged = 0 } = this.#viewer ?? {};
    if (this.#silentPeriods >= (sent > acknowledged ? stalledPeriods : 1)) {
      this.#socket.terminate();
      return;
    }
    this.#silentPeriods++;
    this.#socket.ping();
  }

  sendBytes(bytes: Uint8Array): void {
    // One write, where ws has two for head and message.
    if (bytes.length <= maxWholeBytes && this.isOpen) this.#options.transport.write(wholeFrame(bytes));
    else this.#socket.send(bytes, { binary: true }, ignoreError);
  }

  sendMessage(message: ServerMessage): void {
    if (this.#socket.bufferedAmount > maxUnreadBytes) this.#socket.terminate();
    else this.#socket.send(JSON.stringify(message), { binary: false }, ignoreError);
  }

  pauseInput(): void {
    this.#socket.pause();
  }

  resumeInput(): void {
    this.#hear();
    this.#socket.resume();
  }

  close(code: CloseCode, reason: string): void {
    this.#socket.close(code, reason);
  }

  cut(code: CloseCode, reason: string): void {
    if (this.#socket.bufferedAmount === 0) this.#socket.close(code, reason);
    else this.#socket.terminate();
  }

  #followLogin(ended: AbortSignal): void {
    let timer: NodeJS.Timeout | undefined;
    const leave = () => this.cut(closeCodes.unauthorized, 'not logged in any more');
    const handleEnd = () => {
      this.#isOver = true;
      // Whose login was taken back loses the session, too, and is told so first.
      if (ended.reason === ('expired' satisfies LoginEnd)) leave();
      else timer = setTimeout(leave, lastWordMs);
    };
    ended.addEventListener('abort', handleEnd, { once: true });
    this.#socket.once('close', () => {
      ended.removeEventListener('abort', handleEnd);
      clearTimeout(timer);
    });
    if (ended.aborted) handleEnd();
  }

  // Not all at once, who came at once.
  #limitProof(proofMs: number | undefined): void {
    if (proofMs === undefined) return;
    const leave = () => this.cut(closeCodes.proveAgain, 'show who you are');
    const timer = setTimeout(leave, spread(0.8 * proofMs, proofMs)).unref();
    this.#socket.once('close', () => clearTimeout(timer));
  }

  #hear(): void {
    this.#silentPeriods = 0;
  }

  #handleMessage(data: RawData, isBinary: boolean): void {
    this.#hear();
    if (this.#session === undefined || this.#viewer === undefined || this.#isOver) return;
    if (isBinary) {
      this.#options.login.touch?.();
      this.#session.handleInput(this.#viewer, data as Buffer);
      return;
    }
    const message = parseClientMessage((data as Buffer).toString());
    if (typeof message === 'string') this.close(closeCodes.badRequest, message.slice(0, 100));
    else this.#session.handleMessage(this.#viewer, message);
  }

  #handleClose(code: number): void {
    if (this.#viewer === undefined) return;
    this.#session?.detach(this.#viewer, {
      complete: code === closeCodes.ended,
      left: code === goingAway,
      // The other side has answered: it is there, and not asleep.
      unproven: code === closeCodes.proveAgain,
    });
  }

  // A bug in one session must not end the others.
  #guard(handle: () => void): void {
    try {
      handle();
    } catch (error) {
      this.#options.onError(error);
      this.#socket.close(closeCodes.internal, 'internal error');
    }
  }
}

// What browsers say when a page goes away (RFC 6455, section 7.4.1).
const goingAway = 1001;

// A failed send is followed by `close`.
function ignoreError(): void {}
