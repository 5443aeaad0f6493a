import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connectDirectly } from './direct-reads.ts';

type Callback = (error: Error | null, stream: Duplex) => void;

/** An agent whose connections `exec` and `attach` read without a stream in between. */
export class DirectHttpAgent extends HttpAgent {
  override createConnection(options: ClientRequestArgs, callback?: Callback): Duplex {
    // Node's own creates the socket at once.
    return connectDirectly(
      onread => super.createConnection({ ...options, ...{ onread } }, callback) as Socket,
    );
  }
}

/** The same over TLS. */
export class DirectHttpsAgent extends HttpsAgent {
  override createConnection(options: RequestOptions, callback?: Callback): Duplex {
    return connectDirectly(
      onread => super.createConnection({ ...options, ...{ onread } }, callback) as Socket,
    );
  }
}
