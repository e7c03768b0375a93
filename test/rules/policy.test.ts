import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'image-signature-rejected',
    message: 'm-8422e433a0',
    what: 'the image policy of worker-3 refuses `registry.acme.io/shop/api:1.4`',
    from: ['registry.acme.io', null, null],
  },
  {
    rule: 'image-short-name-ambiguous',
    message: 'm-bdba103c06',
    what: 'worker-3 cannot tell which registry `alpine` is of',
    from: ['docker.io', null, null],
  },
  {
    rule: 'image-short-name-ambiguous',
    message: 'm-ebbc85aa0f',
    what: 'worker-3 cannot tell which registry `shop-api:1.4` is of',
    from: ['docker.io', null, null],
    scene: { image: 'shop-api:1.4' },
  },
]);
