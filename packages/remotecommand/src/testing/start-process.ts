import { exec } from '../exec.ts';
import type { ExecOptions } from '../options.ts';
import type { RemoteProcess } from '../remote-process.ts';
import { createRecorder, type Recorder } from './recorder.ts';
import type { ScriptedServer } from './scripted-server.ts';

export const target = { namespace: 'ns', pod: 'pod', container: 'main', command: ['sh'] } as const;

/** An exec on a scripted server, without a TTY unless `options` says otherwise, and what it told. */
export async function startProcess(
  server: ScriptedServer,
  options: Partial<ExecOptions> = {},
): Promise<{ process: RemoteProcess; recorder: Recorder }> {
  const recorder = createRecorder(options.listener);
  const process = await exec(server.connection, {
    ...target,
    stdin: true,
    tty: false,
    ...options,
    listener: recorder,
  });
  return { process, recorder };
}
