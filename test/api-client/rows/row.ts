/**
 * One way to reach an API server. `args` are split at blanks; places in capitals are filled in
 * (world.ts). `sees` is what the API server sees of us; instead of it, `refuses` is our message and
 * the server sees nothing. kubectl does the same; where it or some of its versions differ,
 * `kubectl` says what those make the server see.
 */
export interface Row {
  readonly what: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly args?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly sees?: string;
  readonly refuses?: RegExp;
  /** What we answer with comes by a kubectl on PATH. */
  readonly needsKubectl?: boolean;
  readonly kubectl?: { readonly sees: string | null; readonly since: string };
}

export const prompt = { sees: null, since: 'kubectl asks for a user name' };
export const refusesBoth = {
  sees: null,
  since: 'kubectl refuses what comes as data and as a file, by flag too',
};
export const fileWins = { sees: '/c shop Bearer from-file', since: 'kubectl takes the token file' };

/** A kubeconfig whose cluster answers under `/name`; `more` are further lines. */
export const kubeconfig = (name: string, more = '') => `
apiVersion: v1
kind: Config
current-context: ${name}
clusters: [{name: ${name}, cluster: {server: "https://SERVER/${name}", certificate-authority: TLS/ca.crt}}]
users: [{name: ${name}, user: {token: ${name}}}]
contexts: [{name: ${name}, context: {cluster: ${name}, user: ${name}}}]
${more}`;
export const inFile = (text: string) => ({
  files: { 'other/config': text },
  env: { KUBECONFIG: 'DIR/other/config' },
});
export const ofA = '/a default Bearer a';
export const bearer = (token: string) => `/c shop Bearer ${token}`;
export const basic = (login: string) => `Basic ${Buffer.from(login).toString('base64')}`;
export const jane = 'impersonate-user=jane';

/** The kubeconfig of `a` with one text replaced. */
export const edited = (from: string, to: string) => inFile(kubeconfig('a').replace(from, to));
