/** A part of the page that is split: groups of tabs, or parts that are split again. */
export type LayoutNode = LayoutGroup | LayoutSplit;

export interface LayoutGroup {
  readonly type: 'leaf';
  readonly data: { readonly id: string; readonly views: readonly string[]; readonly activeView: string };
  readonly size: number;
}

export interface LayoutSplit {
  readonly type: 'branch';
  readonly data: readonly LayoutNode[];
  readonly size: number;
}

/** Where panels are: the layout library's own form, without what can be told from the panels. */
export interface Layout {
  readonly root: LayoutSplit;
  readonly orientation: 'HORIZONTAL' | 'VERTICAL';
  readonly width: number;
  readonly height: number;
}

/** The layout of a page, for whoever keeps it. */
export class KeptLayout {
  readonly #listeners = new Set<() => void>();
  /** As it was read or told: not to be trusted, see `repairLayout`. */
  #value: unknown;

  get value(): unknown {
    return this.#value;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  keep(value: unknown): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }
}

const maxDepth = 20;

/**
 * The layout in a stored value, as far as it holds: panels that are not in `ids`, or come twice, are left out, and then
 * groups and splits that nothing is in. `undefined`: nothing of it holds.
 */
export function repairLayout(value: unknown, ids: ReadonlySet<string>): Layout | undefined {
  const { root, orientation, width, height } = asRecord(value);
  const repair = new Repair(ids);
  const node = repair.node(root, 0);
  if (node?.type !== 'branch') return undefined;
  return {
    root: node,
    orientation: orientation === 'VERTICAL' ? 'VERTICAL' : 'HORIZONTAL',
    width: asSize(width),
    height: asSize(height),
  };
}

class Repair {
  readonly #left: Set<string>;
  #groups = 0;

  constructor(ids: ReadonlySet<string>) {
    this.#left = new Set(ids);
  }

  node(value: unknown, depth: number): LayoutNode | undefined {
    const { type, data, size } = asRecord(value);
    if (type === 'leaf') return this.#group(data, asSize(size));
    if (type !== 'branch' || !Array.isArray(data) || depth > maxDepth) return undefined;
    const nodes = data.flatMap(child => this.node(child, depth + 1) ?? []);
    return nodes.length === 0 ? undefined : { type: 'branch', data: nodes, size: asSize(size) };
  }

  #group(data: unknown, size: number): LayoutGroup | undefined {
    const { views, activeView } = asRecord(data);
    const kept = Array.isArray(views) ? views.filter(view => this.#take(view)) : [];
    const [first] = kept;
    if (first === undefined) return undefined;
    this.#groups += 1;
    const active = kept.find(view => view === activeView) ?? first;
    return { type: 'leaf', data: { id: String(this.#groups), views: kept, activeView: active }, size };
  }

  #take(view: unknown): view is string {
    return typeof view === 'string' && this.#left.delete(view);
  }
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A length in px; the library makes the parts fit. */
function asSize(value: unknown): number {
  return typeof value === 'number' && value > 0 && value < 100_000 ? value : 100;
}
