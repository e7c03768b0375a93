import type { Report } from '../../src/model/report.ts';
import { toReport } from '../../src/report/to-report.ts';
import { diagnosePod } from './evidence.ts';
import { login, pullSecret } from './objects.ts';
import { defaultImage, type Scene } from './scene.ts';
import { unauthorized } from './words.ts';

export const says = unauthorized(defaultImage);

/** A Pod whose only entry has another port, beside a container that runs. */
export const mismatch: Scene = {
  says,
  secrets: { regcred: pullSecret({ 'registry.acme.io:5000': login('janedoe', 'x') }) },
  beside: { proxy: 'busybox:1' },
};

const reportContext = {
  version: '1.2.3',
  source: { kind: 'file', path: '-' },
  podsScanned: 7,
  connection: [],
} as const;

/** The report on the Pods of these scenes, of seven that were scanned. */
export const reportOf = async (...scenes: readonly Scene[]): Promise<Report> =>
  toReport(await Promise.all(scenes.map(diagnosePod)), reportContext);
