import type { IFunctionIdentifier, Terminal } from '@xterm/headless';

// As in the browser, or its screen and this one would differ. See `count-guard.ts` there.
export type CountedMethods = Readonly<
  Record<CountedMethod, (params: { readonly params: readonly number[] }) => boolean>
>;

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

type CountedMethod = (typeof counted)[number][1];

/** Lets no sequence do something more often than the terminal has lines or columns: one count could stop the thread of all. */
export function guardCounts(terminal: Terminal, handler: CountedMethods): void {
  for (const [sequence, method] of counted) {
    terminal.parser.registerCsiHandler(sequence, ([count]) => {
      const max = Math.max(terminal.cols, terminal.rows);
      if (typeof count !== 'number' || count <= max) return false;
      handler[method]({ params: [max] });
      return true;
    });
  }
}
