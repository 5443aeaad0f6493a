import { type Image, root } from './image.ts';
import { program } from './program.ts';

const consume = program(`
stopping() { echo "$(now) INFO  worker: finishing job $job, then leaving"; }
job=90110
echo "$(now) INFO  worker: connected to cache:6379, queue=orders concurrency=2"
while :; do
  job=$((job + 1))
  echo "$(now) INFO  worker: job $job started kind=send-confirmation"
  pick 4; pause $((n + 2))
  pick 10
  if test $n -eq 0; then
    echo "$(now) WARN  worker: job $job failed: smtp timeout, will retry in 30s" >&2
  else
    echo "$(now) INFO  worker: job $job done"
  fi
  pick 8; pause $((n + 6))
done
`);

/** Takes orders from a queue: BusyBox or dash, no bash. */
export const worker: Image = {
  name: 'registry.demo/shop/worker:5.12.0',
  shell: 'alpine',
  entrypoint: ['/app/worker'],
  args: ['--queue', 'orders'],
  env: { QUEUE: 'orders' },
  user: root,
  workingDir: '/app',
  files: {
    '/app/worker': consume,
    '/app/templates/confirmation.txt':
      'Dear {{name}},\n\nthank you for your order {{order}}. It leaves our workshop tomorrow.\n',
    '/app/queues.yaml': 'queues:\n  orders:\n    concurrency: 2\n    retry: { times: 5, backoff: 30s }\n',
  },
};

const ship = program(`
stopping() { echo "$(now) [info] [engine] service will shutdown in max 5 seconds"; }
echo "$(now) [info] [fluent bit] version=4.0.3"
echo "$(now) [info] [input:tail:tail.0] inotify_fs_add(): inode=262411 watch_fd=1 name=/var/log/app/current.log"
while :; do
  pick 90
  echo "$(now) [info] [output:loki:loki.0] flushed $((n + 8)) records"
  pause 30
done
`);

/** A sidecar that ships logs: sh alone. */
export const logShipper: Image = {
  name: 'registry.demo/platform/log-shipper:4.0.3',
  shell: 'sh',
  entrypoint: ['/fluent-bit/bin/fluent-bit'],
  args: ['-c', '/fluent-bit/etc/fluent-bit.conf'],
  env: {},
  user: root,
  workingDir: '/fluent-bit',
  files: {
    '/fluent-bit/bin/fluent-bit': ship,
    '/fluent-bit/etc/fluent-bit.conf':
      '[SERVICE]\n    Flush     5\n    Log_Level info\n\n[INPUT]\n    Name tail\n    Path /var/log/app/*.log\n\n[OUTPUT]\n    Name loki\n    Host loki.monitoring.svc.cluster.local\n',
  },
};
