//! `docs/ACCURACY.md`.

use crate::label::Half;
use crate::report::text;
use crate::score::Score;

/// The page, of a run with this seed on this day.
#[must_use]
pub fn page(date: &str, seed: u64, scores: &[(Half, Score)]) -> String {
    let mut out = format!(
        "# How often the diagnosis is right\n\n\
         Written by `cargo xtask accuracy --write`, {date}, seed {seed}. Do not edit.\n\n\
         A generator writes logs of {} labelled incidents and of healthy times; the engine reads the text as it\n\
         reads files, and its findings are compared with the labels afterwards. One half of the scenarios (even\n\
         seeds) may be looked at while rules are made. The other half has odd seeds and other shapes: ramps,\n\
         bells and pulses where the first has steps, more targets, more noise, lost objects. Judge by that one.\n\n",
        scores.iter().map(|(_, score)| score.overall.incidents).sum::<u32>()
    );
    out.push_str(LIMITS);
    for (half, score) in scores {
        out.push_str(&text(*half, score, false));
    }
    out
}

const LIMITS: &str = "\
## What this can and cannot show

- The logs are synthetic. The people who wrote the rules also wrote the generator, from AWS's documentation
  and public reports of how each fault looks in a log. A fault that really looks otherwise is misjudged in both.
- Kinds are equally frequent here. In real life a target that is down is far more frequent than a WAF that
  cannot be reached, so the overall figures are no forecast for a site.
- An incident with fewer than eight failing requests in the logs is drawn again: this does not measure
  how small an incident may be.
- Some causes leave the same fields behind: a connection that is refused and a TLS handshake that fails at
  once, say. The label then lists the other as accepted; *exact* is the share without them.
- Supporting logs, facts from the account and deployment events, which decide such cases, are not given.

*First finding right*: of the findings that are no background and overlap the incident in time (60 s of slack),
the first one names the label's cause; a finding that is the answer to another incident of the same minutes is
passed over. *Onset* and *end* are distances from the first and last failing request of the label. *Recall* and
*precision* compare the names in the finding's scope with those in the label, where the label demands any. A
false alarm is any incident, or any finding that is no background, in a healthy log.
";
