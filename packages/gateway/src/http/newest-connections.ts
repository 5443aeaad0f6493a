/**
 * Which connection of a client is the one it made last.
 *
 * A client that comes back takes the place of its old connection. Where it had to come twice, the first one may still wait
 * for an answer of Kubernetes when the second one is attached already; and as nothing is read from a connection that
 * waits, nobody notices that it has been left. It must not take the second one's place.
 */
export class NewestConnections {
  readonly #newest = new Map<string, number>();
  #arrivals = 0;

  /** The number of a connection that arrives now; later ones have higher numbers. */
  arrive(): number {
    this.#arrivals++;
    return this.#arrivals;
  }

  /** The connection is one of this client, by whatever name is its own. */
  claim(client: string, arrival: number): void {
    if (arrival > (this.#newest.get(client) ?? 0)) this.#newest.set(client, arrival);
  }

  isNewest(client: string, arrival: number): boolean {
    return this.#newest.get(client) === arrival;
  }

  /** The connection is closed. */
  release(client: string, arrival: number): void {
    if (this.isNewest(client, arrival)) this.#newest.delete(client);
  }
}
