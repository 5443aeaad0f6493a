const idBytes = 16;

/** A new random id for a session or a client: 22 characters that nobody can guess. */
export function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(idBytes));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}
