import type { TerminalSize } from '@podbay/protocol';
import type { OpenRecorder, Recorder, RecorderOptions } from '../recorder.ts';

/** A recorder that remembers what it got, in order, and has room when a test says so. */
export class ScriptedRecorder implements Recorder {
  readonly order: string[] = [];
  options: RecorderOptions | undefined;
  hasRoom = true;
  closed = 0;

  readonly open: OpenRecorder = options => {
    this.options = options;
    return this;
  };

  drain(): void {
    this.hasRoom = true;
    this.options?.handleDrain();
  }

  write(bytes: Uint8Array): boolean {
    this.order.push(Buffer.from(bytes).toString());
    return this.hasRoom;
  }

  resize({ cols, rows }: TerminalSize): void {
    this.order.push(`${cols}x${rows}`);
  }

  close(): void {
    this.closed++;
  }
}
