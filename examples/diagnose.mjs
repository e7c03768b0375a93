// Diagnoses one Pod with the library, without a process of kubectl pullcheck:
//   node diagnose.mjs FILE [NAME]        objects as `kubectl get pod,event,secret,serviceaccount -o json` gives them
//   node diagnose.mjs --live NAMESPACE NAME    from the cluster of the current kubeconfig (needs @kubernetes/client-node)
import { readFile } from 'node:fs/promises';
import { diagnose, evidenceFrom, readPod } from 'kubectl-pullcheck';

const [first, ...names] = process.argv.slice(2);
const evidence = first === '--live' ? await live(...names) : await recorded(first, names[0]);

for (const { image, cause, findings } of diagnose(evidence).images) {
  const [finding] = findings;
  console.log(`${image.container} ${image.image}: ${cause ?? 'nothing to blame'}`);
  if (finding) console.log(`  ${finding.what} (${finding.certainty})`);
}

async function live(namespace, name) {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const kubeConfig = new KubeConfig();
  kubeConfig.loadFromDefault();
  return readPod(kubeConfig, { namespace, name });
}

async function recorded(file, name) {
  const objects = JSON.parse(await readFile(file, 'utf8'));
  return evidenceFrom(objects, name === undefined ? undefined : { name });
}
