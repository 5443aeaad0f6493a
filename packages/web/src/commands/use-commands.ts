import { useEffect, useRef } from 'react';
import { type Command, commandRegistry } from './command-registry.ts';

/** Offers commands while the component is there. `commands` may be new each time: what counts is what they are now. */
export function useCommands(commands: readonly Command[]): void {
  const latest = useRef(commands);
  useEffect(() => {
    latest.current = commands;
  });
  const ids = commands.map(({ id }) => id).join(' ');
  useEffect(() => {
    const current = (id: string) => latest.current.find(command => command.id === id);
    const relayed = ids.split(' ').flatMap((id): Command[] => {
      const command = current(id);
      if (command === undefined) return [];
      return [
        {
          ...command,
          title: () => current(id)?.title() ?? '',
          isEnabled: () => current(id)?.isEnabled?.() !== false,
          run: () => current(id)?.run(),
        },
      ];
    });
    return commandRegistry.register(relayed);
  }, [ids]);
}
