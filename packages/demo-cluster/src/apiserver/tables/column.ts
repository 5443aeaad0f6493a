import type { KubeObject } from '../../objects/kube-object.ts';
import { formatAge } from './duration.ts';

export type Cell = string | number | boolean | null;

/** One column of a kind's table. */
export interface Column<T extends KubeObject> {
  readonly name: string;
  readonly type?: 'string' | 'integer' | 'boolean';
  /** Above 0: only where the client asks for the wide form. */
  readonly priority?: number;
  readonly description?: string;
  cell(object: T, now: Date): Cell;
}

/** The column that every kind begins with. */
export const nameColumn: Column<KubeObject> = { name: 'Name', cell: object => object.metadata.name };

/** How long ago the object was created. */
export const ageColumn: Column<KubeObject> = {
  name: 'Age',
  cell: (object, now) => formatAge(object.metadata.creationTimestamp, now),
};

/** A column of the wide form alone. */
export function wide<T extends KubeObject>(column: Column<T>): Column<T> {
  return { ...column, priority: 1 };
}

/** The list's items joined by commas, `<none>` where there are none. */
export function joinOrNone(items: readonly string[] | undefined): string {
  return items === undefined || items.length === 0 ? '<none>' : items.join(',');
}

/** Labels as a selector prints them. */
export function formatLabels(labels: Readonly<Record<string, string>> | undefined): string {
  const sorted = Object.entries(labels ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return joinOrNone(sorted.map(([key, value]) => `${key}=${value}`));
}
