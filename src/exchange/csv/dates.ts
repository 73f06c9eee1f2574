import { checkEdtf, checkInstant } from '../../domain/checks.js';
import { shown } from './shown.js';

/**
 * Dates as spreadsheets rewrite them. Only ISO 8601 and EDTF are taken, since the rest says different days to
 * different readers.
 */
const asSpreadsheetsWrite: [RegExp, (text: string) => string][] = [
  [
    /^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}\b/,
    (text) =>
      `${shown(text)} is read as different days in different countries: write year-month-day, as in 2024-04-03 (and format the column as text, so that the spreadsheet leaves it so)`,
  ],
  [
    /^\d{4}[./]\d{1,2}[./]\d{1,2}/,
    (text) => `${shown(text)} has other signs than hyphens between its parts: write 2024-04-03`,
  ],
  [/^\d{4}-(\d-\d{1,2}|\d{2}-\d)$/, (text) => `${shown(text)} has a part of one digit: write 2024-04-03`],
  [
    /^\d{5}([.,]\d+)?$/,
    (text) =>
      `${shown(text)} is a spreadsheet's own number for a day: format the column as text and write 2024-04-03`,
  ],
  [
    /^\d{4}-\d{2}-\d{2} \d/,
    (text) =>
      `${shown(text)} has a space between date and time, or no zone: write 2024-04-03T14:00Z, or with +03:00`,
  ],
];

/** Two instants with their zones and the slash between them. */
const longestDate = 100;

/** @returns what is wrong with an EDTF date; undefined where nothing is */
export const edtfFault = (text: string): string | undefined => faultOf(text, checkEdtf(text, 'it')?.message);

/** @returns what is wrong with an instant or date; undefined where nothing is */
export const instantFault = (text: string): string | undefined =>
  faultOf(text, checkInstant(text, 'it')?.message);

function faultOf(text: string, fault: string | undefined): string | undefined {
  if (text.length > longestDate) return `${shown(text)} is too long for a date: write 2024-04-03`;
  if (fault === undefined) return undefined;
  const advice = asSpreadsheetsWrite.find(([pattern]) => pattern.test(text))?.[1];
  return advice ? advice(text) : fault.replace(/^it:? /, '');
}
