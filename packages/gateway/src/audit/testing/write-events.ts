import { toAuditEvent } from '../audit-event.ts';
import { WebhookSink } from '../webhook-sink.ts';

// Nobody listens there, so that everything stays in the queue of argv's directory, until this process is killed.
const url = new URL('http://127.0.0.1:9/');
const sink = new WebhookSink({ url, queueDir: process.argv[2] ?? '', maxBytes: 1e7 });
for (let number = 0; number < 500; number++) {
  sink.write(toAuditEvent({ time: '2026-01-02T03:04:05Z', event: 'login', user: String(number) }));
}
process.stdout.write('written\n');
setInterval(() => {}, 1000);
