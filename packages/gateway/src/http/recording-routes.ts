import { Hono } from 'hono';
import { RefusalError } from '../errors.ts';
import type { LoggedIn } from './middleware/login.ts';
import type { RecordingPort } from './recording-port.ts';

/** A user's own recordings. Another's answers as one that is not there. */
export function recordingRoutes(recordings: RecordingPort): Hono<LoggedIn> {
  return new Hono<LoggedIn>()
    .get('/recordings', async c => c.json({ recordings: await recordings.list(c.get('user')) }))
    .get('/recordings/:id', async c => {
      const id = c.req.param('id');
      const found = await recordings.open(id, c.get('user'));
      if (found === undefined)
        throw new RefusalError({ code: 'not-found', message: 'There is no such recording.' });
      return c.body(found.stream, 200, {
        'Content-Type': 'application/x-asciicast',
        'Content-Length': String(found.bytes),
        'Content-Disposition': `attachment; filename="${id}.cast"`,
      });
    });
}
