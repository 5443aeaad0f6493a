// Loaded into the gateway's process before anything else: counts all its timers, unref'd ones too, which Node does not tell.
import { createHook } from 'node:async_hooks';

const timers = new Set<number>();
const hooks = {
  init(id: number, type: string) {
    if (type === 'Timeout') timers.add(id);
  },
  destroy(id: number) {
    timers.delete(id);
  },
  trackPromises: false,
};
createHook(hooks).enable();

process.on('message', message => {
  if (message === 'timers') process.send?.({ timers: timers.size });
});
// Asking must not keep the process alive.
process.channel?.unref();
