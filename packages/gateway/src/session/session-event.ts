import type { Outcome, Role } from '@podbay/protocol';

/**
 * What happens to a session, for those who keep records of it.
 *
 * - `attached`: a viewer came; `viewers` counts those that are there now, here and below, and `from` tells where its browser is.
 * - `resumed`: a viewer came back to where nobody looked.
 * - `detached`: a viewer left; `unproven`: because its user must show again who they are.
 * - `restricted`: its viewers have another role.
 * - `cut`: a viewer fell behind what is kept; its `detached` follows.
 * - `ended`: its outcome is known. What is left in the container may still have to be ended.
 */
export type SessionEvent =
  | {
      readonly type: 'attached' | 'resumed' | 'detached';
      readonly viewers: number;
      readonly from: string | undefined;
      readonly unproven?: boolean | undefined;
    }
  | { readonly type: 'restricted'; readonly role: Role }
  | { readonly type: 'cut' }
  | { readonly type: 'ended'; readonly outcome: Outcome };
