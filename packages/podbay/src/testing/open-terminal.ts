import { attachPath, formatAttachQuery, type Target } from '@podbay/protocol';

/** A terminal as a browser opens it, once there is output in it. `url`: the link that the gateway has printed. */
export async function openTerminal(
  url: string,
  target: Target,
  command: readonly string[],
): Promise<WebSocket> {
  const login = await fetch(url, { redirect: 'manual' });
  const query = formatAttachQuery({
    type: 'open',
    session: 'a-session-of-the-test',
    client: 'a-client-of-the-test',
    target,
    size: { cols: 80, rows: 24 },
    command,
  });
  const address = new URL(`${attachPath}?${query}`, url);
  const secret = /=([\w-]+);/.exec(login.headers.get('set-cookie') ?? '')?.[1];
  const headers = { authorization: `Bearer ${secret}` };
  const socket = new WebSocket(address, { protocols: ['podbay.v1'], headers });
  await untilOutput(socket);
  return socket;
}

async function untilOutput(socket: WebSocket): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const said: string[] = [];
  socket.addEventListener('error', () => {});
  socket.addEventListener('close', ({ code }) => reject(new Error(`closed with ${code} after ${said}`)));
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') said.push(data);
    else resolve();
  });
  await promise;
}
