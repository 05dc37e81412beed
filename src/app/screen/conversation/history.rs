//! The stretch of a conversation that is in memory: ordered, without doubles, and bounded.
//!
//! Pure: stretches and events go in, and how many messages lie before and after is kept, so that
//! the screen knows where more can be read and a scrollbar can stand for the whole chat.

use crate::model::{Message, MessageId, MessageState, Position, Stretch};

/// Messages asked for at once.
pub(crate) const PAGE: u32 = 60;

/// Most messages in memory.
pub(crate) const MOST: usize = 300;

/// See the module.
#[derive(Debug, Clone, Default)]
pub(crate) struct History {
    messages: Vec<Message>,
    before: u64,
    after: u64,
    /// The newest place that was ever told, here or elsewhere.
    newest: Option<Position>,
}

/// What became of a message that was told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Put {
    /// It was here and is changed.
    Changed,
    /// It joined after all others.
    AtEnd,
    /// It joined between others.
    Between,
    /// It belongs to a stretch that is not in memory.
    Elsewhere,
}

impl History {
    /// Begins anew with another stretch.
    pub(crate) fn begin(&mut self, stretch: Stretch) {
        self.messages.clear();
        self.before = stretch.before;
        self.after = stretch.after;
        self.join(stretch.messages);
        self.trim_oldest();
    }

    /// A page from before the first message. What no longer fits falls off at the end.
    pub(crate) fn join_older(&mut self, stretch: Stretch) {
        self.before = stretch.before;
        self.join(stretch.messages);
        let over = self.messages.len().saturating_sub(MOST);
        self.messages.truncate(MOST);
        self.after += over as u64;
    }

    /// A page from after the last message. What no longer fits falls off at the beginning.
    pub(crate) fn join_newer(&mut self, stretch: Stretch) {
        self.after = stretch.after;
        self.join(stretch.messages);
        self.trim_oldest();
    }

    fn trim_oldest(&mut self) {
        let over = self.messages.len().saturating_sub(MOST);
        self.messages.drain(..over);
        self.before += over as u64;
    }

    fn join(&mut self, page: Vec<Message>) {
        for message in page {
            self.insert(message);
        }
    }

    fn insert(&mut self, message: Message) {
        self.messages.retain(|m| m.message != message.message);
        self.newest = self.newest.max(Some(message.position));
        let at = self.messages.partition_point(|m| m.position < message.position);
        self.messages.insert(at, message);
    }

    /// A message that is new or changed. Unless the end is `followed`, what comes after a full
    /// memory is only counted: it would push out what is being read.
    pub(crate) fn put(&mut self, message: Message, followed: bool) -> Put {
        if self.messages.iter().any(|m| m.message == message.message) {
            self.insert(message);
            return Put::Changed;
        }
        let last = self.messages.last().is_none_or(|m| m.position < message.position);
        let first = self.messages.first().is_some_and(|m| message.position < m.position);
        let held = !followed && self.messages.len() >= MOST;
        if last && (self.after > 0 || held) {
            // Not one of the others that was changed.
            if self.newest < Some(message.position) {
                self.newest = Some(message.position);
                self.after += 1;
            }
            return Put::Elsewhere;
        }
        if first && self.before > 0 {
            return Put::Elsewhere;
        }
        self.insert(message);
        self.trim_oldest();
        if last { Put::AtEnd } else { Put::Between }
    }

    /// New ticks.
    pub(crate) fn set_state(&mut self, id: MessageId, state: MessageState) {
        if let Some(message) = self.messages.iter_mut().find(|m| m.message == id) {
            message.state = state;
            if !matches!(state, MessageState::Waiting | MessageState::Failed) {
                message.reason = None;
            }
        }
    }

    /// A message is gone.
    pub(crate) fn remove(&mut self, id: MessageId) {
        self.messages.retain(|m| m.message != id);
    }

    /// Oldest first.
    pub(crate) fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// One of them.
    pub(crate) fn get(&self, id: MessageId) -> Option<&Message> {
        self.messages.iter().find(|m| m.message == id)
    }

    /// Older ones can be read before this place.
    pub(crate) fn more_before(&self) -> Option<Position> {
        self.messages.first().filter(|_| self.before > 0).map(|m| m.position)
    }

    /// Newer ones can be read after this place.
    pub(crate) fn more_after(&self) -> Option<Position> {
        self.messages.last().filter(|_| self.after > 0).map(|m| m.position)
    }

    /// The newest message of all is here.
    pub(crate) fn at_end(&self) -> bool {
        self.after == 0
    }

    /// How many lie before and after.
    pub(crate) fn around(&self) -> (u64, u64) {
        (self.before, self.after)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::fixture;
    use crate::model::Reason;
    use proptest::prelude::*;

    /// A stretch of a chat of a thousand messages.
    fn numbered(range: std::ops::Range<i64>) -> Stretch {
        of(1000, range)
    }

    fn of(all: i64, range: std::ops::Range<i64>) -> Stretch {
        Stretch {
            before: range.start as u64,
            after: (all - range.end).max(0) as u64,
            messages: range.map(fixture::numbered).collect(),
            target: None,
        }
    }

    fn rows(history: &History) -> Vec<i64> {
        history.messages().iter().map(|m| m.position.row).collect()
    }

    #[test]
    fn a_short_first_page_is_the_whole_chat() {
        let mut history = History::default();
        history.begin(of(3, 0..3));
        assert_eq!(rows(&history), [0, 1, 2]);
        assert_eq!(history.more_before(), None);
        assert!(history.at_end());
    }

    #[test]
    fn reading_far_back_lets_the_newest_go_and_knows_it() {
        let mut history = History::default();
        history.begin(numbered(950..1000));
        for page in 1..8 {
            assert!(history.more_before().is_some());
            history.join_older(numbered(950 - page * 50..1000 - page * 50));
        }
        assert_eq!(history.messages().len(), MOST);
        assert_eq!(rows(&history).first(), Some(&600));
        assert_eq!(history.around(), (600, 100));
        // News from the end is not glued to a stretch that ends before.
        assert_eq!(history.put(fixture::numbered(1000), true), Put::Elsewhere);
        assert_eq!(history.around(), (600, 101));
        // A change of something there is no news.
        assert_eq!(history.put(fixture::numbered(970), true), Put::Elsewhere);
        assert_eq!(history.around(), (600, 101));
        history.join_newer(of(1001, 900..950));
        assert_eq!(history.around(), (650, 51));
        assert_eq!(rows(&history), (650..950).collect::<Vec<_>>());
    }

    #[test]
    fn news_joins_at_the_end_and_changes_stay_in_place() {
        let mut history = History::default();
        history.begin(of(3, 0..3));
        assert_eq!(history.put(fixture::numbered(3), true), Put::AtEnd);
        let mut edited = fixture::numbered(1);
        edited.text = "changed".into();
        assert_eq!(history.put(edited, true), Put::Changed);
        assert_eq!(rows(&history), [0, 1, 2, 3]);
        assert_eq!(history.messages()[1].text, "changed");
        history.remove(fixture::numbered(2).message);
        assert_eq!(rows(&history), [0, 1, 3]);
    }

    #[test]
    fn a_flood_does_not_push_out_what_is_being_read() {
        let flood = 100..i64::try_from(MOST).expect("small") + 200;
        let mut history = History::default();
        history.begin(of(100, 0..100));
        for number in flood.clone() {
            history.put(fixture::numbered(number), false);
        }
        assert_eq!(rows(&history).first(), Some(&0));
        assert_eq!(history.messages().len(), MOST);
        assert_eq!(history.around(), (0, 200));
        // Who is at the end sees the newest.
        let mut history = History::default();
        history.begin(of(100, 0..100));
        for number in flood.clone() {
            history.put(fixture::numbered(number), true);
        }
        assert_eq!(rows(&history).last(), Some(&(flood.end - 1)));
        assert_eq!(history.around(), (200, 0));
    }

    #[test]
    fn a_reason_goes_with_the_state_that_had_it() {
        let mut history = History::default();
        let mut waiting = fixture::numbered(0);
        waiting.state = MessageState::Waiting;
        waiting.reason = Reason::from_sentence("Not reachable yet.");
        history.begin(Stretch { messages: vec![waiting.clone()], ..Stretch::default() });
        history.set_state(waiting.message, MessageState::Sent);
        assert_eq!(history.messages()[0].reason, None);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Put(i64, bool),
        Older(i64),
        Newer(i64),
        Remove(i64),
    }

    fn step() -> impl Strategy<Value = Step> {
        (0_u8..4, 0_i64..900, any::<bool>()).prop_map(|(kind, n, followed)| match kind {
            0 => Step::Put(n, followed),
            1 => Step::Older(n),
            2 => Step::Newer(n),
            _ => Step::Remove(n),
        })
    }

    proptest! {
        #![proptest_config(crate::app::testing::cases(64))]
        #[test]
        fn always_ordered_without_doubles_and_bounded(
            steps in proptest::collection::vec(step(), 0..40),
        ) {
            let mut history = History::default();
            history.begin(numbered(400..450));
            for step in steps {
                match step {
                    Step::Put(n, followed) => { history.put(fixture::numbered(n), followed); }
                    Step::Older(n) => history.join_older(numbered(n..n + 50)),
                    Step::Newer(n) => history.join_newer(numbered(n..n + 50)),
                    Step::Remove(n) => history.remove(fixture::numbered(n).message),
                }
                let rows = rows(&history);
                prop_assert!(rows.windows(2).all(|pair| pair[0] < pair[1]));
                prop_assert!(rows.len() <= MOST);
            }
        }
    }
}
