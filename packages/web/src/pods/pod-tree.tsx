import type { PodSummary, Target } from '@podbay/protocol';
import { useVirtualizer } from '@tanstack/react-virtual';
import {
  type KeyboardEvent,
  type MouseEvent,
  type ReactNode,
  type RefObject,
  useCallback,
  useMemo,
  useRef,
  useState,
} from 'react';
import { useTranslation } from 'react-i18next';
import { RowView } from './row-view.tsx';
import { type Row, toRows } from './rows.ts';
import { keyAction, nextRow } from './tree-keys.ts';
import { useNow } from './use-now.ts';

export interface PodTreeProps {
  readonly context: string;
  readonly pods: readonly PodSummary[];
  readonly groupByNamespace: boolean;
  /** Of the terminal that is shown. */
  readonly openTarget: Target | undefined;
  readonly treeRef: RefObject<HTMLDivElement | null>;
  readonly onOpen: (target: Target) => void;
}

const heights = { namespace: 32, pod: 46, container: 28 };
const nothing: ReadonlySet<string> = new Set();

/** The pods and their containers: arrows move and fold, Enter opens. */
export function PodTree(props: PodTreeProps): ReactNode {
  const { pods, context, groupByNamespace, openTarget, treeRef, onOpen } = props;
  const { t } = useTranslation();
  const [collapsed, setCollapsed] = useState(nothing);
  const [currentKey, setCurrentKey] = useState<string>();
  const nowMs = useNow(1000);
  const scrollRef = useRef<HTMLDivElement>(null);
  const rows = useMemo(
    () => toRows(pods, { collapsed, groupByNamespace }),
    [pods, collapsed, groupByNamespace],
  );
  // A new function here makes the library measure every line again.
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const virtualizer = useVirtualizer({
    count: rows.length,
    estimateSize: index => heights[rows[index]?.type ?? 'pod'],
    getItemKey,
    getScrollElement: () => scrollRef.current,
    overscan: 12,
  });
  const currentIndex = rows.findIndex(row => row.key === currentKey);

  const open = (row: Row) => {
    if (row.type === 'namespace') return;
    const container = row.type === 'pod' ? row.pod.defaultContainer : row.container.name;
    onOpen({ context, namespace: row.pod.namespace, pod: row.pod.name, container });
  };
  const fold = (uid: string, away: boolean) => {
    const next = new Set(collapsed);
    if (away) next.add(uid);
    else next.delete(uid);
    setCollapsed(next);
  };
  const moveTo = (index: number) => {
    setCurrentKey(rows[index]?.key);
    virtualizer.scrollToIndex(index);
  };

  const handleKeyDown = (event: KeyboardEvent) => {
    const action = keyAction(event, rows, currentIndex);
    if (action === undefined) return;
    event.preventDefault();
    if (action.type === 'move') moveTo(action.index);
    else if (action.type === 'open') open(action.row);
    else fold(action.uid, action.away);
  };
  const handleClick = (event: MouseEvent) => {
    const target = event.target as Element;
    const key = target.closest<HTMLElement>('[data-key]')?.dataset.key;
    const row = rows.find(candidate => candidate.key === key);
    if (row === undefined) return;
    setCurrentKey(row.key);
    if (row.type === 'pod' && target.closest('[data-fold]') !== null)
      fold(row.pod.uid, row.expanded === true);
    else open(row);
  };

  return (
    <div className="pod-scroll" ref={scrollRef}>
      <div
        aria-activedescendant={currentIndex >= 0 ? rowId(currentIndex) : undefined}
        aria-label={t('app.pods')}
        className="pod-tree"
        onClick={handleClick}
        onFocus={() => currentIndex < 0 && moveTo(nextRow(rows, -1, 1))}
        onKeyDown={handleKeyDown}
        onMouseDown={event => {
          event.preventDefault();
          treeRef.current?.focus({ preventScroll: true });
        }}
        ref={treeRef}
        role="tree"
        style={{ height: virtualizer.getTotalSize() }}
        tabIndex={0}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index];
          return row === undefined ? null : (
            <RowView
              id={rowId(index)}
              isCurrent={index === currentIndex}
              isOpen={isOpen(row, context, openTarget)}
              key={key}
              nowMs={nowMs}
              row={row}
              height={size}
              top={start}
            />
          );
        })}
      </div>
    </div>
  );
}

function rowId(index: number): string {
  return `pod-row-${index}`;
}

function isOpen(row: Row, context: string, target: Target | undefined): boolean {
  if (target === undefined || row.type === 'namespace' || target.context !== context) return false;
  if (row.pod.name !== target.pod || row.pod.namespace !== target.namespace) return false;
  return row.type === 'pod' ? row.pod.containers.length === 1 : row.container.name === target.container;
}
