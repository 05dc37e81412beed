//! Lists of every shape, pushed about.

use proptest::prelude::*;

use super::*;

const PAD: f32 = 10.0;
const MARGIN: f32 = 100.0;

fn key(number: u32) -> Key {
    let mut key = [0; 32];
    key[..4].copy_from_slice(&number.to_be_bytes());
    key
}

fn number(key: &Key) -> u32 {
    u32::from_be_bytes([key[0], key[1], key[2], key[3]])
}

/// Every row has a height of its own, whole pixels from 20 to 219.
fn height(number: u32) -> f32 {
    (20 + number.wrapping_mul(2_654_435_761) % 200) as f32
}

struct List {
    strip: Strip,
    rows: Vec<Key>,
    scale: f32,
}

impl List {
    fn new(numbers: impl IntoIterator<Item = u32>, view: f32) -> Self {
        let rows: Vec<Key> = numbers.into_iter().map(key).collect();
        let mut strip = Strip::new(PAD);
        strip.set_view(view);
        strip.set_rows(&rows, 0, 0);
        let mut list = Self { strip, rows, scale: 1.0 };
        list.place();
        list
    }

    fn place(&mut self) -> Vec<Slot> {
        let (rows, scale) = (self.rows.clone(), self.scale);
        self.strip.place(MARGIN, |row| (height(number(&rows[row])) * scale).round()).to_vec()
    }

    fn set(&mut self, rows: Vec<Key>, before: u64, after: u64) {
        self.rows = rows;
        self.strip.set_rows(&self.rows, before, after);
        self.place();
    }

    fn first_seen(&self) -> Slot {
        *self.strip.seen().next().unwrap()
    }

    fn bottom_of(&self, key: &Key) -> Option<f32> {
        self.strip.slots().iter().find(|slot| slot.key == *key).map(Slot::bottom)
    }
}

#[test]
fn a_chat_opens_at_its_end_and_follows_it() {
    let mut list = List::new(0..100, 600.0);
    assert!(list.strip.at_end());
    let rows = (0..101).map(key).collect();
    list.set(rows, 0, 0);
    assert_eq!(list.bottom_of(&key(100)), Some(590.0));
}

#[test]
fn what_is_short_stands_at_the_bottom() {
    let list = List::new(0..2, 600.0);
    assert_eq!(list.bottom_of(&key(1)), Some(590.0));
    assert_eq!(list.strip.thumb(), None);
}

#[test]
fn one_who_reads_further_up_is_not_moved_by_news() {
    let mut list = List::new(0..100, 600.0);
    list.strip.scroll_by(-500.0);
    list.place();
    let seen = list.first_seen();
    list.set((0..103).map(key).collect(), 0, 0);
    assert_eq!(list.bottom_of(&seen.key), Some(seen.bottom()));
    assert!(!list.strip.at_end());
}

#[test]
fn what_was_held_goes_and_its_neighbour_stays() {
    let mut list = List::new(0..100, 600.0);
    list.strip.scroll_by(-1500.0);
    list.place();
    let (seen, next) = {
        let mut seen = list.strip.seen();
        (*seen.next().unwrap(), *seen.next().unwrap())
    };
    let rows = (0..100).map(key).filter(|k| *k != seen.key).collect();
    list.set(rows, 0, 0);
    assert_eq!(list.bottom_of(&next.key), Some(next.bottom()));
}

#[test]
fn the_thumb_leads_to_what_is_not_in_memory() {
    let mut list = List::new(0..300, 600.0);
    list.set((0..300).map(key).collect(), 999_700, 0);
    let wanted = list.strip.drag_to(0.5).unwrap();
    assert!((450_000..550_000).contains(&wanted), "{wanted}");
    // The rest stays until that is read.
    assert!(list.place().iter().any(|slot| slot.key == key(299)));
    let there: Vec<Key> = (1000..1300).map(key).collect();
    list.set(there, wanted - 100, 1_000_000 - wanted - 200);
    assert_eq!(list.first_seen().key, key(1100));
    let thumb = list.strip.thumb().unwrap();
    assert!((thumb.at - 0.5).abs() < 0.1, "{thumb:?}");
}

#[test]
fn both_ends_of_the_track_are_both_ends_of_the_chat() {
    let mut list = List::new(0..300, 600.0);
    list.set((0..300).map(key).collect(), 5_000, 5_000);
    assert_eq!(list.strip.drag_to(0.0), Some(0));
    let last = list.strip.drag_to(1.0).unwrap();
    assert!(last > 10_000, "{last}");
    list.set((500..800).map(key).collect(), 10_000, 0);
    assert_eq!(list.strip.drag_to(1.0), None);
    list.place();
    assert!(list.strip.at_end());
}

#[test]
fn a_row_is_brought_to_its_place() {
    let mut list = List::new(0..100, 600.0);
    assert!(list.strip.go_to(&key(50), 0.3));
    list.place();
    let top = list.strip.slots().iter().find(|s| s.key == key(50)).unwrap().top;
    assert_eq!(top, 180.0);
    assert!(!list.strip.go_to(&key(500), 0.3));
    // What is seen already does not move.
    let before = list.first_seen();
    assert!(list.strip.reveal(&key(50)));
    list.place();
    assert_eq!(list.first_seen(), before);
}

#[test]
fn pages_are_asked_for_before_they_are_needed() {
    let mut list = List::new(0..300, 600.0);
    list.set((0..300).map(key).collect(), 100, 0);
    assert!(!list.strip.wants_older());
    assert_eq!(list.strip.drag_to(0.0), Some(0));
    list.strip.scroll_by(-100_000.0);
    list.place();
    assert!(list.strip.wants_older());
    assert!(!list.strip.wants_newer());
}

/// What a list of known heights looks like, by plain adding up.
fn plainly(rows: &[Key], view: f32, offset: f32) -> Vec<(Key, f32)> {
    let mut y = PAD - offset;
    let mut seen = Vec::new();
    for key in rows {
        let height = height(number(key));
        if y + height > 0.0 && y < view {
            seen.push((*key, y));
        }
        y += height;
    }
    seen
}

fn whole(rows: &[Key]) -> f32 {
    2.0 * PAD + rows.iter().map(|key| height(number(key))).sum::<f32>()
}

proptest! {
    #[test]
    fn scrolling_is_adding_up(
        count in 1_u32..200,
        view in 100_u16..900,
        steps in proptest::collection::vec(-3000_i32..3000, 1..20),
    ) {
        let view = f32::from(view);
        let mut list = List::new(0..count, view);
        let most = whole(&list.rows) - view;
        let mut offset = most;
        for step in steps {
            list.strip.scroll_by(step as f32);
            list.place();
            offset = (offset + step as f32).clamp(0.0_f32.min(most), most);
            if most < 0.0 {
                offset = most;
            }
            let seen: Vec<_> = list.strip.seen().map(|slot| (slot.key, slot.top)).collect();
            prop_assert_eq!(seen, plainly(&list.rows, view, offset));
        }
    }

    #[test]
    fn nothing_overlaps_and_nothing_is_missing(
        count in 1_u32..200,
        view in 100_u16..900,
        step in -20_000_i32..1000,
    ) {
        let mut list = List::new(0..count, f32::from(view));
        list.strip.scroll_by(step as f32);
        let slots = list.place();
        for pair in slots.windows(2) {
            prop_assert_eq!(pair[0].row + 1, pair[1].row);
            prop_assert!((pair[0].bottom() - pair[1].top).abs() < 0.01);
        }
        let (first, last) = (slots[0], slots[slots.len() - 1]);
        prop_assert!(first.row == 0 || first.top <= 0.0);
        prop_assert!(last.row as u32 == count - 1 || last.bottom() >= f32::from(view));
    }

    #[test]
    fn what_is_read_stays_whatever_joins_and_goes(
        view in 200_u16..800,
        scrolled in 2_000_i32..8_000,
        joins in proptest::collection::vec(0_u32..400, 0..40),
        goes in proptest::collection::vec(0_u32..400, 0..40),
        before in 0_u64..1_000_000,
    ) {
        let mut list = List::new((0..400).filter(|n| n % 3 != 0), f32::from(view));
        list.strip.scroll_by(-(scrolled as f32));
        list.place();
        let seen = list.first_seen();
        let held = number(&seen.key);
        let mut numbers: Vec<u32> = list.rows.iter().map(number).collect();
        numbers.extend(joins);
        numbers.sort_unstable();
        numbers.dedup();
        numbers.retain(|n| *n == held || !goes.contains(n));
        list.set(numbers.into_iter().map(key).collect(), before, 0);
        prop_assert_eq!(list.bottom_of(&seen.key), Some(seen.bottom()));
    }

    #[test]
    fn what_is_read_stays_while_everything_changes_its_height(
        scrolled in 2_000_i32..8_000,
        scale in 5_u16..20,
        view in 200_u16..900,
    ) {
        let mut list = List::new(0..400, 600.0);
        list.strip.scroll_by(-(scrolled as f32));
        list.place();
        let seen = list.first_seen();
        list.scale = f32::from(scale) / 10.0;
        list.strip.set_view(f32::from(view));
        list.place();
        prop_assert_eq!(list.bottom_of(&seen.key), Some(seen.bottom()));
    }

    #[test]
    fn the_end_is_kept_through_every_change(scale in 5_u16..20, view in 100_u16..900) {
        let mut list = List::new(0..100, 600.0);
        list.scale = f32::from(scale) / 10.0;
        list.strip.set_view(f32::from(view));
        list.place();
        prop_assert!(list.strip.at_end());
        prop_assert_eq!(list.bottom_of(&key(99)), Some(f32::from(view) - PAD));
    }

    #[test]
    fn the_thumb_stays_on_its_track_and_leads_back(
        before in 0_u64..1_000_000,
        after in 0_u64..1_000_000,
        steps in proptest::collection::vec(-5000_i32..5000, 0..12),
        share in 0.0_f32..1.0,
    ) {
        let mut list = List::new(0..300, 600.0);
        list.set((0..300).map(key).collect(), before, after);
        for step in steps {
            list.strip.scroll_by(step as f32);
            list.place();
            let thumb = list.strip.thumb().unwrap();
            prop_assert!((0.0..=1.0).contains(&thumb.at));
            prop_assert!((0.0..=1.0).contains(&thumb.size));
        }
        let all = before + 300 + after;
        if let Some(wanted) = list.strip.drag_to(share) {
            prop_assert!(wanted < all, "{wanted} of {all}");
            // A page around what was asked for is where the thumb was let go.
            let from = wanted.saturating_sub(100);
            let until = (from + 300).min(all);
            let rows: Vec<Key> = (0..(until - from) as u32).map(|n| key(1000 + n)).collect();
            list.set(rows, from, all - until);
            let thumb = list.strip.thumb().unwrap();
            prop_assert!((thumb.at - share).abs() < 0.12, "{thumb:?} {share}");
        } else {
            list.place();
        }
    }
}
