import { createHash } from 'node:crypto';

const form = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z-([A-Za-z0-9_-]{16,64})$/;

/** Which recording it is: when it began, and of which session. No id is a path. */
export interface RecordingName {
  readonly startedAt: Date;
  readonly session: string;
}

/** A recording's id, which is its file's name without the ending. A `TypeError` for a session's id that is none. */
export function formatRecordingId({ startedAt, session }: RecordingName): string {
  const id = `${startedAt.toISOString().replaceAll(/[-:.]/g, '')}-${session}`;
  if (!form.test(id)) throw new TypeError(`session must be a session's id, not ${JSON.stringify(session)}`);
  return id;
}

/** What an id says; `undefined`: it is none. */
export function parseRecordingId(id: string): RecordingName | undefined {
  const found = form.exec(id);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, ms, session = ''] = found;
  const startedAt = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`);
  return Number.isNaN(startedAt.getTime()) ? undefined : { startedAt, session };
}

/** The name of the folder of somebody's recordings: whoever looks into their own finds nobody else's. */
export function ownerFolder(owner: string): string {
  return createHash('sha256').update(owner).digest('hex').slice(0, 32);
}
