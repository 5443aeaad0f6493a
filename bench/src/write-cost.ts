import { open, rm } from 'node:fs/promises';

/** What a recorder writes at once. */
const blockBytes = 256 * 1024;

/** Processor seconds per GB that the kernel takes for a new file of `bytes`, which is gone afterwards. */
export async function writeCost(path: string, bytes: number): Promise<number> {
  const block = Buffer.alloc(blockBytes, 'x');
  const file = await open(path, 'wx');
  const before = process.cpuUsage();
  let written = 0;
  for (; written < bytes; written += block.length) await file.appendFile(block);
  const { user, system } = process.cpuUsage(before);
  await file.close();
  await rm(path);
  return (user + system) / 1e6 / (written / 1e9);
}
