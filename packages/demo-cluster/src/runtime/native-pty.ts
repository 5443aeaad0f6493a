import { createRequire } from 'node:module';

/** A new pseudoterminal: the master's descriptor, the slave's descriptor and its path. */
export interface PtyPair {
  readonly master: number;
  readonly slave: number;
  readonly pty: string;
}

export interface ForkedPty {
  readonly fd: number;
  readonly pid: number;
}

/**
 * node-pty's native half. Its JavaScript half is not used: it writes to the master through a stream that blocks the event loop while
 * the program does not read, reads with a fixed 80x24, and can report the exit before the last output.
 */
interface NativePty {
  open(cols: number, rows: number): PtyPair;
  resize(fd: number, cols: number, rows: number): void;
  fork(
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    cols: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    handleExit: (code: number, signal: number) => void,
  ): ForkedPty;
}

interface BinaryLoader {
  requireBinary(file: 'pty.node'): NativePty;
}

const require = createRequire(import.meta.url);
const loader: BinaryLoader = require('@lydell/node-pty/requireBinary.js');

export const nativePty: NativePty = loader.requireBinary('pty.node');

/** The helper that macOS needs to give a child its controlling terminal; not used elsewhere. */
export function spawnHelperPath(): string {
  if (process.platform !== 'darwin') return 'unused';
  return require.resolve(`@lydell/node-pty-${process.platform}-${process.arch}/spawn-helper`);
}
