/** Containers of the demo company whose pods keep their names. */
export const places = {
  /** bash, and every tool that there is. */
  toolbox: { namespace: 'default', pod: 'playground', container: 'shell' },
  /** bash. */
  db: { namespace: 'shop', pod: 'db-0', container: 'postgres' },
  /** No bash. */
  cache: { namespace: 'shop', pod: 'cache-0', container: 'redis' },
} as const;
