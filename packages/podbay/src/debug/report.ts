import type { Counts, Resources, SessionInspection } from '@podbay/gateway';
import { humanSize, humanTime } from './human-units.ts';
import { type Column, formatTable } from './table.ts';

const columns: readonly Column<SessionInspection>[] = [
  { title: 'SESSION', cell: ({ id }) => id.slice(0, 8) },
  { title: 'STATE', cell: ({ state }) => state },
  { title: 'CONTEXT', cell: ({ target }) => target.context },
  { title: 'TARGET', cell: ({ target }) => `${target.namespace}/${target.pod}/${target.container}` },
  { title: 'OWNER', cell: ({ owner }) => owner },
  { title: 'AGE', align: 'right', cell: ({ ageMs }) => humanTime(ageMs) },
  { title: 'IDLE', align: 'right', cell: ({ idleMs }) => humanTime(idleMs) },
  { title: 'VIEWERS', align: 'right', cell: ({ viewers }) => String(viewers.length) },
  { title: 'LAG', align: 'right', cell: ({ viewers }) => humanSize(largest(viewers.map(v => v.lagBytes))) },
  {
    title: 'UNSENT',
    align: 'right',
    cell: ({ viewers }) => humanSize(sum(viewers.map(v => v.bufferedBytes))),
  },
  { title: 'OUTPUT', align: 'right', cell: ({ output }) => humanSize(output.end) },
  { title: 'RING', align: 'right', cell: ({ output }) => humanSize(output.allocatedBytes) },
  {
    title: 'PAUSED',
    align: 'right',
    cell: ({ output }) => (output.pausedMs === null ? '-' : humanTime(output.pausedMs)),
  },
  {
    title: 'INPUT',
    align: 'right',
    cell: s => humanSize(s.queuedInputBytes + (s.process?.bufferedBytes ?? 0)),
  },
  { title: 'SOCKETS', align: 'right', cell: ({ process }) => String(process?.sockets ?? 0) },
  { title: 'TIMERS', cell: s => [...s.timers, ...(s.process?.timers ?? [])].join(',') || '-' },
];

/** The sessions as a table, a line each. */
export function formatSessions(sessions: readonly SessionInspection[]): string {
  return sessions.length === 0 ? 'no sessions\n' : formatTable(columns, sessions);
}

interface Fact {
  readonly name: string;
  readonly value: string;
}

const facts: readonly Column<Fact>[] = [
  { title: 'RESOURCE', cell: ({ name }) => name },
  { title: 'NOW', cell: ({ value }) => value },
];

/** What the process holds as a table of two columns. */
export function formatResources(resources: Resources): string {
  const { memory, clusters, descriptors } = resources;
  const rows: readonly Fact[] = [
    { name: 'process', value: `pid ${resources.pid}, up ${humanTime(resources.uptimeSeconds * 1000)}` },
    { name: 'memory', value: `${humanSize(memory.rss)} resident, ${humanSize(memory.heapUsed)} heap` },
    { name: '', value: `${humanSize(memory.external)} external, ${humanSize(memory.arrayBuffers)} buffers` },
    { name: 'sessions', value: String(resources.sessions) },
    { name: 'browsers', value: `${resources.webSockets} terminals, ${resources.connections} connections` },
    ...clusters.map(({ context, watches, sockets }) => ({
      name: `cluster ${context}`,
      value: `${watches} watches, ${sockets.busy} busy and ${sockets.idle} idle connections`,
    })),
    { name: 'active', value: formatCounts(resources.active) },
    ...(descriptors === null ? [] : [{ name: 'descriptors', value: formatCounts(descriptors) }]),
  ];
  return formatTable(facts, rows);
}

function formatCounts(counts: Counts): string {
  return Object.entries(counts)
    .map(([kind, count]) => `${count} ${kind}`)
    .join(', ');
}

function largest(numbers: readonly number[]): number {
  return Math.max(0, ...numbers);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
