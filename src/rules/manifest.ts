import { rulesFromWords } from './shared/from-words.ts';
import { repositoryOf } from './shared/sources.ts';

export default rulesFromWords('manifest', [
  {
    id: 'image-not-runnable',
    title: 'artifact that is no container image',
    explains: ['manifest-schema-unsupported'],
    what: (_, pull) => `\`${pull.image.image}\` is not an image that the runtime can run`,
    means: ({ error }, pull) =>
      pull.probe?.manifest?.artifact != null
        ? `${repositoryOf(pull)} was found and may be read: the registry has it as ${pull.probe.manifest.artifact}, which is no container image`
        : `${repositoryOf(pull)} was found and may be read, but ${formOf(error.text).holds}`,
    fix: ({ error }) => formOf(error.text).fix,
    doubts: ({ failure }) =>
      failure !== null && /no command specified/.test(failure.text)
        ? [
            'the media type of its config, which only the registry tells: an image that was built without a command fails alike',
          ]
        : [],
  },
]);

/** A form of content that a runtime refuses, by the words in which it does. */
interface Form {
  readonly says: RegExp;
  readonly holds: string;
  readonly fix: string;
}

const rebuild = 'build the image again with a current builder and push it';

const forms: readonly Form[] = [
  {
    // containerd 2.1 and later pull any artifact, and find no config of an image in it
    says: /no command specified/,
    holds: 'it has no command, as a Helm chart or another artifact has none',
    fix: 'name the container image instead (for a chart: the image in its values); for an image that has no command set one where the Pod is defined',
  },
  {
    says: /zstd/i,
    holds:
      'its layers are compressed with zstd in a Docker manifest (v2 schema 2), which this runtime takes in an OCI manifest alone',
    fix: 'build the image again with OCI media types (docker buildx build --output type=registry,oci-mediatypes=true,compression=zstd), or with gzip',
  },
  {
    says: /schema ?(?:version )?1\b|manifest\.v1\+|prettyjws|docker v1\b|missing signature key/i,
    holds: 'it is an image of the old manifest schema 1, which containerd 2.1 and Docker 28 no longer read',
    fix: `${rebuild}; an old image as it is: pull and push it with a Docker before 26 or skopeo copy --format v2s2`,
  },
  {
    says: /helm/i,
    holds: 'it holds a Helm chart',
    fix: "name the container image of the chart's values; the chart itself is for helm install oci://…",
  },
  {
    says: /cosign|signature|simplesigning|sigstore|notary/i,
    holds: 'it holds the signature of an image',
    fix: 'name the image itself: its tag is without .sig',
  },
  {
    says: /in-toto|attestation|spdx|cyclonedx|sbom/i,
    holds: 'it holds an attestation or a bill of materials of an image',
    fix: 'name the image itself',
  },
  {
    says: /wasm/i,
    holds: 'it holds a WebAssembly module',
    fix: 'run it with a RuntimeClass that takes WebAssembly, or name a container image',
  },
  {
    says: /ambiguous manifest|unexpected fields/i,
    holds:
      'its manifest has the fields of an image and of an index at once, which the runtime refuses as ambiguous',
    fix: `${rebuild}: what wrote this manifest is at fault`,
  },
  {
    says: /too many descriptors|rootfs|diffIDs|parsing image configuration/i,
    holds: 'its manifest and its config do not fit together',
    fix: rebuild,
  },
  {
    says: /artifact/i,
    holds: 'it holds an artifact of another kind, which is no container image',
    fix: 'name the container image instead',
  },
];

/** The form that the words name; what they leave open stays open. */
const formOf = (text: string): Form =>
  forms.find(({ says }) => says.test(text)) ?? {
    says: /./,
    holds: 'holds content of a form that the runtime does not take; its media type is in the message',
    fix: 'name a container image, or build and push this one again',
  };
