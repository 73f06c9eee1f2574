/** A page that only says something: an address that leads nowhere, a request that could not be carried out. */
export interface NoticePage {
  title: string;
  words: string;
  advice: string;
  candidates: { href: string; label: string }[];
  requestId: string;
}

export function NoticeContent({ data }: { data: NoticePage }) {
  return (
    <>
      <h1>{data.title}</h1>
      <p class="notice wrong">
        <bdi>{data.words}</bdi>
      </p>
      <p>{data.advice}</p>
      {data.candidates.length > 0 && (
        <ul>
          {data.candidates.map((candidate) => (
            <li key={candidate.href}>
              <a href={candidate.href}>{candidate.label}</a>
            </li>
          ))}
        </ul>
      )}
      <p class="quiet small">
        Request <code>{data.requestId}</code>
      </p>
    </>
  );
}
