import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import { readFileSync } from 'node:fs';
import { sayErrors, type ShapeProblem } from './shape-errors.js';
import { itemKinds, listOf, type Item, type ItemKind } from './types.js';

/** The published schema, as served and documented: the one source of what an incident file may hold. */
export const incidentFileSchema = JSON.parse(
  readFileSync(new URL('incident-file.schema.json', import.meta.url), 'utf8'),
) as { $id: string; properties: Record<string, unknown>; $defs: Record<string, unknown> };

// ajv-formats is CommonJS: under Node's ESM its function is the namespace's default.
const addFormats = addFormatsModule as unknown as (ajv: Ajv2020) => void;

/** Compiled when first asked for: a server that starts need not wait for it. */
let opened: Ajv2020 | undefined;
function ajv(): Ajv2020 {
  if (!opened) {
    // All errors, not the first alone; items one by one, so that a large file cannot raise a million at once.
    opened = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, verbose: true });
    addFormats(opened);
    opened.addSchema(incidentFileSchema);
  }
  return opened;
}

const compiled = new Map<ItemKind | 'shell', ValidateFunction>();
function validator(of: ItemKind | 'shell'): ValidateFunction {
  let validate = compiled.get(of);
  if (!validate) {
    validate =
      of === 'shell'
        ? ajv().compile(shellSchema())
        : ajv().getSchema(`${incidentFileSchema.$id}#/$defs/${of}`)!;
    compiled.set(of, validate);
  }
  return validate;
}

/** The file without what stands in its lists: they are checked item by item. */
const shellSchema = () => ({
  ...incidentFileSchema,
  $id: `${incidentFileSchema.$id}:shell`,
  properties: {
    ...incidentFileSchema.properties,
    ...Object.fromEntries(itemKinds.map((kind) => [listOf[kind], listShell(listOf[kind])])),
  },
});

function listShell(name: string): object {
  const list = incidentFileSchema.properties[name] as { minItems?: number };
  return { type: 'array', ...(list.minItems !== undefined && { minItems: list.minItems }) };
}

/** What is wrong with the file around its lists: paths are JSON Pointers into the file. */
export const shapeOfFile = (file: unknown): ShapeProblem[] => problemsOf(validator('shell'), file);

/** What is wrong with one source, document, incident, claim or act: paths are relative to it. */
export function shapeOfItem(kind: ItemKind, body: unknown): ShapeProblem[] {
  return problemsOf(validator(kind), body);
}

export function isItem(item: { kind: ItemKind; body: unknown }): item is Item {
  return validator(item.kind)(item.body);
}

function problemsOf(validate: ValidateFunction, data: unknown): ShapeProblem[] {
  if (validate(data)) return [];
  return sayErrors(validate.errors!, errorsOfShape);
}

const shapes = new WeakMap<object, ValidateFunction>();

function errorsOfShape(shape: object, data: unknown): readonly ErrorObject[] {
  let validate = shapes.get(shape);
  if (!validate) {
    validate = ajv().compile({ $defs: incidentFileSchema.$defs, ...shape });
    shapes.set(shape, validate);
  }
  return validate(data) ? [] : validate.errors!;
}
