import type { Report } from '../model/report.ts';
import { toJson } from '../text/to-json.ts';
import type { RuleList } from './rule-list.ts';

/** A document of the machine contract as indented JSON with a last newline. */
export const renderJson = (document: Report | RuleList): string => toJson(document);
