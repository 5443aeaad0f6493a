import { metronome } from '../metronome.ts';
import { type BlockMode, blockOf, logLine, type Mode, screenLine } from '../program.ts';
import type { Player } from './player.ts';
import { recordTape, type Tape } from './tape.ts';

const ctrlC = 0x03;
const blockTapes = new Map<BlockMode, Tape>();

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
    player.print(mode === 'blocks' || mode === 'ys' ? 'ready\n' : 'ready\r\n');
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
    switch (this.#mode) {
      case 'blocks':
      case 'ys':
        this.#player.play({ tape: blockTape(this.#mode), times: Number(line), bytesPerSecond });
        break;
      case 'yes':
        this.#player.play({ tape: blockTape('ys'), times: Number.POSITIVE_INFINITY, bytesPerSecond });
        break;
      case 'screen': {
        const lines = Array.from({ length: Number(line) }, (_, i) => screenLine(Number(line) - i));
        this.#player.play({ tape: recordTape(Buffer.from(lines.join(''))), times: 1 });
      }
    }
  }
}

function blockTape(mode: BlockMode): Tape {
  const tape = blockTapes.get(mode) ?? recordTape(blockOf[mode]);
  blockTapes.set(mode, tape);
  return tape;
}
