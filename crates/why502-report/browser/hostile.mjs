// Writes an access log of a load balancer in which every value that a client can choose tries to
// be markup, script, style or a link; enough of its requests fail that a report has to name them.
//
//   node hostile.mjs FILE

import { writeFile } from "node:fs/promises";

const AGENTS = [
  "<script>window.hostile=1</script>",
  "<img src=x onerror=window.hostile=2>",
  "' onmouseover='window.hostile=3' x='",
  "</code></pre><why502-hostile>out of the code</why502-hostile>",
  "</title><svg/onload=window.hostile=4>",
  "</style><style>*{display:none}</style>",
  "<!-- --!> <![CDATA[ x ]]> <?php x ?>",
  "{{ 7*7 }} {% raw %} ${window.hostile=5} `x`",
  "&lt;script&gt; &#x3c;why502-hostile&#x3e; &amp;amp;",
  "\u202Egnp.exe\u2066 \u2028 \u200B\uFEFF \u0085",
  "<a href=javascript:window.hostile=6>click</a> <base href=//example.net/>",
  "<meta http-equiv=refresh content=0;url=https://example.net/>",
  "日本語 العربية " + "w".repeat(600),
];
const HOSTS = ["<why502-hostile>.example.com", "xn--<script>.example.com", "shop.example.com"];
const PATHS = ["/<script>window.hostile=7</script>", "/'onfocus=window.hostile=8//autofocus", "/%3Cwhy502-hostile%3E/..;/&quot;", "/javascript:window.hostile=9", "/" + "p".repeat(900)];
const GROUP = "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/<svg/onload=window.hostile=10>/943f017f100becff";
const START = Date.UTC(2026, 10, 20, 9, 0, 0);

const lines = [];
for (let second = 0; second < 5400; second += 1) {
  const isBad = second >= 2700 && second < 3300 && second % 2 === 0;
  const pick = (list) => list[second % list.length];
  const at = new Date(START + second * 1000).toISOString().replace("Z", "123Z");
  const agent = isBad || second % 7 === 0 ? pick(AGENTS) : "Mozilla/5.0";
  const path = isBad || second % 11 === 0 ? pick(PATHS) : "/index.html";
  const target = isBad ? "10.0.12.15:8080" : `10.0.12.${15 + (second % 4)}:8080`;
  const [times, status, own] = isBad ? ["-1 -1 -1", 502, "-"] : ["0.001 0.020 0.000", 200, "200"];
  const quoted = (text) => `"${text.replaceAll('"', "\\x22")}"`;
  lines.push([
    "https", at, "app/<b>shop</b>/50dc6c495c0c9188", `203.0.113.${second % 50}:4${1000 + (second % 900)}`, target, times, status, own, 120, 679,
    quoted(`GET https://${pick(HOSTS)}:443${path}?q=<script>alert(1)</script> HTTP/1.1`), quoted(agent), "ECDHE-RSA-AES128-GCM-SHA256", "TLSv1.2", GROUP,
    quoted("Root=1-58337262-36d228ad5d99923122bbe354"), quoted(pick(HOSTS)), '"arn:aws:acm:eu-west-1:123456789012:certificate/x"', 1, at,
    '"forward"', '"-"', '"-"', `"${target}"`, `"${own}"`, '"-"', '"-"', "TID_x",
  ].join(" "));
}
await writeFile(process.argv[2], lines.join("\n") + "\n");
