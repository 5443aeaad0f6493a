import { type ClientRequestArgs, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent, type RequestOptions } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { connectDirectly } from './direct-reads.ts';

// Node's own agents return the socket at once. With their callback it would hold the request for as long as it lives.

/** An agent whose connections `exec` and `attach` read without a stream in between. */
export class DirectHttpAgent extends HttpAgent {
  override createConnection(options: ClientRequestArgs): Duplex {
    return connectDirectly(onread => super.createConnection({ ...options, ...{ onread } }) as Socket);
  }
}

/** The same over TLS. */
export class DirectHttpsAgent extends HttpsAgent {
  override createConnection(options: RequestOptions): Duplex {
    return connectDirectly(onread => super.createConnection({ ...options, ...{ onread } }) as Socket);
  }
}
