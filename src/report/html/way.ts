import type { ReportImage, ReportPod, ReportSimulation } from '../../model/report.ts';
import { plural } from '../../text/plural.ts';
import { resultText } from '../text/trials-table.ts';
import { type Html, html } from './html.ts';

/**
 * The way of a credential, from the Pod over ServiceAccount, Secrets and their entries to the
 * registry: what matched, and where it broke.
 */
export function wayOf(image: ReportImage, pod: ReportPod): Html {
  const { simulation, reference } = image;
  return html`<ol class="way" aria-label="way of a credential from the Pod to the registry">
<li>Pod <code>${pod.name}</code></li>
<li>ServiceAccount <code>${pod.serviceAccount}</code></li>
<li>${secrets(simulation)}</li>
<li>registry <code>${reference?.registry ?? 'not known'}</code><br>${arrival(simulation)}</li>
</ol>`;
}

/** Names of a long list that are shown. */
const most = 10;

function secrets({ readings, trials }: ReportSimulation): Html {
  if (readings.length === 0) return html`<span class="bad">no pull secret is listed</span>`;
  const shown = readings.slice(0, most);
  const left = readings.length - shown.length;
  return html`${plural(readings.length, 'pull secret')}
<ul>${shown.map((reading) => secret(reading, trials))}${left > 0 ? html`<li class="dim">${left} more</li>` : ''}</ul>`;
}

function secret(
  { secret: name, why }: ReportSimulation['readings'][number],
  trials: ReportSimulation['trials'],
): Html {
  if (why !== null) return html`<li><code>${name}</code>: <span class="bad">${why}</span></li>`;
  const own = trials.filter((trial) => trial.secret === name);
  const shown = own.slice(0, most);
  const left = own.length - shown.length;
  return html`<li><code>${name}</code><ul>${shown.map(
    (trial) =>
      html`<li>entry <code>${trial.entry}</code>: <span class="${matches(trial) ? 'good' : 'bad'}">${resultText(trial)}</span></li>`,
  )}${left > 0 ? html`<li class="dim">${left} more</li>` : ''}</ul></li>`;
}

const matches = ({ outcome }: ReportSimulation['trials'][number]) =>
  outcome === 'match' || outcome === 'fallback';

function arrival({ kind, offers }: ReportSimulation): Html {
  switch (kind) {
    case 'offers':
      return html`<span class="good">${plural(offers.length, 'credential')} would be sent</span>`;
    case 'anonymous':
      return html`<span class="bad">no credential would be sent</span>`;
    case 'undecodable':
    case 'no-attempt':
      return html`<span class="bad">no pull is tried with these secrets</span>`;
    case 'undetermined':
      return html`<span class="dim">what would be sent is not known</span>`;
  }
}
