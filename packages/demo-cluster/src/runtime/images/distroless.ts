import type { Image, ImageUser } from './image.ts';
import { program } from './program.ts';

const nonroot: ImageUser = { name: 'nonroot', uid: 65532, home: '/home/nonroot' };

const proxy = program(`
log() { echo "time=$(now) level=$1 msg=\\"$2\\" $3"; }
stopping() { log INFO 'shutting down' 'signal=terminated'; }
log INFO 'starting gateway' 'version=v1.31.4 go=go1.25.1'
log INFO 'loaded routes' 'count=14 source=/etc/gateway/routes.yaml'
log INFO 'serving' 'addr=:8443 tls=true'
while :; do
  pick 40; upstream=$((n + 3))
  pick 6
  case $n in
    0) log WARN 'retrying upstream' "host=api.shop:8080 attempt=2 ms=$upstream" ;;
    *) log INFO 'proxied' "host=api.shop:8080 status=200 ms=$upstream" ;;
  esac
  pick 9; pause $((n + 5))
done
`);

/** A Go-like reverse proxy with no shell and no tools. */
export const gateway: Image = {
  name: 'registry.demo/platform/gateway:1.31.4',
  shell: 'none',
  entrypoint: ['/gateway'],
  args: ['--config=/etc/gateway/routes.yaml'],
  env: { SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt' },
  user: nonroot,
  workingDir: '/home/nonroot',
  files: {
    '/gateway': proxy,
    '/etc/gateway/routes.yaml':
      'routes:\n  - host: shop.example\n    to: http://web.shop:8080\n  - host: pay.example\n    to: http://ledger.payments:8080\n',
  },
};

const exporter = program(`
log() { echo "time=$(now) level=INFO source=node_exporter.go msg=\\"$1\\""; }
log 'Starting node_exporter version=1.9.1'
for collector in cpu diskstats filesystem loadavg meminfo netdev stat time uname; do
  echo "time=$(now) level=INFO source=node_exporter.go collector=$collector"
done
log 'Listening on address=[::]:9100'
while :; do pause 3600; done
`);

/** A metrics exporter with no shell that says little. */
export const nodeExporter: Image = {
  name: 'registry.demo/monitoring/node-exporter:1.9.1',
  shell: 'none',
  entrypoint: ['/node_exporter'],
  args: ['--path.rootfs=/host'],
  env: {},
  user: nonroot,
  workingDir: '/',
  files: { '/node_exporter': exporter },
};

const scrape = program(`
log() { echo "time=$(now) level=INFO source=$1 msg=\\"$2\\" $3"; }
stopping() { log main.go 'Received an OS signal, exiting gracefully...' 'signal=terminated'; }
log main.go 'Starting Prometheus Server' 'mode=server version="3.6.0"'
log main.go 'Server is ready to receive web requests.'
while :; do
  pause 60
  pick 400
  log compact.go 'Head GC completed' "caller=truncateMemory duration=$((n + 100))us"
done
`);

/** A Prometheus-like server: sh alone. */
export const prometheus: Image = {
  name: 'registry.demo/monitoring/prometheus:3.6.0',
  shell: 'sh',
  entrypoint: ['/app/prometheus'],
  args: ['--config.file=/etc/prometheus/prometheus.yml'],
  env: {},
  user: { name: 'nobody', uid: 65534, home: '/prometheus' },
  workingDir: '/prometheus',
  files: {
    '/app/prometheus': scrape,
    '/etc/prometheus/prometheus.yml':
      'global:\n  scrape_interval: 30s\n\nscrape_configs:\n  - job_name: node\n    static_configs:\n      - targets: [node-exporter.monitoring:9100]\n',
    '/prometheus/README': 'The time series live here.\n',
  },
};
