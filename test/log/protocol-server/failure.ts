import grpc from '@grpc/grpc-js';

/** An error as a server sends it; what kind it is stands in the trailers under `exception`. */
export function failure(
  code: grpc.status,
  details: string,
  trailers: Record<string, string> = {},
): grpc.ServiceError {
  const metadata = new grpc.Metadata();
  for (const [key, value] of Object.entries(trailers)) metadata.set(key, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export const notReady = (): grpc.ServiceError => failure(grpc.status.UNKNOWN, 'Server Is Not Ready');

export const streamDeleted = (stream: string): grpc.ServiceError =>
  failure(grpc.status.FAILED_PRECONDITION, 'stream deleted', {
    exception: 'stream-deleted',
    'stream-name': stream,
  });
