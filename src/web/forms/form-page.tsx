import { RecordTable, type RecordEntry } from '../parts/record.js';
import { FieldControl, Problems, type Field, type Typed } from './fields.js';

/** A form on one thing. */
export interface FormPage {
  title: string;
  about: { href: string; label: string; kind: string } | null;
  intro: string;
  action: string;
  fields: Field[];
  typed: Typed;
  /** what is wrong with the whole */
  problem: string | null;
  /** what others did to the thing since the form was opened */
  meanwhile: RecordEntry[];
  submit: string;
}

export function FormContent({ data }: { data: FormPage }) {
  return (
    <>
      <div class="title-block">
        <h1>{data.title}</h1>
        {data.about && (
          <p>
            <span class="quiet">{data.about.kind}</span>{' '}
            <a href={data.about.href} dir="auto">
              {data.about.label}
            </a>
          </p>
        )}
        <p>{data.intro}</p>
      </div>
      <Meanwhile entries={data.meanwhile} />
      <Problems typed={data.typed} general={data.problem} />
      <form method="post" action={data.action} class="act stack">
        {data.fields.map((field) => (
          <FieldControl key={field.name} field={field} typed={data.typed} />
        ))}
        <p class="row">
          <button class="primary">
            {data.meanwhile.length > 0 ? `${data.submit} all the same` : data.submit}
          </button>
          {data.about && <a href={data.about.href}>Leave it as it is</a>}
        </p>
      </form>
    </>
  );
}

/** Somebody was quicker: both are shown, and she decides. */
export function Meanwhile({ entries }: { entries: readonly RecordEntry[] }) {
  if (entries.length === 0) return null;
  return (
    <section class="notice wrong" role="alert" aria-labelledby="meanwhile">
      <h2 id="meanwhile">Somebody changed this while you were typing</h2>
      <p>Below stands what you typed. Look at what was done, then send yours all the same, or leave it.</p>
      <RecordTable entries={entries} label="Done meanwhile" />
    </section>
  );
}
