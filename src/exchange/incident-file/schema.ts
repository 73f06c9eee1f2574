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

/** All errors, not the first alone; each item by itself, so that a large file cannot raise a million at once. */
const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, verbose: true });
addFormats(ajv);
ajv.addSchema(incidentFileSchema);

/** The file without what stands in its lists: they are checked item by item. */
const shell = ajv.compile({
  ...incidentFileSchema,
  $id: `${incidentFileSchema.$id}:shell`,
  properties: {
    ...incidentFileSchema.properties,
    ...Object.fromEntries(itemKinds.map((kind) => [listOf[kind], listShell(listOf[kind])])),
  },
});
const items = Object.fromEntries(
  itemKinds.map((kind) => [kind, ajv.getSchema(`${incidentFileSchema.$id}#/$defs/${kind}`)!]),
) as Record<ItemKind, ValidateFunction>;

function listShell(name: string): object {
  const list = incidentFileSchema.properties[name] as { minItems?: number };
  return { type: 'array', ...(list.minItems !== undefined && { minItems: list.minItems }) };
}

/** What is wrong with the file around its lists: paths are JSON Pointers into the file. */
export const shapeOfFile = (file: unknown): ShapeProblem[] => problemsOf(shell, file);

/** What is wrong with one source, document, incident, claim or act: paths are relative to it. */
export function shapeOfItem(kind: ItemKind, body: unknown): ShapeProblem[] {
  return problemsOf(items[kind], body);
}

export function isItem(item: { kind: ItemKind; body: unknown }): item is Item {
  return items[item.kind](item.body);
}

function problemsOf(validate: ValidateFunction, data: unknown): ShapeProblem[] {
  if (validate(data)) return [];
  return sayErrors(validate.errors!, errorsOfShape);
}

const shapes = new WeakMap<object, ValidateFunction>();

function errorsOfShape(shape: object, data: unknown): readonly ErrorObject[] {
  let validate = shapes.get(shape);
  if (!validate) {
    validate = ajv.compile({ $defs: incidentFileSchema.$defs, ...shape });
    shapes.set(shape, validate);
  }
  return validate(data) ? [] : validate.errors!;
}
