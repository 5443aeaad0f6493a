/** Handler of one kind of event. */
export type Handler<Event> = (event: Event) => void;

/** What listeners see of an `Emitter`. `Events` maps each event's name to what it carries. */
export interface EventSource<Events extends object> {
  /** Calls `handler` on each `type` event. Returns the function that stops it. */
  on<Type extends keyof Events>(type: Type, handler: Handler<Events[Type]>): () => void;
}

/** Typed events. A handler added or removed while an event is being told takes effect with the next one. */
export class Emitter<Events extends object> implements EventSource<Events> {
  readonly #handlers = new Map<keyof Events, readonly Handler<never>[]>();

  on<Type extends keyof Events>(type: Type, handler: Handler<Events[Type]>): () => void {
    this.#handlers.set(type, [...(this.#handlers.get(type) ?? []), handler]);
    return () => this.#remove(type, handler);
  }

  emit<Type extends keyof Events>(type: Type, event: Events[Type]): void {
    for (const handler of this.#handlers.get(type) ?? []) (handler as Handler<Events[Type]>)(event);
  }

  dispose(): void {
    this.#handlers.clear();
  }

  #remove(type: keyof Events, handler: Handler<never>): void {
    const left = (this.#handlers.get(type) ?? []).filter(other => other !== handler);
    this.#handlers.set(type, left);
  }
}
