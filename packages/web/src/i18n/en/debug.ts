/** Debug containers, for containers without a shell. */
export const debug = {
  title: 'Debug container beside {{container}}',
  menu: 'Debug container…',
  command: 'Debug container beside this one…',
  what: 'A debug container brings a shell and tools of its own, and sees the processes and files of {{container}}.',
  stays:
    'It is added to the pod {{pod}}, and Kubernetes can’t remove it again until the pod goes. Its program ends by itself after at most {{time}}.',
  image: 'Image',
  start: 'Start a debug container',
  otherwise: 'Or, in a terminal of your own:',
  asking: 'Asking the cluster for a debug container…',
  waiting: 'The node gets the image and creates {{container}}…',
  waitingReason: '{{container}} waits: {{reason}}',
  cancel: 'Don’t wait',
  slow: '{{container}} has not started within {{seconds}} s.',
  slowHint: 'It stays in the pod and may start yet: start again to wait on with it. Its events may say more.',
  failed: 'The debug container didn’t start',
  pull: 'The image {{image}} can’t be pulled: {{reason}}.',
  pullHint:
    'The node may not reach the registry, or may need credentials for it. The container stays in the pod, and Kubernetes goes on trying: pick another image, or try again.',
  notStarted: 'The debug container can’t be started: {{reason}}.',
  notStartedHint:
    'The container stays in the pod, and Kubernetes goes on trying. The pod’s events may say more.',
  ended: 'The debug container has ended at once: {{reason}}, exit code {{exitCode}}.',
  endedHint: 'An image for debug containers needs sh and sleep: does {{image}} have them?',
  admission: 'The cluster doesn’t let the debug container into the pod.',
  admissionHint:
    'An admission policy of the cluster or of the namespace {{namespace}} decides that: ask whoever manages it.',
  policy: 'The rules of this Podbay limit what you may do here, and a debug container would get around that.',
  policyHint: 'Whoever runs Podbay can tell more.',
  notListed: 'This Podbay doesn’t make debug containers from this image.',
  notListedHint: 'Reload the page: its list of images may have changed.',
  container:
    'You are beside {{container}}: its files are in /proc/1/root, and ps shows its processes, unless the container runtime keeps them apart. Closing the tab ends this shell; the debug container stays in the pod until it ends by itself.',
  node: 'You are beside {{container}}: ps shows the processes of the whole node, and the files of each are in /proc/PID/root. Closing the tab ends this shell; the debug container stays in the pod until it ends by itself.',
  pod: 'You are beside {{container}}: ps shows the processes of the whole pod, and the files of each are in /proc/PID/root. Closing the tab ends this shell; the debug container stays in the pod until it ends by itself.',
};
