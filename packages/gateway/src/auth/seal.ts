import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const ivBytes = 12;
const tagBytes = 16;

/** Hides what goes through somebody else's hands, and notices when it was changed: AES-256-GCM, with a key of this process. */
export class Seal {
  readonly #key = randomBytes(32);

  seal(value: object): string {
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', this.#key, iv);
    const hidden = Buffer.concat([cipher.update(JSON.stringify(value)), cipher.final()]);
    return Buffer.concat([iv, cipher.getAuthTag(), hidden]).toString('base64url');
  }

  /** What was sealed; `undefined` for anything that was not sealed here. */
  open(sealed: string): unknown {
    const bytes = Buffer.from(sealed, 'base64url');
    // Decoding passes over what is no base64url.
    if (bytes.toString('base64url') !== sealed) return undefined;
    const authTagLength = tagBytes;
    try {
      const cipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, ivBytes), {
        authTagLength,
      });
      cipher.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
      return JSON.parse(
        Buffer.concat([cipher.update(bytes.subarray(ivBytes + tagBytes)), cipher.final()]).toString(),
      );
    } catch {
      return undefined;
    }
  }
}
