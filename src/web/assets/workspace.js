// What pages can do more where scripts run: copy a sentence, verify a proof, mark words in a text, follow what others
// change. Every page is whole without it.
for (const element of document.querySelectorAll('[data-needs-script]')) element.hidden = false;

document.addEventListener('click', (event) => {
  const button = event.target.closest('button');
  if (!button) return;
  if (button.dataset.copy) void copyText(button.dataset.copy);
  if (button.dataset.verify) void verify(button);
  if ('takeSelection' in button.dataset) takeSelection();
});

async function copyText(id) {
  const said = document.querySelector(`[data-copied="${id}"]`);
  try {
    await navigator.clipboard.writeText(document.getElementById(id).textContent.trim());
    said.textContent = 'Copied.';
  } catch {
    getSelection().selectAllChildren(document.getElementById(id));
    said.textContent = 'The browser does not let it be copied; it is selected instead.';
  }
}

/** Fetches the proof and checks it here, with the server's public key as this page names it. */
async function verify(button) {
  const said = document.querySelector('[data-verify-result]');
  said.textContent = 'Verifying …';
  try {
    const { parseVerifierKey, verifyClaimProof } = await import(button.dataset.verifier);
    const answer = await fetch(button.dataset.verify, { headers: { accept: 'application/json' } });
    if (!answer.ok) throw new Error(`the server gave no proof (${answer.status})`);
    const key = await parseVerifierKey(button.dataset.key);
    const { checkpoint, events } = await verifyClaimProof(await answer.text(), [key]);
    const what = events.length === 1 ? 'its event stands' : `all ${events.length} events stand`;
    said.textContent = `✔ Verified in this page: ${what} in the log of ${checkpoint.size} events that ${checkpoint.origin} signed.`;
  } catch (error) {
    said.textContent = `✕ Not verified: ${error.message}`;
  }
}

/** The words marked in the pasted text become the quote; what stands around them tells it from its repeats. */
function takeSelection() {
  const text = document.getElementById('f-text');
  const quote = document.getElementById('f-quote');
  const { selectionStart: start, selectionEnd: end, value } = text;
  if (start === end) {
    text.focus();
    return;
  }
  quote.value = value.slice(start, end).trim();
  document.getElementById('f-quoteAt').value = String(start);
  quote.dispatchEvent(new Event('change', { bubbles: true }));
  quote.focus();
}

// Live: each message of the stream is one event, told in words; the page is then fetched anew and laid over what is
// shown, so that what has the focus keeps it.
let refreshing;
document.addEventListener('htmx:sse:before:message', (event) => {
  event.detail.cancelled = true; // it is data, not markup
  const news = JSON.parse(event.detail.message.data);
  const live = document.querySelector('[data-live-words]');
  const words = JSON.parse(live.dataset.liveWords);
  const label = news.thing?.label || news.thing?.name || '';
  live.textContent =
    `Just now ${news.actorName ?? news.actor} ${words[news.type] ?? news.type} ${label}`.slice(0, 300);
  clearTimeout(refreshing);
  refreshing = setTimeout(() => {
    const address = location.pathname + location.search;
    void globalThis.htmx.ajax('GET', address, { target: '#content', select: '#content', swap: 'outerMorph' });
  }, 150);
});
