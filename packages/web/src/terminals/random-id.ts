/** An id that no other page has: for tabs and pages. Nobody is kept from guessing it. */
export function randomId(): string {
  // `randomUUID` is there only where the page was loaded securely.
  return [...crypto.getRandomValues(new Uint32Array(3))].map(part => part.toString(36)).join('');
}
