import { InvalidArgumentError } from 'commander';

const maxPort = 65_535;
const maxSeconds = 86_400;

/** Reads a number of seconds, of a day at most. */
export function parseSeconds(value: string): number {
  const seconds = Number(value);
  if (/^\d{1,5}$/.test(value) && seconds <= maxSeconds) return seconds;
  throw new InvalidArgumentError(`Expected seconds, 0 to ${maxSeconds}.`);
}

/** Reads `KEY=VALUE`. */
export function parseLabel(value: string): string {
  if (/^[^=]+=/.test(value)) return value;
  throw new InvalidArgumentError('Expected KEY=VALUE.');
}

/** Reads the value of `--port`. */
export function parsePort(value: string): number {
  const port = Number(value);
  if (/^\d{1,5}$/.test(value) && port <= maxPort) return port;
  throw new InvalidArgumentError(`Expected 0 to ${maxPort}; 0 takes a free one.`);
}
