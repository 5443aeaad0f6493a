import type { Terminal } from '@xterm/xterm';
import { type Cell, cellAtPoint, selectCells, wordAt } from './touch-cells.ts';

export interface TouchOptions {
  /** A selection was made with a finger, which has left the screen here. */
  readonly handleSelection?: (at: { readonly clientX: number; readonly clientY: number }) => void;
}

const longPressMs = 450;
const slopPx = 8;
/** How much of its speed a flick keeps from one millisecond to the next. */
const glide = 0.996;
const slowestPxPerMs = 0.05;

/**
 * Makes a terminal work with fingers: a finger that moves scrolls, one that rests selects the word below it and more as it
 * moves, and a tap stays a tap.
 *
 * ```
 *   down ──► pressed ── moves ──► scrolling ── up ──► gliding ──► idle
 *               │ rests
 *               ▼
 *           selecting ── up ──► handleSelection
 * ```
 */
export function attachTouch(terminal: Terminal, element: HTMLElement, options: TouchOptions): () => void {
  const gesture = new TouchGesture(terminal, options);
  const listening = new AbortController();
  // Before React's listeners at the root, and able to keep the browser from scrolling the page.
  const how = { signal: listening.signal, capture: true, passive: false };
  element.addEventListener('touchstart', event => gesture.handleStart(event), how);
  element.addEventListener('touchmove', event => gesture.handleMove(event), how);
  element.addEventListener('touchend', event => gesture.handleEnd(event), how);
  element.addEventListener('touchcancel', () => gesture.stop(), how);
  element.addEventListener('contextmenu', event => gesture.handleContextMenu(event), how);
  return () => {
    listening.abort();
    gesture.stop();
  };
}

class TouchGesture {
  readonly #terminal: Terminal;
  readonly #options: TouchOptions;
  #phase: 'idle' | 'pressed' | 'scrolling' | 'selecting' = 'idle';
  #last = { clientX: 0, clientY: 0, timeStamp: 0 };
  #start: Cell | undefined;
  #speed = 0;
  #restPx = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame = 0;

  constructor(terminal: Terminal, options: TouchOptions) {
    this.#terminal = terminal;
    this.#options = options;
  }

  handleStart(event: TouchEvent): void {
    this.stop();
    const touch = event.touches[0];
    if (touch === undefined || event.touches.length > 1) return;
    this.#phase = 'pressed';
    this.#last = { clientX: touch.clientX, clientY: touch.clientY, timeStamp: event.timeStamp };
    this.#timer = setTimeout(() => this.#select(), longPressMs);
  }

  handleMove(event: TouchEvent): void {
    const touch = event.touches[0];
    if (touch === undefined || this.#phase === 'idle') return;
    event.preventDefault();
    event.stopPropagation();
    if (this.#phase === 'selecting') this.#extend(touch);
    else this.#scroll(touch, event.timeStamp);
  }

  handleEnd(event: TouchEvent): void {
    const phase = this.#phase;
    clearTimeout(this.#timer);
    this.#phase = 'idle';
    if (phase !== 'scrolling' && phase !== 'selecting') return;
    // Else the browser makes a click of it.
    event.preventDefault();
    event.stopPropagation();
    if (phase === 'selecting') this.#options.handleSelection?.(this.#last);
    else if (event.timeStamp - this.#last.timeStamp < 60) this.#glide(performance.now());
  }

  /** Browsers ask for a menu while the finger still rests. */
  handleContextMenu(event: Event): void {
    if (this.#phase === 'idle') return;
    event.preventDefault();
    event.stopPropagation();
  }

  stop(): void {
    clearTimeout(this.#timer);
    cancelAnimationFrame(this.#frame);
    this.#phase = 'idle';
    this.#speed = 0;
    this.#restPx = 0;
  }

  #select(): void {
    const terminal = this.#terminal;
    const cell = cellAtPoint(terminal, this.#last);
    if (cell === undefined) return;
    this.#phase = 'selecting';
    const word = wordAt(terminal, cell);
    this.#start = word.start;
    selectCells(terminal, word.start, word.end);
  }

  #extend({ clientX, clientY }: Touch): void {
    this.#last = { ...this.#last, clientX, clientY };
    const cell = cellAtPoint(this.#terminal, this.#last);
    if (cell !== undefined && this.#start !== undefined) selectCells(this.#terminal, this.#start, cell);
  }

  #scroll({ clientX, clientY }: Touch, timeStamp: number): void {
    const dy = this.#last.clientY - clientY;
    const distance = Math.hypot(dy, this.#last.clientX - clientX);
    if (this.#phase === 'pressed' && distance < slopPx) return;
    clearTimeout(this.#timer);
    this.#phase = 'scrolling';
    const elapsedMs = Math.max(1, timeStamp - this.#last.timeStamp);
    this.#speed = dy / elapsedMs;
    this.#last = { clientX, clientY, timeStamp };
    this.#move(dy);
  }

  #glide(before: number): void {
    this.#frame = requestAnimationFrame(now => {
      const elapsedMs = Math.min(50, Math.max(0, now - before));
      this.#move(this.#speed * elapsedMs);
      this.#speed *= glide ** elapsedMs;
      if (Math.abs(this.#speed) > slowestPxPerMs) this.#glide(now);
    });
  }

  #move(dy: number): void {
    const terminal = this.#terminal;
    const screen = terminal.element?.querySelector('.xterm-screen');
    // A tab that is not shown has no height.
    if (!screen || screen.clientHeight === 0) return;
    const rowPx = screen.clientHeight / terminal.rows;
    this.#restPx += dy;
    const rows = Math.trunc(this.#restPx / rowPx);
    this.#restPx -= rows * rowPx;
    if (rows === 0) return;
    if (terminal.buffer.active.type === 'normal' && terminal.modes.mouseTrackingMode === 'none')
      terminal.scrollLines(rows);
    // A program scrolls by itself: it is told as of a wheel, or by arrow keys, which xterm.js decides.
    else screen.dispatchEvent(this.#wheel(rows));
  }

  #wheel(rows: number): WheelEvent {
    const { clientX, clientY } = this.#last;
    const deltaMode = WheelEvent.DOM_DELTA_LINE;
    return new WheelEvent('wheel', {
      deltaY: rows,
      deltaMode,
      clientX,
      clientY,
      bubbles: true,
      cancelable: true,
    });
  }
}
