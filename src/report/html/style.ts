/**
 * The page's only style sheet. Colours keep a contrast of 4.5 to 1 in both schemes; long words
 * break, so that nothing scrolls sideways.
 */
export const style = `
:root { color-scheme: light dark; --ink: #1c2128; --dim: #57606a; --paper: #ffffff; --box: #f3f5f7; --line: #8c959f; --bad: #b3261e; --good: #1a6b34; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --dim: #a6b0bb; --paper: #12161c; --box: #1d232b; --line: #6e7681; --bad: #ff8a80; --good: #7ee2a0; --link: #8ec2ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 70rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 1rem; }
details { border-top: 1px solid var(--line); padding: 0.5rem 0; }
details[open] { padding-bottom: 2rem; }
details > div { scroll-margin-top: 4rem; }
summary { padding: 0.25rem 0; cursor: pointer; }
summary > h2 { display: inline; font-size: 1.1rem; }
details[open] > summary > .brief { display: none; }
.brief { display: block; color: var(--bad); }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; }
h3 { font-size: 1rem; margin-top: 1.5rem; }
a { color: var(--link); }
code, pre { font-family: ui-monospace, monospace; font-size: 0.875rem; }
pre { background: var(--box); padding: 0.75rem; border-radius: 0.25rem; white-space: pre-wrap; }
table { border-collapse: collapse; margin-bottom: 2rem; }
th { overflow-wrap: normal; }
th, td { padding: 0.25rem 1rem 0.25rem 0; text-align: left; vertical-align: top; border-bottom: 1px solid var(--line); }
dt { font-weight: 600; }
dd { margin: 0 0 0.5rem; }
.verdict { font-size: 1.1rem; font-weight: 600; color: var(--bad); }
.dim { color: var(--dim); }
.way { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; padding: 0; list-style: none; }
.way > li { flex: 1 1 10rem; padding: 0.5rem 0.75rem; background: var(--box); border: 1px solid var(--line); border-radius: 0.25rem; }
.way > li + li::before { content: "then "; color: var(--dim); }
.way ul { margin: 0.25rem 0 0; padding-left: 1rem; }
.good { color: var(--good); }
.bad { color: var(--bad); }
@media print { pre { border: 1px solid var(--line); } ::details-content { content-visibility: visible; height: auto; } }
`;
