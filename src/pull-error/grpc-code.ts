import type { PullErrorLabel } from '../model/pull-error.ts';

// google.golang.org/grpc/codes; kubelets of the 1.6 era print the number
const labels: ReadonlyMap<string, PullErrorLabel> = new Map(
  Object.entries<PullErrorLabel>({
    Canceled: 'pull-timeout',
    '1': 'pull-timeout',
    DeadlineExceeded: 'pull-timeout',
    '4': 'pull-timeout',
    Unavailable: 'runtime-unavailable',
    '14': 'runtime-unavailable',
  }),
);

/** What the gRPC code says where the words behind it name no cause; null where it says nothing. */
export function grpcLabel(line: string): PullErrorLabel | null {
  const code = /rpc error: code = (\w{1,30})\b/.exec(line)?.[1] ?? '';
  return labels.get(code) ?? null;
}
