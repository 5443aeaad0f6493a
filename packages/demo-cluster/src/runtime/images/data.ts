import type { Image } from './image.ts';
import { program } from './program.ts';

const redis = program(`
stamp() { echo "1:M $(date -u '+%d %b %Y %H:%M:%S').000"; }
stopping() { echo "$(stamp) * Received SIGTERM scheduling shutdown..."; echo "$(stamp) # Redis is now ready to exit, bye bye..."; }
echo "1:C $(date -u '+%d %b %Y %H:%M:%S').000 * Redis version=8.2.1, bits=64, commit=00000000, modified=0, pid=1, just started"
echo "$(stamp) * monotonic clock: POSIX clock_gettime"
echo "$(stamp) * Running mode=standalone, port=6379."
echo "$(stamp) * Ready to accept connections tcp"
while :; do
  pause 55
  echo "$(stamp) * 100 changes in 300 seconds. Saving..."
  pause 1
  echo "$(stamp) * Background saving terminated with success"
done
`);

/** A Redis-like cache: sh alone. */
export const cache: Image = {
  name: 'registry.demo/shop/cache:8.2.1',
  shell: 'sh',
  entrypoint: ['redis-server'],
  args: ['/usr/local/etc/redis.conf'],
  env: { REDIS_VERSION: '8.2.1' },
  user: { name: 'redis', uid: 999, home: '/data' },
  workingDir: '/data',
  files: {
    '/usr/local/bin/redis-server': redis,
    '/usr/local/etc/redis.conf':
      'bind * -::*\nport 6379\nsave 300 100\nmaxmemory 256mb\nmaxmemory-policy allkeys-lru\ndir /data\n',
    '/data/README': 'dump.rdb appears here with the first save.\n',
  },
};

const postgres = program(`
stamp() { date -u '+%Y-%m-%d %H:%M:%S.000 UTC'; }
log() { echo "$(stamp) [$1] LOG:  $2" >&2; }
stopping() { log 1 'received fast shutdown request'; log 1 'database system is shut down'; }
echo 'PostgreSQL Database directory appears to contain a database; Skipping initialization'
log 1 'starting PostgreSQL 17.6 on x86_64-pc-linux-gnu, 64-bit'
log 1 'listening on IPv4 address "0.0.0.0", port 5432'
log 29 "database system was shut down at $(stamp)"
log 1 'database system is ready to accept connections'
while :; do
  pause 45
  pick 60
  log 27 'checkpoint starting: time'
  log 27 "checkpoint complete: wrote $((n + 12)) buffers (0.3%); write=4.8 s, sync=0.01 s, total=4.9 s"
done
`);

/** A PostgreSQL-like database: has bash. */
export const db: Image = {
  name: 'registry.demo/shop/db:17.6',
  shell: 'bash',
  entrypoint: ['docker-entrypoint.sh'],
  args: ['postgres'],
  env: { PGDATA: '/var/lib/postgresql/data', PG_MAJOR: '17' },
  user: { name: 'postgres', uid: 70, home: '/var/lib/postgresql' },
  workingDir: '/var/lib/postgresql/data',
  files: {
    '/usr/local/bin/docker-entrypoint.sh': postgres,
    '/var/lib/postgresql/data/PG_VERSION': '17\n',
    '/var/lib/postgresql/data/postgresql.conf':
      "listen_addresses = '*'\nmax_connections = 100\nshared_buffers = 128MB\nwal_level = replica\nlog_timezone = 'Etc/UTC'\n",
    '/var/lib/postgresql/data/pg_hba.conf':
      'local   all  all                trust\nhost    all  all  10.244.0.0/16  scram-sha-256\n',
    '/var/lib/postgresql/data/schema.sql':
      'create table customers (id bigserial primary key, name text not null);\ncreate table orders (\n  id bigserial primary key,\n  customer_id bigint references customers,\n  total_cents bigint not null,\n  placed_at timestamptz default now()\n);\n',
  },
};
