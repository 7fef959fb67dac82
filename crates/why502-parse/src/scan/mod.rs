//! Where the separators of lines are: bitmaps over blocks of 64 bytes.
//!
//! The only folder of the workspace with unsafe code. Which instructions to use is decided when the
//! program runs: AVX-512, else AVX2, else SSE2; NEON on aarch64; else plain Rust. All give the same
//! positions. A line whose quotes are not where the load balancer puts them, or that holds a
//! backslash, is told apart here and split byte by byte by the caller.
//!
//! Modules, each using only those to its left: `compare → ends → line → text → x86 → neon`
#![cfg_attr(
    target_arch = "x86_64",
    expect(
        unsafe_code,
        reason = "vector instructions need it; nothing else in the workspace does"
    )
)]

mod compare;
mod ends;
mod line;
#[cfg(target_arch = "aarch64")]
mod neon;
mod text;
#[cfg(target_arch = "x86_64")]
mod x86;

use compare::Scalar;
pub(crate) use ends::{Ends, Sweep};
pub(crate) use line::Quoting;

/// Has a value fetched into the processor's nearest cache, for it is about to be asked for. Does
/// nothing where the processor has no instruction for it.
#[inline(always)]
pub fn fetch<T>(value: &T) {
    #[cfg(target_arch = "x86_64")]
    <x86::Sse2 as compare::Compare>::fetch(std::ptr::from_ref(value).cast());
    #[cfg(not(target_arch = "x86_64"))]
    let _ = value;
}

/// The instructions that every processor of the architecture has.
#[cfg(target_arch = "x86_64")]
type Least = x86::Sse2;
#[cfg(target_arch = "aarch64")]
type Least = neon::Neon;
#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
type Least = Scalar;

/// One bit for each byte of the block that equals `byte`, the first byte's lowest.
#[must_use]
#[inline(always)]
pub fn places_of(block: &[u8; 64], byte: u8) -> u64 {
    <Least as compare::Compare>::equal(block, byte)
}

/// One bit for each byte of the block that is a decimal digit, the first byte's lowest.
#[must_use]
#[inline(always)]
pub fn places_of_digits(block: &[u8; 64]) -> u64 {
    <Least as compare::Compare>::digits(block)
}

/// As [`places_of`], of 16 bytes.
#[must_use]
#[inline(always)]
pub fn places_in_few(few: &[u8; 16], byte: u8) -> u16 {
    <Least as compare::Compare>::equal_of_few(few, byte)
}

/// The instructions that this machine has. Only [`Kernel::detect`] and its kin make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Kernel(Level);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Level {
    #[cfg(target_arch = "x86_64")]
    Avx512,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Sse2,
    #[cfg(target_arch = "aarch64")]
    Neon,
    Scalar,
}

/// Names a level, for tests.
const LEVEL_VARIABLE: &str = "WHY502_KERNEL";

impl Level {
    /// Every level there is, the fastest first.
    const ALL: &[Self] = &[
        #[cfg(target_arch = "x86_64")]
        Self::Avx512,
        #[cfg(target_arch = "x86_64")]
        Self::Avx2,
        #[cfg(target_arch = "x86_64")]
        Self::Sse2,
        #[cfg(target_arch = "aarch64")]
        Self::Neon,
        Self::Scalar,
    ];

    const fn name(self) -> &'static str {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => "avx512",
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => "avx2",
            #[cfg(target_arch = "x86_64")]
            Self::Sse2 => "sse2",
            #[cfg(target_arch = "aarch64")]
            Self::Neon => "neon",
            Self::Scalar => "scalar",
        }
    }

    /// Whether this machine has the instructions.
    fn is_available(self) -> bool {
        match self {
            #[cfg(target_arch = "x86_64")]
            Self::Avx512 => {
                std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512bw")
                    && std::arch::is_x86_feature_detected!("avx512vl")
                    && std::arch::is_x86_feature_detected!("avx512vbmi2")
                    && Self::Avx2.is_available()
            }
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => {
                std::arch::is_x86_feature_detected!("avx2")
                    && std::arch::is_x86_feature_detected!("bmi1")
                    && std::arch::is_x86_feature_detected!("pclmulqdq")
                    && std::arch::is_x86_feature_detected!("popcnt")
            }
            // Part of every processor of the architecture.
            #[cfg(target_arch = "x86_64")]
            Self::Sse2 => true,
            #[cfg(target_arch = "aarch64")]
            Self::Neon => true,
            Self::Scalar => true,
        }
    }
}

/// The kernel's functions: for each, one instance per level.
macro_rules! kernels {
    ($($(#[$doc:meta])* $name:ident = $module:ident::$generic:ident($text:ident, $store:ident: $stored:ty) $(-> $given:ty)?;)*) => {
        impl Kernel {
            $($(#[$doc])*
            pub(crate) fn $name(self, $text: &[u8], $store: &mut $stored) $(-> $given)? {
                match self.0 {
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: a `Kernel` of this level is made only where `is_available` has seen
                    // the features.
                    Level::Avx512 => unsafe { avx512::$name($text, $store) },
                    #[cfg(target_arch = "x86_64")]
                    // SAFETY: as above.
                    Level::Avx2 => unsafe { avx2::$name($text, $store) },
                    #[cfg(target_arch = "x86_64")]
                    Level::Sse2 => $module::$generic::<x86::Sse2>($text, $store),
                    #[cfg(target_arch = "aarch64")]
                    Level::Neon => $module::$generic::<neon::Neon>($text, $store),
                    Level::Scalar => $module::$generic::<Scalar>($text, $store),
                }
            })*
        }

        #[cfg(target_arch = "x86_64")]
        mod avx512 {
            use super::{Ends, Quoting, Sweep, line, text, x86::Avx512};
            $(#[target_feature(
                enable = "avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi1,pclmulqdq,popcnt"
            )]
            pub(super) fn $name($text: &[u8], $store: &mut $stored) $(-> $given)? {
                $module::$generic::<Avx512>($text, $store)
            })*
        }

        #[cfg(target_arch = "x86_64")]
        mod avx2 {
            use super::{Ends, Quoting, Sweep, line, text, x86::Avx2};
            $(#[target_feature(enable = "avx2,bmi1,pclmulqdq,popcnt")]
            pub(super) fn $name($text: &[u8], $store: &mut $stored) $(-> $given)? {
                $module::$generic::<Avx2>($text, $store)
            })*
        }
    };
}

kernels! {
    /// Stores the position of every tab. `line` must be shorter than 4 GiB.
    tabs = line::tabs(line_bytes, ends: Ends);
    /// Stores the position of every space outside quotes. `line` must be shorter than 4 GiB.
    unquoted_spaces = line::unquoted_spaces(line_bytes, ends: Ends) -> Quoting;
    /// Stores the position of every tab and line feed. `text` must be shorter than 4 GiB.
    sweep_tabs = text::tabs(lines, sweep: Sweep);
    /// Stores the position of every space outside quotes, and of every line feed; the text begins
    /// with a line. `text` must be shorter than 4 GiB.
    sweep_unquoted = text::unquoted(lines, sweep: Sweep);
}

impl Kernel {
    /// The fastest that this machine can run, or the one that tests ask for.
    pub(crate) fn detect() -> Self {
        static DETECTED: std::sync::OnceLock<Kernel> = std::sync::OnceLock::new();
        *DETECTED.get_or_init(|| {
            let asked = std::env::var(LEVEL_VARIABLE).ok();
            let available = || Level::ALL.iter().filter(|level| level.is_available());
            let is_asked = |level: &&Level| Some(level.name()) == asked.as_deref();
            let found = available().find(is_asked).or_else(|| available().next());
            Self(found.copied().unwrap_or(Level::Scalar))
        })
    }

    /// Every kernel that this machine can run, the fastest first.
    #[cfg(test)]
    pub(crate) fn available() -> Vec<Self> {
        Level::ALL.iter().filter(|level| level.is_available()).map(|level| Self(*level)).collect()
    }
}

#[cfg(test)]
mod tests;
