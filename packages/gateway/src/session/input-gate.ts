import type { NoticeMessage, Restrictions, Role } from '@podbay/protocol';
import type { Viewer } from './viewer.ts';

/** The longest message of input that passes where nothing may be pasted, in bytes: longer ones nobody types. */
export const maxTypedBytes = 1024;

// What a terminal puts before a paste where the program asked for it (xterm's "bracketed paste mode").
const pasteStart = '\x1b[200~';

/**
 * Refuses input that a policy forbids, and tells each viewer once why.
 *
 * A paste can't be told from typing for certain: what is marked as one, or comes in one long message, is refused here. The
 * rest is the client's to keep.
 */
export class InputGate {
  #restrictions: Restrictions | undefined;
  readonly #told = new WeakSet<Viewer>();

  /** `undefined`: nothing is restricted. */
  get restrictions(): Restrictions | undefined {
    return this.#restrictions;
  }

  get role(): Role {
    return this.#restrictions?.readOnly ? 'reader' : 'writer';
  }

  restrict(restrictions: Restrictions): void {
    this.#restrictions = restrictions;
  }

  /** Tells whether a viewer's input may go to the process. */
  admits(viewer: Viewer, bytes: Uint8Array): boolean {
    const notice = this.#findObjection(bytes);
    if (notice === undefined) return true;
    if (!this.#told.has(viewer)) viewer.tell(notice);
    this.#told.add(viewer);
    return false;
  }

  #findObjection(bytes: Uint8Array): NoticeMessage | undefined {
    if (this.#restrictions?.readOnly) return readOnlyNotice;
    return this.#restrictions?.noPaste && isPaste(bytes) ? pasteNotice : undefined;
  }
}

const readOnlyNotice: NoticeMessage = {
  type: 'notice',
  level: 'info',
  code: 'read-only',
  message: 'This session is read-only: what you type is not sent.',
};

const pasteNotice: NoticeMessage = {
  type: 'notice',
  level: 'warning',
  code: 'paste-refused',
  message: 'Nothing may be pasted into this session: it was not sent.',
};

function isPaste(bytes: Uint8Array): boolean {
  return (
    bytes.length > maxTypedBytes ||
    Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(pasteStart)
  );
}
