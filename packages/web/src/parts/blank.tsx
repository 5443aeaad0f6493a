import type { ReactNode } from 'react';
import { Icon, type IconName } from './icons.tsx';

export interface BlankProps {
  readonly icon: IconName;
  readonly title: string;
  readonly text?: string | undefined;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** What stands where there is nothing to show. */
export function Blank({ icon, title, text, children }: BlankProps): ReactNode {
  return (
    <div className="blank">
      <Icon name={icon} size={22} />
      <strong>{title}</strong>
      {text !== undefined && <span>{text}</span>}
      {children}
    </div>
  );
}
