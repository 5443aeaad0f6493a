/** The WebSocket subprotocol that both sides must name. */
export const subprotocol = 'podbay.v1';

/**
 * Close codes of the terminal's WebSocket.
 * 1000 and 44xx are final: there is nothing to resume. 45xx and every other code: connect again and resume.
 */
export const closeCodes = {
  /** The session is over; an `exit` or `refused` message came before. */
  ended: 1000,
  /** A message or parameter that the protocol does not allow. */
  badRequest: 4400,
  /** Not logged in, or no longer. */
  unauthorized: 4401,
  /** No such session, or not this user's. */
  noSession: 4404,
  /** Another viewer took this viewer's place. */
  replaced: 4409,
  /** The viewer fell behind what the gateway keeps. */
  tooSlow: 4508,
  /** Something broke in the gateway; the session goes on. */
  internal: 4500,
  /** Who one is must be shown anew: by connecting again. */
  proveAgain: 4501,
  /** The gateway shuts down. */
  shuttingDown: 4503,
} as const;

export type CloseCode = (typeof closeCodes)[keyof typeof closeCodes];

/** Tells whether a client that was closed with `code` should connect again and resume. */
export function mayResume(code: number): boolean {
  return code !== closeCodes.ended && !(code >= 4400 && code < 4500);
}
