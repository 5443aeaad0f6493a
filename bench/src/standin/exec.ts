import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { channels } from '@podbay/remotecommand';
import { type WebSocket, WebSocketServer } from 'ws';
import { parseProgram } from '../program.ts';
import { ContainerProcess } from './container-process.ts';
import { Player } from './player.ts';

const success = JSON.stringify({ metadata: {}, status: 'Success' });
const reapReport = JSON.stringify({ found: [], hungUp: [], killed: [], detached: [], left: [] });
const subprotocols = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];
let lastPid = 100;

const server = new WebSocketServer({
  noServer: true,
  clientTracking: false,
  perMessageDeflate: false,
  handleProtocols: offered => subprotocols.find(name => offered.has(name)) ?? false,
});

/** Answers an exec's upgrade request as a container does that has the programs of `program.ts`. */
export function handleExec(request: IncomingMessage, socket: Duplex, head: Buffer): void {
  const argv = new URL(request.url ?? '/', 'https://any').searchParams.getAll('command');
  // A reset connection is as good as a closed one.
  socket.on('error', () => socket.destroy());
  server.handleUpgrade(request, socket, head, ws => {
    ws.on('error', () => {});
    run(argv, ws, socket);
  });
}

function run(argv: readonly string[], ws: WebSocket, socket: Duplex): void {
  const player = new Player(socket);
  const end = () => {
    ws.send(Buffer.from(`${String.fromCharCode(channels.error)}${success}`));
    ws.close(1000);
  };
  player.print('');
  announce(argv, player);
  const program = parseProgram(argv);
  if (program === undefined) {
    player.print(`${reapReport}\n`);
    end();
    return;
  }
  const process = new ContainerProcess(program, player, end);
  ws.on('message', (message: Buffer) => {
    if (message[0] === channels.stdin) process.type(message.subarray(1));
  });
  ws.on('close', () => process.close());
}

/** What podbay's start command prints before the program runs. */
function announce(argv: readonly string[], player: Player): void {
  const [, , , name, marker] = argv;
  if (name === 'podbay') player.print(`\x1b]5379;podbay;${marker};${++lastPid};started\x07`);
}
