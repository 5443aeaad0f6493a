import { describe } from 'node:test';
import { registerConnections } from './connections.ts';
import { registerEndings } from './endings.ts';
import { registerFlow } from './flow.ts';
import { registerRefusals } from './refusals.ts';
import type { ConformanceSetup } from './setup.ts';
import { registerStreams } from './streams.ts';
import { registerTerminal } from './terminal.ts';

export type { ConformanceSetup, Place } from './setup.ts';

/**
 * Registers tests that run commands in a container of a cluster and compare what comes with what must come. Cases bear the
 * names of client-go's `websocket_test.go` where they are about the same; those of client-go that need a server which
 * breaks the protocol are unit tests here. The container is left as it was found.
 */
export function conformance(setup: ConformanceSetup): void {
  describe(`exec conformance: ${setup.name}`, () => {
    registerStreams(setup);
    registerTerminal(setup);
    registerEndings(setup);
    registerFlow(setup);
    registerConnections(setup);
    registerRefusals(setup);
  });
}
