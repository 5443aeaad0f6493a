import type { CSSProperties, ReactNode } from 'react';
import { Icon } from '../parts/icons.tsx';
import type { Item } from './rows.ts';
import type { SiblingNumber } from './sibling-numbers.ts';

export interface ItemProps<Type extends Item['type'] = Item['type']> {
  readonly row: Extract<Item, { type: Type }>;
  readonly id: string;
  readonly number: SiblingNumber | undefined;
  /** Of its pod, in words. */
  readonly age: string;
  /** The keyboard is here. */
  readonly isCurrent: boolean;
  /** Its terminal is the one that is shown. */
  readonly isOpen: boolean;
  readonly isPinned: boolean;
  /** Whether a pod says what it belongs to. */
  readonly showOwner: boolean;
  /** Where it stands in the list, in pixels. */
  readonly top: number;
  readonly height: number;
}

export interface ItemLineProps extends ItemProps {
  readonly label: string;
  readonly children: ReactNode;
}

/** The frame of a line that the keyboard comes to. Clicks are handled by the tree. */
export function ItemLine(props: ItemLineProps): ReactNode {
  const { row, id, number, isCurrent, isOpen, label, children } = props;
  return (
    <div
      aria-expanded={row.expanded}
      aria-level={row.level}
      aria-posinset={number?.position}
      aria-selected={isOpen}
      aria-setsize={number?.count}
      className="pod-row"
      data-current={isCurrent || undefined}
      data-key={row.key}
      data-type={row.type}
      id={id}
      role="treeitem"
      style={placeOf(props)}
      tabIndex={-1}
    >
      {/* The same, in an order to listen to. */}
      <span className="visually-hidden">{label}</span>
      <span aria-hidden="true" className="pod-cells">
        {row.expanded === undefined ? (
          <span />
        ) : (
          <span className="pod-fold" data-action="fold">
            <Icon name="chevronRight" size={14} />
          </span>
        )}
        {children}
        {row.type !== 'section' && <Actions isPinned={props.isPinned} row={row} />}
      </span>
    </div>
  );
}

/** Where a line stands, and how far its level moves it in. */
export function placeOf({ top, height, row }: Pick<ItemProps, 'top' | 'height' | 'row'>): CSSProperties {
  return { height, transform: `translateY(${top}px)`, '--level': row.level } as CSSProperties;
}

// For mouse and fingers: the keyboard has P, and the menu's key.
function Actions({ isPinned, row }: Pick<ItemProps, 'isPinned' | 'row'>): ReactNode {
  return (
    <span className="pod-actions">
      {row.type !== 'workload' && (
        <span className="pod-action" data-action="pin" data-on={isPinned || undefined}>
          <Icon name="pin" size={14} />
        </span>
      )}
      <span className="pod-action" data-action="menu">
        <Icon name="more" size={14} />
      </span>
    </span>
  );
}
