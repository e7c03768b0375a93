import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { isWrong } from '../../model/secret-lint.ts';
import { renderSecrets } from '../../report/secret/render-secrets.ts';
import { secretForms, secretRenderers } from '../../report/secret/secret-forms.ts';
import { toSecretReport } from '../../report/secret/to-secret-report.ts';
import { UsageError } from '../args/argv.ts';
import { commonFlags } from '../args/common-flags.ts';
import { carriedFlags, connectionFlags } from '../args/connection-flags.ts';
import { objectName } from '../args/object-name.ts';
import { probeFlags } from '../args/probe-flags.ts';
import { checkSelectors } from '../args/selectors.ts';
import { withoutLetters } from '../args/without-letters.ts';
import type { EvidenceSource } from '../run/evidence-source.ts';
import { exitCodes } from '../run/exit-code.ts';
import { allSecrets, type SecretOutcome, secretsByName } from '../run/look-at-secrets.ts';
import { textLayout } from '../run/text-layout.ts';
import { withSource } from '../run/with-source.ts';
import { checkOutputFile, writeOutput } from '../run/write-output.ts';
import { writeUnread } from '../run/write-report.ts';

export default class Secret extends Command {
  static override summary = 'tell what pull secrets hold, whom they serve and what is wrong with them';
  static override description =
    'Decodes pull secrets as the kubelet does and lists their entries, never a credential: location, user, form and age of the credential, who refers to the secret, which images each entry serves. Without a name: every pull secret of the namespace, and every name that a Pod or a ServiceAccount gives as one.';
  static override usage = 'secret [NAME…] [flags]';
  static override strict = false;
  static override args = {
    name: Args.string({ description: 'names of Secrets', ignoreStdin: true }),
  };
  static override flags = {
    ...commonFlags,
    output: Flags.option({
      char: 'o',
      description: 'form of the report',
      options: secretForms,
      default: 'text' as const,
    })(),
    'exit-zero': Flags.boolean({ description: 'exit with 0 where a secret is wrong, too' }),
    'all-namespaces': Flags.boolean({ char: 'A', description: 'pull secrets of all namespaces' }),
    selector: Flags.string({ char: 'l', description: 'label selector' }),
    ...probeFlags,
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> secret -n shop',
    '<%= config.bin %> secret regcred -o json',
    '<%= config.bin %> secret -A -o name',
  ];

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(withoutLetters(Secret));
    const names = argv.map((word) => objectName('secret', String(word)));
    const { selector, 'all-namespaces': everywhere } = flags;
    if (names.length > 0 && (selector !== undefined || everywhere))
      throw new UsageError('a Secret is named, or found with -A or -l, not both');
    checkSelectors(flags);
    if (flags['output-file'] !== undefined) checkOutputFile(flags['output-file']);
    await withSource(flags, this.config.version, async (source) => {
      const scope = { namespace: everywhere ? null : source.namespace, labelSelector: selector };
      const outcome = await (names.length > 0 ? secretsByName(source, names) : allSecrets(source, scope));
      writeUnread(outcome.unread, carriedFlags(flags));
      if (outcome.lints.length > 0 || outcome.unread.length === 0) this.write(outcome, source, flags);
      const wrong = outcome.lints.some(isWrong) && !flags['exit-zero'];
      process.exitCode =
        outcome.unread.length > 0 ? exitCodes.notChecked : wrong ? exitCodes.failing : exitCodes.sound;
    });
  }

  private write(
    outcome: SecretOutcome,
    { source, occasion }: EvidenceSource,
    flags: Parameters<typeof carriedFlags>[0] & {
      readonly output: (typeof secretForms)[number];
      readonly color: 'auto' | 'always' | 'never';
      readonly 'output-file'?: string | undefined;
    },
  ): void {
    const connection = carriedFlags(flags);
    if (flags.output === 'text') {
      writeOutput(renderSecrets(outcome, { ...textLayout(flags), connection }), flags['output-file']);
      return;
    }
    const { version } = this.config;
    const { observedAt } = occasion;
    const report = toSecretReport(outcome.lints, {
      version,
      source,
      observedAt,
      problems: outcome.problems,
      connection,
    });
    writeOutput(secretRenderers[flags.output](report), flags['output-file']);
  }
}
