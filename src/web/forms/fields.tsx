import type { ComponentChildren } from 'preact';

export interface Choice {
  value: string;
  label: string;
}
/** One field of a form: what it asks, and how it is answered. */
export interface Field {
  name: string;
  label: string;
  kind: 'line' | 'text' | 'select' | 'radio' | 'check' | 'hidden';
  help?: string;
  required?: boolean;
  placeholder?: string;
  /** of select and radio all there are; of a line, suggestions */
  choices?: readonly Choice[];
  /** of a line: letters of room */
  size?: number;
  rows?: number;
}
/** What was typed, and what is wrong with it; both by the name of the field. */
export interface Typed {
  values: Readonly<Record<string, string>>;
  problems: Readonly<Record<string, string>>;
}
export const nothingTyped: Typed = { values: {}, problems: {} };

export const valueOf = (typed: Typed, name: string): string =>
  Object.hasOwn(typed.values, name) ? typed.values[name]! : '';
const problemOf = (typed: Typed, name: string): string | undefined =>
  Object.hasOwn(typed.problems, name) ? typed.problems[name] : undefined;

export function FieldControl({ field, typed }: { field: Field; typed: Typed }) {
  const value = valueOf(typed, field.name);
  if (field.kind === 'hidden') return <input type="hidden" name={field.name} value={value} />;
  if (field.kind === 'radio') return <RadioField field={field} typed={typed} />;
  if (field.kind === 'check') return <CheckField field={field} typed={typed} />;
  const problem = problemOf(typed, field.name);
  const attributes = controlAttributes(field, problem);
  return (
    <div class={`field ${field.kind === 'text' ? 'wide' : ''}`}>
      <label for={attributes.id}>
        {field.label}
        {field.required && <span class="required"> (needed)</span>}
      </label>
      {field.kind === 'text' && (
        <textarea {...attributes} dir="auto" rows={field.rows ?? 3}>
          {value}
        </textarea>
      )}
      {field.kind === 'select' && (
        <select {...attributes}>
          {field.choices?.map((choice) => (
            <option key={choice.value} value={choice.value} selected={choice.value === value}>
              {choice.label}
            </option>
          ))}
        </select>
      )}
      {field.kind === 'line' && <Line field={field} value={value} attributes={attributes} />}
      <Words field={field} problem={problem} />
    </div>
  );
}

interface ControlAttributes {
  id: string;
  name: string;
  'aria-describedby'?: string;
  'aria-invalid'?: 'true';
  placeholder?: string;
}

function controlAttributes(field: Field, problem: string | undefined): ControlAttributes {
  const described = [
    ...(field.help === undefined ? [] : [`${field.name}-help`]),
    ...(problem === undefined ? [] : [`${field.name}-problem`]),
  ];
  return {
    id: `f-${field.name}`,
    name: field.name,
    ...(described.length > 0 && { 'aria-describedby': described.join(' ') }),
    ...(problem !== undefined && { 'aria-invalid': 'true' as const }),
    ...(field.placeholder !== undefined && { placeholder: field.placeholder }),
  };
}

function Line(props: { field: Field; value: string; attributes: ControlAttributes }) {
  const { field, value, attributes } = props;
  const list = field.choices && `${attributes.id}-choices`;
  return (
    <>
      <input
        type="text"
        {...attributes}
        value={value}
        dir="auto"
        autocomplete={'off' as const}
        size={field.size ?? 32}
        {...(list !== undefined && { list })}
      />
      {list !== undefined && (
        <datalist id={list}>
          {field.choices?.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </datalist>
      )}
    </>
  );
}

function Words({ field, problem }: { field: Field; problem: string | undefined }) {
  return (
    <>
      {field.help !== undefined && (
        <span class="help" id={`${field.name}-help`}>
          {field.help}
        </span>
      )}
      {problem !== undefined && (
        <span class="problem" id={`${field.name}-problem`}>
          {problem}
        </span>
      )}
    </>
  );
}

function RadioField({ field, typed }: { field: Field; typed: Typed }) {
  const value = valueOf(typed, field.name);
  const problem = problemOf(typed, field.name);
  return (
    <fieldset {...(problem === undefined ? {} : { 'aria-describedby': `${field.name}-problem` })}>
      <legend>
        {field.label}
        {field.required && <span class="required"> (needed)</span>}
      </legend>
      <div class="choices">
        {field.choices?.map((choice) => (
          <label key={choice.value} class="choice">
            <input type="radio" name={field.name} value={choice.value} checked={choice.value === value} />{' '}
            <span dir="auto">{choice.label}</span>
          </label>
        ))}
      </div>
      <Words field={field} problem={problem} />
    </fieldset>
  );
}

function CheckField({ field, typed }: { field: Field; typed: Typed }) {
  return (
    <div class="field">
      <label class="choice">
        <input type="checkbox" name={field.name} value="yes" checked={valueOf(typed, field.name) === 'yes'} />{' '}
        {field.label}
      </label>
      <Words field={field} problem={problemOf(typed, field.name)} />
    </div>
  );
}

/** Fields that belong together, under a heading of their own. */
export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <fieldset class="section">
      <legend>{title}</legend>
      <div class="stack">{children}</div>
    </fieldset>
  );
}

/** Said above a form that was not accepted: what is wrong, each leading to its field. */
export function Problems({ typed, general }: { typed: Typed; general: string | null }) {
  const named = Object.entries(typed.problems);
  if (named.length === 0 && general === null) return null;
  return (
    <div class="notice wrong" role="alert">
      <p>Nothing was recorded yet, and nothing that you typed is lost.</p>
      {general !== null && <p>{general}</p>}
      <ul>
        {named.map(([name, problem]) => (
          <li key={name}>
            <a href={`#f-${name}`}>{problem}</a>
          </li>
        ))}
      </ul>
    </div>
  );
}
