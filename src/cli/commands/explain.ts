import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { mostSimilar } from '../../objects/similar-names.ts';
import { renderJson } from '../../report/json.ts';
import { renderRuleList, toRuleList } from '../../report/rule-list.ts';
import { rules } from '../../rules/index.ts';
import { UsageError } from '../args/argv.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { rulePage } from '../run/rule-page.ts';

export default class Explain extends Command {
  static override summary = 'print what a rule means, why it happens and how to fix it';
  static override description =
    'Works offline. Without a name: lists the rules. With - it reads the message of a failed pull from standard input and says what it means.';
  static override usage = 'explain [RULE|-] [flags]';
  static override args = {
    rule: Args.string({ description: 'id of a rule; - reads a message', ignoreStdin: true }),
  };
  static override flags = {
    output: Flags.option({
      char: 'o',
      description: 'form of the list',
      options: ['text', 'json', 'name'] as const,
      default: 'text' as const,
    })(),
  };
  static override examples = [
    '<%= config.bin %> explain pull-secret-registry-mismatch',
    '<%= config.bin %> explain',
    "$ kubectl get pod web -o jsonpath='{.status.containerStatuses[*].state.waiting.message}' | <%= config.bin %> explain -",
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(withoutLetters(Explain));
    if (args.rule === undefined) {
      const list = toRuleList(rules, this.config.version);
      process.stdout.write(flags.output === 'json' ? renderJson(list) : renderRuleList(list, flags.output));
      return;
    }
    if (args.rule === '-') {
      const { explainWords } = await import('../run/explain-words.ts');
      process.stdout.write(await explainWords(this.config.version));
      return;
    }
    const rule = rules.find(({ id }) => id === args.rule);
    if (rule === undefined) throw new UsageError(unknown(args.rule));
    process.stdout.write(await rulePage(rule.id));
  }
}

/** Ids are long: a part of one is near, too. */
function unknown(name: string): string {
  const ids = rules.map(({ id }) => id);
  const near = [...new Set([...mostSimilar(name, ids), ...ids.filter((id) => id.includes(name))])].slice(
    0,
    5,
  );
  return `unknown rule "${name}"${near.length === 0 ? '' : `; similar: ${near.join(', ')}`}`;
}
