//! Network Load Balancer, TLS listeners: one line is one connection and has no status.
//!
//! Both signatures are of the class of what clients do: scanners break handshakes off and connect
//! without a word all day, so only many of them at once are an incident.

use why502_parse::Format;

use crate::causes::elastic;
use crate::operand::Operand::{IncomingTlsAlert, SentBytes, TlsCipher, TlsHandshakeTime};
use crate::predicate::Comparison::{Below, Equal};
use crate::predicate::Predicate::{Any, Blank, Number, Present};
use crate::signature::Class::Client;
use crate::signature::Grade::{Deterministic, Weak};
use crate::signature::{FailureSide, Signature};

/// In order of evaluation.
pub(super) static SIGNATURES: &[Signature] = &[
    Signature {
        id: "nlb-tls-handshake-failed",
        format: Format::Nlb,
        grade: Deterministic,
        class: Client,
        side: FailureSide::Client,
        cause: &elastic::NLB_TLS_HANDSHAKE,
        meaning: "The TLS handshake with the client was not completed, or the client sent an alert.",
        predicate: Any(&[
            Blank(TlsCipher),
            Blank(TlsHandshakeTime),
            Number(TlsHandshakeTime, Below, 0),
            Present(IncomingTlsAlert),
        ]),
    },
    Signature {
        id: "nlb-zero-byte-connection",
        format: Format::Nlb,
        grade: Weak,
        class: Client,
        side: FailureSide::Target,
        cause: &elastic::NLB_ZERO_BYTE,
        meaning: "The connection ended without a byte sent to the client.",
        predicate: Number(SentBytes, Equal, 0),
    },
];
