import type { Passage } from '../../read/passage.js';

/** The words of a claim where they stand. The parts of a passage join without a gap. */
export interface WordsOfClaim {
  citation: {
    exact: string;
    prefix: string | null;
    suffix: string | null;
    page: string | null;
    time: string | null;
    translation: { text: string; language: string; by: string | null } | null;
  } | null;
  document: { title: string; href: string; url: string | null; outlet: string; language: string | null };
  capture: { sha256: string | null; capturedAt: string | null; archivedAt: string | null } | null;
  /** null: the capture's text is not held here */
  passage: Passage | null;
  /** the quote is not where the citation says, or is not in the text */
  mismatch: string | null;
}

export function Words({ words }: { words: WordsOfClaim }) {
  const { citation, document } = words;
  return (
    <section class="panel" aria-labelledby="words">
      <h2 id="words">Its words</h2>
      <Quote words={words} />
      {words.mismatch !== null && <p class="notice wrong">{words.mismatch}</p>}
      {!citation && <p class="quiet">No citation was entered for this claim.</p>}
      {citation?.translation && (
        <blockquote lang={citation.translation.language} dir="auto">
          {citation.translation.text}
          <footer class="quiet small">
            Translation{citation.translation.by !== null && ` by ${citation.translation.by}`}
          </footer>
        </blockquote>
      )}
      <p class="quote-source">
        <a href={document.href} dir="auto">
          {document.title}
        </a>
        , <bdi>{document.outlet}</bdi>
        {citation?.page && `, page ${citation.page}`}
        {citation?.time && `, at ${citation.time}`}
        {document.url !== null && (
          <>
            {' · '}
            <a href={document.url} rel="noopener noreferrer nofollow">
              the page
            </a>
          </>
        )}
        {words.capture?.archivedAt && (
          <>
            {' · '}
            <a href={words.capture.archivedAt} rel="noopener noreferrer nofollow">
              archived copy
            </a>
          </>
        )}
      </p>
      {!words.passage && (
        <p class="quiet small">
          The text of the page is not held here
          {words.capture?.sha256 && (
            <>
              , only its SHA-256 <code class="wrap">{words.capture.sha256}</code>
            </>
          )}
          .
        </p>
      )}
    </section>
  );
}

function Quote({ words: { citation, document, passage } }: { words: WordsOfClaim }) {
  const language = document.language === null ? {} : { lang: document.language };
  if (passage) {
    return (
      <p class="capture" dir="auto" {...language}>
        {passage.cutBefore && '… '}
        {passage.before}
        <mark>{passage.quote}</mark>
        {passage.after}
        {passage.cutAfter && ' …'}
      </p>
    );
  }
  if (!citation) return null;
  return (
    <blockquote dir="auto" {...language}>
      {citation.prefix}
      <mark>{citation.exact}</mark>
      {citation.suffix}
    </blockquote>
  );
}
