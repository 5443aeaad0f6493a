/**
 * What the public API of xterm.js hides. Written after the sources of 6.0.0; where a version has it otherwise, nothing is
 * known, and nothing is skipped.
 */
interface TerminalCore {
  readonly _inputHandler?: { readonly _parser?: { readonly currentState?: number } };
  readonly buffer?: { readonly scrollTop?: number; readonly scrollBottom?: number };
}

const ground = 0;

/**
 * Whether lines of text that are written now push all that is above them out of the terminal in the end: no sequence is
 * unfinished, and all of the screen scrolls.
 */
export function scrollsAsAWhole(terminal: { readonly rows: number }): boolean {
  const { _core: core } = terminal as { readonly _core?: TerminalCore };
  return (
    core?._inputHandler?._parser?.currentState === ground &&
    core.buffer?.scrollTop === 0 &&
    core.buffer.scrollBottom === terminal.rows - 1
  );
}
