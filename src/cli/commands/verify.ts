import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { parseDuration } from '../../api-client/http/request-timeout.ts';
import { renderVerifyText, verifyRenderers } from '../../report/verify/render-verify.ts';
import { UsageError } from '../args/argv.ts';
import { commonFlags } from '../args/common-flags.ts';
import { carriedFlags, connectionFlags } from '../args/connection-flags.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { parseTarget } from '../run/collect-target.ts';
import { exitCodes } from '../run/exit-code.ts';
import { reportVerify } from '../run/report-verify.ts';
import { dryRunText, type VerifyRequest, verify } from '../run/run-verify.ts';
import { textLayout } from '../run/text-layout.ts';
import { withSource } from '../run/with-source.ts';
import { checkOutputFile, writeOutput } from '../run/write-output.ts';
import { renderedReport } from '../run/write-report.ts';
import { writeLine } from '../write-line.ts';

/** The seconds that kubectl and the API server take for a deadline. */
const longestTimeout = 24 * 3600;

export default class Verify extends Command {
  static override summary = 'pull the images once more on the same node, by a throw-away Pod';
  static override description =
    "Creates a Pod on the target's node with the same ServiceAccount and pull secrets (or --secret), whose program does not exist, so that nothing of the image runs; tells whether the kubelet pulled it, and deletes the Pod. The only command that writes. It costs a download and one pull of the registry's quota.";
  static override usage = 'verify TYPE NAME [flags]';
  static override strict = false;
  static override args = {
    target: Args.string({
      description: 'what to verify: pod, deployment, … and its name',
      ignoreStdin: true,
    }),
  };
  static override flags = {
    output: commonFlags.output,
    color: commonFlags.color,
    debug: commonFlags.debug,
    'exit-zero': commonFlags['exit-zero'],
    container: Flags.string({
      char: 'c',
      description: 'container whose image to pull; may be repeated, every image unless given',
      multiple: true,
      multipleNonGreedy: true,
    }),
    image: Flags.string({ description: "image to pull in place of the Pod's" }),
    secret: Flags.string({
      description: "pull secret to pull with in place of the Pod's; may be repeated",
      multiple: true,
      multipleNonGreedy: true,
    }),
    node: Flags.string({ description: "node to pull on in place of the Pod's" }),
    timeout: Flags.string({ description: 'longest wait for the pull: a duration or seconds', default: '2m' }),
    'dry-run': Flags.option({
      description: 'print the Pod in place of creating it; server has the API server check it',
      options: ['none', 'client', 'server'] as const,
      default: 'none' as const,
    })(),
    keep: Flags.boolean({ description: 'do not delete the Pod (it ends by itself)' }),
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> verify pod web -n shop',
    '<%= config.bin %> verify deploy/web --secret new-regcred',
    '<%= config.bin %> verify pod web --image registry.acme.io/shop/api:1.5 --dry-run=client',
  ];

  async run(): Promise<void> {
    const { flags, argv } = await this.parse(withoutLetters(Verify));
    const { kind, names } = parseTarget(argv.map(String), 'verify');
    const [name, ...others] = new Set(names);
    if (name === undefined || others.length > 0)
      throw new UsageError('verify takes one name, such as pod web');
    const request: VerifyRequest = {
      ...{ kind, name, dryRun: flags['dry-run'], keep: flags.keep, connection: carriedFlags(flags) },
      wishes: {
        containers: flags.container ?? [],
        image: flags.image ?? null,
        secrets: flags.secret ?? [],
        node: flags.node ?? null,
        timeoutSeconds: secondsOf(flags.timeout),
      },
    };
    if (flags['output-file'] !== undefined) checkOutputFile(flags['output-file']);
    await withSource(flags, this.config.version, async (source) => {
      const outcome = await verify(source, request);
      if (outcome.kind === 'refused') {
        writeLine(`error: ${outcome.says}`);
        process.exitCode = exitCodes.notChecked;
      } else if (outcome.kind === 'interrupted') process.exitCode = outcome.exitCode;
      else if (outcome.kind === 'dry-run')
        writeOutput(dryRunText(outcome.pod, flags.output === 'json' ? 'json' : 'yaml'), flags['output-file']);
      else {
        const { report, diagnosis } = await reportVerify(source, this.config.version, request, outcome);
        const pulled = report.verify.outcome === 'pulled';
        process.exitCode = pulled || flags['exit-zero'] ? exitCodes.sound : exitCodes.failing;
        if (flags.output !== 'text') writeOutput(verifyRenderers[flags.output](report), flags['output-file']);
        else {
          const { chalk, width } = textLayout(flags);
          const told = renderVerifyText(report, chalk, width);
          const context = { version: this.config.version, source: source.source, podsScanned: 1 };
          const looked = { namespace: report.verify.target.namespace, unread: [] };
          const why = pulled
            ? ''
            : `\n${await renderedReport([diagnosis], { ...context, connection: request.connection }, flags, looked)}`;
          writeOutput(`${told}${why}`, flags['output-file']);
        }
      }
    });
  }
}

function secondsOf(text: string): number {
  const milliseconds = parseDuration(text);
  if (milliseconds === null)
    throw new UsageError(`--timeout "${text}" is neither seconds nor a duration such as 2m`);
  if (milliseconds < 1000) throw new UsageError('--timeout is a second at least');
  return Math.min(Math.ceil(milliseconds / 1000), longestTimeout);
}
