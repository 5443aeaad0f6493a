import { InvalidArgumentError } from 'commander';

const maxPort = 65_535;

/** Reads the value of `--port`. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= maxPort) return port;
  throw new InvalidArgumentError(`Expected 0 to ${maxPort}; 0 takes a free one.`);
}
