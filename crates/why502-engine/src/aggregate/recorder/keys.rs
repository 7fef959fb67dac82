//! What a request is looked for by: hashes of its values as they were logged.

use std::hash::{BuildHasher as _, Hasher as _};

use foldhash::fast::RandomState;

use crate::observe::{ALONE, Observation};

/// The seeds of one worker.
#[derive(Debug, Default)]
pub(super) struct Hashes(RandomState);

/// What a request is looked for by.
pub(super) struct Keys {
    /// Of the values of the dimensions [`TOGETHER`](crate::observe::TOGETHER), and the statuses.
    pub(super) group: u64,
    /// Of the values of the dimensions [`ALONE`], each in its scope; 0 for none.
    pub(super) alone: [u64; ALONE.len()],
}

impl Hashes {
    /// No key needs what another one finds, so that all can be fetched at once.
    #[inline(always)]
    pub(super) fn keys(&self, seen: &Observation<'_>) -> Keys {
        // Where one part ends and the next begins counts too.
        let mut shape = seen.format as u64;
        let mut hasher = self.0.build_hasher();
        for part in seen.scope_parts {
            hasher.write(part);
            shape = shape << 16 ^ part.len() as u64;
        }
        hasher.write_u64(shape);
        let scope = hasher.finish();
        let code = |status: Option<u16>| u64::from(status.map_or(0, |status| status + 1));
        let mut shape = code(seen.status) ^ code(seen.target_status) << 48;
        for part in seen.together {
            hasher.write(part);
            shape = shape.rotate_left(13) ^ part.len() as u64;
        }
        hasher.write_u64(shape);
        Keys { group: hasher.finish(), alone: self.alone(seen, scope) }
    }

    #[inline(always)]
    fn alone(&self, seen: &Observation<'_>, scope: u64) -> [u64; ALONE.len()] {
        // Both are evenly spread, so their sum by bits is as good a key as a hash of both.
        let key =
            |value: &[u8], hash: u64| if value.is_empty() { 0 } else { (hash ^ scope).max(1) };
        let hash = |value: &[u8]| {
            let mut hasher = self.0.build_hasher();
            hasher.write(value);
            key(value, hasher.finish())
        };
        let [target, path, client, user_agent, edge_location] = seen.alone;
        let mut hasher = self.0.build_hasher();
        seen.each_piece_of_path(|piece| hasher.write(piece));
        let path = key(path, hasher.finish());
        [hash(target), path, hash(client), hash(user_agent), hash(edge_location)]
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::observe::DimensionKind;

    #[test]
    fn paths_have_one_key_just_where_they_have_one_shape() {
        let words =
            ["a", "b", "17", "4", "2026", "v2", "8f14e45fceea167a5", "x.js", "", "order-42"];
        let mut state = 502_u64;
        let mut next = |limit: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            (state >> 33) as usize % limit
        };
        let (hashes, mut buffer) = (Hashes::default(), Vec::new());
        let (mut keys, mut shapes) = (HashMap::new(), HashMap::new());
        for _ in 0..20_000 {
            let path: String =
                (0..=next(5)).flat_map(|_| ["/", words[next(words.len())]]).collect();
            let seen = Observation::of_logged_path(path.as_bytes());
            let key = hashes.keys(&seen).alone[1];
            let shape = seen.value(DimensionKind::Path, &mut buffer).map(<[u8]>::to_vec);
            assert_eq!(*keys.entry(shape.clone()).or_insert(key), key, "{path}");
            assert_eq!(shapes.entry(key).or_insert_with(|| shape.clone()), &shape, "{path}");
        }
        assert!(keys.len() > 1_000, "{}", keys.len());
    }
}
