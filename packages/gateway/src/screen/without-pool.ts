/**
 * Calls `load` while every Buffer has memory of its own. The grapheme addon 0.4.0 unpacks its table at load from a Buffer's whole
 * ArrayBuffer, as if it began there; Node takes small Buffers out of a pool, and then the table fails to unpack, or is wrong.
 */
export function withoutPool<T>(load: () => T): T {
  const { poolSize } = Buffer;
  Buffer.poolSize = 0;
  try {
    return load();
  } finally {
    Buffer.poolSize = poolSize;
  }
}
