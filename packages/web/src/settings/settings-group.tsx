import type { ReactNode } from 'react';

export interface SettingsGroupProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Settings that belong together. */
export function SettingsGroup({ title, children }: SettingsGroupProps): ReactNode {
  return (
    <section aria-label={title} className="settings-group">
      <h3>{title}</h3>
      {children}
    </section>
  );
}
