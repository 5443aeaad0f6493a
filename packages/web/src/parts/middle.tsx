import type { ReactNode } from 'react';

export interface MiddleProps {
  readonly text: string;
  readonly className?: string;
}

const longest = 18;
const tailLength = 8;

/** A name that is shortened in the middle where it has no room: of a pod's name both ends matter. */
export function Middle({ text, className = '' }: MiddleProps): ReactNode {
  if (text.length <= longest)
    return (
      <span className={`middle ${className}`} title={text}>
        {text}
      </span>
    );
  return (
    <span className={`middle ${className}`} data-long title={text}>
      <span className="middle-head">{text.slice(0, -tailLength)}</span>
      <span className="middle-tail">{text.slice(-tailLength)}</span>
    </span>
  );
}
