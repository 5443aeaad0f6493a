import './pages.css';
import { type ReactNode, useId } from 'react';

export interface MessagePageProps {
  readonly title: string;
  readonly text?: string | undefined;
  readonly children?: ReactNode;
}

/** A whole page that says one thing. */
export function MessagePage({ title, text, children }: MessagePageProps): ReactNode {
  const titleId = useId();
  return (
    <main aria-labelledby={titleId} className="page">
      <div className="page-card">
        <img alt="" src="./icon.svg" />
        <h1 id={titleId}>{title}</h1>
        {text !== undefined && <p>{text}</p>}
        {children}
      </div>
    </main>
  );
}
