// Makes a page of a plan in Markdown that looks like a comment on GitHub, for docs/pull-request.png.
import { readFileSync, writeFileSync } from 'node:fs';
import { Marked } from 'marked';
import markedAlert from 'marked-alert';
import hljs from 'highlight.js';
const [from, to] = process.argv.slice(2);
const css = readFileSync('node_modules/github-markdown-css/github-markdown-light.css', 'utf8');
const marked = new Marked({ gfm: true }).use(markedAlert());
marked.use({ renderer: { code({ text, lang }) {
  const shown = hljs.highlight(text, { language: lang || 'plaintext' }).value;
  return `<pre><code class="hljs language-${lang}">${shown}</code></pre>`; } } });
let html = marked.parse(readFileSync(from, 'utf8'));
if (process.argv[4]) html = html.replace(new RegExp(`<details>(\\s*<summary>${process.argv[4]})`), '<details open>$1');
writeFileSync(to, `<!doctype html><meta charset="utf-8"><style>${css}
body{margin:0;background:#f6f8fa}.c{margin:16px auto;width:820px;border:1px solid #d1d9e0;border-radius:6px;background:#fff}
.h{padding:8px 16px;background:#f6f8fa;border-bottom:1px solid #d1d9e0;border-radius:6px 6px 0 0;font:14px -apple-system,"Segoe UI",Helvetica,Arial,sans-serif;color:#59636e}
.h b{color:#1f2328}.markdown-body{padding:16px;box-sizing:border-box;font-size:14px}
.hljs-addition{background:#dafbe1;color:#116329}.hljs-deletion{background:#ffebe9;color:#82071e}.hljs-meta{color:#8250df;font-weight:600}
.markdown-alert-title svg{margin-right:8px}</style><div class="c"><div class="h"><b>github-actions</b> commented now</div><div class="markdown-body">${html}</div></div>`);
