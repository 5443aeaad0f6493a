import type { ContainerLog, LogLine } from './runtime.ts';

const maxLines = 2_000;
/** A line longer than this is cut in pieces, as containerd does at 16 KiB. */
const maxLineBytes = 16 * 1024;

/** The lines that a main process has printed, newest kept, and those who follow them. */
export class LineLog implements ContainerLog {
  readonly #lines: LogLine[] = [];
  readonly #followers = new Set<(line: LogLine) => void>();
  readonly #partial = { stdout: Buffer.alloc(0), stderr: Buffer.alloc(0) };

  lines(): readonly LogLine[] {
    return [...this.#lines];
  }

  follow(listener: (line: LogLine) => void): () => void {
    this.#followers.add(listener);
    return () => this.#followers.delete(listener);
  }

  append(stream: 'stdout' | 'stderr', bytes: Uint8Array): void {
    let rest = Buffer.concat([this.#partial[stream], bytes]);
    for (let end = lineEnd(rest); end > 0; end = lineEnd(rest)) {
      this.#push(stream, rest.subarray(0, end));
      rest = rest.subarray(end);
    }
    this.#partial[stream] = rest;
  }

  /** The main process ended: what is left without a newline is a line too. */
  finish(): void {
    for (const stream of ['stdout', 'stderr'] as const) {
      if (this.#partial[stream].length > 0) this.#push(stream, this.#partial[stream]);
      this.#partial[stream] = Buffer.alloc(0);
    }
  }

  #push(stream: 'stdout' | 'stderr', bytes: Buffer): void {
    const text = bytes.toString('utf8').replace(/\r?\n$/, '');
    const line: LogLine = { time: new Date(), stream, text };
    this.#lines.push(line);
    if (this.#lines.length > maxLines) this.#lines.splice(0, this.#lines.length - maxLines);
    for (const listener of [...this.#followers]) listener(line);
  }
}

/** How many bytes make up the first whole line, 0 when there is none yet. */
function lineEnd(bytes: Buffer): number {
  const newline = bytes.subarray(0, maxLineBytes).indexOf(0x0a);
  if (newline >= 0) return newline + 1;
  return bytes.length >= maxLineBytes ? maxLineBytes : 0;
}
