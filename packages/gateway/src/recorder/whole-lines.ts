import { type FileHandle, open } from 'node:fs/promises';

const stepBytes = 64 * 1024;
const newline = 0x0a;

/** Where the last whole line of a file of `size` bytes ends; 0: there is none. */
export async function findWholeLinesEnd(file: FileHandle, size: number): Promise<number> {
  const buffer = Buffer.alloc(stepBytes);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - stepBytes);
    const { bytesRead } = await file.read(buffer, 0, end - start, start);
    const at = buffer.subarray(0, bytesRead).lastIndexOf(newline);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

/**
 * Cuts off what a crash has left of a last line. `young`: there is something to be cut, but the file was written less than `ageMs`
 * ago, and may be somebody's who writes on. Rejects with what the file system says.
 */
export async function cutTornLine(path: string, ageMs: number): Promise<'whole' | 'cut' | 'young'> {
  await using file = await open(path, 'r+');
  const { size, mtimeMs } = await file.stat();
  const end = await findWholeLinesEnd(file, size);
  if (end === size) return 'whole';
  if (Date.now() - mtimeMs < ageMs) return 'young';
  await file.truncate(end);
  return 'cut';
}
