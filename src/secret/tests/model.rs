//! Any order of sending, losing, repeating and mixing up: what is opened is what a simple model says.

use std::collections::HashSet;

use proptest::prelude::*;

use super::*;

/// What the network does with the wires that are under way.
#[derive(Debug, Clone)]
enum Op {
    Send { carl: bool },
    Deliver { which: prop::sample::Index, keep: bool },
    Lose { which: prop::sample::Index },
    Reflect { which: prop::sample::Index },
    Garble { which: prop::sample::Index, at: prop::sample::Index },
    Restart { carl: bool },
}

fn op() -> impl Strategy<Value = Op> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        6 => any::<bool>().prop_map(|carl| Op::Send { carl }),
        6 => (index(), any::<bool>()).prop_map(|(which, keep)| Op::Deliver { which, keep }),
        1 => index().prop_map(|which| Op::Lose { which }),
        1 => index().prop_map(|which| Op::Reflect { which }),
        1 => (index(), index()).prop_map(|(which, at)| Op::Garble { which, at }),
        1 => any::<bool>().prop_map(|carl| Op::Restart { carl }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn what_arrives_unharmed_is_opened_exactly_once(ops in prop::collection::vec(op(), 1..60)) {
        let mut pair = Pair::new("model");
        let mut way: Vec<(u32, bool, Vec<u8>)> = Vec::new();
        let mut opened = HashSet::new();
        let mut sent = 0_u32;
        for op in ops {
            let pick = |which: &prop::sample::Index, way: &Vec<_>| {
                (!way.is_empty()).then(|| which.index(way.len()))
            };
            match op {
                Op::Send { carl } => {
                    let content = sent.to_be_bytes();
                    let wire =
                        if carl { pair.carl_says(&content) } else { pair.olga_says(&content) };
                    way.push((sent, carl, wire));
                    sent += 1;
                }
                Op::Deliver { which, keep } => {
                    let Some(at) = pick(&which, &way) else { continue };
                    let (number, by_carl, wire) =
                        if keep { way[at].clone() } else { way.remove(at) };
                    let came = if by_carl {
                        pair.olga_hears(&wire)
                    } else {
                        pair.carl_hears(&wire)
                    };
                    if opened.insert(number) {
                        prop_assert_eq!(came.unwrap(), number.to_be_bytes());
                    } else {
                        prop_assert!(came.is_err());
                    }
                }
                Op::Lose { which } => {
                    if let Some(at) = pick(&which, &way) {
                        way.remove(at);
                    }
                }
                Op::Reflect { which } => {
                    let Some(at) = pick(&which, &way) else { continue };
                    let (_, by_carl, wire) = way[at].clone();
                    let came =
                        if by_carl { pair.carl_hears(&wire) } else { pair.olga_hears(&wire) };
                    prop_assert!(came.is_err());
                }
                Op::Garble { which, at: byte } => {
                    let Some(at) = pick(&which, &way) else { continue };
                    let (_, by_carl, mut wire) = way[at].clone();
                    let byte = byte.index(wire.len());
                    wire[byte] ^= 1;
                    let came =
                        if by_carl { pair.olga_hears(&wire) } else { pair.carl_hears(&wire) };
                    prop_assert!(came.is_err());
                }
                Op::Restart { carl } => {
                    let state = if carl { &mut pair.c } else { &mut pair.o };
                    *state = crate::secret::Ratchet::restore(&state.save()).unwrap();
                }
            }
        }
    }
}
