/** What a reader of `text/event-stream` got, parsed as WHATWG HTML 9.2.6 has it, as far as this server uses it. */
export interface Told {
  id: string;
  data: {
    position: string;
    type: string;
    actor: string;
    actorName: string | null;
    thing: { id: string; kind: string; key: string } | null;
    incident: { id: string; key: string } | null;
  };
}
export type Follower = Awaited<ReturnType<typeof follow>>;

/** Connects, and resolves once the server has said where it begins. */
export async function follow(url: string, headers: Record<string, string> = {}) {
  const leaving = new AbortController();
  const answer = await fetch(url, { headers, signal: leaving.signal });
  if (answer.status !== 200) throw new Error(`GET ${url}: ${answer.status} ${await answer.text()}`);
  const told: Told[] = [];
  let rest = '';
  const awaited = () => {
    const made = Promise.withResolvers<void>();
    made.promise.catch(() => {}); // a stream may end while nobody waits
    return made;
  };
  let news = awaited();
  const follower = {
    headers: answer.headers,
    /** all that came */
    text: '',
    lastId: '',
    ended: undefined as unknown as Promise<void>,
    leave: () => leaving.abort(),
    /** The next event; rejects where the stream ends first. */
    async next(): Promise<Told> {
      while (told.length === 0) await news.promise;
      return told.shift()!;
    },
    /** Once this position has come, as an event or otherwise. */
    async until(position: string): Promise<void> {
      while (follower.lastId !== position) await news.promise;
    },
  };
  const take = (text: string): void => {
    follower.text += text;
    const blocks = (rest + text).split('\n\n');
    rest = blocks.pop()!;
    for (const block of blocks) {
      const id = /^id: (\d+)$/m.exec(block)?.[1];
      if (id !== undefined) follower.lastId = id;
      const data = /^data: (.*)$/m.exec(block)?.[1];
      if (data !== undefined) told.push({ id: id!, data: JSON.parse(data) as Told['data'] });
    }
    news.resolve();
    news = awaited();
  };
  const read = async (): Promise<void> => {
    const decoder = new TextDecoder();
    try {
      for await (const bytes of answer.body!) take(decoder.decode(bytes, { stream: true }));
    } catch (error) {
      if (!leaving.signal.aborted) news.reject(error);
      return;
    }
    news.reject(new Error('the stream has ended'));
  };
  follower.ended = read();
  while (follower.lastId === '') await news.promise;
  return follower;
}
