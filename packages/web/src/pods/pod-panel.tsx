import './pod-panel.css';
import { allNamespaces, type PodScope } from '@podbay/client';
import type { Target } from '@podbay/protocol';
import { type ReactNode, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommands } from '../commands/use-commands.ts';
import type { LogSource } from '../logs/log-tab.ts';
import { filterPods } from './filter.ts';
import { FilterField } from './filter-field.tsx';
import { NoPods } from './no-pods.tsx';
import { places } from './places.ts';
import { PodTree } from './pod-tree.tsx';
import type { Section } from './rows.ts';
import type { PodList } from './use-pods.ts';
import { useSay } from './use-say.ts';
import { useSections } from './use-sections.ts';
import { useView } from './use-view.ts';
import { ViewToggle } from './view-toggle.tsx';

export interface PodPanelProps {
  readonly scope: PodScope;
  /** The namespace that the context prefers. */
  readonly homeNamespace: string;
  readonly list: PodList;
  readonly openTarget: Target | undefined;
  readonly onOpen: (target: Target) => void;
  readonly onLog: (source: LogSource) => void;
  /** Opens all of them, side by side. */
  readonly onGrid: (targets: readonly Target[]) => void;
  readonly onNamespace: (namespace: string) => void;
  /** The panel is to be seen. */
  readonly onShow: () => void;
}

const noSections: readonly Section[] = [];

/** The pods of a namespace, or of all: found by typing, opened by a click or Enter. */
export function PodPanel(props: PodPanelProps): ReactNode {
  const { list, scope, openTarget, onOpen, onShow } = props;
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const [view, setView] = useView();
  const [said, say] = useSay();
  const treeRef = useRef<HTMLDivElement>(null);
  const fieldRef = useRef<HTMLInputElement>(null);
  const isFiltered = filter.trim() !== '';
  const shown = useMemo(() => filterPods(list.pods, filter), [list.pods, filter]);
  const sections = useSections(scope, list, treeRef);
  const total = list.pods.length;
  useCommands([
    {
      id: 'find.filter',
      group: 'find',
      title: () => t('commands.focusFilter'),
      shortcuts: ['/'],
      run: () => {
        // At once, so that nothing of what is typed next is lost; in a panel that is hidden, as soon as it can be seen.
        fieldRef.current?.focus();
        const isFocused = document.activeElement === fieldRef.current;
        onShow();
        if (!isFocused) requestAnimationFrame(() => fieldRef.current?.focus());
      },
    },
    {
      id: 'find.view',
      group: 'find',
      title: () => t('commands.toggleView'),
      run: () => setView(view === 'pods' ? 'workloads' : 'pods'),
    },
  ]);
  return (
    <div className="pod-panel">
      <FilterField
        fieldRef={fieldRef}
        onChange={setFilter}
        onLeave={() => treeRef.current?.focus()}
        value={filter}
      />
      <div className="list-head">
        <span aria-live="polite" className="pod-count">
          {said ?? (list.loaded && total > 0 ? countText(t, shown.length, total) : '')}
        </span>
        <ViewToggle onView={setView} view={view} />
      </div>
      {shown.length > 0 ? (
        <PodTree
          context={scope.context}
          filter={filter.trim()}
          groupByNamespace={scope.namespace === allNamespaces}
          isPinned={target => places.isPinned(target)}
          onGrid={props.onGrid}
          onLog={props.onLog}
          onOpen={onOpen}
          onPin={place => places.togglePin(place)}
          onSay={say}
          openTarget={openTarget}
          pods={shown}
          sections={isFiltered ? noSections : sections}
          treeRef={treeRef}
          view={view}
        />
      ) : (
        <NoPods {...props} filter={filter} />
      )}
    </div>
  );
}

type Translate = ReturnType<typeof useTranslation>['t'];

function countText(t: Translate, shown: number, total: number): string {
  return shown === total ? t('pods.count', { count: total }) : t('pods.countOf', { shown, total });
}
