import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../parts/icons.tsx';
import type { View } from './rows.ts';

export interface ViewToggleProps {
  readonly view: View;
  readonly onView: (view: View) => void;
}

const views = [
  { view: 'pods', icon: 'list', label: 'find.byPod' },
  { view: 'workloads', icon: 'tree', label: 'find.byWorkload' },
] as const;

/** Whether the list is flat, or a tree by workload. */
export function ViewToggle({ view, onView }: ViewToggleProps): ReactNode {
  const { t } = useTranslation();
  return (
    <ToggleGroup
      aria-label={t('find.view')}
      className="view-toggle"
      onValueChange={([chosen]) => chosen !== undefined && onView(chosen as View)}
      value={[view]}
    >
      {views.map(choice => (
        <Toggle
          aria-label={t(choice.label)}
          className="view-choice"
          key={choice.view}
          title={t(choice.label)}
          value={choice.view}
        >
          <Icon name={choice.icon} size={14} />
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
