import type { CellFault, Cells } from './cells.js';
import type { Column } from './columns.js';
import { edtfFault, instantFault } from './dates.js';
import { isKey } from './keys.js';
import { partsOf } from './named.js';
import { shown } from './shown.js';

/** Reads the cells of one row as what they should be, and gathers what is wrong with them: all of it is told at once. */
export class Reading {
  readonly faults: CellFault[] = [];

  constructor(private readonly cells: Cells) {}

  text(column: Column): string | undefined {
    return this.cells.get(column);
  }

  fault(column: Column | undefined, message: string): undefined {
    this.faults.push({ ...(column !== undefined && { column }), message });
    return undefined;
  }

  key(column: Column): string | undefined {
    return this.checked(column, keyFault);
  }

  keys(column: Column): string[] | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    const keys = partsOf(text, ';');
    if (keys.length > mostParts) return this.fault(column, `the cell names more than ${mostParts} things`);
    const wrong = keys.find((key) => !isKey(key));
    return wrong === undefined ? keys : this.fault(column, keyFault(wrong)!);
  }

  edtf(column: Column): string | undefined {
    return this.checked(column, edtfFault);
  }

  instant(column: Column): string | undefined {
    return this.checked(column, instantFault);
  }

  oneOf<Code extends string>(column: Column, codes: readonly Code[]): Code | undefined {
    const text = this.text(column);
    if (text === undefined) return undefined;
    const code = codes.find((known) => known === text.toLowerCase());
    return code ?? this.fault(column, `${shown(text)} is none of ${codes.join(', ')}`);
  }

  yesNo(column: Column): boolean | undefined {
    const word = this.oneOf(column, ['yes', 'no', 'true', 'false']);
    return word && (word === 'yes' || word === 'true');
  }

  whole(column: Column): number | undefined {
    const text = this.checked(column, (digits) =>
      /^\d{1,9}$/.test(digits) ? undefined : `${shown(digits)} is no whole number from 0`,
    );
    return text === undefined ? undefined : Number(text);
  }

  checked(column: Column, faultOf: (text: string) => string | undefined): string | undefined {
    const text = this.text(column);
    const fault = text === undefined ? undefined : faultOf(text);
    return fault === undefined ? text : this.fault(column, fault);
  }
}

/** Things that one cell may name. */
export const mostParts = 50;

const keyFault = (text: string): string | undefined =>
  isKey(text)
    ? undefined
    : `${shown(text)} is no key: small letters and digits, joined by single dots or hyphens, at most 120`;

type Present<Fields> = { [Name in keyof Fields]: Exclude<Fields[Name], undefined> };
/** Fields that are there. */
export const present = <Fields extends object>(fields: Fields): Partial<Present<Fields>> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<
    Present<Fields>
  >;
