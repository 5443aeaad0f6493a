import { Fragment, type ReactNode } from 'react';

export interface MarkedProps {
  readonly text: string;
  /** Of the letters to mark, ascending. */
  readonly marks: readonly number[];
}

/** A text with the letters marked that were searched for. */
export function Marked({ text, marks }: MarkedProps): ReactNode {
  return runsOf(text, marks).map(({ start, text: run, isMarked }) =>
    isMarked ? (
      <mark className="mark" key={start}>
        {run}
      </mark>
    ) : (
      <Fragment key={start}>{run}</Fragment>
    ),
  );
}

interface Run {
  readonly start: number;
  readonly text: string;
  readonly isMarked: boolean;
}

function runsOf(text: string, marks: readonly number[]): readonly Run[] {
  const marked = new Set(marks);
  const starts = [...text].map((_, i) => i).filter(i => i === 0 || marked.has(i) !== marked.has(i - 1));
  return starts.map((start, i) => {
    return { start, text: text.slice(start, starts[i + 1]), isMarked: marked.has(start) };
  });
}
