import { metronome } from '../metronome.ts';
import { block, logLine, type Mode, screenLine } from '../program.ts';
import type { Player } from './player.ts';
import { recordTape, type Tape } from './tape.ts';

const ctrlC = 0x03;
let blockTape: Tape | undefined;
let yesTape: Tape | undefined;

/** Does to a player what a program of `program.ts` does to a terminal. */
export class ContainerProcess {
  readonly #mode: Mode;
  readonly #argument: string;
  readonly #player: Player;
  readonly #handleExit: () => void;
  readonly #stopPrinting: (() => void) | undefined;
  #typed = '';

  constructor(
    { mode, argument }: { readonly mode: Mode; readonly argument: string },
    player: Player,
    handleExit: () => void,
  ) {
    this.#mode = mode;
    this.#argument = argument;
    this.#player = player;
    this.#handleExit = handleExit;
    player.print(mode === 'blocks' ? 'ready\n' : 'ready\r\n');
    if (mode === 'lines')
      this.#stopPrinting = metronome(Number(argument) * 1000).add(() => player.print(logLine));
  }

  type(bytes: Buffer): void {
    if (bytes.includes(ctrlC)) {
      this.close();
      this.#handleExit();
    } else if (this.#mode === 'echo' || this.#mode === 'lines') this.#player.print(bytes);
    else this.#readLines(bytes.toString());
  }

  close(): void {
    this.#stopPrinting?.();
    this.#player.stop();
  }

  #readLines(text: string): void {
    const lines = (this.#typed + text).split('\n');
    this.#typed = lines.pop() ?? '';
    for (const line of lines) this.#obey(line);
  }

  #obey(line: string): void {
    const bytesPerSecond = this.#argument === '' ? undefined : Number(this.#argument) * 1e6;
    if (this.#mode === 'yes') {
      yesTape ??= recordTape(Buffer.from('y\r\n'.repeat(100_000)));
      this.#player.play({ tape: yesTape, times: Number.POSITIVE_INFINITY, bytesPerSecond });
    } else if (this.#mode === 'screen') {
      const lines = Array.from({ length: Number(line) }, (_, i) => screenLine(Number(line) - i));
      this.#player.play({ tape: recordTape(Buffer.from(lines.join(''))), times: 1 });
    } else {
      blockTape ??= recordTape(block);
      this.#player.play({ tape: blockTape, times: Number(line), bytesPerSecond });
    }
  }
}
