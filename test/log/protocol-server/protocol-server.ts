import gossipService from '@eventstore/db-client/generated/gossip_grpc_pb.js';
import gossipMessages from '@eventstore/db-client/generated/gossip_pb.js';
import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamsService from '@eventstore/db-client/generated/streams_grpc_pb.js';
import grpc from '@grpc/grpc-js';
import { failure, notReady, streamDeleted } from './failure.js';
import { Faults } from './faults.js';
import * as message from './messages.js';
import { answerRead, type Node, type ReadCall } from './reading.js';
import { Relay } from './relay.js';
import { type Proposed, ServerState, type Written } from './server-state.js';

const { ClusterInfo, EndPoint, MemberInfo } = gossipMessages;

type Done<Answer> = grpc.sendUnaryData<Answer>;
type AppendCall = grpc.ServerReadableStream<message.AppendRequest, message.AppendAnswer>;
type RemoveCall = grpc.ServerUnaryCall<
  { getOptions(): (Parameters<typeof message.expectedOf>[0] & message.Named) | undefined },
  unknown
>;

export type Role = 'leader' | 'follower';

/**
 * One node that speaks EventStoreDB's protocol, made from the client's own service definitions: as much of it as the
 * adapter uses, in memory, on a loopback port, with faults on demand. Nodes that are given one state are a cluster.
 * A relay in front lets the connection be cut as a network does it.
 */
export class ProtocolServer implements Node {
  readonly faults = new Faults();
  role: Role = 'leader';
  /** where a follower sends those who ask for the leader */
  leader: ProtocolServer | undefined;
  /** how many events of all a follower has; undefined: all */
  replicated: number | undefined;
  /** events written to subscriptions so far */
  sentToSubscribers = 0;
  readonly #grpc = new grpc.Server({ 'grpc.max_receive_message_length': 2 ** 24 });
  #relay: Relay | undefined;

  constructor(readonly state: ServerState = new ServerState()) {
    this.#grpc.addService(streamsService.StreamsService, {
      append: (call: AppendCall, done: Done<message.AppendAnswer>) => this.#append(call, done),
      read: (call: ReadCall) => answerRead(this, call),
      delete: (call: RemoveCall, done: Done<unknown>) => this.#remove(call, done, false, message.deleted),
      tombstone: (call: RemoveCall, done: Done<unknown>) =>
        this.#remove(call, done, true, message.tombstoned),
      // The adapter never takes this way: see EventStoreConnection.write.
      batchAppend: (call: { destroy(error: Error): void }) =>
        call.destroy(failure(grpc.status.UNIMPLEMENTED, 'this server takes no batches')),
    });
    this.#grpc.addService(gossipService.GossipService, {
      read: (_call: unknown, done: Done<unknown>) => done(null, this.#gossip()),
    });
  }

  async start(): Promise<this> {
    const behind = await new Promise<number>((resolve, reject) => {
      const insecure = grpc.ServerCredentials.createInsecure();
      this.#grpc.bindAsync('127.0.0.1:0', insecure, (error, port) => (error ? reject(error) : resolve(port)));
    });
    this.#relay = await new Relay(behind).listen();
    return this;
  }

  get port(): number {
    return this.#relay!.port;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  /** Breaks every connection, as a cable that is pulled. New ones are taken. */
  cut(): void {
    this.#relay!.cut();
  }

  /** Breaks every connection and takes none for a while. */
  async goAwayFor(ms: number): Promise<void> {
    const { port } = this;
    await this.#relay!.close();
    await new Promise((resolve) => setTimeout(resolve, ms));
    await this.#relay!.listen(port);
  }

  async stop(): Promise<void> {
    await this.#relay!.close();
    this.#grpc.forceShutdown();
  }

  /** The error by which a node that is not the leader says who is; undefined from the leader. */
  notLeader(metadata: grpc.Metadata): grpc.ServiceError | undefined {
    if (this.role === 'leader' || metadata.get('requires-leader')[0] !== 'true') return undefined;
    return failure(grpc.status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': '127.0.0.1',
      'leader-endpoint-port': String(this.leader!.port),
    });
  }

  #append(call: AppendCall, done: Done<message.AppendAnswer>): void {
    let options: message.AppendOptions | undefined;
    const proposed: Proposed[] = [];
    call.on('data', (request: message.AppendRequest) => {
      if (request.hasOptions()) options = request.getOptions();
      else proposed.push(message.proposedOf(request.getProposedMessage()!));
    });
    // A request that is cut off ends too: what came of it is no append. (Its cancellation is told a moment later.)
    call.on('end', () =>
      setImmediate(() => {
        if (call.cancelled || !options) return;
        const misled = this.notLeader(call.metadata);
        if (misled) return done(misled);
        const name = message.nameOf(options.getStreamIdentifier());
        const expected = message.expectedOf(options);
        const write = () => this.state.append(name, expected, proposed);
        this.#withFault(
          write,
          (result) => {
            if (result.ok) done(null, message.written(result.revision, result.position));
            else if (result.why === 'wrong') done(null, message.wrongExpected(expected, result.actual));
            else done(streamDeleted(name));
          },
          done,
        );
      }),
    );
  }

  #withFault(
    write: () => Written,
    answer: (result: Written) => void,
    done: Done<message.AppendAnswer>,
  ): void {
    switch (this.faults.appends.shift()) {
      case 'no answer, not written':
        return;
      case 'no answer, written':
        write();
        return;
      case 'cut before':
        return this.cut();
      case 'cut after':
        write();
        return this.cut();
      case 'acknowledgement lost':
        write();
        return done(failure(grpc.status.UNAVAILABLE, ''));
      case 'server not ready':
        return done(notReady());
      case 'reset':
        write();
        return done(failure(grpc.status.INTERNAL, 'Received RST_STREAM with code 2'));
      case 'none':
      case undefined:
        answer(write());
    }
  }

  #remove(call: RemoveCall, done: Done<unknown>, forGood: boolean, answer: () => unknown): void {
    const options = call.request.getOptions()!;
    const name = message.nameOf(options.getStreamIdentifier());
    const result =
      this.notLeader(call.metadata) ?? this.state.remove(name, message.expectedOf(options), forGood);
    if (result instanceof Error) done(result);
    else if (result.ok) done(null, answer());
    else if (result.why === 'gone') done(streamDeleted(name));
    else {
      done(
        failure(grpc.status.FAILED_PRECONDITION, 'wrong expected version', {
          exception: 'wrong-expected-version',
          'stream-name': name,
          'expected-version': '0',
          'actual-version': String(result.actual),
        }),
      );
    }
  }

  #gossip(): InstanceType<typeof ClusterInfo> {
    const info = new ClusterInfo();
    for (const node of new Set([this, this.leader ?? this])) {
      const endPoint = new EndPoint();
      endPoint.setAddress('127.0.0.1');
      endPoint.setPort(node.port);
      const id = new sharedMessages.UUID();
      id.setString('00000000-0000-4000-8000-000000000001');
      const member = new MemberInfo();
      member.setInstanceId(id);
      member.setTimeStamp('0');
      member.setState(node.role === 'leader' ? MemberInfo.VNodeState.LEADER : MemberInfo.VNodeState.FOLLOWER);
      member.setIsAlive(true);
      member.setHttpEndPoint(endPoint);
      info.addMembers(member);
    }
    return info;
  }
}
