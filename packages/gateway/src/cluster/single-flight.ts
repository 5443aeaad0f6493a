/**
 * One call at a time, its result shared by all who ask meanwhile, and kept until it expires or is dropped.
 * A failure is told to all who wait and not kept.
 */
export class SingleFlight<Value> {
  readonly #load: () => Promise<Value>;
  /** When `value` must be loaded anew, in milliseconds since 1970; `undefined`: never. */
  readonly #expiresAt: (value: Value) => number | undefined;
  #flight: Promise<Value> | undefined;
  #kept: { readonly value: Value } | undefined;

  constructor(load: () => Promise<Value>, expiresAt: (value: Value) => number | undefined) {
    this.#load = load;
    this.#expiresAt = expiresAt;
  }

  get(): Promise<Value> {
    if (this.#flight !== undefined) return this.#flight;
    if (this.#kept !== undefined && !this.#isExpired(this.#kept.value))
      return Promise.resolve(this.#kept.value);
    const flight = this.#load().finally(() => {
      if (this.#flight === flight) this.#flight = undefined;
    });
    this.#flight = flight;
    flight.then(
      value => {
        this.#kept = { value };
      },
      () => {},
    );
    return flight;
  }

  /** Forgets the value: the next `get` loads it anew. */
  drop(): void {
    this.#kept = undefined;
  }

  #isExpired(value: Value): boolean {
    const expiresAt = this.#expiresAt(value);
    return expiresAt !== undefined && expiresAt <= Date.now();
  }
}
