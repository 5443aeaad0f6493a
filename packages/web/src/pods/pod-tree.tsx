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
import type { LogSource } from '../logs/log-tab.ts';
import { formatAge } from './age.ts';
import { isSameTarget, type Place } from './places.ts';
import { RowMenu, type RowMenuState } from './row-menu.tsx';
import { placeOfRow, targetOf } from './row-target.ts';
import { RowView } from './row-view.tsx';
import { type Item, isItem, type Row, type Section, toRows, type View } from './rows.ts';
import { numberSiblings } from './sibling-numbers.ts';
import { keyAction, nextRow } from './tree-keys.ts';
import { useFolds } from './use-folds.ts';
import { useNow } from './use-now.ts';
import { useSteadyScroll } from './use-steady-scroll.ts';

export interface PodTreeProps {
  readonly context: string;
  readonly pods: readonly PodSummary[];
  readonly sections: readonly Section[];
  readonly view: View;
  readonly groupByNamespace: boolean;
  /** What the list was narrowed down by; then everything in it is shown. */
  readonly filter: string;
  /** Of the terminal that is shown. */
  readonly openTarget: Target | undefined;
  readonly treeRef: RefObject<HTMLDivElement | null>;
  readonly isPinned: (target: Target) => boolean;
  readonly onOpen: (target: Target) => void;
  readonly onPin: (place: Place) => void;
  /** Something was copied, or could not be: says so in words. */
  readonly onSay: (text: string) => void;
  readonly onLog: (source: LogSource) => void;
  /** Opens all of them, side by side. */
  readonly onGrid: (targets: readonly Target[]) => void;
}

const heights: Readonly<Record<Row['type'], number>> = {
  section: 30,
  place: 28,
  divider: 13,
  namespace: 32,
  workload: 32,
  pod: 46,
  container: 28,
};

/** The pods and their containers: arrows move and fold, Enter opens, P pins. */
export function PodTree(props: PodTreeProps): ReactNode {
  const { context, openTarget, treeRef, isPinned } = props;
  const { t, i18n } = useTranslation();
  const folds = useFolds();
  const [currentKey, setCurrentKey] = useState<string>();
  const [isFocused, setFocused] = useState(false);
  const [menu, setMenu] = useState<RowMenuState>();
  const nowMs = useNow(1000);
  const scrollRef = useRef<HTMLDivElement>(null);
  // The mouse says itself which line it means: the list must not move away below it.
  const isPointed = useRef(false);
  const rows = useRows(props, folds.isExpanded);
  const numbers = useMemo(() => numberSiblings(rows), [rows]);
  const virtualizer = useRowVirtualizer(rows, scrollRef);
  const list = `${context} ${props.groupByNamespace} ${props.view} ${props.filter}`;
  useSteadyScroll({ rows, virtualizer, scrollRef, list });
  const chosenIndex = rows.findIndex(row => row.key === currentKey);
  const currentIndex = chosenIndex < 0 && isFocused ? nextRow(rows, -1, 1) : chosenIndex;

  const fold = ({ key, expanded }: Item) => folds.setExpanded(key, expanded !== true);
  const open = (row: Item) => {
    const target = targetOf(row, context);
    if (target === undefined) fold(row);
    else props.onOpen(target);
  };
  const pin = (row: Item) => {
    const place = placeOfRow(row, context);
    if (place !== undefined) props.onPin(place);
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
    else if (action.type === 'fold') folds.setExpanded(action.key, !action.away);
    else if (action.type === 'pin') pin(action.row);
    else open(action.row);
  };
  const handleClick = (event: MouseEvent) => {
    const { row, element } = rowAt(event, rows);
    if (row === undefined) return;
    setCurrentKey(row.key);
    const action = (event.target as Element).closest<HTMLElement>('[data-action]')?.dataset.action;
    if (action === 'fold') fold(row);
    else if (action === 'pin') pin(row);
    else if (action === 'menu') setMenu({ row, anchor: element });
    // Who clicks twice, as on a desktop, wants one terminal.
    else if (event.detail < 2 || targetOf(row, context) === undefined) open(row);
  };
  const handleFocus = () => {
    setFocused(true);
    if (!isPointed.current) virtualizer.scrollToIndex(Math.max(0, chosenIndex));
  };
  const handleContextMenu = (event: MouseEvent) => {
    const pointed = rowAt(event, rows);
    // The menu's key tells no place: then it is the current line's.
    const row = pointed.row ?? rows[currentIndex];
    const element = pointed.element ?? document.getElementById(rowId(currentIndex));
    if (!isItem(row) || row.type === 'section' || element === null) return;
    event.preventDefault();
    setCurrentKey(row.key);
    setMenu({ row, anchor: pointed.row === undefined ? element : pointOf(event) });
  };

  return (
    <div className="pod-scroll" ref={scrollRef}>
      <div
        aria-activedescendant={currentIndex >= 0 ? rowId(currentIndex) : undefined}
        aria-label={t('app.pods')}
        className="pod-tree"
        onClick={handleClick}
        onContextMenu={handleContextMenu}
        onBlur={() => setFocused(false)}
        onFocus={handleFocus}
        onKeyDown={handleKeyDown}
        onMouseDown={event => {
          event.preventDefault();
          isPointed.current = true;
          treeRef.current?.focus({ preventScroll: true });
          isPointed.current = false;
        }}
        ref={treeRef}
        role="tree"
        style={{ height: virtualizer.getTotalSize() }}
        tabIndex={0}
      >
        {virtualizer.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const target = isItem(row) ? targetOf(row, context) : undefined;
          return (
            <RowView
              age={row.type === 'pod' ? formatAge(row.pod.createdAt, nowMs, i18n.language) : ''}
              height={size}
              id={rowId(index)}
              isCurrent={index === currentIndex}
              isOpen={isOpen(row, target, openTarget)}
              isPinned={target !== undefined && isPinned(target)}
              key={key}
              number={numbers[index]}
              row={row}
              showOwner={props.view === 'pods'}
              top={start}
            />
          );
        })}
      </div>
      <RowMenu
        {...props}
        onClose={() => setMenu(undefined)}
        onFold={fold}
        onOpenRow={open}
        onPinRow={pin}
        state={menu}
      />
    </div>
  );
}

function useRows(props: PodTreeProps, isExpanded: (key: string, usual: boolean) => boolean): readonly Row[] {
  const { pods, sections, view, groupByNamespace } = props;
  const isFiltered = props.filter !== '';
  return useMemo(
    () => toRows(pods, { sections, view, groupByNamespace, isExpanded, showAll: isFiltered }),
    [pods, sections, view, groupByNamespace, isExpanded, isFiltered],
  );
}

function useRowVirtualizer(rows: readonly Row[], scrollRef: RefObject<HTMLDivElement | null>) {
  // New functions here make the library measure every line again.
  const getItemKey = useCallback((index: number) => rows[index]?.key ?? index, [rows]);
  const estimateSize = useCallback((index: number) => heights[rows[index]?.type ?? 'pod'], [rows]);
  return useVirtualizer({
    count: rows.length,
    estimateSize,
    getItemKey,
    getScrollElement: () => scrollRef.current,
    overscan: 12,
  });
}

function rowId(index: number): string {
  return `pod-row-${index}`;
}

interface PointedRow {
  readonly row: Item | undefined;
  readonly element: Element | null;
}

function rowAt(event: MouseEvent, rows: readonly Row[]): PointedRow {
  const element = (event.target as Element).closest<HTMLElement>('[data-key]');
  const row = rows.find(candidate => candidate.key === element?.dataset.key);
  return { row: isItem(row) ? row : undefined, element };
}

function pointOf({ clientX, clientY }: MouseEvent): { getBoundingClientRect: () => DOMRect } {
  return { getBoundingClientRect: () => new DOMRect(clientX, clientY, 0, 0) };
}

function isOpen(row: Row, target: Target | undefined, shown: Target | undefined): boolean {
  if (shown === undefined || target === undefined || !isSameTarget(shown, target)) return false;
  return row.type === 'container' || (row.type === 'pod' && row.pod.containers.length === 1);
}
