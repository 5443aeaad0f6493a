import './split.css';
import { type CSSProperties, type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react';
import { readSetting, writeSetting } from '../settings/storage.ts';

export interface SplitProps {
  /** Of the side. */
  readonly sideLabel: string;
  /** Of the handle between the sides. */
  readonly handleLabel: string;
  /** The setting that keeps the width. */
  readonly setting: string;
  readonly sideShown: boolean;
  readonly side: ReactNode;
  readonly children: ReactNode;
}

const width = { min: 220, max: 640, initial: 340, step: 16 };

/** A side of a width that the user sets beside the rest. On a narrow page only one of them is there. */
export function Split(props: SplitProps): ReactNode {
  const { sideLabel, handleLabel, setting, sideShown, side, children } = props;
  const [px, setPx] = useState(() => clamp(Number(readSetting(setting)) || width.initial));
  const [dragging, setDragging] = useState(false);
  const change = (next: number) => {
    setPx(clamp(next));
    writeSetting(setting, String(clamp(next)));
  };
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowLeft') change(px - width.step);
    else if (event.key === 'ArrowRight') change(px + width.step);
  };
  const handlePointerDown = (event: PointerEvent) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    setDragging(true);
  };
  return (
    <div className="split" data-side={sideShown ? 'shown' : 'hidden'}>
      <nav
        aria-label={sideLabel}
        className="split-side"
        hidden={!sideShown}
        style={{ '--side-width': `${px}px` } as CSSProperties}
      >
        {side}
        <hr
          aria-label={handleLabel}
          aria-orientation="vertical"
          aria-valuemax={width.max}
          aria-valuemin={width.min}
          aria-valuenow={px}
          className="split-handle"
          data-dragging={dragging || undefined}
          onKeyDown={handleKeyDown}
          onLostPointerCapture={() => setDragging(false)}
          onPointerDown={handlePointerDown}
          onPointerMove={event => dragging && change(event.clientX)}
          tabIndex={0}
        />
      </nav>
      <div className="split-main">{children}</div>
    </div>
  );
}

function clamp(px: number): number {
  return Math.round(Math.min(width.max, Math.max(width.min, px)));
}
