import { XMLParser, XMLValidator } from 'fast-xml-parser';

export interface JunitCase {
  readonly classname: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly failure: { readonly message: string; readonly type: string; readonly text: string } | null;
  /** The message of a skipped case. */
  readonly skipped: string | null;
}

type Counts = Readonly<Record<string, string>>;

export interface Junit {
  readonly counts: Counts;
  readonly suites: readonly {
    readonly name: string;
    readonly counts: Counts;
    readonly cases: readonly JunitCase[];
  }[];
}

type Element = { readonly [key: string]: unknown };

const several = new Set(['testsuite', 'testcase', 'property']);
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '',
  attributesGroupName: '$',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: (name) => several.has(name),
});

/** Reads a JUnit report; throws where it is no well-formed XML 1.0. */
export function readJunit(xml: string): Junit {
  const verdict = XMLValidator.validate(xml);
  if (verdict !== true) throw new Error(verdict.err.msg);
  // the parser does not mind the characters that XML 1.0 forbids
  if (/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml))
    throw new Error('a forbidden character');
  const { testsuites } = parser.parse(xml) as { testsuites: Element };
  return {
    counts: countsOf(testsuites),
    suites: children(testsuites, 'testsuite').map((suite) => ({
      name: attribute(suite, 'name'),
      counts: countsOf(suite),
      cases: children(suite, 'testcase').map(caseOf),
    })),
  };
}

function caseOf(element: Element): JunitCase {
  const { failure, skipped, properties } = element as Record<string, Element | undefined>;
  return {
    classname: attribute(element, 'classname'),
    name: attribute(element, 'name'),
    properties: Object.fromEntries(
      children(properties ?? {}, 'property').map((one) => [attribute(one, 'name'), attribute(one, 'value')]),
    ),
    failure:
      failure === undefined
        ? null
        : {
            message: attribute(failure, 'message'),
            type: attribute(failure, 'type'),
            text: String(failure['#text'] ?? ''),
          },
    skipped: skipped === undefined ? null : attribute(skipped, 'message'),
  };
}

const children = (element: Element, name: string) => (element[name] ?? []) as readonly Element[];
const attribute = (element: Element, name: string) => (element['$'] as Record<string, string>)[name] ?? '';
const countsOf = (element: Element): Counts =>
  Object.fromEntries(
    ['tests', 'failures', 'errors', 'skipped'].map((name) => [name, attribute(element, name)]),
  );
