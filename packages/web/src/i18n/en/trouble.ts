/** What is wrong with a container that can't be opened, in plain words, and what can be done. */
export const trouble = {
  pull: 'Its image can’t be pulled: the name or tag may be wrong, or the node may not reach the registry or lack credentials for it. Its events say more. In a terminal of your own:',
  config:
    'Something that it needs is missing or doesn’t fit: a Secret, a ConfigMap or a setting. Its events say more. In a terminal of your own:',
  start: 'The container runtime can’t start it. Its events say more. In a terminal of your own:',
  starting: 'It is about to start: try again in a moment.',
  init: 'The pod’s init containers come first: it starts once they are done.',
  memory: 'It needed more memory than it may have, and was killed. In a terminal of your own:',
  completed: 'It has done its work. What it wrote is in its log. In a terminal of your own:',
  scheduler:
    'There may be too little room on the nodes, or none that fits. Its events say more. In a terminal of your own:',
  said: 'The cluster says: {{message}}',
  command: 'There is no program {{command}} in {{container}}.',
  commandHint: 'Check its name and path, or open a shell in place of it.',
  rule: 'Kubernetes would allow it; the rules of this Podbay don’t: {{rule}} decides. Whoever runs Podbay can tell more.',
};
