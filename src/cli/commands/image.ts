import * as Args from '@oclif/core/args';
import { Command } from '@oclif/core/command';
import * as Flags from '@oclif/core/flags';
import { commonFlags } from '../args/common-flags.ts';
import { connectionFlags } from '../args/connection-flags.ts';
import { preflightProbeFlags } from '../args/probe-flags.ts';
import { withoutLetters } from '../args/without-letters.ts';
import { preflight } from '../run/preflight.ts';
import { runDiagnosis } from '../run/run-diagnosis.ts';

export default class Image extends Command {
  static override summary = 'tell whether a namespace would pull an image, before there is a Pod';
  static override description =
    'Works out which credentials the kubelet would send for the image, in which order, and what is wrong with them. Asks no registry without --probe.';
  static override usage = 'image IMAGE [flags]';
  static override args = {
    image: Args.string({
      description: 'image reference as a Pod would name it',
      required: true,
      ignoreStdin: true,
    }),
  };
  static override flags = {
    ...commonFlags,
    serviceaccount: Flags.string({ description: 'ServiceAccount of the Pod', default: 'default' }),
    secret: Flags.string({
      description: "pull secret that the Pod lists, in place of the ServiceAccount's; may be repeated",
      multiple: true,
      multipleNonGreedy: true,
    }),
    ...preflightProbeFlags,
    ...connectionFlags,
  };
  static override examples = [
    '<%= config.bin %> image registry.acme.io/shop/api:1.4 -n shop',
    '<%= config.bin %> image nginx --secret regcred --serviceaccount builder',
  ];

  async run(): Promise<void> {
    const { args, flags } = await this.parse(withoutLetters(Image));
    const template = {
      spec: {
        serviceAccountName: flags.serviceaccount,
        imagePullSecrets: (flags.secret ?? []).map((name) => ({ name })),
        containers: [{ name: 'image', image: args.image }],
      },
    };
    await runDiagnosis(flags, this.config.version, (source) => {
      const owner = { kind: 'Pod', namespace: source.namespace ?? 'default', name: 'new' };
      return preflight(source, source.reader, [{ owner, template }]);
    });
  }
}
