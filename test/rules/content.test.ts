import { testWords } from '../support/words-table.ts';

testWords([
  {
    rule: 'image-content-missing',
    message: 'm-ebf31f0748',
    what: 'a part of `registry.example.com/acme/app` cannot be fetched whole',
    from: ['registry.example.com', null, null],
  },
  {
    rule: 'image-content-missing',
    message: 'm-decbe34a4c',
    what: 'a part of `registry.acme.io/shop/api` cannot be fetched whole',
    from: ['registry.acme.io', null, null],
  },
]);
