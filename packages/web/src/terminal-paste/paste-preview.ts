/** The beginning of what is to be pasted. */
export interface PastePreview {
  /** How many lines there are in all. */
  readonly lineCount: number;
  readonly lines: readonly string[];
  /** Some characters of it are controls; where they stand, the lines have symbols. */
  readonly hasControls: boolean;
}

const shownLines = 8;
const shownLength = 240;

// The control pictures of Unicode stand in the order of the controls.
const firstPicture = 0x2400;
const deletePicture = '\u2421';

/** Cuts and cleans `text` so that it can be looked at. */
export function pastePreview(text: string): PastePreview {
  const all = text.split(/\r\n|\r|\n/);
  if (all.length > 1 && all.at(-1) === '') all.pop();
  const cut = (line: string) => (line.length > shownLength ? `${line.slice(0, shownLength)}…` : line);
  return {
    lineCount: all.length,
    lines: all.slice(0, shownLines).map(line => showControls(cut(line))),
    hasControls: /[\u0000-\u0008\u000b-\u001f\u007f]/.test(text.replace(/\r\n?/g, '')),
  };
}

function showControls(line: string): string {
  return line.replace(/[\u0000-\u0008\u000b-\u001f\u007f]/g, control =>
    control === '\u007f' ? deletePicture : String.fromCharCode(firstPicture + control.charCodeAt(0)),
  );
}
