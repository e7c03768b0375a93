/** The commands of a pipeline, each as its words. */
export type Pipeline = readonly (readonly string[])[];

const plain = /[\w@%+=:,./-]/;

/**
 * Reads a line as a POSIX shell does, as far as suggested commands go: plain words, single quotes,
 * `"$NAME"` of names in capitals, an escaped quote between quotes, and ` | `. Throws for everything
 * else that means something to a shell.
 */
export function shellPipeline(line: string): Pipeline {
  const commands: string[][] = [[]];
  let word: string | null = null;
  let rest = line;
  const take = (length: number) => {
    const taken = rest.slice(0, length);
    rest = rest.slice(length);
    return taken;
  };
  const end = () => {
    if (word !== null) commands.at(-1)?.push(word);
    word = null;
  };
  while (rest !== '') {
    const quoted = /^'([^']*)'/.exec(rest) ?? /^"(\$[A-Z_]+)"/.exec(rest) ?? /^\\(')/.exec(rest);
    // a token of a cloud that is fetched as the command runs is a text of our own
    const fetched = /^"(\$\(aws ecr(?:-public)? get-login-password[\w. -]*\))"/.exec(rest) ?? quoted;
    if (fetched !== null) {
      word = (word ?? '') + fetched[1];
      take(fetched[0].length);
    } else if (rest.startsWith(' | ')) {
      end();
      take(3);
      commands.push([]);
    } else if (rest.startsWith(' ')) {
      end();
      take(1);
    } else if (plain.test(rest.charAt(0))) word = (word ?? '') + take(1);
    else throw new Error(`a shell would read ${JSON.stringify(rest.charAt(0))} in ${line}`);
  }
  end();
  return commands;
}
