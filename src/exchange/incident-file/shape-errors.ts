import type { ErrorObject } from 'ajv';
import { keyPattern } from '../../domain/names.js';

export interface ShapeProblem {
  path: string;
  message: string;
}

/** Checks data against one shape out of several. */
export type TryShape = (shape: object, data: unknown) => readonly ErrorObject[];

/**
 * ajv's errors as sentences. Where a thing may have one of several shapes (`oneOf`: acts, values, constraints), ajv
 * reports every shape that does not fit; here only what is wrong with the shape that was meant is said.
 */
export function sayErrors(errors: readonly ErrorObject[], tryShape: TryShape, at = ''): ShapeProblem[] {
  const choices = errors.filter((error) => error.keyword === 'oneOf');
  const outermost = choices.filter(
    (choice) => !choices.some((other) => other !== choice && isWithin(choice, other)),
  );
  const plain = errors.filter(
    (error) => !outermost.some((choice) => error === choice || isWithin(error, choice)),
  );
  return [
    ...plain.map((error) => ({ path: at + error.instancePath, message: say(error) })),
    ...outermost.flatMap((choice) => sayChoice(choice, tryShape, at + choice.instancePath)),
  ];
}

function isWithin(error: ErrorObject, choice: ErrorObject): boolean {
  return (
    error.instancePath === choice.instancePath || error.instancePath.startsWith(`${choice.instancePath}/`)
  );
}

/** What is wrong with the shape that the data names (`act`, `kind`) or, where it names none, which ones there are. */
function sayChoice(choice: ErrorObject, tryShape: TryShape, at: string): ShapeProblem[] {
  const branches = choice.schema as Branch[];
  const meant = branches.find((branch) => names(branch, choice.data));
  if (meant) return sayErrors(tryShape(meant, choice.data), tryShape, at);
  return [{ path: at, message: `this is none of the shapes allowed here: ${shapes(branches)}` }];
}

interface Branch {
  type?: string;
  $ref?: string;
  required?: string[];
  properties?: Record<string, { const?: unknown; enum?: unknown[]; $ref?: string }>;
}

/** A branch is named by its `act` or `kind`, and one without either by its required property. */
function names(branch: Branch, data: unknown): boolean {
  if (branch.type === 'array') return Array.isArray(data);
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return false;
  const fields = data as Record<string, unknown>;
  for (const discriminator of ['act', 'kind']) {
    const allowed = branch.properties?.[discriminator];
    if (allowed) {
      const given = fields[discriminator];
      return given !== undefined && (allowed.const === given || allowed.enum?.includes(given) === true);
    }
  }
  return !('kind' in fields) && branch.required?.some((property) => property in fields) === true;
}

function shapes(branches: Branch[]): string {
  return branches
    .map((branch) => {
      if (branch.type === 'array') return 'a list of keys';
      if (branch.$ref) return 'a key';
      const rest = (branch.required ?? []).filter((name) => name !== 'reason');
      return `{${rest.map((name) => `${name}${only(branch, name)}`).join(', ')}}`;
    })
    .join(', ');
}

function only(branch: Branch, name: string): string {
  const property = branch.properties?.[name];
  if (property?.const !== undefined) return `: ${JSON.stringify(property.const)}`;
  return property?.enum ? `: ${property.enum.map((value) => JSON.stringify(value)).join(' | ')}` : '';
}

function say(error: ErrorObject): string {
  const params = error.params as Record<string, unknown>;
  switch (error.keyword) {
    case 'required':
      return `"${String(params['missingProperty'])}" is missing`;
    case 'additionalProperties':
      return `"${String(params['additionalProperty'])}" is unknown here; remove it or mend its spelling`;
    case 'enum':
      return `${shown(error.data)} is none of ${(params['allowedValues'] as unknown[]).join(', ')}`;
    case 'const':
      return `${shown(error.data)} must be ${shown(params['allowedValue'])}`;
    case 'type':
      return `${shown(error.data)} must be ${articled(params['type'])}`;
    case 'pattern':
      return `${shown(error.data)} ${patternHint(String(params['pattern']))}`;
    case 'format':
      return `${shown(error.data)} is no valid ${String(params['format'])}`;
    default:
      return `${shown(error.data)} ${error.message ?? 'is not allowed here'}`;
  }
}

const articled = (type: unknown): string => {
  const name = String(type);
  return `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`;
};

function patternHint(pattern: string): string {
  if (pattern === keyPattern.source) {
    return 'is no key: small letters and digits, joined by single dots or hyphens';
  }
  if (pattern.startsWith('^\\d{4}-')) {
    return 'is no date (2022-01-05) and no instant with its zone (2022-01-05T14:00:00Z)';
  }
  return `does not fit the pattern ${pattern}`;
}

function shown(data: unknown): string {
  const text = JSON.stringify(data) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}
