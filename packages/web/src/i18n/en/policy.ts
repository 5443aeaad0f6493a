/** What the gateway's rules do not allow, in English. */
export const policy = {
  readOnly: 'This terminal is read-only: what you type is not sent.',
  pasteRefused: 'Nothing may be pasted into this terminal: it was not sent.',
  auditTitle: 'The audit can’t be written',
  auditText: 'The gateway opens no terminal while it can’t record that.',
  auditHint: 'Try again later, or tell whoever runs the gateway.',
};
