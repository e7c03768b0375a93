/** One workflow command as GitHub's runner reads it. */
export interface WorkflowCommand {
  readonly command: string;
  /** `FILE`, or `FILE:LINE:COLUMN`; empty where the command names none. */
  readonly place: string;
  readonly title: string;
  readonly message: string;
}

/**
 * Reads workflow commands strictly: `::command file=…,line=…,col=…,title=…::message` with or
 * without the place, a line each, nothing between. A `%` that begins none of the escapes of its
 * place, and a control character, are errors (the documented grammar; actions/toolkit,
 * packages/core/src/command.ts).
 */
export function readCommands(output: string): readonly WorkflowCommand[] {
  if (output === '') return [];
  if (!output.endsWith('\n')) throw new Error('the last line does not end');
  // the runner ends a line at a carriage return, too
  return output
    .slice(0, -1)
    .split(/\r\n|\r|\n/)
    .map(readCommand);
}

function readCommand(line: string): WorkflowCommand {
  const value = '(?:[^:,%]|%(?:25|0D|0A|3A|2C))+';
  const [, command = '', file = '', at = '', column = '', title = '', message = ''] =
    new RegExp(
      `^::(error|warning|notice) (?:file=(${value}),)?(?:line=(\\d+),col=(\\d+),)?title=(${value})::((?:[^%]|%(?:25|0D|0A))*)$`,
      'u',
    ).exec(line) ?? [];
  if (command === '') throw new Error(`no workflow command: ${line}`);
  if (/(?!\t)\p{Cc}/u.test(line)) throw new Error(`a control character in ${JSON.stringify(line)}`);
  const place = [unescaped(file), at, column].filter((part) => part !== '').join(':');
  return { command, place, title: unescaped(title), message: unescaped(message) };
}

const unescaped = (text: string) =>
  text.replaceAll(/%(25|0D|0A|3A|2C)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
