export interface ChooseIncident {
  text: string;
  document: string;
  incidents: { href: string; label: string }[];
}

export function ChooseIncidentContent({ data }: { data: ChooseIncident }) {
  return (
    <>
      <h1>Record a claim</h1>
      <p>In which incident?</p>
      <form method="get" action="/claims/new" class="fields" role="search">
        <input type="hidden" name="document" value={data.document} />
        <div class="field wide">
          <label for="text">Words of its title or description</label>
          <input id="text" name="text" type="search" value={data.text} />
        </div>
        <button class="primary">Search</button>
      </form>
      <ul class="stack">
        {data.incidents.map((incident) => (
          <li key={incident.href}>
            <a href={incident.href} dir="auto">
              {incident.label}
            </a>
          </li>
        ))}
      </ul>
      <p>
        <a class="button" href="/incidents/new">
          Open an incident
        </a>
      </p>
    </>
  );
}
