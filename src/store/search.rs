//! Full-text search: what is put into the index, and how typed words become a query.
//!
//! Knows nothing of messages; the schema says what is indexed.
//!
//! # The index
//!
//! ```sql
//! CREATE VIRTUAL TABLE message_words USING fts5(
//!     words, place,
//!     content = '', columnsize = 0, prefix = '1 2 3 4',
//!     tokenize = "unicode61 remove_diacritics 2 categories 'L* N* Co M* So'"
//! );
//! INSERT INTO message_words (message_words, rank) VALUES ('secure-delete', 1);
//!
//! CREATE TRIGGER message_words_insert AFTER INSERT ON message BEGIN
//!     INSERT INTO message_words (rowid, words, place)
//!     VALUES (new.id, searchable(new.text), place(new.chat));
//! END;
//! CREATE TRIGGER message_words_delete AFTER DELETE ON message BEGIN
//!     INSERT INTO message_words (message_words, rowid, words, place)
//!     VALUES ('delete', old.id, searchable(old.text), place(old.chat));
//! END;
//! CREATE TRIGGER message_words_update AFTER UPDATE OF text, chat ON message BEGIN
//!     INSERT INTO message_words (message_words, rowid, words, place)
//!     VALUES ('delete', old.id, searchable(old.text), place(old.chat));
//!     INSERT INTO message_words (rowid, words, place)
//!     VALUES (new.id, searchable(new.text), place(new.chat));
//! END;
//!
//! SELECT m.… FROM message_words w JOIN message m ON m.id = w.rowid
//! WHERE message_words MATCH ?1 ORDER BY w.rowid DESC LIMIT ?2;
//! ```
//!
//! where `message.id` is the integer key and `message.chat` the integer key of its chat.
//!
//! - **Contentless**, with the old words given at deletion: nothing is stored twice, and
//!   `secure-delete` takes the words out of the index. `contentless_delete` would not: it keeps
//!   them, under a note that the row is gone.
//! - **`searchable(text)`** and **`place(chat)`** are [`searchable`] and [`place`], known to every
//!   connection of the store. They may only change together with a migration that empties the
//!   index (`'delete-all'`) and fills it again, since deletion must give back the very words that
//!   went in.
//! - **Newest first** is `ORDER BY rowid DESC`, which the index can do by walking backwards and
//!   stopping at the limit, however common the words. `rank` (bm25) would have to look at every
//!   match.
//! - **Every word is a prefix** ("meet" finds "meeting", «встреч» finds «встрече»). A prefix without
//!   a list of its own is gathered from all its words before the first row comes out, 100,000 rows
//!   in some 10 ms. `prefix` gives such lists to those of up to four letters; longer ones are
//!   rare enough.
//! - **Searching one chat** goes through the index too: its `place` is one more word. Filtering
//!   the rows of a common word by chat afterwards took 400 ms in a small chat, this takes 3.
//! - **Measured** with a million messages (7.5 words on average, 60,000 different words as frequent
//!   as in a language, 300 chats) on two slow cores, in a debug build, each on a fresh connection:
//!   1 to 5 ms for the first 50 rows of any word or letter, common or rare, two or three together,
//!   everywhere or in one chat; 0.1 to 2 ms when asked again. The index has 131 MB (97 MB without
//!   the places and the lists for four letters), the messages themselves 59 MB; inserting takes
//!   0.1 ms a message in large transactions.
//! - **Scripts without spaces** (Chinese, Japanese, Thai, Lao, Khmer, Burmese) are indexed as
//!   overlapping pairs of characters, the last one alone: 東京都 → 東京 京都 都. A query of any
//!   length then is a phrase of those, and finds text wherever it stands. SQLite's own `trigram`
//!   cannot find words of two characters, which most Chinese words are, and would apply to all
//!   scripts alike, tripling the index.
//! - **Arabic and Persian** are written in several ways; see `fold`.

use rusqlite::Connection;
use rusqlite::functions::FunctionFlags;

/// A query takes so many characters of what was typed.
const MAX_QUERY: usize = 200;

/// And so many words.
const MAX_WORDS: usize = 12;

/// Turns what a person typed into an FTS5 query that cannot fail: every word is quoted, all have
/// to occur, each as the beginning of a word. `None` when nothing in it can be searched for.
pub fn fts_query(text: &str) -> Option<String> {
    let typed: String = text.chars().take(MAX_QUERY).collect();
    let words: Vec<String> = typed.split_whitespace().filter_map(phrase).take(MAX_WORDS).collect();
    (!words.is_empty()).then(|| format!("words : ({})", words.join(" AND ")))
}

/// [`fts_query`] within one chat, named by its integer key.
pub fn fts_query_in(text: &str, chat: i64) -> Option<String> {
    fts_query(text).map(|query| format!("place : \"{}\" AND {query}", place(chat)))
}

/// One typed word as the words of the index. Punctuation inside it ("e-mail", "a@b.c") makes
/// several, which have to stand side by side; nothing but letters, digits and signs gets through,
/// so nothing can end the quotation.
fn phrase(word: &str) -> Option<String> {
    let words = searchable(word);
    let words: Vec<&str> = words.split(|c| !is_kept(c)).filter(|w| !w.is_empty()).collect();
    (!words.is_empty()).then(|| format!("\"{}\" *", words.join(" ")))
}

fn is_kept(c: char) -> bool {
    c.is_alphanumeric() || is_sign(c) || is_mark(c)
}

/// What is indexed of a text.
pub fn searchable(text: &str) -> String {
    let mut words = String::with_capacity(text.len() + text.len() / 4);
    let mut chars = text.chars().filter_map(fold).peekable();
    while let Some(c) = chars.next() {
        if is_sign(c) {
            words.extend([' ', c, ' ']);
        } else if is_unspaced(c) {
            words.extend([' ', c]);
            match chars.peek() {
                Some(&next) if is_unspaced(next) => words.push(next),
                _ => words.push(' '),
            }
        } else {
            words.push(c);
        }
    }
    words
}

/// The word that stands for a chat in the index: its integer key in base 6,400, with characters of
/// the private use area for digits. Nobody types those, and one or two of them take little room.
pub fn place(chat: i64) -> String {
    let mut rest = chat.unsigned_abs();
    let mut word = String::new();
    loop {
        word.extend(u32::try_from(rest % 6400).ok().and_then(|d| char::from_u32(0xE000 + d)));
        rest /= 6400;
        if rest == 0 {
            return word;
        }
    }
}

/// One spelling for what people spell in several ways; `None` for what does not count. Upper case
/// and Latin accents are the tokenizer's business.
fn fold(c: char) -> Option<char> {
    Some(match c {
        // Vowel marks of Arabic and Hebrew are seldom typed; the stretching stroke never means
        // anything; soft hyphens and direction marks are invisible.
        '\u{0591}'..='\u{05BD}'
        | '\u{05BF}'
        | '\u{05C1}'
        | '\u{05C2}'
        | '\u{05C4}'
        | '\u{05C5}'
        | '\u{05C7}'
        | '\u{0610}'..='\u{061A}'
        | '\u{0640}'
        | '\u{064B}'..='\u{065F}'
        | '\u{0670}'
        | '\u{06D6}'..='\u{06DC}'
        | '\u{06DF}'..='\u{06E4}'
        | '\u{06E7}'
        | '\u{06E8}'
        | '\u{06EA}'..='\u{06ED}'
        | '\u{00AD}'
        | '\u{061C}'
        | '\u{200D}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' => return None,
        // Arabic and Persian keyboards write the same letters differently.
        'ي' | 'ى' | 'ئ' => 'ی',
        'ك' => 'ک',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ؤ' => 'و',
        'ة' | 'ۀ' => 'ه',
        '\u{0660}'..='\u{0669}' => digit(c, '\u{0660}'),
        '\u{06F0}'..='\u{06F9}' => digit(c, '\u{06F0}'),
        'ё' | 'Ё' => 'е',
        // Full-width Latin letters and digits of East Asian keyboards.
        '\u{FF10}'..='\u{FF19}' => digit(c, '\u{FF10}'),
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    })
}

fn digit(c: char, zero: char) -> char {
    char::from_digit(c as u32 - zero as u32, 10).unwrap_or(c)
}

/// Scripts that are written without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c,
        '\u{0E00}'..='\u{0E4E}' | '\u{0E80}'..='\u{0ECE}' | '\u{1000}'..='\u{103F}'
        | '\u{1050}'..='\u{108F}' | '\u{1780}'..='\u{17D3}' | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}' | '\u{309D}'..='\u{309F}' | '\u{30A1}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}' | '\u{3105}'..='\u{312F}' | '\u{31F0}'..='\u{31FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}'
        | '\u{FF66}'..='\u{FF9D}' | '\u{20000}'..='\u{3FFFD}')
}

/// Emoji and the like: each is a word.
fn is_sign(c: char) -> bool {
    matches!(c, '\u{2600}'..='\u{27BF}' | '\u{2B00}'..='\u{2BFF}' | '\u{1F000}'..='\u{1F3FA}'
        | '\u{1F400}'..='\u{1FAFF}')
}

/// Combining marks, which belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{0300}'..='\u{036F}' | '\u{0900}'..='\u{0DFF}' | '\u{0E00}'..='\u{109F}'
        | '\u{1780}'..='\u{17D3}' | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}'
        | '\u{3099}' | '\u{309A}' | '\u{FE20}'..='\u{FE2F}')
}

/// Makes `searchable(text)` and `place(chat)` known to a connection. Triggers of the schema call
/// them.
pub(super) fn register(db: &Connection) -> rusqlite::Result<()> {
    let flags = FunctionFlags::SQLITE_UTF8
        | FunctionFlags::SQLITE_DETERMINISTIC
        | FunctionFlags::SQLITE_INNOCUOUS;
    db.create_scalar_function("searchable", 1, flags, |context| {
        Ok(searchable(context.get_raw(0).as_str()?))
    })?;
    db.create_scalar_function("place", 1, flags, |context| Ok(place(context.get(0)?)))
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The design above, on a table of its own.
    pub(in crate::store) const TABLES: &str = "
        CREATE TABLE letter (
            id INTEGER NOT NULL PRIMARY KEY,
            chat INTEGER NOT NULL DEFAULT 0,
            text TEXT NOT NULL
        ) STRICT;
        CREATE VIRTUAL TABLE letter_words USING fts5(
            words, place,
            content = '', columnsize = 0, prefix = '1 2 3 4',
            tokenize = \"unicode61 remove_diacritics 2 categories 'L* N* Co M* So'\"
        );
        INSERT INTO letter_words (letter_words, rank) VALUES ('secure-delete', 1);
        CREATE TRIGGER letter_words_insert AFTER INSERT ON letter BEGIN
            INSERT INTO letter_words (rowid, words, place)
            VALUES (new.id, searchable(new.text), place(new.chat));
        END;
        CREATE TRIGGER letter_words_delete AFTER DELETE ON letter BEGIN
            INSERT INTO letter_words (letter_words, rowid, words, place)
            VALUES ('delete', old.id, searchable(old.text), place(old.chat));
        END;
        CREATE TRIGGER letter_words_update AFTER UPDATE OF text, chat ON letter BEGIN
            INSERT INTO letter_words (letter_words, rowid, words, place)
            VALUES ('delete', old.id, searchable(old.text), place(old.chat));
            INSERT INTO letter_words (rowid, words, place)
            VALUES (new.id, searchable(new.text), place(new.chat));
        END;";

    pub(in crate::store) const FIND: &str = "SELECT rowid FROM letter_words \
         WHERE letter_words MATCH ?1 ORDER BY rowid DESC LIMIT ?2";

    fn letters(texts: &[&str]) -> Connection {
        let db = Connection::open_in_memory().unwrap();
        register(&db).unwrap();
        db.execute_batch(TABLES).unwrap();
        for text in texts {
            db.execute("INSERT INTO letter (text) VALUES (?1)", [text]).unwrap();
        }
        db
    }

    fn find(db: &Connection, typed: &str) -> Vec<i64> {
        fts_query(typed).map_or(Vec::new(), |query| matches(db, &query))
    }

    fn matches(db: &Connection, query: &str) -> Vec<i64> {
        let mut statement = db.prepare_cached(FIND).unwrap();
        let rows = statement.query_map((query, 100), |row| row.get(0)).unwrap();
        rows.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn words_are_found_as_people_type_them() {
        let texts = [
            "We meet at the Café Zürich, 9:30",                // 1
            "Встретимся завтра у ЁЛКИ",                        // 2
            "فردا می\u{200C}خواهم كتاب را بِخَوانم ۱۲۳",         // 3
            "مُحَمَّد قال إنّ الكتاب في المكتبة",                   // 4
            "明日東京都で会いましょう",                        // 5
            "我们明天在北京见面",                              // 6
            "พรุ่งนี้เจอกันที่กรุงเทพ",                                // 7
            "내일 서울에서 만나요",                            // 8
            "Write to nadia@example.org — it's O'Brien's 🦉!", // 9
            "हम कल दिल्ली में मिलेंगे",                              // 10
            "ＡＢＣ４２ in full width",                        // 11
        ];
        let db = letters(&texts);
        for (typed, found) in [
            ("cafe zurich", vec![1]),
            ("CAFÉ", vec![1]),
            ("mee", vec![1]),
            ("9:30", vec![1]),
            ("елк", vec![2]),
            ("встрет", vec![2]),
            ("می خواهم", vec![3]),
            ("می\u{200C}خواهم", vec![3]),
            ("کتاب", vec![3]), // the Arabic letter; 4 has it behind the article
            ("بخوانم", vec![3]),
            ("123", vec![3]),
            ("١٢٣", vec![3]),
            ("محمد", vec![4]),
            ("ان الكتاب", vec![4]),
            ("東京", vec![5]),
            ("京都", vec![5]),
            ("都", vec![5]),
            ("明", vec![6, 5]),
            ("東京都で会い", vec![5]),
            ("北京", vec![6]),
            ("京北", vec![]),
            ("北京见面", vec![6]),
            ("กรุงเทพ", vec![7]),
            ("เจอกัน", vec![7]),
            ("서울", vec![8]),
            ("nadia@example.org", vec![9]),
            ("o'brien", vec![9]),
            ("🦉", vec![9]),
            ("दिल्ली", vec![10]),
            ("abc42", vec![11]),
            ("meet nadia", vec![]),
            ("", vec![]),
            (" \t\u{200B}", vec![]),
            ("\"", vec![]),
            ("!?*()", vec![]),
        ] {
            assert_eq!(find(&db, typed), found, "{typed}");
        }
    }

    #[test]
    fn operators_are_words() {
        let db = letters(&["this OR that NOT these", "near and far", "column: x"]);
        for (typed, found) in [
            ("OR", vec![1]),
            ("NOT", vec![1]),
            ("NEAR(a b)", vec![]),
            ("near", vec![2]),
            ("AND", vec![2]),
            ("words:column", vec![]),
            ("column:", vec![3]),
            ("^this", vec![1]),
            ("th* ", vec![1]),
            ("\"this\" -\"that\"", vec![1]),
            ("{words}", vec![]),
        ] {
            assert_eq!(find(&db, typed), found, "{typed}");
        }
    }

    #[test]
    fn a_search_can_stay_in_one_chat() {
        let db = letters(&[]);
        for chat in [0, 1, 6399, 6400, 12_800, i64::MAX] {
            let sql = "INSERT INTO letter (chat, text) VALUES (?1, 'the same ?1')";
            db.execute(sql, [chat]).unwrap();
        }
        assert_eq!(find(&db, "same"), [6, 5, 4, 3, 2, 1]);
        for (chat, found) in [(0, vec![1]), (6399, vec![3]), (6400, vec![4]), (i64::MAX, vec![6])] {
            assert_eq!(matches(&db, &fts_query_in("the same", chat).unwrap()), found, "{chat}");
        }
        assert_eq!(matches(&db, &fts_query_in("same", 7).unwrap()), [0i64; 0]);
        assert_eq!(find(&db, &place(1)), [0i64; 0], "a place is no word");
        db.execute("UPDATE letter SET chat = 7 WHERE id = 1", []).unwrap();
        assert_eq!(matches(&db, &fts_query_in("same", 7).unwrap()), [1]);
        assert_eq!(matches(&db, &fts_query_in("same", 0).unwrap()), [0i64; 0]);
    }

    #[test]
    fn long_input_is_cut() {
        let db = letters(&["x"]);
        for typed in ["x ".repeat(100_000), "x".repeat(1_000_000), "東".repeat(100_000)] {
            let query = fts_query(&typed).unwrap();
            assert!(query.len() < 4096);
            find(&db, &typed);
        }
    }

    #[test]
    fn changed_and_deleted_letters_leave_the_index() {
        let db = letters(&["alpha", "beta 東京 ü"]);
        db.execute("UPDATE letter SET text = 'gamma' WHERE id = 1", []).unwrap();
        assert_eq!(find(&db, "alpha"), Vec::<i64>::new());
        assert_eq!(find(&db, "gamma"), [1]);
        db.execute("DELETE FROM letter", []).unwrap();
        for gone in ["g", "gamma", "beta", "東", "u"] {
            assert_eq!(find(&db, gone), Vec::<i64>::new());
        }
        let terms = "CREATE VIRTUAL TABLE terms USING fts5vocab(letter_words, row); \
                     INSERT INTO letter_words (letter_words) VALUES ('integrity-check');";
        db.execute_batch(terms).unwrap();
        let left: i64 = db.query_row("SELECT count(*) FROM terms", [], |r| r.get(0)).unwrap();
        assert_eq!(left, 0);
    }

    proptest! {
        #[test]
        fn nothing_typed_is_a_syntax_error(typed in ".{0,60}", db_text in ".{0,60}") {
            let db = letters(&[&db_text]);
            find(&db, &typed);
        }

        #[test]
        fn nothing_with_operators_is_a_syntax_error(
            typed in "(OR|AND|NOT|NEAR|[\"'*^:(){}+\\-,.\\\\ \u{0}a東]){0,30}",
        ) {
            find(&letters(&["a"]), &typed);
        }

        #[test]
        fn every_letter_is_found_by_its_own_words(text in "[a-zA-Zа-яА-Яё0-9 東京都市گکیم]{1,40}") {
            let db = letters(&[&text]);
            for word in text.split_whitespace().take(MAX_WORDS) {
                prop_assert_eq!(find(&db, word), [1], "{}", word);
            }
        }

        #[test]
        fn any_part_of_text_without_spaces_is_found(
            text in "[東京都市見会]{1,20}", from in any::<prop::sample::Index>(), len in 1usize..20,
        ) {
            let from = from.index(text.chars().count());
            let part: String = text.chars().skip(from).take(len).collect();
            prop_assert_eq!(find(&letters(&[&text]), &part), [1], "{}", part);
        }

        #[test]
        fn whatever_was_indexed_can_be_taken_out(texts in prop::collection::vec(".{0,40}", 1..6)) {
            let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
            let db = letters(&texts);
            db.execute("DELETE FROM letter", []).unwrap();
            db.execute_batch(
                "CREATE VIRTUAL TABLE terms USING fts5vocab(letter_words, row);
                 INSERT INTO letter_words (letter_words) VALUES ('integrity-check');",
            )
            .unwrap();
            let left: i64 = db.query_row("SELECT count(*) FROM terms", [], |r| r.get(0)).unwrap();
            prop_assert_eq!(left, 0);
        }
    }
}
