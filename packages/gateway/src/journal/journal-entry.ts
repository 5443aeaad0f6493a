import { z } from 'zod';
import { ownerSchema } from './owner.ts';

const entrySchema = z.object({
  /** What everything bears that the session starts in its container. */
  marker: z.string().min(1),
  /** The shell's process id in the container; 0: not known, or not yet. */
  pid: z.int().nonnegative(),
  session: z.string(),
  user: z.string(),
  target: z.object({ context: z.string(), namespace: z.string(), pod: z.string(), container: z.string() }),
  /** The API server's address: a context of the same name may lead to another cluster one day. */
  server: z.string(),
  uid: z.string(),
  image: z.string(),
  node: z.string(),
  /** RFC 3339. */
  openedAt: z.iso.datetime(),
});

/** Something that runs, or may run, in a container. */
export type JournalEntry = Readonly<z.infer<typeof entrySchema>>;

const lineSchema = z.union([
  z.object({ owner: ownerSchema }),
  z.object({ entry: entrySchema }),
  z.object({ gone: z.string() }),
  z.object({ released: z.literal(true) }),
]);

/**
 * One line of a journal.
 *
 * - `owner`: whose journal it is; the first line.
 * - `entry`: may run from now on; a later one of the same marker replaces it.
 * - `gone`: the marker's processes are gone.
 * - `released`: its owner has closed it and leaves the rest to others, though it may live on.
 */
export type JournalLine = z.infer<typeof lineSchema>;

/** Reads a line; `undefined`: it is none, e.g. because its writer died over it. */
export function parseLine(text: string): JournalLine | undefined {
  try {
    return lineSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
