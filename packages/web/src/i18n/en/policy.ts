/** What the gateway's rules do not allow, in English. */
export const policy = {
  readOnly: 'This terminal is read-only: what you type is not sent.',
  pasteRefused: 'Nothing may be pasted into this terminal: it was not sent.',
  recording: 'Recording',
  recordingText:
    'What this terminal shows is recorded. What you type is not, but for what the terminal shows of it.',
  recordingFailed: 'Ended by the gateway: it must be recorded, and could not be any more',
  recorderTitle: 'It can’t be recorded',
  recorderText: 'This terminal must be recorded, and the gateway can’t do that now.',
  auditTitle: 'The audit can’t be written',
  auditText: 'The gateway opens no terminal while it can’t record that.',
  auditHint: 'Try again later, or tell whoever runs the gateway.',
};
