import { RefusalError } from './errors.ts';

/** The longest body of a request that is JSON. */
export const maxJsonBytes = 64 * 1024;

/** The JSON body of a request, of at most `maxJsonBytes`. Rejects with a `RefusalError` (`bad-request`). */
export async function readJson(request: Request): Promise<unknown> {
  const text = await readText(request);
  try {
    return JSON.parse(text);
  } catch {
    throw new RefusalError({ code: 'bad-request', message: 'The body is not JSON.' });
  }
}

/** Refuses a body of so many bytes. */
export function bodyTooLong(): RefusalError {
  const message = `The body may have at most ${maxJsonBytes} bytes.`;
  return new RefusalError({ code: 'bad-request', message });
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.length;
      if (bytes > maxJsonBytes) throw bodyTooLong();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof RefusalError) throw error;
    // Whoever leaves in the middle of it is no fault of ours.
    throw new RefusalError({ code: 'bad-request', message: 'The body broke off.' }, { cause: error });
  }
  return Buffer.concat(chunks).toString();
}
