import type { IDisposable, IFunctionIdentifier, Terminal } from '@xterm/xterm';

// What xterm.js 6.0 does not show: needed because it does as told, one by one, and a count of two thousand million stops a page.
interface TerminalCore {
  readonly _inputHandler: Readonly<
    Record<Method, (params: { readonly params: readonly number[] }) => boolean>
  >;
}

/** The sequences that repeat something as often as they say. A count beyond the lines or columns there are does no more. */
const counted = [
  [{ final: '@' }, 'insertChars'],
  [{ intermediates: ' ', final: '@' }, 'scrollLeft'],
  [{ intermediates: ' ', final: 'A' }, 'scrollRight'],
  [{ final: 'I' }, 'cursorForwardTab'],
  [{ final: 'L' }, 'insertLines'],
  [{ final: 'M' }, 'deleteLines'],
  [{ final: 'P' }, 'deleteChars'],
  [{ final: 'S' }, 'scrollUp'],
  [{ final: 'T' }, 'scrollDown'],
  [{ final: 'X' }, 'eraseChars'],
  [{ final: 'Z' }, 'cursorBackwardTab'],
  [{ final: 'b' }, 'repeatPrecedingCharacter'],
  [{ intermediates: "'", final: '}' }, 'insertColumns'],
  [{ intermediates: "'", final: '~' }, 'deleteColumns'],
] as const satisfies readonly (readonly [IFunctionIdentifier, string])[];

type Method = (typeof counted)[number][1];

/** Lets no sequence in the output do something more often than the terminal has lines or columns. */
export function guardCounts(terminal: Pick<Terminal, 'parser' | 'cols' | 'rows'>): IDisposable {
  const core = (terminal as unknown as { readonly _core?: TerminalCore })._core;
  const handlers = counted.map(([sequence, method]) =>
    terminal.parser.registerCsiHandler(sequence, ([count]) => {
      const max = Math.max(terminal.cols, terminal.rows);
      if (typeof count !== 'number' || count <= max) return false;
      core?._inputHandler[method]({ params: [max] });
      return true;
    }),
  );
  return { dispose: () => handlers.forEach(handler => void handler.dispose()) };
}
