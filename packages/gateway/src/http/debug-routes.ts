import { type DebugContainer, type DebugImages, explainBadTarget } from '@podbay/protocol';
import { Hono } from 'hono';
import { z } from 'zod';
import { RefusalError } from '../errors.ts';
import { readJson } from '../read-json.ts';
import type { DebugPort } from './debug-port.ts';
import type { LoggedIn } from './middleware/login.ts';
import type { SenderOf } from './sender.ts';

export interface DebugRoutesOptions {
  readonly debug: DebugPort;
  readonly senderOf: SenderOf;
}

const schema = z.strictObject({ container: z.string(), image: z.string() });

/** Below `/api/v1`: debug containers for containers without a shell. */
export function debugRoutes({ debug, senderOf }: DebugRoutesOptions): Hono<LoggedIn> {
  return new Hono<LoggedIn>()
    .get('/debug/images', c => {
      const { images, lifetimeMs } = debug;
      return c.json<DebugImages>({ images, lifetimeMs });
    })
    .post('/contexts/:context/namespaces/:namespace/pods/:pod/debug', async c => {
      const { data } = schema.safeParse(await readJson(c.req.raw));
      if (data === undefined) throw badRequest('Expected {"container": "…", "image": "…"}');
      const target = { ...c.req.param(), container: data.container };
      const problem = explainBadTarget(target);
      if (problem !== undefined) throw badRequest(problem);
      const { address } = senderOf(c.env.incoming);
      const query = { user: c.get('user'), address, target, image: data.image };
      return c.json<DebugContainer>(await debug.start(query, c.req.raw.signal));
    });
}

function badRequest(problem: string): RefusalError {
  return new RefusalError({ code: 'bad-request', message: `${problem}.` });
}
