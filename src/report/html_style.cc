#include "report/html_coverage.h"

namespace holotype::report {

// Text keeps a contrast of 4.5 to its background in both schemes (WCAG 2.2, 1.4.3).
const std::string_view kStyle = R"css(
:root{--fg:#1c2430;--dim:#56616d;--bg:#fff;--soft:#f3f5f8;--line:#d5dbe2;--good:#146c34;--bad:#a81c1c;
--some:#8a5a00;--link:#0b5cad;--track:#e3e7ec;--goodbar:#2f9e55;--badbar:#d9534f;--somebar:#e0a526}
@media(prefers-color-scheme:dark){:root{--fg:#e4e8ee;--dim:#9fabb8;--bg:#14181d;--soft:#1e242b;--line:#36404b;
--good:#6fd08f;--bad:#ff8f88;--some:#e9bd5b;--link:#7cb8f0;--track:#2d353f;--goodbar:#3fae66;--badbar:#d9534f;--somebar:#d29a22}}
*{box-sizing:border-box}
body{font:16px/1.5 system-ui,sans-serif;margin:0;color:var(--fg);background:var(--bg)}
main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem 4rem}
h1{font-size:1.7rem;margin:.1rem 0;line-height:1.2}h2{font-size:1.25rem;margin:2.2rem 0 .6rem}
h3{font-size:1.05rem;margin:1.4rem 0 .5rem}p{margin:.4rem 0}
code,pre{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}
pre{background:var(--soft);padding:.6rem;margin:0;overflow-x:auto;white-space:pre-wrap}
.dim{color:var(--dim)}.met{color:var(--good)}.unmet{color:var(--bad)}small{font-weight:400;font-size:.85em}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.verdict{display:inline-block;font-weight:600;padding:.35rem .8rem;border-radius:.4rem;border:1px solid;margin:.6rem 0}
.verdict.good{color:var(--good)}.verdict.bad{color:var(--bad)}
ul.tiles{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;padding:0;margin:.4rem 0 1rem}
ul.tiles li{background:var(--soft);border-radius:.4rem;padding:.4rem .9rem;color:var(--dim)}
ul.tiles strong{display:block;font-size:1.4rem;line-height:1.2;color:var(--fg)}
ul.tiles .error strong{color:var(--bad)}ul.tiles .warning strong{color:var(--some)}
table{border-collapse:collapse;width:100%}th{text-align:left;font-weight:600}
td,th{padding:.4rem .8rem .4rem 0;vertical-align:top}td.n,th.n{text-align:right}td.n{white-space:nowrap}
tr+tr>td{border-top:1px solid var(--line)}table.shares td,table.operations td{border-top:0}
dt{font-weight:600}a{color:var(--link)}
table.shares{max-width:46rem}table.shares th{white-space:nowrap}table.shares td.wide{width:100%;vertical-align:middle}
tr.total th,table.shares tr.total td{border-top:1px solid var(--line)}
.bar{display:block;height:.7rem;border-radius:.35rem;background:var(--track);overflow:hidden;min-width:4rem}
.bar span{display:block;height:100%;background:var(--somebar)}
.bar.met span{background:var(--goodbar)}.bar.unmet{background:var(--badbar)}
table.operations thead th{border-bottom:2px solid var(--line);color:var(--dim);font-size:.9em}
table.operations tbody tr{border-bottom:1px solid var(--line)}
table.operations tbody th{font-weight:400;width:32%}table.operations .bar{height:.4rem;margin-top:.4rem;max-width:14rem}
.method{font-weight:700;font-family:ui-monospace,monospace;font-size:.9em}
.path{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}
ul.marks{list-style:none;padding:0;margin:0;display:flex;flex-wrap:wrap;gap:.1rem .9rem}
ul.marks code{overflow-wrap:break-word}
ul.findings{list-style:none;padding:0;margin:0}
.finding{border:1px solid var(--line);border-left:.3rem solid var(--dim);border-radius:.3rem;padding:.4rem .8rem;margin:.6rem 0}
.finding.error{border-left-color:var(--badbar)}.finding.warning{border-left-color:var(--somebar)}
.finding>p{font-weight:500;overflow-wrap:anywhere}
.badge{font-size:.75em;text-transform:uppercase;letter-spacing:.04em;color:var(--dim);margin-right:.3rem}
.error .badge{color:var(--bad)}.warning .badge{color:var(--some)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem .9rem;margin:.3rem 0;font-size:.94em}
dt{color:var(--dim)}dd{margin:0;min-width:0;overflow-wrap:anywhere}dd ul{margin:0;padding-left:1.1rem}
details{border-bottom:1px solid var(--line);padding:.3rem 0}
summary{cursor:pointer}summary .owner{font-family:ui-monospace,monospace;font-size:.9em;overflow-wrap:anywhere}
summary .bar{display:inline-block;width:8rem;vertical-align:middle;margin:0 .5rem}
details ul{padding:.4rem 0 .4rem 1.2rem!important}
@media(max-width:56rem){
table.operations,table.operations tbody,table.operations tr,table.operations th,table.operations td{display:block;width:auto}
table.operations thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
table.operations tbody tr{padding:.7rem 0}table.operations tbody th,table.operations td{width:auto;padding:.1rem 0}
table.operations td::before{content:attr(data-label);display:block;color:var(--dim);font-size:.8em;margin-top:.3rem}
dl{grid-template-columns:1fr}dt{margin-top:.2rem;font-size:.85em}
td.n.dim{display:none}}
@media print{main{max-width:none}details>*{display:block}}
)css";

}  // namespace holotype::report
