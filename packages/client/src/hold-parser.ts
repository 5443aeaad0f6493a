import type { IParser } from '@xterm/xterm';

// Private; nobody else's sequence, and taken back at once.
const holdCode = 7681;

/** Lets the terminal parse nothing of what is written from now on until `ready`; it waits in the terminal's own queue. */
export function holdParser(
  terminal: { readonly parser: Pick<IParser, 'registerOscHandler'>; write(data: string): void },
  ready: Promise<void>,
): void {
  const handler = terminal.parser.registerOscHandler(holdCode, async () => {
    await ready;
    handler.dispose();
    return true;
  });
  terminal.write(`\x1b]${holdCode};\x1b\\`);
}
