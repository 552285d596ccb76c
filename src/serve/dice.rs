//! Chance that can be repeated.

/// Numbers that look random, the same for the same seed (SplitMix64).
#[derive(Debug)]
pub(super) struct Dice(u64);

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns whether something of this probability happens.
    pub(super) fn falls(&mut self, probability: f64) -> bool {
        // Nothing is drawn for what is certain, so that another fault draws the same as without it.
        match probability {
            p if p <= 0.0 => false,
            p if p >= 1.0 => true,
            p => self.fraction() < p,
        }
    }

    /// Returns a number from 0 up to 1, without 1.
    fn fraction(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 / (1_u64 << 53) as f64
    }
}
