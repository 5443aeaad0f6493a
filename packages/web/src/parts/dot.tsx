import type { ReactNode } from 'react';
import type { Tone } from '../pods/tone.ts';

/** A state's colour. The word for it stands beside it. */
export function Dot({ tone }: { readonly tone: Tone }): ReactNode {
  return <span aria-hidden="true" className="dot" data-tone={tone} />;
}
