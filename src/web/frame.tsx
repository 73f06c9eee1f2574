import type { ComponentChildren } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { eventWords } from './load/record.js';
import { OutcomeNotice, type Outcome } from './outcome.js';
import type { Viewer } from './viewer.js';

export interface PageFrame {
  title: string;
  /** the section of the navigation that is current */
  section: 'incidents' | 'queue' | 'sources' | 'audit' | 'proofs' | 'account' | 'none';
  viewer: Viewer;
  /** set in the demo ledger, and said on every page of it */
  demo: boolean;
  /** address of the same content as JSON */
  twin: string | null;
  /** where the reader is now: forms that only set something come back here */
  here: string;
  /** `light` or `dark` where the reader chose one, else the system's */
  scheme: 'light' | 'dark' | null;
  crumbs?: { href: string; label: string }[];
  /** what came of the form that led here */
  outcome: Outcome | null;
  /** the stream of changes that the page follows while it is open */
  live?: string | null;
}

const sections = [
  { key: 'incidents', href: '/', label: 'Incidents', needs: null },
  { key: 'queue', href: '/queue', label: 'Queue', needs: 'resolve' },
  { key: 'sources', href: '/sources', label: 'Sources', needs: null },
  { key: 'audit', href: '/audit', label: 'Audit', needs: null },
  { key: 'proofs', href: '/checkpoints', label: 'Proofs', needs: null },
] as const;

/** A whole page as HTML text; everything that users wrote is escaped by the renderer. */
export function page(frame: PageFrame, content: ComponentChildren): string {
  return `<!doctype html>${renderToString(<Frame frame={frame}>{content}</Frame>)}`;
}

function Frame({ frame, children }: { frame: PageFrame; children: ComponentChildren }) {
  return (
    <html lang="en" {...(frame.scheme ? { 'data-scheme': frame.scheme } : {})}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${frame.title} · Incident Ledger`}</title>
        <link rel="stylesheet" href="/assets/workspace.css" />
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        {frame.twin && <link rel="alternate" type="application/json" href={frame.twin} />}
        {frame.live && <LiveScripts />}
        {/* Pages are whole without it: it verifies proofs, marks words in a text and copies sentences. */}
        <script src="/assets/workspace.js" type="module" />
      </head>
      <body>
        <Masthead frame={frame} />
        {frame.demo && <DemoNotice />}
        {frame.live && <LiveNews stream={frame.live} />}
        <main id="content" tabIndex={-1}>
          {frame.crumbs && <Crumbs crumbs={frame.crumbs} />}
          {frame.outcome && <OutcomeNotice outcome={frame.outcome} />}
          {children}
        </main>
        <footer class="colophon no-print">
          {frame.twin && (
            <a href={frame.twin} rel="alternate">
              This page as JSON
            </a>
          )}
          <a href="/docs">API</a>
          <span>All times are UTC unless a zone is named.</span>
        </footer>
      </body>
    </html>
  );
}

function LiveScripts() {
  return (
    <>
      <meta name="htmx-config" content='{"extensions":"sse","includeIndicatorCSS":false,"history":false}' />
      <script src="/assets/htmx.js" defer />
      <script src="/assets/htmx-sse.js" defer />
    </>
  );
}

/** What others change while the page is open is told here, with whose it is; the page then shows it. */
function LiveNews({ stream }: { stream: string }) {
  return (
    <div
      class="live no-print"
      role="status"
      data-live-words={JSON.stringify(eventWords)}
      {...{ 'hx-sse:connect': stream, 'hx-swap': 'none' }}
    />
  );
}

function Masthead({ frame }: { frame: PageFrame }) {
  const { viewer } = frame;
  return (
    <header class="masthead">
      <a class="skip" href="#content">
        Skip to the content
      </a>
      <a class="name" href="/">
        Incident Ledger
      </a>
      <nav aria-label="Sections">
        <ul>
          {sections
            .filter((section) => section.needs === null || viewer.can(section.needs))
            .map((section) => (
              <li key={section.key}>
                <a href={section.href} {...(section.key === frame.section ? { 'aria-current': 'page' } : {})}>
                  {section.label}
                </a>
              </li>
            ))}
        </ul>
      </nav>
      <div class="aside">
        <SchemeSwitch scheme={frame.scheme} here={frame.here} />
        <Account viewer={viewer} />
      </div>
    </header>
  );
}

function Account({ viewer }: { viewer: Viewer }) {
  return viewer.name === null ? (
    <a href="/sign-in">Sign in</a>
  ) : (
    <a href="/account">
      <bdi>{viewer.name}</bdi>
    </a>
  );
}

/** A form, so that it works without scripts; the choice is kept in a cookie. */
function SchemeSwitch({ scheme, here }: { scheme: PageFrame['scheme']; here: string }) {
  return (
    <form method="post" action="/scheme" class="schemes" aria-label="Colours">
      <input type="hidden" name="back" value={here} />
      {(['light', 'dark', 'system'] as const).map((choice) => (
        <button
          key={choice}
          class="small"
          name="scheme"
          value={choice}
          aria-pressed={(scheme ?? 'system') === choice ? 'true' : 'false'}
        >
          {choice === 'light' ? 'Light' : choice === 'dark' ? 'Dark' : 'Auto'}
        </button>
      ))}
    </form>
  );
}

function DemoNotice() {
  return (
    <aside class="demo" aria-label="Demo ledger">
      <p>
        This is the demo ledger with the founding case. Set <code>LEDGER_DATA_DIR</code> to keep a ledger of
        your own.
      </p>
    </aside>
  );
}

function Crumbs({ crumbs }: { crumbs: { href: string; label: string }[] }) {
  return (
    <nav class="crumbs" aria-label="Where this page is">
      <ol>
        {crumbs.map((crumb) => (
          <li key={crumb.href}>
            <a href={crumb.href}>
              <bdi>{crumb.label}</bdi>
            </a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
