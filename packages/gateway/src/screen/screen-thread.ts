import { parentPort } from 'node:worker_threads';
import { ScreenSchedule } from './screen-schedule.ts';
import type { ThreadRequest } from './thread-messages.ts';

// The thread's entry. An error ends the thread: the main thread sees that, and starts another.
const port = parentPort;
if (port === null) throw new Error('screen-thread runs in a worker thread only');

const schedule = new ScreenSchedule((reply, transfer) => port.postMessage(reply, transfer));
port.on('message', (request: ThreadRequest) => schedule.handle(request));
