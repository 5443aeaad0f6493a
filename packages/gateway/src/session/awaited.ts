/** A client's name is the browser's choice: whoever left longest ago is no longer waited for. */
const maxClients = 32;

/** How a viewer left. */
export interface DetachOptions {
  /** Its side closed it, so everything has arrived. */
  readonly complete: boolean;
  /** Its page went away: if it is loaded again, it comes back under another name. */
  readonly left?: boolean;
  /** It was closed because its user must show again who they are; who can do so comes back at once. */
  readonly unproven?: boolean;
}

/**
 * Who may still come for the end of a session: clients whose connection broke, or whose page is being loaded again, and,
 * before anybody has been told it, everybody.
 */
export class Awaited {
  /** By the client's name, how it left. */
  readonly #clients = new Map<string, DetachOptions>();
  #isTold = false;

  /** Whether nobody is waited for. */
  get isOver(): boolean {
    return this.#isTold && this.#clients.size === 0;
  }

  /** A client comes. A name that is new may be that of a page that was loaded again. */
  welcome(client: string): void {
    if (this.#clients.delete(client)) return;
    const [page] = [...this.#clients].find(([, { left }]) => left) ?? [];
    if (page !== undefined) this.#clients.delete(page);
  }

  /** A client has left. `told`: it had been sent the end. */
  leave(client: string, { told, ...how }: DetachOptions & { readonly told: boolean }): void {
    if (how.complete) this.#isTold ||= told;
    else this.#keep(client, how);
  }

  /** Whoever has not come by now is too late. */
  giveUp(): void {
    this.#isTold = true;
    this.#clients.clear();
  }

  #keep(client: string, how: DetachOptions): void {
    this.#clients.set(client, how);
    const [longest] = this.#clients.keys();
    if (this.#clients.size > maxClients && longest !== undefined) this.#clients.delete(longest);
  }
}
