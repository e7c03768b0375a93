/**
 * What a list's text comes to: objects that were read from it, and a list of the same head with all
 * the others.
 */
export interface TakenApart {
  readonly items: readonly unknown[];
  readonly text: string;
}

/** Characters of one look: small beside a page, large beside an object. */
const leastLook = 128 * 1024;
/** Where so many places between two objects were none, they are not told apart by their looks. */
const mostMisses = 100;

/**
 * Reads the objects of a list while its text is still coming, so that no page of it is ever held as
 * a whole. What begins like the first object is taken for the next one if all before it is a whole
 * JSON value: no JSON text is the beginning of another object's. What cannot be told apart stays in
 * the text, as do the last object and whatever is wrong with the list.
 */
export function takeItems(keepOf: (item: unknown) => unknown = (item) => item): {
  readonly take: (text: string) => void;
  readonly end: () => TakenApart;
} {
  const items: unknown[] = [];
  const waiting: string[] = [];
  let [length, nextLook, misses] = [0, leastLook, 0];
  let head: ListHead | null = null;
  const look = () => {
    let text = waiting.join('');
    if (head === null) {
      head = headOf(text);
      text = text.slice(head?.text.length ?? 0);
    }
    if (head === null) misses = mostMisses;
    else {
      let start = 0;
      for (let from = 0; misses < mostMisses; ) {
        const end = text.indexOf(head.between, from);
        if (end === -1) break;
        const item = parsed(text.slice(start, end + 1));
        if (item === undefined) misses++;
        else {
          items.push(keepOf(item));
          start = end + 2;
        }
        from = end + 2;
      }
      text = text.slice(start);
    }
    waiting.splice(0, waiting.length, text);
    length = text.length;
    // an object longer than a look is looked for again when twice as much is there: what is read
    // twice stays in proportion
    nextLook = Math.max(leastLook, 2 * length);
  };
  return {
    take: (text) => {
      waiting.push(text);
      length += text.length;
      if (length >= nextLook && misses < mostMisses) look();
    },
    end: () => ({ items, text: `${head?.text ?? ''}${waiting.join('')}` }),
  };
}

interface ListHead {
  /** Up to the first object. */
  readonly text: string;
  /** How an object ends, and the next begins. */
  readonly between: string;
}

/** Of a list whose `items` are a field of its own, and begin with an object that has fields. */
function headOf(text: string): ListHead | null {
  const [, before, first] = /^([\s\S]{0,4096}?"items":\[)(\{"[A-Za-z]+":)/.exec(text) ?? [];
  if (before === undefined || first === undefined) return null;
  const list = parsed(`${before}]}`);
  return list === undefined ? null : { text: before, between: `},${first}` };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
