import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import type grpc from '@grpc/grpc-js';
import { notReady, streamDeleted } from './failure.js';
import type { Faults, SubscriptionFault } from './faults.js';
import * as message from './messages.js';
import type { ServerEvent, ServerState } from './server-state.js';

/** What answering a read needs of the node that was asked. */
export interface Node {
  readonly state: ServerState;
  readonly faults: Faults;
  /** how many events of all it has; undefined: all */
  readonly replicated: number | undefined;
  /** events written to subscriptions so far */
  sentToSubscribers: number;
  cut(): void;
  notLeader(metadata: grpc.Metadata): grpc.ServiceError | undefined;
}
export type ReadCall = grpc.ServerWritableStream<message.ReadRequest, message.ReadAnswer>;
type Options = NonNullable<ReturnType<message.ReadRequest['getOptions']>>;

const backwards = streamMessages.ReadReq.Options.ReadDirection.BACKWARDS;

/** Every read of the protocol is this one call: of a stream, of all, or a subscription. */
export function answerRead(server: Node, call: ReadCall): void {
  const misled = server.notLeader(call.metadata);
  if (misled) return void call.emit('error', misled);
  const options = call.request.getOptions()!;
  if (options.hasSubscription()) return subscribe(server, call, options);
  const fault = server.faults.reads.shift();
  if (fault === 'no answer') return;
  if (fault === 'cut') return server.cut();
  if (fault === 'server not ready') {
    return void call.emit('error', notReady());
  }
  if (options.hasStream()) return readStream(server, call, options);
  for (const event of allFrom(server, options)) call.write(message.eventAnswer(event));
  call.end();
}

function readStream(server: Node, call: ReadCall, options: Options): void {
  const asked = options.getStream()!;
  const name = message.nameOf(asked.getStreamIdentifier());
  const events = server.state.stream(name);
  if (events === 'gone') {
    return void call.emit('error', streamDeleted(name));
  }
  if (!events) call.write(message.streamNotFound(name));
  else {
    const known = events.filter((event) => isReplicated(server, event));
    const from = asked.hasRevision() ? Number(asked.getRevision()) : 0;
    const inOrder =
      options.getReadDirection() === backwards
        ? known.toReversed()
        : known.filter(({ revision }) => revision >= from);
    for (const event of inOrder.slice(0, Number(options.getCount()))) call.write(message.eventAnswer(event));
  }
  call.end();
}

const isReplicated = (server: Node, event: ServerEvent) =>
  server.replicated === undefined || server.state.all.indexOf(event) < server.replicated;

/** A read includes the position from which it is asked for; forwards, the one at it, backwards, those before it. */
function allFrom(server: Node, options: Options): ServerEvent[] {
  const asked = options.getAll()!;
  const count = Number(options.getCount());
  const all = server.state.all.slice(0, server.replicated);
  const position = asked.hasPosition() ? BigInt(asked.getPosition()!.getCommitPosition()) : undefined;
  if (options.getReadDirection() === backwards) {
    const before = all.filter((event) => position === undefined || event.position < position);
    return before.toReversed().slice(0, count);
  }
  return all.filter((event) => position === undefined || event.position >= position).slice(0, count);
}

/** A subscription excludes the position from which it is asked for, and goes on as events are written. */
function subscribe(server: Node, call: ReadCall, options: Options): void {
  const fault = server.faults.subscriptions.shift() ?? {};
  if (fault.unanswered) return;
  call.write(message.confirmation());
  const asked = options.getAll()!;
  const after = asked.hasPosition() ? BigInt(asked.getPosition()!.getCommitPosition()) : -1n;
  const regex = new RegExp(options.getFilter()?.getStreamIdentifier()?.getRegex() ?? '');
  if (fault.earlyCheckpoint) {
    call.write(message.checkpoint(server.state.all.at(-1)!.position));
    call.write(message.caughtUp());
  }
  new Feed(server, call, fault, regex, after).start();
}

/** Sends what there is and what comes, no faster than the connection takes it. */
class Feed {
  #next = 0;
  #sent = 0;
  #waiting = false;
  #ended = false;
  #stop: () => void = () => {};

  constructor(
    private readonly server: Node,
    private readonly call: ReadCall,
    private readonly fault: SubscriptionFault,
    private readonly regex: RegExp,
    private readonly after: bigint,
  ) {}

  start(): void {
    this.#stop = this.server.state.listen(() => this.#send());
    this.call.on('cancelled', () => this.#end());
    this.call.on('close', () => this.#end());
    this.call.on('drain', () => {
      this.#waiting = false;
      this.#send();
    });
    this.#send();
  }

  #send(): void {
    const { all } = this.server.state;
    while (!this.#waiting && !this.#ended && this.#next < all.length) {
      const event = all[this.#next]!;
      this.#next += 1;
      if (event.position <= this.after || !this.regex.test(event.stream)) continue;
      this.#write(event);
      if (this.fault.twice) this.#write(event);
      if (this.#sent === this.fault.cutAfter) {
        this.#end();
        // What was written is on its way; the cable is pulled a moment later.
        setTimeout(() => this.server.cut(), 5);
      }
      if (this.#sent === this.fault.endAfter) {
        this.#end();
        this.call.end();
      }
    }
  }

  #write(event: ServerEvent): void {
    this.#sent += 1;
    this.server.sentToSubscribers += 1;
    if (!this.call.write(message.eventAnswer(event))) this.#waiting = true;
  }

  #end(): void {
    this.#ended = true;
    this.#stop();
  }
}
