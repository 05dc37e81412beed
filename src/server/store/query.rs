//! Filters as SQL. What may be seen is part of the query (see `gate`), so that nothing that must
//! stay hidden is even counted.

use std::cmp::Reverse;

use rusqlite::types::Value;
use rusqlite::{Connection, params, params_from_iter};

use super::write::tag_key;
use crate::server::filter::Filter;
use crate::server::gate::Viewer;
use crate::server::record::{Bytes32, GIFT_WRAP, is_gated};

/// Which stored events, for whom, when.
#[derive(Debug)]
pub(crate) struct Selection<'a> {
    pub(crate) filter: &'a Filter,
    pub(crate) viewer: &'a Viewer,
    /// Unix seconds; what expired by then is not served.
    pub(crate) now: i64,
    /// At most so many, the newest.
    pub(crate) most: usize,
}

/// One event that was found. Ordered newest first, then by lower id (NIP-01).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Item {
    pub(crate) created_at: i64,
    pub(crate) id: Bytes32,
    pub(crate) seq: i64,
}

/// What was found for several filters together, and up to where the store had been filled then.
#[derive(Debug)]
pub(crate) struct Found {
    pub(crate) items: Vec<Item>,
    pub(crate) up_to: i64,
}

impl Found {
    /// Looks all filters up in one view of the store.
    pub(crate) fn look_up<'a>(
        db: &Connection,
        selections: impl IntoIterator<Item = Selection<'a>>,
    ) -> rusqlite::Result<Self> {
        let view = db.unchecked_transaction()?;
        let up_to = view
            .prepare_cached("SELECT coalesce(max(seq), 0) FROM event")?
            .query_row([], |row| row.get(0))?;
        let mut items: Vec<Item> = Vec::new();
        let mut filters = 0;
        for selection in selections {
            items.extend(selection.run(&view)?);
            filters += 1;
        }
        if filters > 1 {
            items.sort_unstable_by_key(|item| (Reverse(item.created_at), item.id));
            items.dedup();
        }
        Ok(Self { items, up_to })
    }
}

/// The JSON of found events from the front, until they weigh `bytes`; how many were looked at.
pub(crate) fn page(
    db: &Connection,
    items: &[Item],
    now: i64,
    bytes: usize,
) -> rusqlite::Result<(Vec<String>, usize)> {
    let mut select =
        db.prepare_cached("SELECT json FROM event WHERE seq = ?1 AND expires_at > ?2")?;
    let (mut texts, mut weight, mut looked_at) = (Vec::new(), 0, 0);
    for item in items {
        looked_at += 1;
        // Deleted in the meantime: nothing to send.
        let mut rows = select.query(params![item.seq, now])?;
        if let Some(row) = rows.next()? {
            let json: String = row.get(0)?;
            weight += json.len();
            texts.push(json);
        }
        if weight >= bytes {
            break;
        }
    }
    Ok((texts, looked_at))
}

impl Selection<'_> {
    fn run(&self, db: &Connection) -> rusqlite::Result<Vec<Item>> {
        if self.most == 0 || self.filter.matches_nothing() {
            return Ok(Vec::new());
        }
        let (sql, values) = self.sql();
        let mut select = db.prepare_cached(&sql)?;
        let rows = select.query_map(params_from_iter(values), |row| {
            Ok(Item { created_at: row.get(0)?, id: row.get(1)?, seq: row.get(2)? })
        })?;
        rows.collect()
    }

    /// How SQLite would go about it, for tests.
    #[cfg(test)]
    pub(crate) fn plan(&self, db: &Connection) -> rusqlite::Result<String> {
        let (sql, values) = self.sql();
        let mut explain = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}"))?;
        let rows = explain.query_map(params_from_iter(values), |row| row.get::<_, String>(3))?;
        Ok(rows.collect::<rusqlite::Result<Vec<_>>>()?.join("\n"))
    }

    fn sql(&self) -> (String, Vec<Value>) {
        let filter = self.filter;
        let mut query = Query::default();
        let mut tags: Vec<_> = filter.tags.iter().collect();
        let mut distinct = "";
        // The index that narrows most: ids, then tags (unless the tag is an identifier, which says
        // little beside an author), then authors, then kinds or time.
        let by_tag = filter.ids.is_none()
            && tags.iter().any(|(letter, _)| filter.authors.is_none() || *letter != b'd');
        let (source, time, kind) = if by_tag {
            tags.sort_by_key(|(letter, values)| (*letter == b'd', values.len()));
            let (letter, values) = tags.remove(0);
            query.within("t.value", tag_keys(*letter, values));
            if values.len() > 1 {
                // An event may carry several of them.
                distinct = "DISTINCT ";
            }
            ("tag t CROSS JOIN event e ON e.seq = t.event", "t.created_at", "t.kind")
        } else {
            ("event e", "e.created_at", "e.kind")
        };
        if let Some(ids) = &filter.ids {
            query.within("e.id", blobs(ids));
        }
        if let Some(authors) = &filter.authors {
            query.within("e.author", blobs(authors));
        }
        if let Some(kinds) = &filter.kinds {
            query.within(kind, kinds.iter().map(|kind| Value::from(i64::from(*kind))).collect());
        }
        if let Some(since) = filter.since {
            query.compare(time, ">=", since);
        }
        if let Some(until) = filter.until {
            query.compare(time, "<=", until);
        }
        for (letter, values) in tags {
            query.and("EXISTS (SELECT 1 FROM tag x WHERE x.event = e.seq AND ");
            query.list("x.value", tag_keys(*letter, values));
            query.conditions.push(')');
        }
        query.compare("e.expires_at", ">", self.now);
        self.gate(&mut query);
        let Query { conditions, mut values } = query;
        values.push(Value::from(i64::try_from(self.most).unwrap_or(i64::MAX)));
        let sql = format!(
            "SELECT {distinct}{time}, e.id, e.seq FROM {source} WHERE {conditions} \
             ORDER BY {time} DESC, e.id LIMIT ?"
        );
        (sql, values)
    }

    /// Gift wraps only for their addressee or one-time author.
    fn gate(&self, query: &mut Query) {
        let wanted = |kinds: &Vec<u16>| kinds.iter().any(|kind| is_gated(*kind));
        if !self.viewer.gate || !self.filter.kinds.as_ref().is_none_or(wanted) {
            return;
        }
        query.and(&format!("(e.kind <> {GIFT_WRAP}"));
        let keys = &self.viewer.keys;
        if !keys.is_empty() {
            query.conditions.push_str(" OR ");
            query.list("e.author", blobs(keys));
            query.conditions.push_str(" OR EXISTS (SELECT 1 FROM tag g WHERE g.event = e.seq AND ");
            let own = keys.iter().map(|key| Value::Blob(tag_key(b'p', &hex::encode(key))));
            query.list("g.value", own.collect());
            query.conditions.push(')');
        }
        query.conditions.push(')');
    }
}

fn blobs(list: &[Bytes32]) -> Vec<Value> {
    list.iter().map(|bytes| Value::Blob(bytes.to_vec())).collect()
}

fn tag_keys(letter: u8, values: &[String]) -> Vec<Value> {
    values.iter().map(|value| Value::Blob(tag_key(letter, value))).collect()
}

/// Conditions with their values, in step.
#[derive(Default)]
struct Query {
    conditions: String,
    values: Vec<Value>,
}

impl Query {
    fn and(&mut self, condition: &str) {
        if !self.conditions.is_empty() {
            self.conditions.push_str(" AND ");
        }
        self.conditions.push_str(condition);
    }

    fn within(&mut self, column: &str, values: Vec<Value>) {
        self.and("");
        self.list(column, values);
    }

    fn compare(&mut self, column: &str, comparison: &str, value: i64) {
        self.and(&format!("{column} {comparison} ?"));
        self.values.push(Value::from(value));
    }

    /// `column = ?` or `column IN (?, …)`. Lists are filled up to a power of two by repeating the
    /// last value, so that a few prepared statements serve all lengths.
    fn list(&mut self, column: &str, mut values: Vec<Value>) {
        if let (Some(last), true) = (values.last().cloned(), values.len() > 1) {
            values.resize(values.len().next_power_of_two(), last);
        }
        self.conditions.push_str(column);
        if values.len() == 1 {
            self.conditions.push_str(" = ?");
        } else {
            self.conditions.push_str(" IN (");
            self.conditions.push_str(&vec!["?"; values.len()].join(","));
            self.conditions.push(')');
        }
        self.values.append(&mut values);
    }
}
