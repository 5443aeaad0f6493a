/** What is looked for. */
export interface LogSearch {
  readonly text: string;
  readonly isRegex: boolean;
  readonly isCaseSensitive: boolean;
}

/** Where in a line something was found. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Finds all places in a line. Empty: nothing is looked for, or what is looked for is no regular expression. */
export type LineMatcher = (line: string) => readonly Range[];

/** A line has no more marks than these. */
const maxRanges = 200;

/** The matcher of a search; `undefined`: the search is empty; a string: what is wrong with the regular expression. */
export function matcherOf({ text, isRegex, isCaseSensitive }: LogSearch): LineMatcher | string | undefined {
  if (text === '') return undefined;
  const source = isRegex ? text : text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');
  try {
    const pattern = new RegExp(source, isCaseSensitive ? 'gu' : 'giu');
    return line => rangesOf(pattern, line);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function rangesOf(pattern: RegExp, line: string): readonly Range[] {
  const ranges: Range[] = [];
  for (const match of line.matchAll(pattern)) {
    if (match[0] !== '') ranges.push({ start: match.index, end: match.index + match[0].length });
    if (ranges.length >= maxRanges) break;
  }
  return ranges;
}
