import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/diagnose.ts';
import type { NodeConfig } from '../../src/model/node-config.ts';
import { denied, failed, found } from '../../src/model/observed.ts';
import { diagnoseImage, evidenceOf } from '../support/evidence.ts';
import { commandsOf, expectHealthy, expectUnproven, findingOf, verdict } from '../support/expectations.ts';
import { login, type MachineSpec, pullSecret } from '../support/objects.ts';
import {
  anonymousRefused,
  badLogin,
  ecrRefusesRole,
  forbidden,
  noBasicAuth,
  notFound,
} from '../support/words.ts';

const rule = 'node-identity-lacks-access';
const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4';
const gar = 'europe-docker.pkg.dev/acme-prod/apps/api:1.4';
const acr = 'acme.azurecr.io/shop/api:1.4';
const eks = { providerID: 'aws:///eu-central-1a/i-0abc', kubeletVersion: 'v1.33.2-eks-113cf36' };
const gke = { providerID: 'gce://acme-prod/europe-west1-b/gke-pool-1' };
const aks = {
  providerID:
    'azure:///subscriptions/11111111-2222/resourceGroups/MC_shop/providers/Microsoft.Compute/virtualMachineScaleSets/pool/virtualMachines/0',
};
const scene = { image: ecr, says: noBasicAuth(ecr), machine: eks };
const sound = login('janedoe', 'c0rrect-horse');

describe(rule, () => {
  it('names the way to the image in AWS', async () => {
    const image = await diagnoseImage(scene);
    expect(verdict(image)).toEqual([`${rule} error likely`]);
    const finding = findingOf(image, rule);
    expect(finding.what).toBe(
      "the node's identity in AWS may not pull from `123456789012.dkr.ecr.eu-central-1.amazonaws.com`",
    );
    expect(finding.facts).toEqual({
      cloud: 'aws',
      registry: '123456789012.dkr.ecr.eu-central-1.amazonaws.com',
      imageOwner: '123456789012',
      nodeOwner: null,
      foreign: null,
      credentialSent: 'no',
    });
    expect(finding.why.map((why) => why.says)).toContain(
      'was sent no credential: the plugin gave none, or there is no plugin',
    );
    expect(finding.unchecked).toEqual([
      'whether the kubelet of worker-3 has a credential provider plugin for 123456789012.dkr.ecr.eu-central-1.amazonaws.com, and what it answers: the API server does not show that; --node-config asks the kubelet',
    ]);
    expect(finding.fixes[0]?.title).toBe(
      'attach the policy AmazonEC2ContainerRegistryReadOnly to the IAM role of the node (not kubectl: aws iam attach-role-policy --role-name ROLE --policy-arn arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryReadOnly)',
    );
    expect(finding.fixes[1]?.title).toContain(
      'where the node is of another account: have account 123456789012',
    );
    expect(commandsOf(finding).slice(0, 2)).toEqual([null, null]);
    expect(finding.fixes[2]?.alternative).toBe(true);
  });

  it.each([
    ['123456789012', false, /^the node's identity in AWS may not pull/, /^attach the policy/],
    [
      '999988887777',
      true,
      /of account `999988887777`, may not pull from account `123456789012`$/,
      /^have account 123456789012 allow/,
    ],
  ] as const)(
    'reads the account of the node from the refusal (%s)',
    async (account, foreign, what, first) => {
      const finding = findingOf(await diagnoseImage({ ...scene, says: ecrRefusesRole(ecr, account) }), rule);
      expect(finding.facts).toMatchObject({ nodeOwner: account, foreign, credentialSent: 'yes' });
      expect(finding.what).toMatch(what);
      expect(finding.fixes[0]?.title).toMatch(first);
      expect(finding.fixes.map((fix) => fix.title).join()).toContain('--role-name workers');
    },
  );

  it.each([
    ['acme-prod', false, "the node's identity in Google Cloud may not pull from `europe-docker.pkg.dev`"],
    ['acme-dev', true, "the node's identity, of project `acme-dev`, may not pull from project `acme-prod`"],
  ])('compares the projects of node and image (%s)', async (project, foreign, what) => {
    const machine = { providerID: `gce://${project}/europe-west1-b/gke-pool-1` };
    const finding = findingOf(await diagnoseImage({ image: gar, says: forbidden(gar), machine }), rule);
    expect(finding.what).toBe(what);
    expect(finding.facts).toMatchObject({ imageOwner: 'acme-prod', nodeOwner: project, foreign });
    expect(finding.fixes[0]?.title).toContain('roles/artifactregistry.reader on project acme-prod');
    expect(finding.unchecked).toContain(
      'whether the repository exists: the registry answers alike for one that does not',
    );
  });

  it('names the plugin first on a node of no managed service, the pod execution role on Fargate, and the role of ABAC', async () => {
    const titles = async (machine: MachineSpec, image = ecr) =>
      findingOf(await diagnoseImage({ image, says: noBasicAuth(image), machine }), rule).fixes.map(
        ({ title }) => title,
      );
    const own = { providerID: 'aws:///eu-central-1a/i-0abc', kubeletVersion: 'v1.27.8' };
    expect((await titles(own))[0]).toMatch(/^set up the kubelet's credential provider plugin ecr-/);
    expect((await titles({ ...own, kubeletVersion: 'v1.26.9' }))[0]).toMatch(/^attach the policy/);
    const fargate = { ...eks, labels: { 'eks.amazonaws.com/compute-type': 'fargate' } };
    expect((await titles(fargate))[0]).toContain('pod execution role');
    const cached = ecr.replace('shop/api', 'docker-hub/library/nginx');
    expect((await titles(eks, cached))[1]).toContain('ecr:BatchImportUpstreamImage');
    expect((await titles(aks, acr))[1]).toContain('Container Registry Repository Reader');
  });

  it("names Azure's own commands", async () => {
    const finding = findingOf(
      await diagnoseImage({ image: acr, says: anonymousRefused(acr), machine: aks }),
      rule,
    );
    expect(finding.what).toBe("the node's identity in Azure may not pull from `acme.azurecr.io`");
    expect(finding.facts).toMatchObject({ imageOwner: null, nodeOwner: '11111111-2222', foreign: null });
    const titles = finding.fixes.map((fix) => fix.title);
    expect(titles[0]).toContain(
      'az aks check-acr --name CLUSTER --resource-group GROUP --acr acme.azurecr.io',
    );
    expect(titles[1]).toContain('--attach-acr acme)');
  });

  it.each([
    ['eks.amazonaws.com/nodegroup', ecr],
    ['cloud.google.com/gke-nodepool', gar],
    ['kubernetes.azure.com/cluster', acr],
  ])('knows a node without providerID by its label %s', async (label, image) => {
    const machine = { labels: { [label]: 'pool' } };
    const diagnosis = await diagnoseImage({ image, says: anonymousRefused(image), machine });
    expect(diagnosis.cause).toBe(rule);
    expect(findingOf(diagnosis, rule).why[1]?.says).toContain(`(label ${label})`);
  });

  it('accuses nothing where the words are lost', async () => {
    expect((await diagnoseImage({ ...scene, says: null })).cause).toBe(null);
  });

  it('speaks beside secrets of other registries', async () => {
    const secrets = { ghcr: pullSecret({ 'ghcr.io': sound }) };
    const finding = findingOf(await diagnoseImage({ ...scene, secrets }), rule);
    expect(finding.why.map((why) => why.says)).toContain('lists `ghcr`, without an entry for this registry');
  });

  it.each([
    ['a node of no cloud', { ...scene, machine: {} }],
    ['a node of another cloud', { ...scene, machine: gke }],
    ['a node of another partition', { ...scene, machine: { providerID: 'aws:///cn-north-1a/i-0abc' } }],
    [
      'a providerID of another kind',
      { ...scene, machine: { providerID: 'k3s://worker-3', labels: { 'eks.amazonaws.com/nodegroup': 'x' } } },
    ],
    ['a registry of no cloud', { says: badLogin('registry.acme.io/shop/api:1.4'), machine: eks }],
    [
      'a public mirror of the cloud',
      { image: 'mirror.gcr.io/shop/api:1', says: forbidden('mirror.gcr.io/shop/api:1'), machine: gke },
    ],
    ['a missing image', { ...scene, says: notFound(ecr) }],
    ['a missing secret', { ...scene, list: ['regcred'] }],
    [
      'an entry that nearly matches',
      { ...scene, secrets: { regcred: pullSecret({ '*.amazonaws.com': sound }) } },
    ],
    [
      'a secret that matches',
      {
        ...scene,
        says: badLogin(ecr),
        secrets: { regcred: pullSecret({ '*.dkr.ecr.eu-central-1.amazonaws.com': sound }) },
      },
    ],
    [
      'a ServiceAccount with a secret that matches',
      {
        ...scene,
        secrets: { regcred: pullSecret({ '123456789012.dkr.ecr.eu-central-1.amazonaws.com': sound }) },
        list: [],
        account: { list: ['regcred'] },
      },
    ],
  ])('is silent on %s', async (_, quiet) => {
    const image = await diagnoseImage(quiet);
    expect(image.cause).not.toBe(null);
    expect(image.findings.map((finding) => finding.rule)).not.toContain(rule);
  });

  it('says nothing of a Pod that runs', async () => {
    await expectHealthy({ image: ecr, machine: eks }, rule);
  });

  it('leaves the cloud open while the node may not be read', async () => {
    const closed = { ...scene, unread: { 'nodes/worker-3': 'denied' } } as const;
    await expectUnproven(closed, rule);
    const image = await diagnoseImage(closed);
    expect(verdict(image)).toEqual(['no-pull-secret error likely']);
    expect(findingOf(image, 'no-pull-secret').unchecked[0]).toBe(
      'whether node worker-3 is in AWS and pulls with its own identity: get nodes is forbidden to you',
    );
  });

  describe('with the settings of the kubelet', () => {
    const withFlags = async (flags: NodeConfig['flags']) => {
      const evidence = await evidenceOf(scene);
      const settings = failed('not asked');
      const { images } = diagnose({ ...evidence, nodeConfig: { node: 'worker-3', settings, flags } });
      const [image] = images;
      if (image === undefined) throw new Error('the Pod has no image');
      return findingOf(image, rule);
    };

    it('without a plugin says that nobody asks with the identity of the node', async () => {
      const { what, why, unchecked, fixes } = await withFlags(found({ credentialProviderConfig: null }));
      expect(what).toMatch(/^the kubelet of worker-3 has no credential provider plugin/);
      expect(why.map(({ source }) => source)).toContain('kubelet of worker-3');
      expect(unchecked).toEqual(['credentials in a config.json of worker-3']);
      expect(fixes[0]?.title).toContain('--image-credential-provider-config');
    });

    it('with a plugin names the file that says for which images', async () => {
      const { what, unchecked } = await withFlags(found({ credentialProviderConfig: '/etc/providers.yaml' }));
      expect(what).toMatch(/^the node's identity in AWS may not pull/);
      expect(unchecked[0]).toContain('matchImages of /etc/providers.yaml on worker-3');
    });

    it('that were denied proves nothing of the plugin', async () => {
      const need = { verb: 'get', group: '', resource: 'nodes/proxy', name: 'worker-3' } as const;
      const { what, unchecked } = await withFlags(denied(need));
      expect(what).toMatch(/^the node's identity in AWS may not pull/);
      expect(unchecked[0]).toMatch(
        /^whether the kubelet of worker-3 has a credential provider plugin .* does not show that$/,
      );
    });
  });
});
