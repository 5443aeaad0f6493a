import assert from 'node:assert/strict';
import type { Connection } from '../connection.ts';
import { exec } from '../exec.ts';
import { HandshakeError } from '../handshake-error.ts';
import type { ExecOptions } from '../options.ts';
import { createRecorder } from './recorder.ts';
import { target } from './start-process.ts';

/** The error of an exec that must not be opened. */
export async function refused(
  connection: Connection,
  overrides: Partial<ExecOptions> = {},
): Promise<HandshakeError> {
  try {
    await exec(connection, { ...target, stdin: true, tty: true, listener: createRecorder(), ...overrides });
  } catch (error) {
    assert.ok(error instanceof HandshakeError, String(error));
    return error;
  }
  throw new Error('The handshake did not fail');
}
