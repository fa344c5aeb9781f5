#include "server/archive/thread_html_style.hpp"

namespace greffe::archive {

const std::string_view thread_html_style = R"css(
:root{color-scheme:light dark;--paper:#fbfaf6;--ink:#1f1d1a;--soft:#6a645b;--line:#dcd6ca;--accent:#7b2d20;
--mark:#fbe3a1;--held:#8a5a00;--rejected:#a3261b;--wash:#f3f0e8;
--serif:"Iowan Old Style","Palatino Linotype",Palatino,"URW Palladio L","Book Antiqua",Charter,Georgia,serif;
--sans:"Segoe UI",Roboto,"Helvetica Neue","Noto Sans",Arial,sans-serif}
@media (prefers-color-scheme:dark){:root{--paper:#181715;--ink:#e9e4da;--soft:#a29a8c;--line:#3a3630;--accent:#e39a84;
--mark:#5d4a12;--held:#e0ad4e;--rejected:#ef8b7d;--wash:#211f1c}}
*{box-sizing:border-box}
html{font-size:106.25%;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:1rem/1.6 var(--serif);overflow-wrap:anywhere;
font-variant-numeric:oldstyle-nums;hyphens:manual}
a{color:inherit;text-decoration-color:var(--line);text-underline-offset:.2em}
a:hover{text-decoration-color:currentColor}
.page{max-width:58rem;margin:0 auto;padding:3.5rem 1.5rem 5rem}
.column{max-width:38rem}
.label,.facts,.notes,.badge,.when,.answer,summary,footer,.source,.number,.legend{font-family:var(--sans);
font-variant-numeric:lining-nums}
.label{font-size:.72rem;letter-spacing:.09em;text-transform:uppercase;color:var(--accent);margin:0 0 1.1rem}
h1{font-size:2.05rem;line-height:1.18;font-weight:600;margin:0 0 .9rem;text-wrap:balance}
h2{font-size:1.3rem;line-height:1.3;font-weight:600;margin:0 0 1rem}
h3{font-size:1.06rem;line-height:1.35;font-weight:600;margin:2rem 0 .5rem}
.source{font-size:.82rem;line-height:1.6;color:var(--soft);margin:0 0 1.8rem}
.lead{font-size:1.14rem;line-height:1.5;margin:0 0 1.4rem}
.text p{margin:0 0 1.05rem;white-space:pre-line}
.caption{border-left:2px solid var(--line);padding-left:.9rem;margin:0 0 1.2rem;font-size:.88rem;color:var(--soft)}
.facts{margin:2.6rem 0 0;padding:1rem 1.2rem;background:var(--wash);border-radius:.4rem;font-size:.82rem;line-height:1.6}
.facts+.facts{margin-top:.7rem}.facts p{margin:0 0 .3rem}.facts p:last-child{margin:0}
.facts ul,.facts ol{margin:.4rem 0;padding-left:1.3rem}
.facts summary:only-child,.facts details:first-child{margin:0}.facts .said{font-weight:600}
code{font:.86em/1.4 ui-monospace,"DejaVu Sans Mono",Menlo,monospace;color:var(--soft)}
.comments{margin-top:3.6rem;border-top:3px double var(--line);padding-top:1.8rem}
ol.threads,ol.replies{list-style:none;margin:0;padding:0}
.threads>li{border-bottom:1px solid var(--line);padding:1.5rem 0}
.threads>li:last-child{border-bottom:0}
.replies{border-left:2px solid var(--line);margin:1.1rem 0 0 .2rem!important;padding-left:1.3rem!important}
.replies>li+li{margin-top:1.2rem}
.comment{display:grid;grid-template-columns:minmax(0,38rem) minmax(0,1fr);column-gap:2.2rem}
.comment:target{background:var(--wash);outline:.6rem solid var(--wash)}
.comment>.main{grid-column:1}
.comment header{display:flex;flex-wrap:wrap;gap:.1rem .7rem;align-items:baseline;margin-bottom:.25rem}
.name{font-weight:600}
.name.unknown{font-weight:400;font-style:italic;color:var(--soft)}
.when{font-size:.76rem;color:var(--soft);text-decoration:none}
a.when:hover{text-decoration:underline}
.number{margin-left:auto;font-size:.72rem;color:var(--soft)}
.badge{font-size:.68rem;letter-spacing:.05em;text-transform:uppercase;border:1px solid;border-radius:1rem;padding:0 .55em;
line-height:1.5}
.badge.held{color:var(--held)}.badge.rejected{color:var(--rejected)}
.badge.deleted,.badge.erased,.badge.history{color:var(--soft)}
.answer{font-size:.76rem;color:var(--soft);margin:0 0 .25rem}
.body{white-space:pre-wrap;unicode-bidi:plaintext;text-align:start}
.rejected>.main>.body,.deleted .body{color:var(--soft)}
.rejected>.main>.body{border-left:2px solid var(--rejected);padding-left:.8rem}
.held>.main>.body{border-left:2px solid var(--held);padding-left:.8rem}
.tombstone{font-style:italic;color:var(--soft);margin:0}
mark{background:var(--mark);color:var(--ink);padding:.05em .1em;border-radius:.15em}
.control{font:.72em var(--sans);border:1px dotted var(--rejected);color:var(--rejected);border-radius:.2em;padding:0 .25em;
unicode-bidi:isolate;direction:ltr}
details{margin-top:.5rem}
summary{font-size:.76rem;color:var(--soft);cursor:pointer}
.version{border-left:2px solid var(--line);padding-left:.9rem;margin:.6rem 0;font-size:.92rem}
.notes{grid-column:2;font-size:.74rem;line-height:1.45;color:var(--soft);padding-top:.25rem}
.note{margin:0 0 .7rem;padding-left:.7rem;border-left:2px solid var(--line)}
.note b{color:var(--ink);font-weight:600}
.note.flag{border-color:var(--held)}.note.report{border-color:var(--rejected)}.note.decision{border-color:var(--accent)}
.note q{font-family:var(--serif);font-style:italic;color:var(--ink);quotes:"« " " »" "“" "”"}
.replies .comment{grid-template-columns:minmax(0,36.5rem) minmax(0,1fr)}
footer{margin-top:3.5rem;border-top:1px solid var(--line);padding-top:1.2rem;font-size:.78rem;line-height:1.6;color:var(--soft)}
@media (max-width:52rem){.page{padding:2rem 1.1rem 3rem}.comment,.replies .comment{display:block}.notes{margin-top:.7rem}
h1{font-size:1.6rem}}
@media print{:root{--paper:#fff;--ink:#000;--soft:#444;--line:#bbb;--accent:#5b1d12;--mark:#eee;--held:#5e3d00;
--rejected:#7d1a11;--wash:#fff}@page{margin:18mm 16mm}html{font-size:62.5%}body{font-size:1.05rem}.page{max-width:none;padding:0}
.facts{border:1px solid var(--line)}.comment header,.note,.caption,.facts{break-inside:avoid}h1,h2,h3{break-after:avoid}
mark{text-decoration:underline}a{text-decoration:none}}
)css";

} // namespace greffe::archive
