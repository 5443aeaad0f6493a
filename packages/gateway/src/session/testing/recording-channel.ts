import type { ServerMessage } from '@podbay/protocol';
import type { ViewerChannel } from '../viewer.ts';

/** A channel that remembers what came through, in order: bytes as text, control messages as they are. */
export class RecordingChannel implements ViewerChannel {
  readonly messages: ServerMessage[] = [];
  readonly order: string[] = [];
  #output: Buffer[] = [];
  closed: { readonly code: number; readonly cut: boolean } | undefined;
  inputPaused = false;
  bufferedBytes = 0;

  /** Everything that the terminal would have been given. */
  get output(): Buffer {
    return Buffer.concat(this.#output);
  }

  get text(): string {
    return this.output.toString();
  }

  /** The last message of a type. */
  last<Type extends ServerMessage['type']>(type: Type): Extract<ServerMessage, { type: Type }> | undefined {
    return this.messages.findLast(message => message.type === type) as
      | Extract<ServerMessage, { type: Type }>
      | undefined;
  }

  sendBytes(bytes: Uint8Array): void {
    this.order.push('bytes');
    this.#output.push(Buffer.from(bytes));
  }

  sendMessage(message: ServerMessage): void {
    this.order.push(message.type);
    this.messages.push(message);
  }

  pauseInput(): void {
    this.inputPaused = true;
  }

  resumeInput(): void {
    this.inputPaused = false;
  }

  close(code: number): void {
    this.order.push('close');
    this.closed ??= { code, cut: false };
  }

  cut(code: number): void {
    this.order.push('cut');
    this.closed ??= { code, cut: true };
  }
}
