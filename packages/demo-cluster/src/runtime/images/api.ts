import type { Image } from './image.ts';
import { program } from './program.ts';

const server = program(`
log() { printf '{"level":"%s","time":"%s","pid":1,"name":"%s","msg":"%s"%s}\\n' "$1" "$(now)" "$APP_NAME" "$2" "$3"; }
stopping() { log info 'SIGTERM: draining connections' ',"open":0'; }
log info 'configuration loaded' ',"env":"production"'
log info 'connected to postgres' ',"host":"db.shop.svc.cluster.local","pool":10'
log info 'listening' ',"port":8080'
id=4200
while :; do
  pick 8
  case $n in
    0) request='"method":"POST","path":"/orders","status":201' ;;
    1) request='"method":"GET","path":"/orders/8841","status":200' ;;
    2) request='"method":"GET","path":"/products?page=2","status":200' ;;
    3) request='"method":"PUT","path":"/cart/items/17","status":200' ;;
    4) request='"method":"GET","path":"/orders/9","status":404' ;;
    *) request='"method":"GET","path":"/healthz","status":200' ;;
  esac
  id=$((id + 1)); pick 70
  log info 'request completed' ",\\"reqId\\":\\"req-$id\\",$request,\\"ms\\":$((n + 2))"
  test $((id % 12)) -eq 0 && log warn 'slow query' ',"ms":412,"sql":"select * from orders where customer_id = $1"'
  pick 7
  pause $((n + 4))
done
`);

const source = `import { createServer } from 'node:http';
import { pool } from './db.js';
import { log } from './log.js';
import { route } from './routes.js';

const port = Number(process.env.PORT ?? 8080);

const server = createServer(async (request, response) => {
  const started = performance.now();
  const { status, body } = await route(request, pool);
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  log.info({ path: request.url, status, ms: performance.now() - started }, 'request completed');
});

server.listen(port, () => log.info({ port }, 'listening'));
process.on('SIGTERM', () => server.close(() => pool.end()));
`;

const files = {
  '/usr/local/bin/docker-entrypoint.sh': server,
  '/app/server.js': source,
  '/app/routes.js':
    'export async function route(request, pool) {\n  // one function per resource, see ./resources\n}\n',
  '/app/package.json':
    '{\n  "name": "shop-api",\n  "version": "5.12.0",\n  "type": "module",\n  "scripts": { "start": "node server.js" }\n}\n',
  '/app/README.md':
    '# api\n\nOrders, carts and products of the shop.\n\n- `PORT`: where it listens (8080)\n- `DATABASE_URL`: the postgres to use\n- `GET /healthz`: 200 when the pool is up\n',
  '/app/config/production.json':
    '{\n  "pool": { "max": 10, "idleMs": 30000 },\n  "currency": "EUR",\n  "features": { "giftCards": true, "newCheckout": false }\n}\n',
};

const node = { name: 'node', uid: 1000, home: '/home/node' };

/** The shop's back end: logs JSON lines, has bash, runs as a user who is not root. */
export const api: Image = {
  name: 'registry.demo/shop/api:5.12.0',
  shell: 'bash',
  entrypoint: ['docker-entrypoint.sh'],
  args: ['node', 'server.js'],
  env: { NODE_ENV: 'production', NODE_VERSION: '24.9.0', APP_NAME: 'api' },
  user: node,
  workingDir: '/app',
  files,
};

/** The payments service: the same program under another name. */
export const payments: Image = {
  ...api,
  name: 'registry.demo/payments/ledger:3.4.2',
  env: { ...api.env, APP_NAME: 'ledger' },
};
