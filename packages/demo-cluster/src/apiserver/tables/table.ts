import type { KubeObject } from '../../objects/kube-object.ts';
import { partialMetadata } from '../partial-metadata.ts';
import type { ListMeta, View } from '../present.ts';
import type { Cell, Column } from './column.ts';
import { columnsOf } from './columns.ts';

/** meta.k8s.io/v1 Table: what `kubectl get` prints. */
export interface Table {
  readonly kind: 'Table';
  readonly apiVersion: 'meta.k8s.io/v1';
  readonly metadata: ListMeta;
  readonly columnDefinitions: readonly ColumnDefinition[] | null;
  readonly rows: readonly TableRow[];
}

interface ColumnDefinition {
  readonly name: string;
  readonly type: string;
  readonly format: string;
  readonly description: string;
  readonly priority: number;
}

interface TableRow {
  readonly cells: readonly Cell[];
  readonly object?: unknown;
}

/** The objects as a table's rows. */
export function tableOf(objects: readonly KubeObject[], metadata: ListMeta, view: View): Table {
  const columns = columnsOf(view.type.kind);
  return {
    kind: 'Table',
    apiVersion: 'meta.k8s.io/v1',
    metadata,
    columnDefinitions: columns.map(define),
    rows: objects.map(object => ({
      cells: columns.map(column => column.cell(object, view.now)),
      ...rowObject(object, view.includeObject),
    })),
  };
}

/** The table without its headers: a watch sends them once. */
export function withoutHeaders(table: Table): Table {
  return { ...table, columnDefinitions: null };
}

function define(column: Column<KubeObject>): ColumnDefinition {
  return {
    name: column.name,
    type: column.type ?? 'string',
    format: column.name === 'Name' ? 'name' : '',
    description: column.description ?? column.name,
    priority: column.priority ?? 0,
  };
}

function rowObject(object: KubeObject, includeObject: string): { object?: unknown } {
  if (includeObject === 'None') return {};
  return { object: includeObject === 'Object' ? object : partialMetadata(object) };
}
