import type { Terminal } from '@xterm/xterm';

// Longer runs are lines and tables: nothing is gained by drawing them in one, and each would be an image of its own.
const runs = /(?<![!#$%&*+\-./:;<=>?@\\^|~])[!#$%&*+\-./:;<=>?@\\^|~]{2,6}(?![!#$%&*+\-./:;<=>?@\\^|~])/g;

/** From where to where signs stand together that a font may have one glyph for, such as `=>` and `!==`. */
export function ligatureRanges(text: string): [start: number, end: number][] {
  return Array.from(text.matchAll(runs), ({ 0: run, index }) => [index, index + run.length]);
}

/**
 * Lets the font draw signs that stand together in one; fonts that have nothing for them draw them as before. Which ones
 * it has can't be asked for: browsers keep the files of fonts to themselves. Returns the function that stops it.
 */
export function drawLigatures(terminal: Terminal): () => void {
  const { element } = terminal;
  const joiner = terminal.registerCharacterJoiner(ligatureRanges);
  element?.setAttribute('data-ligatures', '');
  return () => {
    element?.removeAttribute('data-ligatures');
    terminal.deregisterCharacterJoiner(joiner);
  };
}
