import { meaningsOf } from '../../diagnosis/meaning.ts';
import { redactWords } from '../../kubelet/redact-words.ts';
import type { Report, ReportImage, ReportPod } from '../../model/report.ts';
import { classifyPullError } from '../../pull-error/classify.ts';
import { toReport } from '../../report/to-report.ts';
import { blamed, fails, kubeletMessage, verdict } from '../../report/view.ts';
import type { Chunks } from '../../sources/files/byte-stream.ts';
import { InputError } from '../../sources/files/input-limits.ts';
import { visible } from '../../text/visible.ts';
import { openSource } from './evidence-source.ts';
import { failingPods } from './failing-pods.ts';
import { rulePage } from './rule-page.ts';

/** What one message means; `rules` have the pages to read. */
interface Explained {
  readonly text: string;
  readonly rules: readonly string[];
}

/**
 * What the words of a failed pull on standard input mean: the image where they name one, what is
 * wrong with it as far as words tell, and the page of the rule that says so, or the rules of all
 * that they admit. Throws an InputError for text that tells of no failed pull.
 */
export async function explainWords(version: string, stdin: Chunks = process.stdin): Promise<string> {
  const { chunks, start } = overheard(stdin);
  const ofImages = await reportOfInput(version, chunks).then(explanations, (error: unknown) => {
    if (error instanceof InputError) return [];
    throw error;
  });
  const explained = ofImages.length > 0 ? ofImages : sentence(start());
  if (explained.length === 0) throw new InputError(notOne);
  const ids = [...new Set(explained.flatMap(({ rules }) => (rules.length === 1 ? rules : [])))];
  const pages = await Promise.all(ids.map(rulePage));
  const many = explained.some(({ rules }) => rules.length > 1);
  return [
    ...explained.map(({ text }) => text),
    'Words alone do not tell what the Pod, its Secrets and its ServiceAccount hold:\n  $ kubectl pullcheck pod -A\n',
    ...(many ? ['More on one of them: kubectl pullcheck explain RULE\n'] : []),
    ...pages,
  ].join('\n');
}

const notOne =
  'standard input holds no message of a failed pull, as kubectl describe pod, a runtime or a registry words it';

/** Longer text is no sentence. */
const longest = 16_384;

/** The chunks as they are, and the text that they began with. */
function overheard(stdin: Chunks): { readonly chunks: Chunks; readonly start: () => string } {
  const heard: Uint8Array[] = [];
  let length = 0;
  async function* pass() {
    for await (const chunk of stdin) {
      if (length <= longest) heard.push(chunk);
      length += chunk.length;
      yield chunk;
    }
  }
  return { chunks: pass(), start: () => (length > longest ? '' : Buffer.concat(heard).toString('utf8')) };
}

async function reportOfInput(version: string, stdin: Chunks): Promise<Report> {
  const source = await openSource('-', {}, () => {}, false, stdin);
  const all = { namespace: null, labelSelector: undefined, fieldSelector: undefined, chunkSize: 0 };
  const { diagnoses, podsScanned, unread } = await failingPods(source, { ...all, warnings: false });
  const [fault] = unread;
  if (fault !== undefined) throw new InputError(fault.says);
  return toReport(diagnoses, { version, source: source.source, podsScanned, connection: [] });
}

const explanations = ({ pods }: Report) =>
  pods.flatMap((pod) => pod.images.filter(fails).map((image) => ofImage(image, pod)));

function ofImage(image: ReportImage, pod: ReportPod): Explained {
  const rule = blamed(image)?.rule;
  const message = kubeletMessage(image);
  const quoted = message === null ? [] : [`  Kubelet  ${message}`];
  if (rule === undefined && message !== null) {
    const meant = meaning(message);
    if (meant !== null)
      return { rules: meant.rules, text: [image.image, meant.text, ...quoted, ''].join('\n') };
  }
  return {
    rules: rule === undefined ? [] : [rule],
    text: [
      `${image.image}\n  ${verdict(image, pod)}${rule === undefined ? '' : `  ${rule}`}`,
      ...quoted,
      '',
    ].join('\n'),
  };
}

/** A message by itself, which names no image. */
function sentence(input: string): readonly Explained[] {
  const lines = input.split('\n').map((line) => line.trim());
  const words = lines.filter((line) => line !== '').join(' ');
  if (/^[{[<]|(?:^|\s)(?:apiVersion|kind):\s/.test(words)) return [];
  const message = visible(redactWords(words));
  const meant = meaning(message);
  return meant === null ? [] : [{ rules: meant.rules, text: `${message}\n${meant.text}\n` }];
}

/**
 * One state on one line, or what a refusal admits, a line each; null for words that tell nothing.
 */
function meaning(message: string): Explained | null {
  const meanings = meaningsOf(classifyPullError(message));
  const [only, ...more] = meanings;
  if (only === undefined) return null;
  const rules = meanings.map(({ rule }) => rule);
  if (more.length === 0) return { rules, text: `  ${only.says}  ${only.rule}` };
  const lines = meanings.map(({ says, rule }) => `    ${says}  ${rule}`);
  return { rules, text: ['  the registry refuses the pull, for one of these:', ...lines].join('\n') };
}
