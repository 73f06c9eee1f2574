import sharedMessages from '@eventstore/db-client/generated/shared_pb.js';
import streamMessages from '@eventstore/db-client/generated/streams_pb.js';
import type { Expected, Proposed, ServerEvent } from './server-state.js';

const { AppendResp, DeleteResp, ReadReq, ReadResp, TombstoneResp } = streamMessages;
const { Empty, StreamIdentifier, UUID } = sharedMessages;

export type AppendRequest = InstanceType<typeof streamMessages.AppendReq>;
export type AppendOptions = InstanceType<typeof streamMessages.AppendReq.Options>;
/** What names a stream. */
export interface Named {
  getStreamIdentifier(): InstanceType<typeof StreamIdentifier> | undefined;
}
export type ReadRequest = InstanceType<typeof ReadReq>;
export type ReadAnswer = InstanceType<typeof ReadResp>;
export type AppendAnswer = InstanceType<typeof AppendResp>;

const text = (bytes: Uint8Array | string) => Buffer.from(bytes as Uint8Array).toString('utf8');

export const nameOf = (identifier: InstanceType<typeof StreamIdentifier> | undefined): string =>
  text(identifier!.getStreamName_asU8());

/** The three ways in which a request says what it expects of a stream. */
export function expectedOf(options: {
  hasRevision(): boolean;
  getRevision(): string;
  hasNoStream(): boolean;
}): Expected {
  if (options.hasNoStream()) return -1;
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
}

export function proposedOf(message: InstanceType<typeof streamMessages.AppendReq.ProposedMessage>): Proposed {
  const metadata = message.getMetadataMap();
  return {
    id: message.getId()!.getString(),
    type: metadata.get('type')!,
    contentType: metadata.get('content-type')!,
    metadata: message.getCustomMetadata_asU8(),
    data: message.getData_asU8(),
  };
}

export function written(revision: number, position: bigint): AppendAnswer {
  const at = new AppendResp.Position();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  const success = new AppendResp.Success();
  success.setCurrentRevision(String(revision));
  success.setPosition(at);
  const answer = new AppendResp();
  answer.setSuccess(success);
  return answer;
}

export function wrongExpected(expected: Expected, actual: number): AppendAnswer {
  const wrong = new AppendResp.WrongExpectedVersion();
  if (actual < 0) wrong.setCurrentNoStream(new Empty());
  else wrong.setCurrentRevision(String(actual));
  if (expected === 'any') wrong.setExpectedAny(new Empty());
  else if (expected < 0) wrong.setExpectedNoStream(new Empty());
  else wrong.setExpectedRevision(String(expected));
  const answer = new AppendResp();
  answer.setWrongExpectedVersion(wrong);
  return answer;
}

export const deleted = () => new DeleteResp();
export const tombstoned = () => new TombstoneResp();

export function eventAnswer(event: ServerEvent): ReadAnswer {
  const recorded = new ReadResp.ReadEvent.RecordedEvent();
  const id = new UUID();
  id.setString(event.id);
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(event.stream, 'utf8'));
  recorded.setId(id);
  recorded.setStreamIdentifier(identifier);
  recorded.setStreamRevision(String(event.revision));
  recorded.setPreparePosition(String(event.position));
  recorded.setCommitPosition(String(event.position));
  recorded
    .getMetadataMap()
    .set('type', event.type)
    .set('content-type', event.contentType)
    .set('created', '0');
  recorded.setCustomMetadata(event.metadata);
  recorded.setData(event.data);
  const read = new ReadResp.ReadEvent();
  read.setEvent(recorded);
  read.setCommitPosition(String(event.position));
  const answer = new ReadResp();
  answer.setEvent(read);
  return answer;
}

export function streamNotFound(name: string): ReadAnswer {
  const identifier = new StreamIdentifier();
  identifier.setStreamName(Buffer.from(name, 'utf8'));
  const missing = new ReadResp.StreamNotFound();
  missing.setStreamIdentifier(identifier);
  const answer = new ReadResp();
  answer.setStreamNotFound(missing);
  return answer;
}

export function confirmation(): ReadAnswer {
  const confirmed = new ReadResp.SubscriptionConfirmation();
  confirmed.setSubscriptionId('1');
  const answer = new ReadResp();
  answer.setConfirmation(confirmed);
  return answer;
}

export function checkpoint(position: bigint): ReadAnswer {
  const at = new ReadResp.Checkpoint();
  at.setCommitPosition(String(position));
  at.setPreparePosition(String(position));
  const answer = new ReadResp();
  answer.setCheckpoint(at);
  return answer;
}

export function caughtUp(): ReadAnswer {
  const answer = new ReadResp();
  answer.setCaughtUp(new ReadResp.CaughtUp());
  return answer;
}
