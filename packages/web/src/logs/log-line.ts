/** One line of a log. */
export interface LogLine {
  /** Grows by one from line to line, from 0 on: a name that stays when older lines are dropped. */
  readonly number: number;
  /** Index of the container that it came from. */
  readonly source: number;
  /** RFC 3339 with nanoseconds as Kubernetes writes it; empty: the line came without a time. */
  readonly time: string;
  /** Where it stands among the others: its time, or that of the line before it. */
  readonly at: string;
  /** Without its end; control characters and all. */
  readonly text: string;
}

// As Kubernetes puts it before a line; a line of its own errors has none.
const stamp = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)) /;

/** Longer lines are cut: nobody reads them here, and laying them out would take the page's breath. */
export const maxLineLength = 16_384;

/** The time and the text of a line as it came. */
export function splitLine(raw: string): Pick<LogLine, 'time' | 'text'> {
  const [whole = '', time = ''] = stamp.exec(raw) ?? [];
  const text = raw.slice(whole.length).replace(/\r$/, '');
  return { time, text: text.length > maxLineLength ? `${text.slice(0, maxLineLength)}…` : text };
}

/**
 * Orders times as Kubernetes writes them: `Z` stands after all digits in ASCII, so that `…:09Z`, which is earlier than
 * `…:09.5Z`, is made comparable by the point.
 */
export function compareTimes(a: string, b: string): number {
  const [x, y] = [comparable(a), comparable(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

function comparable(time: string): string {
  return time.replace(/Z$/, '').replace(/^([^.]*)$/, '$1.');
}
