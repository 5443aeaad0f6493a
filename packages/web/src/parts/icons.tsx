import type { ReactNode } from 'react';

const paths = {
  alert: 'M8 5.2v3.6M8 11v.1M8 1.9 14.6 13.6H1.4Z',
  bell: 'M4.2 11.2V7.4a3.8 3.8 0 0 1 7.6 0v3.8M2.8 11.2h10.4M6.8 13.6h2.4M8 2v1.4',
  box: 'M8 1.8 13.8 5v6L8 14.2 2.2 11V5ZM2.4 5.1 8 8.2l5.6-3.1M8 8.2v6',
  broadcast:
    'M8 8.1v5.5M4.9 10.6a4.2 4.2 0 1 1 6.2 0M2.9 12.6a7 7 0 1 1 10.2 0M8 6.9a.6.6 0 1 1 0 1.2.6.6 0 0 1 0-1.2Z',
  check: 'm3 8.5 3.2 3.2L13 5',
  chevronDown: 'm4 6.2 4 4 4-4',
  chevronRight: 'm6.2 4 4 4-4 4',
  chevrons: 'm5 6 3-3 3 3M5 10l3 3 3-3',
  close: 'm4.2 4.2 7.6 7.6m0-7.6-7.6 7.6',
  copy: 'M5.8 5.8h7v7h-7zM10 5.6V3.2H3.2V10h2.4',
  edit: 'M10.6 3.2 12.8 5.4 5.6 12.6l-2.9.7.7-2.9ZM9.2 4.6l2.2 2.2',
  key: 'M6.6 9.4a3.2 3.2 0 1 1 0-4.5 3.2 3.2 0 0 1 0 4.5ZM7 7.2h7M11.6 7.4v2.4',
  log: 'M3.2 3.6h9.6M3.2 6.6h6.4M3.2 9.6h9.6M3.2 12.6h4.8',
  lock: 'M3.8 7.2h8.4v6H3.8ZM5.4 7V5a2.6 2.6 0 0 1 5.2 0v2',
  list: 'M5.6 4h8M5.6 8h8M5.6 12h8M2.6 4h.1M2.6 8h.1M2.6 12h.1',
  more: 'M3.4 8h.1M8 8h.1M12.6 8h.1',
  panel: 'M2.2 3h11.6v10H2.2ZM6.2 3v10',
  pause: 'M5.6 4v8M10.4 4v8',
  pin: 'M5.4 2.2h5.2M6.4 2.4v4L4.2 8.8v1h7.6v-1L9.6 6.4v-4M8 9.8v4',
  plug: 'M5.8 2.4v3M10.2 2.4v3M3.8 5.6h8.4v2.2a4.2 4.2 0 0 1-8.4 0ZM8 12v2.2',
  refresh: 'M13 5.4A5.4 5.4 0 1 0 13.4 9M13.2 2.4v3.2H10',
  save: 'M8 2.4v7.2M4.8 6.8 8 10l3.2-3.2M2.8 13.2h10.4',
  search: 'M11.2 7a4.2 4.2 0 1 1-8.4 0 4.2 4.2 0 0 1 8.4 0ZM10.2 10.2l3.4 3.4',
  settings:
    'M2.4 4.6h6.2M11.8 4.6h1.8M2.4 11.4h1.8M7.4 11.4h6.2M11.8 4.6a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0ZM7.4 11.4a1.6 1.6 0 1 1-3.2 0 1.6 1.6 0 0 1 3.2 0Z',
  sessions: 'M2.4 3.4h11.2v3.4H2.4ZM2.4 9.2h11.2v3.4H2.4ZM4.8 5.1h.1M4.8 10.9h.1',
  snippet: 'm5.4 5-3 3 3 3M10.6 5l3 3-3 3M9 3.4 7 12.6',
  terminal: 'm3.4 4.4 3.6 3.6-3.6 3.6M8.2 11.8h4.6',
  tree: 'M2.6 3.4h4M2.6 3.4v8.8h4M2.6 7.8h4M8.6 3.4h5M8.6 7.8h5M8.6 12.2h5',
  user: 'M10.6 5.2a2.6 2.6 0 1 1-5.2 0 2.6 2.6 0 0 1 5.2 0ZM2.8 13.6c.4-2.6 2.4-4 5.2-4s4.8 1.4 5.2 4',
  up: 'm4 9.8 4-4 4 4',
  viewers:
    'M1.6 8S4 3.8 8 3.8 14.4 8 14.4 8 12 12.2 8 12.2 1.6 8 1.6 8ZM9.8 8a1.8 1.8 0 1 1-3.6 0 1.8 1.8 0 0 1 3.6 0Z',
} as const;

export type IconName = keyof typeof paths;

/** A drawing of 16 by 16 that says nothing to screen readers: what it means stands beside it. */
export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }): ReactNode {
  return (
    <svg
      aria-hidden="true"
      className="icon"
      fill="none"
      height={size}
      stroke="currentColor"
      strokeLinecap="round"
      strokeLinejoin="round"
      strokeWidth="1.4"
      viewBox="0 0 16 16"
      width={size}
    >
      <path d={paths[name]} />
    </svg>
  );
}
