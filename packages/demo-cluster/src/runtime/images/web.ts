import { type Image, root } from './image.ts';
import { program } from './program.ts';

const server = program(`
stopping() { echo "$(date -u '+%Y/%m/%d %H:%M:%S') [notice] 1#1: signal 15 (SIGTERM) received, exiting" >&2; }
for step in 10-listen-on-ipv6-by-default.sh 20-envsubst-on-templates.sh 30-tune-worker-processes.sh; do
  echo "/docker-entrypoint.sh: Launching /docker-entrypoint.d/$step"
done
echo "/docker-entrypoint.sh: Configuration complete; ready for start up"
echo "$(date -u '+%Y/%m/%d %H:%M:%S') [notice] 1#1: nginx/1.29.1" >&2
echo "$(date -u '+%Y/%m/%d %H:%M:%S') [notice] 1#1: start worker processes" >&2
while :; do
  pick 9
  case $n in
    0) line='GET /cart HTTP/1.1" 200 2841' ;;
    1) line='GET /products/walnut-desk HTTP/1.1" 200 9120' ;;
    2) line='GET /products?page=2 HTTP/1.1" 200 14233' ;;
    3) line='POST /api/cart/items HTTP/1.1" 201 88' ;;
    4) line='GET /favicon.ico HTTP/1.1" 304 0' ;;
    5) line='GET /products/ash-stool HTTP/1.1" 200 8707' ;;
    6) line='GET /old-sale HTTP/1.1" 404 153' ;;
    *) line='GET /healthz HTTP/1.1" 200 2' ;;
  esac
  pick 200
  entry="10.244.1.$((n + 10)) - - [$(date -u '+%d/%b/%Y:%H:%M:%S +0000')] \\"$line \\"-\\" \\"Mozilla/5.0\\""
  echo "$entry"
  echo "$entry" >> ../../var/log/nginx/access.log
  pick 6
  pause $((n + 3))
done
`);

const configuration = `worker_processes  auto;
error_log  /var/log/nginx/error.log notice;
pid        /tmp/nginx.pid;

events {
    worker_connections  1024;
}

http {
    include       /etc/nginx/mime.types;
    default_type  application/octet-stream;
    log_format    main  '$remote_addr - $remote_user [$time_local] "$request" $status $body_bytes_sent';
    access_log    /var/log/nginx/access.log  main;
    sendfile      on;
    keepalive_timeout  65;

    upstream api {
        server api.shop.svc.cluster.local:8080;
        keepalive 32;
    }

    server {
        listen 8080;
        root   /srv/www;

        location /api/ {
            proxy_pass http://api;
            proxy_set_header X-Request-Id $request_id;
        }
        location = /healthz {
            return 200 "ok";
        }
        location / {
            try_files $uri $uri/ /index.html;
        }
    }
}
`;

const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Shop: desks, stools, lamps</title></head>
  <body>
    <h1>Furniture for people who stay</h1>
    <p>Grüße · 你好 · Καλημέρα · 🪑</p>
  </body>
</html>
`;

/** The shop's front end: nginx-like, has bash. */
export const web: Image = {
  name: 'registry.demo/shop/web:2.8.1',
  shell: 'bash',
  entrypoint: ['/docker-entrypoint.sh'],
  args: ['nginx', '-g', 'daemon off;'],
  env: { NGINX_VERSION: '1.29.1', PKG_RELEASE: '1~bookworm' },
  user: root,
  workingDir: '/srv/www',
  files: {
    '/docker-entrypoint.sh': server,
    '/etc/nginx/nginx.conf': configuration,
    '/etc/nginx/mime.types':
      'types {\n    text/html  html htm;\n    text/css   css;\n    application/javascript  js;\n}\n',
    '/srv/www/index.html': page,
    '/srv/www/assets/app.css': 'body { font: 16px/1.5 system-ui; margin: 4rem auto; max-width: 42rem; }\n',
    '/var/log/nginx/access.log': '',
    '/var/log/nginx/error.log': '',
  },
};
