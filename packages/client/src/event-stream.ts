const maxBufferedCharacters = 64 * 1024 * 1024;

/**
 * Reads server-sent events: yields the data of each. Comments keep a connection alive and are passed over.
 * (HTML standard, section 9.2.6; `EventSource` itself hides the HTTP status, which says why a stream is refused.)
 */
export async function* readEventStream(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let buffer = '';
  for await (const text of iterate(body.pipeThrough(new TextDecoderStream()))) {
    buffer += text;
    if (buffer.length > maxBufferedCharacters) throw new RangeError('a server-sent event is too long');
    const blocks = buffer.split(/\r\n\r\n|\n\n|\r\r/);
    buffer = blocks.pop() ?? '';
    for (const block of blocks) {
      const data = dataOf(block);
      if (data !== undefined) yield data;
    }
  }
}

function dataOf(block: string): string | undefined {
  const lines = block
    .split(/\r\n|\n|\r/)
    .filter(line => line.startsWith('data:'))
    .map(line => line.slice('data:'.length).replace(/^ /, ''));
  return lines.length > 0 ? lines.join('\n') : undefined;
}

// Safari's streams can't be iterated.
async function* iterate(stream: ReadableStream<string>): AsyncGenerator<string> {
  const reader = stream.getReader();
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) yield part.value;
  } finally {
    await reader.cancel().catch(() => {});
  }
}
