import { FieldControl, Problems, Section, valueOf, type Field, type Typed } from './fields.js';
import { templates } from './templates.js';

/** A new incident, or more questions for one: templates to tick, and fields of its own. */
export interface RaisePage {
  title: string;
  intro: string;
  action: string;
  back: string;
  /** of the incident; none where it is there already */
  incident: Field[];
  /** of a question of one's own */
  question: Field[];
  /** keys of questions that are there already */
  present: string[];
  typed: Typed;
  problem: string | null;
  submit: string;
}

export function RaiseContent({ data }: { data: RaisePage }) {
  return (
    <>
      <div class="title-block">
        <h1>{data.title}</h1>
        <p>{data.intro}</p>
      </div>
      <Problems typed={data.typed} general={data.problem} />
      <form method="post" action={data.action} class="act stack">
        {data.incident.length > 0 && (
          <Section title="The incident">
            {data.incident.map((field) => (
              <FieldControl key={field.name} field={field} typed={data.typed} />
            ))}
          </Section>
        )}
        <Section title="Questions that come up again and again">
          <Templates data={data} />
        </Section>
        {data.question.length > 0 && (
          <Section title="A question of its own">
            {data.question.map((field) => (
              <FieldControl key={field.name} field={field} typed={data.typed} />
            ))}
          </Section>
        )}
        <p class="row">
          <button class="primary">{data.submit}</button>
          <a href={data.back}>Leave it</a>
        </p>
      </form>
    </>
  );
}

function Templates({ data }: { data: RaisePage }) {
  const chosen = new Set(valueOf(data.typed, 'template').split('\n'));
  const present = new Set(data.present);
  return (
    <>
      {templates.map((template) => {
        const missing = template.questions.filter(({ key }) => !present.has(key));
        return (
          <div key={template.key} class="template">
            <label class="choice">
              <input
                type="checkbox"
                name="template"
                value={template.key}
                checked={chosen.has(template.key)}
                disabled={missing.length === 0}
              />{' '}
              <strong>{template.label}</strong>
            </label>{' '}
            <span class="quiet">{missing.length === 0 ? 'All of it is there already.' : template.about}</span>
            <details class="small">
              <summary>
                {template.questions.length} questions, {template.constraints.length} links
              </summary>
              <ul>
                {template.questions.map((question) => (
                  <li key={question.key}>
                    {question.ask}
                    {present.has(question.key) && <span class="quiet"> (there)</span>}
                  </li>
                ))}
                {template.constraints.map((constraint, index) => (
                  <li key={index}>
                    <code>
                      {constraint.kind === 'sum'
                        ? `${constraint.total} = ${constraint.parts.join(' + ')}`
                        : `${constraint.lesser} <= ${constraint.greater}`}
                    </code>
                  </li>
                ))}
              </ul>
            </details>
          </div>
        );
      })}
    </>
  );
}
