import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'node-disk-full',
    message: 'm-fc1d699cad',
    what: 'the disk of worker-3 is full',
  },
  {
    rule: 'node-unpack-failed',
    message: 'm-607687443a',
    what: 'worker-3 cannot unpack a layer of the image',
  },
  {
    rule: 'node-runtime-unavailable',
    message: 'm-d28d1cb9a1',
    what: 'the container runtime of worker-3 does not answer the kubelet',
  },
  {
    rule: 'node-pull-throttled',
    message: 'm-d23560d963',
    what: 'the kubelet of worker-3 holds back pulls: its own rate limit is reached',
  },
  {
    rule: 'node-pull-timeout',
    message: 'm-86c59a097d',
    what: 'the pull on worker-3 was cancelled before it ended',
  },
  {
    rule: 'node-inspect-failed',
    message: 'm-2b16fb9300',
    what: 'the runtime of worker-3 cannot say whether it has the image',
  },
  {
    rule: 'node-image-evicted',
    message: 'm-1cc016bc2b',
    what: 'worker-3 removes images because its disk is nearly full',
  },
]);
