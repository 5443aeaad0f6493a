import { DebugServer, type DebugSource } from '@podbay/gateway';
import { explainListenError } from '../listen-error.ts';
import type { Shutdown } from '../shutdown.ts';
import { note } from '../terminal-lines.ts';

/** Opens the debug listener and says where; it closes with the process. */
export async function listenForDebug(source: DebugSource, port: number, shutdown: Shutdown): Promise<void> {
  const server = new DebugServer(source);
  shutdown.defer(() => server.close());
  const taken = await server.listen(port).catch((error: unknown) => {
    throw explainListenError(error, `127.0.0.1:${port}`, '--debug-port');
  });
  note(`debug listener at http://127.0.0.1:${taken}/`);
}
