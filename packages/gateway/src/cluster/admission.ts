import type { Refusal } from '@podbay/protocol';
import type { PodFacts } from './preflight.ts';

/** What somebody else than Kubernetes says to a launch. */
export type Admission =
  | {
      readonly type: 'admitted';
      /** Command lines: what is started is one of them, the first that is there where none was asked for. */
      readonly shells?: readonly (readonly string[])[] | undefined;
    }
  | { readonly type: 'refused'; readonly refusal: Refusal };

/** Decides once the pod is known and before anything is started in it. Must not throw. */
export type Admit = (facts: PodFacts) => Admission;

/** Forbids nothing. */
export const admitAll: Admit = () => ({ type: 'admitted' });

/**
 * The command lines to try, in this order, or why there are none. `asked` empty: a shell is wanted; an empty command line
 * stands for the best shell that the container has.
 */
export function chooseCommands(
  asked: readonly string[],
  admission: Admission,
): readonly (readonly string[])[] | Refusal {
  if (admission.type === 'refused') return admission.refusal;
  const { shells } = admission;
  if (shells === undefined || shells.length === 0) return [asked];
  if (asked.length === 0) return shells;
  return shells.some(shell => isSame(shell, asked)) ? [asked] : notAllowed(asked, shells);
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((word, index) => word === b[index]);
}

function notAllowed(asked: readonly string[], shells: readonly (readonly string[])[]): Refusal {
  const allowed = shells.map(shell => shell.join(' ')).join(', ');
  return {
    code: 'forbidden',
    message: `The policy of this Podbay does not let you start ${asked[0] ?? ''} here.`,
    hint: `What may be started: ${allowed}.`,
    details: { shells: allowed },
  };
}
